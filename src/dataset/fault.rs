//! What is wrong with a data set, and where in its files.

use std::fmt;

use crate::domain::{self, Aggregate, Step};

/// One thing wrong in the data files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, e.g. `iscm/rcm.toml`.
    pub file: String,
    /// The table and the record in it, by number from 1 and name, e.g. `themes[3] "Travel documents"`.
    /// Empty at the top of a file.
    pub record: String,
    /// The key in the record, e.g. `topics`. Empty when the whole record is meant.
    pub key: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl Fault {
    /// A fault of a whole file.
    pub(super) fn of_file(file: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            record: String::new(),
            key: String::new(),
            message: message.into(),
        }
    }
}

/// Where it is in the file of its aggregate.
impl From<domain::Fault> for Fault {
    fn from(fault: domain::Fault) -> Self {
        let (mut record, mut key) = (Vec::new(), Vec::new());
        for step in fault.steps {
            match step {
                // In this file, slugs are keys.
                Step::Record(_, _, slug) if fault.aggregate == Aggregate::Topics => {
                    key = vec![slug];
                    break;
                }
                Step::Record(table, number, name) if name.is_empty() => {
                    record.push(format!("{table}[{}]", number + 1));
                }
                Step::Record(table, number, name) => {
                    record.push(format!("{table}[{}] {name:?}", number + 1));
                }
                Step::Key(name) => key.push(name),
            }
        }
        Self {
            file: format!("{}.toml", fault.aggregate),
            record: record.join(": "),
            key: key.join("."),
            message: fault.message,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What the files say may hold anything.
        write!(f, "{}: ", self.file.escape_debug())?;
        if !self.record.is_empty() {
            write!(f, "{}: ", self.record)?;
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key.escape_debug())?;
        }
        f.write_str(&self.message)
    }
}
