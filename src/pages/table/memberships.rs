//! Who takes part in which ISCM.

use super::super::page::document;
use super::declaration::{Cell, Column, Facet, Table};

pub(super) const MEMBERSHIPS: Table = Table {
    name: "memberships",
    list: "memberships",
    of: "MEMBERSHIP",
    lead: |t| &t.leads.memberships,
    document: document!(
        "memberships.graphql",
        "value.graphql",
        "../edition.graphql",
        "../cited.graphql",
    ),
    facets: &[
        Facet::ISCM,
        Facet::word("role", |t| &t.table.role, "MembershipRole"),
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
        Column::ordered("role", |t| &t.table.role, Cell::Role, "ROLE"),
        Column::FROM,
        Column::TO,
    ],
    order: ("iscm", false),
    is_translated: true,
};
