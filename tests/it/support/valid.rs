//! When facts of the data files hold, worked out by itself: without any of the product's code.

use chrono::{DateTime, Datelike, Utc};
use toml::Table;

use super::facts::{facts, number, text};
use super::profiles::Facts;

/// The moment that servers in tests take for now, unless a test sets another: what is of today does not
/// change with the day on which the tests run.
pub(crate) const NOW: &str = "2026-11-28T12:00:00Z";

/// The moment that servers in tests take for now.
pub(crate) fn now() -> DateTime<Utc> {
    NOW.parse().expect("a moment")
}

fn this_year() -> i64 {
    now().year().into()
}

/// The key of a fact's first year.
fn first_key(table: &str) -> &'static str {
    if table == "structures" {
        "established"
    } else {
        "from"
    }
}

/// How certain it is that a fact of a table holds in a year; nothing where it does not.
pub(crate) fn certainty(table: &str, iscm: &str, row: &Table, year: i64) -> Option<&'static str> {
    let (from, to) = (number(row, first_key(table)), number(row, "to"));
    let (_, head) = facts("iscm").iter().find(|(slug, _)| slug == iscm)?;
    let ended = text(head, "status") == "ENDED";
    let founded = number(head, "established")?;
    if year < from.unwrap_or(founded) {
        return None;
    }
    let last = if table == "chairs" {
        Some(last_year(iscm, row))
    } else {
        to
    };
    if last.is_some_and(|last| year > last) || (ended && to.is_none() && year >= this_year()) {
        return None;
    }
    let goes_on = table != "chairs" && !ended;
    let is_certain = match (from, to) {
        (Some(_), Some(_)) => true,
        (Some(from), None) => year == from || (goes_on && year <= this_year()),
        (None, Some(to)) => year == to,
        (None, None) => goes_on && year == this_year(),
    };
    Some(if is_certain { "CERTAIN" } else { "POSSIBLE" })
}

/// The chairs of an ISCM as they follow each other, with the last year of each: its recorded one, or that
/// before the next that does not chair together with it; or nothing.
fn chairs(iscm: &str) -> Vec<(&'static Table, Option<i64>)> {
    let rows = facts("chairs").iter().filter(|(slug, _)| slug == iscm);
    let mut rows: Vec<_> = rows.map(|(_, row)| row).collect();
    let from = |row: &Table| number(row, "from").expect("a year");
    rows.sort_by_key(|row| {
        let length = number(row, "to").map(|to| to - from(row));
        (
            from(row),
            length != Some(0),
            length.is_some_and(|years| years > 0),
            length,
        )
    });
    let end = |at: usize| {
        let row: &'static Table = rows[at];
        let next = rows[at + 1..].iter().find(|next| !together(row, next));
        let before = next.map(|next| (from(next) - 1).max(from(row)));
        (row, number(row, "to").or(before))
    };
    (0..rows.len()).map(end).collect()
}

/// Whether a chair and one who began later or with it chair an ISCM together.
fn together(one: &Table, other: &Table) -> bool {
    let is_shared = |row: &Table| row.get("co_chair").and_then(toml::Value::as_bool) == Some(true);
    let began_together = number(one, "from") == number(other, "from");
    match (is_shared(one), is_shared(other)) {
        (true, true) => began_together || number(one, "to") >= number(other, "from"),
        (false, false) => false,
        _ => began_together,
    }
}

/// The last year in which a chair may have been one.
fn last_year(iscm: &str, row: &Table) -> i64 {
    let chairs = chairs(iscm);
    let from = |row: &Table| number(row, "from").expect("a year");
    let known = chairs.iter().find(|(other, _)| *other == row);
    if let Some((_, Some(end))) = known {
        return *end;
    }
    let lengths = chairs
        .iter()
        .filter_map(|(row, end)| Some((*end)? - from(row)));
    let mut lengths: Vec<_> = lengths.collect();
    lengths.sort_unstable();
    if lengths.len() >= 2 {
        return from(row) + lengths[(lengths.len() - 1) / 2];
    }
    // A source without a year tells of the present.
    let known = Facts::years();
    let years = Facts::sources(row).into_iter().map(|source| {
        let year = known.get(&source).copied().flatten();
        year.unwrap_or(i64::MAX - 2)
    });
    years.chain([from(row)]).max().expect("a year") + 2
}

/// Who chairs an ISCM in a year: the countries' and organizations' codes of the last of those who do, and
/// of those who chair together with it.
pub(crate) fn chairing(iscm: &str, year: i64) -> Vec<&'static str> {
    let holding: Vec<_> = chairs(iscm)
        .into_iter()
        .filter(|(row, _)| certainty("chairs", iscm, row, year).is_some())
        .map(|(row, _)| row)
        .collect();
    let Some(last) = holding.last() else {
        return Vec::new();
    };
    let together = |row: &&&Table| **row == *last || together(row, last);
    let mut codes: Vec<_> = holding
        .iter()
        .filter(together)
        .map(|row| party(row))
        .collect();
    codes.sort_unstable();
    codes
}

/// The code or the acronym of the party that a fact names.
pub(crate) fn party(row: &'static Table) -> &'static str {
    match text(row, "country") {
        "" => text(row, "organization"),
        code => code,
    }
}
