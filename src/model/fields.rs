//! The words that tables of fields are written in: a function for each kind of field, which is told its
//! name, its description and how its value is taken from a row.

use std::borrow::Cow;
use std::marker::PhantomData;

use chrono::NaiveDate;
use entity::enums::Vocabulary as Words;
use entity::tables::{Record, Table};
use entity::values::Language;

use super::argument::{Arguments, arg};
use super::field::{Field, Kind, SHORT, Scan, SearchedAs, Uses};
use super::natural::Natural;
use super::value::{GetText, GetTexts, Maybe, Vocabulary, place_of};
use crate::graph::{Reads, Scope};
use crate::money::Money;

/// A field of the rows of a table.
pub(crate) struct FieldOf<E> {
    pub(super) field: Field,
    table: PhantomData<fn() -> E>,
}

impl<E> FieldOf<E> {
    pub(super) fn new(name: &'static str, doc: &'static str, nullable: bool, kind: Kind) -> Self {
        let is_facet = matches!(
            kind,
            Kind::Year(_) | Kind::Flag(_) | Kind::Word(..) | Kind::Words(..) | Kind::One(..)
        );
        let is_fact = !matches!(kind, Kind::Id(..) | Kind::Many(_) | Kind::Told(_));
        Self {
            field: Field {
                name,
                doc: Cow::Borrowed(doc),
                nullable,
                uses: Uses {
                    answered: true,
                    asked: !matches!(kind, Kind::Told(_)),
                    facet: is_facet,
                    prose: false,
                    label: false,
                    is_founding: false,
                    searched: None,
                    found_in: None,
                    covered: None,
                },
                kind,
                other_names: None,
                arguments: Vec::new(),
                cost: None,
                scan: Scan::Nothing,
                at_most: SHORT,
                in_all: None,
                is_fact,
                told_of: Reads::NOTHING,
            },
            table: PhantomData,
        }
    }

    pub(crate) fn into_field(self) -> Field {
        self.field
    }

    fn with(mut self, change: impl FnOnce(&mut Uses)) -> Self {
        change(&mut self.field.uses);
        self
    }

    /// Rows are worth counting by its values.
    #[must_use]
    pub(crate) fn facet(self) -> Self {
        self.with(|uses| uses.facet = true)
    }

    /// Search finds rows by it as a name.
    #[must_use]
    pub(crate) fn named(self) -> Self {
        self.with(|uses| uses.searched = Some(SearchedAs::Name))
    }

    /// Search finds rows by it as by a name, and suggests it after names.
    #[must_use]
    pub(crate) fn otherwise_named(self) -> Self {
        self.with(|uses| uses.searched = Some(SearchedAs::OtherName))
    }

    /// It is the year in which the row's life began, which goes on.
    #[must_use]
    pub(crate) fn founding(self) -> Self {
        self.with(|uses| uses.is_founding = true)
    }

    /// It is a name, and conditions on it look at these, too.
    #[must_use]
    pub(crate) fn or_called(mut self, names: for<'v> fn(&'v E::Model) -> &'v [String]) -> Self
    where
        E: Table,
    {
        let get: GetTexts = Box::new(move |scope, place| names(scope.model::<E>(place)));
        self.field.other_names = Some(get);
        self
    }

    /// It is what people read as the row's name; search finds rows by it as a name.
    #[must_use]
    pub(crate) fn title(self) -> Self {
        self.named().with(|uses| uses.label = true)
    }

    /// Search says that it found rows by another field, which has this one's texts.
    #[must_use]
    pub(crate) fn found_in(self, field: &'static str) -> Self {
        self.with(|uses| uses.found_in = Some(field))
    }

    /// Search finds rows by it.
    #[must_use]
    pub(crate) fn searched(self) -> Self {
        self.with(|uses| uses.searched = Some(SearchedAs::Text))
    }

    /// It is an address, or another text that is nothing to order rows by.
    #[must_use]
    pub(crate) fn unordered(self) -> Self {
        self.with(|uses| uses.prose = true)
    }

    /// It is a text of sentences; search finds rows by it.
    #[must_use]
    pub(crate) fn prose(self) -> Self {
        self.searched().unordered()
    }

