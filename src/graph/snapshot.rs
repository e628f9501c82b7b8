//! A snapshot: one version of the graph, whole and unchanging.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::OnceLock;

use entity::iscm;
use entity::tables::{COUNT, NodeType, Record, Table, Tables, Visitor, each};
use sea_orm::{DatabaseConnection, DbErr};

use super::citations::Citations;
use super::fill::FillRate;
use super::link::{Dangling, Ids, Link, links};
use super::lists::Lists;
use super::paths::Paths;
use super::search::Index;
use crate::store::{self, Loaded, Version};

/// A database whose graph cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It could not be read.
    #[error("cannot read the graph from the database: {0}")]
    Database(#[from] DbErr),
    /// It contradicts itself.
    #[error("the database contradicts itself: {0}")]
    Dangling(#[from] Dangling),
    /// Its texts could not be indexed.
    #[error("cannot index the texts: {0}")]
    Index(#[from] tantivy::TantivyError),
}

/// One version of the graph: its rows in order, and where each refers to.
#[derive(Debug)]
pub struct Snapshot {
    version: Version,
    tables: Tables,
    /// Places by id, for each table by its place in the list; empty for parts.
    ids: Vec<HashMap<String, u32>>,
    /// The links from each table.
    links: Vec<Vec<Link>>,
    /// How many rows each table has.
    lengths: Vec<usize>,
    /// What rows of each table join: for each two of its links, made on first use.
    joined: Vec<Vec<OnceLock<Lists>>>,
    pub(super) citations: Citations,
    pub(super) paths: Paths,
    pub(super) fill_rates: OnceLock<Vec<FillRate>>,
    /// Places of ISCMs by acronym, slug and alias in small letters.
    iscms: HashMap<String, u32>,
    /// The texts, to search them.
    index: Index,
    kept: Kept,
}

/// What another layer keeps with a version, and which goes with it.
#[derive(Default)]
struct Kept(OnceLock<Box<dyn Any + Send + Sync>>);

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Kept").finish_non_exhaustive()
    }
}

impl Snapshot {
    /// Reads the present version from the database.
    pub async fn load(db: &DatabaseConnection) -> Result<Self, LoadError> {
        Self::new(store::load(db).await?)
    }

    /// Builds the indexes over loaded rows; refuses rows that refer to others that are not there.
    pub fn new(loaded: Loaded) -> Result<Self, LoadError> {
        let Loaded { version, tables } = loaded;
        let mut indexer = Indexer {
            tables: &tables,
            ids: Ids::new(),
        };
        each(&mut indexer);
        let mut linker = Linker {
            tables: &tables,
            ids: &indexer.ids,
            links: Vec::with_capacity(COUNT),
            lengths: Vec::with_capacity(COUNT),
            dangling: None,
        };
        each(&mut linker);
        if let Some(dangling) = linker.dangling {
            return Err(dangling.into());
        }
        let Linker { links, lengths, .. } = linker;
        let citations = Citations::new(&tables.citation, &indexer.ids)?;
        let iscms = iscm_names(&tables.iscm);
        let mut ids = vec![HashMap::new(); COUNT];
        for (place, places) in indexer.ids.into_values() {
            ids[place] = places;
        }
        let index = Index::new(&tables, &links)?;
        Ok(Self {
            version,
            tables,
            ids,
            joined: links.iter().map(|links| joined(links.len())).collect(),
            links,
            lengths,
            citations,
            paths: Paths::default(),
            fill_rates: OnceLock::new(),
            iscms,
            index,
            kept: Kept::default(),
        })
    }

    /// The version.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// What is kept with this version, made on first use; nothing when something else is kept already.
    pub fn kept<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Option<&T> {
        let kept = self.kept.0.get_or_init(|| Box::new(make()));
        kept.downcast_ref()
    }

