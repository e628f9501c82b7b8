//! What the map shows, in words: its title, its legend, a title for each State, and the table.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::chart::{Caption, Entry, Shade, Steps};
use super::super::cited::{CountryName, IscmName};
use super::super::frame::Frame;
use super::drawing::State;

/// Memberships with the same country, ISCM and role, as far as these are asked for, in this order.
#[derive(Debug, Deserialize)]
pub(super) struct Group {
    count: u32,
    values: Vec<Value>,
}

#[derive(Debug, Deserialize)]
struct Value {
    /// A country's code, an ISCM's acronym, a role.
    value: Option<String>,
    label: Option<String>,
}

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
    shade: Option<Shade>,
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

impl Group {
    fn country(&self) -> Option<CountryName> {
        let Value { value, label } = self.values.first()?;
        Some(CountryName {
            code: Some(value.clone()?),
            name: label.clone()?,
        })
    }

    fn value(&self, at: usize) -> Option<&str> {
        self.values.get(at)?.value.as_deref()
    }
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
        let states = self
            .rows
            .iter()
            .filter_map(|row| Some((row.shade?, &row.states)));
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

fn href(frame: &Frame<'_>, country: &CountryName) -> String {
    frame.page("country", country.slug()).plain()
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
        let Some(country) = group.country() else {
            continue;
        };
        count_of_states += 1;
        let row = rows
            .entry(std::cmp::Reverse(group.count))
            .or_insert_with(|| Row {
                head: group.count.to_string(),
                states: Vec::new(),
                shade: steps.shade(group.count),
            });
        row.states.push(Shown {
            title: format!("{}: {}", country.name, group.count),
            href: href(frame, &country),
            note: String::new(),
            country,
        });
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

/// A State with the ISCMs that it takes part in, each by its place among the chosen, and its role there.
type Part = (CountryName, Vec<(usize, String)>);

/// The States of some ISCMs, at least one: by their roles in it; of two, by which they take part in; of more, by how
/// many.
pub(super) fn states(frame: &Frame<'_>, chosen: &[&IscmName], groups: &[Group]) -> Told {
    let t = &frame.t.map;
    let mut parts: Vec<Part> = Vec::new();
    for group in groups {
        let place = |acronym| chosen.iter().position(|iscm| iscm.acronym == acronym);
        let (Some(country), Some(place), Some(role)) = (
            group.country(),
            group.value(1).and_then(place),
            group.value(2),
        ) else {
            continue;
        };
        match parts
            .last_mut()
            .filter(|(last, _)| last.code == country.code)
        {
            Some((_, roles)) => roles.push((place, role.to_owned())),
            None => parts.push((country, vec![(place, role.to_owned())])),
        }
    }
    let acronyms: Vec<_> = chosen.iter().map(|iscm| iscm.acronym.as_str()).collect();
    let mut rows: Vec<Row> = match chosen.len() {
        1 => ["MEMBER", "OBSERVER", "PARTNER"]
            .iter()
            .enumerate()
            .map(|(at, role)| {
                (
                    frame.word("MembershipRole", role).to_owned(),
                    Shade::Category(at),
                )
            })
            .map(row)
            .collect(),
        2 => [
            format!("{} {}", acronyms[0], t.alone),
            format!("{} {}", acronyms[1], t.alone),
            acronyms.join(" + "),
        ]
        .into_iter()
        .enumerate()
        .map(|(at, head)| row((head, Shade::Category(at))))
        .collect(),
        most => (1..=most)
            .rev()
            .map(|number| {
                let steps = Steps::to(u32::try_from(most).unwrap_or(u32::MAX));
                let shade = steps.shade(u32::try_from(number).unwrap_or(u32::MAX));
                row((
                    format!("{number} / {most}"),
                    shade.unwrap_or(Shade::Step(0)),
                ))
            })
            .collect(),
    };
    for (country, mut roles) in parts {
        roles.sort();
        let at = match (chosen.len(), &roles[..]) {
            (1, [(_, role), ..]) => ["MEMBER", "OBSERVER", "PARTNER"]
                .iter()
                .position(|of| of == role)
                .unwrap_or(2),
            (2, [(place, _)]) => *place,
            (2, _) => 2,
            (most, roles) => most - roles.len().min(most),
        };
        let note = roles.iter().map(|(place, role)| {
            let role = frame.word("MembershipRole", role);
            if chosen.len() == 1 {
                role.to_owned()
            } else {
                format!("{} ({role})", acronyms[*place])
            }
        });
        let note = note.collect::<Vec<_>>().join(", ");
        rows[at].states.push(Shown {
            title: format!("{}: {note}", country.name),
            note: if chosen.len() == 1 {
                String::new()
            } else {
                note
            },
            href: href(frame, &country),
            country,
        });
    }
    rows.retain(|row| !row.states.is_empty());
    let legend = rows.iter().filter_map(|row| {
        Some(Entry {
            shade: row.shade?,
            label: format!("{} ({})", row.head, row.states.len()),
        })
    });
    let title = format!("{}: {}", frame.t.common.map, acronyms.join(", "));
    let names: Vec<_> = chosen.iter().map(|iscm| iscm.name.as_str()).collect();
    Told {
        lead: format!("{} {}.", t.states_lead, names.join("; ")),
        title,
        legend: legend.collect(),
        columns: [
            if chosen.len() == 1 {
                t.role.clone()
            } else {
                t.takes_part_in.clone()
            },
            t.states.clone(),
        ],
        rows,
        is_linked: true,
    }
}

/// A row without States as yet.
fn row((head, shade): (String, Shade)) -> Row {
    Row {
        head,
        states: Vec::new(),
        shade: Some(shade),
    }
}
