//! Who chairs which ISCM.

use super::super::page::document;
use super::declaration::{Cell, Column, Facet, Table};

pub(super) const CHAIRS: Table = Table {
    name: "chairs",
    list: "chairmanships",
    of: "CHAIRMANSHIP",
    lead: |t| &t.leads.chairs,
    document: document!(
        "chairs.graphql",
        "value.graphql",
        "../edition.graphql",
        "../cited.graphql",
    ),
    facets: &[
        Facet::ISCM,
        Facet::OF_REGION,
        Facet::OF_COUNTRY,
        Facet::OF_ORGANIZATION,
        Facet::DURING,
    ],
    texts: &[
        "country.is.name.contains",
        "organization.is.name.contains",
        "iscm.is.name.contains",
    ],
    columns: &[
        Column::ISCM,
        Column::ordered("name", |t| &t.table.party, Cell::Party, "COUNTRY_NAME"),
        Column::FROM,
        Column::TO,
    ],
    order: ("from", true),
    is_translated: true,
};
