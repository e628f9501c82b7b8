//! Records' keys: what makes their ids.

use entity::enums::Vocabulary;

use super::records::{
    Activity, AddedValue, Chair, Commitment, Contribution, EarlierReview, Event, Figure, Fund,
    Funding, Input, Instrument, Member, Partnership, RelatedEvent, Structure, Theme, Uptake,
};

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

/// A record that has a key.
pub(super) trait Keyed {
    /// The key that is written, if one is.
    fn written(&self) -> Option<&str>;
    /// The key that follows from the record's content.
    fn derived(&self) -> String;

    /// The key.
    fn key(&self) -> String {
        self.written().map_or_else(|| self.derived(), str::to_owned)
    }
}

/// Records whose key follows from a name, and records whose key must be written.
macro_rules! keyed {
    (derived { $($named:ident: $name:ident),* $(,)? } written { $($keyed:ident),* $(,)? }) => {
        $(impl Keyed for $named {
            fn written(&self) -> Option<&str> {
                self.key.as_deref()
            }
            fn derived(&self) -> String {
                slug(&self.$name)
            }
        })*
        $(impl Keyed for $keyed {
            fn written(&self) -> Option<&str> {
                Some(&self.key)
            }
            fn derived(&self) -> String {
                self.key.clone()
            }
        })*
    };
}

keyed! {
    derived {
        Theme: title, Structure: name, Fund: name, Figure: label, Instrument: title, Event: name,
        Commitment: title, EarlierReview: title, RelatedEvent: name,
    }
    written { Funding, Contribution, Partnership, AddedValue, Uptake, Activity, Input }
}

/// A party's part of a key.
fn party(country: Option<&String>, organization: Option<&String>) -> String {
    slug(country.or(organization).map_or("", String::as_str))
}

impl Keyed for Member {
    fn written(&self) -> Option<&str> {
        self.key.as_deref()
    }
    fn derived(&self) -> String {
        let role = slug(&self.role.word());
        format!(
            "{}-{role}",
            party(self.country.as_ref(), self.organization.as_ref())
        )
    }
}

impl Keyed for Chair {
    fn written(&self) -> Option<&str> {
        self.key.as_deref()
    }
    fn derived(&self) -> String {
        let party = party(self.country.as_ref(), self.organization.as_ref());
        format!("{party}-{}", self.from.0)
    }
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
