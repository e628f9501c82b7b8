//! A snapshot as edits see it: the rows of the aggregates that they touch, and what there is beside them.

use std::collections::{BTreeSet, HashSet};

use entity::tables::{COUNT, NodeType, Record, SharedTables, Table, Tables, Visitor, each};
use entity::{global_meeting, iscm, iscm_predecessor, organization, source};
use sea_orm::Iterable as _;

use crate::domain::{Aggregate, Others, aggregate_of};
use crate::graph::Snapshot;

/// A snapshot beside aggregates that are edited.
pub(super) struct Beside<'s> {
    snapshot: &'s Snapshot,
    touched: &'s BTreeSet<Aggregate>,
}

impl<'s> Beside<'s> {
    pub(super) const fn new(snapshot: &'s Snapshot, touched: &'s BTreeSet<Aggregate>) -> Self {
        Self { snapshot, touched }
    }

    fn tables(&self) -> &'s SharedTables {
        self.snapshot.tables()
    }

    /// The row of a record.
    fn row<E: Record>(&self, id: &str) -> Option<&'s E::Model> {
        let place = self.snapshot.place_of(E::TYPE, id)?;
        let row = E::shared(self.tables()).get(place as usize);
        row.map(|row| &**row)
    }

    /// The aggregate of a record that is there.
    fn aggregate(&self, kind: NodeType, id: &str) -> Option<Aggregate> {
        match self.listed_in(kind, id) {
            Some(name) => Aggregate::named(&name),
            None => aggregate_of(kind, id),
        }
    }

    /// Whether a record that is there is not of an aggregate that is edited.
    fn is_beside(&self, kind: NodeType, id: &str) -> bool {
        let aggregate = self.aggregate(kind, id);
        aggregate.is_none_or(|aggregate| !self.touched.contains(&aggregate))
    }

    /// The rows of the aggregates that are edited.
    pub(super) fn rows(&self) -> Tables {
        let mut gather = Gather {
            beside: self,
            owners: self.touched.iter().map(ToString::to_string).collect(),
            places: vec![Vec::new(); COUNT],
            tables: Tables::default(),
        };
        each(&mut gather);
        gather.tables
    }

    /// The records beside the aggregates that refer to one.
    pub(super) fn referring(&self, kind: NodeType, id: &str) -> Vec<(NodeType, String)> {
        struct Finder<'b, 's> {
            beside: &'b Beside<'s>,
            kind: NodeType,
            place: u32,
            found: BTreeSet<(NodeType, String)>,
        }
        impl Visitor for Finder<'_, '_> {
            fn visit<E: Table>(&mut self) {
                let snapshot = self.beside.snapshot;
                for link in &snapshot.links()[E::INDEX] {
                    // Records stand first in the list of tables.
                    if link.key.to != self.kind as usize {
                        continue;
                    }
                    for place in link.sources(self.place) {
                        let row = &E::shared(self.beside.tables())[*place as usize];
                        let (kind, id) = E::subject(row);
                        if self.beside.is_beside(kind, id) {
                            self.found.insert((kind, id.to_owned()));
                        }
                    }
                }
            }
        }
        let Some(place) = self.snapshot.place_of(kind, id) else {
            return Vec::new();
        };
        let mut finder = Finder {
            beside: self,
            kind,
            place,
            found: BTreeSet::new(),
        };
        each(&mut finder);
        finder.found.into_iter().collect()
    }
}

impl Others for Beside<'_> {
    fn has(&self, kind: NodeType, id: &str) -> bool {
        self.snapshot.place_of(kind, id).is_some() && self.is_beside(kind, id)
    }

    fn iscm(&self, acronym: &str) -> Option<String> {
        let iscms = iscm::Entity::shared(self.tables()).iter();
        let mut of_acronym = iscms.filter(|row| row.acronym.to_lowercase() == acronym);
        let id = &of_acronym.next()?.id;
        self.is_beside(NodeType::Iscm, id).then(|| id.clone())
    }

    fn global_meeting(&self, name: &str) -> Option<String> {
        let meetings = global_meeting::Entity::shared(self.tables()).iter();
        let mut of_name = meetings.filter(|row| row.name == name);
        let id = &of_name.next()?.id;
        self.is_beside(NodeType::GlobalMeeting, id)
            .then(|| id.clone())
    }

    fn predecessors(&self, slug: &str) -> Vec<String> {
        let rows = iscm_predecessor::Entity::shared(self.tables()).iter();
        let of_iscm = rows.filter(|row| row.iscm_id == slug);
        of_iscm.map(|row| row.predecessor_id.clone()).collect()
    }

    fn listed_in(&self, kind: NodeType, id: &str) -> Option<String> {
        match kind {
            NodeType::Organization => Some(self.row::<organization::Entity>(id)?.file.clone()),
            NodeType::Source => Some(self.row::<source::Entity>(id)?.file.clone()),
            _ => None,
        }
    }
}

/// Gathers the rows of aggregates: records first, whose parts are found by them.
struct Gather<'b, 's> {
    beside: &'b Beside<'s>,
    /// The names of the aggregates.
    owners: HashSet<String>,
    /// Where the records are, by table.
    places: Vec<Vec<u32>>,
    tables: Tables,
}

impl Gather<'_, '_> {
    /// Whether a record is of one of the aggregates.
    fn is_meant<E: Table>(&self, kind: NodeType, row: &E::Model) -> bool {
        let (_, id) = E::subject(row);
        match kind {
            NodeType::Country => false,
            NodeType::Organization | NodeType::Source => {
                let listed = self.beside.listed_in(kind, id);
                listed.is_some_and(|listed| self.owners.contains(&listed))
            }
            _ => {
                let aggregate = aggregate_of(kind, id);
                aggregate.is_some_and(|aggregate| self.beside.touched.contains(&aggregate))
            }
        }
    }
}

impl Visitor for Gather<'_, '_> {
    fn visit<E: Table>(&mut self) {
        let rows = E::shared(self.beside.tables());
        let places: Vec<u32> = if let Some(kind) = E::RECORD {
            let places = (0..).zip(rows.iter());
            let meant = places.filter(|(_, row)| self.is_meant::<E>(kind, row));
            meant.map(|(place, _)| place).collect()
        } else {
            let snapshot = self.beside.snapshot;
            let parts = NodeType::iter().flat_map(|kind| {
                let owners = self.places[kind as usize].iter();
                owners.flat_map(move |place| snapshot.parts::<E>(kind, *place))
            });
            parts.copied().collect()
        };
        let meant = places.iter().map(|place| (*rows[*place as usize]).clone());
        E::rows_mut(&mut self.tables).extend(meant);
        if E::RECORD.is_some() {
            self.places[E::INDEX] = places;
        }
    }
}
