//! The catalog: the types of the graph and their fields, each written down once. Filters, orders,
//! groups and coverage are made from it, for all types by the same code.

mod assessment;
mod describe;
mod field;
mod global;
mod party;
mod practice;
mod profile;

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use entity::tables::NodeType;
use entity::values::Language;

pub use field::{
    Field, Find, Get, GetName, GetPlaces, GetText, GetTexts, Kind, Natural, Target, Unit, Value,
    Vocabulary, day, ordinal,
};

use super::row::View;

/// A type of the graph.
pub struct Type {
    /// Its name in the schema.
    pub name: &'static str,
    /// Its table's place in the list of tables.
    pub table: usize,
    /// The type of its records, if its rows are records.
    pub record: Option<NodeType>,
    /// Its fields.
    pub fields: Vec<Field>,
    label: &'static str,
    orders: OnceLock<Vec<Measure>>,
    facets: OnceLock<Vec<Measure>>,
    numbers: OnceLock<Vec<Measure>>,
}

/// Something that each row has, under a name of its own: a field, a field of the row that another
/// field leads to, a number of rows.
pub struct Measure {
    /// Its name in the schema, e.g. `MEMBER_COUNT`.
    pub name: String,
    /// What it is, as the schema describes it.
    pub doc: String,
    /// How it is taken.
    pub path: Path,
}

/// Where a [`Measure`] is taken from.
#[derive(Clone, Copy)]
pub enum Path {
    /// A field of the row.
    Own(&'static Field),
    /// A field of the row that the first one leads to.
    Through(&'static Field, &'static Field),
    /// The number of rows that a field leads to.
    Count(&'static Field),
    /// The decade of a year.
    Decade(&'static Field),
}

static TYPES: LazyLock<Vec<Type>> = LazyLock::new(|| {
    [
        profile::types(),
        practice::types(),
        party::types(),
        global::types(),
        assessment::types(),
    ]
    .into_iter()
    .flatten()
    .collect()
});

static BY_NAME: LazyLock<HashMap<&'static str, &'static Type>> =
    LazyLock::new(|| types().iter().map(|of| (of.name, of)).collect());

static BY_TABLE: LazyLock<HashMap<usize, &'static Type>> = LazyLock::new(|| {
    // Of two types over one table the first is what relations lead to.
    let types = types().iter().rev();
    types.map(|of| (of.table, of)).collect()
});

/// All types.
#[must_use]
pub fn types() -> &'static [Type] {
    &TYPES
}

/// The type with a name in the schema.
#[must_use]
pub fn named(name: &str) -> Option<&'static Type> {
    BY_NAME.get(name).copied()
}

impl Target {
    /// The type that a relation leads to. Every table that one leads to is described, which a test
    /// holds; a type without fields stands in for one that is not.
    #[must_use]
    pub fn of(self) -> &'static Type {
        static NOTHING: LazyLock<Type> =
            LazyLock::new(|| Type::new("Nothing", usize::MAX, None, "id", Vec::new()));
        BY_TABLE.get(&self.0).copied().unwrap_or(&NOTHING)
    }
}

impl Type {
    fn new(
        name: &'static str,
        table: usize,
        record: Option<NodeType>,
        label: &'static str,
        fields: Vec<Field>,
    ) -> Self {
        Self {
            name,
            table,
            record,
            fields,
            label,
            orders: OnceLock::new(),
            facets: OnceLock::new(),
            numbers: OnceLock::new(),
        }
    }

