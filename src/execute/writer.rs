//! The answer as it is written, and where in it something is.

use super::json;
use super::plan::Entry;
use crate::error::{Error, PathSegment};

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
#[derive(Default)]
pub(super) struct Writer {
    pub(super) out: Vec<u8>,
    /// How much of it is counted as work.
    pub(super) counted: usize,
    pub(super) errors: Vec<Error>,
}

impl Writer {
    /// Writes null in place of all that was written from somewhere on.
    pub(super) fn null_from(&mut self, start: usize) {
        self.out.truncate(start);
        self.counted = self.counted.min(start);
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