    /// Whether it tells what its record holds, if not what fields of its kind mostly do.
    #[must_use]
    pub(crate) const fn fact(mut self, is_fact: bool) -> Self {
        self.field.is_fact = is_fact;
        self
    }

    /// Rows are asked by it, and another field is asked for.
    #[must_use]
    pub(crate) fn only_asked(self) -> Self {
        self.with(|uses| uses.answered = false)
    }

    /// It can be asked for, and rows are not asked by it.
    #[must_use]
    pub(crate) fn only_answered(self) -> Self {
        self.with(|uses| uses.asked = false)
    }

    /// It is a list of so many at most that a function tells.
    #[must_use]
    pub(crate) const fn at_most(mut self, count: usize) -> Self {
        self.field.at_most = count;
        self
    }

    /// What it depends on, if not on all that there is.
    #[must_use]
    pub(crate) const fn reading(mut self, reads: Reads) -> Self {
        self.field.told_of = reads;
        self
    }

    /// It goes through more than it holds.
    #[must_use]
    pub(crate) const fn scanning(mut self, scan: Scan) -> Self {
        self.field.scan = scan;
        self
    }

    /// It costs so many points each time, on top of what it holds.
    #[must_use]
    pub(crate) const fn costing(mut self, points: u32) -> Self {
        self.field.cost = Some(points);
        self
    }
}

fn erased<F>(get: F) -> GetText
where
    F: for<'v> Fn(&'v Scope, u32) -> Option<&'v str> + Send + Sync + 'static,
{
    Box::new(get)
}

/// The id of a record's node.
pub(crate) fn id<E: Record>(doc: &'static str) -> FieldOf<E> {
    let get = erased(|scope, place| Some(E::id(scope.model::<E>(place))));
    FieldOf::new("id", doc, false, Kind::Id(get, E::TYPE))
}

/// A key that rows are looked up by.
pub(crate) fn key<E: Table>(
    name: &'static str,
    doc: &'static str,
    natural: &'static Natural,
    get: for<'v> fn(&'v E::Model) -> &'v str,
) -> FieldOf<E> {
    let get = erased(move |scope, place| Some(get(scope.model::<E>(place))));
    FieldOf::new(name, doc, false, Kind::Key(get, natural))
}

/// A text.
pub(crate) fn text<E: Table>(
    name: &'static str,
    doc: &'static str,
    get: for<'v> fn(&'v E::Model) -> &'v str,
) -> FieldOf<E> {
    let get = erased(move |scope, place| Some(get(scope.model::<E>(place))));
    FieldOf::new(name, doc, false, Kind::Text(get))
}

/// A text that may be unknown.
pub(crate) fn maybe_text<E: Table>(
    name: &'static str,
    doc: &'static str,
    get: for<'v> fn(&'v E::Model) -> Option<&'v str>,
) -> FieldOf<E> {
    let get = erased(move |scope, place| get(scope.model::<E>(place)));
    FieldOf::new(name, doc, true, Kind::Text(get))
}

/// A name that differs by language.
pub(crate) fn name<E: Table>(
    name: &'static str,
    doc: &'static str,
    language: &'static str,
    get: for<'v> fn(&'v E::Model, Language) -> &'v str,
) -> FieldOf<E> {
    let kind = Kind::Name(Box::new(move |scope, place, language| {
        get(scope.model::<E>(place), language)
    }));
    let mut field = FieldOf::new(name, doc, false, kind);
    field.field.arguments = (language_argument(language),).declared();
    field
}

/// The argument of names.
pub(crate) fn language_argument(
    doc: &'static str,
) -> super::argument::Arg<super::argument::Word<Language>> {
    arg("language", doc).or("EN")
}

/// Several texts.
pub(crate) fn texts<E: Table>(
    name: &'static str,
    doc: &'static str,
    get: for<'v> fn(&'v E::Model) -> &'v [String],
) -> FieldOf<E> {
    let kind = Kind::Texts(Box::new(move |scope, place| get(scope.model::<E>(place))));
    FieldOf::new(name, doc, false, kind)
}

/// A whole number.
pub(crate) fn int<E: Table, R: Maybe<i32> + 'static>(
    name: &'static str,
    doc: &'static str,
    get: fn(&E::Model) -> R,
) -> FieldOf<E> {
    let kind = Kind::Int(Box::new(move |scope, place| {
        get(scope.model::<E>(place)).maybe()
    }));
    FieldOf::new(name, doc, R::NULLABLE, kind)
}

