//! Filters as they are given, read as conditions on rows.

use async_graphql::{ScalarType, Value};

use super::value::At;
use crate::graph::catalog::{Field, Kind, Natural, Target, Type, Vocabulary, day, ordinal};
use crate::graph::{Filter, Quantifier, Related, Test, View, fold};
use crate::graphql::error::Result;
use crate::graphql::node;
use crate::graphql::scalar::Date;
use crate::graphql::word::enum_text;

/// The most conditions in a filter.
const MAX_CONDITIONS: usize = 100;
/// How deep conditions stand in one another.
const MAX_DEPTH: usize = 10;

/// Reads the filter of a list of rows of a type.
pub(super) fn filter(view: &View, of: &'static Type, value: &Value) -> Result<Filter> {
    let mut reader = Reader {
        view,
        conditions: 0,
        related: 0,
        depth: 0,
    };
    reader.filter(of, &At::new("filter", value))
}

/// Conditions being read.
struct Reader<'v> {
    view: &'v View,
    conditions: usize,
    related: usize,
    depth: usize,
}

impl Reader<'_> {
    fn filter(&mut self, of: &'static Type, at: &At<'_>) -> Result<Filter> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("stands deeper than {MAX_DEPTH} conditions in one another");
            return Err(at.wrong(message));
        }
        let mut all = Vec::new();
        for (name, at) in at.inputs()? {
            self.conditions += 1;
            if self.conditions > MAX_CONDITIONS {
                let message = format!("is more than the {MAX_CONDITIONS} conditions of one filter");
                return Err(at.wrong(message));
            }
            all.push(match name {
                "and" => Filter::All(self.filters(of, &at)?),
                "or" => Filter::Any(self.filters(of, &at)?),
                "not" => Filter::Not(Box::new(self.filter(of, &at)?)),
                _ => match of.field(name) {
                    Some(field) => self.field(field, &at)?,
                    None => return Err(at.wrong(format!("is no field of `{}Filter`", of.name))),
                },
            });
        }
        self.depth -= 1;
        Ok(Filter::All(all))
    }

    fn filters(&mut self, of: &'static Type, at: &At<'_>) -> Result<Vec<Filter>> {
        let items = at.items()?;
        items.iter().map(|at| self.filter(of, at)).collect()
    }

    fn field(&mut self, field: &'static Field, at: &At<'_>) -> Result<Filter> {
        match &field.kind {
            Kind::One(_, target) => self.one(field, *target, at),
            Kind::Many(_, target, _) => self.many(field, *target, at),
            Kind::Texts(_) | Kind::Words(..) => self.several(field, at),
            _ => self.tests(field, at),
        }
    }

    /// Conditions on one value.
    fn tests(&mut self, field: &'static Field, at: &At<'_>) -> Result<Filter> {
        let inputs = at.inputs()?.into_iter();
        let tests = inputs.map(|(name, at)| {
            if name == "isNull" {
                return Ok(Filter::Known(field, !at.boolean()?));
            }
            Ok(match (name, self.test(field, name, &at)?) {
                // A name is in several languages: not this one is not so in any of them.
                ("not", test) if matches!(field.kind, Kind::Name(_)) => {
                    Filter::Not(Box::new(Filter::Field(field, test)))
                }
                ("not", test) => Filter::Field(field, Test::Other(Box::new(test))),
                (_, test) => Filter::Field(field, test),
            })
        });
        Ok(Filter::All(tests.collect::<Result<_>>()?))
    }

    fn test(&self, field: &Field, name: &str, at: &At<'_>) -> Result<Test> {
        let is_text = matches!(field.kind, Kind::Text(_) | Kind::Name(_) | Kind::Texts(_));
        let is_ordered = matches!(field.kind, Kind::Number(..) | Kind::Date(_));
        match name {
            "eq" => self.among(field, std::slice::from_ref(at)),
            "in" | "not" => self.among(field, &at.items()?),
            "contains" if is_text => Ok(Test::Contains(fold(at.text()?).into_owned())),
            "startsWith" if is_text => Ok(Test::StartsWith(fold(at.text()?).into_owned())),
            "gte" if is_ordered => Ok(Test::AtLeast(number(field, at)?)),
            "lte" if is_ordered => Ok(Test::AtMost(number(field, at)?)),
            _ => Err(at.wrong("is no condition on this field")),
        }
    }

    /// That a value is one of these.
    fn among(&self, field: &Field, items: &[At<'_>]) -> Result<Test> {
        let places = |find: &dyn Fn(&At<'_>) -> Result<u32>| {
            let places = items.iter().map(find).collect::<Result<Vec<_>>>();
            places.map(|places| Test::Place(sorted(places)))
        };
        match &field.kind {
            Kind::Text(_) | Kind::Name(_) | Kind::Texts(_) => {
                let texts = items.iter().map(|at| Ok(fold(at.text()?).into_owned()));
                Ok(Test::Text(texts.collect::<Result<_>>()?))
            }
            Kind::Key(_, natural) => places(&|at| self.called(natural, at)),
            Kind::Id(_, target) => places(&|at| self.node(*target, at)),
            Kind::One(_, target) => places(&|at| self.key(*target, at)),
            _ => {
                let numbers = items.iter().map(|at| number(field, at));
                Ok(Test::Number(numbers.collect::<Result<_>>()?))
            }
        }
    }

    /// One condition on the row that a field leads to.
    fn one(&mut self, field: &'static Field, target: Target, at: &At<'_>) -> Result<Filter> {
        let inputs = at.inputs()?;
        let [(name, inner)] = inputs.as_slice() else {
            return Err(at.wrong("takes exactly one of `eq`, `in`, `not`, `is`, `isNull`"));
        };
        if *name == "is" {
            return self.related(field, target, Quantifier::Some, inner);
        }
        self.tests(field, at)
    }

    /// Conditions on the rows that a field leads to.
    fn many(&mut self, field: &'static Field, target: Target, at: &At<'_>) -> Result<Filter> {
        let mut all = Vec::new();
        for (name, at) in at.inputs()? {
            all.push(match name {
                "some" => self.related(field, target, Quantifier::Some, &at)?,
                "none" => self.related(field, target, Quantifier::None, &at)?,
                "every" => self.related(field, target, Quantifier::Every, &at)?,
                "count" => Self::count(field, &at)?,
                _ => return Err(at.wrong("is none of `some`, `none`, `every`, `count`")),
            });
        }
        Ok(Filter::All(all))
    }

    fn related(
        &mut self,
        field: &'static Field,
        target: Target,
        quantifier: Quantifier,
        at: &At<'_>,
    ) -> Result<Filter> {
        let filter = Box::new(self.filter(target.of(), at)?);
        let number = self.related;
        self.related += 1;
        Ok(Filter::Related(
            field,
            quantifier,
            Related { filter, number },
        ))
    }

    fn count(field: &'static Field, at: &At<'_>) -> Result<Filter> {
        let tests = at.inputs()?.into_iter().map(|(name, at)| {
            let numbers = |items: &[At<'_>]| {
                let numbers = items.iter().map(whole).collect::<Result<_>>();
                numbers.map(Test::Number)
            };
            let test = match name {
                "eq" => numbers(&[at])?,
                "in" => numbers(&at.items()?)?,
                "not" => Test::Other(Box::new(numbers(&at.items()?)?)),
                "gte" => Test::AtLeast(whole(&at)?),
                "lte" => Test::AtMost(whole(&at)?),
                _ => return Err(at.wrong("is no condition on a number of nodes")),
            };
            Ok(Filter::Field(field, test))
        });
        Ok(Filter::All(tests.collect::<Result<_>>()?))
    }

    /// Conditions on several values.
    fn several(&mut self, field: &'static Field, at: &At<'_>) -> Result<Filter> {
        let mut all = Vec::new();
        for (quantifier, at) in at.inputs()? {
            if !["some", "none", "every"].contains(&quantifier) {
                return Err(at.wrong("is none of `some`, `none`, `every`"));
            }
            let mut tests = Vec::new();
            for (name, at) in at.inputs()? {
                let test = self.test(field, name, &at)?;
                tests.push(match name {
                    "not" => Test::Other(Box::new(test)),
                    _ => test,
                });
            }
            let test = Test::All(tests);
            all.push(match quantifier {
                "some" => Filter::Field(field, test),
                "none" => Filter::Not(Box::new(Filter::Field(field, test))),
                _ => {
                    let other = Filter::Field(field, Test::Other(Box::new(test)));
                    Filter::Not(Box::new(other))
                }
            });
        }
        Ok(Filter::All(all))
    }

    /// The place of the row that a key of a table means.
    fn key(&self, target: Target, at: &At<'_>) -> Result<u32> {
        match target.of().natural() {
            Some(natural) => self.called(natural, at),
            None => self.node(target, at),
        }
    }

    fn called(&self, natural: &Natural, at: &At<'_>) -> Result<u32> {
        let place = (natural.find)(self.view, at.text()?);
        place.ok_or_else(|| at.takes(natural.what))
    }

    fn node(&self, target: Target, at: &At<'_>) -> Result<u32> {
        let place = enum_text(at.value).and_then(|id| node::place(self.view, id));
        let of_target = place.filter(|(table, _)| target.0 == *table);
        let found = of_target.map(|(_, place)| place);
        found.ok_or_else(|| at.takes("the `id` of a node of this type that is there"))
    }
}

