//! What a table can be narrowed to, and what it is narrowed to.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::frame::Frame;
use super::super::selection::{Choice, FacetView, Selection};
use super::asked::UNKNOWN;
use super::declaration::{Facet, Table, Takes};
use super::row::value;
use crate::error::Result;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Groups {
    group_by: Vec<Group>,
}

#[derive(Debug, Deserialize)]
struct Group {
    count: u64,
    values: Vec<GroupValue>,
}

#[derive(Debug, Deserialize)]
struct GroupValue {
    value: Option<String>,
    label: Option<String>,
    node: Option<GroupNode>,
}

#[derive(Debug, Deserialize)]
struct GroupNode {
    slug: String,
}

/// What is chosen: the title of its facet, and the link that removes it.
pub(super) type Chosen<'v> = (&'v str, Choice);

/// The facets of a table with their counts, and what is chosen of them.
pub(super) fn choices<'v>(
    table: &Table,
    frame: &'v Frame<'_>,
    selection: &Selection,
    counts: &Map<String, Value>,
) -> Result<(Vec<FacetView<'v>>, Vec<Chosen<'v>>)> {
    let (mut facets, mut chosen) = (Vec::new(), Vec::new());
    for facet in table.facets {
        let title = (facet.title)(frame.t);
        let choices = match counts.get(&facet.counts()) {
            Some(groups) => facet.choices(frame, selection, value::<Groups>(groups)?.group_by),
            None => Vec::new(),
        };
        for given in selection.values(facet.name) {
            chosen.push((title, facet.chosen(frame, selection, &choices, given)));
        }
        if !choices.is_empty() {
            let choices = choices.into_iter().map(|(_, choice)| choice).collect();
            facets.push(FacetView::of(title, choices));
        }
    }
    for text in selection.values("text") {
        let choice = Choice {
            label: text.to_owned(),
            long: None,
            count: None,
            is_chosen: true,
            link: selection.with("text", None),
        };
        chosen.push((frame.t.table.find.as_str(), choice));
    }
    Ok((facets, chosen))
}

impl Facet {
    /// Its values as choices, each with what it is called in the address. Years from the newest.
    fn choices(
        &self,
        frame: &Frame<'_>,
        selection: &Selection,
        mut groups: Vec<Group>,
    ) -> Vec<(String, Choice)> {
        if self.takes == Takes::Year {
            groups.reverse();
        }
        let given = selection.values(self.name);
        let choices = groups.into_iter().filter_map(|group| {
            let of = group.values.into_iter().next()?;
            let (name, label, long) = match (of.value, of.node) {
                (None, _) if !self.has_unknown => return None,
                (None, _) => (UNKNOWN.to_owned(), frame.t.common.not_known.clone(), None),
                (Some(acronym), Some(node)) => (node.slug, acronym, of.label),
                (Some(value), None) => {
                    let word = match self.takes {
                        Takes::Word(vocabulary) => frame.word(vocabulary, &value),
                        _ => of.label.as_deref().unwrap_or(&value),
                    };
                    let word = word.to_owned();
                    (value, word, None)
                }
            };
            let means = |given: &&&str| {
                let is = |text: &str| text.eq_ignore_ascii_case(given);
                is(&name) || is(&label) || long.as_deref().is_some_and(is)
            };
            let chosen = given.iter().find(means);
            let choice = Choice {
                link: match chosen {
                    Some(given) => selection.removing(self.name, given),
                    None => selection.adding(self.name, &name),
                },
                is_chosen: chosen.is_some(),
                count: Some(group.count),
                label,
                long,
            };
            Some((name, choice))
        });
        choices.collect()
    }

    /// A value that is given, with the link that removes it.
    fn chosen(
        &self,
        frame: &Frame<'_>,
        selection: &Selection,
        choices: &[(String, Choice)],
        given: &str,
    ) -> Choice {
        let mut named = choices.iter();
        let named = named.find(|(name, _)| name.eq_ignore_ascii_case(given));
        let label = match (named, self.takes) {
            (Some((_, choice)), _) => choice.label.clone(),
            (None, Takes::Word(vocabulary)) => {
                let word = given.to_ascii_uppercase();
                frame.word(vocabulary, &word).to_owned()
            }
            (None, _) => given.to_owned(),
        };
        Choice {
            label,
            long: None,
            count: None,
            is_chosen: true,
            link: selection.removing(self.name, given),
        }
    }
}
