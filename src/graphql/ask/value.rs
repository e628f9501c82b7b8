//! Values of input objects, read with the path at which they stand.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

use crate::graphql::error::{Error, Result};

/// The longest text in a condition, in characters.
const MAX_TEXT: usize = 200;
/// The most values in a list.
pub(super) const MAX_LIST: usize = 100;

/// The ISO 3166-1 alpha-2 code of a country, e.g. `MX`; `XK` for Kosovo. Written as a string or as a
/// name, in capital or small letters.
#[derive(Clone, Debug)]
pub(in crate::graphql) struct CountryCode(String);

/// The ISO 3166-1 alpha-2 code of a country, e.g. `MX`; `XK` for Kosovo. Written as a string or as a
/// name, in capital or small letters.
#[Scalar]
impl ScalarType for CountryCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(code) => Ok(Self(code)),
            Value::Enum(code) => Ok(Self(code.to_string())),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn is_valid(value: &Value) -> bool {
        matches!(value, Value::String(_) | Value::Enum(_))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A value, and where it stands: `filter.members.some`.
#[derive(Clone)]
pub(super) struct At<'v> {
    pub(super) value: &'v Value,
    path: String,
}

impl<'v> At<'v> {
    pub(super) fn new(path: &str, value: &'v Value) -> Self {
        Self {
            value,
            path: path.to_owned(),
        }
    }

    /// What is wrong with it.
    pub(super) fn wrong(&self, takes: impl Into<String>) -> Error {
        Error::bad_input(self.path.clone(), takes)
    }

    /// That it is none of what it takes.
    pub(super) fn takes(&self, what: &str) -> Error {
        let shown: String = self.value.to_string().chars().take(80).collect();
        self.wrong(format!("takes {what}, not {shown}"))
    }

    /// The values inside an object.
    pub(super) fn inputs(&self) -> Result<Vec<(&'v str, At<'v>)>> {
        let Value::Object(object) = self.value else {
            return Err(self.takes("an object of conditions"));
        };
        let inputs = object.iter().map(|(name, value)| {
            let path = format!("{}.{name}", self.path);
            (name.as_str(), At { value, path })
        });
        Ok(inputs.collect())
    }

    /// The values of a list; a value by itself is a list of one.
    pub(super) fn items(&self) -> Result<Vec<At<'v>>> {
        let items = match self.value {
            Value::List(items) => items.as_slice(),
            Value::Null => &[],
            _ => return Ok(vec![self.clone()]),
        };
        if items.is_empty() || items.len() > MAX_LIST {
            let message = format!("takes 1 to {MAX_LIST} values, not {}", items.len());
            return Err(self.wrong(message));
        }
        let item = |(at, value)| At {
            value,
            path: format!("{}.{at}", self.path),
        };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// A text.
    pub(super) fn text(&self) -> Result<&'v str> {
        let text = match self.value {
            Value::String(text) => text.as_str(),
            Value::Enum(name) => name.as_str(),
            _ => return Err(self.takes("a text")),
        };
        if text.is_empty() || text.chars().count() > MAX_TEXT || text.contains(char::is_control) {
            let what = format!("a text of 1 to {MAX_TEXT} characters without control characters");
            return Err(self.wrong(format!("takes {what}")));
        }
        Ok(text)
    }

    /// True or false.
    pub(super) fn boolean(&self) -> Result<bool> {
        match self.value {
            Value::Boolean(value) => Ok(*value),
            _ => Err(self.takes("`true` or `false`")),
        }
    }

    /// A number.
    pub(super) fn number(&self) -> Result<f64> {
        match self.value {
            Value::Number(number) => number.as_f64(),
            _ => None,
        }
        .ok_or_else(|| self.takes("a number"))
    }
}
