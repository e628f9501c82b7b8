//! What the map shows, in words: its title, its legend, a title for each State, and the table.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::chart::{Caption, Entry, Shade, Steps};
use super::super::cited::{CountryName, IscmName};
use super::super::frame::Frame;
use super::super::groups::Group;
use super::drawing::State;

/// What the map shows.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) legend: Vec<Entry>,
    /// What the rows of the table have in common, and what their States are.
    pub(super) columns: [String; 2],
    pub(super) rows: Vec<Row>,
    /// Whether States on the map lead to their pages, as those in the table do.
    is_linked: bool,
}

/// States that are told together.
#[derive(Debug)]
pub(super) struct Row {
    /// What they have in common.
    pub(super) head: String,
    pub(super) states: Vec<Shown>,
    shade: Shade,
    /// What the legend says of the shade.
    label: String,
}

/// A State of the table.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) country: CountryName,
    /// What is told of it beside its row.
    pub(super) note: String,
    /// What it says on the map.
    title: String,
    href: String,
}

/// The country that groups of memberships begin with.
fn country(group: &Group) -> Option<CountryName> {
    Some(CountryName {
        code: Some(group.value(0)?.to_owned()),
        name: group.label(0)?.to_owned(),
    })
}

impl Told {
    /// What the map is called.
    pub(super) fn caption<'t>(&'t self, id: &'t str) -> Caption<'t> {
        Caption {
            id,
            title: &self.title,
            description: &self.lead,
            empty: &self.lead,
        }
    }

    /// The States of the map.
    pub(super) fn states(&self) -> Vec<State<'_>> {
        let states = self.rows.iter().map(|row| (row.shade, &row.states));
        let states =
            states.flat_map(|(shade, states)| states.iter().map(move |state| (shade, state)));
        let states = states.filter_map(|(shade, state)| {
            Some(State {
                code: state.country.code.as_deref()?,
                shade,
                title: state.title.clone(),
                href: self.is_linked.then(|| state.href.clone()),
            })
        });
        states.collect()
    }
}

impl Row {
    fn new(head: String, shade: Shade) -> Self {
        Self {
            label: head.clone(),
            head,
            states: Vec::new(),
            shade,
        }
    }
}

impl Shown {
    fn new(frame: &Frame<'_>, country: CountryName, title: String) -> Self {
        Self {
            href: frame.page("country", country.slug()).plain(),
            note: String::new(),
            title,
            country,
        }
    }
}

/// In how many ISCMs each State takes part. So many States are not links on the map, to keep the page light.
pub(super) fn counts(frame: &Frame<'_>, groups: &[Group]) -> Told {
    let t = &frame.t.map;
    let most = groups
        .iter()
        .map(|group| group.count)
        .max()
        .unwrap_or_default();
    let steps = Steps::to(most);
    let mut rows = BTreeMap::<_, Row>::new();
    let mut count_of_states = 0_u64;
    for group in groups {
        let (Some(country), Some(shade)) = (country(group), steps.shade(group.count)) else {
            continue;
        };
        count_of_states += 1;
        let row = rows.entry(Reverse(group.count));
        let row = row.or_insert_with(|| Row::new(group.count.to_string(), shade));
        let title = format!("{}: {}", country.name, group.count);
        row.states.push(Shown::new(frame, country, title));
    }
    Told {
        title: t.counts.clone(),
        lead: format!("{} {}.", t.counts_lead, frame.number(count_of_states)),
        legend: steps.entries(),
        columns: [t.number.clone(), t.states.clone()],
        rows: rows.into_values().collect(),
        is_linked: false,
    }
}

/// The roles, in the order of their shades.
const ROLES: [&str; 3] = ["MEMBER", "OBSERVER", "PARTNER"];

/// As many States can be links on the map: with more the page would be heavy.
const LINKED: usize = 60;

/// A State with the ISCMs that it takes part in, each by its place among the chosen, and its role there.
type Part = (CountryName, BTreeMap<usize, String>);

