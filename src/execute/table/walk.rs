//! The rows of a table: a plan is walked along the way to them, and what it asks for is put into their
//! columns.

use std::borrow::Cow;

use entity::values::Language;

use super::super::call::Called;
use super::super::columns::contents;
use super::super::facts::Facts;
use super::super::load::LoadedFields;
use super::super::plan::{CallId, Entry, Plan, SetId, Step};
use super::super::run::{Introspected, Run};
use super::cell::{Cell, joined, of_row};
use super::{Branch, Part, Table};
use crate::bibliography::Sources;
use crate::error::Result;
use crate::graph::Scope;
use crate::input::Variables;
use crate::model::{Field, Kind, Record, Source, Told, of_record};
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
        self.walk(work, Purpose::Rows, each).map(drop)
    }

    /// The sources of what is in the rows.
    pub fn sources(&self, work: &Work) -> Result<Sources> {
        let (_, facts) = self.walk(work, Purpose::Sources, &mut |_, _| Ok(()))?;
        facts.sources(work, 0)
    }

    /// How many rows there are, and what they come to in units of work: the lists that lead to them are walked,
    /// and nothing is put into columns.
    pub fn count(&self, work: &Work) -> Result<(u64, u64)> {
        let mut rows = 0;
        let (units, _) = self.walk(work, Purpose::Count, &mut |_, _| {
            rows += 1;
            Ok(())
        })?;
        Ok((rows, units))
    }

    fn walk(&self, work: &Work, purpose: Purpose, each: Each<'_>) -> Result<(u64, Facts)> {
        let scope = Scope {
            is_whole: true,
            ..self.scope.clone()
        };
        let introspected = Introspected::default();
        let loaded = LoadedFields::default();
        let run = Run::begin(
            self.plan,
            (&scope, self.variables),
            (&introspected, &loaded),
            work,
        );
        let run = match purpose {
            Purpose::Sources => run.citing(),
            Purpose::Rows | Purpose::Count => run,
        };
        let mut walk = Walk {
            run: &run,
            scope: &scope,
            table: self.table,
            cells: vec![Cell::Null; self.table.columns.len()],
            joined: vec![0; self.table.columns.len()],
            key: String::new(),
            is_counted: purpose == Purpose::Count,
            units: 0,
            facts: Facts::default(),
            told: Vec::new(),
            noted: 0,
            each,
        };
        let root = self.plan.root;
        walk.objects(&self.table.root, &mut |walk, branch| {
            walk.object(branch, root, Source::Root)
        })?;
        Ok((walk.units, walk.facts))
    }
}

/// What rows are walked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Their values.
    Rows,
    /// How many they are.
    Count,
    /// The sources of their values.
    Sources,
}

pub(super) struct Walk<'w, 's, 'e> {
    pub(super) run: &'w Run<'w>,
    pub(super) scope: &'s Scope,
    table: &'w Table,
    cells: Vec<Cell<'s>>,
    /// How many values are joined in each of them: a text of many is written in each row that it repeats in.
    joined: Vec<u64>,
    /// The ids on the way to the row.
    key: String,
    pub(super) is_counted: bool,
    /// What the rows come to, in units of work.
    pub(super) units: u64,
    /// The facts in rows, where their sources are asked for.
    facts: Facts,
    /// The objects with facts on the way to the row and in it.
    told: Vec<(SetId, u32)>,
    /// How many of them are among the facts.
    noted: usize,
    each: Each<'e>,
}

/// What an item of a list is known by among the others.
pub(super) enum Key {
    /// It is the only one.
    None,
    /// The id of its node.
    Node(Record),
    /// Its number.
    Number(usize),
}

/// An item: the set of what is asked of it, and what it is made from.
pub(super) type Item<'i> = (SetId, Source<'i>, Key);

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
            self.joined[*column] = 0;
        }
    }

    /// Puts what is asked of an object into its columns, and goes on to the rows, if they are inside.
    fn object(&mut self, branch: &Branch, set: SetId, source: Source<'_>) -> Result<()> {
        self.clear(branch);
        let Some((_, parts)) = branch.sets.iter().find(|(of, _)| *of == set) else {
            return Ok(());
        };
        if let (Some(tellings), Source::Row(row)) = (self.run.tellings(), source)
            && tellings.tells(set)
        {
            self.told.push((set, row));
        }
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
        let (length, told) = (self.key.len(), self.told.len());
        self.items(entry, source, true, &mut |walk, (set, source, key)| {
            is_empty = false;
            if !walk.leads_to_record(entry, inside, set) {
                walk.add_key(&key);
            }
            walk.object(inside, set, source)?;
            walk.key.truncate(length);
            walk.told.truncate(told);
            walk.noted = walk.noted.min(told);
            Ok(())
        })?;
        self.clear(inside);
        let has_own = branch.columns.len() > inside.columns.len() || !self.key.is_empty();
        if is_empty && has_own && self.table.keep_empty {
            self.row()?;
        }
        Ok(())
    }

    /// Whether the way goes on from objects that are edges to nodes that are records, whose ids are known instead.
    fn leads_to_record(&self, entry: &Entry, branch: &Branch, set: SetId) -> bool {
        if entry.model_name() != Some("edges") {
            return false;
        }
        let sets = &self.run.plan.sets;
        let parts = branch.sets.iter().filter(|(of, _)| *of == set);
        let mut parts = parts.flat_map(|(_, parts)| parts);
        parts.any(|(number, part)| {
            let mut of = sets[set].entries[*number].sets();
            matches!(part, Part::Way(_)) && of.all(|set| sets[set].table.is_some())
        })
    }

    fn row(&mut self) -> Result<()> {
        let count = self.cells.len() as u64 + 1 + self.joined.iter().sum::<u64>();
        self.units += count;
        self.run.work.spend(count)?;
        if let Some(tellings) = self.run.tellings() {
            for row in &self.told[self.noted..] {
                self.facts.add(tellings, *row, self.scope, 0);
            }
            self.noted = self.told.len();
        }
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
        let mut count = 0;
        self.items(entry, source, false, &mut |walk, (set, source, _)| {
            walk.object(inside, set, source)?;
            for (values, column) in values.iter_mut().zip(&inside.columns) {
                values.push(walk.cells[*column].text().unwrap_or_default().into_owned());
            }
            if walk.is_counted {
                walk.units += inside.columns.len() as u64;
            }
            count += 1;
            walk.run.work.spend_on(inside.columns.len())
        })?;
        for (values, column) in values.into_iter().zip(&inside.columns) {
            self.cells[*column] = joined(values.into_iter().map(Cow::Owned));
            self.joined[*column] = count;
        }
        Ok(())
    }
}
