//! The standing parts of ISCMs.

use super::super::page::document;
use super::declaration::{Cell, Column, Facet, Table, Takes};

pub(super) const STRUCTURES: Table = Table {
    name: "structures",
    list: "structures",
    of: "STRUCTURE",
    lead: |t| &t.leads.structures,
    document: document!(
        "structures.graphql",
        "value.graphql",
        "../edition.graphql",
        "../cited.graphql",
    ),
    facets: &[
        Facet::word("kind", |t| &t.common.kind, "StructureKind"),
        Facet::word("frequency", |t| &t.iscm.frequency, "MeetingFrequency"),
        Facet::ISCM,
        Facet::counted("country", |t| &t.iscm.seat, "seatCountry", Takes::Name),
        Facet::counted(
            "organization",
            |t| &t.iscm.supported_by,
            "supportedBy.some.acronym",
            Takes::Name,
        ),
    ],
    texts: &["name.contains", "summary.contains"],
    columns: &[
        Column::ordered("name", |t| &t.common.name, Cell::Text("name"), "NAME"),
        Column::kind("StructureKind"),
        Column::ISCM,
        Column::ordered(
            "established",
            |t| &t.iscm.established,
            Cell::Number("established"),
            "ESTABLISHED",
        ),
        Column::ordered(
            "frequency",
            |t| &t.iscm.frequency,
            Cell::Word("frequency", "MeetingFrequency"),
            "FREQUENCY",
        ),
        Column::ordered(
            "seat",
            |t| &t.iscm.seat,
            Cell::Country("seatCountry"),
            "SEAT_COUNTRY_NAME",
        ),
        Column::plain(
            "organizations",
            |t| &t.iscm.supported_by,
            Cell::Organizations("supportedBy"),
        ),
    ],
    order: ("name", false),
    is_translated: true,
};
