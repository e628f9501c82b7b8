//! The scope of a request: what it sees.

use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use entity::source;
use entity::tables::Table;

use super::derived::Kept;
use super::reads::{Reads, reads};
use super::snapshot::Snapshot;

/// Who asks. So far everyone is anonymous, and sees the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// Nobody in particular.
    #[default]
    Anonymous,
}

/// What one request sees: one version of the graph, at one moment, as one viewer. It is made before
/// anything is looked up for the request, and is the same to its end.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The version of the graph.
    pub snapshot: Arc<Snapshot>,
    /// The moment of the request: what "now" means to it.
    pub now: DateTime<Utc>,
    /// Who asks.
    pub viewer: Viewer,
    /// Where errors in the data are reported to; nothing where nobody takes them.
    pub contact: Option<Arc<str>>,
    /// Of a stream: the version that was told last.
    pub told: Option<i64>,
    /// Whether connections have all of their items, as those of files have, and not a page of them.
    pub is_whole: bool,
}

impl Scope {
    /// What an anonymous request sees of a snapshot at a moment.
    #[must_use]
    pub const fn new(snapshot: Arc<Snapshot>, now: DateTime<Utc>) -> Self {
        Self {
            snapshot,
            now,
            viewer: Viewer::Anonymous,
            contact: None,
            told: None,
            is_whole: false,
        }
    }

    /// What is seen of a snapshot by what is worked out of it alone: it is the moment when its version was
    /// written.
    #[must_use]
    pub fn of_version(snapshot: Arc<Snapshot>) -> Self {
        let moment = DateTime::from_timestamp_millis(snapshot.version().published_at);
        Self::new(snapshot, moment.unwrap_or_default())
    }

    /// The day of the request, in UTC.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// The year of the request.
    #[must_use]
    pub fn this_year(&self) -> i32 {
        self.today().year()
    }

    /// The year in which the newest source was published or read: what happened later the data set cannot
    /// know.
    #[must_use]
    pub fn told_until(&self) -> Option<i32> {
        struct ToldUntil(Option<i32>);
        impl Kept for ToldUntil {
            fn reads(&self) -> Reads {
                reads![source]
            }
        }
        let told = self.snapshot.kept(|| {
            let sources = self.snapshot.rows::<source::Entity>().iter();
            let years = sources.flat_map(|row| [row.year, row.accessed.map(|day| day.year())]);
            ToldUntil(years.flatten().max())
        });
        told.0
    }

    /// The columns of the row at a place of its table.
    #[must_use]
    pub fn model<E: Table>(&self, place: u32) -> &E::Model {
        &self.snapshot.rows::<E>()[place as usize]
    }
}
