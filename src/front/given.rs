//! A value as it was given, in a document or in its variables, and where it stands.

use std::borrow::Cow;
use std::fmt;

use apollo_compiler::ast::Value as Literal;
use apollo_compiler::parser::SourceSpan;
use apollo_compiler::{Name, Node};
use serde_json::Value as Json;

use super::words::shown;

/// A value as it was given.
#[derive(Clone, Copy)]
pub(super) enum Given<'v> {
    /// In the document.
    Literal(&'v Node<Literal>),
    /// In the variables.
    Json(&'v Json),
}

/// What a value is, wherever it was given.
pub(super) enum Shape<'v> {
    Null,
    Boolean(bool),
    Int(Cow<'v, str>),
    Float(f64),
    Text(&'v str),
    Word(&'v str),
    List(Vec<Given<'v>>),
    Object(Vec<(&'v str, Given<'v>)>),
    Variable(&'v Name),
}

impl<'v> Given<'v> {
    pub(super) fn shape(self) -> Shape<'v> {
        match self {
            Self::Literal(literal) => match &**literal {
                Literal::Null => Shape::Null,
                Literal::Boolean(value) => Shape::Boolean(*value),
                Literal::Int(int) => Shape::Int(int.as_str().into()),
                Literal::Float(float) => Shape::Float(float.try_to_f64().unwrap_or(f64::NAN)),
                Literal::String(text) => Shape::Text(text),
                Literal::Enum(word) => Shape::Word(word),
                Literal::List(items) => Shape::List(items.iter().map(Self::Literal).collect()),
                Literal::Object(inputs) => {
                    let inputs = inputs.iter();
                    Shape::Object(
                        inputs
                            .map(|(name, value)| (name.as_str(), Self::Literal(value)))
                            .collect(),
                    )
                }
                Literal::Variable(name) => Shape::Variable(name),
            },
            Self::Json(json) => match json {
                Json::Null => Shape::Null,
                Json::Bool(value) => Shape::Boolean(*value),
                Json::Number(number) => match number.as_f64() {
                    // JSON does not tell `5` from `5.0`.
                    Some(float) if number.is_f64() && float.fract() != 0.0 => Shape::Float(float),
                    Some(float) if number.is_f64() => Shape::Int(format!("{float:.0}").into()),
                    _ => Shape::Int(number.to_string().into()),
                },
                Json::String(text) => Shape::Text(text),
                Json::Array(items) => Shape::List(items.iter().map(Self::Json).collect()),
                Json::Object(inputs) => {
                    let inputs = inputs.iter();
                    Shape::Object(
                        inputs
                            .map(|(name, value)| (name.as_str(), Self::Json(value)))
                            .collect(),
                    )
                }
            },
        }
    }

    pub(super) fn span(self) -> Option<SourceSpan> {
        match self {
            Self::Literal(literal) => literal.location(),
            Self::Json(_) => None,
        }
    }

    /// As messages show it.
    pub(super) fn shown(self) -> String {
        match self {
            Self::Literal(literal) => shown(&literal.serialize().no_indent().to_string()),
            Self::Json(json) => shown(&json.to_string()),
        }
    }
}

/// Where a value stands: `filter.year.gte`.
#[derive(Clone, Copy)]
pub(super) struct At<'p> {
    inside: Option<&'p At<'p>>,
    part: Part<'p>,
}

#[derive(Clone, Copy)]
enum Part<'p> {
    Name(&'p str),
    Index(usize),
}

impl<'p> At<'p> {
    pub(super) const fn argument(name: &'p str) -> Self {
        Self {
            inside: None,
            part: Part::Name(name),
        }
    }

    pub(super) const fn input(&'p self, name: &'p str) -> Self {
        Self {
            inside: Some(self),
            part: Part::Name(name),
        }
    }

    pub(super) const fn item(&'p self, index: usize) -> Self {
        Self {
            inside: Some(self),
            part: Part::Index(index),
        }
    }
}

impl fmt::Display for At<'_> {
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
