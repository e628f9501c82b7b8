//! Data sets as lists tell them: what each is, its files, parameters and columns.

use serde::Serialize;
use serde_json::{Map, Value};

use super::csvw::METADATA;
use super::format::Format;
use super::layout::{Head, heads};
use super::named::Named;
use crate::request::Variable;

/// A data set in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Listing {
    /// The name in its address.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it holds, in sentences.
    pub description: String,
    /// Its files by format, from where the list is.
    pub files: Map<String, Value>,
    /// What tells of the columns of its CSV file.
    pub metadata: String,
    /// What narrows it.
    pub parameters: Vec<Variable>,
    /// The columns of its files.
    pub columns: Vec<Head>,
}

impl Listing {
    /// A data set as lists tell it.
    #[must_use]
    pub fn of(named: &Named) -> Self {
        let name = &named.name;
        let formats = Format::built();
        let files = formats.map(|format| {
            let extension = format.extension();
            (extension.to_owned(), format!("{name}.{extension}").into())
        });
        Self {
            name: name.clone(),
            title: named.title.clone(),
            description: named.description.clone(),
            files: files.collect(),
            metadata: format!("{name}{METADATA}"),
            parameters: named.variables.clone(),
            // Those of a data set were looked at when it was read.
            columns: heads(&[], &named.columns).unwrap_or_default(),
        }
    }
}
