//! How ISCMs are paid for: funding sources and standing funds.

use async_graphql::{ID, Object};
use entity::enums::{ContributorCategory, FundingKind};
use entity::{fund, fund_figure, funding, funding_contributor};

use super::iscm::Iscm;
use super::party::{Country, Organization};
use super::source::{Citation, citations};
use crate::graph::Row;
use crate::graphql::connection::lists;
use crate::graphql::node::id;
use crate::graphql::scalar::Decimal;
use crate::graphql::word::Word;
use crate::money;

/// A funding source.
pub(in crate::graphql) struct FundingSource<'a>(pub(in crate::graphql) Row<'a, funding::Entity>);

lists! {
    FundingSourceLists<'a> over Row<'a, funding::Entity> {
        connections {
        }
        lists {
            /// Who contributes.
            contributors: Contributor = |funding| funding.many();
        }
    }
}

/// A way in which an ISCM is paid for.
#[Object]
impl<'a> FundingSource<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The ISCM.
    async fn iscm(&self) -> Iscm<'a> {
        Iscm(self.0.parent())
    }

    /// What kind of funding it is.
    async fn kind(&self) -> Word<FundingKind> {
        Word(self.0.kind)
    }

    /// How it works.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// The amount, in units of `currency`; null when not known.
    async fn amount(&self) -> Option<Decimal> {
        let digits = money::minor_digits(self.0.currency.as_deref()?)?;
        Some(Decimal(money::format(self.0.amount_minor?, digits)))
    }

    /// The ISO 4217 code of the amount's currency, e.g. `EUR`; null when no amount is known.
    async fn currency(&self) -> Option<&str> {
        self.0.currency.as_deref()
    }

    /// The year it was given or is for; null when not known.
    async fn year(&self) -> Option<i32> {
        self.0.year
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> FundingSourceLists<'a> {
        FundingSourceLists(self.0)
    }

    /// Where the funding was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// A contributor.
pub(in crate::graphql) struct Contributor<'a>(
    pub(in crate::graphql) Row<'a, funding_contributor::Entity>,
);

/// Who contributes to a funding source: a category of contributors, a country or an organization.
/// One of the three fields has a value.
#[Object]
impl<'a> Contributor<'a> {
    /// The category; null when a country or an organization is named.
    async fn category(&self) -> Option<Word<ContributorCategory>> {
        self.0.category.map(Word)
    }

    /// The country; null when it is none.
    async fn country(&self) -> Option<Country<'a>> {
        self.0.one().map(Country)
    }

    /// The organization; null when it is none.
    async fn organization(&self) -> Option<Organization<'a>> {
        self.0.one().map(Organization)
    }
}

/// A fund.
pub(in crate::graphql) struct Fund<'a>(pub(in crate::graphql) Row<'a, fund::Entity>);

lists! {
    FundLists<'a> over Row<'a, fund::Entity> {
        connections {
        }
        lists {
            /// Numbers known of it.
            figures: FundFigure = |fund| fund.many();
        }
    }
}

/// A standing fund of an ISCM, e.g. the RCM's reserve fund for assisted voluntary return.
#[Object]
impl<'a> Fund<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The ISCM.
    async fn iscm(&self) -> Iscm<'a> {
        Iscm(self.0.parent())
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The year it was set up.
    async fn established(&self) -> i32 {
        self.0.established
    }

    /// What it is for.
    async fn purpose(&self) -> &str {
        &self.0.purpose
    }

    /// Whom it helps.
    async fn beneficiaries(&self) -> &[String] {
        &self.0.beneficiaries.0
    }

    /// How it works: who asks, who decides, who pays out.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> FundLists<'a> {
        FundLists(self.0)
    }

    /// Where the fund was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// A figure of a fund.
pub(in crate::graphql) struct FundFigure<'a>(pub(in crate::graphql) Row<'a, fund_figure::Entity>);

/// A number known of a fund.
#[Object]
impl<'a> FundFigure<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The fund.
    async fn fund(&self) -> Fund<'a> {
        Fund(self.0.parent())
    }

    /// What it counts, e.g. `Maximum assistance per case`.
    async fn label(&self) -> &str {
        &self.0.label
    }

    /// The number, in `unit`.
    async fn value(&self) -> f64 {
        self.0.value
    }

    /// The unit: an ISO 4217 code or a noun, e.g. `persons`.
    async fn unit(&self) -> &str {
        &self.0.unit
    }

    /// The first year it is for; null when not known.
    async fn from(&self) -> Option<i32> {
        self.0.from_year
    }

    /// The last year it is for; null when not known.
    async fn to(&self) -> Option<i32> {
        self.0.to_year
    }

    /// Where the figure was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}
