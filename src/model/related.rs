//! The words that fields are written in that lead to other rows, or that functions tell of rows.

use std::borrow::Cow;
use std::marker::PhantomData;

use chrono::NaiveDate;
use entity::enums::Vocabulary as Words;
use entity::tables::{Dated, Record, Table};
use entity::{country, iscm, organization};
use sea_orm::Related;

use super::argument::{Arg, Argument, Arguments, Word, arg};
use super::field::{CITATIONS, Kind, SHORT, Uses};
use super::fields::FieldOf;
use super::list::{Form, ListField, Narrowed};
use super::object::{CERTAINTY, ObjectOf, Valid};
use super::out::{Out, Source, Told};
use super::relation::{GetPlaces, Relation, Target};
use super::value::Vocabulary;
use crate::error::Result;
use crate::graph::{Certainty, List, PartyRow, Reads, Row, Scope, reads};

/// The row that each row refers to. Rows are worth counting by it.
pub(crate) fn one<P: Table, E: Table + Related<P>>(
    name: &'static str,
    doc: &'static str,
) -> FieldOf<E> {
    let kind = Kind::One(Relation::to::<E, P>(), Target::table::<P>());
    FieldOf::new(name, doc, false, kind)
}

/// The row that a row may refer to. Rows are worth counting by it.
pub(crate) fn maybe_one<P: Table, E: Table + Related<P>>(
    name: &'static str,
    doc: &'static str,
) -> FieldOf<E> {
    let kind = Kind::One(Relation::to::<E, P>(), Target::table::<P>());
    FieldOf::new(name, doc, true, kind)
}

/// The row that a row may refer to by a column. Rows are worth counting by it.
pub(crate) fn maybe_one_by<P: Table, E: Table>(
    name: &'static str,
    doc: &'static str,
    column: E::Column,
) -> FieldOf<E> {
    let kind = Kind::One(Relation::to_by::<E>(column), Target::table::<P>());
    FieldOf::new(name, doc, true, kind)
}

/// The country or the organization that a row names.
pub(crate) fn party<E>(name: &'static str, doc: &'static str) -> FieldOf<E>
where
    E: Table + Related<country::Entity> + Related<organization::Entity>,
{
    told(name, doc, "Party", (), |row: Row<'_, E>, ()| {
        Ok(Out::maybe(PartyRow::of(row), |party| {
            Out::Record(super::party::record(party))
        }))
    })
    .fact(true)
    .reading(PARTIES)
}

/// What a party depends on.
pub(crate) const PARTIES: Reads = reads![country, organization];

/// A field that a function of the row answers.
pub(crate) fn told<E: Table, A: Arguments>(
    name: &'static str,
    doc: &'static str,
    ty: &'static str,
    arguments: A,
    answer: for<'s> fn(Row<'s, E>, &'s A::Values) -> Result<Out<'s>>,
) -> FieldOf<E> {
    let (told, declared) = Told::new(
        ty,
        arguments,
        move |scope, _, source, values| match source {
            Source::Row(place) => match scope.row::<E>(place) {
                Some(row) => answer(row, values),
                None => Ok(Out::Null),
            },
            _ => Ok(Out::Null),
        },
    );
    let mut field = FieldOf::new(name, doc, !ty.ends_with('!'), Kind::Told(told));
    field.field.arguments = declared;
    field.reading(Reads::VERSION)
}

impl<E> FieldOf<E> {
    /// What the function tells is a word of a vocabulary.
    fn saying<V: Words>(mut self) -> Self {
        if let Kind::Told(told) = &mut self.field.kind {
            told.vocabulary = Some(Vocabulary::of::<V>());
        }
        self
    }
}

/// A list of the rows that each row of `E` has in `C`.
pub(crate) struct ListOf<E, C> {
    field: FieldOf<E>,
    rows: PhantomData<fn() -> C>,
}

fn list<E, C: Table>(
    name: &'static str,
    singular: &'static str,
    doc: &'static str,
    relation: Relation,
) -> ListOf<E, C> {
    let list = ListField {
        relation,
        target: Target::table::<C>(),
        singular,
        form: Form::Whole(SHORT),
        narrowed: None,
    };
    ListOf {
        field: FieldOf::new(name, doc, false, Kind::Many(list)),
        rows: PhantomData,
    }
}

