//! Makes documents.

use std::fmt::Write as _;

use apollo_compiler::ast::{FieldDefinition, Type};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{Schema, ty};

/// What is asked of an object.
#[derive(Debug, Default)]
pub(super) struct Asked(pub(super) Vec<Part>);

/// A part of what is asked.
#[derive(Debug)]
pub(super) enum Part {
    /// A field: its key, name, arguments and type, whether it is left out, and what is asked of it.
    Field {
        key: String,
        name: String,
        arguments: String,
        ty: Type,
        left_out: Option<bool>,
        inside: Asked,
    },
    /// What is asked of objects of one type alone.
    On(String, Asked),
}

impl Asked {
    /// The document.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        let variables = [("$yes", "Boolean!"), ("$no", "Boolean!"), ("$few", "Int")];
        let used = variables.iter().filter(|(name, _)| text.contains(name));
        let declared: Vec<_> = used.map(|(name, ty)| format!("{name}: {ty}")).collect();
        match declared.as_slice() {
            [] => text,
            declared => format!("query ({}) {text}", declared.join(", ")),
        }
    }

    fn write(&self, text: &mut String) {
        text.push_str("{ ");
        for part in &self.0 {
            match part {
                Part::Field {
                    key,
                    name,
                    arguments,
                    left_out,
                    inside,
                    ..
                } => {
                    let condition = match left_out {
                        Some(true) => " @include(if: $no)",
                        Some(false) => " @skip(if: $no) @include(if: $yes)",
                        None => "",
                    };
                    let _ = write!(text, "{key}: {name}{arguments}{condition} ");
                    if !inside.0.is_empty() {
                        inside.write(text);
                    }
                }
                Part::On(name, inside) => {
                    let _ = write!(text, "... on {name} ");
                    inside.write(text);
                }
            }
        }
        text.push_str("} ");
    }
}

/// Makes documents of a schema, the same for the same seed.
pub(super) struct Generator<'s> {
    types: &'s Schema,
    state: u64,
    /// The next key's number: each key stands once, but for those that are asked twice on purpose.
    key: usize,
    /// How many fields the document may still have.
    left: usize,
}

impl<'s> Generator<'s> {
    pub(super) const fn new(types: &'s Schema, seed: u64) -> Self {
        Self {
            types,
            state: seed,
            key: 0,
            left: 0,
        }
    }

    /// The next document.
    pub(super) fn document(&mut self) -> Asked {
        self.left = 40;
        self.selection("Query", 0)
    }

    /// A number below another (splitmix64).
    fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap_or_default()
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    fn selection(&mut self, name: &str, depth: usize) -> Asked {
        let types = self.types;
        let mut parts = Vec::new();
        let (fields, members) = match &types.types[name] {
            ExtendedType::Object(of) => (of.fields.values().collect(), Vec::new()),
            ExtendedType::Interface(of) => {
                let possible = types.implementers_map();
                let objects = possible[name].objects.iter();
                (
                    of.fields.values().collect(),
                    objects.map(ToString::to_string).collect(),
                )
            }
            ExtendedType::Union(of) => (
                Vec::new(),
                of.members.iter().map(ToString::to_string).collect(),
            ),
            _ => (Vec::new(), Vec::new()),
        };
        let (fields, mut members): (Vec<_>, Vec<String>) = (fields, members);
        members.sort();
        if !members.is_empty() {
            parts.push(Part::Field {
                key: "__typename".to_owned(),
                name: "__typename".to_owned(),
                arguments: String::new(),
                ty: ty!(String!),
                left_out: None,
                inside: Asked::default(),
            });
        }
        for _ in 0..=self.below(5) {
            if !fields.is_empty() && (members.is_empty() || self.one_in(3)) {
                let field = self.pick(&fields);
                parts.extend(self.field(field, depth));
            } else if !members.is_empty() {
                let member = self.pick(&members);
                let inside = self.selection(&member, depth + 1);
                parts.push(Part::On(member, inside));
            }
        }
        if parts.is_empty() {
            parts.push(Part::Field {
                key: "t".to_owned(),
                name: "__typename".to_owned(),
                arguments: String::new(),
                ty: ty!(String!),
                left_out: None,
                inside: Asked::default(),
            });
        }
        Asked(parts)
    }

