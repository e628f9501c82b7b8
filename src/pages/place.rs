//! Where records are shown: the page of each, or the part of its ISCM's page that tells it.

use serde::Deserialize;

use super::address::part;
use super::cited::IscmName;

/// What tells where a record is shown.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Place {
    /// The type of the record.
    #[serde(rename = "type")]
    pub(super) of: String,
    pub(super) id: Option<String>,
    slug: Option<String>,
    code: Option<String>,
    acronym: Option<String>,
    name: Option<String>,
    instrument_kind: Option<String>,
    iscm: Option<IscmName>,
    commitment: Option<OfIscm>,
    fund: Option<OfIscm>,
    framework: Option<Named>,
}

#[derive(Clone, Debug, Deserialize)]
struct OfIscm {
    iscm: IscmName,
}

#[derive(Clone, Debug, Deserialize)]
struct Named {
    slug: String,
}

impl Place {
    /// The ISCM that the record is, or is of.
    pub(super) fn iscm(&self) -> Option<IscmName> {
        if self.of == "ISCM" {
            return Some(IscmName {
                slug: self.slug.clone()?,
                acronym: self.acronym.clone()?,
                name: self.name.clone()?,
            });
        }
        let through = self.commitment.as_ref().or(self.fund.as_ref());
        let through = through.map(|of| &of.iscm);
        self.iscm.as_ref().or(through).cloned()
    }

    /// The ISCM that the record is of; none for an ISCM.
    pub(super) fn of_iscm(&self) -> Option<IscmName> {
        self.iscm().filter(|_| self.of != "ISCM")
    }

    /// The address, from where all paths begin; none where no page shows it.
    pub(super) fn path(&self) -> Option<String> {
        let of_kind = |kind: &str, key: &Option<String>| {
            let key = key.as_deref()?;
            Some(format!("{kind}/{}", part(key)))
        };
        match &*self.of {
            "COUNTRY" => of_kind("country", &Some(self.code.as_ref()?.to_ascii_lowercase())),
            "FRAMEWORK" => of_kind("framework", &self.slug),
            "OBJECTIVE" => of_kind("framework", &Some(self.framework.as_ref()?.slug.clone())),
            "ORGANIZATION" => of_kind("organization", &self.acronym),
            "SOURCE" => {
                let key = self.id.as_deref()?.strip_prefix("source:")?;
                of_kind("source", &Some(key.to_owned()))
            }
            "TOPIC" => of_kind("topic", &self.slug),
            _ => Some(format!(
                "iscm/{}{}",
                part(&self.iscm()?.slug),
                self.section()
            )),
        }
    }

    /// The part of the page of an ISCM that tells records of the type.
    fn section(&self) -> &'static str {
        match &*self.of {
            "CHAIRMANSHIP" => "#chairs",
            "COMMITMENT" | "COMMITMENT_INPUT" => "#commitments",
            "EVENT" => "#events",
            "FUND" | "FUND_FIGURE" => "#funds",
            "FUNDING" => "#funding",
            "INSTRUMENT" if self.instrument_kind.as_deref() == Some("GUIDELINES") => "#guidelines",
            "INSTRUMENT" => "#instruments",
            "MEMBERSHIP" => "#members",
            "PARTNERSHIP" => "#partners",
            "STRUCTURE" => "#structures",
            "THEME" => "#themes",
            "UPTAKE" => "#uptakes",
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn records_are_shown_on_their_page_or_on_that_of_their_iscm() {
        let iscm = json!({ "slug": "rcm", "acronym": "RCM", "name": "R" });
        for (place, path) in [
            (
                json!({ "type": "COUNTRY", "code": "HN" }),
                Some("country/hn"),
            ),
            (
                json!({ "type": "SOURCE", "id": "source:a/b" }),
                Some("source/a%2Fb"),
            ),
            (
                json!({ "type": "ORGANIZATION", "acronym": "A B" }),
                Some("organization/A%20B"),
            ),
            (
                json!({ "type": "OBJECTIVE", "framework": { "slug": "gcm" } }),
                Some("framework/gcm"),
            ),
            (
                json!({ "type": "ISCM", "slug": "rcm", "acronym": "RCM", "name": "R" }),
                Some("iscm/rcm"),
            ),
            (
                json!({ "type": "MEMBERSHIP", "iscm": iscm }),
                Some("iscm/rcm#members"),
            ),
            (
                json!({ "type": "INSTRUMENT", "instrumentKind": "GUIDELINES", "iscm": iscm }),
                Some("iscm/rcm#guidelines"),
            ),
            (
                json!({ "type": "COMMITMENT_INPUT", "commitment": { "iscm": iscm } }),
                Some("iscm/rcm#commitments"),
            ),
            (
                json!({ "type": "FUND_FIGURE", "fund": { "iscm": iscm } }),
                Some("iscm/rcm#funds"),
            ),
            (
                json!({ "type": "ACTIVITY", "iscm": iscm }),
                Some("iscm/rcm"),
            ),
            (json!({ "type": "FINDING" }), None),
        ] {
            let read: Place = from_value(place.clone()).expect("a place");
            assert_eq!(read.path().as_deref(), path, "{place}");
        }
    }
}