/// The rows of `C` that refer to each row; with their name in the singular.
pub(crate) fn many<C: Table + Related<E>, E: Table>(
    name: &'static str,
    singular: &'static str,
    doc: &'static str,
) -> ListOf<E, C> {
    list(name, singular, doc, Relation::from::<E, C>())
}

/// The rows of `C` that refer to each row by a column.
pub(crate) fn many_by<C: Table, E: Table>(
    name: &'static str,
    singular: &'static str,
    doc: &'static str,
    column: C::Column,
) -> ListOf<E, C> {
    list(name, singular, doc, Relation::from_by::<C>(column))
}

/// The rows of `T` that rows of the junction `J` join with each row.
pub(crate) fn through<J, T, E>(
    name: &'static str,
    singular: &'static str,
    doc: &'static str,
) -> ListOf<E, T>
where
    E: Table,
    J: Table + Related<E> + Related<T>,
    T: Table,
{
    let relation = Relation::through::<E, J, T>();
    let is_own = relation.is_of_owner::<J>();
    list(name, singular, doc, relation).fact(is_own)
}

/// The terms of an office that each ISCM has, from the first to the last.
pub(crate) fn terms<C: Dated>(
    name: &'static str,
    singular: &'static str,
    doc: &'static str,
) -> ListOf<iscm::Entity, C> {
    let terms = places(|iscm: Row<'_, iscm::Entity>| iscm.terms::<C>());
    list(
        name,
        singular,
        doc,
        Relation::sorted::<iscm::Entity, C>(terms),
    )
    .reading(Valid::reads::<C>())
}

/// The rows of `T` that rows of the junction `J` join with each row, by the columns that refer to both.
pub(crate) fn through_by<J: Table, T: Table, E: Table>(
    name: &'static str,
    singular: &'static str,
    doc: &'static str,
    (from, to): (J::Column, J::Column),
) -> ListOf<E, T> {
    let relation = Relation::through_by::<J>(from, to);
    let is_own = relation.is_of_owner::<J>();
    list(name, singular, doc, relation).fact(is_own)
}

/// The rows of `T` that a function tells of each row.
pub(crate) fn rows<T: Table, E: Table>(
    name: &'static str,
    singular: &'static str,
    doc: &'static str,
    get: for<'v> fn(Row<'v, E>) -> List<'v, T>,
) -> ListOf<E, T> {
    list(name, singular, doc, Relation::Told(places(get))).reading(Reads::VERSION)
}

/// How the rows are found that a function tells, with their types forgotten.
fn places<T: Table, E: Table>(get: for<'v> fn(Row<'v, E>) -> List<'v, T>) -> GetPlaces {
    fn erased<F>(get: F) -> GetPlaces
    where
        F: for<'v> Fn(&'v Scope, u32) -> Cow<'v, [u32]> + Send + Sync + 'static,
    {
        Box::new(get)
    }
    erased(move |scope, place| {
        let row = scope.row::<E>(place);
        row.map_or(Cow::Borrowed(&[]), |row| get(row).into_places())
    })
}

/// The root, which is no row, as that which lists all rows of a table.
pub(super) struct All<C>(PhantomData<fn() -> C>);

/// All rows of a table.
pub(super) fn all<C: Table>(name: &'static str, doc: &'static str) -> ListOf<All<C>, C> {
    list(name, name, doc, Relation::All(C::INDEX))
}

/// The citations of a fact.
pub(crate) fn citations<E: Record>(doc: &'static str) -> FieldOf<E> {
    let cited: ListOf<E, entity::citation::Entity> =
        list("citations", "citation", doc, Relation::Citations(E::TYPE));
    cited.at_most(CITATIONS)
}

impl<E, C: Table> ListOf<E, C> {
    pub(super) fn with(mut self, change: impl FnOnce(&mut Uses)) -> Self {
        change(&mut self.field.field.uses);
        self
    }

    fn change(mut self, change: impl FnOnce(&mut ListField, &mut Vec<Argument>)) -> Self {
        if let Kind::Many(list) = &mut self.field.field.kind {
            change(list, &mut self.field.field.arguments);
        }
        self
    }

    /// Answered page by page.
    pub(crate) fn paged(self) -> FieldOf<E> {
        self.change(|list, _| list.form = Form::Pages).field
    }

