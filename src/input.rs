//! What is given: values of arguments, read by their types once for each operation and shared by all that
//! use them; and texts, as bytes.
//!
//! May use: `error`.

use std::sync::Arc;
use std::{fmt, str};

use chrono::NaiveDate;

use crate::error::{Error, Result, cut};

/// A value that fits its type in the schema.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Nothing.
    Null,
    /// True or false.
    Flag(bool),
    /// A whole number of 32 bits.
    Int(i32),
    /// Another number, as it was written: digits with a sign, a point, an exponent.
    Number(Arc<str>),
    /// A text.
    Text(Arc<str>),
    /// A value of an enum, or a code that is written like one.
    Word(Arc<str>),
    /// A date.
    Date(NaiveDate),
    /// A list.
    List(Arc<[Input]>),
    /// An object: its inputs by name.
    Object(Arc<[(Arc<str>, Input)]>),
    /// The variable with a number in its operation, inside a value of the document.
    Variable(usize),
}

/// The values of an operation's variables, by number; nothing for one that was not given and has no
/// default.
pub type Variables = [Option<Input>];

/// As messages show a value: as GraphQL writes it.
impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null | Self::Variable(_) => f.write_str("null"),
            Self::Flag(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Number(text) | Self::Word(text) => f.write_str(text),
            Self::Text(text) => f.write_str(&serde_json::Value::from(&**text).to_string()),
            Self::Date(date) => write!(f, "\"{date}\""),
            Self::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Object(inputs) => {
                f.write_str("{")?;
                for (at, (name, value)) in inputs.iter().enumerate() {
                    write!(f, "{}{name}: {value}", if at > 0 { ", " } else { "" })?;
                }
                f.write_str("}")
            }
        }
    }
}

/// Where a value stands: `filter.year.gte`.
#[derive(Clone, Copy)]
pub struct Place<'p> {
    inside: Option<&'p Place<'p>>,
    part: Part<'p>,
}

#[derive(Clone, Copy)]
enum Part<'p> {
    Name(&'p str),
    Index(usize),
}

impl<'p> Place<'p> {
    /// That of an argument.
    #[must_use]
    pub const fn argument(name: &'p str) -> Self {
        Self {
            inside: None,
            part: Part::Name(name),
        }
    }

    /// That of an input in an object here.
    #[must_use]
    pub const fn input(&'p self, name: &'p str) -> Self {
        Self {
            inside: Some(self),
            part: Part::Name(name),
        }
    }

    /// That of an item of a list here.
    #[must_use]
    pub const fn item(&'p self, index: usize) -> Self {
        Self {
            inside: Some(self),
            part: Part::Index(index),
        }
    }

    /// What is wrong with the value here; `takes` goes on from its name.
    #[must_use]
    pub fn wrong(&self, takes: &str) -> Error {
        Error::bad_input(&self.to_string(), takes)
    }

    /// Reads a word: what it stands for.
    pub fn one_of<W: AsRef<str>, T>(
        &self,
        given: Given<'_>,
        words: impl Iterator<Item = (W, T)> + Clone,
    ) -> Result<T> {
        let is_given =
            |(word, _): &(W, T)| given.text().is_some_and(|text| **text == *word.as_ref());
        let mut all = words.clone();
        all.find(is_given).map(|(_, value)| value).ok_or_else(|| {
            let words: Vec<_> = words.map(|(word, _)| word.as_ref().to_owned()).collect();
            self.takes(&format!("one of {}", words.join(", ")), given.value())
        })
    }

    /// That a value is none of what is taken here.
    #[must_use]
    pub fn takes(&self, what: &str, given: &Input) -> Error {
        self.wrong(&format!("takes {what}, not {}", cut(&given.to_string())))
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(inside) = self.inside {
            write!(f, "{inside}.")?;
        }
        match self.part {
            Part::Name(name) => f.write_str(name),
            Part::Index(index) => write!(f, "{index}"),
        }
    }
}

/// A number of things that an argument asks for, if it is not too many.
pub fn count(argument: &str, given: i32, most: usize) -> Result<usize> {
    let count = usize::try_from(given).ok().filter(|count| *count <= most);
    count.ok_or_else(|| {
        let takes = format!("takes a number from 0 to {most}, not {given}");
        Error::bad_input(argument, &takes)
    })
}

/// A value with the variables that may stand in it, and where it stands.
#[derive(Clone, Copy)]
pub struct Given<'v> {
    value: &'v Input,
    variables: &'v Variables,
}

impl<'v> Given<'v> {
    /// A value; nothing when it is a variable without one.
    #[must_use]
    pub fn new(value: &'v Input, variables: &'v Variables) -> Option<Self> {
        let value = match value {
            Input::Variable(number) => variables.get(*number)?.as_ref()?,
            value => value,
        };
        Some(Self { value, variables })
    }

