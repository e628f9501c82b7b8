//! Records' keys: what makes their ids.

use entity::tables::NodeType;

/// A text as a key: lower-case letters, digits and single hyphens.
pub(super) fn slug(text: &str) -> String {
    slug::slugify(text)
}

/// Whether a text can be a key.
pub(super) fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

/// The part of a record's id that is its key.
pub(super) fn key_of(id: &str) -> &str {
    id.rsplit_once('/').map_or(id, |(_, key)| key)
}

/// The part of a record's id that is the id of the record it belongs to; empty if it has none.
pub(super) fn owner_of(id: &str) -> &str {
    id.rsplit_once('/').map_or("", |(owner, _)| owner)
}

/// The key in an id `<type>:<key>` of a type; what is no such id is a key already.
pub(super) fn key_in(kind: NodeType, text: &str) -> &str {
    let id = text.strip_prefix(kind.name());
    id.and_then(|id| id.strip_prefix(':')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_key() {
        let title = "Guidelines on children – niñas, niños (2ª ed.)";
        assert_eq!(slug(title), "guidelines-on-children-ninas-ninos-2a-ed");
        assert!(is_key(&slug(title)));
    }

    #[test]
    fn a_key_is_plain() {
        for wrong in [
            "", "-", "a--b", "A", "a b", "a_b", "-a", "a-", "ñ", "a/b", "a:b",
        ] {
            assert!(!is_key(wrong), "{wrong}");
        }
        assert!(is_key("5-5-dialogue-2019"));
    }
}
