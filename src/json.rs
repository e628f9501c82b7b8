//! JSON as it is given: each key of an object stands once. Of two, programs read the one or the other.
//!
//! May use: `error`, `input`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::error::shown;
use crate::input::utf8;

/// What a text says that is JSON; or why it is not read, to go on from its name.
pub fn read(text: &[u8]) -> Result<Value, String> {
    let text = utf8(text).map_err(|fault| fault.to_string())?;
    let read = serde_json::from_str(text);
    let Distinct(value) = read.map_err(|error| {
        if error.is_data() {
            error.to_string()
        } else {
            format!("is not JSON: {error}")
        }
    })?;
    Ok(value)
}

/// A value in which no key stands twice.
struct Distinct(Value);

impl<'de> Deserialize<'de> for Distinct {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values).map(Self)
    }
}

/// Reads values.
struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Distinct(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                let why = format!("has the key {} more than once in an object,", shown(&key));
                return Err(A::Error::custom(why));
            }
            let Distinct(value) = entries.next_value()?;
            object.insert(key, value);
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_stand() {
        let text =
            r#"{"b":[null,true,-1,18446744073709551615,1.5,1e3,"\u00e9",{"a":{"a":{}}}],"a":[]}"#;
        let read = read(text.as_bytes()).expect("JSON");
        assert_eq!(read, serde_json::from_str::<Value>(text).expect("JSON"));
    }

    #[test]
    fn a_key_that_stands_twice_is_named_with_its_place() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"b":[{"a":1,"a":null}]}"#,
            r#"{"a":{"b":{"a":1}},"\u0061":2}"#,
        ] {
            let why = read(text.as_bytes()).expect_err("refused");
            assert!(why.starts_with("has the key \"a\" more than once"), "{why}");
            assert!(why.contains("at line 1 column "), "{why}");
        }
        for text in ["", "{", "{\"a\":1,}", "[1e999]", "{\"a\":\u{1}}"] {
            let why = read(text.as_bytes()).expect_err("refused");
            assert!(why.starts_with("is not JSON: "), "{text}: {why}");
        }
        let deep = "[".repeat(1_000);
        assert!(read(deep.as_bytes()).is_err());
    }
}