/// A number that stands for a value of a field.
fn number(field: &Field, at: &At<'_>) -> Result<f64> {
    match &field.kind {
        Kind::Word(_, vocabulary) | Kind::Words(_, vocabulary) => word(vocabulary, at),
        Kind::Flag(_) => Ok(f64::from(u8::from(at.boolean()?))),
        Kind::Date(_) => match Date::parse(at.value.clone()) {
            Ok(date) => Ok(day(date.0)),
            Err(_) => Err(at.takes("a date like \"2019-11-21\"")),
        },
        Kind::Number(_, crate::graph::catalog::Unit::Named(_)) => at.number(),
        _ => whole(at),
    }
}

fn whole(at: &At<'_>) -> Result<f64> {
    let number = at.number()?;
    if number.fract() == 0.0 {
        return Ok(number);
    }
    Err(at.takes("a whole number"))
}

fn word(vocabulary: &Vocabulary, at: &At<'_>) -> Result<f64> {
    let given = enum_text(at.value);
    let place = vocabulary
        .words
        .iter()
        .position(|(word, _)| given == Some(word));
    place.map(ordinal).ok_or_else(|| {
        let words: Vec<_> = vocabulary
            .words
            .iter()
            .map(|(word, _)| word.as_str())
            .collect();
        at.takes(&format!("one of {}", words.join(", ")))
    })
}

fn sorted(mut places: Vec<u32>) -> Vec<u32> {
    places.sort_unstable();
    places
}
