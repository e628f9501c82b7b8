//! Maps of the world: each State that a map is about has a shade, a title and, where it is wanted, a link; the others are
//! land. States that would be too small to be seen are points.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::super::chart::{Caption, Markup, Shade, draw};
use super::points::apart;
use super::view::View;
use super::world::{LAND, World, world};
use crate::country;
use crate::error::Result;

/// A map.
#[derive(Clone, Debug)]
pub(super) struct Map<'a> {
    pub(super) caption: Caption<'a>,
    pub(super) states: Vec<State<'a>>,
    pub(super) extent: Extent,
}

/// A State that a map is about.
#[derive(Clone, Debug)]
pub(super) struct State<'a> {
    /// Its alpha-2 code.
    pub(super) code: &'a str,
    pub(super) shade: Shade,
    /// What it says when it is pointed at, as `Honduras: member`.
    pub(super) title: String,
    /// Where it leads. Such links are for pointers: with the keyboard one would have to walk through all, so that a
    /// list or a table beside the map is to have them, too.
    pub(super) href: Option<String>,
}

/// What of the world a map shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All but Antarctica.
    World,
    /// Where the States are that it is about.
    States,
}

impl Map<'_> {
    /// The map; none where the program was built without the world.
    pub(super) fn markup(&self) -> Result<Option<Markup>> {
        world().map(|world| self.of(world)).transpose()
    }

    fn of(&self, world: &World) -> Result<Markup> {
        let placed = self.states.iter();
        let placed = placed.filter_map(|state| Some((state, world.place(number(state.code)?)?)));
        let placed: Vec<_> = placed.collect();
        let view = match self.extent {
            Extent::World => View::of_all(world),
            Extent::States => View::around(world, placed.iter().map(|(_, place)| *place)),
        };
        let ids: BTreeSet<_> = self
            .states
            .iter()
            .filter_map(|state| number(state.code))
            .collect();
        let others = world.places();
        let others = others.filter(|(id, _)| *id == LAND || !ids.contains(id));
        // Of islands the view may show none: then a point stands for them.
        let outlined = placed
            .into_iter()
            .map(|(state, place)| (state, place, view.outline(place)));
        let (areas, small): (Vec<_>, Vec<_>) =
            outlined.partition(|(.., outline)| !outline.is_empty());
        let outlines = areas
            .into_iter()
            .map(|(state, _, outline)| (state, outline));
        let radius = view.radius();
        let centres = apart(small.iter().map(|(_, place, _)| place.point), radius);
        let points = small.into_iter().map(|(state, ..)| state).zip(centres);
        let mut shades = self.states.iter().map(|state| state.shade);
        draw(&Drawing {
            caption: self.caption,
            linked: self.states.iter().any(|state| state.href.is_some()),
            has_categories: shades.any(|shade| matches!(shade, Shade::Category(_))),
            grain: view.grain(),
            land: others.map(|(_, place)| view.outline(place)).collect(),
            areas: by_shade(outlines),
            points: by_shade(points),
            radius,
            view,
        })
    }
}

/// States of one shade, each with its shape.
type Shaded<'a, S> = (Shade, Vec<(&'a State<'a>, S)>);

/// States by their shades, with their shapes.
fn by_shade<'a, S>(shapes: impl Iterator<Item = (&'a State<'a>, S)>) -> Vec<Shaded<'a, S>> {
    let mut shades = BTreeMap::<_, Shaded<'a, S>>::new();
    for (state, shape) in shapes {
        let shaded = shades.entry(state.shade.class());
        let (_, states) = shaded.or_insert_with(|| (state.shade, Vec::new()));
        states.push((state, shape));
    }
    shades.into_values().collect()
}

/// How the world's outlines call a country: by its number, and one that has none by its code.
pub(super) fn number(code: &str) -> Option<&str> {
    Some(country::country(code)?.number.unwrap_or(code))
}

#[derive(Template)]
#[template(path = "map/map.svg")]
struct Drawing<'a> {
    caption: Caption<'a>,
    linked: bool,
    has_categories: bool,
    /// How coarse patterns are.
    grain: f64,
    view: View,
    land: String,
    areas: Vec<Shaded<'a, String>>,
    /// Drawn last, as some stand on areas.
    points: Vec<Shaded<'a, (f64, f64)>>,
    radius: f64,
}

