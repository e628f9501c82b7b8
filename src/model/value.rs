//! Values of fields, by what they are.

use chrono::NaiveDate;
use entity::enums::Vocabulary as Words;
use entity::values::Language;

use crate::error::Result;
use crate::graph::Scope;
use crate::input::{Given, Place};
use crate::money::Money;

/// A value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'v> {
    /// Nothing is known.
    Unknown,
    /// A text.
    Text(&'v str),
    /// A whole number, or a year.
    Int(i32),
    /// How many there are.
    Count(usize),
    /// A number with decimals that are not money.
    Float(f64),
    /// An amount of money.
    Money(Money),
    /// A date.
    Date(NaiveDate),
    /// True or false.
    Flag(bool),
    /// A word, by its place in its vocabulary.
    Word(usize),
    /// A row that a row refers to, by its place.
    Row(u32),
}

/// How a value is taken, once its table is forgotten: from what is seen and the row's place.
pub(super) type Get<T> = Box<dyn Fn(&Scope, u32) -> T + Send + Sync>;
/// The same for a value that is borrowed from the graph.
pub(super) type GetText = Box<dyn for<'v> Fn(&'v Scope, u32) -> Option<&'v str> + Send + Sync>;
/// The same for a text that differs by language.
pub(super) type GetName = Box<dyn for<'v> Fn(&'v Scope, u32, Language) -> &'v str + Send + Sync>;
/// The same for several texts.
pub(super) type GetTexts = Box<dyn for<'v> Fn(&'v Scope, u32) -> &'v [String] + Send + Sync>;

/// What is known for certain, or perhaps: a value, or an option of one.
pub(super) trait Maybe<T> {
    /// Whether it may be unknown.
    const NULLABLE: bool;

    /// As an option.
    fn maybe(self) -> Option<T>;
}

impl<T> Maybe<T> for T {
    const NULLABLE: bool = false;

    fn maybe(self) -> Option<T> {
        Some(self)
    }
}

impl<T> Maybe<T> for Option<T> {
    const NULLABLE: bool = true;

    fn maybe(self) -> Self {
        self
    }
}

/// A closed vocabulary, once its type is forgotten.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Its name in the schema.
    pub name: &'static str,
    /// What it is.
    pub doc: String,
    /// Its words, in its order, each with what it means.
    pub words: Vec<(String, String)>,
}

impl Vocabulary {
    /// That of a type.
    #[must_use]
    pub fn of<V: Words>() -> Self {
        Self {
            name: V::NAME,
            doc: lines(V::DOC),
            words: V::iter()
                .map(|word| (word.word(), lines(word.doc())))
                .collect(),
        }
    }

    /// The word at a place.
    #[must_use]
    pub fn word(&self, place: usize) -> Option<&str> {
        self.words.get(place).map(|(word, _)| word.as_str())
    }

    /// Reads a word: its place.
    pub fn read(&self, given: Given<'_>, at: Place<'_>) -> Result<usize> {
        let places = self.words.iter().enumerate();
        at.one_of(
            given,
            places.map(|(place, (word, _))| (word.as_str(), place)),
        )
    }
}

/// What a doc comment says, without the spaces that its lines begin with.
fn lines(doc: &str) -> String {
    let lines: Vec<_> = doc.trim().lines().map(str::trim).collect();
    lines.join("\n")
}

/// The place of a word in its vocabulary.
pub(super) fn place_of<V: Words>(word: V) -> Option<usize> {
    V::iter().position(|other| other == word)
}
