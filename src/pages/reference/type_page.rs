//! The page of a type or a directive.

use apollo_compiler::Node;
use apollo_compiler::ast::{
    DirectiveDefinition, DirectiveList, FieldDefinition, InputValueDefinition, Type, Value,
};
use apollo_compiler::schema::ExtendedType;
use askama::Template;

use super::cost::in_words;
use super::example::Examples;
use super::prose::Line;
use super::types::Types;
use super::uses::{UseList, Uses, use_lists};
use crate::pages::run::Run;

/// The way from a type's page to where all addresses begin.
const ROOT: &str = "../";
/// The way from a type's page to those of others.
const BASE: &str = "./";

/// The arguments that all lists have.
const OF_LISTS: [&str; 6] = ["first", "after", "last", "before", "filter", "orderBy"];

/// The page.
#[derive(Default, Template)]
#[template(path = "reference/type.html")]
pub(super) struct TypePage<'p> {
    root: &'static str,
    kind: &'static str,
    name: &'p str,
    description: Vec<Line<'p>>,
    specified_by: Option<&'p str>,
    example: Option<Example>,
    /// The types that it has to do with: its interfaces, and what it may be.
    names: Vec<Names<'p>>,
    /// Where a directive may stand.
    places: Option<String>,
    arguments: Arguments<'p>,
    parts_title: &'static str,
    parts: Vec<Part<'p>>,
    uses: Vec<UseList>,
}

/// A query that shows the type.
struct Example {
    text: String,
    run: Option<Run>,
}

/// Names of types.
struct Names<'p> {
    title: &'static str,
    anchor: &'static str,
    names: Vec<&'p str>,
}

/// A field, or a value of an enum.
struct Part<'p> {
    name: &'p str,
    ty: Option<TypeRef<'p>>,
    default: Option<String>,
    deprecated: Option<Line<'p>>,
    description: Vec<Line<'p>>,
    cost: Option<String>,
    example: Option<Run>,
    arguments: Arguments<'p>,
    /// The arguments that all lists have.
    of_lists: Vec<Argument<'p>>,
}

/// What a field or a directive takes.
#[derive(Default, Template)]
#[template(path = "reference/arguments.html")]
struct Arguments<'p> {
    arguments: Vec<Argument<'p>>,
}

struct Argument<'p> {
    name: &'p str,
    ty: TypeRef<'p>,
    default: Option<String>,
    deprecated: Option<Line<'p>>,
    description: Vec<Line<'p>>,
}

/// A type as GraphQL writes it, `[Iscm!]!`, its name a link.
#[derive(Template)]
#[template(path = "reference/type_ref.html")]
struct TypeRef<'p> {
    before: String,
    name: &'p str,
    after: String,
}

impl Arguments<'_> {
    fn is_empty(&self) -> bool {
        self.arguments.is_empty()
    }
}

/// The page of a type.
pub(super) fn of_type<'p>(
    name: &'static str,
    types: &'p Types,
    examples: &Examples,
    uses: Option<&Uses>,
) -> Option<TypePage<'p>> {
    let of = types.get(name)?;
    let description = of.description().map(|text| &**text);
    let mut page = TypePage {
        root: ROOT,
        name,
        description: Line::all(description, types, BASE),
        example: examples.of_type(name, types).map(Example::of),
        parts_title: "Fields",
        uses: use_lists(name, uses),
        ..TypePage::default()
    };
    let mut interfaces = Vec::new();
    match of {
        ExtendedType::Scalar(of) => {
            page.kind = "Scalar";
            let url = of.directives.get("specifiedBy");
            let url = url.and_then(|url| url.specified_argument_by_name("url"));
            page.specified_by = url.and_then(|url| url.as_str());
        }
        ExtendedType::Object(of) => {
            page.kind = "Object";
            interfaces = of.implements_interfaces.iter().collect();
        }
        ExtendedType::Interface(of) => {
            page.kind = "Interface";
            interfaces = of.implements_interfaces.iter().collect();
        }
        ExtendedType::Union(_) => page.kind = "Union",
        ExtendedType::Enum(of) => {
            page.kind = "Enum";
            page.parts_title = "Values";
            let values = of.values.values();
            let parts = values.map(|value| {
                let description = value.description.as_deref();
                Part::new(&value.value, description, &value.directives, types)
            });
            page.parts = parts.collect();
        }
        ExtendedType::InputObject(of) => {
            page.kind = if of.directives.has("oneOf") {
                "Input object, of which exactly one field is given"
            } else {
                "Input object"
            };
            let inputs = types.inputs(name);
            page.parts = inputs.map(|input| Part::of_input(input, types)).collect();
        }
    }
    let is_root = types.roots().any(|root| root == name);
    let fields = types.fields(name).map(|field| {
        let mut part = Part::of_field(field, types);
        if is_root {
            let example = Examples::of_root_field(field, name, types);
            part.example = example.and_then(|example| Run::of(&example, ROOT));
        }
        part
    });
    page.parts.extend(fields);
    let interfaces = interfaces.into_iter().map(|name| name.as_str()).collect();
    let may_be = match of {
        ExtendedType::Union(_) => "One of",
        _ => "Implemented by",
    };
    page.names = [
        ("Implements", "implements", interfaces),
        (may_be, "types", types.possible(name)),
    ]
    .into_iter()
    .filter(|(.., names): &(_, _, Vec<_>)| !names.is_empty())
    .map(|(title, anchor, names)| Names {
        title,
        anchor,
        names,
    })
    .collect();
    Some(page)
}

