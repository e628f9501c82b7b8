//! How the input types stand in the schema.

use async_graphql::registry::{MetaInputValue, Registry};

use entity::values::Language;

use super::enums::enumeration;
use super::input_object::{input, object, reserve, with_default};
use super::scalar;
use crate::graph::Certainty;
use crate::model::{Argument, CERTAINTY, Field, Kind, MAX_LIST, Measure, Object, Vocabulary};
use crate::query::{NullsOrder, OrderDirection};

/// Adds `XFilter`: a condition for each field, and conditions joined.
pub(super) fn filter(registry: &mut Registry, of: &'static Object) {
    let name = format!("{}Filter", of.name);
    let doc = format!(
        "Conditions on a node of the type `{}`. All that are given must hold; null, and an object that holds nothing but nulls, are as if not given; a field that is not known meets none but `isNull: true`.",
        of.name
    );
    if !reserve(registry, &name) {
        return;
    }
    let fields = of.asked();
    let mut inputs: Vec<_> = fields
        .filter_map(|field| condition(registry, field))
        .collect();
    if of.valid.is_some() {
        let ty = certainty(registry);
        inputs.push(input(
            CERTAINTY,
            "How certain it is that this held on a date.",
            ty,
        ));
    }
    inputs.push(input("and", "All of these hold.", format!("[{name}!]")));
    inputs.push(input(
        "or",
        "One of these holds, at least.",
        format!("[{name}!]"),
    ));
    inputs.push(input("not", "This does not hold.", name.clone()));
    object(registry, name, doc, inputs);
}

/// The input of a field in a filter; what a function tells is not asked by.
fn condition(registry: &mut Registry, field: &'static Field) -> Option<MetaInputValue> {
    let ty = match &field.kind {
        Kind::Id(..) => values(registry, "Id", "ID", "an id", false),
        Kind::Key(_, natural) if natural.scalar == "CountryCode" => {
            scalar::register(registry, "CountryCode");
            values(
                registry,
                "CountryCode",
                "CountryCode",
                "a country's code",
                false,
            )
        }
        Kind::Key(..) => values(registry, "Key", "String", "a key", false),
        Kind::Text(_) | Kind::Name(_) => text(registry),
        Kind::Texts(_) => {
            let inner = text(registry);
            list(
                registry,
                "TextListFilter",
                "Conditions on a list of texts.",
                &inner,
                false,
            )
        }
        Kind::Float(..) => values(registry, "Float", "Float", "a number", true),
        Kind::Money(..) => {
            scalar::register(registry, "Decimal");
            values(registry, "Decimal", "Decimal", "an amount", true)
        }
        Kind::Int(_) | Kind::Year(_) => values(registry, "Int", "Int", "a whole number", true),
        Kind::Date(_) => {
            scalar::register(registry, "Date");
            values(registry, "Date", "Date", "a date", true)
        }
        Kind::Flag(_) => flag(registry),
        Kind::Word(_, vocabulary) => word(registry, vocabulary),
        Kind::Words(_, vocabulary) => {
            let inner = word(registry, vocabulary);
            let name = format!("{}ListFilter", vocabulary.name);
            let doc = format!("Conditions on a list of `{}`.", vocabulary.name);
            list(registry, &name, &doc, &inner, false)
        }
        Kind::One(_, target) => relation(registry, target.of()),
        Kind::Many(field) => {
            let of = field.target.of();
            filter(registry, of);
            let name = format!("{}ListFilter", of.name);
            let doc = format!(
                "Conditions on the nodes of the type `{}` that a node has.",
                of.name
            );
            list(registry, &name, &doc, &format!("{}Filter", of.name), true)
        }
        Kind::Told(_) => return None,
    };
    Some(input(field.name, &field.doc, ty))
}

/// `IdFilter`, `IntFilter` and others: conditions on a value.
fn values(
    registry: &mut Registry,
    name: &str,
    scalar: &str,
    what: &str,
    is_ordered: bool,
) -> String {
    let name = format!("{name}Filter");
    if !reserve(registry, &name) {
        return name;
    }
    let mut inputs = equal(scalar);
    if is_ordered {
        inputs.push(input("gte", "It is this or more.", scalar.to_owned()));
        inputs.push(input("lte", "It is this or less.", scalar.to_owned()));
    }
    inputs.push(is_null(IS_NULL));
    let doc = format!("Conditions on {what}. All that are given must hold.");
    object(registry, name.clone(), doc, inputs);
    name
}

