//! A value as it was given, in a document or in its variables.

use std::borrow::Cow;

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
    /// A whole number, by its digits.
    Int(Cow<'v, str>),
    /// Another number, as it is written.
    Float(Cow<'v, str>),
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
                Literal::Float(float) => Shape::Float(float.as_str().into()),
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
                    Some(float) if number.is_f64() && float.fract() != 0.0 => {
                        Shape::Float(number.to_string().into())
                    }
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
