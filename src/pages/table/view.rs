//! A table as a page.

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::address::Link;
use super::super::edition::Edition;
use super::super::frame::{Frame, Head};
use super::super::selection::{Choice, FacetView, Selection};
use super::super::show::{Shown, read};
use super::asked::{Asked, UNKNOWN};
use super::declaration::{Facet, Table, Takes};
use super::row::{Content, Row, value};
use crate::error::Result;

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

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Groups {
    group_by: Vec<Group>,
}

#[derive(Debug, Deserialize)]
struct Group {
    count: u64,
    values: Vec<GroupValue>,
}

#[derive(Debug, Deserialize)]
struct GroupValue {
    value: Option<String>,
    label: Option<String>,
    node: Option<GroupNode>,
}

#[derive(Debug, Deserialize)]
struct GroupNode {
    slug: String,
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
    /// What is chosen: the title of its facet, and the link that removes it.
    chosen: Vec<(&'v str, Choice)>,
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
    let (mut facets, mut chosen) = (Vec::new(), Vec::new());
    for facet in table.facets {
        let title = (facet.title)(frame.t);
        let choices = match answer.data.others.get(&facet.counts()) {
            Some(groups) => facet.choices(frame, &selection, value::<Groups>(groups)?.group_by),
            None => Vec::new(),
        };
        for given in selection.values(facet.name) {
            chosen.push((title, facet.chosen(frame, &selection, &choices, given)));
        }
        if !choices.is_empty() {
            let choices = choices.into_iter().map(|(_, choice)| choice).collect();
            facets.push(FacetView::of(title, choices));
        }
    }
    let text = selection.values("text").into_iter().next();
    if let Some(text) = text {
        chosen.push((
            &frame.t.table.find,
            Choice {
                label: text.to_owned(),
                long: None,
                count: None,
                is_chosen: true,
                link: selection.with("text", None),
            },
        ));
    }
    let fields = table.facets.iter().filter(|facet| !facet.is_counted);
    let fields: Vec<_> = fields
        .map(|facet| Field {
            name: facet.name,
            title: (facet.title)(frame.t),
            value: selection
                .values(facet.name)
                .into_iter()
                .next()
                .unwrap_or_default(),
            is_year: facet.takes == Takes::During,
        })
        .collect();
    let of_form: Vec<_> = fields
        .iter()
        .map(|field| field.name)
        .chain(["text"])
        .collect();
    let hidden = selection.hidden(&of_form);
    let conditions: Vec<_> = table
        .facets
        .iter()
        .map(|facet| facet.name)
        .chain(["text"])
        .collect();
    let page = &list.page_info;
    let at = |is_there: bool, place: &str, cursor: &Option<String>| {
        let cursor = cursor.as_deref().filter(|_| is_there)?;
        Some(selection.at(place, cursor))
    };
    let title = frame.word("NodeType", table.of);
    let lead = (table.lead)(frame.t);
    let downloads = downloads(table, asked, frame);
    let head = Head {
        title: title.to_owned(),
        description: lead.to_owned(),
        json_ld: Some(json!({
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": title,
            "description": lead,
            "version": answer.edition.version.to_string(),
            "dateModified": answer.edition.day(),
            "license": answer.edition.licence.url,
            "isAccessibleForFree": true,
            "distribution": json!({
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": frame.file(&format!("d/{}.csv", table.name)),
            }),
        })),
    };
    let view = View {
        frame,
        head: &head,
        edition: &answer.edition,
        name: table.name,
        lead,
        text: text.unwrap_or_default(),
        fields,
        hidden,
        facets,
        chosen,
        none: selection.without(&conditions),
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
        downloads,
    };
    Shown::html(head.title.clone(), &answer.edition, &view)
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
    let formats = [
        ("CSV", "csv"),
        ("Excel", "xlsx"),
        ("JSON Lines", "jsonl"),
        ("Parquet", "parquet"),
    ];
    let formats = formats
        .into_iter()
        .filter(|(_, format)| cfg!(feature = "parquet") || *format != "parquet");
    let links = formats.map(|(name, format)| {
        let path = format!("{}d/{}.{format}", frame.root, table.name);
        (name, Link::new(&path, params.iter().copied()))
    });
    links.collect()
}

impl Facet {
    /// Its values as choices, each with what it is called in the address. Years from the newest.
    fn choices(
        &self,
        frame: &Frame<'_>,
        selection: &Selection,
        mut groups: Vec<Group>,
    ) -> Vec<(String, Choice)> {
        if self.takes == Takes::Year {
            groups.reverse();
        }
        let given = selection.values(self.name);
        let choices = groups.into_iter().filter_map(|group| {
            let of = group.values.into_iter().next()?;
            let (name, label, long) = match (of.value, of.node) {
                (None, _) => (UNKNOWN.to_owned(), frame.t.common.not_known.clone(), None),
                (Some(acronym), Some(node)) => (node.slug, acronym, of.label),
                (Some(value), None) => match self.takes {
                    Takes::Word(vocabulary) => {
                        let word = frame.word(vocabulary, &value).to_owned();
                        (value, word, None)
                    }
                    _ => {
                        let label = of.label.unwrap_or_else(|| value.clone());
                        (value, label, None)
                    }
                },
            };
            let means = |given: &&&str| {
                let is = |text: &str| text.eq_ignore_ascii_case(given);
                is(&name) || is(&label) || long.as_deref().is_some_and(is)
            };
            let chosen = given.iter().find(means);
            let choice = Choice {
                link: match chosen {
                    Some(given) => selection.removing(self.name, given),
                    None => selection.adding(self.name, &name),
                },
                is_chosen: chosen.is_some(),
                count: Some(group.count),
                label,
                long,
            };
            Some((name, choice))
        });
        choices.collect()
    }

    /// A value that is given, with the link that removes it.
    fn chosen(
        &self,
        frame: &Frame<'_>,
        selection: &Selection,
        choices: &[(String, Choice)],
        given: &str,
    ) -> Choice {
        let mut named = choices.iter();
        let named = named.find(|(name, _)| name.eq_ignore_ascii_case(given));
        let label = match (named, self.takes) {
            (Some((_, choice)), _) => choice.label.clone(),
            (None, Takes::Word(vocabulary)) => {
                let word = given.to_ascii_uppercase();
                frame.word(vocabulary, &word).to_owned()
            }
            (None, _) => given.to_owned(),
        };
        Choice {
            label,
            long: None,
            count: None,
            is_chosen: true,
            link: selection.removing(self.name, given),
        }
    }
}
