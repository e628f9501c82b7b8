//! Which records say something else in one version than in another.

use std::sync::Arc;

use entity::tables::{NodeType, Table, Visitor, each};
use entity::values::Language;
use sea_orm::Iterable;

use super::documents::says;
use super::relations::{NONE, Numbers};
use crate::graph::{Reads, Scope, Snapshot};
use crate::model::{Field, Kind, Record, of_record};

/// Which records say something else.
pub(super) struct Differences {
    /// The numbers of the old version's documents in the new one; [`NONE`] for those that are gone, or others.
    pub(super) present: Vec<u32>,
    /// Those that are gone or others, as they are in the old version.
    pub(super) gone: Vec<Record>,
    /// Those that are new or others, as they are in the new version.
    pub(super) changed: Vec<Record>,
    /// The tables that differ.
    pub(super) tables: Reads,
}

impl Differences {
    pub(super) fn between(old: &Arc<Snapshot>, new: &Arc<Snapshot>) -> Self {
        let (old_numbers, numbers) = (Numbers::new(old), Numbers::new(new));
        let mut finder = Finder {
            old,
            new,
            numbers,
            differences: Self {
                present: Vec::with_capacity(old_numbers.len()),
                gone: Vec::new(),
                changed: Vec::new(),
                tables: Reads::NOTHING,
            },
        };
        each(&mut finder);
        let Finder {
            numbers,
            mut differences,
            ..
        } = finder;
        for kind in NodeType::iter() {
            differences.look_at_others(kind, [old, new], [&old_numbers, &numbers]);
        }
        differences
    }

    /// Finds the records of a type that say something else for what they take from other rows.
    fn look_at_others(
        &mut self,
        kind: NodeType,
        versions: [&Arc<Snapshot>; 2],
        [old_numbers, numbers]: [&Numbers; 2],
    ) {
        let fields = says(of_record(kind)).filter(|field| field.reads().meets(self.tables));
        let fields: Vec<_> = fields.collect();
        if fields.is_empty() {
            return;
        }
        let [old, new] = versions.map(|version| Scope::of_version(Arc::clone(version)));
        for (old_place, number) in (0..).zip(old_numbers.range(kind)) {
            let present = &mut self.present[number as usize];
            if *present == NONE {
                continue;
            }
            let place = *present - numbers.range(kind).start;
            let is_same = |field: &&Field| is_same(field, (&old, old_place), (&new, place));
            if !fields.iter().all(is_same) {
                *present = NONE;
                self.gone.push(Record {
                    kind,
                    place: old_place,
                });
                self.changed.push(Record { kind, place });
            }
        }
    }
}

/// Whether a field says the same of two rows.
fn is_same(field: &Field, (one, at): (&Scope, u32), (other, there): (&Scope, u32)) -> bool {
    match &field.kind {
        Kind::Texts(get) => get(one, at) == get(other, there),
        Kind::Words(get, _) => get(one, at) == get(other, there),
        Kind::Name(get) => {
            Language::iter().all(|language| get(one, at, language) == get(other, there, language))
        }
        _ => field.value(one, at, Language::En) == field.value(other, there, Language::En),
    }
}

/// Compares the rows of each table. Rows that are shared are the same.
struct Finder<'a> {
    old: &'a Snapshot,
    new: &'a Snapshot,
    numbers: Numbers,
    differences: Differences,
}

impl Visitor for Finder<'_> {
    fn visit<E: Table>(&mut self) {
        let (old, new) = (E::shared(self.old.tables()), E::shared(self.new.tables()));
        let differences = &mut self.differences;
        let is_shared = Arc::ptr_eq(old, new);
        if !is_shared {
            differences.tables = differences.tables.and(Reads::tables(&[E::INDEX]));
        }
        let Some(kind) = E::RECORD else {
            return;
        };
        if is_shared {
            differences.present.extend(self.numbers.range(kind));
            return;
        }
        // Rows that are the same stand in the same order in both.
        let mut next = 0;
        for (place, row) in (0..).zip(&**old) {
            let is_it = |there: &u32| {
                let other = &new[*there as usize];
                Arc::ptr_eq(row, other) || row == other
            };
            let is_next = (next as usize) < new.len() && Arc::ptr_eq(row, &new[next as usize]);
            let there = if is_next {
                Some(next)
            } else {
                let there = self.new.place_of(kind, E::subject(row).1);
                there.filter(|there| *there >= next).filter(is_it)
            };
            let Some(there) = there else {
                differences.gone.push(Record { kind, place });
                differences.present.push(NONE);
                continue;
            };
            let between = (next..there).map(|place| Record { kind, place });
            differences.changed.extend(between);
            differences.present.push(self.numbers.of(kind, there));
            next = there + 1;
        }
        let rest = self.new.places(E::INDEX).skip(next as usize);
        let rest = rest.map(|place| Record { kind, place });
        differences.changed.extend(rest);
    }
}
