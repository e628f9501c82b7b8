//! The time line of an ISCM.

use async_graphql::{Enum, Object};
use entity::iscm;

use crate::graph::{self, Row};
use crate::graphql::error::{Error, Result};
use crate::graphql::node::Node;
use crate::graphql::scalar::Date;

/// Kinds of entries of a time line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "graph::TimelineKind")]
pub(in crate::graphql) enum TimelineKind {
    /// The ISCM was founded.
    Founded,
    /// A country or organization came to take part, in any role: the first year of a membership.
    MemberJoined,
    /// The last year of a membership.
    MemberLeft,
    /// The first year of a term as chair.
    ChairBegan,
    /// The last year of a term as chair.
    ChairEnded,
    /// A structure was set up.
    StructureSetUp,
    /// A standing fund was set up.
    FundSetUp,
    /// The first year of work on a theme.
    ThemeBegan,
    /// The last year of work on a theme.
    ThemeEnded,
    /// The first day of a meeting or other event.
    Event,
    /// A document was adopted or published.
    Instrument,
    /// A commitment was made.
    Commitment,
    /// A commitment is due.
    CommitmentDue,
    /// A country took a measure built on the ISCM's work.
    Uptake,
    /// An activity took place.
    Activity,
}

/// An entry.
pub(in crate::graphql) struct TimelineEntry<'a> {
    entry: graph::TimelineEntry<'a>,
    node: Node<'a>,
}

impl<'a> TimelineEntry<'a> {
    /// The entries of an ISCM's time line that are asked for.
    pub(super) fn within(
        iscm: &Row<'a, iscm::Entity>,
        from: Option<Date>,
        to: Option<Date>,
        kinds: Option<&Vec<TimelineKind>>,
    ) -> Result<Vec<Self>> {
        let (from, to) = (from.map(|date| date.0), to.map(|date| date.0));
        if let Some((from, to)) = from.zip(to).filter(|(from, to)| from > to) {
            let message = format!("takes a date that is not after `to`, not {from} with {to}");
            return Err(Error::bad_input("from", message));
        }
        let is_asked = |entry: &graph::TimelineEntry<'_>| {
            entry.is_within(from, to)
                && kinds.is_none_or(|kinds| kinds.contains(&entry.kind.into()))
        };
        let with_node = |entry: graph::TimelineEntry<'a>| {
            let (kind, key) = entry.subject;
            let node = Node::find(iscm.view(), kind, key)?;
            Some(Self { entry, node })
        };
        let entries = graph::timeline(iscm).into_iter().filter(is_asked);
        Ok(entries.filter_map(with_node).collect())
    }
}

/// Something that happened in the life of an ISCM.
#[Object]
impl<'a> TimelineEntry<'a> {
    /// The year.
    async fn year(&self) -> i32 {
        self.entry.year
    }

    /// The day; null when only the year is known.
    async fn date(&self) -> Option<Date> {
        self.entry.date.map(Date)
    }

    /// What kind of entry it is.
    async fn kind(&self) -> TimelineKind {
        self.entry.kind.into()
    }

    /// What happened, e.g. `Mexico takes the chair`, in English. Of events, instruments and
    /// commitments it is their name or title, of activities the beginning of their summary.
    async fn title(&self) -> &str {
        &self.entry.title
    }

    /// The fact that the entry is taken from.
    async fn node(&self) -> &Node<'a> {
        &self.node
    }
}