    /// The value.
    #[must_use]
    pub const fn value(self) -> &'v Input {
        self.value
    }

    /// The items of a list; a value by itself is a list of one, and nothing a list of none.
    #[must_use]
    pub fn items(self) -> impl ExactSizeIterator<Item = Self> {
        let items = match self.value {
            Input::List(items) => items,
            Input::Null => &[][..],
            value => std::slice::from_ref(value),
        };
        let null = Self {
            value: &Input::Null,
            variables: self.variables,
        };
        items
            .iter()
            .map(move |item| Self::new(item, self.variables).unwrap_or(null))
    }

    /// The inputs of an object that were given.
    pub fn inputs(self) -> impl Iterator<Item = (&'v str, Self)> {
        let inputs = match self.value {
            Input::Object(inputs) => inputs,
            _ => &[][..],
        };
        inputs
            .iter()
            .filter_map(move |(name, value)| Some((&**name, Self::new(value, self.variables)?)))
    }

    /// An input of an object, if it was given.
    #[must_use]
    pub fn input(self, name: &str) -> Option<Self> {
        let mut inputs = self.inputs();
        inputs.find(|(of, _)| *of == name).map(|(_, value)| value)
    }

    /// A text, or a word.
    #[must_use]
    pub fn text(self) -> Option<&'v Arc<str>> {
        match self.value {
            Input::Text(text) | Input::Word(text) => Some(text),
            _ => None,
        }
    }
}

/// Bytes that are no text in UTF-8; it goes on from their name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoUtf8 {
    /// Characters are wider.
    #[error("is {0}: it is to be UTF-8")]
    Wide(&'static str),
    /// A byte is 0, which stands in no text.
    #[error("has a byte 0x00 in line {0}: it is UTF-16, or no text, and is to be UTF-8")]
    Zero(usize),
    /// Bytes that are no character's.
    #[error("is no UTF-8 from byte {at} on (0x{byte:02X} in line {line})")]
    Byte {
        /// Where, from 0.
        at: usize,
        /// The byte.
        byte: u8,
        /// The line, from 1.
        line: usize,
    },
    /// A mark too many.
    #[error("begins with two byte order marks: one is enough")]
    TwoMarks,
}

/// Bytes as the text that they are in UTF-8, without the mark that some programs write before it.
pub fn utf8(bytes: &[u8]) -> std::result::Result<&str, NoUtf8> {
    const MARK: char = '\u{feff}';

    // Without a mark, wider characters are known by their zeros: texts begin with a character of ASCII.
    let wide = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0, 0, 0, one, ..] | [one, 0, 0, 0, ..] if *one != 0 => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [0, one, ..] | [one, 0, ..] if *one != 0 => Some("UTF-16"),
        _ => None,
    };
    if let Some(name) = wide {
        return Err(NoUtf8::Wide(name));
    }
    let line = |end: usize| bytes[..end].split(|byte| *byte == b'\n').count();
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(NoUtf8::Zero(line(at)));
    }
    let text = str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        NoUtf8::Byte {
            at,
            byte: bytes.get(at).copied().unwrap_or_default(),
            line: line(at),
        }
    })?;
    let text = text.strip_prefix(MARK).unwrap_or(text);
    if text.starts_with(MARK) {
        return Err(NoUtf8::TwoMarks);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_utf_8_or_told_as_what_they_are() {
        let wide = |text: &str, is_little: bool| -> Vec<u8> {
            let units = text.encode_utf16();
            let bytes = units.flat_map(|unit| {
                if is_little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            });
            bytes.collect()
        };
        let wider = |text: &str| -> Vec<u8> {
            text.chars()
                .flat_map(|letter| u32::from(letter).to_le_bytes())
                .collect()
        };
        for text in ["", "a", "é = 1", "\u{feff}a = 1", "\u{feff}"] {
            let read = utf8(text.as_bytes()).expect(text);
            assert_eq!(read, text.trim_start_matches('\u{feff}'));
        }
        for text in ["a = \"é\"", "\u{feff}a = \"é\""] {
            assert_eq!(utf8(&wide(text, true)), Err(NoUtf8::Wide("UTF-16")));
            assert_eq!(utf8(&wide(text, false)), Err(NoUtf8::Wide("UTF-16")));
            let little = wider(text);
            let big: Vec<u8> = little
                .chunks(4)
                .flat_map(|four| four.iter().rev().copied())
                .collect();
            assert_eq!(utf8(&little), Err(NoUtf8::Wide("UTF-32")));
            assert_eq!(utf8(&big), Err(NoUtf8::Wide("UTF-32")));
        }
        assert_eq!(utf8(b"a\nb\0c"), Err(NoUtf8::Zero(2)));
        assert_eq!(utf8(&wide("ж = 1", true)), Err(NoUtf8::Zero(1)));
        let latin = utf8(b"a\nb\n\xe9").expect_err("no UTF-8");
        assert_eq!(
            latin.to_string(),
            "is no UTF-8 from byte 4 on (0xE9 in line 3)"
        );
        assert_eq!(utf8("\u{feff}\u{feff}a".as_bytes()), Err(NoUtf8::TwoMarks));
    }
}
