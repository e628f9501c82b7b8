//! Scalars: dates, moments, decimal numbers.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime as Moment, NaiveDate, SecondsFormat, Utc};

use super::ask::CountryCode;

/// What values a scalar of ours takes.
#[derive(Clone, Copy, Debug)]
pub struct ScalarRule {
    /// The values in words, for messages.
    pub takes: &'static str,
    /// Whether a value is one of them.
    pub fits: fn(Value) -> bool,
}

/// The rule of a scalar of ours; nothing for another name.
#[must_use]
pub fn scalar_rule(name: &str) -> Option<ScalarRule> {
    const fn rule<T: ScalarType>(takes: &'static str) -> ScalarRule {
        ScalarRule {
            takes,
            fits: |value| T::parse(value).is_ok(),
        }
    }
    Some(match name {
        "CountryCode" => rule::<CountryCode>("an ISO 3166-1 alpha-2 code, as `MX`"),
        "Date" => rule::<Date>("a date, as \"2019-11-21\""),
        "DateTime" => rule::<DateTime>("a moment, as \"2026-11-25T16:15:02Z\""),
        "Decimal" => rule::<Decimal>("a decimal number as a text, as \"12.50\""),
        _ => return None,
    })
}

/// A calendar date as ISO 8601 writes it, e.g. `2019-11-21`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Date(pub(super) NaiveDate);

impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        date.0
    }
}

/// A calendar date as ISO 8601 writes it, e.g. `2019-11-21`.
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/local-date.html")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        // Ten characters, so that no form but the full one passes.
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        date.filter(|_| text.len() == 10)
            .map(Self)
            .ok_or_else(|| InputValueError::custom("is no date: write it as \"2019-11-21\""))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.format("%Y-%m-%d").to_string())
    }
}

/// A moment in UTC as ISO 8601 writes it, e.g. `2026-11-25T16:15:02.417Z`.
#[derive(Clone, Copy, Debug)]
pub(super) struct DateTime(pub(super) Moment<Utc>);

impl DateTime {
    /// The moment this many milliseconds after 1970 began.
    pub(super) fn from_millis(millis: i64) -> Option<Self> {
        Moment::from_timestamp_millis(millis).map(Self)
    }
}

/// A moment in UTC as ISO 8601 writes it, e.g. `2026-11-25T16:15:02.417Z`.
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/date-time.html")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        let moment = Moment::parse_from_rfc3339(text).map_err(|_not_one| {
            InputValueError::custom("is no moment: write it as \"2026-11-25T16:15:02Z\"")
        })?;
        Ok(Self(moment.to_utc()))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

/// A decimal number as text, so that no digit is lost, e.g. `"1500000"` or `"12.50"`.
#[derive(Clone, Debug)]
pub(super) struct Decimal(pub(super) String);

/// A decimal number as text, so that no digit is lost, e.g. `"1500000"` or `"12.50"`.
#[Scalar]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) if text.parse::<f64>().is_ok_and(f64::is_finite) => {
                Ok(Self(text.clone()))
            }
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
