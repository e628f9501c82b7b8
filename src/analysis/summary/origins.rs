//! What the ISCM is part of, what it grew out of, and what grew out of it.

use entity::{iscm, iscm_association, iscm_predecessor, organization};

use super::document::{Paragraph, Piece};
use super::prose::{full_name, named};
use crate::graph::Row;

/// A paragraph for each of them that is known. What grew out of it is told by the successors' own sources.
pub(super) fn paragraphs(iscm: Row<'_, iscm::Entity>) -> impl Iterator<Item = Paragraph<'_>> {
    let associations = iscm.many::<iscm_association::Entity>().iter();
    let associates = associations.filter_map(|row| {
        let other = row.one_by::<iscm::Entity>(iscm_association::Column::AssociatedIscmId);
        let name = other.map(|other| full_name(&other));
        let name = name.or_else(|| Some(organization(&row.one()?)))?;
        Some(Piece::fact(name, &iscm))
    });
    let predecessors = iscm.many::<iscm_predecessor::Entity>().iter();
    let predecessors = predecessors.filter_map(|row| {
        let before = row.one_by::<iscm::Entity>(iscm_predecessor::Column::PredecessorId)?;
        Some(Piece::fact(full_name(&before), &iscm))
    });
    let successors =
        iscm.many_by::<iscm_predecessor::Entity>(iscm_predecessor::Column::PredecessorId);
    let successors = successors
        .iter()
        .filter_map(|row| row.one::<iscm::Entity>());
    let successors = successors.map(|after| Piece::fact(full_name(&after), &after));
    let lists: [(&str, Vec<Piece<'_>>); 3] = [
        (
            "It is formally part of or associated with",
            associates.collect(),
        ),
        ("It grew out of", predecessors.collect()),
        ("Out of it grew", successors.collect()),
    ];
    let told = lists.into_iter().filter(|(_, items)| !items.is_empty());
    told.map(|(lead, items)| Paragraph::list(lead.to_owned(), items))
}

/// An organization's name with its acronym.
fn organization(row: &Row<'_, organization::Entity>) -> String {
    named(&row.name, [Some(row.id.clone())])
}
