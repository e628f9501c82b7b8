//! Meetings of ISCMs.

use super::super::page::document;
use super::declaration::{Cell, Column, Facet, Table};

pub(super) const EVENTS: Table = Table {
    name: "events",
    list: "events",
    of: "EVENT",
    lead: |t| &t.leads.events,
    document: document!(
        "events.graphql",
        "value.graphql",
        "../edition.graphql",
        "../cited.graphql",
    ),
    facets: &[
        Facet::word("kind", |t| &t.common.kind, "EventKind"),
        Facet::word("status", |t| &t.common.status, "EventStatus"),
        Facet::ISCM,
        Facet::COUNTRY,
        Facet::YEAR,
    ],
    texts: &["name.contains", "theme.contains", "city.contains"],
    columns: &[
        Column::ordered("date", |t| &t.table.date, Cell::Days, "START"),
        Column::ordered("name", |t| &t.common.name, Cell::Text("name"), "NAME"),
        Column::kind("EventKind"),
        Column::ISCM,
        Column::ordered("city", |t| &t.table.city, Cell::Text("city"), "CITY"),
        Column::ordered(
            "country",
            |t| &t.common.country,
            Cell::Country("country"),
            "COUNTRY_NAME",
        ),
        Column::status("EventStatus"),
    ],
    order: ("date", true),
    is_translated: true,
};
