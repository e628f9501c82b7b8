//! What a type's fields are, for everything that asks by them: filters, orders, groups, coverage.

use chrono::NaiveDate;
use entity::values::Language;

use crate::graph::row::View;

/// How a value of a row is taken, once its type is forgotten: from what is seen and the row's place.
pub type Get<T> = Box<dyn Fn(&View, u32) -> T + Send + Sync>;
/// The same for values that are borrowed from the graph.
pub type GetText = Box<dyn for<'v> Fn(&'v View, u32) -> Option<&'v str> + Send + Sync>;
/// The same for values that differ by language.
pub type GetName = Box<dyn for<'v> Fn(&'v View, u32, Language) -> &'v str + Send + Sync>;
/// The same for lists of texts.
pub type GetTexts = Box<dyn for<'v> Fn(&'v View, u32) -> &'v [String] + Send + Sync>;
/// The same for the rows that a row has, as places in their table.
pub type GetPlaces =
    Box<dyn for<'v> Fn(&'v View, u32) -> std::borrow::Cow<'v, [u32]> + Send + Sync>;
/// Finds a row by its natural key.
pub type Find = fn(&View, &str) -> Option<u32>;

/// A field that rows of a type can be asked by.
pub struct Field {
    /// Its name in the schema.
    pub name: &'static str,
    /// What it is, as the schema describes it.
    pub doc: &'static str,
    /// Whether its values may be unknown.
    pub is_nullable: bool,
    /// Whether rows are worth counting by its values.
    pub is_facet: bool,
    /// Whether it is a text of sentences, or an address: nothing to order rows by.
    pub is_prose: bool,
    /// What its values are.
    pub kind: Kind,
}

/// What a field's values are, and how they are taken.
pub enum Kind {
    /// The id of the record's node, a record of this table.
    Id(GetText, Target),
    /// A key that rows are looked up by.
    Key(GetText, &'static Natural),
    /// A text.
    Text(GetText),
    /// A name that differs by language.
    Name(GetName),
    /// Several texts.
    Texts(GetTexts),
    /// A number.
    Number(Get<Option<f64>>, Unit),
    /// A date.
    Date(Get<Option<NaiveDate>>),
    /// True or false.
    Flag(Get<bool>),
    /// A word of a vocabulary, by its place in it.
    Word(Get<Option<usize>>, Vocabulary),
    /// Several words of a vocabulary.
    Words(Get<Vec<usize>>, Vocabulary),
    /// A row of another table, if there is one.
    One(Get<Option<u32>>, Target),
    /// Rows of another table; with their name in the singular.
    Many(GetPlaces, Target, &'static str),
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things: a whole number.
    Whole,
    /// Years: a whole number, of a decade.
    Year,
    /// What another field names, e.g. the currency.
    Named(&'static str),
}

/// The table that a relation leads to, by its place in the list of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target(pub usize);

/// A closed vocabulary.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Its name in the schema.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its words, in its order, each with what it means.
    pub words: Vec<(String, &'static str)>,
}

/// A natural key: what people call a row by.
pub struct Natural {
    /// The name of its scalar in the schema.
    pub scalar: &'static str,
    /// What it is, for messages, e.g. `a country's ISO 3166-1 alpha-2 code`.
    pub what: &'static str,
    /// The row that is called so.
    pub find: Find,
}

/// A value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'v> {
    /// Nothing is known.
    Unknown,
    /// A number; a date as its day, a word as its place in the vocabulary.
    Number(f64),
    /// A text.
    Text(&'v str),
}

impl Field {
    /// The value of a row, where there is one at most. Of a relation: whether there is a row.
    pub fn value<'v>(&self, view: &'v View, place: u32, language: Language) -> Value<'v> {
        let number = |number: Option<f64>| number.map_or(Value::Unknown, Value::Number);
        match &self.kind {
            Kind::Id(get, _) | Kind::Key(get, _) | Kind::Text(get) => {
                get(view, place).map_or(Value::Unknown, Value::Text)
            }
            Kind::Name(get) => Value::Text(get(view, place, language)),
            Kind::Number(get, _) => number(get(view, place)),
            Kind::Date(get) => number(get(view, place).map(day)),
            Kind::Flag(get) => Value::Number(f64::from(u8::from(get(view, place)))),
            Kind::Word(get, _) => number(get(view, place).map(ordinal)),
            Kind::One(get, _) => number(get(view, place).map(f64::from)),
            Kind::Texts(get) => number(get(view, place).len().checked_sub(1).map(ordinal)),
            Kind::Words(get, _) => number(get(view, place).len().checked_sub(1).map(ordinal)),
            Kind::Many(get, _, _) => number(get(view, place).len().checked_sub(1).map(ordinal)),
        }
    }

    /// The table that it leads to, if it is a relation.
    #[must_use]
    pub const fn target(&self) -> Option<Target> {
        match &self.kind {
            Kind::One(_, target) | Kind::Many(_, target, _) => Some(*target),
            _ => None,
        }
    }

    /// Whether it has one value at most, which rows can be ordered by.
    #[must_use]
    pub const fn is_single(&self) -> bool {
        let is_several = matches!(
            self.kind,
            Kind::Texts(_) | Kind::Words(..) | Kind::One(..) | Kind::Many(..)
        );
        !is_several && !self.is_prose
    }
}

/// A date as a number.
#[must_use]
pub fn day(date: NaiveDate) -> f64 {
    f64::from(chrono::Datelike::num_days_from_ce(&date))
}

/// A small count as a number.
#[must_use]
pub fn ordinal(place: usize) -> f64 {
    f64::from(u32::try_from(place).unwrap_or(u32::MAX))
}
