//! Funding sources and standing funds of ISCMs.

use entity::enums::{ContributorCategory, FundKind, FundingKind, Vocabulary};
use entity::funding;

use crate::domain::build::Here;
use crate::domain::column::{Cite, Column, Key, OptionalKey, PARTIES, PartyCode, PartyIds};
use crate::domain::record::Rules;
use crate::domain::rows::Rows;
use crate::domain::shape::Taken;
use crate::domain::statement::records;
use crate::domain::value::{NonEmpty, Number, Word, Year, texts};
use crate::money;

records! {
    /// `[[funding]]`.
    Funding of funding(iscm_id = owner) by key {
        @key: Key,
        kind: Word<FundingKind> => kind,
        contributors: NonEmpty<Contributor>
            => [funding_contributor: funding_id, category, country_id, organization_id],
        summary: String => summary,
        amount: Option<Number> => (amount_minor: minor, amount),
        currency: Option<String> => currency,
        year: Option<Year> => year,
        @cite: Cite
    }
    /// `[[funds]]`.
    Fund of fund(iscm_id = owner) by name {
        @key: OptionalKey,
        name: String => name,
        kind: Word<FundKind> => kind,
        established: Year => established,
        purpose: String => purpose,
        beneficiaries: NonEmpty<String> => beneficiaries,
        summary: String => summary,
        @cite: Cite;
        figures: [Figure]
    }
    /// `[[funds.figures]]`.
    Figure of fund_figure(fund_id = owner, position = place) {
        @key: OptionalKey,
        label: String => label,
        value: Number => value,
        unit: String => unit,
        from: Option<Year> => from_year,
        to: Option<Year> => to_year,
        @cite: Cite
    }
}

texts! {
    /// A word of the categories of contributors, or a party's code.
    Contributor: Taken::WordOrReference(ContributorCategory::NAME, PARTIES);
}

impl Column for Contributor {
    type Stored = (Option<ContributorCategory>, Option<String>, Option<String>);

    fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> Self::Stored {
        let word = toml::Value::String(self.0.clone());
        let category: Option<ContributorCategory> = word.try_into().ok();
        let (country_id, organization_id) = match category {
            Some(_) => PartyIds::default(),
            None => PartyCode(self.0.clone()).stored(key, here),
        };
        (category, country_id, organization_id)
    }

    fn value((category, country, organization): &Self::Stored, rows: &Rows<'_>) -> Self {
        let party = || PartyCode::value(&(country.clone(), organization.clone()), rows).0;
        Self(category.map_or_else(party, Vocabulary::word))
    }
}

impl Funding {
    /// The amount in minor units of its currency.
    fn minor(&self, here: &mut Here<'_, '_>) -> Option<i64> {
        let (amount, code) = match (self.amount, &self.currency) {
            (None, None) => return None,
            (Some(amount), Some(code)) => (amount, code),
            (Some(_), None) => {
                here.fault("currency", "is missing beside `amount`");
                return None;
            }
            (None, Some(_)) => {
                here.fault("amount", "is missing beside `currency`");
                return None;
            }
        };
        let Some(digits) = money::minor_digits(code) else {
            here.fault(
                "currency",
                format!("{code:?} is no ISO 4217 code in capitals"),
            );
            return None;
        };
        let minor = money::parse(&amount.text(), digits);
        if minor.is_none() {
            let message = format!("takes a number above 0 with at most {digits} decimals");
            here.fault("amount", message);
        }
        minor
    }

    fn amount(row: &funding::Model, _rows: &Rows<'_>) -> Option<Number> {
        let digits = money::minor_digits(row.currency.as_deref()?)?;
        let amount = money::format(row.amount_minor?, digits);
        Some(Number::from_text(&amount))
    }
}

impl Rules for Figure {
    fn name(&self) -> String {
        self.label.clone()
    }

    fn check(&self, here: &mut Here<'_, '_>) {
        here.period(self.from, self.to);
    }
}
