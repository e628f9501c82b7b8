//! The values of aggregates while they are edited: each record is marked with its id and with the edit that it is of;
//! the marks are taken away before it is read.

use std::collections::{BTreeMap, HashMap};

use entity::tables::{NodeType, Tables};
use toml::{Table, Value};

use super::aggregate::Aggregate;
use super::contents::{AggregateShape, Contents};
use super::fault::{Fault, Step};
use super::keys::is_key;
use super::rows::{Index, References, Rows};
use super::shape::ListShape;

/// The key of a record's id, and that of the number of the edit that it is of: no record has such keys.
const ID: &str = "#id";
const EDIT: &str = "#edit";

/// Aggregates in the making.
pub(super) struct Marked {
    aggregates: BTreeMap<Aggregate, Table>,
    created: BTreeMap<usize, String>,
}

/// A step from the top of an aggregate to a record.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// To the record at a key.
    Key(&'static str),
    /// To a record of a list.
    Item(&'static str, usize),
}

/// The edits that records are of, by the records' places: the lists, and the numbers in them.
#[derive(Debug, Default)]
pub(super) struct Origins(HashMap<Aggregate, HashMap<Vec<(String, usize)>, usize>>);

/// What edits made: the values, the ids of new records by the edits' numbers, and the edits that records are of.
pub(super) type Finished = (Vec<(Aggregate, Table)>, BTreeMap<usize, String>, Origins);

impl Marked {
    /// The aggregates as they are, those that are there.
    pub(super) fn of<'a>(rows: &Tables, aggregates: impl Iterator<Item = &'a Aggregate>) -> Self {
        let index = Index::new(rows);
        let aggregates = aggregates.filter_map(|aggregate| {
            let contents = Contents::among(rows, [aggregate.clone()], References::Ids)?;
            let (_, text) = contents.texts().next()?.ok()?;
            let mut table: Table = text.parse().ok()?;
            let name = aggregate.to_string();
            let rows = Rows::new(&index, &name, References::Ids);
            mark(&mut table, aggregate, rows);
            Some((aggregate.clone(), table))
        });
        Self {
            aggregates: aggregates.collect(),
            created: BTreeMap::new(),
        }
    }

    /// Adds a record of a type, as an edit says; or tells why it cannot be.
    pub(super) fn create(
        &mut self,
        edit: usize,
        place: &Aggregate,
        (kind, owner): (NodeType, &str),
        mut record: Table,
    ) -> Result<(), String> {
        let shape = AggregateShape::of(place);
        record.insert(EDIT.to_owned(), number(edit));
        if let Some((key, top)) = shape.top
            && top.kind == kind
        {
            let id = place.owner();
            if self.aggregates.contains_key(place) {
                return Err(format!("there is a `{}:{id}` already", kind.name()));
            }
            if !is_key(id) {
                return Err(format!(
                    "{id:?} is no key: lower-case letters, digits and single hyphens"
                ));
            }
            self.created.insert(edit, id.to_owned());
            let table = match key {
                None => record,
                Some(key) => Table::from_iter([(key.to_owned(), Value::Table(record))]),
            };
            self.aggregates.insert(place.clone(), table);
            return Ok(());
        }
        let absent = || format!("there is no record {owner:?} that it may belong to");
        let table = self.aggregates.get_mut(place).ok_or_else(absent)?;
        let (outer, list) = list_of(shape.lists, kind).ok_or_else(absent)?;
        let parent = match outer {
            None => Some(table),
            Some(outer) => {
                let way = way_to(table, shape.lists, (outer, owner));
                way.and_then(|way| at(table, &way))
            }
        };
        let parent = parent.ok_or_else(absent)?;
        let array = parent
            .entry(list.name)
            .or_insert_with(|| Value::Array(Vec::new()));
        let Value::Array(array) = array else {
            return Err(absent());
        };
        // What cannot be read has no key; what is wrong with it is told later.
        if let Some(key) = list.record.key(&plain(&record), array.len()) {
            let id = if owner.is_empty() {
                key
            } else {
                format!("{owner}/{key}")
            };
            record.insert(ID.to_owned(), Value::String(id.clone()));
            self.created.insert(edit, id);
        }
        array.push(Value::Table(record));
        Ok(())
    }

    /// Gives a record other values, and none at cleared keys, as an edit says; or tells why it cannot be.
    pub(super) fn update(
        &mut self,
        edit: usize,
        place: &Aggregate,
        (kind, id): (NodeType, &str),
        (values, cleared): (&Table, &[String]),
    ) -> Result<(), String> {
        let shape = AggregateShape::of(place);
        let table = self.aggregates.get_mut(place);
        let record = table.and_then(|table| {
            let way = shape
                .way_to_top(place, kind, id)
                .or_else(|| way_to(table, shape.lists, (kind, id)))?;
            at(table, &way)
        });
        let record = record.ok_or_else(|| absent(kind, id))?;
        if record.contains_key(EDIT) {
            return Err(twice(kind, id));
        }
        record.insert(EDIT.to_owned(), number(edit));
        for key in cleared {
            record.remove(key);
        }
        record.extend(values.clone());
        Ok(())
    }

    /// Takes a record away with all that belongs to it; or tells why it cannot be.
    pub(super) fn delete(
        &mut self,
        place: &Aggregate,
        kind: NodeType,
        id: &str,
    ) -> Result<(), String> {
        let shape = AggregateShape::of(place);
        if shape.way_to_top(place, kind, id).is_some() {
            if place.owner().is_empty() {
                let name = kind.name();
                return Err(format!("`{name}:{id}` stays: there is always one"));
            }
            let removed = self.aggregates.remove(place);
            return removed.map(drop).ok_or_else(|| absent(kind, id));
        }
        let table = self.aggregates.get_mut(place);
        let record = table.and_then(|table| {
            let mut way = way_to(table, shape.lists, (kind, id))?;
            let Some(Way::Item(list, number)) = way.pop() else {
                return None;
            };
            let array = at(table, &way)?.get_mut(list)?.as_array_mut()?;
            (number < array.len()).then(|| array.remove(number))
        });
        let record = record.ok_or_else(|| absent(kind, id))?;
        if record.get(EDIT).is_some() {
            return Err(twice(kind, id));
        }
        Ok(())
    }

    /// What the edits made, without marks.
    pub(super) fn finish(self) -> Finished {
        let mut origins = HashMap::new();
        let aggregates = self.aggregates.into_iter();
        let aggregates = aggregates.map(|(aggregate, mut table)| {
            let shape = AggregateShape::of(&aggregate);
            let edits: &mut HashMap<_, _> = origins.entry(aggregate.clone()).or_default();
            if let Some((Some(key), _)) = shape.top
                && let Some(Value::Table(top)) = table.get_mut(key)
            {
                unmark(top, &[], &mut Vec::new(), edits);
            }
            unmark(&mut table, shape.lists, &mut Vec::new(), edits);
            (aggregate, table)
        });
        let aggregates = aggregates.collect();
        (aggregates, self.created, Origins(origins))
    }
}

