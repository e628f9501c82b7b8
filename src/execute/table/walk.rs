//! The rows of a table: a plan is walked along the way to them, and what it asks for is put into their
//! columns.

use std::borrow::Cow;
use std::collections::HashSet;
use std::rc::Rc;

use entity::citation;
use entity::tables::NodeType;
use entity::values::Language;
use sea_orm::Iterable as _;

use super::super::call::Called;
use super::super::columns::contents;
use super::super::plan::{CallId, Entry, Plan, SetId, Step, Target};
use super::super::run::{Introspected, Run};
use super::cell::{Cell, joined, of_row};
use super::{Branch, Part, Table};
use crate::error::{Error, Result};
use crate::graph::Scope;
use crate::input::{Given, Input, Variables};
use crate::model::{Field, Form, Kind, ListField, Out, Record, Source, Told, Values, of_record};
use crate::query::{Connection, MAX_PAGE, PageInfo, Sorted};
use crate::work::Work;

/// What is done with each row: its key, and its values in the order of the columns. An error ends the walk.
pub(super) type Each<'e> = &'e mut dyn FnMut(&str, &[Cell<'_>]) -> Result<()>;

/// What the rows of a table are made from.
#[derive(Clone, Copy)]
pub struct Rows<'r> {
    /// The plan.
    pub plan: &'r Plan,
    /// The table that it is read as.
    pub table: &'r Table,
    /// What is seen.
    pub scope: &'r Scope,
    /// The values of the operation's variables.
    pub variables: &'r Variables,
}

impl Rows<'_> {
    /// Walks the rows.
    pub fn each(&self, work: &Work, each: Each<'_>) -> Result<()> {
        self.walk(work, false, each).map(drop)
    }

    /// How many rows there are, and what they come to in units of work: the lists that lead to them are walked,
    /// and nothing is put into columns.
    pub fn count(&self, work: &Work) -> Result<(u64, u64)> {
        let mut rows = 0;
        let units = self.walk(work, true, &mut |_, _| {
            rows += 1;
            Ok(())
        })?;
        Ok((rows, units))
    }

    fn walk(&self, work: &Work, is_counted: bool, each: Each<'_>) -> Result<u64> {
        let introspected = Introspected::default();
        let run = Run::begin(self.plan, (self.scope, self.variables), &introspected, work);
        let mut walk = Walk {
            run: &run,
            scope: self.scope,
            table: self.table,
            cells: vec![Cell::Null; self.table.columns.len()],
            key: String::new(),
            is_counted,
            units: 0,
            each,
        };
        let root = self.plan.root;
        walk.objects(&self.table.root, &mut |walk, branch| {
            walk.object(branch, root, Source::Root)
        })?;
        Ok(walk.units)
    }
}

struct Walk<'w, 's, 'e> {
    run: &'w Run<'w>,
    scope: &'s Scope,
    table: &'w Table,
    cells: Vec<Cell<'s>>,
    /// The ids on the way to the row.
    key: String,
    is_counted: bool,
    /// What the rows come to, in units of work.
    units: u64,
    each: Each<'e>,
}

/// What an item of a list is known by among the others.
enum Key {
    /// It is the only one, or another one is known instead.
    None,
    /// The id of its node.
    Node(Record),
    /// Its number.
    Number(usize),
}

/// An item: the set of what is asked of it, and what it is made from.
type Item<'i> = (SetId, Source<'i>, Key);

impl<'s> Walk<'_, 's, '_> {
    /// Does something to objects at a branch, and empties its columns afterwards.
    fn objects(
        &mut self,
        branch: &Branch,
        walk: &mut dyn FnMut(&mut Self, &Branch) -> Result<()>,
    ) -> Result<()> {
        walk(self, branch)?;
        self.clear(branch);
        Ok(())
    }

    fn clear(&mut self, branch: &Branch) {
        for column in &branch.columns {
            self.cells[*column] = Cell::Null;
        }
    }

