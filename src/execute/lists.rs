//! How lists of rows are written, and records of several types.

use std::rc::Rc;

use entity::citation;

use super::call::Called;
use super::json;
use super::plan::{CallId, Entry, Target};
use super::rendered::value;
use super::run::Run;
use super::writer::{At, Part, Writer, Written};
use crate::model::{Form, ListField, Record, Source};
use crate::query::{Connection, Sorted};

impl Run<'_> {
    /// Writes a list of rows, or a page of one.
    pub(super) fn list(
        &self,
        to: &mut Writer,
        entry: &Entry,
        (list, call, target): (&ListField, CallId, &Target),
        place: u32,
        at: &At<'_>,
    ) -> Written {
        let Called::List(called) = self.called(to, entry, call, at)? else {
            return self.nothing(to, entry, at);
        };
        let failed =
            |run: &Self, to: &mut Writer, error| Err(run.fail(to, error, Some(entry), Some(at)));
        let rows = called.rows(self.scope, list, place, self.work);
        let places = match rows {
            Ok(places) => places,
            Err(error) => return failed(self, to, error),
        };
        if let (Form::Pages, Some(request), Target::Object(set)) = (list.form, &called.page, target)
        {
            let places = (places, self.plan.sets[*set].groups);
            let order = Rc::clone(&called.order);
            let page = Connection::new(self.scope, list.target, places, order, request, self.work);
            return match page {
                Ok(page) => self.object(to, *set, Source::Value(&page), Some(at)),
                Err(error) => failed(self, to, error),
            };
        }
        match Sorted::new(self.scope, places, &called.order, self.work) {
            Ok(sorted) => self.rows(to, entry, target, &sorted.places(), at),
            Err(error) => failed(self, to, error),
        }
    }

    pub(super) fn rows(
        &self,
        to: &mut Writer,
        entry: &Entry,
        target: &Target,
        places: &[u32],
        at: &At<'_>,
    ) -> Written {
        to.out.push(b'[');
        let rendered = match (target, &self.rendered) {
            (Target::Object(set), Some(values)) => {
                let id = self.plan.sets[*set].rendered;
                id.and_then(|id| values.of_table(id))
            }
            _ => None,
        };
        for (index, place) in places.iter().enumerate() {
            if let Some(value) = rendered.and_then(|rendered| value(rendered, *place)) {
                to.out.extend_from_slice(value);
                continue;
            }
            let item = At {
                inside: Some(at),
                part: Part::Index(index),
            };
            match target {
                Target::Object(set) => {
                    self.object(to, *set, Source::Row(*place), Some(&item))?;
                }
                Target::Records(_) => self.cited(to, entry, target, *place, &item)?,
                Target::Leaf => {}
            }
        }
        json::close(&mut to.out, b']');
        self.count(to, 1 + places.len() as u64, Some(at))
    }

    /// Writes what a citation is of: rows that stand for records of several types are citations of them.
    pub(super) fn cited(
        &self,
        to: &mut Writer,
        entry: &Entry,
        target: &Target,
        place: u32,
        at: &At<'_>,
    ) -> Written {
        let citation = self.scope.row::<citation::Entity>(place);
        let record = citation.and_then(|citation| {
            let (kind, id) = citation.subject();
            Record::find(self.scope, kind, id)
        });
        match record {
            Some(record) => self.record(to, entry, target, record, at),
            None => self.nothing(to, entry, at),
        }
    }

    pub(super) fn record(
        &self,
        to: &mut Writer,
        entry: &Entry,
        target: &Target,
        record: Record,
        at: &At<'_>,
    ) -> Written {
        let set = match target {
            Target::Records(by_kind) => by_kind[record.kind as usize],
            _ => None,
        };
        match set {
            Some(set) => self.object(to, set, Source::Row(record.place), Some(at)),
            None => self.nothing(to, entry, at),
        }
    }
}
