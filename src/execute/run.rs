//! How plans are executed: over the rows, into one buffer of JSON.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use entity::values::Language;

use super::call::{Called, call};
use super::columns::Columns;
use super::facts::{Facts, Tellings};
use super::json;
use super::load::LoadedFields;
use super::plan::{CallId, Entry, Plan, SetId, Step};
use super::rendered::{RenderedId, Values};
use super::writer::{At, Halt, Part, Writer, Written, path};
use crate::bibliography::Sources;
use crate::error::{Error, Result};
use crate::graph::Scope;
use crate::input::Variables;
use crate::model::{Kind, Source};
use crate::work::{BYTES, POINT, Work};

/// What an operation is answered with.
#[derive(Debug)]
pub struct ExecutionResult {
    /// The response so far, as JSON: `{"data":`, the data, and a comma.
    pub json: Vec<u8>,
    /// What went wrong with fields of it.
    pub errors: Vec<Error>,
    /// The sources of the facts in it, where they are asked for.
    pub sources: Option<Sources>,
    /// The work that was done, in points.
    pub work: u64,
}

impl ExecutionResult {
    /// The data, as JSON.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        data(&self.json)
    }
}

/// The data of a response that is begun.
#[must_use]
pub fn data(begun: &[u8]) -> &[u8] {
    // A comma stands behind them.
    let end = begun.len().saturating_sub(1);
    begun.get(HEAD.len()..end).unwrap_or_default()
}

/// The most memory that is taken for an answer before it is written, in bytes.
const MOST_AT_FIRST: usize = 1 << 20;
/// What a response begins with.
const HEAD: &[u8] = b"{\"data\":";
/// Room for what a response has behind its data.
const ROOM: usize = 1_000;

/// What the engine told of the schema, as JSON with a comma behind it, by the key it is asked under.
pub type Introspected = HashMap<Box<str>, Vec<u8>>;

/// An operation under way.
pub(super) struct Run<'r> {
    pub(super) plan: &'r Plan,
    pub(super) scope: &'r Scope,
    pub(super) variables: &'r Variables,
    pub(super) work: &'r Work,
    columns: &'r Columns,
    /// What the plan has rendered of the version.
    pub(super) rendered: Option<Arc<Values>>,
    /// What objects tell of, where the sources are asked for.
    tellings: Option<Tellings>,
    introspected: &'r Introspected,
    /// What was loaded before.
    pub(super) loaded: &'r LoadedFields,
    /// Which of the plan's conditions hold.
    holds: Vec<bool>,
    /// What fields are called with: read when they are first answered.
    calls: Vec<OnceCell<Result<Called>>>,
}

impl Plan {
    /// Executes the plan, with the sources of what it answers or without; the error is one that ends it before it is
    /// finished.
    pub fn run(
        &self,
        scope: &Scope,
        variables: &Variables,
        (introspected, loaded): (&Introspected, &LoadedFields),
        work: &Work,
        is_citing: bool,
    ) -> Result<ExecutionResult> {
        let run = Run::begin(self, (scope, variables), (introspected, loaded), work);
        // What is copied does not tell what it is of.
        let run = if is_citing {
            run.citing()
        } else {
            Run {
                rendered: self.rendered.of(self.rows_digest(scope)),
                ..run
            }
        };
        let length = self.last.load(Ordering::Relaxed).min(MOST_AT_FIRST);
        let mut writer = Writer::with_room(length + ROOM);
        writer.out.extend_from_slice(HEAD);
        writer.facts = is_citing.then(Facts::default);
        match run.object(&mut writer, self.root, Source::Root, None) {
            Ok(()) => {}
            Err(Halt::Null) => writer.null_from(HEAD.len()),
            Err(Halt::Stop(error)) => return Err(*error),
        }
        let facts = writer.facts.take();
        let written = writer.out.len();
        let sources = facts.map(|facts| facts.sources(work, written));
        let sources = sources.transpose()?;
        let (json, errors) = writer.finish();
        self.last.store(json.len(), Ordering::Relaxed);
        Ok(ExecutionResult {
            json,
            errors,
            sources,
            work: work.done().div_ceil(POINT),
        })
    }
}

