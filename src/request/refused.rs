//! Why a request is not executed.

use crate::error::{Error, ErrorCode, Location};

/// The longest message that is told, in bytes: errors do not echo what was sent.
const LONGEST: usize = 1_000;

/// The errors of a request that is not executed.
#[derive(Clone, Debug)]
pub struct Refused(pub Vec<Error>);

impl Refused {
    /// One reason.
    #[must_use]
    pub fn one(error: Error) -> Self {
        Self(vec![error])
    }

    /// Whether what came is no request of GraphQL over HTTP.
    #[must_use]
    pub fn is_malformed(&self) -> bool {
        let mut errors = self.0.iter();
        errors.any(|error| error.code == ErrorCode::BadRequest)
    }

    /// Refused as a whole.
    pub fn because(code: ErrorCode, message: impl Into<String>) -> Self {
        Self::one(error(code, message, None))
    }

    /// At most so many errors, in the document's order, none of them long.
    pub(super) fn capped(mut self, most: usize) -> Self {
        self.0.sort_by_key(|error| {
            error
                .location
                .map_or((usize::MAX, 0), |at| (at.line, at.column))
        });
        let count = self.0.len();
        self.0.truncate(most);
        if count > most {
            let code = ErrorCode::GraphqlValidationFailed;
            self.0.push(Error::more(code, count - most));
        }
        for error in &mut self.0 {
            shorten(&mut error.message);
        }
        self
    }
}

/// An error with its code, and where in the document it is.
pub(super) fn error(code: ErrorCode, message: impl Into<String>, at: Option<Location>) -> Error {
    Error::new(code, message).at(at)
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::one(error)
    }
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
