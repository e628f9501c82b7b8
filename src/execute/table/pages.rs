//! The pages of lists that functions make, one after the other.

use super::super::plan::{CallId, Entry, Target};
use super::walk::{Item, Key, Walk};
use crate::error::{Error, Result};
use crate::graph::Scope;
use crate::input::{Given, Input};
use crate::model::{Field, Kind, Out, Source, Told, Values};
use crate::query::{MAX_PAGE, PageInfo};
use crate::work::Work;

impl Walk<'_, '_, '_> {
    /// Goes through the pages of a list that a function makes, to the last.
    pub(super) fn pages(
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