    /// What is kept with this version already.
    #[must_use]
    pub fn kept_so_far<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.kept.0.get()?.downcast_ref()
    }

    /// All rows, in their tables' orders.
    #[must_use]
    pub const fn tables(&self) -> &Tables {
        &self.tables
    }

    /// How many records of each type there are.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<NodeType, usize> {
        struct Counter<'a>(&'a Tables, BTreeMap<NodeType, usize>);
        impl Visitor for Counter<'_> {
            fn visit<E: Table>(&mut self) {
                if let Some(kind) = E::RECORD {
                    self.1.insert(kind, E::rows(self.0).len());
                }
            }
        }
        let mut counter = Counter(&self.tables, BTreeMap::new());
        each(&mut counter);
        counter.1
    }

    pub(super) fn rows<E: Table>(&self) -> &Vec<E::Model> {
        E::rows(&self.tables)
    }

    pub(super) fn place<E: Record>(&self, id: &str) -> Option<u32> {
        self.ids[E::INDEX].get(id).copied()
    }

    /// The place of a record by its type. Records stand first in the list of tables.
    pub(super) fn place_of(&self, kind: NodeType, id: &str) -> Option<u32> {
        self.ids[kind as usize].get(id).copied()
    }

    pub(super) const fn index(&self) -> &Index {
        &self.index
    }

    pub(super) fn iscm_place(&self, name: &str) -> Option<u32> {
        self.iscms.get(&name.trim().to_lowercase()).copied()
    }

    /// How many rows the table with a place in the list of tables has.
    pub(super) fn len(&self, table: usize) -> usize {
        self.lengths[table]
    }

    /// From the rows of one table to those of another that rows of `J` join them with; in the other
    /// table's order, each once.
    pub(super) fn through<J: Table>(&self, from: usize, to: usize) -> &Lists {
        let links = &self.links[J::INDEX];
        let place = |table| links.iter().position(|link| link.to == table);
        let (from, to) = (
            place(from).unwrap_or(usize::MAX),
            place(to).unwrap_or(usize::MAX),
        );
        self.joined[J::INDEX][from * links.len() + to].get_or_init(|| {
            let rows = 0..u32::try_from(self.rows::<J>().len()).unwrap_or(u32::MAX);
            let pairs =
                rows.filter_map(|row| Some((links[from].target(row)?, links[to].target(row)?)));
            Lists::sorted(links[from].sources.len(), pairs.collect())
        })
    }

    /// The first link of a table that fits. Callers name relations that the entities declare, which
    /// the tests hold.
    pub(super) fn link<E: Table>(&self, fits: impl Fn(&Link) -> bool) -> &Link {
        let links = &self.links[E::INDEX];
        let place = links.iter().position(fits);
        &links[place.unwrap_or(usize::MAX)]
    }
}

/// Room for what each two of a table's links join.
fn joined(links: usize) -> Vec<OnceLock<Lists>> {
    std::iter::repeat_with(OnceLock::new)
        .take(links * links)
        .collect()
}

/// Notes the places of records by id.
struct Indexer<'a> {
    tables: &'a Tables,
    ids: Ids,
}

impl Visitor for Indexer<'_> {
    fn visit<E: Table>(&mut self) {
        if let Some(kind) = E::RECORD {
            let ids = E::rows(self.tables)
                .iter()
                .map(|row| E::subject(row).1.to_owned());
            self.ids
                .insert(kind.name(), (E::INDEX, ids.zip(0..).collect()));
        }
    }
}

/// Makes the links of each table.
struct Linker<'a> {
    tables: &'a Tables,
    ids: &'a Ids,
    links: Vec<Vec<Link>>,
    lengths: Vec<usize>,
    dangling: Option<Dangling>,
}

impl Visitor for Linker<'_> {
    fn visit<E: Table>(&mut self) {
        self.lengths.push(E::rows(self.tables).len());
        match links::<E>(E::rows(self.tables), self.ids) {
            Ok(links) => self.links.push(links),
            Err(dangling) => self.dangling = Some(dangling),
        }
    }
}

/// What each ISCM may be asked for by. An acronym goes before another's slug or alias.
fn iscm_names(rows: &[iscm::Model]) -> HashMap<String, u32> {
    let mut names = HashMap::new();
    let acronyms = (0..).zip(rows).map(|(place, row)| (&row.acronym, place));
    let slugs = (0..).zip(rows).map(|(place, row)| (&row.id, place));
    let aliases = (0..)
        .zip(rows)
        .flat_map(|(place, row)| row.aliases.0.iter().map(move |alias| (alias, place)));
    for (name, place) in acronyms.chain(slugs).chain(aliases) {
        names.entry(name.to_lowercase()).or_insert(place);
    }
    names
}
