//! What a file looks like: its columns, and what it tells of itself.

use std::collections::HashSet;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::about::About;
use crate::error::{Error, ErrorCode, Result};
use crate::execute::{CellType, Column};

/// The name of the column of keys.
pub(super) const KEY: &str = "_key";

/// A column of a file.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// The name.
    pub name: String,
    /// What its values are for programs.
    #[serde(rename = "type", serialize_with = "by_name")]
    pub ty: CellType,
    /// What they are, in sentences.
    #[serde(rename = "description")]
    pub doc: String,
}

/// What a file looks like.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The columns: those of texts that come first, `_key`, and the table's.
    pub heads: Vec<Head>,
    /// What the file tells of itself.
    pub about: About,
    /// Whether CSV begins with a byte order mark, by which Excel knows UTF-8.
    pub has_mark: bool,
}

impl Layout {
    /// The layout of a table. `leading` are columns of texts that come first, each with what its values are.
    pub fn new(leading: &[(&str, &str)], columns: &[Column], about: About) -> Result<Self> {
        Ok(Self {
            heads: heads(leading, columns)?,
            about,
            has_mark: false,
        })
    }

    /// The columns as JSON.
    #[must_use]
    pub fn columns_json(&self) -> Value {
        json!(self.heads)
    }
}

/// The columns of a file of a table.
pub(super) fn heads(leading: &[(&str, &str)], columns: &[Column]) -> Result<Vec<Head>> {
    let text = |name: &str, doc: &str| Head {
        name: name.to_owned(),
        doc: doc.to_owned(),
        ty: CellType::Text,
    };
    let leading = leading.iter().map(|(name, doc)| text(name, doc));
    let key = text(
        KEY,
        "What tells the row from all others, whatever version it is of: the ids along the way to it.",
    );
    let columns = columns.iter().map(|column| Head {
        name: column.name.clone(),
        doc: described(column),
        ty: column.ty,
    });
    let heads: Vec<_> = leading.chain([key]).chain(columns).collect();
    let mut names = HashSet::new();
    if let Some(head) = heads.iter().find(|head| !names.insert(&*head.name)) {
        let message = format!(
            "two columns would be called `{}`: ask for one under another name (an alias)",
            head.name
        );
        return Err(Error::new(ErrorCode::BadRequest, message));
    }
    Ok(heads)
}

/// What the values of a column are, with what its field does not say.
fn described(column: &Column) -> String {
    let mut doc = column.doc.clone();
    if column.is_joined {
        doc.push_str(
            " The values of a list, parted by `; `; inside them `;` and `\\` have a `\\` before them.",
        );
    }
    if !column.is_of_row {
        doc.push_str(
            " It is not of the row but of what the row belongs to, and repeats: do not add it up.",
        );
    }
    doc
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives places")]
fn by_name<S: Serializer>(ty: &CellType, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(type_name(*ty))
}

/// What the values of a column are called, by the W3C's XML Schema.
pub(super) const fn type_name(ty: CellType) -> &'static str {
    match ty {
        CellType::Text => "string",
        CellType::Int => "integer",
        CellType::Float => "double",
        CellType::Decimal => "decimal",
        CellType::Date => "date",
        CellType::Moment => "dateTime",
        CellType::Flag => "boolean",
    }
}
