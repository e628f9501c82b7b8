//! What fields are called with: their arguments, read once for an operation when they are first needed.

use std::any::Any;
use std::borrow::Cow;
use std::rc::Rc;

use entity::values::Language;

use super::compile::language;
use super::plan::{Call, CallId, Entry, Plan, Step};
use crate::error::{Error, Result};
use crate::graph::Scope;
use crate::input::{Given, Input, Variables};
use crate::model::{Form, Kind, ListField, Values};
use crate::query::{Filter, Order, PageRequest};
use crate::work::Work;

/// What a field is called with.
pub(super) enum Called {
    /// The language of a name.
    Language(Language),
    /// The arguments of a function.
    Told(Box<dyn Any>),
    /// The arguments of a list.
    List(CalledList),
}

/// What a list is called with.
pub(super) struct CalledList {
    /// The arguments of its own, if any are given.
    own: Option<Box<dyn Any>>,
    filter: Option<Rc<Filter>>,
    pub(super) order: Rc<Order>,
    pub(super) page: Option<PageRequest>,
}

/// The values that a field is called with, by name: those that are given, and the defaults.
pub(super) fn given<'v>(call: &'v Call, variables: &'v Variables) -> Vec<(&'v str, Given<'v>)> {
    let arguments = call.arguments.iter();
    let given = arguments.filter_map(|(name, value, default)| {
        let given = |value| Given::new(value, variables);
        let given = value.as_ref().and_then(given);
        let given = given.or_else(|| Given::new(default.as_ref()?, variables));
        Some((&**name, given?))
    });
    given.collect()
}

/// Reads what a field is called with.
pub(super) fn call(
    plan: &Plan,
    (scope, variables): (&Scope, &Variables),
    entry: &Entry,
    id: CallId,
) -> Result<Called> {
    let values = given(&plan.calls[id], variables);
    let values = Values(&values);
    let field = match &entry.step {
        Step::Told(field, ..) | Step::List(field, ..) => Some(*field),
        _ => None,
    };
    Ok(match field.map(|field| &field.kind) {
        Some(Kind::Told(told)) => Called::Told(told.read(&values)?),
        Some(Kind::Many(list)) => {
            let own = field.map_or(&[][..], |field| &field.arguments);
            let is_given = |given: Given<'_>| *given.value() != Input::Null;
            let is_narrowed = own
                .iter()
                .any(|argument| values.get(argument.name).is_some_and(is_given));
            Called::List(CalledList::read(scope, list, &values, is_narrowed)?)
        }
        _ => {
            let word = values.get("language").and_then(Given::text);
            let language = word.and_then(|word| language(word));
            Called::Language(language.ok_or_else(|| Error::internal("`language` has no language"))?)
        }
    })
}

impl CalledList {
    fn read(
        scope: &Scope,
        list: &ListField,
        values: &Values<'_>,
        is_narrowed: bool,
    ) -> Result<Self> {
        let own = list.narrowed.as_ref();
        let own = own.map(|narrowed| narrowed.read(values)).transpose()?;
        let page = match list.form {
            Form::Pages => Some(PageRequest::read(values)?),
            Form::Whole(_) => None,
        };
        let of = list.target.of();
        let is_given = |given: &Given<'_>| *given.value() != Input::Null;
        let order = values.get("orderBy").filter(is_given);
        let order = order.map(|given| Order::read(of, given)).transpose()?;
        let filter = values.get("filter").filter(is_given);
        let filter = filter
            .map(|given| Filter::read(scope, of, given))
            .transpose()?;
        Ok(Self {
            own: own.filter(|_| is_narrowed),
            filter: filter.map(Rc::new),
            order: Rc::new(order.unwrap_or_default()),
            page,
        })
    }

    /// Those of a row's rows that are asked for, in their table's order.
    pub(super) fn rows<'v>(
        &self,
        scope: &'v Scope,
        list: &ListField,
        place: u32,
        work: &Work,
    ) -> Result<Cow<'v, [u32]>> {
        let mut places = list.relation.many(scope, place);
        if let (Some(narrowed), Some(own)) = (&list.narrowed, &self.own) {
            work.spend_on(places.len())?;
            places = narrowed.narrow(scope, places, &**own)?;
        }
        if let Some(filter) = &self.filter {
            places = Cow::Owned(filter.select(scope, &places, work)?);
        }
        Ok(places)
    }
}
