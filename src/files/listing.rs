//! Data sets as lists tell them: what each is, its files, parameters and columns.

use serde::Serialize;
use serde_json::{Map, Value};

use super::csvw::METADATA;
use super::format::Format;
use super::layout::{Head, heads};
use super::named::Named;

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
    pub parameters: Vec<Parameter>,
    /// The columns of its files.
    pub columns: Vec<Head>,
}

/// A parameter of a data set.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type, as the schema writes it.
    #[serde(rename = "type")]
    pub ty: String,
    /// What it is where it is not given, as a document of GraphQL writes it.
    pub default: Option<String>,
}

impl Parameter {
    /// The name of its type, or of its items'.
    #[must_use]
    pub fn type_name(&self) -> &str {
        self.ty.trim_matches(['[', ']', '!'])
    }
}

impl Listing {
    /// A data set as lists tell it.
    #[must_use]
    pub fn of(named: &Named) -> Self {
        let name = &named.name;
        let formats = Format::ALL.into_iter().filter(|format| format.is_built());
        let files = formats.map(|format| {
            let extension = format.extension();
            (extension.to_owned(), format!("{name}.{extension}").into())
        });
        let parameters = named.variables.iter().map(|of| Parameter {
            name: of.name.clone(),
            ty: of.ty.clone(),
            default: of.default.clone(),
        });
        Self {
            name: name.clone(),
            title: named.title.clone(),
            description: named.description.clone(),
            files: files.collect(),
            metadata: format!("{name}{METADATA}"),
            parameters: parameters.collect(),
            // Those of a data set were looked at when it was read.
            columns: heads(&[], &named.columns).unwrap_or_default(),
        }
    }
}
