//! What facts were taken from.

use super::super::page::document;
use super::declaration::{Cell, Column, Facet, Table, Takes};

pub(super) const SOURCES: Table = Table {
    name: "sources",
    list: "sources",
    of: "SOURCE",
    lead: |t| &t.leads.sources,
    document: document!("sources.graphql", "value.graphql", "../edition.graphql",),
    facets: &[
        Facet::word("kind", |t| &t.common.kind, "SourceKind"),
        Facet::YEAR,
        Facet::counted(
            "publisher",
            |t| &t.table.publisher,
            "publisher",
            Takes::Name,
        ),
    ],
    texts: &["title.contains", "publisher.contains"],
    columns: &[
        Column::ordered("title", |t| &t.common.title, Cell::Source, "TITLE"),
        Column::ordered(
            "publisher",
            |t| &t.table.publisher,
            Cell::Text("publisher"),
            "PUBLISHER",
        ),
        Column::YEAR,
        Column::kind("SourceKind"),
        Column::ordered(
            "cited",
            |t| &t.table.cited_by,
            Cell::Count("citedBy"),
            "CITED_BY_COUNT",
        ),
    ],
    order: ("title", false),
    is_translated: false,
};