impl Origins {
    /// The edit that a fault is of, and the keys that lead to its place in it.
    pub(super) fn of(&self, fault: &Fault) -> Option<(usize, Vec<String>)> {
        let (mut path, mut keys) = (Vec::new(), Vec::new());
        for step in &fault.steps {
            match step {
                Step::Record(list, number, _) => path.push((list.clone(), *number)),
                Step::Key(key) => keys.push(key.clone()),
            }
        }
        let edit = self.0.get(&fault.aggregate)?.get(&path)?;
        if let Some((Some(top), _)) = AggregateShape::of(&fault.aggregate).top
            && path.is_empty()
            && keys.first().is_some_and(|key| key == top)
        {
            keys.remove(0);
        }
        Some((*edit, keys))
    }
}

impl AggregateShape {
    /// The way to a record, if it is the one that is the aggregate or that it has once.
    fn way_to_top(&self, place: &Aggregate, kind: NodeType, id: &str) -> Option<Vec<Way>> {
        let (key, record) = self.top?;
        let is_it = record.kind == kind && (place.owner().is_empty() || place.owner() == id);
        is_it.then(|| key.map(Way::Key).into_iter().collect())
    }
}

fn number(edit: usize) -> Value {
    Value::Integer(i64::try_from(edit).unwrap_or(i64::MAX))
}

