//! What is wrong with a data set: where, and what.

use serde_json::Value;

use crate::error::{Error, ErrorCode, cut};
use crate::request::Refused;

/// What is wrong with a data set.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) place: Place,
    pub(super) errors: Vec<Error>,
}

/// Where something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Document,
    /// The values of its variables; errors tell of which, as `$name`.
    Variables,
    Rows,
    Lists,
}

impl Wrong {
    pub(super) fn document(Refused(errors): Refused) -> Self {
        let place = Place::Document;
        Self { place, errors }
    }

    pub(super) fn of_document(message: impl Into<String>) -> Self {
        let error = Error::new(ErrorCode::BadUserInput, message);
        Self::document(error.into())
    }

    /// A value is given for a variable that the document does not have.
    pub(super) fn variable(name: &str) -> Self {
        let name = cut(name);
        let message = format!("the document has no variable `${name}`");
        let error = Error::new(ErrorCode::BadUserInput, message);
        Self {
            place: Place::Variables,
            errors: vec![error.with("argument", format!("${name}").into())],
        }
    }

    /// Of an operation: its variables have values that they do not take, or lack some.
    pub(super) fn operation(Refused(errors): Refused) -> Self {
        let is_of_variable = |error: &Error| variable(error).is_some();
        let place = if errors.iter().all(is_of_variable) {
            Place::Variables
        } else {
            Place::Document
        };
        Self { place, errors }
    }

    /// Of a table: it has several lists, and none of them is named as its rows.
    pub(super) fn table(error: Error) -> Self {
        let place = match error.detail("argument").and_then(Value::as_str) {
            Some("rows") => Place::Rows,
            Some("lists") => Place::Lists,
            _ => Place::Document,
        };
        let errors = vec![error];
        Self { place, errors }
    }
}

/// The variable that an error tells of.
pub(super) fn variable(error: &Error) -> Option<&str> {
    let argument = error.detail("argument")?.as_str()?;
    let name = argument.strip_prefix('$')?;
    name.split('.').next()
}
