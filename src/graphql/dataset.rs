//! The data set as such: its version, what it holds and what it lacks.

use async_graphql::Object;
use entity::tables::NodeType;

use super::scalar::DateTime;
use super::word::{Word, is_asked};
use crate::graph::{FillRate, View};

/// The data set.
pub(super) struct Dataset<'a>(pub(super) &'a View);

/// The data set that the answer is taken from. One answer is always from one version.
#[Object]
impl Dataset<'_> {
    /// The version: 1, 2, 3… without gaps, one more with each changeset.
    async fn version(&self) -> i64 {
        self.0.snapshot.version().number
    }

    /// When the version was published; null in a data set that nothing was ever imported into.
    async fn published_at(&self) -> Option<DateTime> {
        let version = self.0.snapshot.version();
        DateTime::from_millis(version.published_at).filter(|_| version.number > 0)
    }

    /// How many nodes of each type there are.
    async fn counts(&self) -> Vec<TypeCount> {
        let counts = self.0.snapshot.counts().into_iter();
        counts.map(|(kind, count)| TypeCount(kind, count)).collect()
    }

    /// Of how many nodes each field is known, type by type: where the data set has gaps.
    async fn fill_rates(
        &self,
        #[graphql(desc = "Only fields of nodes of these types.")] types: Option<
            Vec<Word<NodeType>>,
        >,
    ) -> Vec<FieldFillRate<'_>> {
        let rates = self.0.fill_rates().iter();
        let asked = rates.filter(|rate| is_asked(types.as_ref(), rate.of));
        asked.map(FieldFillRate).collect()
    }
}

/// A count.
pub(super) struct TypeCount(pub(super) NodeType, pub(super) usize);

/// How many nodes of one type there are.
#[Object]
impl TypeCount {
    /// The type.
    #[graphql(name = "type")]
    async fn kind(&self) -> Word<NodeType> {
        Word(self.0)
    }

    /// The number of nodes.
    async fn count(&self) -> usize {
        self.1
    }
}

/// A fill rate.
pub(super) struct FieldFillRate<'a>(&'a FillRate);

/// Of how many nodes of a type a field is known.
#[Object]
impl FieldFillRate<'_> {
    /// The type of the nodes.
    #[graphql(name = "type")]
    async fn kind(&self) -> Word<NodeType> {
        Word(self.0.of)
    }

    /// The field, as filters name it.
    async fn field(&self) -> &str {
        self.0.field.name
    }

    /// The number of nodes for which it is known; of a list, those that have anything in it.
    async fn known(&self) -> usize {
        self.0.known
    }

    /// The number of nodes.
    async fn total(&self) -> usize {
        self.0.total
    }

    /// The part of the nodes for which it is known, from 0 to 1; null where there are no nodes.
    async fn rate(&self) -> Option<f64> {
        let number = |count| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        (self.0.total > 0).then(|| number(self.0.known) / number(self.0.total))
    }
}