    /// Puts what is asked of an object into its columns, and goes on to the rows, if they are inside.
    fn object(&mut self, branch: &Branch, set: SetId, source: Source<'_>) -> Result<()> {
        self.clear(branch);
        let Some((_, parts)) = branch.sets.iter().find(|(of, _)| *of == set) else {
            return Ok(());
        };
        let entries = &self.run.plan.sets[set].entries;
        let mut way = None;
        for (number, part) in parts {
            let entry = &entries[*number];
            match part {
                Part::Cell(column) => self.cell(entry, source, *column)?,
                Part::Inside(inside) => self.inside(entry, inside, source)?,
                Part::Joined(inside) => self.joined(entry, inside, source)?,
                Part::Way(inside) => way = Some((entry, inside)),
            }
        }
        if branch.is_row {
            return self.row();
        }
        let Some((entry, inside)) = way else {
            return Ok(());
        };
        let mut is_empty = true;
        let length = self.key.len();
        self.items(entry, source, true, &mut |walk, (set, source, key)| {
            is_empty = false;
            walk.add_key(&key);
            walk.object(inside, set, source)?;
            walk.key.truncate(length);
            Ok(())
        })?;
        self.clear(inside);
        let has_own = branch.columns.len() > inside.columns.len() || !self.key.is_empty();
        if is_empty && has_own && self.table.keep_empty {
            self.row()?;
        }
        Ok(())
    }

    fn row(&mut self) -> Result<()> {
        let count = self.cells.len() as u64 + 1;
        self.units += count;
        self.run.work.spend(count)?;
        (self.each)(&self.key, &self.cells)
    }

    fn add_key(&mut self, key: &Key) {
        let part = match key {
            Key::None => return,
            Key::Node(record) => of_record(record.kind).node_id(self.scope, record.place),
            Key::Number(number) => number.to_string(),
        };
        if !self.key.is_empty() {
            self.key.push('|');
        }
        self.key.push_str(&part);
    }

    /// Puts a value into its column.
    fn cell(&mut self, entry: &Entry, source: Source<'_>, column: usize) -> Result<()> {
        if self.is_counted {
            if let Step::Told(field, ..) = &entry.step {
                self.units += field.units(self.scope);
            }
            return self.read_arguments(entry);
        }
        self.cells[column] = match (&entry.step, source) {
            (Step::Known(name), _) => {
                let name = serde_json::from_slice(name.strip_suffix(b",").unwrap_or(name));
                Cell::Text(name.unwrap_or_default())
            }
            (Step::Column(id), Source::Row(place)) => {
                let (field, language) = contents(*id);
                of_row(field, self.scope, place, language)
            }
            (Step::Named(id, call), Source::Row(place)) => {
                let language = match self.run.call(entry, *call)? {
                    Called::Language(language) => *language,
                    _ => Language::En,
                };
                of_row(contents(*id).0, self.scope, place, language)
            }
            (Step::Told(field, call, _), source) => match self.told(entry, field, *call)? {
                Some((told, values)) => {
                    Cell::told(told.answer(self.scope, self.run.work, source, values)?)
                }
                None => Cell::Null,
            },
            _ => Cell::Null,
        };
        Ok(())
    }

    /// Reads what a field is called with, so that what is wrong with it is told before the first row.
    fn read_arguments(&self, entry: &Entry) -> Result<()> {
        match &entry.step {
            Step::Named(_, call) | Step::List(_, call, _) | Step::Told(_, call, _) => {
                self.run.call(entry, *call).map(drop)
            }
            _ => Ok(()),
        }
    }

