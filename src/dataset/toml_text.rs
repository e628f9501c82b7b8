//! The text of a file as TOML: its form, and its decimal numbers, which are to be kept as they are written.

use serde::Deserialize as _;
use toml::de::{DeTable, DeValue, Deserializer};

/// The table that a file is; or what is wrong with its form, and in which line.
pub(super) fn parse(text: &str) -> Result<toml::Table, Vec<String>> {
    let one = |error: toml::de::Error| vec![syntax(text, &error)];
    let table = DeTable::parse(text).map_err(one)?;
    let mut faults = Vec::new();
    for value in table.get_ref().values() {
        decimals(text, value, &mut faults);
    }
    if faults.is_empty() {
        toml::Table::deserialize(Deserializer::from(table)).map_err(one)
    } else {
        Err(faults)
    }
}

/// What is wrong with the decimal numbers in a value: those that would become others.
fn decimals(text: &str, value: &toml::Spanned<DeValue<'_>>, faults: &mut Vec<String>) {
    match value.get_ref() {
        DeValue::Float(float) => {
            let written = float.as_str().replace('_', "");
            let kept = written.parse().map(|kept: f64| kept.to_string());
            let kept = kept.unwrap_or_default();
            if digits(&kept) != digits(&written) {
                let line = line(text, value.span().start);
                faults.push(format!(
                    "line {line}: the number {written} has more digits than are kept: it would become {kept}"
                ));
            }
        }
        DeValue::Array(values) => values
            .iter()
            .for_each(|value| decimals(text, value, faults)),
        DeValue::Table(table) => table
            .values()
            .for_each(|value| decimals(text, value, faults)),
        _ => {}
    }
}

/// The digits of a decimal number that count, wherever its point is.
fn digits(number: &str) -> String {
    let number = number.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').to_owned()
}

fn line(text: &str, at: usize) -> usize {
    text.get(..at)
        .map_or(0, |before| before.matches('\n').count())
        + 1
}

fn syntax(text: &str, error: &toml::de::Error) -> String {
    let words: Vec<_> = error.message().split_whitespace().collect();
    let message = words.join(" ");
    match error.span() {
        Some(span) => format!("line {}: {message}", line(text, span.start)),
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_numbers_are_kept_as_they_are_written_or_refused() {
        for number in [
            "0.1",
            "2500000.00",
            "1_000.5",
            "90071992547409.9",
            "123456789012.34",
            "-0.0",
            "1e3",
            "5e-3",
            "inf",
            "nan",
        ] {
            assert!(parse(&format!("amount = {number}")).is_ok(), "{number}");
        }
        for (number, kept) in [
            ("90071992547409.93", "90071992547409.94"),
            ("1.00000000000000000001", "1"),
            ("[{ a = 12345678901234567.8 }]", "12345678901234568"),
        ] {
            let faults = parse(&format!("first = 1\n\namount = {number}")).expect_err("too long");
            assert_eq!(faults.len(), 1);
            assert!(
                faults[0].starts_with("line 3: ") && faults[0].ends_with(kept),
                "{faults:?}"
            );
        }
        let faults = parse("a = 1\nb = ").expect_err("no value");
        assert!(faults[0].starts_with("line 2: "), "{faults:?}");
    }
}
