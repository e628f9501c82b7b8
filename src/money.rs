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

/// A decimal number, which amounts and other numbers come to together: exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The number without its point.
    units: i128,
    /// How many digits stand behind the point.
    digits: u32,
}

impl From<Money> for Decimal {
    fn from(money: Money) -> Self {
        Self {
            units: money.minor.into(),
            digits: money.digits,
        }
    }
}

impl Decimal {
    /// A whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self {
            units: number.into(),
            digits: 0,
        }
    }

    /// Reads digits with a sign and a point; nothing where there are more than can be counted with.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let decimals = decimals.trim_end_matches('0');
        Some(Self {
            units: format!("{whole}{decimals}").parse().ok()?,
            digits: u32::try_from(decimals.len()).ok()?,
        })
    }

    /// With so many digits behind the point, of which it has no more.
    fn scaled(self, digits: u32) -> Option<i128> {
        let scale = 10_i128.checked_pow(digits.checked_sub(self.digits)?)?;
        self.units.checked_mul(scale)
    }

    /// Both together; nothing where that has more digits than can be counted with.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let digits = self.digits.max(other.digits);
        let units = self.scaled(digits)?.checked_add(other.scaled(digits)?)?;
        Some(Self { units, digits })
    }

    /// Which of two is the greater.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        let digits = self.digits.max(other.digits);
        match (self.scaled(digits), other.scaled(digits)) {
            (Some(one), Some(other)) => one.cmp(&other),
            // So far apart that one has more digits than the other can be given.
            _ => self.nearest().total_cmp(&other.nearest()),
        }
    }

    /// The float that is nearest, for charts.
    #[must_use]
    pub fn nearest(self) -> f64 {
        // The nearest to the decimal number, where a division would round twice.
        self.to_string().parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let width = self.digits as usize + 1;
        let digits = format!("{:0>width$}", self.units.unsigned_abs());
        let (whole, decimals) = digits.split_at(digits.len() - self.digits as usize);
        if decimals.bytes().all(|digit| digit == b'0') {
            return write!(f, "{sign}{whole}");
        }
        write!(f, "{sign}{whole}.{decimals}")
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
    }

    #[test]
    fn decimals_are_added_and_compared_exactly() {
        let read = |text: &str| Decimal::read(text).expect("a decimal");
        for (one, other, sum) in [
            ("0.1", "0.2", "0.3"),
            ("1.50", "2", "3.50"),
            ("-0.05", "0.05", "0"),
            ("-1.5", "0.25", "-1.25"),
            (
                "9223372036854775807",
                "9223372036854775807",
                "18446744073709551614",
            ),
        ] {
            let together = read(one).plus(read(other)).expect("not too large");
            assert_eq!(
                together.compare(read(sum)),
                Ordering::Equal,
                "{one} + {other}"
            );
            assert_eq!(
                together.to_string().trim_end_matches('0'),
                sum.trim_end_matches('0')
            );
        }
        let large = read(&i128::MAX.to_string());
        assert_eq!(large.plus(Decimal::whole(1)), None);
        assert_eq!(large.plus(read("0.1")), None);
        assert_eq!(large.compare(read("0.1")), Ordering::Greater);
        assert_eq!(read("-0.5").to_string(), "-0.5");
        assert_eq!(Decimal::read(&f64::MAX.to_string()), None);
        assert!((read("0.3").nearest() - 0.3).abs() < f64::EPSILON);
        let euros = Money::new(1250, "EUR").expect("a currency");
        assert_eq!(Decimal::from(euros).to_string(), "12.50");
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
        assert_eq!(Money::new(1, "eur"), None);
    }
}
