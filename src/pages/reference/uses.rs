//! Where each type is used.

use std::collections::BTreeMap;

use super::types::{Types, is_of_lists};

/// Longer lists of uses are closed at first.
const OPEN_UP_TO: usize = 30;
/// Of what is used in more places than this the types are listed, without the fields: `String` is used in a thousand.
const MOST_PLACES: usize = 120;

/// The places that name a type.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    /// Fields that give it.
    pub(super) given: Vec<Place>,
    /// Arguments that take it.
    pub(super) taken: Vec<Place>,
    /// Fields of inputs that it is.
    pub(super) held: Vec<Place>,
}

/// A place in the schema.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The type or directive that it is part of.
    pub(super) owner: String,
    /// The field; none for a directive.
    pub(super) field: Option<&'static str>,
    pub(super) argument: Option<&'static str>,
}

/// The uses of all types, by their names.
pub(super) fn uses(types: &Types) -> BTreeMap<&'static str, Uses> {
    let mut all: BTreeMap<&'static str, Uses> = BTreeMap::new();
    for (owner, _) in types.all() {
        let place = |field, argument| Place {
            owner: owner.to_owned(),
            field: Some(field),
            argument,
        };
        for field in types.fields(owner) {
            let name = field.name.as_str();
            let uses = all.entry(field.ty.inner_named_type().as_str()).or_default();
            uses.given.push(place(name, None));
            for argument in &field.arguments {
                let uses = all.entry(argument.ty.inner_named_type().as_str());
                let place = place(name, Some(argument.name.as_str()));
                uses.or_default().taken.push(place);
            }
        }
        for input in types.inputs(owner) {
            let uses = all.entry(input.ty.inner_named_type().as_str()).or_default();
            uses.held.push(place(input.name.as_str(), None));
        }
    }
    for (name, directive) in &types.schema.directive_definitions {
        for argument in &directive.arguments {
            let uses = all.entry(argument.ty.inner_named_type().as_str());
            uses.or_default().taken.push(Place {
                owner: format!("@{name}"),
                field: None,
                argument: Some(argument.name.as_str()),
            });
        }
    }
    all
}

/// Places where a type is used, as its page lists them.
pub(super) struct UseList {
    pub(super) title: &'static str,
    pub(super) is_open: bool,
    pub(super) count: usize,
    pub(super) places: Vec<UsePlace>,
}

pub(super) struct UsePlace {
    pub(super) address: String,
    pub(super) label: String,
}

/// Where a type is used, by how it is.
pub(super) fn use_lists(name: &str, uses: Option<&Uses>) -> Vec<UseList> {
    let Some(uses) = uses else { return Vec::new() };
    let is_folded = |place: &&Place| !is_of_lists(name) && is_of_lists(&place.owner);
    let plain = |places: &[Place]| -> Vec<Place> {
        let plain = places.iter().filter(|place| !is_folded(place));
        plain.cloned().collect()
    };
    let all = [&uses.given, &uses.taken, &uses.held];
    let folded = all.into_iter().flatten().filter(is_folded).cloned();
    let lists = [
        ("Given by", plain(&uses.given)),
        ("Taken by", plain(&uses.taken)),
        ("Part of", plain(&uses.held)),
        ("In what all lists have", folded.collect()),
    ];
    let lists = lists.into_iter().enumerate();
    lists
        .filter(|(_, (_, places))| !places.is_empty())
        .map(|(at, (title, places))| UseList {
            title,
            is_open: at < 3 && places.len() <= OPEN_UP_TO,
            count: places.len(),
            places: shown(&places),
        })
        .collect()
}

/// The places, or of very many the types that they are in.
fn shown(places: &[Place]) -> Vec<UsePlace> {
    if places.len() <= MOST_PLACES {
        return places.iter().map(UsePlace::of).collect();
    }
    let mut owners: Vec<_> = places.iter().map(|place| &place.owner).collect();
    owners.dedup();
    let owners = owners.into_iter();
    owners
        .map(|owner| UsePlace {
            address: owner.clone(),
            label: owner.clone(),
        })
        .collect()
}

impl UsePlace {
    fn of(place: &Place) -> Self {
        let owner = &place.owner;
        let field = place.field.map(|field| format!("{owner}.{field}"));
        let label = field.as_ref().unwrap_or(owner);
        let argument = place.argument.map(|argument| format!("({argument})"));
        Self {
            label: format!("{label}{}", argument.unwrap_or_default()),
            address: match &field {
                Some(field) => format!("{owner}#{field}"),
                None => owner.clone(),
            },
        }
    }
}
