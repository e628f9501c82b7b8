//! What ISCMs adopted or published.

use super::super::page::document;
use super::declaration::{Cell, Column, Facet, Table, Takes};

pub(super) const INSTRUMENTS: Table = Table {
    name: "instruments",
    list: "instruments",
    of: "INSTRUMENT",
    lead: |t| &t.leads.instruments,
    document: document!(
        "instruments.graphql",
        "value.graphql",
        "../edition.graphql",
        "../cited.graphql",
    ),
    facets: &[
        Facet::word("kind", |t| &t.common.kind, "InstrumentKind"),
        Facet::TOPIC,
        Facet::ISCM,
        Facet::counted(
            "country",
            |t| &t.common.country,
            "endorsingCountries.some.code",
            Takes::Name,
        ),
        Facet::YEAR,
    ],
    texts: &["title.contains", "summary.contains"],
    columns: &[
        Column::YEAR,
        Column::ordered("title", |t| &t.common.title, Cell::Title, "TITLE"),
        Column::kind("InstrumentKind"),
        Column::ISCM,
        Column::TOPICS,
    ],
    order: ("year", true),
    is_translated: false,
};
