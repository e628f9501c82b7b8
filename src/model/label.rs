//! What all nodes have beside their id: their type, what people call them, and how they became what they are.

use std::iter::repeat_with;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use entity::tables::{NodeType, Record};

use super::argument::{Arg, Argument, MAX_LIST, arg};
use super::field::{Field, Kind};
use super::fields::{FieldOf, language_argument};
use super::history::{HISTORY_PAGE, of_node, page};
use super::interface::{CHANGED_IN, HISTORY, LABEL, TYPE};
use super::object::{Object, ObjectOf};
use super::out::{Out, Source, Told};
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
    fn weight(&self) -> usize {
        let written = self.pages.iter().filter_map(OnceLock::get);
        let labels = written.flat_map(|page| page.iter());
        labels.map(|label| size_of::<String>() + label.len()).sum()
    }

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
    of.fields.extend([changed_in(kind), history(kind)]);
    of
}

impl Field {
    /// Whether it is one that all nodes have, and not the type's own.
    #[must_use]
    pub fn is_of_all_nodes(&self) -> bool {
        let is_answered = !self.uses.asked && [TYPE.name, LABEL.name].contains(&self.name);
        is_answered || [CHANGED_IN.name, HISTORY.name].contains(&self.name)
    }
}

fn changed_in(kind: NodeType) -> Field {
    let get = move |scope: &Scope, place| {
        let version = scope.snapshot.changed_in(kind, place);
        Some(i32::try_from(version).unwrap_or(i32::MAX))
    };
    FieldOf::<()>::new(
        CHANGED_IN.name,
        CHANGED_IN.doc,
        false,
        Kind::Int(Box::new(get)),
    )
    .fact(false)
    .reading(Reads::VERSION)
    .into_field()
}

fn history(kind: NodeType) -> Field {
    let (told, arguments) = Told::new(
        HISTORY.ty,
        history_arguments(),
        move |scope, _, source, (first, after): &(Option<i32>, Option<Arc<str>>)| match source {
            Source::Row(place) => {
                let id = super::of_record(kind).id_of(scope, place);
                Ok(Out::value(page(
                    scope,
                    of_node(scope, kind, id),
                    *first,
                    after.as_deref(),
                )?))
            }
            Source::Root | Source::Value(_) => Ok(Out::Null),
        },
    );
    let mut field = FieldOf::<()>::new(HISTORY.name, HISTORY.doc, false, Kind::Told(told))
        .reading(Reads::VERSION)
        .at_most(HISTORY_PAGE)
        .into_field();
    field.arguments = arguments;
    field
}

/// The arguments of a list that is read page by page from its start.
pub(crate) fn history_arguments() -> (Arg<Option<i32>>, Arg<Option<Arc<str>>>) {
    let first = format!(
        "How many at most, from the start or from `after` on; 0 to {MAX_LIST}. {HISTORY_PAGE} when it is not given."
    );
    (
        arg("first", first),
        arg(
            "after",
            "Only what stands after this cursor, which the same list gave.",
        ),
    )
}

fn node_type(kind: NodeType) -> Field {
    let place = place_of(kind);
    let kind = Kind::Word(Box::new(move |_, _| place), Vocabulary::of::<NodeType>());
    FieldOf::<()>::new(TYPE.name, TYPE.doc, false, kind)
        .fact(false)
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
pub(crate) const LANGUAGE: &str =
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
