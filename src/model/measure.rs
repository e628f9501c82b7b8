//! What rows of a type can be ordered, grouped and counted by: made from its fields.

use std::sync::OnceLock;

use entity::values::Language;

use super::Object;
use super::field::{Field, Kind};
use super::value::Value;
use crate::graph::{Reads, Scope};

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

/// The measures of a type, made when they are first asked for.
#[derive(Default)]
pub(super) struct Measures {
    orders: OnceLock<Vec<Measure>>,
    facets: OnceLock<Vec<Measure>>,
    numbers: OnceLock<Vec<Measure>>,
}

impl Object {
    /// What rows can be ordered by: each field of one value, those of the rows that fields lead to,
    /// and the number of rows.
    pub fn orders(&'static self) -> &'static [Measure] {
        self.measures().orders.get_or_init(|| {
            let mut orders = self.measured(Field::is_single, |field| match &field.kind {
                Kind::Many(_) => vec![count(field)],
                _ => Vec::new(),
            });
            orders.retain(|order| !matches!(order.path, Path::Decade(_)));
            orders
        })
    }

    /// What rows can be counted by.
    pub fn facets(&'static self) -> &'static [Measure] {
        self.measures().facets.get_or_init(|| {
            self.measured(
                |field| field.uses.facet && field.target().is_none(),
                |field| match &field.kind {
                    Kind::One(..) => vec![own(field)],
                    Kind::Many(list) if field.uses.facet => {
                        vec![Measure {
                            name: constant(list.singular),
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
        self.measures().numbers.get_or_init(|| {
            let is_number = |field: &Field| {
                matches!(
                    field.kind,
                    Kind::Int(_) | Kind::Year(_) | Kind::Float(..) | Kind::Money(..)
                )
            };
            let mut numbers = self.measured(is_number, |field| match &field.kind {
                Kind::Many(_) => vec![count(field)],
                _ => Vec::new(),
            });
            numbers.retain(|number| !matches!(number.path, Path::Decade(_)));
            numbers
        })
    }

    /// The fields that fit, those that fit of the rows that fields lead to, and others.
    fn measured(
        &'static self,
        fits: fn(&Field) -> bool,
        others: fn(&'static Field) -> Vec<Measure>,
    ) -> Vec<Measure> {
        let with_decade = |field: &'static Field, measure: Measure| {
            let has_decade = matches!(field.kind, Kind::Year(_)) && field.uses.facet;
            let decade = has_decade.then(|| decade(field));
            std::iter::once(measure).chain(decade)
        };
        let of_field = |field: &'static Field| {
            let mut measures = others(field);
            if fits(field) {
                measures.extend(with_decade(field, own(field)));
            }
            if let Kind::One(_, target) = &field.kind {
                let is_own =
                    |inner: &Field| !matches!(inner.kind, Kind::Id(..)) && !inner.is_of_all_nodes();
                let fitting = target.of().asked();
                let fitting = fitting.filter(|inner| fits(inner) && is_own(inner));
                measures.extend(fitting.map(|inner| through(field, inner)));
            }
            measures
        };
        self.asked().flat_map(of_field).collect()
    }
}

impl Path {
    /// The value of a row.
    #[must_use]
    pub fn value(self, scope: &Scope, place: u32, language: Language) -> Value<'_> {
        match self {
            Self::Own(field) => field.value(scope, place, language),
            Self::Through(field, inner) => match field.value(scope, place, language) {
                Value::Row(place) => inner.value(scope, place, language),
                _ => Value::Unknown,
            },
            Self::Count(field) => match field.value(scope, place, language) {
                Value::Unknown => Value::Count(0),
                count => count,
            },
            Self::Decade(field) => match field.value(scope, place, language) {
                Value::Int(year) => Value::Int(year.div_euclid(10) * 10),
                other => other,
            },
        }
    }
}

impl Measure {
    /// The value of a row.
    #[must_use]
    pub fn value<'v>(&self, scope: &'v Scope, place: u32, language: Language) -> Value<'v> {
        self.path.value(scope, place, language)
    }

    /// What its values depend on, besides the row.
    #[must_use]
    pub fn reads(&self) -> Reads {
        match self.path {
            Path::Through(field, inner) => field.reads().and(inner.reads()),
            Path::Own(field) | Path::Count(field) | Path::Decade(field) => field.reads(),
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

fn own(field: &'static Field) -> Measure {
    Measure {
        name: constant(field.name),
        doc: field.doc.to_string(),
        path: Path::Own(field),
    }
}

fn through(field: &'static Field, inner: &'static Field) -> Measure {
    Measure {
        name: format!("{}_{}", constant(field.name), constant(inner.name)),
        doc: format!("Of `{}`: {}", field.name, small(&inner.doc)),
        path: Path::Through(field, inner),
    }
}

fn count(field: &'static Field) -> Measure {
    let singular = match &field.kind {
        Kind::Many(list) => list.singular,
        _ => field.name,
    };
    Measure {
        name: format!("{}_COUNT", constant(singular)),
        doc: format!("The number of nodes in `{}`.", field.name),
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
        doc: format!("The decade of `{}`.", field.name),
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