/// The States with what they take part in.
fn parts(chosen: &[IscmName], groups: &[Group]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for group in groups {
        let place = |acronym| chosen.iter().position(|iscm| iscm.acronym == acronym);
        let (Some(country), Some(place), Some(role)) = (
            country(group),
            group.value(1).and_then(place),
            group.value(2),
        ) else {
            continue;
        };
        let same = parts
            .last_mut()
            .filter(|(last, _)| last.code == country.code);
        match same {
            Some((_, roles)) => drop(roles.insert(place, role.to_owned())),
            None => parts.push((country, BTreeMap::from([(place, role.to_owned())]))),
        }
    }
    parts
}

/// The States of some ISCMs: of one, by their roles in it; of several, by those that they take part in.
pub(super) fn states(frame: &Frame<'_>, chosen: &[IscmName], groups: &[Group]) -> Told {
    let t = &frame.t.map;
    let parts = parts(chosen, groups);
    let is_linked = parts.len() <= LINKED;
    let rows = match chosen.len() {
        1 => by_role(frame, parts),
        _ => by_iscms(frame, chosen, parts),
    };
    let mut counts = Vec::<(Shade, &str, usize)>::new();
    for row in &rows {
        match counts.last_mut() {
            Some((shade, _, count)) if *shade == row.shade => *count += row.states.len(),
            _ => counts.push((row.shade, &row.label, row.states.len())),
        }
    }
    let legend = counts.into_iter().map(|(shade, label, count)| Entry {
        shade,
        label: format!("{label} ({count})"),
    });
    let acronyms: Vec<_> = chosen.iter().map(|iscm| iscm.acronym.as_str()).collect();
    let names: Vec<_> = chosen.iter().map(|iscm| iscm.name.as_str()).collect();
    let column = if chosen.len() == 1 {
        &t.role
    } else {
        &t.takes_part_in
    };
    Told {
        title: format!("{}: {}", frame.t.common.map, acronyms.join(", ")),
        lead: format!("{} {}.", t.states_lead, names.join("; ")),
        legend: legend.collect(),
        columns: [column.clone(), t.states.clone()],
        rows,
        is_linked,
    }
}

fn by_role(frame: &Frame<'_>, parts: Vec<Part>) -> Vec<Row> {
    let mut rows = BTreeMap::<usize, Row>::new();
    for (country, roles) in parts {
        let Some(role) = roles.into_values().next() else {
            continue;
        };
        let word = frame.word("MembershipRole", &role);
        let place = ROLES
            .iter()
            .position(|of| *of == role)
            .unwrap_or(ROLES.len());
        let row = rows.entry(place);
        let row = row.or_insert_with(|| Row::new(word.to_owned(), Shade::Category(place)));
        let title = format!("{}: {word}", country.name);
        row.states.push(Shown::new(frame, country, title));
    }
    rows.into_values().collect()
}

fn by_iscms(frame: &Frame<'_>, chosen: &[IscmName], parts: Vec<Part>) -> Vec<Row> {
    let all = chosen.len();
    let few = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let steps = Steps::to(few(all));
    let mut rows = BTreeMap::<(Reverse<usize>, Vec<usize>), Row>::new();
    for (country, roles) in parts {
        let places: Vec<_> = roles.keys().copied().collect();
        let count = places.len();
        let acronym = |place: &usize| chosen[*place].acronym.as_str();
        let head = match &places[..] {
            [one] => format!("{} {}", acronym(one), frame.t.map.alone),
            several => several.iter().map(acronym).collect::<Vec<_>>().join(" + "),
        };
        // Of two ISCMs it is told which, of more how many.
        let (shade, label) = match (all, &places[..]) {
            (2, [one]) => (Shade::Category(*one), head.clone()),
            (2, _) => (Shade::Category(2), head.clone()),
            _ => {
                let shade = steps.shade(few(count)).unwrap_or(Shade::Step(0));
                (shade, format!("{count} / {all}"))
            }
        };
        let title = format!("{}: {label}", country.name);
        // Members are the rule.
        let others = roles.iter().filter(|(_, role)| *role != ROLES[0]);
        let others = others.map(|(place, role)| {
            let word = frame.word("MembershipRole", role);
            format!("{}: {word}", acronym(place))
        });
        let note = others.collect::<Vec<_>>().join(", ");
        let row = rows.entry((Reverse(count), places));
        let row = row.or_insert_with(|| Row {
            label,
            ..Row::new(head, shade)
        });
        row.states.push(Shown {
            note,
            ..Shown::new(frame, country, title)
        });
    }
    rows.into_values().collect()
}
