//! What an ISCM shares with others.

use entity::iscm;

use super::object::Object;
use super::out::{Out, Record};
use super::party::record;
use super::told::{value, word_value};
use crate::analysis;
use crate::error::Result;
use crate::graph::Row;
use crate::input::count;
use crate::vocabulary::words;

/// The most ISCMs that are ranked.
const MAX_RANKED: usize = 100;

words! {
    /// How the overlap of two ISCMs is measured. Members are the parties in the role `MEMBER`, now or
    /// ever; topics are those of themes.
    pub(super) OverlapMeasure {
        /// The mean of `MEMBER_JACCARD` and `TOPIC_JACCARD`, from 0 to 1; ties by the number of shared
        /// members.
        Combined = "COMBINED",
        /// The number of shared members; ties by the number of shared topics. Large ISCMs come first.
        SharedMembers = "SHARED_MEMBERS",
        /// The number of shared topics; ties by the number of shared members.
        SharedTopics = "SHARED_TOPICS",
        /// Shared members as a part of the members of either, from 0 to 1; ties by `TOPIC_JACCARD`. ISCMs
        /// of the same members come first.
        MemberJaccard = "MEMBER_JACCARD",
        /// Shared topics as a part of the topics of either, from 0 to 1; ties by `MEMBER_JACCARD`.
        TopicJaccard = "TOPIC_JACCARD",
    }
}

impl OverlapMeasure {
    /// The score of an overlap, and a second one for ties.
    fn scores(self, overlap: &analysis::Overlap<'_>) -> (f64, f64) {
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
struct Overlap {
    iscm: u32,
    members: Vec<Option<Record>>,
    topics: Vec<u32>,
    measure: OverlapMeasure,
    score: f64,
}

#[rustfmt::skip] // a table: a line for each field
pub(super) fn told() -> Vec<Object> {
    vec![Object::told("Overlap", "What an ISCM shares with another one.", vec![
        value("iscm", "The other ISCM.", "Iscm!", |of: &Overlap| Out::Row(of.iscm)),
        value("sharedMembers", "The parties that are members of both, now or ever: countries by code, then organizations by\nacronym.", "[Party!]!", |of: &Overlap| Out::Records(of.members.clone())).at_most(120).in_all(600),
        value("sharedMemberCount", "How many parties are members of both.", "Int!", |of: &Overlap| Out::count(of.members.len())),
        value("sharedTopics", "The topics that both have themes on, by label.", "[Topic!]!", |of: &Overlap| Out::Rows((&of.topics).into())).at_most(40).in_all(500),
        value("sharedTopicCount", "How many topics both have themes on.", "Int!", |of: &Overlap| Out::count(of.topics.len())),
        word_value("measure", "What the score measures.", |of: &Overlap| of.measure),
        value("score", "The score by that measure, more than 0.", "Float!", |of: &Overlap| Out::Float(of.score)),
    ])]
}

/// The ISCMs that an ISCM shares most with.
pub(super) fn overlaps(
    iscm: Row<'_, iscm::Entity>,
    measure: OverlapMeasure,
    first: i32,
) -> Result<Out<'_>> {
    let count = count("first", first, MAX_RANKED)?;
    let ranked = analysis::overlaps(iscm, |overlap| measure.scores(overlap));
    let overlap = |(score, found): (f64, analysis::Overlap<'_>)| {
        let members = found.members.shared.into_iter();
        let topics = found.topics.shared.into_iter();
        Out::value(Overlap {
            iscm: found.iscm.place(),
            members: members.map(|party| Some(record(party))).collect(),
            topics: topics.map(|topic| topic.place()).collect(),
            measure,
            score,
        })
    };
    Ok(Out::list(ranked.into_iter().take(count), overlap))
}
