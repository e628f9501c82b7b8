//! Checks answers against what was asked.

use apollo_compiler::ast::Type;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{Schema, ty};
use serde_json::{Map, Value};

use super::generate::{Asked, Part};

/// Checks one answer.
pub(super) struct Checker<'c> {
    types: &'c Schema,
    /// The paths of its errors.
    errors: Vec<Vec<Value>>,
    path: Vec<Value>,
    /// Where there is null.
    nulls: Vec<Vec<Value>>,
    /// What is wrong.
    pub(super) faults: Vec<String>,
    /// How many values there were.
    pub(super) values: usize,
}

impl<'c> Checker<'c> {
    pub(super) fn new(types: &'c Schema, errors: &Value) -> Self {
        let errors = errors.as_array().into_iter().flatten();
        let path = |error: &Value| error["path"].as_array().cloned();
        Self {
            types,
            errors: errors.filter_map(path).collect(),
            path: Vec::new(),
            nulls: Vec::new(),
            faults: Vec::new(),
            values: 0,
        }
    }

    /// Checks the data.
    pub(super) fn check(&mut self, asked: &Asked, data: &Value) {
        let ty = ty!(Query);
        self.value(&ty, asked, data);
        for error in self.errors.clone() {
            let null = self.nulls.iter().find(|null| error.starts_with(null));
            let Some(null) = null else {
                self.path = error;
                self.fault("has an error, and nothing is null");
                continue;
            };
            // Where others failed, too, theirs may have gone further up.
            if self.errors.len() == 1 && null.len() != nearest(asked, &error) {
                self.path.clone_from(&error);
                self.fault(&format!("has an error, and {null:?} is null"));
            }
        }
    }

    fn fault(&mut self, what: &str) {
        let path: Vec<_> = self.path.iter().map(ToString::to_string).collect();
        self.faults.push(format!("{}: {what}", path.join(".")));
    }

    /// A value of a type.
    fn value(&mut self, ty: &Type, asked: &Asked, value: &Value) {
        self.values += 1;
        if value.is_null() {
            if ty.is_non_null() {
                self.fault("is null, and may not be");
            }
            self.nulls.push(self.path.clone());
            return;
        }
        if ty.is_list() {
            let Some(items) = value.as_array() else {
                return self.fault("is no list");
            };
            for (index, item) in items.iter().enumerate() {
                self.path.push(index.into());
                self.value(ty.item_type(), asked, item);
                self.path.pop();
            }
            return;
        }
        let name = ty.inner_named_type();
        match (&self.types.types[name], value) {
            (
                ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_),
                Value::Object(object),
            ) => self.object(name, asked, object),
            (ExtendedType::Enum(of), Value::String(word)) => {
                if !of.values.contains_key(word.as_str()) {
                    self.fault("is no word of its vocabulary");
                }
            }
            (ExtendedType::Scalar(_), value) => {
                let fits = match name.as_str() {
                    "Int" => value.is_i64(),
                    "Float" => value.is_number(),
                    "Boolean" => value.is_boolean(),
                    "JSON" => true,
                    _ => value.is_string(),
                };
                if !fits {
                    self.fault("is of another type");
                }
            }
            _ => self.fault("is of another kind"),
        }
    }

    fn object(&mut self, name: &str, asked: &Asked, object: &Map<String, Value>) {
        let own = object.get("__typename").and_then(Value::as_str);
        let own = own.unwrap_or(name).to_owned();
        let mut expected: Vec<(&str, &Type, &Asked)> = Vec::new();
        collect(&own, asked, &mut expected);
        let keys: Vec<_> = object.keys().map(String::as_str).collect();
        let wanted: Vec<_> = expected.iter().map(|(key, ..)| *key).collect();
        if keys != wanted {
            return self.fault(&format!("has {keys:?} and not {wanted:?}"));
        }
        for (key, ty, inside) in expected {
            self.path.push(key.into());
            self.value(ty, inside, &object[key]);
            self.path.pop();
        }
    }
}

/// The keys that an object of a type has, in order.
fn collect<'a>(own: &str, asked: &'a Asked, into: &mut Vec<(&'a str, &'a Type, &'a Asked)>) {
    for part in &asked.0 {
        match part {
            Part::Field {
                left_out: Some(true),
                ..
            } => {}
            Part::Field {
                key, ty, inside, ..
            } => {
                if !into.iter().any(|(other, ..)| other == key) {
                    into.push((key, ty, inside));
                }
            }
            Part::On(name, inside) if name == own => collect(own, inside, into),
            Part::On(..) => {}
        }
    }
}

/// How long the path is of what may be null nearest to the end of a path.
fn nearest(asked: &Asked, path: &[Value]) -> usize {
    let (mut nearest, mut asked, mut ty) = (0, asked, None::<&Type>);
    for (at, step) in path.iter().enumerate() {
        if let Some(key) = step.as_str() {
            let Some((own, inside)) = find(asked, key) else {
                return nearest;
            };
            (ty, asked) = (Some(own), inside);
        } else {
            ty = ty.map(Type::item_type);
        }
        if ty.is_some_and(|ty| !ty.is_non_null()) {
            nearest = at + 1;
        }
    }
    nearest
}

/// What is asked under a key; but for `__typename`, a key stands once in a document.
fn find<'a>(asked: &'a Asked, key: &str) -> Option<(&'a Type, &'a Asked)> {
    asked.0.iter().find_map(|part| match part {
        Part::Field {
            key: own,
            ty,
            inside,
            ..
        } => (own == key).then_some((ty, inside)),
        Part::On(_, inside) => find(inside, key),
    })
}
