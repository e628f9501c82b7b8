//! The list of all types: what can be asked, types by kind, and what a search found.

use std::borrow::Cow;

use apollo_compiler::schema::ExtendedType;
use askama::Template;

use super::prose::{Line, first_sentence};
use super::search::{Entry, MOST};
use super::types::{Types, is_of_edits, is_of_lists};

/// The way from the list to the pages of types.
const BASE: &str = "reference/";

/// The list.
#[derive(Template)]
#[template(path = "reference/index.html")]
struct List<'l> {
    count: usize,
    typed: &'l str,
    told: String,
    found: Vec<&'l Entry>,
    roots: Vec<Root<'l>>,
    groups: Vec<Group<'l>>,
}

/// A type that operations start from, with its fields.
struct Root<'l> {
    name: &'l str,
    title: &'static str,
    rows: Vec<Row>,
}

/// Types of a kind.
struct Group<'l> {
    title: &'static str,
    anchor: &'static str,
    /// Whether it is told what each is.
    is_told: bool,
    /// Whether they are how lists are asked.
    of_lists: bool,
    rows: Vec<Named<'l>>,
}

/// A type in the list.
struct Named<'l> {
    name: Cow<'l, str>,
    about: String,
}

/// A field in the list.
struct Row {
    name: &'static str,
    about: String,
}

/// The kinds of types, in their order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Objects,
    Interfaces,
    Unions,
    Enums,
    Inputs,
    Scalars,
    OfLists,
}

impl Kind {
    const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Objects, "Objects", "objects"),
        (Self::Interfaces, "Interfaces", "interfaces"),
        (Self::Unions, "Unions", "unions"),
        (Self::Enums, "Enums", "enums"),
        (Self::Inputs, "Input objects", "inputs"),
        (Self::Scalars, "Scalars", "scalars"),
        (
            Self::OfLists,
            "Pages, conditions, orders and groups of lists",
            "lists",
        ),
    ];

    fn of(name: &str, ty: &ExtendedType) -> Self {
        if is_of_lists(name) {
            return Self::OfLists;
        }
        match ty {
            ExtendedType::Object(_) => Self::Objects,
            ExtendedType::Interface(_) => Self::Interfaces,
            ExtendedType::Union(_) => Self::Unions,
            ExtendedType::Enum(_) => Self::Enums,
            ExtendedType::InputObject(_) => Self::Inputs,
            ExtendedType::Scalar(_) => Self::Scalars,
        }
    }
}

/// The list as HTML, with what a search for words that were typed found.
pub(super) fn index(types: &Types, typed: &str, found: &[&Entry]) -> String {
    let list = List {
        count: types.all().count(),
        typed,
        told: told(found.len()),
        found: found.iter().copied().take(MOST).collect(),
        roots: types.roots().map(|name| root(name, types)).collect(),
        groups: groups(types),
    };
    list.render().unwrap_or_default()
}

/// How many were found.
fn told(count: usize) -> String {
    match count {
        0 => "Nothing has these words".to_owned(),
        1 => "One place has these words".to_owned(),
        count if count > MOST => format!("The first {MOST} of {count} places"),
        count => format!("{count} places have these words"),
    }
}

fn root<'l>(name: &'l str, types: &Types) -> Root<'l> {
    let rows = types.fields(name).map(|field| Row {
        name: field.name.as_str(),
        about: about(field.description.as_deref(), types),
    });
    Root {
        name,
        title: match name {
            "Query" => "Queries",
            "Subscription" => "Subscriptions",
            _ => "Mutations",
        },
        rows: rows.collect(),
    }
}

fn groups(types: &Types) -> Vec<Group<'_>> {
    let rest: Vec<_> = types
        .all()
        .filter(|(name, _)| types.roots().all(|root| root != *name) && !is_of_edits(name))
        .collect();
    let groups = Kind::ALL.map(|(kind, title, anchor)| {
        let of_kind = rest.iter().filter(|(name, ty)| Kind::of(name, ty) == kind);
        let rows = of_kind.map(|(name, ty)| Named {
            name: (*name).into(),
            about: about(ty.description().map(|text| &**text), types),
        });
        Group {
            title,
            anchor,
            is_told: !matches!(kind, Kind::OfLists | Kind::Enums),
            of_lists: kind == Kind::OfLists,
            rows: rows.collect(),
        }
    });
    let directives = types.schema.directive_definitions.values();
    let directives = directives.map(|directive| Named {
        name: format!("@{}", directive.name).into(),
        about: about(directive.description.as_deref(), types),
    });
    let directives = Group {
        title: "Directives",
        anchor: "directives",
        is_told: true,
        of_lists: false,
        rows: directives.collect(),
    };
    let groups = groups.into_iter().chain([directives]);
    groups.filter(|group| !group.rows.is_empty()).collect()
}

/// The first sentence of a description, as HTML.
fn about(description: Option<&str>, types: &Types) -> String {
    Line::new(&first_sentence(description), types, BASE).to_string()
}
