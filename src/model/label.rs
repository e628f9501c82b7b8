//! What all nodes have beside their id: their type, and what people call them.

use std::iter::repeat_with;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use entity::tables::{NodeType, Record};

use super::argument::Argument;
use super::field::{Field, Kind};
use super::fields::{FieldOf, language_argument};
use super::interface::{LABEL, TYPE};
use super::object::{Object, ObjectOf};
use super::value::{GetText, Vocabulary, place_of};
use crate::graph::{Kept, Reads, Row, Scope};

/// Labels of a page.
const PAGE: usize = 64;

/// The labels of the records of a table, by their places: written when one of their page is first asked for.
struct Labels<E> {
    pages: Vec<OnceLock<Box<[String]>>>,
    reads: Reads,
    table: PhantomData<fn() -> E>,
}

impl<E: Record> Kept for Labels<E> {
    fn reads(&self) -> Reads {
        self.reads.and(Reads::tables(&[E::INDEX]))
    }
}

impl<E: Record> ObjectOf<E> {
    /// The same with records that have no title: what people call them is made of what they hold, in English.
    #[must_use]
    pub(super) fn labelled(self, label: for<'v> fn(&Row<'v, E>) -> String) -> Self {
        self.labelled_by(Reads::NOTHING, label)
    }

    /// The same with what people call them made of other rows, too.
    #[must_use]
    pub(super) fn labelled_by(
        self,
        reads: Reads,
        label: for<'v> fn(&Row<'v, E>) -> String,
    ) -> Self {
        let label: GetText = Box::new(move |scope, place| {
            let labels = scope.snapshot.kept(|| {
                let pages = scope.all::<E>().len().div_ceil(PAGE);
                Labels::<E> {
                    pages: repeat_with(OnceLock::new).take(pages).collect(),
                    reads,
                    table: PhantomData,
                }
            });
            let place = place as usize;
            let page = labels.pages.get(place / PAGE)?.get_or_init(|| {
                let scope = Scope::of_version(Arc::clone(&scope.snapshot));
                let rows = scope.all::<E>();
                let rows = rows.iter().skip(place / PAGE * PAGE).take(PAGE);
                rows.map(|row| label(&row)).collect()
            });
            page.get(place % PAGE).map(String::as_str)
        });
        self.with_label(label, reads)
    }
}

/// A type with the fields that all nodes have, if its objects are nodes.
pub(super) fn with_shared_fields(mut of: Object) -> Object {
    let Some(kind) = of.rows.and_then(|rows| rows.record) else {
        return of;
    };
    let mut shared = vec![node_type(kind)];
    if of.answered(LABEL.name).is_none() {
        let mut label = label(kind);
        label.told_of = of.label_reads();
        shared.push(label);
    }
    // They stand behind the id.
    let behind = of.fields.len().min(1);
    of.fields.splice(behind..behind, shared);
    of
}

fn node_type(kind: NodeType) -> Field {
    let place = place_of(kind);
    let kind = Kind::Word(Box::new(move |_, _| place), Vocabulary::of::<NodeType>());
    FieldOf::<()>::new(TYPE.name, TYPE.doc, false, kind)
        .only_answered()
        .into_field()
}

fn label(kind: NodeType) -> Field {
    let name = Kind::Name(Box::new(move |scope, place, language| {
        super::of_record(kind).label_of(scope, place, language)
    }));
    let field = FieldOf::<()>::new(LABEL.name, LABEL.doc, false, name).only_answered();
    let mut field = field.into_field();
    field.arguments = vec![label_language()];
    field
}

/// What the argument `language` of labels is.
pub(super) const LANGUAGE: &str =
    "The language of a name that is known in several; English where there is none in it.";

/// The argument that labels have, whatever their type.
pub(super) fn label_language() -> Argument {
    language_argument(LANGUAGE).declared()
}

/// A text as a title: its first words, some hundred letters.
pub(super) fn shortened(text: &str) -> String {
    let end = text
        .char_indices()
        .nth(100)
        .and_then(|(at, _)| text[..at].rfind(' '));
    end.map_or_else(|| text.to_owned(), |end| format!("{}…", &text[..end]))
}
