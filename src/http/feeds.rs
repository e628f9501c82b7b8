//! The pages of the feed of versions: made of the log, and kept.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tokio::runtime::Handle;

use super::atom::Page;
use super::feed_params::FeedParams;
use super::file::File;
use super::pages::{ASK_AGAIN, STRICT};
use crate::apart::apart;
use crate::db::{self, Database};
use crate::store::{self, ChangesetSummary, OtherVersion, Version};

const MEDIA_TYPE: &str = "application/atom+xml; charset=utf-8";

/// The most memory for pages that are kept, in bytes.
const MAX_KEPT: u64 = 4 << 20;

/// Makes pages of the feed, and keeps some: to count what a large version changed takes long.
#[derive(Debug)]
pub(super) struct Feeds {
    database: Arc<Database>,
    kept: Cache<Key, Arc<File>, Bytewise>,
}

/// A page's version, the moment of that, and what is asked for.
type Key = (i64, i64, u64, Option<i64>);

/// Weighs pages by memory, with what they are compressed to.
#[derive(Clone, Debug)]
struct Bytewise;

impl Weighter<Key, Arc<File>> for Bytewise {
    fn weight(&self, _key: &Key, page: &Arc<File>) -> u64 {
        page.length() as u64 * 2 + 1_000
    }
}

/// Why there is no page.
pub(super) enum Missing {
    /// The log is that of another version.
    Other,
    /// The database cannot be read.
    Unread(String),
    /// It cannot be written.
    Unwritten(String),
}

impl From<db::Error> for Missing {
    fn from(error: db::Error) -> Self {
        Self::Unread(error.to_string())
    }
}

impl From<sea_orm::DbErr> for Missing {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Unread(db::reason(&error))
    }
}

impl From<OtherVersion> for Missing {
    fn from(_other: OtherVersion) -> Self {
        Self::Other
    }
}

impl Feeds {
    pub(super) fn new(database: Arc<Database>) -> Self {
        Self {
            database,
            kept: Cache::with_weighter(100, MAX_KEPT, Bytewise),
        }
    }

    /// The page of what a version's log has.
    pub(super) async fn page(&self, of: Version, params: FeedParams) -> Result<Arc<File>, Missing> {
        let key = (of.number, of.published_at, params.first, params.before);
        let make = async {
            let database = Arc::clone(&self.database);
            let runtime = Handle::current();
            let made = apart(move || runtime.block_on(make(&database, of, params)));
            let made = made.await;
            made.unwrap_or_else(|not_begun| Err(Missing::Unread(not_begun.to_string())))
        };
        self.kept.get_or_insert_async(&key, make).await
    }
}

/// Reads the log, and makes a page of it.
async fn make(database: &Database, of: Version, params: FeedParams) -> Result<Arc<File>, Missing> {
    let up_to = params
        .before
        .map_or(of.number, |before| of.number.min(before - 1));
    let read = database.read(async |reading| {
        let changesets = store::changesets(reading.db(), of, up_to, params.first + 1);
        let changesets: Vec<ChangesetSummary> = changesets.await??;
        let first_written = store::first_written(reading.db()).await?;
        Ok::<_, Missing>((changesets, first_written))
    });
    let (mut changesets, first_written) = read.await?;
    // One more is read than the page has.
    let has_more = changesets.len() as u64 > params.first;
    if has_more {
        changesets.pop();
    }
    let page = Page {
        params,
        changesets: &changesets,
        has_more,
        published: of.published(),
        first_written,
    };
    let xml = page.xml();
    let xml = xml.map_err(|error| Missing::Unwritten(error.to_string()))?;
    Ok(Arc::new(File::new(&xml, MEDIA_TYPE, STRICT, ASK_AGAIN)))
}