fn absent(kind: NodeType, id: &str) -> String {
    format!("there is no `{}:{id}`", kind.name())
}

fn twice(kind: NodeType, id: &str) -> String {
    format!("`{}:{id}` is in another edit, too", kind.name())
}

/// A record without marks.
fn plain(record: &Table) -> Table {
    let mut record = record.clone();
    record.remove(EDIT);
    record
}

/// The list of the records of a type, and the type of those that they belong to, if that is not the aggregate.
fn list_of(lists: &'static [ListShape], kind: NodeType) -> Option<(Option<NodeType>, ListShape)> {
    lists.iter().find_map(|list| {
        if list.record.kind == kind {
            return Some((None, *list));
        }
        let (outer, inner) = list_of(list.record.lists, kind)?;
        Some((outer.or(Some(list.record.kind)), inner))
    })
}

/// The way to a record of lists.
fn way_to(
    table: &Table,
    lists: &'static [ListShape],
    (kind, id): (NodeType, &str),
) -> Option<Vec<Way>> {
    lists.iter().find_map(|list| {
        let records = table.get(list.name)?.as_array()?;
        records.iter().enumerate().find_map(|(number, record)| {
            let record = record.as_table()?;
            let first = Way::Item(list.name, number);
            if list.record.kind == kind && record.get(ID).and_then(Value::as_str) == Some(id) {
                return Some(vec![first]);
            }
            let rest = way_to(record, list.record.lists, (kind, id))?;
            Some([first].into_iter().chain(rest).collect())
        })
    })
}

/// What lies at the end of a way.
fn at<'t>(table: &'t mut Table, way: &[Way]) -> Option<&'t mut Table> {
    way.iter().try_fold(table, |table, step| match step {
        Way::Key(key) => table.get_mut(*key)?.as_table_mut(),
        Way::Item(list, number) => {
            let records = table.get_mut(*list)?.as_array_mut()?;
            records.get_mut(*number)?.as_table_mut()
        }
    })
}

/// Marks all records of lists with their ids.
fn mark(table: &mut Table, aggregate: &Aggregate, rows: Rows<'_>) {
    fn mark_lists(table: &mut Table, lists: &[ListShape], owner: &str, rows: Rows<'_>) {
        for list in lists {
            let Some(Value::Array(records)) = table.get_mut(list.name) else {
                continue;
            };
            for (record, id) in records.iter_mut().zip(list.record.ids(rows, owner)) {
                if let Value::Table(record) = record {
                    mark_lists(record, list.record.lists, &id, rows);
                    record.insert(ID.to_owned(), Value::String(id));
                }
            }
        }
    }
    let lists = AggregateShape::of(aggregate).lists;
    mark_lists(table, lists, aggregate.owner(), rows);
}

/// Takes the marks away, and notes which edits records are of.
fn unmark(
    table: &mut Table,
    lists: &[ListShape],
    path: &mut Vec<(String, usize)>,
    edits: &mut HashMap<Vec<(String, usize)>, usize>,
) {
    table.remove(ID);
    let edit = table.remove(EDIT).and_then(|edit| edit.as_integer());
    let edit = edit.and_then(|edit| usize::try_from(edit).ok());
    edits.extend(edit.map(|edit| (path.clone(), edit)));
    for list in lists {
        let Some(Value::Array(records)) = table.get_mut(list.name) else {
            continue;
        };
        for (number, record) in records.iter_mut().enumerate() {
            if let Value::Table(record) = record {
                path.push((list.name.to_owned(), number));
                unmark(record, list.record.lists, path, edits);
                path.pop();
            }
        }
    }
}