#[cfg(test)]
mod tests {
    use super::super::super::chart::svg::{CAPTION, Svg};
    use super::*;

    /// France, Mexico, Singapore, Kosovo, and land that is no country's.
    const WORLD: &str = "250 600 100 M580 80l40 0 0 40-40 0z\n484 100 200 M80 180l40 0 0 40-40 0z\n\
                         702 900 300\nXK 640 110 M635 105l10 0 0 10z\n- 1 1 M0 0l1000 0 0 500z\n";

    fn state(code: &'static str, shade: Shade, title: &str) -> State<'static> {
        State {
            code,
            shade,
            title: title.to_owned(),
            href: None,
        }
    }

    fn map(states: Vec<State<'static>>, extent: Extent) -> Svg {
        let map = Map {
            caption: CAPTION,
            states,
            extent,
        };
        let svg = Svg::read(&map.of(&World::read(WORLD).unwrap()).unwrap());
        svg.is_sound();
        svg
    }

    #[test]
    fn each_state_has_its_shade_and_its_title() {
        let states = vec![
            state("XK", Shade::Category(1), "Kosovo <1244>: observer"),
            state("SG", Shade::Step(4), "Singapore: 9 ISCMs"),
            state("MX", Shade::Step(0), "Mexico: 1 ISCM"),
            state("ZZ", Shade::Step(0), "No country"),
        ];
        let svg = map(states, Extent::World);
        assert_eq!(svg.attribute("svg", "role"), ["img"]);
        let titles = svg.texts("title");
        assert_eq!(
            titles[1..],
            [
                "Kosovo <1244>: observer",
                "Mexico: 1 ISCM",
                "Singapore: 9 ISCMs"
            ]
        );
        // Not those of patterns.
        let drawn = svg
            .elements
            .iter()
            .skip_while(|element| element.get("class") != Some("land"));
        let attributes = ["class", "fill", "d", "cx"];
        let drawn = drawn
            .filter(|element| element.name != "title")
            .map(|element| {
                let told = attributes.into_iter().filter_map(|name| element.get(name));
                told.collect::<Vec<_>>().join(" ")
            });
        let expected = [
            "land M0 0l1000 0 0 500zM580 80l40 0 0 40-40 0z",
            "c2 url(#figure-c2)",
            "M635 105l10 0 0 10z",
            "s1",
            "M80 180l40 0 0 40-40 0z",
            "s5",
            "900",
        ];
        assert_eq!(drawn.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_map_of_some_states_is_around_them_and_leads_to_them() {
        let mut france = state("FR", Shade::Category(0), "France: member");
        france.href = Some("country/fr?lang=fr&x=\"".to_owned());
        let svg = map(vec![france], Extent::States);
        assert_eq!(svg.attribute("svg", "role"), ["group"]);
        assert_eq!(svg.attribute("a", "href"), ["country/fr?lang=fr&x=\""]);
        assert_eq!(svg.attribute("a", "tabindex"), ["-1"]);
        let [left, _, width, _] = svg.view_box();
        assert!(
            left < 580.0 && left + width > 620.0 && width < 400.0,
            "{left} {width}"
        );
    }

    #[test]
    fn no_state_is_a_map_of_land() {
        let svg = map(vec![], Extent::States);
        assert_eq!(svg.texts("title").len(), 1);
        assert_eq!(svg.classes("path"), ["land"]);
        assert!(svg.elements.iter().all(|element| element.name != "defs"));
        // A legend may show patterns that no State has.
        let members = map(
            vec![state("FR", Shade::Category(0), "France: member")],
            Extent::World,
        );
        assert!(members.attribute("pattern", "id").contains(&"figure-c2"));
    }

    #[test]
    fn there_is_a_map_where_the_pages_were_built() {
        let map = Map {
            caption: CAPTION,
            states: Vec::new(),
            extent: Extent::World,
        };
        let is_built = env!("ISCM_WEB_MISSING").is_empty();
        assert_eq!(map.markup().unwrap().is_some(), is_built);
    }
}
