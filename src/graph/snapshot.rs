//! A snapshot: one version of the graph, whole and unchanging.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use entity::tables::{COUNT, NodeType, SharedRows, SharedTables, Table, Visitor, each};
use sea_orm::DbErr;

use super::citations::Citations;
use super::derived::{AllDerived, Kept};
use super::ids::Ids;
use super::link::{Dangling, Key, Link, links};
use super::lists::Lists;
use super::log::Log;
use crate::db;
use crate::store::{Loaded, Version};

/// A database whose graph cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It could not be opened, or is not this program's.
    #[error(transparent)]
    Open(#[from] db::Error),
    /// It could not be read.
    #[error("cannot read the graph from the database: {}", db::reason(.0))]
    Database(DbErr),
    /// It has a schema, but no data.
    #[error("the database holds no data set; import one first")]
    Empty,
    /// It contradicts itself.
    #[error("the database contradicts itself: {0}")]
    Dangling(#[from] Dangling),
    /// It has more rows than can be numbered.
    #[error("the table {0} has more rows than {max}, the most that are served", max = u32::MAX)]
    TooLong(&'static str),
    /// A change is none of the graph's.
    #[error("the change of {record} does not fit: {reason}")]
    Change {
        /// The record that it is of: its type and id.
        record: String,
        /// What is wrong.
        reason: String,
    },
    /// What other layers need of it could not be worked out.
    #[error("cannot prepare the graph: {0}")]
    Prepare(#[source] Box<dyn std::error::Error + Send + Sync>),
}

// Not as its source: what the database says is told already.
impl From<DbErr> for LoadError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

/// One version of the graph: its rows in order, and where each refers to. Versions share what is the same in them.
#[derive(Debug)]
pub struct Snapshot {
    pub(super) version: Version,
    pub(super) tables: SharedTables,
    /// Places by id, for each table by its place in the list; empty for parts.
    pub(super) ids: Vec<Arc<Ids>>,
    /// The links from each table.
    pub(super) links: Vec<Vec<Link>>,
    /// How many rows each table has.
    pub(super) lengths: Vec<u32>,
    /// The numbers from 0 to the length of the longest table, or further: the places of all rows of each.
    pub(super) numbers: Arc<Vec<u32>>,
    /// What rows of each table join: for each two of its links, made on first use.
    pub(super) joined: Vec<Joined>,
    pub(super) citations: Citations,
    /// What led to the version, and perhaps what came after it.
    pub(super) log: Arc<Log>,
    pub(super) derived: AllDerived,
}

/// What each two of a table's links join.
pub(super) type Joined = Vec<OnceLock<Arc<Lists>>>;

/// Something that is worked out from a snapshot, once.
pub trait Derived: Kept {
    /// Why it could not be worked out.
    type Error;

    /// Works it out.
    fn derive(snapshot: &Arc<Snapshot>) -> Result<Self, Self::Error>;
}

impl Snapshot {
    /// Builds the indexes over loaded rows; refuses rows that refer to others that are not there.
    pub fn new(loaded: Loaded) -> Result<Self, LoadError> {
        let Loaded { version, tables } = loaded;
        let tables = SharedTables::from(tables);
        let lengths = lengths(&tables)?;
        let mut indexer = Indexer(&tables, Vec::with_capacity(COUNT));
        each(&mut indexer);
        let ids = indexer.1;
        let mut linker = Linker {
            tables: &tables,
            ids: &ids,
            links: Vec::with_capacity(COUNT),
            dangling: None,
        };
        each(&mut linker);
        if let Some(dangling) = linker.dangling {
            return Err(dangling.into());
        }
        let links = linker.links;
        let citations = Citations::new(&tables, &ids)?;
        let longest = lengths.iter().copied().max().unwrap_or_default();
        Ok(Self {
            version,
            joined: links.iter().map(|links| empty_joins(links)).collect(),
            numbers: Arc::new((0..longest).collect()),
            tables,
            ids,
            links,
            lengths,
            citations,
            log: Arc::default(),
            derived: AllDerived::default(),
        })
    }

    /// The same with a log that leads to it.
    #[must_use]
    pub fn with_log(mut self, log: Arc<Log>) -> Self {
        self.log = log;
        self
    }

    /// What led to the version; of a version that was, also what came after it.
    #[must_use]
    pub const fn log(&self) -> &Arc<Log> {
        &self.log
    }

    /// The same version with nothing kept of it, and no log.
    #[must_use]
    pub fn bare(&self) -> Self {
        Self {
            version: self.version,
            tables: self.tables.clone(),
            ids: self.ids.clone(),
            links: self.links.clone(),
            lengths: self.lengths.clone(),
            numbers: Arc::clone(&self.numbers),
            joined: self.joined.clone(),
            citations: self.citations.clone(),
            log: Arc::default(),
            derived: AllDerived::default(),
        }
    }

    /// The version.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// What is derived from this version: worked out when it is first asked for, and kept; requests that ask
    /// for it at the same time may each work it out.
    pub fn derived<T: Derived>(self: &Arc<Self>) -> Result<&T, T::Error> {
        if let Some(known) = self.derived.get() {
            return Ok(known);
        }
        let value = T::derive(self)?;
        Ok(self.keep(value))
    }

    /// What is kept with this version under a type, made when it is first asked for.
    pub fn kept<T: Kept>(&self, make: impl FnOnce() -> T) -> &T {
        match self.kept_so_far() {
            Some(known) => known,
            None => self.keep(make()),
        }
    }

    /// The same, if it was asked for before.
    #[must_use]
    pub fn kept_so_far<T: Kept>(&self) -> Option<&T> {
        self.derived.get()
    }

    pub(super) fn keep<T: Kept>(&self, value: T) -> &T {
        self.derived.add(value)
    }

    /// All rows, in their tables' orders.
    #[must_use]
    pub const fn tables(&self) -> &SharedTables {
        &self.tables
    }

    /// How many records of each type there are.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<NodeType, usize> {
        struct Counter<'a>(&'a SharedTables, BTreeMap<NodeType, usize>);
        impl Visitor for Counter<'_> {
            fn visit<E: Table>(&mut self) {
                if let Some(kind) = E::RECORD {
                    self.1.insert(kind, E::shared(self.0).len());
                }
            }
        }
        let mut counter = Counter(&self.tables, BTreeMap::new());
        each(&mut counter);
        counter.1
    }

    pub(super) fn rows<E: Table>(&self) -> &SharedRows<E::Model> {
        E::shared(&self.tables)
    }

    /// How many rows all tables have.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.lengths.iter().map(|length| *length as usize).sum()
    }

    /// The place of a record by its type and id.
    #[must_use]
    pub fn place_of(&self, kind: NodeType, id: &str) -> Option<u32> {
        // Records stand first in the list of tables.
        self.ids[kind as usize].get(&self.tables, id)
    }

    /// How many rows the table with a place in the list of tables has.
    #[must_use]
    pub fn len(&self, table: usize) -> usize {
        self.lengths.get(table).map_or(0, |length| *length as usize)
    }

    /// The places of a table's rows.
    #[must_use]
    pub fn places(&self, table: usize) -> Range<u32> {
        0..self.lengths.get(table).copied().unwrap_or_default()
    }

    /// The places of all rows of a table.
    #[must_use]
    pub fn all(&self, table: usize) -> &[u32] {
        &self.numbers[..self.len(table)]
    }

    /// The links of each table, one for each of its foreign keys.
    #[must_use]
    pub fn links(&self) -> &[Vec<Link>] {
        &self.links
    }

    fn link(&self, key: Key) -> &Link {
        &self.links[key.table][key.number()]
    }

    /// The row that a foreign key of a row refers to.
    #[must_use]
    pub fn target(&self, key: Key, place: u32) -> Option<u32> {
        self.link(key).target(place)
    }

    /// The rows that refer to a row by a foreign key, in their order.
    #[must_use]
    pub fn sources(&self, key: Key, place: u32) -> &[u32] {
        self.link(key).sources.of(place)
    }

    /// How many rows refer to one row by a foreign key at most.
    #[must_use]
    pub fn most_sources(&self, key: Key) -> usize {
        self.link(key).sources.longest()
    }

    /// How many rows [`Self::through`] leads to from one row at most.
    #[must_use]
    pub fn most_through(&self, from: Key, to: Key) -> usize {
        self.through(from, to).longest()
    }

    /// How many citations a record of a type has at most.
    #[must_use]
    pub fn most_citations(&self, kind: NodeType) -> usize {
        self.citations.longest(kind)
    }

    /// From the rows that one key of a table refers to, to those that another key of it does: in
    /// their table's order, each once.
    #[must_use]
    pub fn through(&self, from: Key, to: Key) -> &Lists {
        let links = &self.links[from.table];
        let at = from.number() * links.len() + to.number();
        self.joined[from.table][at].get_or_init(|| {
            let (from, to) = (self.link(from), self.link(to));
            let rows = self.places(from.key.table);
            let pairs = rows.filter_map(|row| Some((from.target(row)?, to.target(row)?)));
            Arc::new(Lists::sorted(from.sources.len(), pairs.collect()))
        })
    }

    /// The citations of a record, in order.
    #[must_use]
    pub fn citations(&self, kind: NodeType, place: u32) -> &[u32] {
        self.citations.of(kind, place)
    }

    /// The places of the parts that a record has in a table.
    #[must_use]
    pub fn parts<E: Table>(&self, kind: NodeType, place: u32) -> &[u32] {
        match E::OWNER {
            None => self.citations(kind, place),
            Some((owner, column)) if owner == kind => {
                let key = self.key_by::<E>(column);
                key.map_or(&[], |key| self.sources(key, place))
            }
            Some(_) => &[],
        }
    }

    /// The first key of a table to another.
    pub(super) fn key_to<E: Table>(&self, to: usize) -> Option<Key> {
        let mut keys = self.links[E::INDEX].iter().map(|link| link.key);
        keys.find(|key| key.to == to)
    }

    /// The key of a table that a column is.
    pub(super) fn key_by<E: Table>(&self, column: &str) -> Option<Key> {
        let mut links = self.links[E::INDEX].iter();
        links
            .find(|link| link.column == column)
            .map(|link| link.key)
    }

    /// From the rows of a table to those of another that refer to them.
    pub(super) fn sources_of<E: Table>(&self, to: usize) -> Option<&Lists> {
        Some(&self.link(self.key_to::<E>(to)?).sources)
    }

    /// From the rows of one table to those of another that rows of `J` join them with.
    pub(super) fn joined<J: Table>(&self, from: usize, to: usize) -> Option<&Lists> {
        Some(self.through(self.key_to::<J>(from)?, self.key_to::<J>(to)?))
    }
}

