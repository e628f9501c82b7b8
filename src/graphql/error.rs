//! Errors: what went wrong, with a code to tell errors apart by.

use std::borrow::Cow;

use async_graphql::ErrorExtensionValues;

use crate::graph::PageError;

/// The codes of errors, in `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// An argument has a value that it does not take; the message says what it takes.
    BadUserInput,
    /// The request is not one of GraphQL over HTTP.
    BadRequest,
    /// The document is not GraphQL.
    GraphqlParseFailed,
    /// The document does not fit the schema, or its variables do not fit the document.
    GraphqlValidationFailed,
    /// The document of a hash or id is not known here: send it along with its hash.
    PersistedQueryNotFound,
    /// Documents are not kept here: send them whole.
    PersistedQueryNotSupported,
    /// Only documents that the operator trusts are answered here.
    DocumentNotTrusted,
    /// The request is larger, or its answer dearer, than is allowed; `extensions.limit` names the limit,
    /// `extensions.is` and `extensions.allowed` are the numbers.
    LimitExceeded,
    /// The client has spent its budget; the header `Retry-After` tells when it has some again.
    RateLimited,
    /// The answer was not made in the time that it may take.
    Timeout,
    /// Something is wrong in the server; `extensions.requestId` finds it in the server's log.
    InternalServerError,
}

impl ErrorCode {
    /// All codes.
    pub const ALL: [Self; 11] = [
        Self::BadUserInput,
        Self::BadRequest,
        Self::GraphqlParseFailed,
        Self::GraphqlValidationFailed,
        Self::PersistedQueryNotFound,
        Self::PersistedQueryNotSupported,
        Self::DocumentNotTrusted,
        Self::LimitExceeded,
        Self::RateLimited,
        Self::Timeout,
        Self::InternalServerError,
    ];

    /// The code as clients see it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::BadRequest => "BAD_REQUEST",
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::PersistedQueryNotSupported => "PERSISTED_QUERY_NOT_SUPPORTED",
            Self::DocumentNotTrusted => "DOCUMENT_NOT_TRUSTED",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::RateLimited => "RATE_LIMITED",
            Self::Timeout => "TIMEOUT",
            Self::InternalServerError => "INTERNAL_SERVER_ERROR",
        }
    }

    /// The code in the extensions of an error.
    pub fn set(self, extensions: &mut ErrorExtensionValues) {
        extensions.set("code", self.as_str());
    }
}

/// What a resolver answers instead of a value. It has no `Display`, so that nothing else becomes an
/// error that clients see.
#[derive(Clone, Debug)]
pub(super) struct Error {
    argument: Cow<'static, str>,
    message: String,
}

/// What a resolver that can fail answers.
pub(super) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An argument's value, or one inside it (`filter.year.gte`), is not one it takes.
    pub(super) fn bad_input(
        argument: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            argument: argument.into(),
            message: message.into(),
        }
    }
}

impl From<Error> for async_graphql::Error {
    fn from(error: Error) -> Self {
        let mut extensions = ErrorExtensionValues::default();
        ErrorCode::BadUserInput.set(&mut extensions);
        extensions.set("argument", error.argument.as_ref());
        let mut converted = Self::new(format!("`{}` {}", error.argument, error.message));
        converted.extensions = Some(extensions);
        converted
    }
}

/// A given text as messages show it: quoted, control characters escaped, a long one cut off.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let start: String = text.chars().take(LONGEST).collect();
    let rest = if start.len() < text.len() { "…" } else { "" };
    format!("{start:?}{rest}")
}

impl From<PageError> for Error {
    fn from(error: PageError) -> Self {
        Self::bad_input(error.argument, error.message)
    }
}
