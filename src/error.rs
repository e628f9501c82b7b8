//! Errors as clients see them: what went wrong, with a code to tell errors apart by.
//!
//! May use: nothing of ours.

use std::collections::BTreeMap;
use std::io;

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

/// Whose fault an error is, and what can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request is wrong or asks for too much: another one will do.
    Input,
    /// The client may not do this, or not now.
    NotAllowed,
    /// What the request builds on is not, or no longer, so.
    Conflict,
    /// The server is at fault.
    Internal,
}

/// The codes of errors, in `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// An argument has a value that it does not take; the message says what it takes.
    BadUserInput,
    /// Nothing has the name that was given: the field is null, and the message says what may have been
    /// meant.
    NotFound,
    /// What a version was is not kept any more; `extensions.oldest` is the oldest version that can be asked for.
    VersionGone,
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
    /// The request comes with no key, or with one that is none or is over; `extensions.right` names the right that is missing,
    /// if one is.
    Unauthenticated,
    /// Who asks may not do this: `extensions.right` names the right that is missing.
    Forbidden,
    /// Nothing can be written now: the database is not there, or is one to read.
    Unavailable,
    /// The client has spent its budget; the header `Retry-After` tells when it has some again.
    RateLimited,
    /// The answer was not made in the time that it may take.
    Timeout,
    /// The server has no room for what it is to write.
    InsufficientStorage,
    /// Something is wrong in the server; `extensions.requestId` finds it in the server's log.
    InternalServerError,
}

impl ErrorCode {
    /// All codes.
    pub const ALL: [Self; 17] = [
        Self::BadUserInput,
        Self::NotFound,
        Self::VersionGone,
        Self::BadRequest,
        Self::GraphqlParseFailed,
        Self::GraphqlValidationFailed,
        Self::PersistedQueryNotFound,
        Self::PersistedQueryNotSupported,
        Self::DocumentNotTrusted,
        Self::LimitExceeded,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::Unavailable,
        Self::RateLimited,
        Self::Timeout,
        Self::InsufficientStorage,
        Self::InternalServerError,
    ];

    /// The code as clients see it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::NotFound => "NOT_FOUND",
            Self::VersionGone => "VERSION_GONE",
            Self::BadRequest => "BAD_REQUEST",
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::PersistedQueryNotSupported => "PERSISTED_QUERY_NOT_SUPPORTED",
            Self::DocumentNotTrusted => "DOCUMENT_NOT_TRUSTED",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::Unavailable => "UNAVAILABLE",
            Self::RateLimited => "RATE_LIMITED",
            Self::Timeout => "TIMEOUT",
            Self::InsufficientStorage => "INSUFFICIENT_STORAGE",
            Self::InternalServerError => "INTERNAL_SERVER_ERROR",
        }
    }

    /// Whose fault it is.
    #[must_use]
    pub const fn kind(self) -> ErrorKind {
        match self {
            Self::BadUserInput
            | Self::NotFound
            | Self::BadRequest
            | Self::GraphqlParseFailed
            | Self::GraphqlValidationFailed
            | Self::LimitExceeded => ErrorKind::Input,
            Self::VersionGone | Self::PersistedQueryNotFound => ErrorKind::Conflict,
            Self::PersistedQueryNotSupported
            | Self::DocumentNotTrusted
            | Self::Unauthenticated
            | Self::Forbidden
            | Self::Unavailable
            | Self::RateLimited => ErrorKind::NotAllowed,
            Self::Timeout | Self::InsufficientStorage | Self::InternalServerError => {
                ErrorKind::Internal
            }
        }
    }
}

/// A place in a document, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A step on the way to a field in an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum PathSegment {
    /// The field under a key.
    Key(Box<str>),
    /// The item of a list.
    Index(usize),
}

/// What went wrong, as clients see it. It has no `Display`, so that nothing else becomes one by
/// accident.
#[derive(Clone, Debug)]
pub struct Error {
    /// The code.
    pub code: ErrorCode,
    /// What went wrong, and what would be right.
    pub message: String,
    /// Where in the document.
    pub location: Option<Location>,
    /// Where in the answer.
    pub path: Vec<PathSegment>,
    /// What else `extensions` tells.
    details: BTreeMap<&'static str, Json>,
    /// What the log is told of a fault of the server, and clients are not.
    cause: Option<String>,
}

