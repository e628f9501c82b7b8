//! Section 4: with whom the ISCM works, and who observes it.

use entity::enums::MembershipRole;
use entity::values::Language;
use entity::{iscm, organization, partnership};

use super::document::{Paragraph, Piece};
use super::members;
use super::prose::{joined, label, on_record, told};
use crate::graph::Row;

/// Kinds of partners, and how a number of partnerships with them is called.
const KINDS: [(&str, &str); 3] = [
    (
        "partnership with another ISCM",
        "partnerships with other ISCMs",
    ),
    (
        "partnership with an organization",
        "partnerships with organizations",
    ),
    (
        "partnership with a category of partners",
        "partnerships with categories of partners",
    ),
];

pub(super) fn write(iscm: Row<'_, iscm::Entity>) -> Vec<Paragraph<'_>> {
    let mut by_kind = [const { Vec::new() }; 3];
    for row in iscm.many::<partnership::Entity>().iter() {
        let (kind, name) = partner(&row);
        let modalities = joined(row.modalities.0.iter().map(|one| label(*one)));
        let text = told(&name, [modalities], &row.summary);
        by_kind[kind].push(Piece::fact(text, &row));
    }
    let mut paragraphs = Vec::new();
    for ((one, many), items) in KINDS.into_iter().zip(by_kind) {
        if !items.is_empty() {
            let lead = on_record(items.len(), one, many);
            paragraphs.push(Paragraph::sentences(Some(lead), items));
        }
    }
    paragraphs.extend(members::paragraphs(iscm, MembershipRole::Observer));
    paragraphs.extend(members::paragraphs(iscm, MembershipRole::Partner));
    paragraphs
}

/// The place of a partner's kind in [`KINDS`], and its name.
fn partner(row: &Row<'_, partnership::Entity>) -> (usize, String) {
    if let Some(iscm) = row.one_by::<iscm::Entity>(partnership::Column::PartnerId) {
        return (0, iscm.names.get(Language::En).to_owned());
    }
    match row.one::<organization::Entity>() {
        Some(organization) => (1, organization.name.clone()),
        None => (2, row.category.map(label).unwrap_or_default()),
    }
}
