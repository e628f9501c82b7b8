//! What is found by words, grouped by type.

mod found;

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use self::found::Hit;
use super::address::{Address, Link};
use super::cited::{IscmName, PageInfo};
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::selection::{Choice, FacetView, Selection, renamed};
use super::show::{Shown, read};
use crate::error::{Error, Result, shown};

pub(super) const DOCUMENT: &str = document!(
    "search.graphql",
    "../edition.graphql",
    "../place.graphql",
    "../iscm_name.graphql",
);

/// The parameters of the address.
pub(super) const PARAMS: [&str; 6] = ["q", "type", "iscm", "from", "until", "after"];

/// What narrows what is found.
const NARROWING: [&str; 4] = ["type", "iscm", "from", "until"];

/// A search, or the form for one.
#[derive(Debug)]
pub(super) struct SearchPage {
    variables: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
struct Data {
    search: Option<Found>,
    suggest: Option<Vec<Suggestion>>,
    counts: Option<Counts>,
    iscms: Iscms,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    total_count: u64,
    types: Vec<TypeCount>,
    page_info: PageInfo,
    edges: Vec<Hit>,
}

#[derive(Debug, Deserialize)]
struct TypeCount {
    #[serde(rename = "type")]
    of: String,
    count: u64,
}

#[derive(Debug, Deserialize)]
struct Suggestion {
    text: String,
}

#[derive(Debug, Deserialize)]
struct Counts {
    counts: Vec<TypeCount>,
}

#[derive(Debug, Deserialize)]
struct Iscms {
    nodes: Vec<IscmName>,
}

/// What is found of a type, of what is on the page.
#[derive(Debug)]
struct Group<'v> {
    of: &'v str,
    /// How many are found of it.
    count: u64,
    /// All of the type.
    link: Link,
    hits: Vec<&'v Hit>,
}

#[derive(Template)]
#[template(path = "search/search.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    data: &'v Data,
    q: &'v str,
    iscm: &'v str,
    from: &'v str,
    until: &'v str,
    hidden: Vec<(&'v str, &'v str)>,
    facets: Vec<FacetView<'v>>,
    chosen: Vec<(&'v str, Choice)>,
    none: Link,
    groups: Vec<Group<'v>>,
    /// Words that may have been meant, where nothing is found.
    perhaps: Vec<(&'v str, Link)>,
    previous: Option<Link>,
    next: Option<Link>,
}

impl SearchPage {
    /// What an address asks for.
    pub(super) fn of(address: &Address) -> Result<Self> {
        let year = |name: &str| {
            let given = address.once(name)?;
            let year = given.map(|text| {
                let year = text.parse::<u16>().ok().filter(|year| *year <= 9999);
                year.ok_or_else(|| {
                    let takes = format!("takes a year, as 2019, not {}", shown(text));
                    Error::bad_input(name, &takes)
                })
            });
            year.transpose()
        };
        let q = address.once("q")?.unwrap_or_default().trim();
        let mut variables = Map::new();
        let mut set = |name: &str, value: Value| variables.insert(name.to_owned(), value);
        set("q", q.into());
        set("isAsked", (!q.is_empty()).into());
        let types = address.values("type");
        if !types.is_empty() {
            let types = types.into_iter().map(str::to_ascii_uppercase);
            set("types", types.collect());
        }
        let iscms = address.values("iscm");
        if !iscms.is_empty() {
            set("iscms", iscms.into());
        }
        let (from, until) = (year("from")?, year("until")?);
        if from.zip(until).is_some_and(|(from, until)| from > until) {
            let takes = "takes the year of `from`, or a later one";
            return Err(Error::bad_input("until", takes));
        }
        if from.is_some() || until.is_some() {
            set("years", json!({ "from": from, "to": until }));
        }
        if let Some(cursor) = address.once("after")? {
            set("after", cursor.into());
        }
        Ok(Self { variables })
    }
}

impl Page for SearchPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        self.variables.clone()
    }

    fn told(&self, error: Error) -> Error {
        let argument = error.detail("argument").and_then(Value::as_str);
        let Some(argument) = argument.map(str::to_owned) else {
            return error;
        };
        let (first, _) = argument.split_once('.').unwrap_or((&argument, ""));
        let name = match first.trim_start_matches('$') {
            "query" | "prefix" | "q" => "q",
            "types" => "type",
            "iscms" => "iscm",
            "years" => "from",
            _ => return error,
        };
        renamed(error, &argument, name)
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let data = &answer.data;
        let t = &frame.t.found;
        let selection = Selection::of(frame.address);
        let q = selection.first("q");
        let found = data.search.as_ref();
        let next = found.and_then(|found| found.page_info.next(frame.address));
        let is_later = frame.address.param("after").is_some();
        let perhaps = match (found, &data.suggest) {
            (Some(found), Some(suggested)) if found.total_count == 0 => suggested
                .iter()
                .map(|one| (one.text.as_str(), selection.with("q", Some(&one.text))))
                .collect(),
            _ => Vec::new(),
        };
        let title = if q.is_empty() {
            t.title.clone()
        } else {
            format!("{}: {q}", t.title)
        };
        let head = Head {
            title: title.clone(),
            description: t.description.clone(),
            json_ld: None,
        };
        let types = found.map(|found| types(frame, &selection, &found.types));
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            data,
            q,
            iscm: selection.first("iscm"),
            from: selection.first("from"),
            until: selection.first("until"),
            hidden: selection.hidden(&["q", "iscm", "from", "until"]),
            facets: types.into_iter().collect(),
            chosen: chosen(frame, &selection),
            none: selection.without(&NARROWING),
            groups: found.map_or_else(Vec::new, |found| groups(&selection, found)),
            perhaps,
            previous: is_later.then(|| selection.with("after", None)),
            next,
        };
        Shown::html(title, &answer.edition, &view).map(Some)
    }
}