/// A year. Rows are worth counting by it.
pub(crate) fn year<E: Table, R: Maybe<i32> + 'static>(
    name: &'static str,
    doc: &'static str,
    get: fn(&E::Model) -> R,
) -> FieldOf<E> {
    let kind = Kind::Year(Box::new(move |scope, place| {
        get(scope.model::<E>(place)).maybe()
    }));
    FieldOf::new(name, doc, R::NULLABLE, kind)
}

/// A number of what another field names.
pub(crate) fn float<E: Table>(
    name: &'static str,
    doc: &'static str,
    unit: &'static str,
    get: fn(&E::Model) -> f64,
) -> FieldOf<E> {
    let kind = Kind::Float(
        Box::new(move |scope, place| Some(get(scope.model::<E>(place)))),
        unit,
    );
    FieldOf::new(name, doc, false, kind)
}

/// An amount of the currency that another field names.
pub(crate) fn money<E: Table>(
    name: &'static str,
    doc: &'static str,
    currency: &'static str,
    get: fn(&E::Model) -> Option<Money>,
) -> FieldOf<E> {
    let kind = Kind::Money(
        Box::new(move |scope, place| get(scope.model::<E>(place))),
        currency,
    );
    FieldOf::new(name, doc, true, kind)
}

/// A date that may be unknown.
pub(crate) fn date<E: Table>(
    name: &'static str,
    doc: &'static str,
    get: fn(&E::Model) -> Option<NaiveDate>,
) -> FieldOf<E> {
    let kind = Kind::Date(Box::new(move |scope, place| get(scope.model::<E>(place))));
    FieldOf::new(name, doc, true, kind)
}

/// True or false. Rows are worth counting by it.
pub(crate) fn flag<E: Table>(
    name: &'static str,
    doc: &'static str,
    get: fn(&E::Model) -> bool,
) -> FieldOf<E> {
    let kind = Kind::Flag(Box::new(move |scope, place| get(scope.model::<E>(place))));
    FieldOf::new(name, doc, false, kind)
}

/// A word of a vocabulary. Rows are worth counting by it.
pub(crate) fn word<E: Table, V: Words>(
    name: &'static str,
    doc: &'static str,
    get: fn(&E::Model) -> V,
) -> FieldOf<E> {
    let get = Box::new(move |scope: &Scope, place| place_of(get(scope.model::<E>(place))));
    FieldOf::new(name, doc, false, Kind::Word(get, Vocabulary::of::<V>()))
}

/// A word of a vocabulary that may be unknown. Rows are worth counting by it.
pub(crate) fn maybe_word<E: Table, V: Words>(
    name: &'static str,
    doc: &'static str,
    get: fn(&E::Model) -> Option<V>,
) -> FieldOf<E> {
    let get = Box::new(move |scope: &Scope, place| get(scope.model::<E>(place)).and_then(place_of));
    FieldOf::new(name, doc, true, Kind::Word(get, Vocabulary::of::<V>()))
}

/// A word of a vocabulary that hangs on more than its row, and may be unknown.
pub(crate) fn word_in<E: Table, V: Words>(
    name: &'static str,
    doc: &'static str,
    get: fn(&Scope, &E::Model) -> Option<V>,
) -> FieldOf<E> {
    let get = Box::new(move |scope: &Scope, place| {
        get(scope, scope.model::<E>(place)).and_then(place_of)
    });
    FieldOf::new(name, doc, true, Kind::Word(get, Vocabulary::of::<V>()))
}

/// Several words of a vocabulary. Rows are worth counting by them.
pub(crate) fn words<E: Table, V: Words>(
    name: &'static str,
    doc: &'static str,
    get: for<'v> fn(&'v E::Model) -> &'v [V],
) -> FieldOf<E> {
    let get = Box::new(move |scope: &Scope, place| {
        let words = get(scope.model::<E>(place)).iter();
        words.filter_map(|word| place_of(*word)).collect()
    });
    FieldOf::new(name, doc, false, Kind::Words(get, Vocabulary::of::<V>()))
}
