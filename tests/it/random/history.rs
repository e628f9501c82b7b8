//! Random histories of the data set: records of all kinds, their parts and citations come, change and go.

use std::collections::BTreeSet;

use entity::tables::{COUNT, NodeType, Table, Tables, Visitor, each};
use iscm::dataset::embedded;
use iscm::graph::{RecordState, Snapshot};
use iscm::store::{Loaded, Version};
use serde_json::{Map, Value, json};

/// The most records that go at once.
const MOST_GONE: usize = 200;

/// A record, by its type and id.
pub(super) type RecordId = (NodeType, String);

/// A data set that changes, the same way for the same seed.
pub(super) struct History {
    pub(super) tables: Tables,
    state: u64,
    /// How many records came.
    new: usize,
}

impl History {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            tables: embedded().expect("sound files"),
            state: seed,
            new: 0,
        }
    }

    /// Some changes, to the records that are told: those of them that are in both versions may be the same.
    pub(super) fn go_on(&mut self) -> BTreeSet<RecordId> {
        let mut changed = BTreeSet::new();
        for _ in 0..=self.below(6) {
            let table = self.below(COUNT);
            let kind = self.below(4);
            let mut step = Step {
                history: self,
                table,
                kind,
                changed: BTreeSet::new(),
            };
            each(&mut step);
            changed.append(&mut step.changed);
        }
        changed
    }

    /// A number below another (splitmix64).
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap_or_default()
    }

    /// Removes a record with its parts and citations, and what refers to it, unless that is too much.
    fn remove(&mut self, record: RecordId) -> BTreeSet<RecordId> {
        let loaded = Loaded::new(Version::default(), self.tables.clone());
        let snapshot = Snapshot::new(loaded).expect("a sound graph");
        let mut gone = BTreeSet::from([record.clone()]);
        let mut rest = vec![record];
        while let Some((kind, id)) = rest.pop() {
            let place = snapshot.place_of(kind, &id).expect("a record");
            let mut referrers = Referrers {
                snapshot: &snapshot,
                kind,
                place,
                found: Vec::new(),
            };
            each(&mut referrers);
            for record in referrers.found {
                if gone.insert(record.clone()) {
                    rest.push(record);
                }
            }
            if gone.len() > MOST_GONE {
                return BTreeSet::new();
            }
        }
        each(&mut Remove {
            tables: &mut self.tables,
            gone: &gone,
        });
        gone
    }
}

/// Changes something in one table.
struct Step<'h> {
    history: &'h mut History,
    table: usize,
    kind: usize,
    changed: BTreeSet<RecordId>,
}

impl Visitor for Step<'_> {
    fn visit<E: Table>(&mut self) {
        if E::INDEX != self.table {
            return;
        }
        let count = E::rows(&self.history.tables).len();
        if count < 2 {
            return;
        }
        let [one, other] = [count, count].map(|count| self.history.below(count));
        let rows = E::rows(&self.history.tables);
        let subject = |row: &E::Model| {
            let (kind, id) = E::subject(row);
            (kind, id.to_owned())
        };
        let (of_one, of_other) = (subject(&rows[one]), subject(&rows[other]));
        match (self.kind, E::RECORD) {
            (0, Some(_)) => {
                let mut copy = Copy {
                    tables: &mut self.history.tables,
                    of: &of_one,
                    id: format!("{}-n{}", of_one.1, self.history.new),
                };
                self.history.new += 1;
                each(&mut copy);
                let id = copy.id;
                self.changed.insert((of_one.0, id));
            }
            (1, Some(_)) => self.changed = self.history.remove(of_one),
            (0, None) => {
                // Behind the parts that the other one has.
                let own = rows.iter().filter(|row| subject(row) == of_other);
                let position = own.map(E::position).max().unwrap_or(-1) + 1;
                let mut row = serde_json::to_value(&rows[one]).expect("a row");
                let to = serde_json::to_value(&rows[other]).expect("a row");
                for name in owner_columns::<E>() {
                    row[name] = to[name].clone();
                }
                row["position"] = json!(position);
                let row = serde_json::from_value(row).expect("a row");
                E::rows_mut(&mut self.history.tables).push(row);
                self.changed.insert(of_other);
            }
            (1, None) => {
                E::rows_mut(&mut self.history.tables).remove(one);
                self.changed.insert(of_one);
            }
            _ => {
                if let Some(row) = edited::<E>(self.history, one, other) {
                    E::rows_mut(&mut self.history.tables)[one] = row;
                    self.changed.insert(of_one);
                }
            }
        }
    }
}

