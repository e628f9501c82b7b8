//! Filters as they are given, read as conditions on rows.
//!
//! What is given fits the schema already. What keys mean depends on the graph, and how much a filter may
//! hold is bounded: that is looked at here.

use super::filter::{Condition, Filter, Quantifier, Related, Test};
use super::values::{bound, count, flag, folded, holds, inputs, items, sorted, text, unknown};
use crate::error::Result;
use crate::graph::Scope;
use crate::input::{Given, Input, Place};
use crate::model::{CERTAINTY, Field, Kind, Natural, Object, Target, find_record};

/// The most conditions in a filter.
const MAX_CONDITIONS: usize = 100;
/// How deep conditions stand in one another.
const MAX_DEPTH: usize = 10;

impl Filter {
    /// Reads the filter of a list of rows of a type.
    pub fn read(scope: &Scope, of: &'static Object, given: Given<'_>) -> Result<Self> {
        let mut reader = Reader {
            scope,
            conditions: 0,
            related: 0,
            depth: 0,
        };
        let condition = reader.all(of, given, Place::argument("filter"))?;
        let condition = condition.unwrap_or(Condition::All(Vec::new()));
        Ok(Self::new(condition, reader.related))
    }
}

/// Conditions that must all hold; nothing where there are none.
fn together(all: Vec<Condition>) -> Option<Condition> {
    (!all.is_empty()).then_some(Condition::All(all))
}

/// Whether an object has no inputs at all: any row meets it.
fn is_empty(given: Given<'_>) -> bool {
    matches!(given.value(), Input::Object(inputs) if inputs.is_empty())
}

/// Conditions being read.
struct Reader<'v> {
    scope: &'v Scope,
    conditions: usize,
    related: usize,
    depth: usize,
}