/// The types of what is found, as a facet.
fn types<'v>(frame: &'v Frame<'_>, selection: &Selection, counts: &[TypeCount]) -> FacetView<'v> {
    let given = selection.values("type");
    let choices = counts.iter().map(|count| {
        let chosen = given.iter().find(|one| one.eq_ignore_ascii_case(&count.of));
        Choice {
            label: frame.word("NodeType", &count.of).to_owned(),
            long: None,
            count: Some(count.count),
            is_chosen: chosen.is_some(),
            link: match chosen {
                Some(given) => selection.removing("type", given),
                None => selection.adding("type", &count.of),
            },
        }
    });
    FacetView::of(&frame.t.found.types, choices.collect())
}

/// What the search is narrowed to, each with the link that removes it.
fn chosen<'v>(frame: &'v Frame<'_>, selection: &Selection) -> Vec<(&'v str, Choice)> {
    let t = &frame.t.found;
    let titles = [&t.types, &frame.t.common.iscm, &t.first_year, &t.last_year];
    let mut chosen = Vec::new();
    for (name, title) in NARROWING.into_iter().zip(titles) {
        for value in selection.values(name) {
            let word = value.to_ascii_uppercase();
            let label = if name == "type" {
                frame.word("NodeType", &word)
            } else {
                value
            };
            let choice = Choice {
                label: label.to_owned(),
                long: None,
                count: None,
                is_chosen: true,
                link: selection.removing(name, value),
            };
            chosen.push((title.as_str(), choice));
        }
    }
    chosen
}

/// The hits of the page by type, the type of the best one first.
fn groups<'v>(selection: &Selection, found: &'v Found) -> Vec<Group<'v>> {
    let mut groups = Vec::<Group<'_>>::new();
    for hit in &found.edges {
        let of = hit.node.place.of.as_str();
        if let Some(group) = groups.iter_mut().find(|group| group.of == of) {
            group.hits.push(hit);
            continue;
        }
        let count = found.types.iter().find(|count| count.of == of);
        groups.push(Group {
            of,
            count: count.map_or(0, |count| count.count),
            link: selection.with("type", Some(of)),
            hits: vec![hit],
        });
    }
    groups
}
