//! Coercion: values that are given for the schema's input types, in a document or in its variables, are
//! read and held to their types here, once. What reads them later finds what fits.

use std::sync::Arc;

use apollo_compiler::ast::{InputValueDefinition, Type};
use apollo_compiler::parser::SourceSpan;
use apollo_compiler::schema::{ExtendedType, InputObjectType};
use apollo_compiler::{Name, Schema};
use chrono::{DateTime, NaiveDate};

use super::given::{Given, Shape};
use super::words::{Words, listed};
use crate::graphql::scalar_takes;
use crate::input::{Input, Place};

/// A value that does not fit its place.
pub(super) struct Wrong {
    pub(super) argument: String,
    pub(super) message: String,
    /// The words of which it could have been one.
    pub(super) allowed: Vec<String>,
    pub(super) span: Option<SourceSpan>,
}

/// A variable in a place for a value.
pub(super) struct Use {
    pub(super) variable: Name,
    /// The type of the place.
    pub(super) ty: Type,
    /// Whether the place has a default.
    pub(super) has_default: bool,
    pub(super) argument: String,
    pub(super) span: Option<SourceSpan>,
}

/// The numbers of an operation's variables by their names.
pub(super) type Numbers<'r> = &'r dyn Fn(&Name) -> Option<usize>;

/// Reads values by their types.
pub(super) struct Reader<'r> {
    types: &'r Schema,
    /// The numbers of an operation's variables, when it is known which operation it is.
    numbers: Option<Numbers<'r>>,
    pub(super) wrong: Vec<Wrong>,
    pub(super) uses: Vec<Use>,
}

impl<'r> Reader<'r> {
    pub(super) const fn new(types: &'r Schema, numbers: Option<Numbers<'r>>) -> Self {
        Self {
            types,
            numbers,
            wrong: Vec::new(),
            uses: Vec::new(),
        }
    }

    /// The value that is given for an argument; nothing when it does not fit.
    pub(super) fn argument(
        &mut self,
        given: Given<'_>,
        definition: &InputValueDefinition,
    ) -> Option<Input> {
        let at = Place::argument(&definition.name);
        let has_default = definition.default_value.is_some();
        self.value(given, &definition.ty, has_default, at)
    }

    /// The value that is given where a type is asked for.
    pub(super) fn value(
        &mut self,
        given: Given<'_>,
        ty: &Type,
        has_default: bool,
        at: Place<'_>,
    ) -> Option<Input> {
        let shape = given.shape();
        if let Shape::Variable(name) = shape {
            self.uses.push(Use {
                variable: name.clone(),
                ty: ty.clone(),
                has_default,
                argument: at.to_string(),
                span: given.span(),
            });
            return Some(Input::Variable((self.numbers?)(name)?));
        }
        if matches!(shape, Shape::Null) {
            if ty.is_non_null() {
                self.unfit(given, ty, at);
            }
            return Some(Input::Null);
        }
        if ty.is_list() {
            let item = ty.item_type();
            let Shape::List(items) = shape else {
                let only = self.value(given, item, false, at)?;
                return Some(Input::List([only].into()));
            };
            let items = items.into_iter().enumerate();
            let mut read = |(index, given)| self.value(given, item, false, at.item(index));
            return Some(Input::List(
                items
                    .map(|item| read(item).unwrap_or(Input::Null))
                    .collect(),
            ));
        }
        let types = self.types;
        match types.types.get(ty.inner_named_type())? {
            ExtendedType::InputObject(of) => match shape {
                Shape::Object(inputs) => Some(self.object(given, inputs, of, at)),
                _ => self.no_object(given, of, at),
            },
            ExtendedType::Enum(of) => match (shape, given) {
                (Shape::Word(word), _) | (Shape::Text(word), Given::Json(_))
                    if of.values.contains_key(word) =>
                {
                    Some(Input::Word(word.into()))
                }
                _ => self.unfit(given, ty, at),
            },
            ExtendedType::Scalar(of) => {
                let value = scalar(&of.name, &shape);
                value.or_else(|| self.unfit(given, ty, at))
            }
            _ => None,
        }
    }

