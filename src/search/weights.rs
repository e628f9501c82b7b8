//! How much records count in searches, whatever is searched for.

use entity::tables::NodeType;

use super::analysis::words;
use super::documents::Document;
use crate::model::of_record;

/// What a match in a name counts.
pub(super) const NAME: f32 = 8.0;
/// What a match in another name counts: one that the record is not known by first.
pub(super) const OTHER_NAME: f32 = 6.0;
/// What a match in another text counts.
pub(super) const TEXT: f32 = 2.0;
/// What a match counts in the name of what the record refers to, or in its vocabularies' words.
pub(super) const CONTEXT: f32 = 0.5;
/// How much a record's scores count: by its type, and more the shorter its name (or its text, where
/// it has no name).
pub(super) fn factor(kind: NodeType, said: &Document<'_>) -> f32 {
    let length = |text: &str| words(text).count();
    let names = said.names.iter().filter(|name| !name.is_other);
    let name = names.map(|name| length(name.text)).min();
    let text = || {
        8 + said
            .texts
            .iter()
            .map(|text| length(text.text))
            .sum::<usize>()
            / 8
    };
    let length = name.unwrap_or_else(text).clamp(1, 24);
    let penalties = u8::try_from(length).map_or(0.0, f32::from);
    of_record(kind).weight / (1.0 + 0.03 * penalties)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_counts_more_and_no_factor_makes_a_text_of_a_name() {
        let said = |name: &'static str| Document {
            names: vec![super::super::documents::Text {
                field: "name",
                language: None,
                text: name,
                is_other: false,
            }],
            ..Document::default()
        };
        let short = factor(NodeType::Iscm, &said("Forum"));
        let long = factor(NodeType::Membership, &said(LONG));
        assert!(short > factor(NodeType::Iscm, &said("A forum of some length")));
        assert!(NAME * long > TEXT * short);
        assert!(NAME * long > CONTEXT * short);
    }

    const LONG: &str = "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j";
}
