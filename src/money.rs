//! Money: integers of minor units, and how they are written.
//!
//! May use: nothing of ours. Used by: `dataset`, `graph`, `graphql`.

use iso_currency::Currency;

/// How many decimals a currency has, by its ISO 4217 code in capitals.
#[must_use]
pub fn minor_digits(code: &str) -> Option<u32> {
    Currency::from_code(code).map(|currency| u32::from(currency.exponent().unwrap_or(0)))
}

/// The minor units of a decimal number above 0, if it has at most `digits` decimals.
#[must_use]
pub fn parse(text: &str, digits: u32) -> Option<i64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let decimals = decimals.trim_end_matches('0');
    let missing = digits.checked_sub(u32::try_from(decimals.len()).ok()?)?;
    let minor: i64 = format!("{whole}{decimals}").parse().ok()?;
    let minor = minor.checked_mul(10_i64.checked_pow(missing)?)?;
    (minor > 0 && whole.bytes().all(|byte| byte.is_ascii_digit())).then_some(minor)
}

/// Minor units as a decimal number, without decimals that are all 0: `150000` EUR is `1500`.
#[must_use]
pub fn format(minor: i64, digits: u32) -> String {
    let unit = 10_i64.checked_pow(digits).unwrap_or(1);
    match minor % unit {
        0 => (minor / unit).to_string(),
        rest => format!("{}.{rest:0width$}", minor / unit, width = digits as usize),
    }
}

/// Minor units of a currency in its units, to compare and to add; to write them, [`format()`] is exact.
#[must_use]
pub fn amount(minor: i64, currency: &str) -> Option<f64> {
    format(minor, minor_digits(currency)?).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_back_as_they_were_written() {
        for (text, digits, minor) in [
            ("1500", 2, 150_000),
            ("0.05", 2, 5),
            ("12.50", 2, 1250),
            ("7", 0, 7),
        ] {
            assert_eq!(parse(text, digits), Some(minor), "{text}");
            assert_eq!(parse(&format(minor, digits), digits), Some(minor), "{text}");
        }
        assert_eq!(format(1250, 2), "12.50");
    }

    #[test]
    fn what_a_currency_cannot_hold_is_refused() {
        for (text, digits) in [
            ("1.005", 2),
            ("1.5", 0),
            ("0", 2),
            ("-3", 2),
            ("1e9", 2),
            ("", 2),
            ("99999999999999999999", 2),
        ] {
            assert_eq!(parse(text, digits), None, "{text}");
        }
        assert_eq!(minor_digits("JPY"), Some(0));
        assert_eq!(minor_digits("EUR"), Some(2));
        assert_eq!(minor_digits("eur"), None);
    }
}