/// Room for what each two of a table's links join.
fn empty_joins(links: &[Link]) -> Joined {
    std::iter::repeat_with(OnceLock::new)
        .take(links.len() * links.len())
        .collect()
}

/// How many rows each table has. No place is `u32::MAX`, which stands for none.
pub(super) fn lengths(tables: &SharedTables) -> Result<Vec<u32>, LoadError> {
    struct Measure<'a>(&'a SharedTables, Vec<u32>, Option<&'static str>);
    impl Visitor for Measure<'_> {
        fn visit<E: Table>(&mut self) {
            match u32::try_from(E::shared(self.0).len()) {
                Ok(length) => self.1.push(length),
                Err(_) => self.2 = Some(std::any::type_name::<E>()),
            }
        }
    }
    let mut measure = Measure(tables, Vec::with_capacity(COUNT), None);
    each(&mut measure);
    match measure.2 {
        Some(table) => Err(LoadError::TooLong(table)),
        None => Ok(measure.1),
    }
}

/// Notes the places of records by id.
struct Indexer<'a>(&'a SharedTables, Vec<Arc<Ids>>);

impl Visitor for Indexer<'_> {
    fn visit<E: Table>(&mut self) {
        self.1.push(Arc::new(Ids::new::<E>(self.0)));
    }
}

/// Makes the links of each table.
struct Linker<'a> {
    tables: &'a SharedTables,
    ids: &'a [Arc<Ids>],
    links: Vec<Vec<Link>>,
    dangling: Option<Dangling>,
}

impl Visitor for Linker<'_> {
    fn visit<E: Table>(&mut self) {
        match links::<E>(self.tables, self.ids) {
            Ok(links) => self.links.push(links),
            Err(dangling) => self.dangling = Some(dangling),
        }
    }
}
