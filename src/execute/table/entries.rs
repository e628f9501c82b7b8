//! What entries of a plan are for a table, and how paths to them are told.

use super::super::columns::contents;
use super::super::plan::{Entry, Step, Target};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{Field, Form, Kind};

/// What the objects at a place of an answer are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Nodes, or what functions make.
    Objects,
    /// Connections: pages of lists, whose `nodes` and `edges` are no names on a path.
    Connections,
    /// The edges of connections, whose `node` is none.
    Edges,
}

/// The field of an entry without fields of its own, and whether it is a list; nothing for the name of a type.
pub(super) fn leaf(entry: &Entry) -> Result<Option<(&'static Field, bool)>> {
    Ok(match &entry.step {
        Step::Known(_) => None,
        Step::Column(id) | Step::Named(id, _) => {
            let (field, _) = contents(*id);
            let is_list = matches!(field.kind, Kind::Texts(_) | Kind::Words(..));
            Some((field, is_list))
        }
        Step::Told(field, _, Target::Leaf) => {
            let is_list = matches!(&field.kind, Kind::Told(told) if told.is_list());
            Some((*field, is_list))
        }
        _ => {
            let message = format!(
                "`{}` asks about the schema, which is no table",
                entry.name()
            );
            return Err(Error::new(ErrorCode::BadRequest, message));
        }
    })
}

/// Whether an entry leads to a list of objects.
pub(super) fn is_list(entry: &Entry) -> bool {
    match &entry.step {
        Step::List(..) => true,
        Step::Told(field, _, Target::Object(_) | Target::Records(_)) => {
            matches!(&field.kind, Kind::Told(told) if told.is_list() || told.is_page())
        }
        _ => false,
    }
}

/// Whether an entry is no name on a path: the `nodes` and `edges` of a connection, the `node` of an edge.
pub(super) fn is_through(entry: &Entry, of: Of) -> bool {
    match of {
        Of::Objects => false,
        Of::Connections => matches!(entry.model_name(), Some("nodes" | "edges")),
        Of::Edges => entry.model_name() == Some("node"),
    }
}

/// What an entry leads to.
pub(super) fn inner(entry: &Entry, of: Of) -> Of {
    let is_pages = match &entry.step {
        Step::List(field, ..) => {
            matches!(&field.kind, Kind::Many(list) if list.form == Form::Pages)
        }
        Step::Told(field, ..) => matches!(&field.kind, Kind::Told(told) if told.is_page()),
        _ => false,
    };
    match of {
        _ if is_pages => Of::Connections,
        Of::Connections if entry.model_name() == Some("edges") => Of::Edges,
        _ => Of::Objects,
    }
}

pub(super) fn joined(prefix: &str, name: &str) -> String {
    if prefix.is_empty() {
        name.to_owned()
    } else {
        format!("{prefix}.{name}")
    }
}

/// Paths in a row, as a message has them.
pub(super) fn listed(paths: &[String], word: &str) -> String {
    let paths: Vec<_> = paths.iter().map(|path| format!("`{path}`")).collect();
    match paths.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} {word} {last}", rest.join(", ")),
        all => all.join(", "),
    }
}

pub(super) fn named(code: ErrorCode, message: String, paths: Vec<String>) -> Error {
    let error = Error::new(code, message).with("argument", "rows".into());
    error.with("allowed", paths.into())
}
