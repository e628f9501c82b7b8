//! What entries lead to: one object, or the items of lists, to their ends.

use std::collections::HashSet;
use std::rc::Rc;

use entity::citation;
use entity::tables::NodeType;
use sea_orm::Iterable as _;

use super::super::call::Called;
use super::super::plan::{CallId, Entry, SetId, Step, Target};
use super::walk::{Item, Key, Walk};
use crate::error::Result;
use crate::model::{Form, Kind, ListField, Out, Record, Source};
use crate::query::{Connection, Sorted};

impl Walk<'_, '_, '_> {
    /// Goes through what an entry leads to: one object, or the items of a list, to its end. What is looked up and
    /// not there is nothing, beside the way to the rows.
    pub(super) fn items(
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
            (Step::Told(field, call, _), source) => {
                if self.is_counted && !is_way {
                    self.units += field.units(self.scope);
                }
                let run = self.run;
                run.work.spend(field.units(self.scope))?;
                let Kind::Told(told) = &field.kind else {
                    return Ok(());
                };
                let Called::Told(values) = run.call(entry, *call)? else {
                    return Ok(());
                };
                let out = told.answer(run.scope, run.work, source, &**values)?;
                self.out(entry, out, each)
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

    /// Goes through what a function tells for an entry.
    fn out(
        &mut self,
        entry: &Entry,
        out: Out<'_>,
        each: &mut dyn FnMut(&mut Self, Item<'_>) -> Result<()>,
    ) -> Result<()> {
        let Step::Told(.., target) = &entry.step else {
            return Ok(());
        };
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
                for (number, record) in records.into_iter().enumerate() {
                    let Some(record) = record else { continue };
                    let is_first = met.insert(record);
                    self.record(target, record, &mut |walk, (set, source, key)| {
                        // One that is asked for twice is two rows.
                        let key = if is_first { key } else { Key::Number(number) };
                        each(walk, (set, source, key))
                    })?;
                }
                Ok(())
            }
            (Out::List(items), _) => {
                for (number, item) in items.into_iter().enumerate() {
                    self.out(entry, item, &mut |walk, (set, source, key)| {
                        let key = match key {
                            Key::None => Key::Number(number),
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
}
