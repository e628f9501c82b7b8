//! What a file is the answer to.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::error::Result;
use crate::execute::Table;
use crate::files::{About, Layout};
use crate::request::Operation;

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
}

impl Question {
    pub(super) fn layout(&self, leading: &[(&str, &str)], has_mark: bool) -> Result<Layout> {
        let mut layout = Layout::new(leading, &self.table.columns, self.about.clone())?;
        layout.has_mark = has_mark;
        Ok(layout)
    }
}

/// What the file of an operation is called, without its format.
pub(super) fn called(operation: &Operation) -> String {
    operation.name.as_deref().unwrap_or("query").to_owned()
}
