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
    let from = number(row, first_key(table));
    let withdrew = text(row, "status") == "WITHDRAWN";
    let to = number(row, "to").or(number(row, "status_since").filter(|_| withdrew));
    let (_, head) = facts("iscm").iter().find(|(slug, _)| slug == iscm)?;
    let ended = number(head, "ended");
    let is_over = (text(head, "status") == "ENDED" && ended.is_none()) || withdrew;
    let mut first = number(head, "established")?;
    if table == "instruments" {
        let is_plan = ["ACTION_PLAN", "STRATEGY"].contains(&text(row, "kind"));
        if !is_plan && from.is_none() && to.is_none() {
            return None;
        }
        first = first.max(number(row, "year")?);
    }
    let (mut last, goes_on) = match table {
        "chairs" => {
            first = first.max(first_possible(iscm, row));
            (Some(last_year(iscm, row)), false)
        }
        "instruments" => (to, false),
        _ => (to, text(head, "status") != "ENDED" && !withdrew),
    };
    if to.is_none() {
        last = [last, ended].into_iter().flatten().min();
    }
    if year < from.unwrap_or(first) {
        return None;
    }
    if last.is_some_and(|last| year > last) || (is_over && to.is_none() && year >= this_year()) {
        return None;
    }
    // What goes on does so until its ISCM ends.
    let to = to.or(ended.filter(|_| !["chairs", "instruments"].contains(&table)));
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
    let (mut rows, mut yearless): (Vec<_>, Vec<_>) = rows
        .map(|(_, row)| row)
        .partition(|row| number(row, "from").is_some());
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
    // One without a year stands where its order says: all data have orders for all then.
    yearless.sort_by_key(|row| number(row, "order"));
    for term in yearless {
        let own = number(term, "order").expect("an order");
        let is_before = |row: &&Table| number(row, "order").expect("an order") < own;
        let at = rows.iter().filter(|row| is_before(row)).count();
        rows.insert(at, term);
    }
    let end = |at: usize| {
        let row: &'static Table = rows[at];
        let later = rows[at + 1..].iter().filter(|next| !together(row, next));
        let before = later.filter_map(|next| Some(known_by(next)? - 1)).min();
        let before = before.map(|before| before.max(number(row, "from").unwrap_or(before)));
        (row, number(row, "to").or(before))
    };
    (0..rows.len()).map(end).collect()
}

/// The year in which a chair was one: its first, or that of the first source that tells of it.
fn known_by(row: &'static Table) -> Option<i64> {
    let told = || told(row).into_iter().flatten().min();
    number(row, "from").or_else(told)
}

/// The years that the sources of a fact tell of: a page's is that in which it was read.
fn told(row: &'static Table) -> Vec<Option<i64>> {
    let read_in = |source: &Table| {
        let day = source.get("accessed")?.as_datetime()?.date?;
        Some(i64::from(day.year))
    };
    let cited = Facts::sources(row);
    let sources = facts("sources").iter().map(|(_, source)| source);
    let sources = sources.filter(|source| cited.contains(text(source, "id")));
    sources
        .map(|source| number(source, "year").or_else(|| read_in(source)))
        .collect()
}

/// The year before which a chair without a first year was none.
fn first_possible(iscm: &str, row: &Table) -> i64 {
    let chairs = chairs(iscm);
    let before = chairs.iter().take_while(|(other, _)| *other != row);
    let ends = before.filter_map(|(row, _)| number(row, "to").or(number(row, "from")));
    ends.max().unwrap_or(0)
}

/// Whether a chair and one who began later or with it chair an ISCM together.
fn together(one: &Table, other: &Table) -> bool {
    let is_shared = |row: &Table| row.get("co_chair").and_then(toml::Value::as_bool) == Some(true);
    let began = |row: &Table| number(row, "from").or(number(row, "order"));
    let began_together = began(one) == began(other);
    match (is_shared(one), is_shared(other)) {
        (true, true) => began_together || number(one, "to") >= number(other, "from"),
        (false, false) => false,
        _ => began_together,
    }
}

/// The last year in which a chair may have been one.
fn last_year(iscm: &str, row: &Table) -> i64 {
    let chairs = chairs(iscm);
    let known = chairs.iter().find(|(other, _)| *other == row);
    if let Some((row, Some(end))) = known {
        let first = if number(row, "from").is_some() {
            0
        } else {
            first_possible(iscm, row)
        };
        return (*end).max(first);
    }
    let lengths = chairs
        .iter()
        .filter_map(|(row, end)| Some((*end)? - number(row, "from")?));
    let mut lengths: Vec<_> = lengths.collect();
    lengths.sort_unstable();
    if let Some(from) = number(row, "from").filter(|_| lengths.len() >= 2) {
        return from + lengths[(lengths.len() - 1) / 2];
    }
    // A source of which no year is known tells of the present.
    let (row, _) = known.expect("a chair");
    let years = told(row)
        .into_iter()
        .map(|year| year.unwrap_or(i64::MAX - 2));
    years.chain(number(row, "from")).max().expect("a year") + 2
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
