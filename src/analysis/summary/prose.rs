//! Words: numbers, years, lists, labels.

use std::collections::BTreeMap;

use entity::enums::Vocabulary;
use entity::iscm;
use entity::tables::{Dated, Table};
use entity::values::Language;

use crate::graph::Row;

/// Small numbers in words.
const NUMBERS: [&str; 13] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// A number of things, `one` for one of them and `many` for others, e.g. `three themes`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    match NUMBERS.get(number) {
        Some(word) => format!("{word} {noun}"),
        None => format!("{number} {noun}"),
    }
}

/// How many of a number of parties are countries, and how many organizations, e.g. `ten countries and one
/// organization`; `None` when there are none.
pub(super) fn parties(countries: usize, all: usize) -> Option<String> {
    let counts = [
        (countries, "country", "countries"),
        (all - countries, "organization", "organizations"),
    ];
    let counts = counts.into_iter().filter(|(number, ..)| *number > 0);
    joined(counts.map(|(number, one, many)| count(number, one, many)))
}

/// The beginning of a sentence that things follow, e.g. `Three themes are on record`.
pub(super) fn on_record(number: usize, one: &str, many: &str) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    capital(&format!("{} {verb} on record", count(number, one, many)))
}

/// A text with a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A value of a vocabulary as a phrase, e.g. `exchange of information`.
pub(super) fn label<V: Vocabulary>(value: V) -> String {
    let text = value.doc().trim().trim_end_matches('.');
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The years from one to another, as far as they are known.
pub(super) fn years(from: Option<i32>, to: Option<i32>) -> Option<String> {
    match (from, to) {
        (Some(from), Some(to)) if from == to => Some(from.to_string()),
        (Some(from), Some(to)) => Some(format!("{from}–{to}")),
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(to)) => Some(format!("until {to}")),
        (None, None) => None,
    }
}

/// `Name (detail; detail)`, with the details that there are.
pub(super) fn named<const N: usize>(name: &str, details: [Option<String>; N]) -> String {
    let details: Vec<_> = details.into_iter().flatten().collect();
    if details.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", details.join("; "))
    }
}

/// `Name (detail; detail): Sentence.`
pub(super) fn told<const N: usize>(
    name: &str,
    details: [Option<String>; N],
    sentences: &str,
) -> String {
    format!("{}: {sentences}", named(&capital(name), details))
}

/// A title in quotation marks.
pub(super) fn quoted(title: &str) -> String {
    format!("“{title}”")
}

/// What stands between the items of a list, and before the last: semicolons where an item has a comma
/// itself, or an "and" by which the end of the list would be misread. What an item has in quotation
/// marks or brackets is not misread.
pub(super) fn joint(items: &[&str]) -> (&'static str, &'static str) {
    let open = |item: &&str| match item.strip_prefix('“') {
        Some(_) => String::new(),
        None => item.split('(').next().unwrap_or_default().to_owned(),
    };
    let open: Vec<_> = items.iter().map(open).collect();
    let has_comma = open.iter().any(|item| item.contains([',', ';']));
    let has_and = open.iter().rev().take(2).any(|item| item.contains(" and "));
    if items.len() > 1 && (has_comma || has_and) {
        ("; ", "; and ")
    } else {
        (", ", " and ")
    }
}

/// A list in one text: `a, b and c`; `None` when it is empty.
pub(super) fn joined<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Option<String> {
    let items: Vec<_> = items.into_iter().collect();
    let texts: Vec<_> = items.iter().map(AsRef::as_ref).collect();
    let (between, before_last) = joint(&texts);
    match texts.split_last() {
        None => None,
        Some((only, [])) => Some((*only).to_owned()),
        Some((last, others)) => Some(format!("{}{before_last}{last}", others.join(between))),
    }
}

/// A decimal number with commas between the thousands.
pub(super) fn thousands(number: &str) -> String {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && text != "-" {
            text.push(',');
        }
        text.push(digit);
    }
    if !decimals.is_empty() {
        text.push('.');
        text.push_str(decimals);
    }
    text
}

/// Facts by when they hold: today, as lists by date have it; no more; and not yet.
pub(super) struct Times<'a, E: Dated> {
    pub(super) now: Vec<Row<'a, E>>,
    pub(super) earlier: Vec<Row<'a, E>>,
    pub(super) later: Vec<Row<'a, E>>,
}

impl<'a, E: Dated> Times<'a, E> {
    pub(super) fn of(rows: impl Iterator<Item = Row<'a, E>>) -> Self {
        let (now, others): (Vec<_>, Vec<_>) =
            rows.partition(|row| row.holds(row.scope().today()).is_some());
        let is_later = |row: &Row<'a, E>| E::years(row).0 > Some(row.scope().this_year());
        let (later, earlier) = others.into_iter().partition(is_later);
        Self {
            now,
            earlier,
            later,
        }
    }
}

/// Rows by a key, in the key's order and each group in the rows' own.
pub(super) fn grouped<'a, E: Table, K: Ord>(
    rows: impl Iterator<Item = Row<'a, E>>,
    key: impl Fn(&Row<'a, E>) -> K,
) -> BTreeMap<K, Vec<Row<'a, E>>> {
    let mut groups: BTreeMap<K, Vec<_>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

/// The title of the summary of an ISCM.
#[must_use]
pub fn title(iscm: &Row<'_, iscm::Entity>) -> String {
    format!("Summary of Findings: {}", full_name(iscm))
}

/// An ISCM's name in English with its acronym, once where they are the same.
pub(super) fn full_name(iscm: &Row<'_, iscm::Entity>) -> String {
    let name = iscm.names.get(Language::En);
    let acronym = Some(iscm.acronym.clone()).filter(|acronym| !name.contains(acronym.as_str()));
    named(name, [acronym])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(on_record(1, "theme", "themes"), "One theme is on record");
        assert_eq!(
            on_record(3, "theme", "themes"),
            "Three themes are on record"
        );
        assert_eq!(count(35, "theme", "themes"), "35 themes");
    }

    #[test]
    fn lists_end_with_and() {
        let list = |items: &[&str]| joined(items.iter()).unwrap_or_default();
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list(&["a, b", "c", "d"]), "a, b; c; and d");
        assert_eq!(list(&["c", "a and b"]), "c; and a and b");
        assert_eq!(
            list(&["a (b, c)", "d (e and f)"]),
            "a (b, c) and d (e and f)"
        );
        assert_eq!(list(&["“a, b”", "“c and d”"]), "“a, b” and “c and d”");
    }

    #[test]
    fn years_are_told_as_far_as_they_are_known() {
        let texts = [
            (Some(2010), Some(2015)),
            (Some(2018), Some(2018)),
            (Some(1996), None),
            (None, Some(2019)),
        ];
        let texts = texts.map(|(from, to)| years(from, to).unwrap_or_default());
        assert_eq!(texts, ["2010–2015", "2018", "from 1996", "until 2019"]);
        assert_eq!(years(None, None), None);
    }

    #[test]
    fn large_numbers_are_grouped() {
        let texts = ["7", "1000", "6870000.5", "123456"].map(thousands);
        assert_eq!(texts, ["7", "1,000", "6,870,000.5", "123,456"]);
    }
}
