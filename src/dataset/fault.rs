//! What is wrong with a data set, and where.

use std::fmt;

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

/// The path of a file without `.toml`.
pub(super) fn stem(path: &str) -> &str {
    path.strip_suffix(".toml").unwrap_or(path)
}

/// The place that is being read or checked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    file: &'a str,
    step: Option<(&'a Place<'a>, Step<'a>)>,
}

/// How a place lies in the one around it.
#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Record(&'a str, usize, &'a str),
    Key(&'a str),
}

impl<'a> Place<'a> {
    /// The top of a file.
    pub(super) const fn file(file: &'a str) -> Self {
        Self { file, step: None }
    }

    /// A record of a table: its number from 0 and its name, or an empty name.
    pub(super) const fn record(&'a self, table: &'a str, number: usize, name: &'a str) -> Self {
        Self {
            file: self.file,
            step: Some((self, Step::Record(table, number, name))),
        }
    }

    /// A key.
    pub(super) const fn key(&'a self, key: &'a str) -> Self {
        Self {
            file: self.file,
            step: Some((self, Step::Key(key))),
        }
    }

    /// The path of the file without `.toml`.
    pub(super) fn stem(&self) -> &'a str {
        stem(self.file)
    }

    /// A fault at this place.
    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        let (mut record, mut key) = (Vec::new(), Vec::new());
        let mut here = self;
        while let Some((outer, step)) = here.step {
            match step {
                Step::Record(table, number, "") => record.push(format!("{table}[{}]", number + 1)),
                Step::Record(table, number, name) => {
                    record.push(format!("{table}[{}] {name:?}", number + 1));
                }
                Step::Key(name) => key.push(name.to_owned()),
            }
            here = outer;
        }
        let joined = |mut parts: Vec<String>, by| {
            parts.reverse();
            parts.join(by)
        };
        Fault {
            file: self.file.to_owned(),
            record: joined(record, ": "),
            key: joined(key, "."),
            message: message.into(),
        }
    }
}