/// The columns that tell whose part a row is.
fn owner_columns<E: Table>() -> Vec<&'static str> {
    match E::OWNER {
        Some((_, column)) => vec![column],
        None => vec!["subject_type", "subject_id"],
    }
}

/// A row with another value in one column: another row's, or one that no row has.
fn edited<E: Table>(history: &mut History, one: usize, other: usize) -> Option<E::Model> {
    let row = |history: &History, at: usize| {
        serde_json::to_value(&E::rows(&history.tables)[at]).expect("a row")
    };
    let (mut new, other) = (row(history, one), row(history, other));
    let mut fixed = vec!["id", "position"];
    if E::RECORD.is_none() {
        fixed.extend(owner_columns::<E>());
    }
    let columns = new.as_object()?.keys();
    let columns: Vec<_> = columns
        .filter(|name| !fixed.contains(&name.as_str()))
        .cloned()
        .collect();
    if columns.is_empty() {
        return None;
    }
    let name = &columns[history.below(columns.len())];
    new[name] = match &new[name] {
        Value::String(text) if !name.ends_with("_id") && text.contains(' ') => {
            let word = ["indeed", "Honduras", "migratoria", "xylophone"][history.below(4)];
            json!(format!("{text} {word}"))
        }
        Value::Number(number) if number.is_i64() && history.below(2) == 0 => {
            json!(number.as_i64()? + 1)
        }
        Value::Bool(is) => json!(!is),
        _ => other[name].clone(),
    };
    serde_json::from_value(new).ok()
}

/// Copies a record with its parts and citations.
struct Copy<'h> {
    tables: &'h mut Tables,
    of: &'h RecordId,
    id: String,
}

impl Visitor for Copy<'_> {
    fn visit<E: Table>(&mut self) {
        let (kind, id) = self.of;
        let own = E::rows(self.tables)
            .iter()
            .filter(|row| E::subject(row) == (*kind, id));
        let copies = own.map(|row| {
            let mut row = serde_json::to_value(row).expect("a row");
            let column = match (E::RECORD, E::OWNER) {
                (Some(_), _) => "id",
                (None, Some((_, column))) => column,
                (None, None) => "subject_id",
            };
            row[column] = json!(self.id);
            serde_json::from_value(row).expect("a row")
        });
        let mut copies: Vec<_> = copies.collect();
        E::rows_mut(self.tables).append(&mut copies);
    }
}

/// Finds the records that refer to one, themselves or by a part.
struct Referrers<'s> {
    snapshot: &'s Snapshot,
    kind: NodeType,
    place: u32,
    found: Vec<RecordId>,
}

impl Visitor for Referrers<'_> {
    fn visit<E: Table>(&mut self) {
        let links = self.snapshot.links()[E::INDEX].iter();
        for link in links.filter(|link| link.key.to == self.kind as usize) {
            let rows = E::shared(self.snapshot.tables());
            let sources = link.sources(self.place).iter();
            self.found.extend(sources.map(|source| {
                let (kind, id) = E::subject(&rows[*source as usize]);
                (kind, id.to_owned())
            }));
        }
    }
}

/// Removes records with their parts and citations.
struct Remove<'h> {
    tables: &'h mut Tables,
    gone: &'h BTreeSet<RecordId>,
}

impl Visitor for Remove<'_> {
    fn visit<E: Table>(&mut self) {
        E::rows_mut(self.tables).retain(|row| {
            let (kind, id) = E::subject(row);
            !self.gone.contains(&(kind, id.to_owned()))
        });
    }
}

/// The states that records have among rows.
pub(super) fn states(tables: &Tables, records: &BTreeSet<RecordId>) -> Vec<RecordState> {
    struct Documents<'t>(&'t Tables, &'t RecordId, Map<String, Value>);
    impl Visitor for Documents<'_> {
        fn visit<E: Table>(&mut self) {
            let Self(tables, (kind, id), document) = self;
            let own = E::rows(tables)
                .iter()
                .filter(|row| E::subject(row) == (*kind, id));
            for row in own {
                let row = serde_json::to_value(row).expect("a row");
                if E::RECORD.is_some() {
                    document.extend(row.as_object().expect("columns").clone());
                } else {
                    let table = E::default().table_name().to_owned();
                    let list = document.entry(table).or_insert_with(|| json!([]));
                    list.as_array_mut().expect("a list").push(row);
                }
            }
        }
    }
    let states = records.iter().map(|record| {
        let mut documents = Documents(tables, record, Map::new());
        each(&mut documents);
        let document = Some(documents.2).filter(|document| !document.is_empty());
        RecordState {
            kind: record.0,
            id: record.1.clone(),
            document,
        }
    });
    states.collect()
}
