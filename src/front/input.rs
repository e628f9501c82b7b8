//! Values given for the schema's input types, in a document or in its variables: read by one code.

use apollo_compiler::ast::{InputValueDefinition, Type};
use apollo_compiler::parser::SourceSpan;
use apollo_compiler::schema::{ExtendedType, InputObjectType};
use apollo_compiler::{Name, Schema};
use async_graphql::indexmap::IndexMap;
use async_graphql::{Name as Key, Value};
use serde_json::Number;

use super::given::{At, Given, Shape};
use super::words::{Words, listed};
use crate::graphql::scalar_rule;

/// The coerced values of an operation's variables. One that was not given, and has no default, is
/// not in it.
pub(super) type Variables = IndexMap<String, Value>;

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

/// Reads values by their types.
pub(super) struct Reader<'r> {
    types: &'r Schema,
    /// The variables' values, when they are known.
    variables: Option<&'r Variables>,
    pub(super) wrong: Vec<Wrong>,
    pub(super) uses: Vec<Use>,
}

impl<'r> Reader<'r> {
    pub(super) const fn new(types: &'r Schema, variables: Option<&'r Variables>) -> Self {
        Self {
            types,
            variables,
            wrong: Vec::new(),
            uses: Vec::new(),
        }
    }

    /// The value that is given for an argument, as the engine takes it; nothing when it is a variable
    /// without a value.
    pub(super) fn argument(
        &mut self,
        given: Given<'_>,
        definition: &InputValueDefinition,
    ) -> Option<Value> {
        let at = At::argument(&definition.name);
        let has_default = definition.default_value.is_some();
        self.value(given, &definition.ty, has_default, at)
    }

