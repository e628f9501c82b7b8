//! What is reported of a request to the log, metrics and traces.

use std::sync::Arc;
use std::time::Instant;

use crate::request::{Document, Operation};

/// The cache status of a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum CacheStatus {
    /// It was made now.
    #[default]
    Miss,
    /// It was cached.
    Hit,
    /// The client's copy is current.
    NotModified,
}

impl CacheStatus {
    pub(super) const ALL: [Self; 3] = [Self::Miss, Self::Hit, Self::NotModified];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Miss => "miss",
            Self::Hit => "hit",
            Self::NotModified => "not_modified",
        }
    }
}

/// The report of a request.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestReport {
    /// The operation's name, if it has one.
    pub(super) operation: Option<Arc<str>>,
    /// `query`, `mutation` or `subscription`; none when there is no operation.
    pub(super) kind: Option<&'static str>,
    /// What the operation costs, in points.
    pub(super) cost: u64,
    /// The cache status.
    pub(super) from: CacheStatus,
    /// The codes of the response's errors.
    pub(super) codes: Vec<&'static str>,
    /// The document without its values, when there are traces.
    pub(super) document: Option<Arc<str>>,
    /// The timed steps, in order.
    pub(super) steps: Vec<Step>,
}

impl RequestReport {
    /// The report of an operation that is not executed yet.
    pub(super) fn of(document: &Document, operation: &Operation, is_traced: bool) -> Self {
        Self {
            operation: operation.name.clone(),
            kind: Some(operation.kind()),
            cost: operation.cost,
            document: is_traced.then(|| document.without_values()),
            ..Self::default()
        }
    }
}

/// A timed step of a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) began: Instant,
    pub(super) ended: Instant,
}