    fn field(&mut self, field: &FieldDefinition, depth: usize) -> Option<Part> {
        let inner = field.ty.inner_named_type();
        let is_leaf = matches!(
            self.types.types[inner],
            ExtendedType::Scalar(_) | ExtendedType::Enum(_)
        );
        self.left = self.left.checked_sub(1)?;
        if !is_leaf && depth > 6 {
            return None;
        }
        let mut arguments = Vec::new();
        for argument in &field.arguments {
            let is_needed = argument.ty.is_non_null() && argument.default_value.is_none();
            let is_page = matches!(argument.name.as_str(), "first" | "ids" | "version");
            if is_needed || (is_page && !self.one_in(5)) || self.one_in(6) {
                let value = self.argument(&argument.name, &argument.ty, 0);
                arguments.push(format!("{}: {value}", argument.name));
            }
        }
        let inside = if is_leaf {
            Asked::default()
        } else {
            self.selection(inner, depth + 1)
        };
        self.key += 1;
        Some(Part::Field {
            key: format!("k{}", self.key),
            name: field.name.to_string(),
            arguments: match arguments.as_slice() {
                [] => String::new(),
                arguments => format!("({})", arguments.join(", ")),
            },
            ty: field.ty.clone(),
            left_out: match self.below(8) {
                0 => Some(true),
                1 => Some(false),
                _ => None,
            },
            inside,
        })
    }

    /// A value for an argument or an input, now and then one that is refused when it is executed.
    fn argument(&mut self, name: &str, ty: &Type, depth: usize) -> String {
        if ty.is_list() {
            let count = if name == "iscms" {
                2
            } else {
                1 + self.below(2)
            };
            let items: Vec<_> = (0..count)
                .map(|_| self.argument(name, ty.item_type(), depth))
                .collect();
            return format!("[{}]", items.join(", "));
        }
        let inner = ty.inner_named_type().as_str();
        let types = self.types;
        match &types.types[inner] {
            ExtendedType::Enum(of) => {
                let words: Vec<_> = of.values.keys().collect();
                self.pick(&words).to_string()
            }
            ExtendedType::InputObject(of) => {
                let needed = of.fields.values().filter(|of| of.is_required());
                let mut inputs: Vec<_> = needed.collect();
                if inputs.is_empty() || self.one_in(4) {
                    let all: Vec<_> = of.fields.values().collect();
                    let more = self.pick(&all);
                    if depth < 4 || !is_input_object(types, &more.ty) {
                        inputs.push(more);
                    }
                }
                inputs.dedup_by_key(|input| input.name.clone());
                let one_of = of.directives.has("oneOf");
                let inputs = inputs.iter().take(if one_of { 1 } else { 9 });
                let inputs: Vec<_> = inputs
                    .map(|input| {
                        let value = self.argument(&input.name, &input.ty, depth + 1);
                        format!("{}: {value}", input.name)
                    })
                    .collect();
                if inputs.is_empty() && one_of {
                    return "{ is: {} }".to_owned();
                }
                format!("{{{}}}", inputs.join(", "))
            }
            _ => self.scalar(name, inner),
        }
    }

    fn scalar(&mut self, name: &str, ty: &str) -> String {
        let texts = match (name, ty) {
            ("first" | "last", _) => &["0", "2", "3", "$few", "101"][..],
            ("version" | "since", _) => &["1", "2", "2", "1", "3"],
            (_, "DateTime") => &["\"2024-01-01T00:00:00Z\"", "\"1999-12-31T00:00:00Z\""],
            (_, "Int") => &["0", "1", "2", "5", "1996", "2016", "2019"],
            (_, "Float" | "Decimal") => &["0.5", "1000"],
            (_, "Boolean") => &["true", "false", "$yes"],
            (_, "Date") => &["\"2016-05-01\"", "\"1999-12-31\""],
            (_, "CountryCode") | ("code", _) => &["\"MX\"", "\"CA\"", "\"ZZ\""],
            (_, "ID") => &[
                "\"iscm:rcm\"",
                "\"country:MX\"",
                "\"iscm:none\"",
                "\"nothing\"",
                "\"topic:labour-migration\"",
            ],
            ("after" | "before", _) => &["\"nowhere\""],
            ("acronym" | "slug" | "iscm" | "iscms", _) => {
                &["\"RCM\"", "\"sacm\"", "\"bali-process\"", "\"none\""]
            }
            ("topics" | "topic", _) => &["\"labour-migration\"", "\"children\"", "\"none\""],
            _ => &["\"migration\"", "\"a\"", "\"Regional Conference\""],
        };
        self.pick(texts).to_owned()
    }
}

fn is_input_object(types: &Schema, ty: &Type) -> bool {
    matches!(
        types.types[ty.inner_named_type()],
        ExtendedType::InputObject(_)
    )
}