/// `TextFilter`.
fn text(registry: &mut Registry) -> String {
    let name = "TextFilter".to_owned();
    if !reserve(registry, &name) {
        return name;
    }
    let mut inputs = equal("String");
    inputs.push(input("contains", "It has this in it.", "String".to_owned()));
    inputs.push(input(
        "startsWith",
        "It begins with this.",
        "String".to_owned(),
    ));
    inputs.push(is_null(IS_NULL));
    let doc = "Conditions on a text. Capital and small letters are alike, with and without accents, and so are kinds of quotation marks, dashes and blanks. A name in several languages meets a condition in any of them. All that are given must hold.";
    object(registry, name.clone(), doc.to_owned(), inputs);
    name
}

fn flag(registry: &mut Registry) -> String {
    let name = "BooleanFilter".to_owned();
    if reserve(registry, &name) {
        let inputs = vec![input("eq", "It equals this.", "Boolean".to_owned())];
        let doc = "Conditions on what is true or false.".to_owned();
        object(registry, name.clone(), doc, inputs);
    }
    name
}

/// `IscmKindFilter` and others: conditions on a word of a vocabulary.
fn word(registry: &mut Registry, vocabulary: &Vocabulary) -> String {
    vocabulary_type(registry, vocabulary);
    let what = format!("a value of `{}`", vocabulary.name);
    values(registry, vocabulary.name, vocabulary.name, &what, false)
}

/// `CertaintyFilter`.
fn certainty(registry: &mut Registry) -> String {
    let vocabulary = Vocabulary::of::<Certainty>();
    let name = format!("{}Filter", vocabulary.name);
    if reserve(registry, &name) {
        vocabulary_type(registry, &vocabulary);
        scalar::register(registry, "Date");
        let mut inputs = vec![input(
            "on",
            "The date; it must be given.",
            "Date".to_owned(),
        )];
        inputs.extend(equal(vocabulary.name));
        inputs.push(is_null("Whether it did not hold."));
        let doc = "Conditions on how certain it is that something held on a date. All that are given must hold; with `on` alone it held, for certain or possibly.";
        object(registry, name.clone(), doc.to_owned(), inputs);
    }
    name
}

/// `CountryRelationFilter` and others: conditions on the node that a field leads to.
fn relation(registry: &mut Registry, of: &'static Object) -> String {
    let name = format!("{}RelationFilter", of.name);
    if !reserve(registry, &name) {
        return name;
    }
    filter(registry, of);
    let (scalar, what) = of
        .natural()
        .map_or(("ID", "the `id` of a node"), |natural| {
            (natural.scalar, natural.what)
        });
    let mut inputs = equal(scalar);
    inputs.push(input(
        "is",
        "It meets these conditions.",
        format!("{}Filter", of.name),
    ));
    inputs.push(is_null(IS_NULL));
    let doc = format!(
        "Conditions on a node of the type `{}` that a node refers to: by key ({what}) or by what it is. All that are given must hold.",
        of.name
    );
    object(registry, name.clone(), doc, inputs);
    name
}

/// Conditions on several values or nodes.
fn list(registry: &mut Registry, name: &str, doc: &str, inner: &str, has_count: bool) -> String {
    if reserve(registry, name) {
        let mut inputs = vec![
            input(
                "some",
                "One at least meets these conditions.",
                inner.to_owned(),
            ),
            input("none", "None meets these conditions.", inner.to_owned()),
            input(
                "every",
                "All meet these conditions; of an empty list this holds.",
                inner.to_owned(),
            ),
        ];
        if has_count {
            let int = values(registry, "Int", "Int", "a whole number", true);
            inputs.push(input("count", "Conditions on how many there are.", int));
        }
        let doc = format!("{doc} All that are given must hold.");
        object(registry, name.to_owned(), doc, inputs);
    }
    name.to_owned()
}

