//! Section 5: what members say membership is worth.

use entity::enums::AddedValueKind;
use entity::{added_value, added_value_party, iscm};
use sea_orm::Iterable;

use super::document::{Fact, Paragraph, Piece};
use super::prose::{count, joined, label, named, on_record, told};
use crate::analysis::names::party_name;
use crate::graph::Row;

pub(super) fn write(iscm: Row<'_, iscm::Entity>) -> Vec<Paragraph<'_>> {
    let rows: Vec<_> = iscm.many::<added_value::Entity>().iter().collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let statement = |row: &Row<'_, added_value::Entity>| {
        let parties = row.many::<added_value_party::Entity>();
        let parties = joined(parties.iter().filter_map(|row| party_name(&row)));
        let values = joined(row.values.0.iter().map(|value| label(*value)));
        let by = parties.as_deref().unwrap_or("Not told by whom");
        told(by, [values], &row.summary)
    };
    let lead = on_record(
        rows.len(),
        "statement on the added value of membership",
        "statements on the added value of membership",
    );
    let items = rows.iter().map(|row| Piece::fact(statement(row), row));
    let mut paragraphs = vec![Paragraph::sentences(Some(lead), items.collect())];
    paragraphs.extend(values(&rows));
    paragraphs
}

/// The kinds of value by the statements that name them.
fn values<'a>(rows: &[Row<'a, added_value::Entity>]) -> Option<Paragraph<'a>> {
    let item = |kind: AddedValueKind| {
        let naming = rows.iter().filter(|row| row.values.0.contains(&kind));
        let facts: Vec<_> = naming.map(Fact::of).collect();
        let statements = count(facts.len(), "statement", "statements");
        (!facts.is_empty()).then(|| Piece::of(named(&label(kind), [Some(statements)]), &facts))
    };
    let items: Vec<_> = AddedValueKind::iter().filter_map(item).collect();
    let lead = "The kinds of value that they name are".to_owned();
    (rows.len() > 1 && items.len() > 1).then(|| Paragraph::list(lead, items))
}
