//! What is wrong with what somebody gave to change, told with its place in the input.

use entity::enums::Vocabulary as _;

use super::draft::{Fault, Intended};
use super::edit_types::{api_name, edit_types, in_api_names};
use crate::domain::Edit;
use crate::graph::Snapshot;
use crate::model::Record;
use crate::vocabulary::words;

words! {
    /// What is wrong with what was given to change.
    pub UserErrorCode {
        /// It breaks a rule of the data set; the message says what would be right.
        Invalid = "INVALID",
        /// There is no such thing, or it may not be seen.
        NotFound = "NOT_FOUND",
        /// Somebody changed it after it was read: `node` is what is there now.
        Conflict = "CONFLICT",
        /// A right is missing, which the message names.
        Forbidden = "FORBIDDEN",
        /// The changeset is decided on already.
        Decided = "DECIDED",
        /// It changes nothing.
        Empty = "EMPTY",
        /// The address leads where messages do not go: to a private, loopback or link-local network.
        AddressNotAllowed = "ADDRESS_NOT_ALLOWED",
        /// There are as many as there may be.
        TooMany = "TOO_MANY",
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct UserError {
    /// What kind of thing.
    pub code: UserErrorCode,
    /// Where in the arguments.
    pub path: Vec<String>,
    /// What is wrong, and what would be right.
    pub message: String,
    /// The record that somebody changed meanwhile.
    pub node: Option<Record>,
}

impl UserError {
    /// Its code, as the API writes it.
    pub(super) fn code_word(&self) -> String {
        self.code.word()
    }

    pub(super) fn new(code: UserErrorCode, path: &[&str], message: impl Into<String>) -> Self {
        Self {
            code,
            path: path.iter().map(|step| (*step).to_owned()).collect(),
            message: message.into(),
            node: None,
        }
    }

    /// That edits change nothing.
    pub(super) fn empty(path: &[&str]) -> Self {
        let message = "changes nothing: all is as it is to be";
        Self::new(UserErrorCode::Empty, path, message)
    }
}

/// What is told of faults of edits.
#[must_use]
pub fn user_errors(snapshot: &Snapshot, edits: &[Intended], faults: Vec<Fault>) -> Vec<UserError> {
    let faults = faults.into_iter();
    faults
        .map(|fault| of_fault(snapshot, edits, fault))
        .collect()
}

/// What is told of a fault of edits.
fn of_fault(snapshot: &Snapshot, edits: &[Intended], fault: Fault) -> UserError {
    match fault {
        Fault::Rule(fault) => {
            let mut path = path_of(edits, fault.edit);
            if let Some((first, rest)) = fault.keys.split_first() {
                path.push(api_name(first));
                // Names by their languages are a list there.
                if rest.is_empty() {
                    return told(UserErrorCode::Invalid, path, &fault.message);
                }
                let message = format!("{}: {}", rest.join("."), fault.message);
                return told(UserErrorCode::Invalid, path, &message);
            }
            let code = if fault.message.starts_with("there is no ") {
                UserErrorCode::NotFound
            } else {
                UserErrorCode::Invalid
            };
            told(code, path, &fault.message)
        }
        Fault::Changed { edit, version } => {
            let path = path_of(edits, Some(edit));
            let message = format!("was changed by version {version}, after it was read");
            let node = edits.get(edit).and_then(|one| match &one.edit {
                Edit::Update { kind, id, .. }
                | Edit::Restore { kind, id, .. }
                | Edit::Delete { kind, id } => Some(Record {
                    kind: *kind,
                    place: snapshot.place_of(*kind, id)?,
                }),
                Edit::Create { .. } => None,
            });
            UserError {
                node,
                ..told(UserErrorCode::Conflict, path, &message)
            }
        }
        Fault::Denied { edit, right } => {
            let message = format!("the right {right} is missing");
            told(UserErrorCode::Forbidden, path_of(edits, edit), &message)
        }
    }
}

fn told(code: UserErrorCode, path: Vec<String>, message: &str) -> UserError {
    UserError {
        code,
        path,
        message: in_api_names(message),
        node: None,
    }
}

/// The way to an edit in the arguments.
fn path_of(edits: &[Intended], edit: Option<usize>) -> Vec<String> {
    // What is taken back was not given.
    if edits
        .iter()
        .any(|one| matches!(one.edit, Edit::Restore { .. }))
    {
        return vec!["version".to_owned()];
    }
    let mut path = vec!["input".to_owned(), "changes".to_owned()];
    let Some((number, one)) = edit.and_then(|number| Some((number, edits.get(number)?))) else {
        return path;
    };
    path.push(number.to_string());
    let field = |kind| {
        let of = edit_types().iter().find(|of| of.kind == kind);
        of.map(|of| of.field.clone())
    };
    match &one.edit {
        Edit::Create { kind, .. } => {
            path.push("create".to_owned());
            path.extend(field(*kind));
        }
        Edit::Update { kind, .. } => {
            path.push("update".to_owned());
            path.extend(field(*kind));
        }
        Edit::Delete { .. } => path.push("delete".to_owned()),
        Edit::Restore { .. } => {}
    }
    path
}