    /// Answered whole: it has so many rows at most.
    pub(crate) fn at_most(self, count: usize) -> FieldOf<E> {
        self.change(|list, _| list.form = Form::Whole(count)).field
    }

    /// What it depends on besides its relation, if not on all that there is: where a function tells it, or
    /// where an argument of its own is given.
    #[must_use]
    pub(crate) fn reading(mut self, reads: Reads) -> Self {
        self.field = self.field.reading(reads);
        self
    }

    /// Whether it tells what its record holds.
    #[must_use]
    fn fact(mut self, is_fact: bool) -> Self {
        self.field = self.field.fact(is_fact);
        self
    }

    /// Of another type than relations to the table lead to.
    #[must_use]
    pub(crate) fn of(self, target: Target) -> Self {
        self.change(|list, _| list.target = target)
    }

    /// Narrowed by arguments of its own.
    #[must_use]
    pub(crate) fn narrowed<A: Arguments>(
        self,
        arguments: A,
        narrow: for<'v> fn(List<'v, C>, &A::Values) -> List<'v, C>,
    ) -> Self {
        self.change(|list, declared| {
            *declared = arguments.declared();
            list.narrowed = Some(narrowed(arguments, move |rows, values| {
                Ok(narrow(rows, values))
            }));
        })
    }

    /// Narrowed by arguments of its own, not all of whose values are right.
    #[must_use]
    pub(crate) fn narrowed_or_refused<A: Arguments>(
        self,
        arguments: A,
        narrow: for<'v> fn(List<'v, C>, &A::Values) -> Result<List<'v, C>>,
    ) -> Self {
        self.change(|list, declared| {
            *declared = arguments.declared();
            list.narrowed = Some(narrowed(arguments, narrow));
        })
    }
}

impl<E, C: Dated> ListOf<E, C> {
    /// Narrowed to what holds on a date.
    #[must_use]
    pub(crate) fn on(self, doc: &'static str) -> Self {
        let narrowed = self.narrowed((arg("on", doc), certainty()), |list, (on, certainty)| {
            held(list, *on, *certainty)
        });
        narrowed.reading(Valid::reads::<C>())
    }
}

/// A value of the argument `on`.
pub(crate) type On = Option<NaiveDate>;
/// A value of the argument `certainty`.
pub(crate) type HowCertain = Option<Word<Certainty>>;

/// The argument `certainty` of a list whose facts hold for a time; it stands beside `on`.
pub(crate) fn certainty() -> Arg<HowCertain> {
    arg(
        CERTAINTY,
        "Only what held on that date with this certainty; today where `on` is not given. Both when it is not given.",
    )
}

/// What `on` and `certainty` leave of a list.
pub(crate) fn held<C: Dated>(list: List<'_, C>, on: On, certainty: HowCertain) -> List<'_, C> {
    list.on(on, certainty.map(|Word(certainty)| certainty))
}

impl<E: Dated> ObjectOf<E> {
    /// The same with facts that hold for a time, of which is told how certain that is.
    #[must_use]
    pub(super) fn dated(self) -> Self {
        const DOC: &str = "How certain it is that this held on a date; null where it did not. By whole years: a date is as\ngood as its year.";
        let held = told::<E, _>(
            CERTAINTY,
            DOC,
            "Certainty",
            (arg("on", "The date."),),
            |row, (on,): &(NaiveDate,)| Ok(Out::maybe(row.holds(*on), Out::word)),
        );
        self.valid(Valid::of::<E>())
            .field(held.saying::<Certainty>().fact(true))
    }
}

/// What arguments leave of a list, with their types forgotten.
pub(crate) fn narrowed<C: Table, A: Arguments>(
    arguments: A,
    narrow: impl for<'v> Fn(List<'v, C>, &A::Values) -> Result<List<'v, C>> + Send + Sync + 'static,
) -> Narrowed {
    Narrowed {
        read: Box::new(move |values| Ok(Box::new(arguments.read(values)?))),
        narrow: Box::new(move |scope, places, values| {
            let Some(values) = values.downcast_ref::<A::Values>() else {
                return Err(crate::error::Error::internal(
                    "the arguments are another list's",
                ));
            };
            Ok(narrow(List::at(scope, places), values)?.into_places())
        }),
    }
}
