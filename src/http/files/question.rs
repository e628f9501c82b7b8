//! What a file is the answer to.

use std::sync::Arc;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::super::etag::{opaque, schema_digest};
use super::params::FileParams;
use super::seen::next;
use super::set::Saved;
use crate::error::Result;
use crate::execute::Table;
use crate::files::{About, Layout};
use crate::graph::Scope;
use crate::request::Operation;

/// The column that says what became of a row.
const OPERATION: (&str, &str) = (
    "_op",
    "What became of the row: `upsert`, it is new or has other values; `delete`, it is gone. Of the last line of CSV and JSON Lines `next`: its key is what to ask from next.",
);

/// What a file is the answer to.
pub(super) struct Question {
    /// The document.
    pub(super) text: Arc<str>,
    pub(super) variables: Map<String, Value>,
    pub(super) about: About,
    /// What the file is called, without its format.
    pub(super) name: String,
    pub(super) operation: Operation,
    pub(super) table: Arc<Table>,
    /// Whether it is one that is saved: it may become another one, or be for some alone.
    pub(super) saved: Option<Saved>,
}

impl Question {
    /// What tells its rows from those of other questions, and of other releases of the program.
    pub(super) fn digest(&self, params: &FileParams) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(env!("CARGO_PKG_VERSION"));
        hash.update(schema_digest());
        let variables = serde_json::to_string(&self.variables).unwrap_or_default();
        let name = self.operation.name.as_deref().unwrap_or_default();
        let rule = params.rule();
        let parts = [&*self.text, name, &variables, &rule].into_iter();
        let columns = self.table.columns.iter().map(|column| &*column.name);
        for part in parts.chain(columns) {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }

    /// The same in a few letters.
    pub(super) fn mark(&self, params: &FileParams) -> String {
        let mut mark = opaque(&self.digest(params));
        mark.truncate(8);
        mark
    }

    /// What is to be asked from next, by who has the file of what is seen.
    pub(super) fn next(&self, params: &FileParams, scope: &Scope) -> String {
        next(scope, &self.operation.reads(), &self.mark(params))
    }

    /// What the file looks like.
    pub(super) fn layout(&self, params: &FileParams) -> Result<Layout> {
        let leading: &[_] = match params.since {
            Some(_) => &[OPERATION],
            None => &[],
        };
        let mut layout = Layout::new(leading, &self.table.columns, self.about.clone())?;
        layout.has_mark = params.has_bom;
        Ok(layout)
    }
}

/// What the file of an operation is called, without its format.
pub(super) fn called(operation: &Operation) -> String {
    operation.name.as_deref().unwrap_or("query").to_owned()
}
