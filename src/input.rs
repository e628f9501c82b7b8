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

    /// A text, or a word.
    #[must_use]
    pub fn text(self) -> Option<&'v Arc<str>> {
        match self.value {
            Input::Text(text) | Input::Word(text) => Some(text),
            _ => None,
        }
    }
}

/// Bytes as the text that they are in UTF-8, without the mark that some programs write before it; or why
/// they are none, to go on from their name.
pub fn utf8(bytes: &[u8]) -> std::result::Result<&str, String> {
    // JSON and TOML begin with two characters of ASCII: one that is 0 is half of a wider one.
    if matches!(
        bytes,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..]
    ) {
        return Err("is in UTF-16 or UTF-32: it is to be in UTF-8".to_owned());
    }
    let text = str::from_utf8(bytes);
    let text = text.map_err(|error| {
        let at = error.valid_up_to();
        format!("is to be in UTF-8, which it is not from byte {at} on")
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
