//! What members of ISCMs committed themselves to.

use super::super::page::document;
use super::declaration::{Cell, Column, Facet, Table};

pub(super) const COMMITMENTS: Table = Table {
    name: "commitments",
    list: "commitments",
    of: "COMMITMENT",
    lead: |t| &t.leads.commitments,
    document: document!(
        "commitments.graphql",
        "value.graphql",
        "../edition.graphql",
        "../cited.graphql",
    ),
    facets: &[
        Facet::word("status", |t| &t.common.status, "CommitmentStatus"),
        Facet::TOPIC,
        Facet::ISCM,
        Facet::YEAR,
    ],
    texts: &["title.contains", "summary.contains"],
    columns: &[
        Column::YEAR,
        Column::ordered("title", |t| &t.common.title, Cell::Text("title"), "TITLE"),
        Column::ISCM,
        Column::ordered("due", |t| &t.table.due, Cell::Date("due"), "DUE"),
        Column::status("CommitmentStatus"),
        Column::TOPICS,
    ],
    order: ("year", true),
    is_translated: false,
};
