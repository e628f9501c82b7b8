//! Rows on their way back to records, found by what they belong to.

use std::collections::HashMap;

use entity::tables::{NodeType, Record, Table, Tables, Visitor, each};

use super::keys::owner_of;

/// Whether records belong to the aggregate that lists them, and to no other record.
pub(super) const fn is_listed(kind: NodeType) -> bool {
    matches!(kind, NodeType::Organization | NodeType::Source)
}

/// The numbers of rows by what they belong to.
type Owned<'t> = HashMap<&'t str, Vec<usize>>;

/// The numbers of rows in their tables: by id, and by the record or aggregate that they belong to.
#[derive(Debug)]
pub(super) struct Index<'t> {
    tables: &'t Tables,
    by_id: HashMap<usize, HashMap<&'t str, usize>>,
    owned: HashMap<(usize, Option<NodeType>), Owned<'t>>,
}

impl<'t> Index<'t> {
    /// Orders all rows. Organizations and sources belong to their aggregate, other records to the record
    /// that their id begins with, parts to their record.
    pub(super) fn new(tables: &'t Tables) -> Self {
        let mut index = Self {
            tables,
            by_id: HashMap::new(),
            owned: HashMap::new(),
        };
        each(&mut index);
        index.list::<entity::organization::Entity>(|row| (None, &row.file));
        index.list::<entity::source::Entity>(|row| (None, &row.file));
        index
    }

    /// Notes what the rows of a table belong to.
    fn list<E: Table>(&mut self, owner: impl Fn(&E::Model) -> (Option<NodeType>, &str)) {
        for (number, row) in E::rows(self.tables).iter().enumerate() {
            let (kind, owner) = owner(row);
            let owned = self.owned.entry((E::INDEX, kind)).or_default();
            owned.entry(owner).or_default().push(number);
        }
    }
}

impl Visitor for Index<'_> {
    fn visit<E: Table>(&mut self) {
        match E::RECORD {
            None => self.list::<E>(|row| {
                let (kind, id) = E::subject(row);
                (Some(kind), id)
            }),
            Some(kind) => {
                let ids = E::rows(self.tables).iter().map(|row| E::subject(row).1);
                let by_id = ids.enumerate().map(|(number, id)| (id, number));
                self.by_id.insert(E::INDEX, by_id.collect());
                if !is_listed(kind) {
                    self.list::<E>(|row| (None, owner_of(E::subject(row).1)));
                }
            }
        }
    }
}

/// All rows, as an aggregate sees them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows<'t> {
    index: &'t Index<'t>,
    /// The aggregate's name.
    aggregate: &'t str,
    references: References,
}

/// How records are referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum References {
    /// By their names, as people write them.
    Names,
    /// By their ids, which stay when names change.
    Ids,
}

impl<'t> Rows<'t> {
    /// All rows, for the aggregate with a name.
    pub(super) const fn new(
        index: &'t Index<'t>,
        aggregate: &'t str,
        references: References,
    ) -> Self {
        Self {
            index,
            aggregate,
            references,
        }
    }

    /// Whether records are referred to by their ids.
    pub(super) fn is_by_id(self) -> bool {
        self.references == References::Ids
    }

    /// The record with an id.
    pub(super) fn find<E: Record>(self, id: &str) -> Option<&'t E::Model> {
        let number = self.index.by_id.get(&E::INDEX)?.get(id)?;
        E::rows(self.index.tables).get(*number)
    }

    /// The records of a table that belong to a record, or to the aggregate if it lists such records.
    pub(super) fn records<E: Record>(
        self,
        owner: &str,
    ) -> impl Iterator<Item = &'t E::Model> + use<'t, E> {
        let owner = if is_listed(E::TYPE) {
            self.aggregate
        } else {
            owner
        };
        self.owned::<E>(None, owner)
    }

    /// The rows of a table that are part of a record.
    pub(super) fn parts<E: Table>(
        self,
        kind: NodeType,
        id: &str,
    ) -> impl Iterator<Item = &'t E::Model> + use<'t, E> {
        self.owned::<E>(Some(kind), id)
    }

    fn owned<E: Table>(
        self,
        kind: Option<NodeType>,
        owner: &str,
    ) -> impl Iterator<Item = &'t E::Model> + use<'t, E> {
        let owned = self.index.owned.get(&(E::INDEX, kind));
        let numbers = owned.and_then(|owned| owned.get(owner));
        let rows = E::rows(self.index.tables);
        numbers.into_iter().flatten().map(|number| &rows[*number])
    }

    /// The citations of a record.
    pub(super) fn citations(
        self,
        kind: NodeType,
        id: &str,
    ) -> impl Iterator<Item = String> + use<'t> {
        let rows = self.parts::<entity::citation::Entity>(kind, id);
        rows.map(|row| match &row.locator {
            Some(locator) => format!("{}#{locator}", row.source_id),
            None => row.source_id.clone(),
        })
    }
}