/// The errors of writing that mean that there is no room: the disk is full, a quota is reached, the file may not grow.
pub const NO_ROOM: [io::ErrorKind; 3] = [
    io::ErrorKind::StorageFull,
    io::ErrorKind::QuotaExceeded,
    io::ErrorKind::FileTooLarge,
];

/// The most errors that are told of one request.
pub const MAX_ERRORS: usize = 20;

/// What can fail with an error that clients see.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with a code.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            location: None,
            path: Vec::new(),
            details: BTreeMap::new(),
            cause: None,
        }
    }

    /// An argument's value, or one inside it (`filter.year.gte`), is not one it takes; `takes` goes on
    /// from its name.
    #[must_use]
    pub fn bad_input(argument: &str, takes: &str) -> Self {
        let message = format!("`{argument}` {takes}");
        Self::new(ErrorCode::BadUserInput, message).with("argument", argument.into())
    }

    /// That nothing is there by the value of an argument; `takes` goes on from its name.
    #[must_use]
    pub fn not_found(argument: &str, takes: &str) -> Self {
        Self {
            code: ErrorCode::NotFound,
            ..Self::bad_input(argument, takes)
        }
    }

    /// That there are more errors than are told, of which this many are not.
    #[must_use]
    pub fn more(code: ErrorCode, count: usize) -> Self {
        Self::new(code, format!("{count} more errors are not told"))
    }

    /// A fault of the server, with its cause for the log.
    pub fn internal(cause: impl Into<String>) -> Self {
        Self {
            cause: Some(cause.into()),
            ..Self::new(ErrorCode::InternalServerError, "internal error")
        }
    }

    /// The server has no room for what it is to write; `what` goes on from there. The log gets the cause, where it was
    /// not told yet.
    #[must_use]
    pub fn no_room(what: &str, cause: Option<String>) -> Self {
        let message = format!("this server has no room {what}; tell who runs it");
        Self {
            cause,
            ..Self::new(ErrorCode::InsufficientStorage, message)
        }
    }

    /// The same with something more in `extensions`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Json) -> Self {
        self.details.insert(name, value);
        self
    }

    /// Sets something more in `extensions`.
    pub fn set(&mut self, name: &'static str, value: Json) {
        self.details.insert(name, value);
    }

    /// The same at a place in the document.
    #[must_use]
    pub const fn at(mut self, location: Option<Location>) -> Self {
        self.location = location;
        self
    }

    /// A detail in `extensions`.
    #[must_use]
    pub fn detail(&self, name: &str) -> Option<&Json> {
        self.details.get(name)
    }

    /// What the log is told of a fault of the server, once.
    pub const fn take_cause(&mut self) -> Option<String> {
        self.cause.take()
    }
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        /// An error's parts, in the order in which they are told.
        #[derive(Serialize)]
        struct Parts<'e> {
            message: &'e str,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            locations: Vec<Location>,
            #[serde(skip_serializing_if = "<[PathSegment]>::is_empty")]
            path: &'e [PathSegment],
            extensions: BTreeMap<&'static str, &'e Json>,
        }
        let code = Json::from(self.code.as_str());
        let mut extensions: BTreeMap<_, _> = self
            .details
            .iter()
            .map(|(name, value)| (*name, value))
            .collect();
        extensions.insert("code", &code);
        let parts = Parts {
            message: &self.message,
            locations: self.location.into_iter().collect(),
            path: &self.path,
            extensions,
        };
        parts.serialize(serializer)
    }
}

/// A text as messages show it: a long one is cut off.
#[must_use]
pub fn cut(text: &str) -> String {
    let (start, rest) = beginning(text);
    format!("{start}{rest}")
}

/// A given text as messages show it: quoted, control characters escaped, a long one cut off.
#[must_use]
pub fn shown(text: &str) -> String {
    let (start, rest) = beginning(text);
    format!("{start:?}{rest}")
}

/// The beginning of a text, and what stands for the rest.
fn beginning(text: &str) -> (&str, &str) {
    const LONGEST: usize = 80;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => (&text[..end], "…"),
        None => (text, ""),
    }
}
