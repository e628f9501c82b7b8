//! Money: integers of minor units, and how they are written.
//!
//! May use: nothing of ours.

use std::cmp::Ordering;
use std::fmt;

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
    let unit = 10_u64.checked_pow(digits).unwrap_or(1);
    let sign = if minor < 0 { "-" } else { "" };
    let minor = minor.unsigned_abs();
    match minor % unit {
        0 => format!("{sign}{}", minor / unit),
        rest => format!(
            "{sign}{}.{rest:0width$}",
            minor / unit,
            width = digits as usize
        ),
    }
}

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Money {
    /// How many minor units of the currency it is.
    pub minor: i64,
    /// How many decimals the currency has.
    pub digits: u32,
}

impl Money {
    /// Minor units of a currency, by its ISO 4217 code in capitals; `None` if there is no such currency.
    #[must_use]
    pub fn new(minor: i64, currency: &str) -> Option<Self> {
        let digits = minor_digits(currency)?;
        Some(Self { minor, digits })
    }

    /// The number of units that is nearest, for charts and sums; to write the amount, [`format()`] is
    /// exact.
    #[must_use]
    pub fn units(self) -> f64 {
        // The nearest to the decimal number, where a division would round twice.
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// Reads a number as it is written, with a sign, decimals and an exponent: what amounts are compared
    /// with. Where it has more digits than any amount, it is cut behind those that an amount can have;
    /// where it is larger than any amount, it is the largest.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        /// The most decimals that an amount has.
        const MAX_DIGITS: i32 = 18;
        /// The most digits that are looked at.
        const SIGNIFICANT: usize = 37;
        let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.parse().ok()?;
        let (sign, number) = match number.strip_prefix('-') {
            Some(number) => (-1, number),
            None => (1, number.strip_prefix('+').unwrap_or(number)),
        };
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && decimals.is_empty()) || !is_digits(whole) || !is_digits(decimals) {
            return None;
        }
        let mut digits = i32::try_from(decimals.len()).ok()?.saturating_sub(exponent);
        let written = format!("{whole}{decimals}");
        let significant = written.trim_start_matches('0');
        let (kept, cut) = significant.split_at(significant.len().min(SIGNIFICANT));
        let mut minor: i128 = if kept.is_empty() {
            0
        } else {
            kept.parse().ok()?
        };
        digits = digits.saturating_sub(i32::try_from(cut.len()).ok()?);
        while digits > 0 && (digits > MAX_DIGITS || minor % 10 == 0 || minor > i64::MAX.into()) {
            minor /= 10;
            digits = if minor == 0 { 0 } else { digits - 1 };
        }
        if digits < 0 {
            minor = minor.saturating_mul(10_i128.saturating_pow(digits.unsigned_abs()));
        }
        let nearest = if sign < 0 { i64::MIN } else { i64::MAX };
        Some(Self {
            minor: i64::try_from(minor.saturating_mul(sign)).unwrap_or(nearest),
            digits: digits.max(0).unsigned_abs(),
        })
    }

    /// Both together, with the decimals of the one that has more.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let digits = self.digits.max(other.digits);
        let scaled = |money: Self| {
            let scale = 10_i64.saturating_pow(digits - money.digits);
            money.minor.saturating_mul(scale)
        };
        Self {
            minor: scaled(self).saturating_add(scaled(other)),
            digits,
        }
    }

    /// Compares the numbers of units, exactly, also where the currencies have not as many decimals.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        let digits = self.digits.max(other.digits);
        let scaled = |money: Self| {
            let scale = 10_i128.saturating_pow(digits - money.digits);
            i128::from(money.minor).saturating_mul(scale)
        };
        scaled(self).cmp(&scaled(other))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format(self.minor, self.digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly() {
        for (text, written) in [
            ("0.1", "0.1"),
            ("1e6", "1000000"),
            ("1.25e1", "12.5"),
            ("-12.50", "-12.5"),
            ("-0.5", "-0.5"),
            ("5E-2", "0.05"),
            ("1e99", "9223372036854775807"),
            ("-1e99", "-9223372036854775808"),
            ("0.0000000000000000000001", "0"),
            ("0.00", "0"),
            ("10.000000000000000000", "10"),
            ("1500.0000000000000000", "1500"),
            ("1.0000000000000000000000000000000000000000000001", "1"),
            ("0.00000000000000000000000000000000000000000001e44", "1"),
            ("10.12345678901234567890", "10.12345678901234567"),
            ("00000000000000000000000000000000000000000000012.5", "12.5"),
        ] {
            let money = Money::read(text).expect("a number");
            assert_eq!(money.to_string(), written, "{text}");
        }
        for text in ["", "-", ".", "1.2.3", "e5", "1e", "x", "1e99999999999"] {
            assert_eq!(Money::read(text), None, "{text}");
        }
        let sum = Money {
            minor: 150,
            digits: 2,
        }
        .plus(Money {
            minor: 2,
            digits: 0,
        });
        assert_eq!(
            sum,
            Money {
                minor: 350,
                digits: 2
            }
        );
    }

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

    #[test]
    fn amounts_are_compared_and_written_exactly() {
        let euros = |minor| Money::new(minor, "EUR").unwrap();
        let yen = |minor| Money::new(minor, "JPY").unwrap();
        assert_eq!(euros(150_050).compare(yen(1500)), Ordering::Greater);
        assert_eq!(euros(150_000).compare(yen(1500)), Ordering::Equal);
        // Numbers that no float tells apart.
        let large = euros(i64::MAX - 1);
        assert_eq!(large.compare(euros(i64::MAX)), Ordering::Less);
        assert_eq!(large.to_string(), "92233720368547758.06");
        assert_eq!(euros(1250).to_string(), "12.50");
        assert!((euros(10).units() - 0.1).abs() < f64::EPSILON);
        assert_eq!(Money::new(1, "eur"), None);
    }
}
