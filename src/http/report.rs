//! What an answer tells the log and the counts about itself, besides what HTTP shows.

use std::sync::Arc;
use std::time::Instant;

use crate::request::{Document, Operation};

/// Where an answer is from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum CacheStatus {
    /// It was made now.
    #[default]
    Miss,
    /// It was made before and kept.
    Hit,
    /// The client has it already.
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

/// What is told of an answer.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestReport {
    /// The operation's name, if it has one.
    pub(super) operation: Option<Arc<str>>,
    /// `query`, `mutation` or `subscription`; nothing when the document is none.
    pub(super) kind: Option<&'static str>,
    /// What the operation costs, in points.
    pub(super) cost: u64,
    /// Where the answer is from.
    pub(super) from: CacheStatus,
    /// The codes of its errors.
    pub(super) codes: Vec<&'static str>,
    /// The document without its values, where traces are wanted.
    pub(super) document: Option<Arc<str>>,
    /// What was done to make it, in order.
    pub(super) steps: Vec<Step>,
}

impl RequestReport {
    /// What is told of an operation before it is answered.
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

/// A part of what is done to make an answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) began: Instant,
    pub(super) ended: Instant,
}
