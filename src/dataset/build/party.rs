//! Parties: the countries and organizations that records name.

use entity::enums::ContributorCategory;

use super::{Builder, Place};
use crate::country::country;

/// A country, an organization, or neither after a fault.
#[derive(Debug, Default)]
pub(super) struct Party {
    pub(super) country_id: Option<String>,
    pub(super) organization_id: Option<String>,
}

impl Builder<'_> {
    /// The party of a record that takes `country` or `organization`.
    pub(super) fn party(
        &mut self,
        place: &Place<'_>,
        country: Option<&String>,
        organization: Option<&String>,
    ) -> Party {
        if country.is_some() == organization.is_some() {
            self.fault(
                place,
                "country",
                "takes `country` or `organization`, one of them",
            );
        }
        Party {
            country_id: self.country(place, country),
            organization_id: organization
                .map(|acronym| self.known_organization(place, "organization", acronym)),
        }
    }

    /// The party that one code stands for: a country's alpha-2 code or an organization's acronym.
    /// A code that is both must say which: `country:AU`, `organization:AU`.
    pub(super) fn coded_party(&mut self, place: &Place<'_>, key: &str, code: &str) -> Party {
        let a_country = |code: &str| Party {
            country_id: Some(code.to_owned()),
            organization_id: None,
        };
        let an_organization = |code: &str| Party {
            country_id: None,
            organization_id: Some(code.to_owned()),
        };
        if let Some(code) = code.strip_prefix("country:") {
            self.country(place, Some(&code.to_owned()));
            return a_country(code);
        }
        if let Some(acronym) = code.strip_prefix("organization:") {
            self.known_organization(place, key, acronym);
            return an_organization(acronym);
        }
        match (country(code).is_some(), self.organizations.contains(code)) {
            (true, false) => a_country(code),
            (false, true) => an_organization(code),
            (true, true) => {
                let message = format!(
                    "{code:?} is a country and an organization: write \"country:{code}\" or \
                     \"organization:{code}\""
                );
                self.fault(place, key, message);
                Party::default()
            }
            (false, false) => {
                let message = format!("{code:?} is no alpha-2 code and no organization's acronym");
                self.fault(place, key, message);
                Party::default()
            }
        }
    }
}

/// How a party is written as one code, so that it reads back as the same party.
pub(in crate::dataset) fn code(
    country_id: Option<&String>,
    organization_id: Option<&String>,
    is_organization: impl Fn(&str) -> bool,
) -> String {
    match (country_id, organization_id) {
        (Some(code), _) if is_organization(code) => format!("country:{code}"),
        (_, Some(acronym)) if country(acronym).is_some() => format!("organization:{acronym}"),
        (code, acronym) => code.or(acronym).cloned().unwrap_or_default(),
    }
}

/// The category that a contributor's code is, if it is one.
pub(super) fn category(code: &str) -> Option<ContributorCategory> {
    toml::Value::String(code.to_owned()).try_into().ok()
}
