//! How what functions tell is written.

use std::any::Any;

use super::call::Called;
use super::json;
use super::plan::{CallId, Entry, Target};
use super::run::Run;
use super::writer::{At, Halt, Part, Writer, Written};
use crate::model::{Out, Source, Told};

impl Run<'_> {
    /// Writes what a function tells.
    pub(super) fn told(
        &self,
        to: &mut Writer,
        entry: &Entry,
        (told, call, target): (&Told, CallId, &Target),
        source: Source<'_>,
        at: &At<'_>,
    ) -> Written {
        if told.is_loaded() {
            return match self.loaded.get(call) {
                Ok(loaded) => self.out(to, entry, target, loaded.out(), at),
                Err(error) => Err(self.fail(to, error, Some(entry), Some(at))),
            };
        }
        let Called::Told(values) = self.called(to, entry, call, at)? else {
            return self.nothing(to, entry, at);
        };
        let values: &dyn Any = &**values;
        match told.answer(self.scope, self.work, source, values) {
            Ok(out) => self.out(to, entry, target, out, at),
            Err(error) => Err(self.fail(to, error, Some(entry), Some(at))),
        }
    }

    fn out(
        &self,
        to: &mut Writer,
        entry: &Entry,
        target: &Target,
        out: Out<'_>,
        at: &At<'_>,
    ) -> Written {
        match out {
            Out::Null => return self.nothing(to, entry, at),
            Out::Flag(flag) => json::flag(&mut to.out, flag),
            Out::Int(number) => json::int(&mut to.out, number),
            Out::Float(number) => json::float(&mut to.out, number),
            Out::Text(text) => json::text(&mut to.out, &text),
            Out::Date(date) => json::date(&mut to.out, date),
            Out::Moment(moment) => json::moment(&mut to.out, moment),
            Out::Json(value) => json::value(&mut to.out, &value),
            Out::Root(scope) => return self.of(&scope).inner(to, entry, target, Source::Root, at),
            Out::Row(place) if matches!(target, Target::Records(_)) => {
                return self.cited(to, entry, target, place, at);
            }
            Out::Row(place) => return self.inner(to, entry, target, Source::Row(place), at),
            Out::Value(value) => {
                return self.inner(to, entry, target, Source::Value(&*value), at);
            }
            Out::Inner(value) => return self.inner(to, entry, target, Source::Value(value), at),
            Out::Rows(places) => return self.rows(to, entry, target, &places, at),
            Out::Record(record) => return self.record(to, entry, target, record, at),
            Out::List(items) => {
                let items = items.into_iter();
                return self.items(to, items, at, |to, item, at| {
                    self.out(to, entry, target, item, at)
                });
            }
            Out::Records(records) => {
                let records = records.into_iter();
                return self.items(to, records, at, |to, record, at| {
                    let start = to.out.len();
                    let written = record.map(|record| self.record(to, entry, target, record, at));
                    match written {
                        Some(Err(Halt::Null)) | None if entry.has_nullable_items => {
                            to.null_from(start);
                            Ok(())
                        }
                        Some(written) => written,
                        None => self.nothing(to, entry, at),
                    }
                });
            }
        }
        Ok(())
    }

    fn inner(
        &self,
        to: &mut Writer,
        entry: &Entry,
        target: &Target,
        source: Source<'_>,
        at: &At<'_>,
    ) -> Written {
        match target {
            Target::Object(set) => self.object(to, *set, source, Some(at)),
            _ => self.nothing(to, entry, at),
        }
    }

    fn items<T>(
        &self,
        to: &mut Writer,
        items: impl Iterator<Item = T>,
        at: &At<'_>,
        mut write: impl FnMut(&mut Writer, T, &At<'_>) -> Written,
    ) -> Written {
        to.out.push(b'[');
        let mut count = 1;
        for (index, item) in items.enumerate() {
            let at = At {
                inside: Some(at),
                part: Part::Index(index),
            };
            write(to, item, &at)?;
            count += 1;
        }
        json::close(&mut to.out, b']');
        self.count(to, count, Some(at))
    }
}