/// The page of a directive; its name with `@`.
pub(super) fn of_directive<'p>(
    name: &'p str,
    of: &'p DirectiveDefinition,
    types: &'p Types,
) -> TypePage<'p> {
    let places = of.locations.iter().map(ToString::to_string);
    let places = places.collect::<Vec<_>>().join(", ");
    let again = if of.repeatable {
        " It can be repeated."
    } else {
        ""
    };
    let arguments = of.arguments.iter().map(|of| Argument::new(of, types));
    TypePage {
        root: ROOT,
        kind: "Directive",
        name,
        description: Line::all(of.description.as_deref(), types, BASE),
        example: Examples::of_directive(of, types).map(Example::of),
        places: Some(format!("On {places}.{again}")),
        arguments: Arguments {
            arguments: arguments.collect(),
        },
        ..TypePage::default()
    }
}

impl Example {
    fn of(text: String) -> Self {
        let run = Run::of(&text, ROOT);
        Self { text, run }
    }
}

impl<'p> Part<'p> {
    fn new(
        name: &'p str,
        description: Option<&'p str>,
        directives: &'p DirectiveList,
        types: &'p Types,
    ) -> Self {
        Self {
            name,
            ty: None,
            default: None,
            deprecated: deprecated(directives, types),
            description: Line::all(description, types, BASE),
            cost: None,
            example: None,
            arguments: Arguments::default(),
            of_lists: Vec::new(),
        }
    }

    fn of_field(field: &'p FieldDefinition, types: &'p Types) -> Self {
        let is_list = field.arguments.iter().any(|of| of.name == "filter");
        let arguments = field.arguments.iter();
        let arguments = arguments.map(|of| Argument::new(of, types));
        let (of_lists, arguments) =
            arguments.partition(|of: &Argument<'_>| is_list && OF_LISTS.contains(&of.name));
        let cost = in_words(field, types);
        Self {
            ty: Some(TypeRef::new(&field.ty)),
            cost: Some(Line::new(&cost, types, BASE).to_string()),
            arguments: Arguments { arguments },
            of_lists,
            ..Self::new(
                &field.name,
                field.description.as_deref(),
                &field.directives,
                types,
            )
        }
    }

    fn of_input(input: &'p InputValueDefinition, types: &'p Types) -> Self {
        Self {
            ty: Some(TypeRef::new(&input.ty)),
            default: input.default_value.as_ref().map(written),
            ..Self::new(
                &input.name,
                input.description.as_deref(),
                &input.directives,
                types,
            )
        }
    }
}

impl<'p> Argument<'p> {
    fn new(of: &'p InputValueDefinition, types: &'p Types) -> Self {
        Self {
            name: &of.name,
            ty: TypeRef::new(&of.ty),
            default: of.default_value.as_ref().map(written),
            deprecated: deprecated(&of.directives, types),
            description: Line::all(of.description.as_deref(), types, BASE),
        }
    }
}

impl<'p> TypeRef<'p> {
    fn new(ty: &'p Type) -> Self {
        let name = ty.inner_named_type().as_str();
        let written = ty.to_string();
        let (before, after) = written.split_once(name).unwrap_or_default();
        Self {
            before: before.to_owned(),
            name,
            after: after.to_owned(),
        }
    }
}

/// A value as GraphQL writes it.
fn written(value: &Node<Value>) -> String {
    value.to_string()
}

/// Why something is deprecated, if it is.
fn deprecated<'p>(directives: &'p DirectiveList, types: &'p Types) -> Option<Line<'p>> {
    let deprecated = directives.get("deprecated")?;
    let reason = deprecated.specified_argument_by_name("reason");
    let reason = reason.and_then(|reason| reason.as_str());
    Some(Line::new(reason.unwrap_or_default(), types, BASE))
}
