//! What of a list an address asks for, and the links to more and to less of it.

use super::address::{Address, Link};
use crate::error::Error;

/// What a facet's choices and the fields of a form are made of: the address without its place in the list.
#[derive(Debug)]
pub(super) struct Selection {
    address: Address,
}

/// What a list can be narrowed by.
#[derive(Debug)]
pub(super) struct FacetView<'v> {
    pub(super) title: &'v str,
    /// What is seen at once.
    pub(super) first: Vec<Choice>,
    /// The others.
    pub(super) rest: Vec<Choice>,
}

/// A value that a list can be narrowed to.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) label: String,
    /// What the label is short for.
    pub(super) long: Option<String>,
    /// How many there are; none where that is not counted.
    pub(super) count: Option<u64>,
    pub(super) is_chosen: bool,
    /// The list with it, or without it where it is chosen.
    pub(super) link: Link,
}

/// Parameters that tell the place in a list.
pub(super) const PLACE: [&str; 2] = ["after", "before"];

/// How many choices of a facet are seen at once.
const AT_ONCE: usize = 7;

impl Selection {
    pub(super) fn of(address: &Address) -> Self {
        Self {
            address: address.without(&PLACE),
        }
    }

    /// The values of a parameter.
    pub(super) fn values(&self, name: &str) -> Vec<&str> {
        self.address.values(name)
    }

    /// The first value of a parameter, or nothing.
    pub(super) fn first(&self, name: &str) -> &str {
        self.address.param(name).unwrap_or_default()
    }

    /// The list with another value of a parameter, or without it where it has none.
    pub(super) fn with(&self, name: &str, value: Option<&str>) -> Link {
        match value {
            Some(value) => self.address.with(name, &[value]),
            None => self.address.with(name, &[]),
        }
    }

    /// The list from a cursor on, or up to it.
    pub(super) fn at(&self, place: &str, cursor: &str) -> Link {
        self.address.with(place, &[cursor])
    }

    /// The list with one value more.
    pub(super) fn adding(&self, name: &str, value: &str) -> Link {
        let mut values = self.values(name);
        values.push(value);
        self.address.with(name, &values)
    }

    /// The list with one value less.
    pub(super) fn removing(&self, name: &str, value: &str) -> Link {
        let mut values = self.values(name);
        values.retain(|one| *one != value);
        self.address.with(name, &values)
    }

    /// The list without these parameters.
    pub(super) fn without(&self, names: &[&str]) -> Link {
        self.address.without(names).with("", &[])
    }

    /// What a form has to send along, beside its own fields: of these all values but the first.
    pub(super) fn hidden(&self, fields: &[&str]) -> Vec<(&str, &str)> {
        let mut seen = Vec::new();
        let mut hidden = Vec::new();
        for (name, value) in &self.address.params {
            let name = name.as_str();
            if fields.contains(&name) && !seen.contains(&name) {
                seen.push(name);
            } else {
                hidden.push((name, value.as_str()));
            }
        }
        hidden
    }
}

impl<'v> FacetView<'v> {
    /// A facet with its choices, the chosen ones first.
    pub(super) fn of(title: &'v str, mut choices: Vec<Choice>) -> Self {
        choices.sort_by_key(|choice| !choice.is_chosen);
        // One more is no longer than a word that leads to it.
        let at = if choices.len() > AT_ONCE + 1 {
            AT_ONCE
        } else {
            choices.len()
        };
        let rest = choices.split_off(at);
        Self {
            title,
            first: choices,
            rest,
        }
    }
}

/// An error of the API, with an argument as the address calls it.
pub(super) fn renamed(mut error: Error, argument: &str, name: &str) -> Error {
    let (old, new) = (format!("`{argument}`"), format!("`{name}`"));
    error.message = error.message.replacen(&old, &new, 1);
    error.set("argument", name.into());
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_more_and_to_less() {
        let params = [
            ("iscm", "rcm"),
            ("after", "x"),
            ("iscm", "sacm"),
            ("text", "a b"),
        ];
        let params = params.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let selection = Selection::of(&Address {
            path: "events".to_owned(),
            params: params.into(),
        });
        let shown = |link: Link| link.plain();
        assert_eq!(
            shown(selection.adding("iscm", "igc")),
            "events?text=a%20b&iscm=rcm&iscm=sacm&iscm=igc"
        );
        assert_eq!(
            shown(selection.removing("iscm", "rcm")),
            "events?text=a%20b&iscm=sacm"
        );
        assert_eq!(
            shown(selection.at("after", "y")),
            "events?iscm=rcm&iscm=sacm&text=a%20b&after=y"
        );
        assert_eq!(shown(selection.without(&["iscm", "text"])), "events");
        assert_eq!(
            selection.hidden(&["text"]),
            [("iscm", "rcm"), ("iscm", "sacm")]
        );
        assert_eq!(selection.hidden(&["text", "iscm"]), [("iscm", "sacm")]);
    }

    #[test]
    fn chosen_values_stand_first() {
        let choice = |at: usize| Choice {
            label: at.to_string(),
            long: None,
            count: Some(1),
            is_chosen: at == 19,
            link: Link::new("x", std::iter::empty()),
        };
        let facet = FacetView::of("T", (0..20).map(choice).collect());
        assert_eq!((facet.first.len(), facet.rest.len()), (7, 13));
        assert_eq!(
            (&*facet.first[0].label, &*facet.first[1].label),
            ("19", "0")
        );
        let facet = FacetView::of("T", (0..8).map(choice).collect());
        assert_eq!((facet.first.len(), facet.rest.len()), (8, 0));
    }
}