    /// A function, with the values that it is called with.
    fn told<'c>(
        &'c self,
        entry: &Entry,
        field: &'static Field,
        call: CallId,
    ) -> Result<Option<(&'static Told, &'c dyn std::any::Any)>> {
        self.run.work.spend(field.units(self.scope))?;
        let Kind::Told(told) = &field.kind else {
            return Ok(None);
        };
        Ok(match self.run.call(entry, call)? {
            Called::Told(values) => Some((told, &**values)),
            _ => None,
        })
    }

    /// Puts what is asked of one object into its columns.
    fn inside(&mut self, entry: &Entry, inside: &Branch, source: Source<'_>) -> Result<()> {
        self.clear(inside);
        self.items(entry, source, false, &mut |walk, (set, source, _)| {
            walk.object(inside, set, source)
        })
    }

    /// Puts what is asked of the items of a list into its columns, each column's values as one text.
    fn joined(&mut self, entry: &Entry, inside: &Branch, source: Source<'_>) -> Result<()> {
        let mut values: Vec<Vec<String>> = vec![Vec::new(); inside.columns.len()];
        self.items(entry, source, false, &mut |walk, (set, source, _)| {
            walk.object(inside, set, source)?;
            for (values, column) in values.iter_mut().zip(&inside.columns) {
                values.push(walk.cells[*column].text().into_owned());
            }
            if walk.is_counted {
                walk.units += inside.columns.len() as u64;
            }
            walk.run.work.spend_on(inside.columns.len())
        })?;
        for (values, column) in values.into_iter().zip(&inside.columns) {
            self.cells[*column] = joined(values.into_iter().map(Cow::Owned));
        }
        Ok(())
    }

    /// Goes through what an entry leads to: one object, or the items of a list, to its end. What is looked up and
    /// not there is nothing, beside the way to the rows.
    fn items(
        &mut self,
        entry: &Entry,
        source: Source<'_>,
        is_way: bool,
        each: &mut dyn FnMut(&mut Self, Item<'_>) -> Result<()>,
    ) -> Result<()> {
        match (&entry.step, source) {
            (Step::One(relation, set), Source::Row(place)) => {
                let scope = self.scope;
                match relation.one(scope, place) {
                    Some(place) => {
                        let key = self.key_of(*set, place).unwrap_or(Key::None);
                        each(self, (*set, Source::Row(place), key))
                    }
                    None => Ok(()),
                }
            }
            (Step::List(field, call, target), source) => {
                let Kind::Many(list) = &field.kind else {
                    return Ok(());
                };
                let place = match source {
                    Source::Row(place) => place,
                    _ => 0,
                };
                self.list(entry, (list, *call, target), place, each)
            }
            (Step::Told(field, call, target), source) => {
                if self.is_counted && !is_way {
                    self.units += field.units(self.scope);
                }
                let run = self.run;
                run.work.spend(field.units(self.scope))?;
                let Kind::Told(told) = &field.kind else {
                    return Ok(());
                };
                if told.is_page() && !matches!(source, Source::Value(_)) {
                    return self.pages(entry, (field, told, *call, target), source, each);
                }
                let Called::Told(values) = run.call(entry, *call)? else {
                    return Ok(());
                };
                let out = told.answer(run.scope, run.work, source, &**values)?;
                self.out(target, out, each)
            }
            _ => Ok(()),
        }
    }

    /// Goes through the rows of a list.
    fn list(
        &mut self,
        entry: &Entry,
        (list, call, target): (&ListField, CallId, &Target),
        place: u32,
        each: &mut dyn FnMut(&mut Self, Item<'_>) -> Result<()>,
    ) -> Result<()> {
        let run = self.run;
        let Called::List(called) = run.call(entry, call)? else {
            return Ok(());
        };
        let places = called.rows(run.scope, list, place, run.work)?;
        if let (Form::Pages, Target::Object(set)) = (list.form, target) {
            let order = Rc::clone(&called.order);
            let is_grouped = run.plan.sets[*set].groups;
            let whole = Connection::whole(
                run.scope,
                list.target,
                (places, is_grouped),
                order,
                run.work,
            )?;
            return each(self, (*set, Source::Value(&whole), Key::None));
        }
        let sorted = Sorted::new(run.scope, places, &called.order, run.work)?;
        self.rows(target, &sorted.places(), each)
    }

    fn rows(
        &mut self,
        target: &Target,
        places: &[u32],
        each: &mut dyn FnMut(&mut Self, Item<'_>) -> Result<()>,
    ) -> Result<()> {
        for (number, place) in places.iter().enumerate() {
            match target {
                Target::Object(set) => {
                    let key = self.key_of(*set, *place).unwrap_or(Key::Number(number));
                    each(self, (*set, Source::Row(*place), key))?;
                }
                Target::Records(_) => {
                    if let Some(record) = self.cited(*place) {
                        self.record(target, record, each)?;
                    }
                }
                Target::Leaf => {}
            }
        }
        Ok(())
    }

    /// The key of a row that is a record.
    fn key_of(&self, set: SetId, place: u32) -> Option<Key> {
        let table = self.run.plan.sets[set].table?;
        // Records stand first in the list of tables.
        let kind = NodeType::iter().nth(table)?;
        Some(Key::Node(Record { kind, place }))
    }

    /// The record that a citation is of.
    fn cited(&self, place: u32) -> Option<Record> {
        let citation = self.scope.row::<citation::Entity>(place)?;
        let (kind, id) = citation.subject();
        Record::find(self.scope, kind, id)
    }

    fn record(
        &mut self,
        target: &Target,
        record: Record,
        each: &mut dyn FnMut(&mut Self, Item<'_>) -> Result<()>,
    ) -> Result<()> {
        match target {
            Target::Records(by_kind) => match by_kind[record.kind as usize] {
                Some(set) => each(self, (set, Source::Row(record.place), Key::Node(record))),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Goes through what a function tells.
    fn out(
        &mut self,
        target: &Target,
        out: Out<'_>,
        each: &mut dyn FnMut(&mut Self, Item<'_>) -> Result<()>,
    ) -> Result<()> {
        match (out, target) {
            (Out::Row(place), Target::Object(set)) => {
                let key = self.key_of(*set, place).unwrap_or(Key::None);
                each(self, (*set, Source::Row(place), key))
            }
            (Out::Row(place), Target::Records(_)) => match self.cited(place) {
                Some(record) => self.record(target, record, each),
                None => Ok(()),
            },
            (Out::Value(value), Target::Object(set)) => {
                each(self, (*set, Source::Value(&*value), Key::None))
            }
            (Out::Inner(value), Target::Object(set)) => {
                each(self, (*set, Source::Value(value), Key::None))
            }
            (Out::Rows(places), _) => self.rows(target, &places, each),
            (Out::Record(record), _) => self.record(target, record, each),
            (Out::Records(records), _) => {
                let mut met = HashSet::new();
                for record in records.into_iter().flatten() {
                    let is_first = met.insert(record);
                    self.record(target, record, &mut |walk, (set, source, key)| {
                        // One that is asked for twice is two rows.
                        let key = if is_first {
                            key
                        } else {
                            Key::Number(met.len())
                        };
                        each(walk, (set, source, key))
                    })?;
                }
                Ok(())
            }
            (Out::List(items), _) => {
                for (number, item) in items.into_iter().enumerate() {
                    self.out(target, item, &mut |walk, (set, source, key)| {
                        let key = match key {
                            Key::None if !walk.leads_on(set) => Key::Number(number),
                            key => key,
                        };
                        each(walk, (set, source, key))
                    })?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Whether the objects of a set are edges, whose nodes have keys of their own.
    fn leads_on(&self, set: SetId) -> bool {
        let mut entries = self.run.plan.sets[set].entries.iter();
        entries.any(|entry| entry.model_name() == Some("node") && entry.sets().next().is_some())
    }

    /// Goes through the pages of a list that a function makes, to the last.
    fn pages(
        &mut self,
        entry: &Entry,
        (field, told, call, target): (&'static Field, &'static Told, CallId, &Target),
        source: Source<'_>,
        each: &mut dyn FnMut(&mut Self, Item<'_>) -> Result<()>,
    ) -> Result<()> {
        // Read first as it is written, for what is wrong with it.
        self.run.call(entry, call)?;
        let mut after: Option<String> = None;
        loop {
            let run = self.run;
            let size = i32::try_from(MAX_PAGE).unwrap_or(i32::MAX);
            let page = [
                ("first", Some(Input::Int(size))),
                (
                    "after",
                    after.as_deref().map(|cursor| Input::Text(cursor.into())),
                ),
            ];
            let given =
                run.plan.calls[call]
                    .arguments
                    .iter()
                    .filter_map(|(name, value, default)| {
                        let read = |value| Given::new(value, run.variables);
                        let given = value.as_ref().and_then(read);
                        let given = given.or_else(|| Given::new(default.as_ref()?, run.variables));
                        Some((&**name, given?))
                    });
            let given = given.filter(|(name, _)| !page.iter().any(|(of, _)| of == name));
            let of_page = page.iter().filter_map(|(name, value)| {
                Some((*name, Given::new(value.as_ref()?, run.variables)?))
            });
            let given: Vec<_> = given.chain(of_page).collect();
            let values = told.read(&Values(&given))?;
            let out = told.answer(run.scope, run.work, source, &*values)?;
            let Out::Value(value) = out else {
                return Ok(());
            };
            let Target::Object(set) = target else {
                return Ok(());
            };
            each(self, (*set, Source::Value(&*value), Key::None))?;
            after = next_page(run.scope, run.work, told, &*value)?;
            if after.is_none() {
                return Ok(());
            }
            run.work.spend(field.units(run.scope))?;
        }
    }
}

/// The cursor that the next page begins after; nothing behind the last.
fn next_page(
    scope: &Scope,
    work: &Work,
    told: &Told,
    page: &dyn std::any::Any,
) -> Result<Option<String>> {
    let of = crate::graphql::object(told.ty.trim_end_matches('!'));
    let field = of.and_then(|of| of.answered("pageInfo"));
    let Some(Kind::Told(info)) = field.map(|field| &field.kind) else {
        return Err(Error::internal("a connection has no `pageInfo`"));
    };
    let values = info.read(&Values(&[]))?;
    let cursor = match info.answer(scope, work, Source::Value(page), &*values)? {
        Out::Value(value) => value.downcast_ref::<PageInfo>().and_then(|info| {
            let end = info.end.as_ref().filter(|_| info.has_next)?;
            Some(end.text(scope))
        }),
        _ => None,
    };
    Ok(cursor)
}
