//! The answer as it is written, and where in it something is.

use super::facts::Facts;
use super::json;
use super::plan::Entry;
use crate::error::{Error, MAX_ERRORS, PathSegment};

/// A place in the answer.
#[derive(Clone, Copy)]
pub(super) struct At<'p> {
    pub(super) inside: Option<&'p At<'p>>,
    pub(super) part: Part<'p>,
}

#[derive(Clone, Copy)]
pub(super) enum Part<'p> {
    Key(&'p Entry),
    Index(usize),
}

/// Why a value is not written.
pub(super) enum Halt {
    /// It failed, and what it is part of has to be null where it may.
    Null,
    /// The operation ends.
    Stop(Box<Error>),
}

pub(super) type Written = std::result::Result<(), Halt>;

/// What is written so far.
pub(super) struct Writer {
    pub(super) out: Vec<u8>,
    /// How much of it is counted as work.
    pub(super) counted: usize,
    /// What failed, as far as it is told.
    errors: Vec<Error>,
    /// How much failed.
    pub(super) failed: usize,
    /// The facts that are written, where their sources are asked for.
    pub(super) facts: Option<Facts>,
}

impl Writer {
    /// Nothing yet, with room for so many bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self {
            out: Vec::with_capacity(bytes),
            counted: 0,
            errors: Vec::new(),
            failed: 0,
            facts: None,
        }
    }

    /// Notes that something failed; the error is made if it is told.
    pub(super) fn fail(&mut self, error: impl FnOnce() -> Error) {
        self.failed += 1;
        if self.failed <= MAX_ERRORS {
            self.errors.push(error());
        }
    }

    /// What is written, and the errors that are told; the last one says how many are not.
    pub(super) fn finish(mut self) -> (Vec<u8>, Vec<Error>) {
        let more = self.failed - self.errors.len();
        if let Some(last) = self.errors.last().filter(|_| more > 0) {
            self.errors.push(Error::more(last.code, more));
        }
        (self.out, self.errors)
    }

    /// Writes null in place of all that was written from somewhere on.
    pub(super) fn null_from(&mut self, start: usize) {
        self.out.truncate(start);
        self.counted = self.counted.min(start);
        if let Some(facts) = &mut self.facts {
            facts.take_back(start);
        }
        self.out.extend_from_slice(json::NULL);
    }
}

/// The way to a place, from the root.
pub(super) fn path(at: Option<&At<'_>>) -> Vec<PathSegment> {
    let mut path = Vec::new();
    let mut rest = at;
    while let Some(at) = rest {
        path.push(match at.part {
            Part::Key(entry) => PathSegment::Key(entry.name().into()),
            Part::Index(index) => PathSegment::Index(index),
        });
        rest = at.inside;
    }
    path.reverse();
    path
}
