//! How a type is described: its fields one by one, each with how its values are taken from a row.

use std::borrow::Cow;
use std::marker::PhantomData;

use chrono::NaiveDate;
use entity::enums;
use entity::tables::{Record, Table};
use entity::values::Language;
use sea_orm::Related;

use super::Type;
use super::field::{Field, Kind, Natural, Target, Unit, Vocabulary};
use crate::graph::page::List;
use crate::graph::row::{Row, View};

/// A type that is being described.
pub(super) struct Describe<E> {
    name: &'static str,
    label: &'static str,
    fields: Vec<Field>,
    table: PhantomData<E>,
}

impl<E: Table> Describe<E> {
    /// A type with a name in the schema.
    pub(super) const fn new(name: &'static str) -> Self {
        Self {
            name,
            label: "id",
            fields: Vec::new(),
            table: PhantomData,
        }
    }

    fn add(mut self, name: &'static str, doc: &'static str, is_nullable: bool, kind: Kind) -> Self {
        self.fields.push(Field {
            name,
            doc,
            is_nullable,
            is_facet: false,
            is_prose: false,
            kind,
        });
        self
    }

    /// Rows are worth counting by the values of the field just described.
    pub(super) fn facet(mut self) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.is_facet = true;
        }
        self
    }

    /// The field just described is what people read as the row's name.
    pub(super) fn label(mut self) -> Self {
        if let Some(field) = self.fields.last() {
            self.label = field.name;
        }
        self
    }

    /// The field just described is a text of sentences, or an address.
    pub(super) fn prose(mut self) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.is_prose = true;
        }
        self
    }

    /// The described type.
    pub(super) fn done(self) -> Type {
        Type::new(self.name, E::INDEX, E::RECORD, self.label, self.fields)
    }

    /// A key that rows are looked up by.
    pub(super) fn key(
        self,
        name: &'static str,
        doc: &'static str,
        natural: &'static Natural,
        get: for<'v> fn(Row<'v, E>) -> &'v str,
    ) -> Self {
        let get = text(move |view, place| Some(get(view.at(place))));
        self.add(name, doc, false, Kind::Key(get, natural))
    }

    /// A text.
    pub(super) fn text(
        self,
        name: &'static str,
        doc: &'static str,
        get: for<'v> fn(Row<'v, E>) -> &'v str,
    ) -> Self {
        let kind = Kind::Text(text(move |view, place| Some(get(view.at(place)))));
        self.add(name, doc, false, kind)
    }

    /// A text that may be unknown.
    pub(super) fn maybe_text(
        self,
        name: &'static str,
        doc: &'static str,
        get: for<'v> fn(Row<'v, E>) -> Option<&'v str>,
    ) -> Self {
        let kind = Kind::Text(text(move |view, place| get(view.at(place))));
        self.add(name, doc, true, kind)
    }

    /// A name that differs by language.
    pub(super) fn name(
        self,
        name: &'static str,
        doc: &'static str,
        get: for<'v> fn(Row<'v, E>, Language) -> &'v str,
    ) -> Self {
        fn boxed<F>(get: F) -> super::field::GetName
        where
            F: for<'v> Fn(&'v View, u32, Language) -> &'v str + Send + Sync + 'static,
        {
            Box::new(get)
        }
        let get = boxed(move |view, place, language| get(view.at(place), language));
        self.add(name, doc, false, Kind::Name(get))
    }

    /// Several texts.
    pub(super) fn texts(
        self,
        name: &'static str,
        doc: &'static str,
        get: for<'v> fn(Row<'v, E>) -> &'v [String],
    ) -> Self {
        fn boxed<F>(get: F) -> super::field::GetTexts
        where
            F: for<'v> Fn(&'v View, u32) -> &'v [String] + Send + Sync + 'static,
        {
            Box::new(get)
        }
        let get = boxed(move |view, place| get(view.at(place)));
        self.add(name, doc, false, Kind::Texts(get))
    }

    /// A whole number.
    pub(super) fn number(
        self,
        name: &'static str,
        doc: &'static str,
        get: fn(Row<'_, E>) -> i32,
    ) -> Self {
        let get = Box::new(move |view: &View, place| Some(get(view.at(place)).into()));
        self.add(name, doc, false, Kind::Number(get, Unit::Whole))
    }

    /// A whole number that may be unknown.
    pub(super) fn maybe_number(
        self,
        name: &'static str,
        doc: &'static str,
        get: fn(Row<'_, E>) -> Option<i32>,
    ) -> Self {
        let get = Box::new(move |view: &View, place| get(view.at(place)).map(Into::into));
        self.add(name, doc, true, Kind::Number(get, Unit::Whole))
    }

    /// A year. Rows are worth counting by it.
    pub(super) fn year(
        self,
        name: &'static str,
        doc: &'static str,
        get: fn(Row<'_, E>) -> i32,
    ) -> Self {
        let get = Box::new(move |view: &View, place| Some(get(view.at(place)).into()));
        self.add(name, doc, false, Kind::Number(get, Unit::Year))
            .facet()
    }

    /// A year that may be unknown.
    pub(super) fn maybe_year(
        self,
        name: &'static str,
        doc: &'static str,
        get: fn(Row<'_, E>) -> Option<i32>,
    ) -> Self {
        let get = Box::new(move |view: &View, place| get(view.at(place)).map(Into::into));
        self.add(name, doc, true, Kind::Number(get, Unit::Year))
            .facet()
    }

    /// A number of units that another field names.
    pub(super) fn amount(
        self,
        name: &'static str,
        doc: &'static str,
        is_nullable: bool,
        unit: &'static str,
        get: fn(Row<'_, E>) -> Option<f64>,
    ) -> Self {
        let get = Box::new(move |view: &View, place| get(view.at(place)));
        self.add(name, doc, is_nullable, Kind::Number(get, Unit::Named(unit)))
    }

    /// A date that may be unknown.
    pub(super) fn maybe_date(
        self,
        name: &'static str,
        doc: &'static str,
        get: fn(Row<'_, E>) -> Option<NaiveDate>,
    ) -> Self {
        let get = Box::new(move |view: &View, place| get(view.at(place)));
        self.add(name, doc, true, Kind::Date(get))
    }

    /// True or false.
    pub(super) fn flag(
        self,
        name: &'static str,
        doc: &'static str,
        get: fn(Row<'_, E>) -> bool,
    ) -> Self {
        let get = Box::new(move |view: &View, place| get(view.at(place)));
        self.add(name, doc, false, Kind::Flag(get)).facet()
    }

    /// A word of a vocabulary.
    pub(super) fn word<V: enums::Vocabulary + 'static>(
        self,
        name: &'static str,
        doc: &'static str,
        get: fn(Row<'_, E>) -> V,
    ) -> Self {
        let get = Box::new(move |view: &View, place| place_of(get(view.at(place))));
        self.add(name, doc, false, Kind::Word(get, vocabulary::<V>()))
            .facet()
    }

    /// A word of a vocabulary that may be unknown.
    pub(super) fn maybe_word<V: enums::Vocabulary + 'static>(
        self,
        name: &'static str,
        doc: &'static str,
        get: fn(Row<'_, E>) -> Option<V>,
    ) -> Self {
        let get = Box::new(move |view: &View, place| get(view.at(place)).and_then(place_of));
        self.add(name, doc, true, Kind::Word(get, vocabulary::<V>()))
            .facet()
    }

    /// Several words of a vocabulary.
    pub(super) fn words<V: enums::Vocabulary + 'static>(
        self,
        name: &'static str,
        doc: &'static str,
        get: for<'v> fn(Row<'v, E>) -> &'v [V],
    ) -> Self {
        let get = Box::new(move |view: &View, place| {
            let words = get(view.at(place)).iter();
            words.filter_map(|word| place_of(*word)).collect()
        });
        self.add(name, doc, false, Kind::Words(get, vocabulary::<V>()))
            .facet()
    }

    /// The row that each row refers to.
    pub(super) fn one<T: Table>(self, name: &'static str, doc: &'static str) -> Self
    where
        E: Related<T>,
    {
        let get =
            Box::new(|view: &View, place| view.at::<E>(place).one::<T>().map(|row| row.place()));
        self.add(name, doc, false, Kind::One(get, Target(T::INDEX)))
            .facet()
    }

    /// The row that a row may refer to.
    pub(super) fn maybe_one<T: Table>(self, name: &'static str, doc: &'static str) -> Self
    where
        E: Related<T>,
    {
        let mut described = self.one::<T>(name, doc);
        if let Some(field) = described.fields.last_mut() {
            field.is_nullable = true;
        }
        described
    }

    /// The row that a row may refer to by a column.
    pub(super) fn one_by<T: Table>(
        self,
        name: &'static str,
        doc: &'static str,
        column: E::Column,
    ) -> Self
    where
        E::Column: Copy,
    {
        let get = Box::new(move |view: &View, place| {
            let row = view.at::<E>(place).one_by::<T>(column);
            row.map(|row| row.place())
        });
        self.add(name, doc, true, Kind::One(get, Target(T::INDEX)))
            .facet()
    }

    /// The rows of another table that each row has; with their name in the singular.
    pub(super) fn many<T: Table>(
        self,
        name: &'static str,
        singular: &'static str,
        doc: &'static str,
        get: for<'v> fn(Row<'v, E>) -> List<'v, T>,
    ) -> Self {
        fn boxed<F>(get: F) -> super::field::GetPlaces
        where
            F: for<'v> Fn(&'v View, u32) -> Cow<'v, [u32]> + Send + Sync + 'static,
        {
            Box::new(get)
        }
        let get = boxed(move |view, place| get(view.at(place)).into_places());
        self.add(
            name,
            doc,
            false,
            Kind::Many(get, Target(T::INDEX), singular),
        )
    }
}

impl<E: Record> Describe<E> {
    /// A type of records: it begins with the node's id.
    pub(super) fn record(name: &'static str) -> Self {
        let get = text(|view, place| Some(E::id(view.at::<E>(place).model())));
        Self::new(name).add("id", "The id.", false, Kind::Id(get, Target(E::INDEX)))
    }

    /// A type of facts: it begins with the node's id and its citations.
    pub(super) fn fact(name: &'static str) -> Self {
        Self::record(name).many("citations", "citation", "Its citations.", |row| row.cited())
    }
}

fn text<F>(get: F) -> super::field::GetText
where
    F: for<'v> Fn(&'v View, u32) -> Option<&'v str> + Send + Sync + 'static,
{
    Box::new(get)
}

fn place_of<V: enums::Vocabulary>(word: V) -> Option<usize> {
    V::iter().position(|other| other == word)
}

fn vocabulary<V: enums::Vocabulary>() -> Vocabulary {
    Vocabulary {
        name: V::NAME,
        doc: V::DOC.trim(),
        words: V::iter()
            .map(|word| (word.word(), word.doc().trim()))
            .collect(),
    }
}