    fn object(
        &mut self,
        given: Given<'_>,
        inputs: Vec<(&str, Given<'_>)>,
        of: &InputObjectType,
        at: Place<'_>,
    ) -> Input {
        let names: Vec<_> = inputs.iter().map(|(name, _)| *name).collect();
        let mut object: Vec<(Arc<str>, Input)> = Vec::new();
        for (index, (name, given)) in inputs.into_iter().enumerate() {
            let at = at.input(name);
            if names[..index].contains(&name) {
                self.wrong(at, "is given more than once", Vec::new(), given.span());
                continue;
            }
            let Some(definition) = of.fields.get(name) else {
                let names: Vec<_> = of.fields.keys().map(ToString::to_string).collect();
                let message = format!(
                    "is not in `{}`, {}",
                    of.name,
                    Words(&names).instead_of(name)
                );
                self.wrong(at, &message, names, given.span());
                continue;
            };
            let has_default = definition.default_value.is_some();
            if let Some(value) = self.value(given, &definition.ty, has_default, at) {
                object.push((name.into(), value));
            }
        }
        for (name, definition) in &of.fields {
            if definition.is_required() && !names.contains(&name.as_str()) {
                let message = format!("is missing: it takes {}", self.takes(&definition.ty));
                let allowed = self.allowed(&definition.ty);
                self.wrong(at.input(name), &message, allowed, given.span());
            }
        }
        Input::Object(object.into())
    }

    /// A value where an object is taken: of conditions, mostly, of which one takes it.
    fn no_object(
        &mut self,
        given: Given<'_>,
        of: &InputObjectType,
        at: Place<'_>,
    ) -> Option<Input> {
        let words = match given.shape() {
            Shape::List(_) => ["in", "some"],
            _ => ["eq", "some"],
        };
        let word = words.iter().find(|word| of.fields.contains_key(**word));
        let example = match word {
            Some(&"some") => ", e.g. `{ some: { … } }`".to_owned(),
            Some(word) => format!(", e.g. `{{ {word}: {} }}`", given.shown()),
            None => String::new(),
        };
        let message = format!(
            "takes an object of the type `{}`{example}, not {}",
            of.name,
            given.shown()
        );
        let names = of.fields.keys().map(ToString::to_string).collect();
        self.wrong(at, &message, names, given.span());
        None
    }

    fn unfit(&mut self, given: Given<'_>, ty: &Type, at: Place<'_>) -> Option<Input> {
        let allowed = self.allowed(ty);
        let nearest = match given.shape() {
            Shape::Word(word) | Shape::Text(word) => Words(&allowed).nearest(word),
            _ => String::new(),
        };
        let message = format!("takes {}, not {}{nearest}", self.takes(ty), given.shown());
        self.wrong(at, &message, allowed, given.span());
        None
    }

    fn wrong(
        &mut self,
        at: Place<'_>,
        message: &str,
        allowed: Vec<String>,
        span: Option<SourceSpan>,
    ) {
        let argument = at.to_string();
        self.wrong.push(Wrong {
            message: format!("`{argument}` {message}"),
            argument,
            allowed,
            span,
        });
    }

    /// The names that a type takes, where it takes names.
    pub(super) fn allowed(&self, ty: &Type) -> Vec<String> {
        match self.types.types.get(ty.inner_named_type()) {
            Some(ExtendedType::Enum(of)) => of.values.keys().map(ToString::to_string).collect(),
            _ => Vec::new(),
        }
    }

    /// What a type takes, in words.
    pub(super) fn takes(&self, ty: &Type) -> String {
        if ty.is_list() {
            return format!("a list, each item of it {}", self.takes(ty.item_type()));
        }
        let name = ty.inner_named_type();
        match self.types.types.get(name) {
            Some(ExtendedType::Enum(_)) => format!("one of {}", listed(&self.allowed(ty))),
            Some(ExtendedType::InputObject(of)) => format!("an object of the type `{}`", of.name),
            _ => match name.as_str() {
                "Int" => "a whole number of 32 bits".to_owned(),
                "Float" => "a number".to_owned(),
                "Boolean" => "`true` or `false`".to_owned(),
                "String" => "a text".to_owned(),
                "ID" => "an id, as a text".to_owned(),
                name => scalar_takes(name).map_or_else(|| format!("`{name}`"), ToOwned::to_owned),
            },
        }
    }
}

/// The value of a scalar, unless it does not fit.
fn scalar(name: &str, shape: &Shape<'_>) -> Option<Input> {
    Some(match (name, shape) {
        ("Int", Shape::Int(digits)) => Input::Int(digits.parse().ok()?),
        ("Float", Shape::Int(digits)) => match digits.parse() {
            Ok(number) => Input::Int(number),
            Err(_) => number(digits)?,
        },
        ("Float" | "Decimal", Shape::Float(text)) => number(text)?,
        ("Boolean", Shape::Boolean(value)) => Input::Flag(*value),
        ("String" | "ID" | "CountryCode", Shape::Text(text)) => Input::Text((*text).into()),
        ("ID" | "CountryCode", Shape::Int(digits)) => Input::Text(digits.as_ref().into()),
        ("CountryCode", Shape::Word(word)) => Input::Word((*word).into()),
        ("Date", Shape::Text(text)) => Input::Date(date(text)?),
        ("DateTime", Shape::Text(text)) => {
            date(text.split_once('T')?.0)?;
            DateTime::parse_from_rfc3339(text).ok()?;
            Input::Text((*text).into())
        }
        ("Decimal", Shape::Int(digits)) => Input::Number(digits.as_ref().into()),
        ("Decimal", Shape::Text(text)) => number(text).filter(|_| is_decimal(text))?,
        ("JSON", shape) => any(shape)?,
        _ => return None,
    })
}

/// Any value, but for one with variables in it.
fn any(shape: &Shape<'_>) -> Option<Input> {
    let inner = |given: &Given<'_>| any(&given.shape());
    Some(match shape {
        Shape::Null => Input::Null,
        Shape::Boolean(value) => Input::Flag(*value),
        Shape::Int(digits) => match digits.parse() {
            Ok(number) => Input::Int(number),
            Err(_) => number(digits)?,
        },
        Shape::Float(text) => number(text)?,
        Shape::Text(text) | Shape::Word(text) => Input::Text((*text).into()),
        Shape::List(items) => Input::List(items.iter().map(inner).collect::<Option<_>>()?),
        Shape::Object(inputs) => {
            let inputs = inputs.iter();
            let inputs = inputs.map(|(name, given)| Some(((*name).into(), inner(given)?)));
            Input::Object(inputs.collect::<Option<_>>()?)
        }
        Shape::Variable(_) => return None,
    })
}

/// A date as `2019-11-21`, and in no other form.
fn date(text: &str) -> Option<NaiveDate> {
    let is_date = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|_| is_date)
}

/// Whether a text is a decimal number as this API gives them: digits with a sign and a point.
fn is_decimal(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(decimals)
}

/// A number that is one.
fn number(text: &str) -> Option<Input> {
    let is_finite = text.parse::<f64>().is_ok_and(f64::is_finite);
    is_finite.then(|| Input::Number(text.into()))
}
