//! A table as a page.

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::address::Link;
use super::super::edition::Edition;
use super::super::frame::{Frame, Head};
use super::super::selection::{FacetView, Selection};
use super::super::show::{Shown, read};
use super::asked::Asked;
use super::choices::{Chosen, choices};
use super::declaration::{Table, Takes};
use super::row::{Content, Row, value};
use crate::error::Result;
use crate::files::Format;

/// What a table's document answers: its list under the name of the field, and the counts of its facets.
#[derive(Debug, Deserialize)]
struct Data {
    all: Total,
    #[serde(flatten)]
    others: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Total {
    total_count: u64,
}

/// A page of the list.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct List {
    total_count: u64,
    page_info: PageInfo,
    nodes: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
    has_previous_page: bool,
    start_cursor: Option<String>,
}

/// The head of a column.
#[derive(Debug)]
struct ColumnHead<'v> {
    title: &'v str,
    is_number: bool,
    /// The table in the order of the column, or in the other direction.
    link: Option<Link>,
    /// Which way it is ordered by this column, if it is.
    sort: Option<&'static str>,
}

/// A facet whose values are written.
#[derive(Debug)]
struct Field<'v> {
    name: &'v str,
    title: &'v str,
    value: &'v str,
    is_year: bool,
}

#[derive(Template)]
#[template(path = "table/table.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    name: &'v str,
    lead: &'v str,
    text: &'v str,
    fields: Vec<Field<'v>>,
    hidden: Vec<(&'v str, &'v str)>,
    facets: Vec<FacetView<'v>>,
    chosen: Vec<Chosen<'v>>,
    none: Link,
    columns: Vec<ColumnHead<'v>>,
    is_cited: bool,
    rows: Vec<Row>,
    count: u64,
    all: u64,
    previous: Option<Link>,
    next: Option<Link>,
    downloads: Vec<(&'static str, Link)>,
}

/// The page of a table.
pub(super) fn show(table: &Table, asked: &Asked, frame: &Frame<'_>, data: &[u8]) -> Result<Shown> {
    let mut answer = read::<Data>(data)?;
    let list = answer.data.others.remove(table.list).unwrap_or_default();
    let list = value::<List>(&list)?;
    let selection = Selection::of(frame.address);
    let rows = list.nodes.iter();
    let rows = rows.map(|node| Row::read(table.columns, node));
    let (facets, chosen) = choices(table, frame, &selection, &answer.data.others)?;
    let fields = table.facets.iter().filter(|facet| !facet.is_counted);
    let fields: Vec<_> = fields
        .map(|facet| Field {
            name: facet.name,
            title: (facet.title)(frame.t),
            value: selection.first(facet.name),
            is_year: facet.takes == Takes::During,
        })
        .collect();
    let of_form = fields.iter().map(|field| field.name).chain(["text"]);
    let hidden = selection.hidden(&of_form.collect::<Vec<_>>());
    let conditions = table.facets.iter().map(|facet| facet.name).chain(["text"]);
    let none = selection.without(&conditions.collect::<Vec<_>>());
    let page = &list.page_info;
    let at = |is_there: bool, place: &str, cursor: &Option<String>| {
        let cursor = cursor.as_deref().filter(|_| is_there)?;
        Some(selection.at(place, cursor))
    };
    let head = head(table, frame, &answer.edition);
    let view = View {
        frame,
        head: &head,
        edition: &answer.edition,
        name: table.name,
        lead: (table.lead)(frame.t),
        text: selection.first("text"),
        fields,
        hidden,
        facets,
        chosen,
        none,
        columns: heads(table, asked, frame, &selection),
        is_cited: list
            .nodes
            .iter()
            .any(|node| node.get("citations").is_some()),
        rows: rows.collect::<Result<_>>()?,
        count: list.total_count,
        all: answer.data.all.total_count,
        previous: at(page.has_previous_page, "before", &page.start_cursor),
        next: at(page.has_next_page, "after", &page.end_cursor),
        downloads: downloads(table, asked, frame),
    };
    Shown::html(head.title.clone(), &answer.edition, &view)
}

/// The head of the page.
fn head(table: &Table, frame: &Frame<'_>, edition: &Edition) -> Head {
    let title = frame.word("NodeType", table.of);
    let lead = (table.lead)(frame.t);
    Head {
        title: title.to_owned(),
        description: lead.to_owned(),
        json_ld: Some(json!({
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": title,
            "description": lead,
            "version": edition.version.to_string(),
            "dateModified": edition.day(),
            "license": edition.licence.url,
            "isAccessibleForFree": true,
            "distribution": {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": frame.file(&format!("d/{}.csv", table.name)),
            },
        })),
    }
}

/// The heads of the columns.
fn heads<'v>(
    table: &Table,
    asked: &Asked,
    frame: &'v Frame<'_>,
    selection: &Selection,
) -> Vec<ColumnHead<'v>> {
    let columns = table.columns.iter().map(|column| {
        let is_order = column.name == asked.order;
        let link = column.order.map(|_| {
            if is_order && !asked.is_descending {
                selection.with("order", Some(&format!("-{}", column.name)))
            } else {
                selection.with("order", Some(column.name))
            }
        });
        let way = if asked.is_descending {
            "descending"
        } else {
            "ascending"
        };
        ColumnHead {
            title: (column.title)(frame.t),
            is_number: column.cell.is_number(),
            link,
            sort: is_order.then_some(way),
        }
    });
    columns.collect()
}

/// Links to just this selection as files.
fn downloads(table: &Table, asked: &Asked, frame: &Frame<'_>) -> Vec<(&'static str, Link)> {
    let filter = asked.filter(None);
    let filter = (!filter.is_null()).then(|| filter.to_string());
    let language = frame.language.word();
    let version = frame.version.map(|version| version.to_string());
    let params: Vec<_> = [
        ("filter", filter.as_deref()),
        ("language", table.is_translated.then_some(language.as_str())),
        ("version", version.as_deref()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect();
    let formats = Format::built();
    let links = formats.map(|format| {
        let path = format!("{}d/{}.{}", frame.root, table.name, format.extension());
        (format.label(), Link::new(&path, params.iter().copied()))
    });
    links.collect()
}