    /// The field with a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What rows are called by: their natural key, or else their id.
    #[must_use]
    pub fn natural(&self) -> Option<&'static Natural> {
        self.fields.iter().find_map(|field| match &field.kind {
            Kind::Key(_, natural) => Some(*natural),
            _ => None,
        })
    }

    /// A row's key: its natural one, or else its id.
    #[must_use]
    pub fn key_of<'v>(&self, view: &'v View, place: u32) -> &'v str {
        let is_key = |field: &&Field| matches!(field.kind, Kind::Key(..));
        let key = self.fields.iter().find(is_key);
        let field = key.or_else(|| self.field("id"));
        text_of(field, view, place, Language::En)
    }

    /// A row's id.
    #[must_use]
    pub fn id_of<'v>(&self, view: &'v View, place: u32) -> &'v str {
        text_of(self.field("id"), view, place, Language::En)
    }

    /// What people read as a row's name.
    #[must_use]
    pub fn label_of<'v>(&self, view: &'v View, place: u32, language: Language) -> &'v str {
        text_of(self.field(self.label), view, place, language)
    }

    /// What rows can be ordered by: each field of one value, those of the rows that fields lead to,
    /// and the number of rows.
    pub fn orders(&'static self) -> &'static [Measure] {
        self.orders.get_or_init(|| {
            let mut orders = self.measures(Field::is_single, |field| match &field.kind {
                Kind::Many(..) => vec![count(field)],
                _ => Vec::new(),
            });
            orders.retain(|order| !matches!(order.path, Path::Decade(_)));
            orders
        })
    }

    /// What rows can be counted by.
    pub fn facets(&'static self) -> &'static [Measure] {
        self.facets.get_or_init(|| {
            self.measures(
                |field| field.is_facet && field.target().is_none(),
                |field| match &field.kind {
                    Kind::One(..) => vec![own(field)],
                    Kind::Many(_, _, singular) if field.is_facet => {
                        vec![Measure {
                            name: constant(singular),
                            ..own(field)
                        }]
                    }
                    _ => Vec::new(),
                },
            )
        })
    }

    /// The numbers that each row has, those of the rows that fields lead to, and the numbers of rows.
    pub fn numbers(&'static self) -> &'static [Measure] {
        self.numbers.get_or_init(|| {
            let is_number = |field: &Field| matches!(field.kind, Kind::Number(..));
            let mut numbers = self.measures(is_number, |field| match &field.kind {
                Kind::Many(..) => vec![count(field)],
                _ => Vec::new(),
            });
            numbers.retain(|number| !matches!(number.path, Path::Decade(_)));
            numbers
        })
    }

    /// The fields that fit, those that fit of the rows that fields lead to, and others.
    fn measures(
        &'static self,
        fits: fn(&Field) -> bool,
        others: fn(&'static Field) -> Vec<Measure>,
    ) -> Vec<Measure> {
        let with_decade = |field: &'static Field, measure: Measure| {
            let is_year = matches!(field.kind, Kind::Number(_, Unit::Year));
            let decade = (is_year && field.is_facet).then(|| decade(field));
            std::iter::once(measure).chain(decade)
        };
        let of_field = |field: &'static Field| {
            let mut measures = others(field);
            if fits(field) {
                measures.extend(with_decade(field, own(field)));
            }
            if let Kind::One(_, target) = &field.kind {
                let fields = target.of().fields.iter();
                let fitting =
                    fields.filter(|inner| fits(inner) && !matches!(inner.kind, Kind::Id(..)));
                measures.extend(fitting.map(|inner| through(field, inner)));
            }
            measures
        };
        self.fields.iter().flat_map(of_field).collect()
    }
}

impl Measure {
    /// The value of a row.
    #[must_use]
    pub fn value<'v>(&self, view: &'v View, place: u32, language: Language) -> Value<'v> {
        match self.path {
            Path::Own(field) => field.value(view, place, language),
            Path::Through(field, inner) => match &field.kind {
                Kind::One(get, _) => {
                    let place = get(view, place);
                    place.map_or(Value::Unknown, |place| inner.value(view, place, language))
                }
                _ => Value::Unknown,
            },
            Path::Count(field) => match &field.kind {
                Kind::Many(get, _, _) => Value::Number(ordinal(get(view, place).len())),
                _ => Value::Unknown,
            },
            Path::Decade(field) => match field.value(view, place, language) {
                Value::Number(year) => Value::Number((year / 10.0).floor() * 10.0),
                other => other,
            },
        }
    }

    /// The field whose values it has.
    #[must_use]
    pub const fn field(&self) -> &'static Field {
        match self.path {
            Path::Own(field)
            | Path::Through(_, field)
            | Path::Count(field)
            | Path::Decade(field) => field,
        }
    }
}

fn text_of<'v>(field: Option<&Field>, view: &'v View, place: u32, language: Language) -> &'v str {
    match field.map(|field| field.value(view, place, language)) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

fn own(field: &'static Field) -> Measure {
    Measure {
        name: constant(field.name),
        doc: field.doc.to_owned(),
        path: Path::Own(field),
    }
}

fn through(field: &'static Field, inner: &'static Field) -> Measure {
    let of = field
        .doc
        .split(['.', ';', ':', ','])
        .next()
        .unwrap_or_default();
    Measure {
        name: format!("{}_{}", constant(field.name), constant(inner.name)),
        doc: format!("{of}: {}", small(inner.doc)),
        path: Path::Through(field, inner),
    }
}

fn count(field: &'static Field) -> Measure {
    let singular = match &field.kind {
        Kind::Many(_, _, singular) => singular,
        _ => field.name,
    };
    Measure {
        name: format!("{}_COUNT", constant(singular)),
        doc: format!("The number of {}", small(field.doc)),
        path: Path::Count(field),
    }
}

fn decade(field: &'static Field) -> Measure {
    let name = match field.name {
        "year" => "DECADE".to_owned(),
        other => format!("{}_DECADE", constant(other)),
    };
    Measure {
        name,
        doc: format!("The decade of {}", small(field.doc)),
        path: Path::Decade(field),
    }
}

/// A name of a field as a name of an enum's value: `adoptedAt` is `ADOPTED_AT`.
#[must_use]
pub fn constant(name: &str) -> String {
    let mut constant = String::with_capacity(name.len() + 2);
    for letter in name.chars() {
        if letter.is_uppercase() {
            constant.push('_');
        }
        constant.extend(letter.to_uppercase());
    }
    constant
}

/// A sentence as it stands within another.
fn small(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
