//! Filters as they are given, read as conditions on rows.
//!
//! What is given fits the schema already. What keys mean depends on the graph, and how much a filter may
//! hold is bounded: that is looked at here.

use chrono::NaiveDate;

use super::filter::{Bound, Condition, Filter, Quantifier, Related, Test};
use crate::error::{Error, Result};
use crate::fold::fold;
use crate::graph::{Certainty, Scope};
use crate::input::{Given, Input, Place};
use crate::model::{
    Argued, CERTAINTY, Field, Kind, MAX_LIST, Natural, Object, Target, Valid, Word, find_record,
};
use crate::money::Money;

/// The most conditions in a filter.
const MAX_CONDITIONS: usize = 100;
/// How deep conditions stand in one another.
const MAX_DEPTH: usize = 10;
/// The longest text in a condition, in characters.
const MAX_TEXT: usize = 200;

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
        Ok(Self::new(condition, reader.related))
    }
}

/// Conditions being read.
struct Reader<'v> {
    scope: &'v Scope,
    conditions: usize,
    related: usize,
    depth: usize,
}

impl Reader<'_> {
    fn all(&mut self, of: &'static Object, given: Given<'_>, at: Place<'_>) -> Result<Condition> {
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
            all.push(match name {
                "and" => Condition::All(self.each(of, given, at)?),
                "or" => Condition::Any(self.each(of, given, at)?),
                "not" => Condition::Not(Box::new(self.all(of, given, at)?)),
                CERTAINTY if let Some(valid) = of.valid => holds(valid, given, at)?,
                _ => match of.asked_by(name) {
                    Some(field) => self.field(field, given, at)?,
                    None => return Err(unknown(at)),
                },
            });
        }
        self.depth -= 1;
        Ok(Condition::All(all))
    }

    fn each(
        &mut self,
        of: &'static Object,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Vec<Condition>> {
        let items = items(given, at)?.enumerate();
        items
            .map(|(index, given)| self.all(of, given, at.item(index)))
            .collect()
    }

    fn field(
        &mut self,
        field: &'static Field,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Condition> {
        match &field.kind {
            Kind::One(_, target) => self.one(field, *target, given, at),
            Kind::Many(list) => self.many(field, list.target, given, at),
            Kind::Texts(_) | Kind::Words(..) => self.several(field, given, at),
            _ => self.tests(field, given, at),
        }
    }

    /// Conditions on one value.
    fn tests(&self, field: &'static Field, given: Given<'_>, at: Place<'_>) -> Result<Condition> {
        let inputs = inputs(given, at)?;
        let tests = inputs.map(|(name, given)| self.value(field, name, given, at.input(name)));
        Ok(Condition::All(tests.collect::<Result<_>>()?))
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
    ) -> Result<Condition> {
        let mut all = Vec::new();
        for (name, given) in inputs(given, at)? {
            let at = at.input(name);
            all.push(match name {
                "is" => self.related(field, target, Quantifier::Some, given, at)?,
                _ => self.value(field, name, given, at)?,
            });
        }
        Ok(Condition::All(all))
    }

    /// Conditions on the rows that a field leads to.
    fn many(
        &mut self,
        field: &'static Field,
        target: Target,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Condition> {
        let mut all = Vec::new();
        for (name, given) in inputs(given, at)? {
            let at = at.input(name);
            all.push(match name {
                "some" => self.related(field, target, Quantifier::Some, given, at)?,
                "none" => self.related(field, target, Quantifier::None, given, at)?,
                "every" => self.related(field, target, Quantifier::Every, given, at)?,
                _ => count(field, given, at)?,
            });
        }
        Ok(Condition::All(all))
    }

    fn related(
        &mut self,
        field: &'static Field,
        target: Target,
        quantifier: Quantifier,
        given: Given<'_>,
        at: Place<'_>,
    ) -> Result<Condition> {
        let condition = Box::new(self.all(target.of(), given, at)?);
        let number = self.related;
        self.related += 1;
        let related = Related { condition, number };
        Ok(Condition::Related(field, quantifier, related))
    }

    /// Conditions on several values.
    fn several(&self, field: &'static Field, given: Given<'_>, at: Place<'_>) -> Result<Condition> {
        let mut all = Vec::new();
        for (quantifier, given) in inputs(given, at)? {
            let at = at.input(quantifier);
            let mut tests = Vec::new();
            for (name, given) in inputs(given, at)? {
                let at = at.input(name);
                tests.push(match name {
                    // What is in a list is known.
                    "isNull" if flag(given, at)? => Test::Other(Box::new(Test::All(Vec::new()))),
                    "isNull" => Test::All(Vec::new()),
                    "not" => Test::Other(Box::new(self.test(field, name, given, at)?)),
                    _ => self.test(field, name, given, at)?,
                });
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
        Ok(Condition::All(all))
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

/// Conditions on how certain it is that a row holds on a date.
fn holds(valid: Valid, given: Given<'_>, at: Place<'_>) -> Result<Condition> {
    let mut held = None;
    let mut allowed = vec![None, Some(Certainty::Certain), Some(Certainty::Possible)];
    let mut is_asked = false;
    for (name, given) in inputs(given, at)? {
        let at = at.input(name);
        if name == "on" {
            held = Some(NaiveDate::read(Some(given), at)?);
            continue;
        }
        is_asked = true;
        if name == "isNull" {
            let is_null = flag(given, at)?;
            allowed.retain(|is| is.is_none() == is_null);
        } else {
            let items = items(given, at)?.map(|item| Word::read(Some(item), at));
            let words = items.collect::<Result<Vec<Word<Certainty>>>>()?;
            let is_among = name != "not";
            allowed.retain(|is| is.is_some_and(|is| words.contains(&Word(is)) == is_among));
        }
    }
    if !is_asked {
        allowed.retain(Option::is_some);
    }
    let date = held.ok_or_else(|| at.wrong("takes the date `on` which it is meant"))?;
    Ok(Condition::Holds(valid, date, allowed))
}

/// Conditions on how many rows a field leads to.
fn count(field: &'static Field, given: Given<'_>, at: Place<'_>) -> Result<Condition> {
    let tests = inputs(given, at)?.map(|(name, given)| {
        let at = at.input(name);
        let among = |given| {
            let items: Vec<_> = items(given, at)?.collect();
            let bounds = items.into_iter().enumerate();
            let bounds = bounds.map(|(index, given)| whole(given, at.item(index)));
            Ok(Test::Among(bounds.collect::<Result<_>>()?))
        };
        let test = match name {
            "eq" => Test::Among(vec![whole(given, at)?]),
            "in" => among(given)?,
            "not" => Test::Other(Box::new(among(given)?)),
            "gte" => Test::AtLeast(whole(given, at)?),
            "lte" => Test::AtMost(whole(given, at)?),
            // A number of nodes is known.
            "isNull" if flag(given, at)? => Test::Other(Box::new(Test::All(Vec::new()))),
            "isNull" => Test::All(Vec::new()),
            _ => return Err(unknown(at)),
        };
        Ok(Condition::Field(field, test))
    });
    Ok(Condition::All(tests.collect::<Result<_>>()?))
}

/// What a value of a field is compared with.
fn bound(field: &Field, given: Given<'_>, at: Place<'_>) -> Result<Bound> {
    match (&field.kind, given.value()) {
        (Kind::Word(_, vocabulary) | Kind::Words(_, vocabulary), _) => {
            vocabulary.read(given, at).map(Bound::Word)
        }
        (Kind::Flag(_), Input::Flag(flag)) => Ok(Bound::Flag(*flag)),
        (Kind::Date(_), Input::Date(date)) => Ok(Bound::Date(*date)),
        (Kind::Date(_), given) => Err(at.takes("a date like \"2019-11-21\"", given)),
        (Kind::Float(..), Input::Int(number)) => Ok(Bound::Float(f64::from(*number))),
        (Kind::Float(..), Input::Number(text)) => match text.parse() {
            Ok(number) => Ok(Bound::Float(number)),
            Err(_) => Err(at.takes("a number", given.value())),
        },
        (Kind::Money(..), Input::Int(number)) => Ok(Bound::Money(Money {
            minor: i64::from(*number),
            digits: 0,
        })),
        (Kind::Money(..), Input::Number(text)) => match Money::read(text) {
            Some(money) => Ok(Bound::Money(money)),
            None => Err(at.takes("a number", given.value())),
        },
        (Kind::Float(..) | Kind::Money(..), given) => Err(at.takes("a number", given)),
        (Kind::Flag(_), given) => Err(at.takes("`true` or `false`", given)),
        _ => whole(given, at),
    }
}

fn whole(given: Given<'_>, at: Place<'_>) -> Result<Bound> {
    match given.value() {
        Input::Int(number) => Ok(Bound::Whole(i64::from(*number))),
        other => Err(at.takes("a number", other)),
    }
}

fn flag(given: Given<'_>, at: Place<'_>) -> Result<bool> {
    match given.value() {
        Input::Flag(flag) => Ok(*flag),
        other => Err(at.takes("`true` or `false`", other)),
    }
}

fn text<'v>(given: Given<'v>, at: Place<'_>) -> Result<&'v str> {
    let text = given.text();
    let text = text.ok_or_else(|| at.takes("a text", given.value()))?;
    let is_short = text.chars().count() <= MAX_TEXT;
    if text.is_empty() || !is_short || text.contains(char::is_control) {
        let what = format!("a text of 1 to {MAX_TEXT} characters without control characters");
        return Err(at.wrong(&format!("takes {what}")));
    }
    Ok(text)
}

/// A text as it is compared.
fn folded(given: Given<'_>, at: Place<'_>) -> Result<String> {
    let folded = fold(text(given, at)?);
    if folded.is_empty() {
        return Err(at.wrong("takes a text with a letter or a sign in it, not accents alone"));
    }
    Ok(folded.into_owned())
}

/// The inputs of an object. Those that are null are as if not given.
fn inputs<'v>(
    given: Given<'v>,
    at: Place<'_>,
) -> Result<impl Iterator<Item = (&'v str, Given<'v>)> + use<'v>> {
    match given.value() {
        Input::Object(_) => {
            let is_given = |(_, given): &(_, Given<'_>)| *given.value() != Input::Null;
            Ok(given.inputs().filter(is_given))
        }
        other => Err(at.takes("an object of conditions", other)),
    }
}

/// The values of a list, of which there are some and not too many.
fn items<'v>(
    given: Given<'v>,
    at: Place<'_>,
) -> Result<impl ExactSizeIterator<Item = Given<'v>> + use<'v>> {
    let items = given.items();
    if (1..=MAX_LIST).contains(&items.len()) {
        return Ok(items);
    }
    let takes = format!("takes 1 to {MAX_LIST} values, not {}", items.len());
    Err(at.wrong(&takes))
}

fn sorted(places: impl Iterator<Item = Result<u32>>) -> Result<Test> {
    let mut places = places.collect::<Result<Vec<_>>>()?;
    places.sort_unstable();
    Ok(Test::Place(places))
}

fn unknown(at: Place<'_>) -> Error {
    at.wrong("is no condition on this field")
}
