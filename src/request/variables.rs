//! The values of an operation's variables.

use apollo_compiler::Schema;
use apollo_compiler::executable::Operation;
use apollo_compiler::parser::SourceMap;
use serde_json::{Map, Value as Json};

use super::check::{NonNullUse, extend};
use super::coerce::Reader;
use super::given::Given;
use super::limits::{Limits, within};
use super::location;
use super::refused::{Refused, error};
use crate::error::{Error, ErrorCode};
use crate::input::{Input, Place, Variables};

/// The values by the types that the operation gives its variables, with its defaults, in its order; or
/// all that is wrong with them. Values that the operation does not know are not looked at.
pub(super) fn coerce(
    types: &Schema,
    sources: &SourceMap,
    operation: &Operation,
    given: &Map<String, Json>,
    limits: &Limits,
) -> Result<Box<[Option<Input>]>, Refused> {
    let mut left = limits.values;
    if !given.values().all(|value| fits(value, &mut left)) {
        within("values", limits.values as u64 + 1, limits.values as u64)?;
    }
    let mut variables = Vec::with_capacity(operation.variables.len());
    let mut errors: Vec<Error> = Vec::new();
    for definition in &operation.variables {
        let name = format!("${}", definition.name);
        let mut reader = Reader::new(types, None);
        let value = match (
            given.get(definition.name.as_str()),
            &definition.default_value,
        ) {
            (Some(json), _) => Given::Json(json),
            (None, Some(default)) => Given::Literal(default),
            (None, None) if definition.ty.is_non_null() => {
                let takes = reader.takes(&definition.ty);
                let message = format!("`{name}` is missing: it takes {takes}");
                let at = location::of_span(sources, definition.location());
                let mut error = error(ErrorCode::GraphqlValidationFailed, message, at);
                let allowed = reader.allowed(&definition.ty);
                extend(&mut error, Some(&name), allowed, Vec::new());
                errors.push(error);
                continue;
            }
            (None, None) => {
                variables.push(None);
                continue;
            }
        };
        let read = reader.value(value, &definition.ty, false, Place::argument(&name));
        variables.push(read);
        for wrong in reader.wrong {
            let at = location::of_span(sources, definition.location());
            let mut error = error(ErrorCode::GraphqlValidationFailed, wrong.message, at);
            extend(&mut error, Some(&wrong.argument), wrong.allowed, Vec::new());
            errors.push(error);
        }
    }
    if errors.is_empty() {
        Ok(variables.into())
    } else {
        Err(Refused(errors).capped(limits.errors))
    }
}

/// Refuses null where a place takes none.
pub(super) fn hold_non_null(
    variables: &Variables,
    places: &[NonNullUse],
    limits: &Limits,
) -> Result<(), Refused> {
    let is_null = |used: &&NonNullUse| variables.get(used.number) == Some(&Some(Input::Null));
    let wrong = places.iter().filter(is_null).map(|used| {
        let NonNullUse {
            variable, argument, ..
        } = used;
        // Left out, a variable has its own default, or else the place its own.
        let and = if used.is_null_by_default {
            format!("its default `null` and `{variable}`")
        } else {
            format!("`{variable}`")
        };
        let message = format!(
            "`{argument}` takes {}, not null, which `{variable}` is: leave {and} out for the default",
            used.takes
        );
        let mut error = error(ErrorCode::GraphqlValidationFailed, message, used.at);
        let allowed = used.allowed.clone();
        extend(&mut error, Some(variable), allowed, used.path.clone());
        error
    });
    let wrong: Vec<_> = wrong.collect();
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Refused(wrong).capped(limits.errors))
}

/// Whether a value and those inside it are no more than are left; takes them off.
fn fits(value: &Json, left: &mut usize) -> bool {
    let Some(rest) = left.checked_sub(1) else {
        return false;
    };
    *left = rest;
    match value {
        Json::Array(items) => items.iter().all(|item| fits(item, left)),
        Json::Object(inputs) => inputs.values().all(|value| fits(value, left)),
        _ => true,
    }
}
