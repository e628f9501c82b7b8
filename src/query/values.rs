//! The values in conditions: what fields are compared with.

use chrono::NaiveDate;

use super::filter::{Bound, Condition, Test};
use crate::error::{Error, Result};
use crate::fold::fold;
use crate::graph::Certainty;
use crate::input::{Given, Input, Place};
use crate::model::{Argued, Field, Kind, MAX_LIST, Valid, Word};
use crate::money::Money;

/// The longest text in a condition, in characters.
const MAX_TEXT: usize = 200;

/// Conditions on how certain it is that a row holds on a date.
pub(super) fn holds(valid: Valid, given: Given<'_>, at: Place<'_>) -> Result<Option<Condition>> {
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
    if held.is_none() && !is_asked {
        return Ok(None);
    }
    let missing = || {
        at.input("on")
            .wrong("is missing: it takes a date like \"2019-11-21\"")
    };
    let date = held.ok_or_else(missing)?;
    Ok(Some(Condition::Holds(valid, date, allowed)))
}

/// Conditions on how many rows a field leads to.
pub(super) fn count(
    field: &'static Field,
    given: Given<'_>,
    at: Place<'_>,
) -> Result<Vec<Condition>> {
    let tests = inputs(given, at)?.map(|(name, given)| {
        let at = at.input(name);
        let among = |given| {
            let items: Vec<_> = items(given, at)?.collect();
            let bounds = items.into_iter().enumerate();
            let bounds = bounds.map(|(index, given)| whole(given, at.item(index)));
            Ok::<_, Error>(Test::Among(bounds.collect::<Result<_>>()?))
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
    tests.collect()
}

/// What a value of a field is compared with.
pub(super) fn bound(field: &Field, given: Given<'_>, at: Place<'_>) -> Result<Bound> {
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

pub(super) fn whole(given: Given<'_>, at: Place<'_>) -> Result<Bound> {
    match given.value() {
        Input::Int(number) => Ok(Bound::Whole(i64::from(*number))),
        other => Err(at.takes("a number", other)),
    }
}

pub(super) fn flag(given: Given<'_>, at: Place<'_>) -> Result<bool> {
    match given.value() {
        Input::Flag(flag) => Ok(*flag),
        other => Err(at.takes("`true` or `false`", other)),
    }
}

/// A text, without the blanks around it.
pub(super) fn text<'v>(given: Given<'v>, at: Place<'_>) -> Result<&'v str> {
    let text = given.text();
    let text = text
        .ok_or_else(|| at.takes("a text", given.value()))?
        .trim();
    let is_short = text.chars().count() <= MAX_TEXT;
    if text.is_empty() || !is_short || text.contains(char::is_control) {
        let what = format!("a text of 1 to {MAX_TEXT} characters without control characters");
        return Err(at.wrong(&format!("takes {what}")));
    }
    Ok(text)
}

/// A text as it is compared.
pub(super) fn folded(given: Given<'_>, at: Place<'_>) -> Result<String> {
    let folded = fold(text(given, at)?);
    match folded.trim() {
        "" => Err(at.wrong("takes a text with a letter or a sign in it, not accents alone")),
        folded => Ok(folded.to_owned()),
    }
}

/// The inputs of an object. Those that are null are as if not given.
pub(super) fn inputs<'v>(
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
pub(super) fn items<'v>(
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

pub(super) fn sorted(places: impl Iterator<Item = Result<u32>>) -> Result<Test> {
    let mut places = places.collect::<Result<Vec<_>>>()?;
    places.sort_unstable();
    Ok(Test::Place(places))
}

pub(super) fn unknown(at: Place<'_>) -> Error {
    at.wrong("is no condition on this field")
}