impl Reader<'_> {
    /// The conditions of an object together; nothing where none is given, however deep.
    fn all(
        &mut self,
        of: &'static Object,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Option<Condition>> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let takes = format!(
                "is nested deeper than {MAX_DEPTH} levels, the most that a filter may have"
            );
            return Err(at.wrong(&takes));
        }
        let mut all = Vec::new();
        for (name, given) in inputs(given, at)? {
            let at = at.input(name);
            self.conditions += 1;
            if self.conditions > MAX_CONDITIONS {
                let takes =
                    format!("is more than the {MAX_CONDITIONS} conditions that a filter may hold");
                return Err(at.wrong(&takes));
            }
            all.extend(match name {
                "and" => together(self.each(of, given, at)?),
                "or" => {
                    let any = self.each(of, given, at)?;
                    (!any.is_empty()).then_some(Condition::Any(any))
                }
                "not" => {
                    let condition = self.all(of, given, at)?;
                    condition.map(|condition| Condition::Not(Box::new(condition)))
                }
                CERTAINTY if let Some(valid) = of.valid => holds(valid, given, at)?,
                _ => match of.asked_by(name) {
                    Some(field) => self.field(field, given, at)?,
                    None => return Err(unknown(at)),
                },
            });
        }
        self.depth -= 1;
        Ok(together(all))
    }

    fn each(
        &mut self,
        of: &'static Object,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Vec<Condition>> {
        let items = items(given, at)?.enumerate();
        items
            .filter_map(|(index, given)| self.all(of, given, at.item(index)).transpose())
            .collect()
    }

    fn field(
        &mut self,
        field: &'static Field,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Option<Condition>> {
        match &field.kind {
            Kind::One(_, target) => self.one(field, *target, given, at),
            Kind::Many(list) => self.many(field, list.target, given, at),
            Kind::Texts(_) | Kind::Words(..) => self.several(field, given, at),
            _ => self.tests(field, given, at),
        }
    }

    /// Conditions on one value.
    fn tests(
        &self,
        field: &'static Field,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Option<Condition>> {
        let inputs = inputs(given, at)?;
        let tests = inputs.map(|(name, given)| self.value(field, name, given, at.input(name)));
        Ok(together(tests.collect::<Result<_>>()?))
    }

    /// A condition on one value.
    fn value(
        &self,
        field: &'static Field,
        name: &str,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Condition> {
        if name == "isNull" {
            return Ok(Condition::Known(field, !flag(given, at)?));
        }
        Ok(match (name, self.test(field, name, given, at)?) {
            // A name is in several languages: not this one is not so in any of them.
            ("not", test) if matches!(field.kind, Kind::Name(_)) => {
                Condition::Not(Box::new(Condition::Field(field, test)))
            }
            ("not", test) => Condition::Field(field, Test::Other(Box::new(test))),
            (_, test) => Condition::Field(field, test),
        })
    }

    fn test(&self, field: &Field, name: &str, given: Given<'_>, at: Place<'_>) -> Result<Test> {
        match name {
            "eq" => self.among(field, std::iter::once((given, at))),
            "in" | "not" => {
                let items: Vec<_> = items(given, at)?.collect();
                let places = items.into_iter().enumerate();
                self.among(field, places.map(|(index, given)| (given, at.item(index))))
            }
            "contains" => Ok(Test::Contains(folded(given, at)?)),
            "startsWith" => Ok(Test::StartsWith(folded(given, at)?)),
            "gte" => Ok(Test::AtLeast(bound(field, given, at)?)),
            "lte" => Ok(Test::AtMost(bound(field, given, at)?)),
            _ => Err(unknown(at)),
        }
    }

    /// That a value is one of these.
    fn among<'v>(
        &self,
        field: &Field,
        items: impl Iterator<Item = (Given<'v>, Place<'v>)>,
    ) -> Result<Test> {
        Ok(match &field.kind {
            Kind::Text(_) | Kind::Name(_) | Kind::Texts(_) => {
                let texts = items.map(|(given, at)| folded(given, at));
                Test::Text(texts.collect::<Result<_>>()?)
            }
            Kind::Key(_, natural) => {
                sorted(items.map(|(given, at)| self.called(natural, given, at)))?
            }
            Kind::Id(_, kind) => {
                let target = crate::model::of_record(*kind);
                sorted(items.map(|(given, at)| self.node(target, given, at)))?
            }
            Kind::One(_, target) => {
                let target = target.of();
                sorted(items.map(|(given, at)| match target.natural() {
                    Some(natural) => self.called(natural, given, at),
                    None => self.node(target, given, at),
                }))?
            }
            _ => {
                let bounds = items.map(|(given, at)| bound(field, given, at));
                Test::Among(bounds.collect::<Result<_>>()?)
            }
        })
    }

    /// Conditions on the row that a field leads to.
    fn one(
        &mut self,
        field: &'static Field,
        target: Target,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Option<Condition>> {
        let mut all = Vec::new();
        for (name, given) in inputs(given, at)? {
            let at = at.input(name);
            all.extend(match name {
                "is" => self.related(field, target, Quantifier::Some, given, at)?,
                _ => Some(self.value(field, name, given, at)?),
            });
        }
        Ok(together(all))
    }

    /// Conditions on the rows that a field leads to.
    fn many(
        &mut self,
        field: &'static Field,
        target: Target,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Option<Condition>> {
        let mut all = Vec::new();
        for (name, given) in inputs(given, at)? {
            let at = at.input(name);
            all.extend(match name {
                "some" => self.related(field, target, Quantifier::Some, given, at)?,
                "none" => self.related(field, target, Quantifier::None, given, at)?,
                "every" => self.related(field, target, Quantifier::Every, given, at)?,
                _ => together(count(field, given, at)?),
            });
        }
        Ok(together(all))
    }

    fn related(
        &mut self,
        field: &'static Field,
        target: Target,
        quantifier: Quantifier,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Option<Condition>> {
        let condition = match self.all(target.of(), given, at)? {
            Some(condition) => condition,
            None if is_empty(given) => Condition::All(Vec::new()),
            None => return Ok(None),
        };
        let number = self.related;
        self.related += 1;
        let related = Related {
            condition: Box::new(condition),
            number,
        };
        Ok(Some(Condition::Related(field, quantifier, related)))
    }

    /// Conditions on several values.
    fn several(
        &self,
        field: &'static Field,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Option<Condition>> {
        let mut all = Vec::new();
        for (quantifier, conditions) in inputs(given, at)? {
            let at = at.input(quantifier);
            let mut tests = Vec::new();
            for (name, given) in inputs(conditions, at)? {
                let at = at.input(name);
                tests.push(match name {
                    // What is in a list is known.
                    "isNull" if flag(given, at)? => Test::Other(Box::new(Test::All(Vec::new()))),
                    "isNull" => Test::All(Vec::new()),
                    "not" => Test::Other(Box::new(self.test(field, name, given, at)?)),
                    _ => self.test(field, name, given, at)?,
                });
            }
            if tests.is_empty() && !is_empty(conditions) {
                continue;
            }
            let test = Test::All(tests);
            all.push(match quantifier {
                "some" => Condition::Field(field, test),
                "none" => Condition::Not(Box::new(Condition::Field(field, test))),
                _ => {
                    let other = Condition::Field(field, Test::Other(Box::new(test)));
                    Condition::Not(Box::new(other))
                }
            });
        }
        Ok(together(all))
    }

    fn called(&self, natural: &Natural, given: Given<'_>, at: Place<'_>) -> Result<u32> {
        natural.place(self.scope, at, text(given, at)?)
    }

    fn node(&self, target: &Object, given: Given<'_>, at: Place<'_>) -> Result<u32> {
        let record = given.text().and_then(|id| find_record(self.scope, id));
        let kind = target.rows.and_then(|rows| rows.record);
        let of_target = record.filter(|record| Some(record.kind) == kind);
        of_target.map(|record| record.place).ok_or_else(|| {
            let what = "the `id` of a node of this type that is there";
            at.takes(what, given.value())
        })
    }
}