fn equal(scalar: &str) -> Vec<MetaInputValue> {
    let is_one = format!("It is one of these; 1 to {MAX_LIST}.");
    let is_none = format!("It is known and none of these; 1 to {MAX_LIST}.");
    vec![
        input("eq", "It equals this.", scalar.to_owned()),
        input("in", &is_one, format!("[{scalar}!]")),
        input("not", &is_none, format!("[{scalar}!]")),
    ]
}

/// What the condition `isNull` is on a value.
const IS_NULL: &str = "Whether it is null: not known, or not there.";

fn is_null(doc: &str) -> MetaInputValue {
    input("isNull", doc, "Boolean".to_owned())
}

/// Adds `XOrder` and `XOrderField`.
pub(super) fn order(registry: &mut Registry, of: &'static Object) {
    let name = format!("{}Order", of.name);
    if !reserve(registry, &name) {
        return;
    }
    let field = format!("{}OrderField", of.name);
    let doc = format!("What nodes of the type `{}` can be ordered by.", of.name);
    measures(registry, &field, &doc, of.orders());
    for vocabulary in [
        Vocabulary::of::<OrderDirection>(),
        Vocabulary::of::<NullsOrder>(),
        Vocabulary::of::<Language>(),
    ] {
        vocabulary_type(registry, &vocabulary);
    }
    let ty = |name: &str| format!("{name}!");
    let inputs = vec![
        input("field", "What to order by.", format!("{field}!")),
        with_default(
            input(
                "direction",
                "From the least on (`ASC`), or from the greatest on (`DESC`).",
                ty("OrderDirection"),
            ),
            "ASC",
        ),
        with_default(
            input(
                "nulls",
                "Where nodes stand that have no value.",
                ty("NullsOrder"),
            ),
            "LAST",
        ),
        with_default(
            input(
                "language",
                "The language whose names are meant, and by whose rules texts are ordered.",
                ty("Language"),
            ),
            "EN",
        ),
    ];
    let doc = format!("One thing to order nodes of the type `{}` by.", of.name);
    object(registry, name, doc, inputs);
}

/// Adds `XGroupKey`.
pub(super) fn group_key(registry: &mut Registry, of: &'static Object) {
    let doc = format!("What nodes of the type `{}` can be grouped by.", of.name);
    measures(registry, &format!("{}GroupKey", of.name), &doc, of.facets());
}

/// Adds `XNumber`.
pub(super) fn number(registry: &mut Registry, of: &'static Object) {
    let doc = format!("The numbers that nodes of the type `{}` have.", of.name);
    measures(registry, &format!("{}Number", of.name), &doc, of.numbers());
}

fn measures(registry: &mut Registry, name: &str, doc: &str, measures: &[Measure]) {
    let values = measures.iter();
    let values = values.map(|measure| (measure.name.clone(), measure.doc.clone()));
    enumeration(registry, name, doc, values);
}

/// Adds the enum of a vocabulary.
pub(super) fn vocabulary_type(registry: &mut Registry, vocabulary: &Vocabulary) {
    let words = vocabulary.words.iter();
    let words = words.map(|(word, doc)| (word.clone(), doc.clone()));
    enumeration(registry, vocabulary.name, &vocabulary.doc, words);
}

/// Adds `YearRange`.
pub(super) fn year_range(registry: &mut Registry) {
    let inputs = vec![
        input(
            "from",
            "The first year; all before the last one when it is not given.",
            "Int".to_owned(),
        ),
        input(
            "to",
            "The last year; all after the first one when it is not given.",
            "Int".to_owned(),
        ),
    ];
    let doc = "Years from one to another, both included.".to_owned();
    object(registry, "YearRange".to_owned(), doc, inputs);
}

/// An argument as the schema has it.
pub(super) fn argument(registry: &mut Registry, argument: &Argument) -> MetaInputValue {
    if let Some(vocabulary) = argument.vocabulary {
        vocabulary_type(registry, &vocabulary());
    }
    MetaInputValue {
        default_value: argument.default.clone(),
        ..input(argument.name, &argument.doc, argument.ty.clone())
    }
}
