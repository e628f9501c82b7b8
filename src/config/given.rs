//! Settings as they are given: texts, wherever they come from, each read by what it is for.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use clap::ValueEnum;
use serde::Deserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};

use super::sources::Sources;
use crate::secret::shown;

/// What is read of the configuration file for a setting: a text or a number. A blank text is as if it was not
/// given.
pub(super) fn given<'de, D: Deserializer<'de>, T: From<String>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let text = deserializer.deserialize_any(Text { takes_list: false })?;
    Ok(Some(text)
        .filter(|text| !text.trim().is_empty())
        .map(T::from))
}

/// The same, or a list of texts, with commas between them.
pub(super) fn given_list<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let text = deserializer.deserialize_any(Text { takes_list: true })?;
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

/// Reads a value as a text.
struct Text {
    takes_list: bool,
}

impl<'de> Visitor<'de> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_i64<E>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_f64<E>(self, number: f64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_bool<E>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<String, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = items.next_element::<toml::Value>()? {
            match text {
                toml::Value::String(text) if self.takes_list => texts.push(text),
                _ if self.takes_list => return Err(A::Error::custom("takes a list of texts")),
                _ => return Err(A::Error::custom("takes a text or a number, not a list")),
            }
        }
        if texts.is_empty() {
            return Err(A::Error::custom("takes at least one, or is left out"));
        }
        Ok(texts.join(","))
    }

    fn visit_map<A: MapAccess<'de>>(self, _table: A) -> Result<String, A::Error> {
        Err(A::Error::custom(
            "takes a text or a number, not a table or a date",
        ))
    }
}

impl Sources<'_> {
    /// A setting that is a number.
    pub(super) fn number<N: FromStr + PartialOrd + fmt::Display>(
        self,
        key: &str,
        (given, in_file): (Option<String>, Option<String>),
        range: &RangeInclusive<N>,
        default: N,
    ) -> Result<N, String> {
        let (given, name) = self.value(key, given, in_file);
        let Some(text) = given else {
            return Ok(default);
        };
        let number = text.trim().parse().ok();
        let (least, most) = (range.start(), range.end());
        number
            .filter(|number| range.contains(number))
            .ok_or_else(|| format!("{name} takes {least} to {most}, not {}", shown(&text)))
    }

    /// A setting that is one of some words, and what messages call it.
    pub(super) fn word<W: ValueEnum + Default>(
        self,
        key: &str,
        given: Option<String>,
        in_file: Option<String>,
    ) -> Result<(W, String), String> {
        let (given, name) = self.value(key, given, in_file);
        let Some(text) = given else {
            return Ok((W::default(), name));
        };
        match W::from_str(text.trim(), false) {
            Ok(word) => Ok((word, name)),
            Err(_none) => {
                let words = W::value_variants().iter();
                let words =
                    words.filter_map(|word| Some(word.to_possible_value()?.get_name().to_owned()));
                let words = words.collect::<Vec<_>>().join(", ");
                Err(format!("{name} takes one of {words}, not {}", shown(&text)))
            }
        }
    }
}