impl<'r> Run<'r> {
    pub(super) fn begin(
        plan: &'r Plan,
        (scope, variables): (&'r Scope, &'r Variables),
        (introspected, loaded): (&'r Introspected, &'r LoadedFields),
        work: &'r Work,
    ) -> Self {
        let Ok(columns) = scope.snapshot.derived();
        Self {
            plan,
            scope,
            variables,
            work,
            columns,
            rendered: None,
            tellings: None,
            introspected,
            loaded,
            holds: plan.held(variables),
            calls: plan.calls.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    /// The same telling what its objects tell of.
    pub(super) fn citing(self) -> Self {
        let tellings = Some(Tellings::of(self.plan, &self.holds));
        Self { tellings, ..self }
    }

    /// What objects tell of, where the sources are asked for.
    pub(super) const fn tellings(&self) -> Option<&Tellings> {
        self.tellings.as_ref()
    }

    /// The same operation on what is seen in another version. Arguments are read anew, as they name other rows
    /// there; what is rendered is of the request's version alone.
    pub(super) fn of<'p>(&self, scope: &'p Scope) -> Run<'p>
    where
        'r: 'p,
    {
        let run = Run::begin(
            self.plan,
            (scope, self.variables),
            (self.introspected, self.loaded),
            self.work,
        );
        match self.tellings {
            Some(_) => run.citing(),
            None => run,
        }
    }

    /// Writes an object.
    pub(super) fn object(
        &self,
        to: &mut Writer,
        set: SetId,
        source: Source<'_>,
        at: Option<&At<'_>>,
    ) -> Written {
        if let (Some(facts), Some(tellings), Source::Row(row)) =
            (&mut to.facts, &self.tellings, source)
        {
            facts.add(tellings, (set, row), self.scope, to.out.len());
        }
        let set = &self.plan.sets[set];
        match (set.rendered, source) {
            (Some(id), Source::Row(place)) => self.rendered(to, (id, place), at, |to| {
                self.fields(to, &set.entries, source, at)
            }),
            _ => self.fields(to, &set.entries, source, at),
        }
    }

    /// Copies what is rendered of a row; writes and keeps it where it is not yet.
    fn rendered(
        &self,
        to: &mut Writer,
        (id, place): (RenderedId, u32),
        at: Option<&At<'_>>,
        write: impl FnOnce(&mut Writer) -> Written,
    ) -> Written {
        let Some(values) = &self.rendered else {
            return write(to);
        };
        if let Some(value) = values.get(id, place) {
            to.out.extend_from_slice(value);
            return self.count(to, 1, at);
        }
        let (start, failed) = (to.out.len(), to.failed);
        write(to)?;
        if to.failed == failed {
            let value = &to.out[start..];
            let rendered = &self.plan.rendered;
            rendered.keep(values, id, self.scope, place, value);
        }
        Ok(())
    }

    fn fields(
        &self,
        to: &mut Writer,
        entries: &[Entry],
        source: Source<'_>,
        at: Option<&At<'_>>,
    ) -> Written {
        to.out.push(b'{');
        for entry in entries {
            if let Some(condition) = entry.when
                && !self.holds[condition]
            {
                continue;
            }
            to.out.extend_from_slice(&entry.key);
            if let (Step::Column(column), Source::Row(place)) = (&entry.step, source) {
                to.out
                    .extend_from_slice(self.columns.get(*column, self.scope, place));
                continue;
            }
            self.entry(to, entry, source, at)?;
        }
        json::close(&mut to.out, b'}');
        self.count(to, entries.len() as u64 + 1, at)
    }

    /// Counts what was written as work.
    pub(super) fn count(&self, to: &mut Writer, values: u64, at: Option<&At<'_>>) -> Written {
        let length = to.out.len();
        let bytes = length.saturating_sub(to.counted) / BYTES;
        to.counted += bytes * BYTES;
        let counted = self.work.spend(values + bytes as u64);
        match counted.and_then(|()| self.work.hold(length)) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.fail(to, error, None, at)),
        }
    }

    /// Writes the value of a field; null when it fails and may be null.
    fn entry(
        &self,
        to: &mut Writer,
        entry: &Entry,
        source: Source<'_>,
        inside: Option<&At<'_>>,
    ) -> Written {
        let at = At {
            inside,
            part: Part::Key(entry),
        };
        let start = to.out.len();
        match self.step(to, entry, source, &at) {
            Err(Halt::Null) if entry.nullable => {
                to.null_from(start);
                Ok(())
            }
            other => other,
        }
    }

    fn step(&self, to: &mut Writer, entry: &Entry, source: Source<'_>, at: &At<'_>) -> Written {
        match (&entry.step, source) {
            (Step::Known(value), _) => to.out.extend_from_slice(value),
            (Step::Column(column), Source::Row(place)) => {
                to.out
                    .extend_from_slice(self.columns.get(*column, self.scope, place));
            }
            (Step::Named(column, call), Source::Row(place)) => {
                let language = match self.called(to, entry, *call, at)? {
                    Called::Language(language) => *language,
                    _ => Language::En,
                };
                let column = column.in_language(language);
                to.out
                    .extend_from_slice(self.columns.get(column, self.scope, place));
            }
            (Step::One(relation, set), Source::Row(place)) => {
                return match relation.one(self.scope, place) {
                    Some(place) => self.object(to, *set, Source::Row(place), Some(at)),
                    None => self.nothing(to, entry, at),
                };
            }
            (Step::List(field, call, target), source) => {
                let Kind::Many(list) = &field.kind else {
                    return self.nothing(to, entry, at);
                };
                let place = match source {
                    Source::Row(place) => place,
                    _ => 0,
                };
                let list = |to: &mut Writer| self.list(to, entry, (list, *call, target), place, at);
                return match entry.rendered {
                    Some(id) => self.rendered(to, (id, place), Some(at), list),
                    None => list(to),
                };
            }
            (Step::Told(field, call, target), source) => {
                let Kind::Told(told) = &field.kind else {
                    return self.nothing(to, entry, at);
                };
                let is_counted = !field.counts_by_itself();
                let units = is_counted.then(|| field.units(self.scope));
                if let Err(error) = self.work.spend(units.unwrap_or_default()) {
                    return Err(self.fail(to, error, Some(entry), Some(at)));
                }
                return self.told(to, entry, (told, *call, target), source, at);
            }
            (Step::Introspected, _) => match self.introspected.get(entry.name()) {
                Some(value) => to.out.extend_from_slice(value),
                None => return self.nothing(to, entry, at),
            },
            _ => return self.nothing(to, entry, at),
        }
        Ok(())
    }

    /// Writes that there is nothing, where there may be.
    pub(super) fn nothing(&self, to: &mut Writer, entry: &Entry, at: &At<'_>) -> Written {
        if entry.nullable {
            to.out.extend_from_slice(json::NULL);
            return Ok(());
        }
        let error = Error::internal(format!(
            "`{}` has no value, and may not be null",
            entry.name()
        ));
        Err(self.fail(to, error, Some(entry), Some(at)))
    }

    /// What a field is called with.
    pub(super) fn called(
        &self,
        to: &mut Writer,
        entry: &Entry,
        id: CallId,
        at: &At<'_>,
    ) -> std::result::Result<&Called, Halt> {
        let called = self.call(entry, id);
        called.map_err(|error| self.fail(to, error, Some(entry), Some(at)))
    }

    /// The same, or what is wrong with an argument.
    pub(super) fn call(&self, entry: &Entry, id: CallId) -> Result<&Called> {
        let called =
            self.calls[id].get_or_init(|| call(self.plan, (self.scope, self.variables), entry, id));
        called.as_ref().map_err(Clone::clone)
    }

    /// Notes an error; one that ends the operation is handed on.
    #[cold]
    pub(super) fn fail(
        &self,
        to: &mut Writer,
        mut error: Error,
        entry: Option<&Entry>,
        at: Option<&At<'_>>,
    ) -> Halt {
        if self.work.is_stopped() {
            return Halt::Stop(Box::new(error));
        }
        to.fail(|| {
            error.location = entry.and_then(|entry| entry.location);
            error.path = path(at);
            error
        });
        Halt::Null
    }
}
