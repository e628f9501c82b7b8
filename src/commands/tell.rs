//! How the program tells what is wrong.

use crate::db::{self, DatabaseConfig};
use crate::exchange::Faults;
use crate::graph::LoadError;
use crate::store::WriteError;

/// An error that a database told, with the name of the database.
pub(super) fn of_database(error: anyhow::Error, database: &DatabaseConfig) -> anyhow::Error {
    let is_told = error.chain().any(|cause| {
        cause.is::<db::Error>() || cause.is::<WriteError>() || cause.is::<LoadError>()
    });
    let name = database.to_string();
    if is_told && !told(&error).contains(&name) {
        error.context(name)
    } else {
        error
    }
}

/// An error in one line, each of its causes once; faults of a data set in a line each.
pub(super) fn told(error: &anyhow::Error) -> String {
    if error.is::<Faults>() {
        return error.to_string();
    }
    let root = one_line(error.root_cause());
    let mut line = one_line(error.as_ref());
    for cause in error.chain().skip(1).map(one_line) {
        // Where the root is told, what lies between says no more.
        if !line.contains(&root) && !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    line
}

fn one_line(error: &(dyn std::error::Error + 'static)) -> String {
    let text = error.to_string();
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_is_told_once_and_in_one_line() {
        let inner = std::io::Error::other("a file\n  is missing");
        let error = anyhow::Error::new(inner).context("cannot start: a file is missing");
        assert_eq!(told(&error), "cannot start: a file is missing");
        let error = anyhow::anyhow!("root").context("middle: root");
        assert_eq!(told(&error.context("outer")), "outer: middle: root");
        let error = anyhow::anyhow!("inner").context("outer");
        assert_eq!(told(&error), "outer: inner");
    }
}
