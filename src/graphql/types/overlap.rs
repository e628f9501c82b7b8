//! What an ISCM shares with others, and how much is known of it.

use async_graphql::{Enum, Object, SimpleObject};
use entity::iscm;

use super::coverage::Coverage;
use super::iscm::Iscm;
use super::party::Party;
use super::theme::Topic;
use crate::graph::{self, Row, overlaps, page_size};
use crate::graphql::connection::wrap;
use crate::graphql::error::Result;

/// How the overlap of two ISCMs is measured. Members are the parties in the role `MEMBER`, now or
/// ever; topics are those of themes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub(in crate::graphql) enum OverlapMeasure {
    /// The mean of `MEMBER_JACCARD` and `TOPIC_JACCARD`, from 0 to 1; ties by the number of shared
    /// members.
    #[default]
    Combined,
    /// The number of shared members; ties by the number of shared topics. Large ISCMs come first.
    SharedMembers,
    /// The number of shared topics; ties by the number of shared members.
    SharedTopics,
    /// Shared members as a part of the members of either, from 0 to 1; ties by `TOPIC_JACCARD`. ISCMs
    /// of the same members come first.
    MemberJaccard,
    /// Shared topics as a part of the topics of either, from 0 to 1; ties by `MEMBER_JACCARD`.
    TopicJaccard,
}

impl OverlapMeasure {
    /// The score of an overlap, and a second one for ties.
    fn scores(self, overlap: &graph::Overlap<'_>) -> (f64, f64) {
        let (members, topics) = (&overlap.members, &overlap.topics);
        match self {
            Self::Combined => (
                f64::midpoint(members.jaccard(), topics.jaccard()),
                members.count(),
            ),
            Self::SharedMembers => (members.count(), topics.count()),
            Self::SharedTopics => (topics.count(), members.count()),
            Self::MemberJaccard => (members.jaccard(), topics.jaccard()),
            Self::TopicJaccard => (topics.jaccard(), members.jaccard()),
        }
    }
}

/// What an ISCM shares with another one.
#[derive(SimpleObject)]
pub(in crate::graphql) struct Overlap<'a> {
    /// The other ISCM.
    iscm: Iscm<'a>,
    /// The parties that are members of both, now or ever: countries by code, then organizations by
    /// acronym.
    shared_members: Vec<Party<'a>>,
    /// How many parties are members of both.
    shared_member_count: usize,
    /// The topics that both have themes on, by label.
    shared_topics: Vec<Topic<'a>>,
    /// How many topics both have themes on.
    shared_topic_count: usize,
    /// What the score measures.
    measure: OverlapMeasure,
    /// The score by that measure, more than 0.
    score: f64,
}

/// The fields of an ISCM that are computed over the whole graph.
pub(super) struct IscmAnalysis<'a>(pub(super) Row<'a, iscm::Entity>);

#[Object]
impl<'a> IscmAnalysis<'a> {
    /// The other ISCMs that share members or topics with it, the highest score first; what ties twice,
    /// by acronym. One with a score of 0 is left out.
    async fn overlaps(
        &self,
        #[graphql(desc = "What they are ranked by.", default)] by: OverlapMeasure,
        #[graphql(desc = "How many ISCMs at most; 0 to 100.", default = 10)] first: i32,
    ) -> Result<Vec<Overlap<'a>>> {
        let first = page_size("first", first)?;
        let ranked = overlaps(self.0, |overlap| by.scores(overlap)).into_iter();
        let overlap = |(score, found): (f64, graph::Overlap<'a>)| Overlap {
            iscm: Iscm(found.iscm),
            shared_member_count: found.members.shared.len(),
            shared_members: found.members.shared.into_iter().map(Party::from).collect(),
            shared_topic_count: found.topics.shared.len(),
            shared_topics: wrap(found.topics.shared),
            measure: by,
            score,
        };
        Ok(ranked.take(first).map(overlap).collect())
    }

    /// How much is recorded of it and how new that is, facet by facet. It measures the data set, not the
    /// ISCM.
    async fn coverage(&self) -> Coverage<'a> {
        Coverage::of(self.0)
    }
}
