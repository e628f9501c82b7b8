//! Why a request is not executed.

use async_graphql::{ErrorExtensionValues, Pos, ServerError, Value};

use crate::graphql::ErrorCode;

/// The longest message that is told, in bytes: errors do not echo what was sent.
const LONGEST: usize = 1_000;

/// The errors of a request that is not executed.
#[derive(Clone, Debug)]
pub struct Refused(pub Vec<ServerError>);

impl Refused {
    pub(super) fn one(error: ServerError) -> Self {
        Self(vec![error])
    }

    /// Whether what came is no request of GraphQL over HTTP.
    #[must_use]
    pub fn is_malformed(&self) -> bool {
        let code = |error: &ServerError| {
            let extensions = error.extensions.as_ref()?;
            Some(*extensions.get("code")? == Value::from(ErrorCode::BadRequest.as_str()))
        };
        self.0.iter().any(|error| code(error) == Some(true))
    }

    /// Refused as a whole.
    pub fn because(code: ErrorCode, message: impl Into<String>) -> Self {
        Self::one(error(code, message, None))
    }

    /// At most so many errors, in the document's order, none of them long.
    pub(super) fn capped(mut self, most: usize) -> Self {
        self.0.sort_by_key(|error| {
            let first = error.locations.first();
            first.map_or((usize::MAX, 0), |pos| (pos.line, pos.column))
        });
        let count = self.0.len();
        self.0.truncate(most);
        if count > most {
            let message = format!("{} more errors are not told", count - most);
            let code = ErrorCode::GraphqlValidationFailed;
            self.0.push(error(code, message, None));
        }
        for error in &mut self.0 {
            shorten(&mut error.message);
        }
        self
    }
}

/// An error with its code, and where in the document it is.
pub(super) fn error(code: ErrorCode, message: impl Into<String>, at: Option<Pos>) -> ServerError {
    let mut extensions = ErrorExtensionValues::default();
    code.set(&mut extensions);
    let mut error = ServerError::new(message, at);
    error.extensions = Some(extensions);
    error
}

/// Leaves the middle of a long message out.
fn shorten(message: &mut String) {
    if message.len() <= LONGEST {
        return;
    }
    let half = LONGEST / 2;
    let (head, tail) = (
        message.floor_char_boundary(half),
        message.ceil_char_boundary(message.len() - half),
    );
    *message = format!("{}…{}", &message[..head], &message[tail..]);
}
