//! What is wrong with records, and where.

use super::aggregate::Aggregate;

/// One thing that is wrong with a record, or with a list of records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The aggregate that it is in.
    pub aggregate: Aggregate,
    /// The way to it from the top of the aggregate.
    pub steps: Vec<Step>,
    /// What is wrong and what would be right. Keys are in backticks in it.
    pub message: String,
}

/// A step on the way to a place in an aggregate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// To a record of a list: the list, the record's number from 0, and its name, which may be empty.
    Record(String, usize, String),
    /// To a key.
    Key(String),
}

/// The place that is being read or checked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    aggregate: &'a Aggregate,
    step: Option<(&'a Place<'a>, Leading<'a>)>,
}

/// How a place lies in the one around it.
#[derive(Clone, Copy, Debug)]
enum Leading<'a> {
    Record(&'a str, usize, &'a str),
    Key(&'a str),
}

impl<'a> Place<'a> {
    /// The top of an aggregate.
    pub(super) const fn top(aggregate: &'a Aggregate) -> Self {
        Self {
            aggregate,
            step: None,
        }
    }

    /// A record of a list: its number from 0 and its name, or an empty name.
    pub(super) const fn record(&'a self, list: &'a str, number: usize, name: &'a str) -> Self {
        Self {
            aggregate: self.aggregate,
            step: Some((self, Leading::Record(list, number, name))),
        }
    }

    /// A key.
    pub(super) const fn key(&'a self, key: &'a str) -> Self {
        Self {
            aggregate: self.aggregate,
            step: Some((self, Leading::Key(key))),
        }
    }

    /// The aggregate.
    pub(super) const fn aggregate(&self) -> &'a Aggregate {
        self.aggregate
    }

    /// A fault at this place.
    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        let mut steps = Vec::new();
        let mut here = self;
        while let Some((outer, step)) = here.step {
            steps.push(match step {
                Leading::Record(list, number, name) => {
                    Step::Record(list.to_owned(), number, name.to_owned())
                }
                Leading::Key(key) => Step::Key(key.to_owned()),
            });
            here = outer;
        }
        steps.reverse();
        Fault {
            aggregate: self.aggregate.clone(),
            steps,
            message: message.into(),
        }
    }
}
