//! The page of the map.

use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map as Object, Value, json};

use super::super::address::Address;
use super::super::chart::Legend;
use super::super::cited::{IscmName, Nodes};
use super::super::edition::Edition;
use super::super::frame::{Frame, Head};
use super::super::groups::Grouped;
use super::super::page::{Page, document};
use super::super::selection::renamed;
use super::super::show::{Shown, read};
use super::drawing::{Extent, Map};
use super::told::{Told, counts, states};
use crate::error::{Error, Result};

/// In how many ISCMs each State takes part.
pub(in crate::pages) const COUNTS: &str = document!("counts.graphql", "../edition.graphql");
/// The States of some ISCMs.
pub(in crate::pages) const STATES: &str = document!("states.graphql", "../edition.graphql");

/// How many ISCMs a map can be of.
const MOST: usize = 10;
/// The id of the map.
const ID: &str = "map";

/// The page of the map, on a day.
#[derive(Debug)]
pub(in crate::pages) struct MapPage {
    /// The ISCMs that are chosen, as the address calls them; with none, each State's are counted.
    slugs: Vec<String>,
    today: NaiveDate,
}

#[derive(Debug, Deserialize)]
struct Data {
    /// Those that can be chosen.
    iscms: Nodes<IscmName>,
    chosen: Option<Chosen>,
    memberships: Grouped,
}

#[derive(Debug, Deserialize)]
struct Chosen {
    nodes: Vec<IscmName>,
}

#[derive(Template)]
#[template(path = "map/map.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    iscms: &'v [IscmName],
    chosen: &'v [IscmName],
    map: Option<(String, String)>,
    told: &'v Told,
}

impl View<'_> {
    fn is_chosen(&self, iscm: &IscmName) -> bool {
        self.chosen.iter().any(|chosen| chosen.slug == iscm.slug)
    }
}

impl MapPage {
    /// The page at an address, on a day.
    pub(in crate::pages) fn at(address: &Address, today: NaiveDate) -> Result<Self> {
        let mut slugs = Vec::new();
        for (_, slug) in address.params.iter().filter(|(name, _)| name == "iscm") {
            let slug = slug.to_lowercase();
            if !slugs.contains(&slug) {
                slugs.push(slug);
            }
        }
        if slugs.len() > MOST {
            let takes = format!("takes at most {MOST} ISCMs, not {}", slugs.len());
            return Err(Error::bad_input("iscm", &takes));
        }
        Ok(Self { slugs, today })
    }
}

impl Page for MapPage {
    fn document(&self) -> &'static str {
        if self.slugs.is_empty() {
            COUNTS
        } else {
            STATES
        }
    }

    fn variables(&self) -> Object<String, Value> {
        let mut variables = Object::new();
        variables.insert("today".to_owned(), self.today.to_string().into());
        if !self.slugs.is_empty() {
            variables.insert("slugs".to_owned(), json!(self.slugs));
        }
        variables
    }

    fn rows(&self) -> Option<&'static str> {
        Some("memberships.groupBy")
    }

    fn other_lists(&self) -> &'static str {
        "join"
    }

    fn told(&self, error: Error) -> Error {
        let argument = error.detail("argument").and_then(Value::as_str);
        match argument.map(str::to_owned) {
            Some(argument) if argument.contains("slug") => renamed(error, &argument, "iscm"),
            _ => error,
        }
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let data = &answer.data;
        let chosen = data.chosen.as_ref().map(|chosen| &*chosen.nodes);
        let chosen = chosen.unwrap_or_default();
        let groups = &data.memberships.groups;
        let (told, extent) = if chosen.is_empty() {
            (counts(frame, groups), Extent::World)
        } else {
            (states(frame, chosen, groups), Extent::States)
        };
        let map = Map {
            caption: told.caption(ID),
            states: told.states(),
            extent,
        };
        let legend = Legend {
            id: ID,
            entries: &told.legend,
        };
        let map = match map.markup()? {
            Some(map) => Some((map.to_string(), legend.markup()?.to_string())),
            None => None,
        };
        let head = Head {
            title: told.title.clone(),
            description: told.lead.clone(),
            json_ld: None,
        };
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            iscms: &data.iscms.nodes,
            chosen,
            map,
            told: &told,
        };
        Shown::html(told.title.clone(), &answer.edition, &view).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(slugs: &[&str]) -> Result<MapPage> {
        let params = slugs
            .iter()
            .map(|slug| ("iscm".to_owned(), (*slug).to_owned()));
        let address = Address {
            path: "map".to_owned(),
            params: params
                .chain([("lang".to_owned(), "fr".to_owned())])
                .collect(),
        };
        MapPage::at(&address, NaiveDate::default())
    }

    #[test]
    fn an_address_chooses_iscms() {
        assert_eq!(at(&[]).unwrap().document(), COUNTS);
        let page = at(&["RCM", "sacm", "rcm"]).unwrap();
        assert_eq!(page.document(), STATES);
        assert_eq!(page.variables()["slugs"], json!(["rcm", "sacm"]));
        let names: Vec<_> = (0..11).map(|number| format!("iscm-{number}")).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        assert!(at(&names[..10]).is_ok());
        let refused = at(&names).unwrap_err();
        assert_eq!(refused.message, "`iscm` takes at most 10 ISCMs, not 11");
    }
}
