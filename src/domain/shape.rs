//! What records look like: their keys, what each takes, and the lists that they stand in. It is taken from their
//! statements.

use entity::tables::NodeType;

use super::rows::Rows;

/// A key of records.
#[derive(Clone, Copy, Debug)]
pub struct KeyShape {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Takes {
    /// Each value.
    pub value: Taken,
    /// Whether it takes several.
    pub is_list: bool,
    /// Whether it must be there.
    pub is_required: bool,
}

impl Takes {
    /// One value, which must be there.
    pub(super) const fn one(value: Taken) -> Self {
        Self {
            value,
            is_list: false,
            is_required: true,
        }
    }

    /// The same, if it may be left out.
    pub(super) const fn or_nothing(self) -> Self {
        Self {
            is_required: false,
            ..self
        }
    }

    /// Several of it; whether there must be one.
    pub(super) const fn several(self, is_required: bool) -> Self {
        Self {
            is_list: true,
            is_required,
            ..self
        }
    }
}

/// What one value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A text.
    Text,
    /// A whole number.
    Int,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// A day.
    Day,
    /// A word of a vocabulary, by the name of that.
    Word(&'static str),
    /// A record of one of these types, by its id `<type>:<key>` or as files name it.
    Reference(&'static [NodeType]),
    /// A word of a vocabulary, by the name of that, or a record of one of these types.
    WordOrReference(&'static str, &'static [NodeType]),
    /// A record of its own.
    Record,
    /// A name in each of several languages.
    Names,
    /// What a source says, as `<source>` or `<source>#<place in it>`.
    Citation,
}

/// A list of records in an aggregate, or in a record.
#[derive(Clone, Copy, Debug)]
pub struct ListShape {
    /// Its name.
    pub name: &'static str,
    /// Its records.
    pub record: RecordShape,
}

/// What records of a type look like.
#[derive(Clone, Copy, Debug)]
pub struct RecordShape {
    /// The type.
    pub kind: NodeType,
    /// The keys that they have.
    pub keys: &'static [KeyShape],
    /// The lists of records that belong to one.
    pub lists: &'static [ListShape],
    /// The key of one, of which the number in its list is known.
    pub(super) key_of: fn(&toml::Table, usize) -> Option<String>,
    /// The ids of those that belong to a record or to the aggregate.
    pub(super) ids_of: fn(Rows<'_>, &str) -> Vec<String>,
}

impl RecordShape {
    /// The key that a record has or that follows from it, by its number from 0 in its list; nothing where it cannot
    /// be read.
    #[must_use]
    pub fn key(&self, record: &toml::Table, number: usize) -> Option<String> {
        (self.key_of)(record, number)
    }

    /// The ids of the records that belong to one, or to the aggregate, in their order.
    pub(super) fn ids(&self, rows: Rows<'_>, owner: &str) -> Vec<String> {
        (self.ids_of)(rows, owner)
    }
}
