//! What a CSV file is, beside it: metadata as the W3C's CSV on the Web has them.

use serde_json::{Map, Value, json};

use super::layout::{Head, KEY, Layout, type_name};
use crate::execute::CellType;
use crate::terms::{DISCLAIMER, LICENCE};

/// How names of files end that tell of the columns of CSV.
pub const METADATA: &str = ".csv-metadata.json";

/// The metadata of a CSV file at an address, which may be relative to that of the metadata.
#[must_use]
pub fn metadata(layout: &Layout, url: &str) -> Value {
    let about = &layout.about;
    let mut metadata = Map::new();
    let mut tell = |name: &str, value: Value| {
        if !value.is_null() && value != "" {
            metadata.insert(name.to_owned(), value);
        }
    };
    tell(
        "@context",
        json!(["http://www.w3.org/ns/csvw", { "@language": "en" }]),
    );
    tell("url", url.into());
    tell("dc:title", about.title.as_str().into());
    tell("dc:description", about.description.as_str().into());
    tell("dc:license", json!({ "@id": LICENCE.url }));
    tell("dc:rights", DISCLAIMER.into());
    tell("dc:bibliographicCitation", about.citation().into());
    tell("dc:issued", about.published_at().into());
    tell("schema:version", about.version.into());
    let link = |url: &Option<String>| url.as_ref().map(|url| json!({ "@id": url })).into();
    tell("dc:source", link(&about.url));
    tell("dcat:contactPoint", link(&about.contact));
    let dialect = json!({
        "encoding": "utf-8",
        "delimiter": ",",
        "quoteChar": "\"",
        "doubleQuote": true,
        "lineTerminators": ["\r\n"],
        "header": true,
        "headerRowCount": 1,
        "skipInitialSpace": false,
        "trim": false,
    });
    tell("dialect", dialect);
    let columns: Value = layout.heads.iter().map(column).collect();
    tell(
        "tableSchema",
        json!({ "columns": columns, "primaryKey": name(KEY) }),
    );
    metadata.into()
}

/// A column.
fn column(head: &Head) -> Value {
    json!({
        "name": name(&head.name),
        "titles": head.name,
        "dc:description": head.doc,
        "datatype": datatype(head.ty),
        "null": "",
        "required": head.name == KEY,
    })
}

/// The name of a column in the metadata: names that begin with `_` are the standard's own, so that it is escaped there.
/// In the file it is as it is, which the metadata call its title.
fn name(name: &str) -> String {
    match name.strip_prefix('_') {
        Some(rest) => format!("%5F{rest}"),
        None => name.to_owned(),
    }
}

/// The type of a column's values, and how they are written.
fn datatype(ty: CellType) -> Value {
    let base = type_name(ty);
    match ty {
        CellType::Date => json!({ "base": base, "format": "yyyy-MM-dd" }),
        CellType::Moment => json!({ "base": base, "format": "yyyy-MM-ddTHH:mm:ss.SSSX" }),
        CellType::Flag => json!({ "base": base, "format": "true|false" }),
        _ => base.into(),
    }
}
