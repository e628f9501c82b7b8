//! ISCMs.

use super::super::page::document;
use super::declaration::{Cell, Column, Facet, Table, Takes};

pub(super) const ISCMS: Table = Table {
    name: "iscms",
    list: "iscms",
    of: "ISCM",
    lead: |t| &t.leads.iscms,
    document: document!(
        "iscms.graphql",
        "value.graphql",
        "../edition.graphql",
        "../cited.graphql",
    ),
    facets: &[
        Facet::word("kind", |t| &t.common.kind, "IscmKind"),
        Facet::word("status", |t| &t.common.status, "IscmStatus"),
        Facet::counted("region", |t| &t.common.region, "region", Takes::Name),
        Facet::TOPIC,
        Facet::counted(
            "language",
            |t| &t.common.language,
            "languages.some",
            Takes::Name,
        ),
        Facet::written(
            "country",
            |t| &t.common.country,
            "members.some.country",
            Takes::Name,
        ),
    ],
    texts: &["name.contains", "summary.contains", "aliases.some.contains"],
    columns: &[
        Column::ordered("name", |t| &t.common.name, Cell::Itself, "NAME"),
        Column::kind("IscmKind"),
        Column::status("IscmStatus"),
        Column::ordered(
            "region",
            |t| &t.common.region,
            Cell::Text("region"),
            "REGION",
        ),
        Column::ordered(
            "established",
            |t| &t.iscm.established,
            Cell::Number("established"),
            "ESTABLISHED",
        ),
        Column::ordered(
            "members",
            |t| &t.iscm.members,
            Cell::Count("members"),
            "MEMBER_COUNT",
        ),
    ],
    order: ("name", false),
    is_translated: true,
};