    /// The value that is given where a type is asked for.
    pub(super) fn value(
        &mut self,
        given: Given<'_>,
        ty: &Type,
        has_default: bool,
        at: At<'_>,
    ) -> Option<Value> {
        let shape = given.shape();
        if let Shape::Variable(name) = shape {
            self.uses.push(Use {
                variable: name.clone(),
                ty: ty.clone(),
                has_default,
                argument: at.to_string(),
                span: given.span(),
            });
            return self.variables?.get(name.as_str()).cloned();
        }
        if matches!(shape, Shape::Null) {
            if ty.is_non_null() {
                self.unfit(given, ty, at);
            }
            return Some(Value::Null);
        }
        if ty.is_list() {
            let item = ty.item_type();
            let Shape::List(items) = shape else {
                return Some(Value::List(vec![self.value(given, item, false, at)?]));
            };
            let items = items.into_iter().enumerate();
            let mut read = |(index, given)| self.value(given, item, false, at.item(index));
            return Some(Value::List(
                items.map(|item| read(item).unwrap_or_default()).collect(),
            ));
        }
        let types = self.types;
        match types.types.get(ty.inner_named_type())? {
            ExtendedType::InputObject(of) => match shape {
                Shape::Object(inputs) => Some(self.object(given, inputs, of, at)),
                _ => self.unfit(given, ty, at),
            },
            ExtendedType::Enum(of) => match (shape, given) {
                (Shape::Word(word), _) | (Shape::Text(word), Given::Json(_))
                    if of.values.contains_key(word) =>
                {
                    Some(Value::Enum(Key::new(word)))
                }
                _ => self.unfit(given, ty, at),
            },
            ExtendedType::Scalar(of) => {
                let value = scalar(&of.name, &shape, given);
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
        at: At<'_>,
    ) -> Value {
        let is_one_of = of.directives.has("oneOf");
        if is_one_of && inputs.len() != 1 {
            let names: Vec<_> = of.fields.keys().map(ToString::to_string).collect();
            let message = format!(
                "takes exactly one of {}, not {}",
                listed(&names),
                inputs.len()
            );
            self.wrong(at, &message, names, given.span());
        }
        let names: Vec<_> = inputs.iter().map(|(name, _)| *name).collect();
        let mut object = IndexMap::new();
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
            let value = if is_one_of {
                let ty = (*definition.ty).clone().non_null();
                self.value(given, &ty, false, at)
            } else {
                self.value(given, &definition.ty, has_default, at)
            };
            if let Some(value) = value {
                object.insert(Key::new(name), value);
            }
        }
        for (name, definition) in &of.fields {
            if definition.is_required() && !names.contains(&name.as_str()) {
                let message = format!("is missing: it takes {}", self.takes(&definition.ty));
                self.wrong(at.input(name), &message, Vec::new(), given.span());
            }
        }
        Value::Object(object)
    }

    fn unfit(&mut self, given: Given<'_>, ty: &Type, at: At<'_>) -> Option<Value> {
        let mut allowed = Vec::new();
        let mut nearest = String::new();
        if let Some(ExtendedType::Enum(of)) = self.types.types.get(ty.inner_named_type()) {
            allowed = of.values.keys().map(ToString::to_string).collect();
            if let Shape::Word(word) | Shape::Text(word) = given.shape() {
                nearest = Words(&allowed).nearest(word);
            }
        }
        let message = format!("takes {}, not {}{nearest}", self.takes(ty), given.shown());
        self.wrong(at, &message, allowed, given.span());
        None
    }

    fn wrong(&mut self, at: At<'_>, message: &str, allowed: Vec<String>, span: Option<SourceSpan>) {
        let argument = at.to_string();
        self.wrong.push(Wrong {
            message: format!("`{argument}` {message}"),
            argument,
            allowed,
            span,
        });
    }

    /// What a type takes, in words.
    pub(super) fn takes(&self, ty: &Type) -> String {
        if ty.is_list() {
            return format!("a list, each item of it {}", self.takes(ty.item_type()));
        }
        let name = ty.inner_named_type();
        match self.types.types.get(name) {
            Some(ExtendedType::Enum(of)) => {
                let words: Vec<_> = of.values.keys().map(ToString::to_string).collect();
                format!("one of {}", listed(&words))
            }
            Some(ExtendedType::InputObject(of)) => format!("an object of the type `{}`", of.name),
            _ => match name.as_str() {
                "Int" => "a whole number of 32 bits".to_owned(),
                "Float" => "a number".to_owned(),
                "Boolean" => "`true` or `false`".to_owned(),
                "String" => "a text".to_owned(),
                "ID" => "an id, as a text".to_owned(),
                name => scalar_rule(name)
                    .map_or_else(|| format!("`{name}`"), |rule| rule.takes.to_owned()),
            },
        }
    }
}

/// The value of a scalar, unless it does not fit.
fn scalar(name: &str, shape: &Shape<'_>, given: Given<'_>) -> Option<Value> {
    match (name, shape) {
        ("Int", Shape::Int(digits)) => digits.parse::<i32>().ok().map(Value::from),
        ("Float", Shape::Int(digits)) => float(digits.parse().ok()?),
        ("Float", Shape::Float(value)) => float(*value),
        ("Boolean", Shape::Boolean(value)) => Some(Value::Boolean(*value)),
        ("String" | "ID", Shape::Text(text)) => Some(Value::String((*text).to_owned())),
        ("ID", Shape::Int(digits)) => Some(Value::String(digits.to_string())),
        ("Int" | "Float" | "Boolean" | "String" | "ID", _) => None,
        _ => {
            let value = match given {
                Given::Json(json) => Value::from_json(json.clone()).ok()?,
                Given::Literal(_) => match shape {
                    Shape::Text(text) => Value::String((*text).to_owned()),
                    Shape::Word(word) => Value::Enum(Key::new(word)),
                    Shape::Int(digits) => Value::Number(digits.parse::<i64>().ok()?.into()),
                    Shape::Float(value) => float(*value)?,
                    Shape::Boolean(value) => Value::Boolean(*value),
                    _ => return None,
                },
            };
            let rule = scalar_rule(name)?;
            (rule.fits)(value.clone()).then_some(value)
        }
    }
}

fn float(value: f64) -> Option<Value> {
    Number::from_f64(value).map(Value::Number)
}
