//! How ISCMs are paid for.

use super::super::page::document;
use super::declaration::{Cell, Column, Facet, Table, Takes};

pub(super) const FUNDING: Table = Table {
    name: "funding",
    list: "fundingSources",
    of: "FUNDING",
    lead: |t| &t.leads.funding,
    document: document!(
        "funding.graphql",
        "value.graphql",
        "../edition.graphql",
        "../cited.graphql",
    ),
    facets: &[
        Facet::word("kind", |t| &t.common.kind, "FundingKind"),
        Facet::ISCM,
        Facet::counted("currency", |t| &t.table.currency, "currency", Takes::Name),
        Facet::YEAR,
    ],
    texts: &["summary.contains"],
    columns: &[
        Column::kind("FundingKind"),
        Column::ISCM,
        Column::plain("summary", |t| &t.common.summary, Cell::Text("summary")),
        Column::ordered("amount", |t| &t.table.amount, Cell::Amount, "AMOUNT"),
        Column::YEAR,
        Column::plain("contributors", |t| &t.iscm.contributors, Cell::Contributors),
    ],
    order: ("kind", false),
    is_translated: false,
};
