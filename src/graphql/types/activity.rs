//! What came of ISCMs: contributions, added value, uptakes, activities.

use async_graphql::{ID, Object};
use entity::enums::{ActivityKind, AddedValueKind, GovernanceLevel};
use entity::{
    activity, added_value, added_value_party, contribution, contribution_instrument, uptake,
};

use super::instrument::Instrument;
use super::iscm::Iscm;
use super::party::{Country, Party};
use super::source::{Citation, citations};
use crate::graph::Row;
use crate::graphql::connection::lists;
use crate::graphql::node::id;
use crate::graphql::word::{Word, words};

/// A contribution.
pub(in crate::graphql) struct Contribution<'a>(
    pub(in crate::graphql) Row<'a, contribution::Entity>,
);

lists! {
    ContributionLists<'a> over Row<'a, contribution::Entity> {
        connections {
        }
        lists {
            /// The instruments it was made with.
            instruments: Instrument = |contribution| contribution.through::<contribution_instrument::Entity, _>();
        }
    }
}

/// What an ISCM brought to migration governance, at one level.
#[Object]
impl<'a> Contribution<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The ISCM.
    async fn iscm(&self) -> Iscm<'a> {
        Iscm(self.0.parent())
    }

    /// The level of governance.
    async fn level(&self) -> Word<GovernanceLevel> {
        Word(self.0.level)
    }

    /// What it brought about.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> ContributionLists<'a> {
        ContributionLists(self.0)
    }

    /// Where the contribution was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// An added value.
pub(in crate::graphql) struct AddedValue<'a>(pub(in crate::graphql) Row<'a, added_value::Entity>);

/// What members say membership in an ISCM is worth.
#[Object]
impl<'a> AddedValue<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The ISCM.
    async fn iscm(&self) -> Iscm<'a> {
        Iscm(self.0.parent())
    }

    /// The countries and organizations that say so.
    async fn by(&self) -> Vec<Party<'a>> {
        let parties = self.0.many::<added_value_party::Entity>();
        parties.iter().filter_map(|row| Party::of(&row)).collect()
    }

    /// The kinds of value they name.
    async fn values(&self) -> Vec<Word<AddedValueKind>> {
        words(&self.0.values.0)
    }

    /// What they said.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Where the statement was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// An uptake.
pub(in crate::graphql) struct Uptake<'a>(pub(in crate::graphql) Row<'a, uptake::Entity>);

/// A national measure built on an ISCM's instrument or work, e.g. Honduras' protocols of care built
/// on the RCM's guidelines.
#[Object]
impl<'a> Uptake<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The ISCM.
    async fn iscm(&self) -> Iscm<'a> {
        Iscm(self.0.parent())
    }

    /// The country that took the measure.
    async fn country(&self) -> Country<'a> {
        Country(self.0.parent())
    }

    /// The instrument it is built on; null when no single one is named.
    async fn instrument(&self) -> Option<Instrument<'a>> {
        self.0.one().map(Instrument)
    }

    /// What the country did.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// The year; null when not known.
    async fn year(&self) -> Option<i32> {
        self.0.year
    }

    /// Where the measure was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// An activity.
pub(in crate::graphql) struct Activity<'a>(pub(in crate::graphql) Row<'a, activity::Entity>);

/// Something an ISCM does or did between its meetings.
#[Object]
impl<'a> Activity<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The ISCM.
    async fn iscm(&self) -> Iscm<'a> {
        Iscm(self.0.parent())
    }

    /// What kind of activity it is.
    async fn kind(&self) -> Word<ActivityKind> {
        Word(self.0.kind)
    }

    /// What was done.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// The year; null when not known or going on.
    async fn year(&self) -> Option<i32> {
        self.0.year
    }

    /// Where the activity was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}
