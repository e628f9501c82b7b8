//! The page of a source: what it is, and what is cited from it.

use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::address::Link;
use super::cited::{Citation, IscmName, Paged};
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::place::Place;
use super::show::{Shown, read};
use crate::error::Result;

pub(super) const DOCUMENT: &str = document!(
    "source.graphql",
    "../edition.graphql",
    "../place.graphql",
    "../iscm_name.graphql",
);

/// The source alone, for its entry in a bibliography.
pub(super) const ITSELF: &str = include_str!("itself.graphql");

/// The page of a source.
#[derive(Debug)]
pub(super) struct SourcePage {
    /// Its id, without what tells its type.
    pub(super) key: String,
    /// After which fact the facts begin.
    pub(super) after: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Data {
    node: Option<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Source {
    id: String,
    title: String,
    publisher: String,
    year: Option<i32>,
    kind: String,
    url: Option<String>,
    accessed: Option<String>,
    archived: Option<String>,
    cited_by: Paged<Fact>,
}

#[derive(Debug, Deserialize)]
struct Fact {
    label: String,
    citations: Vec<Citation>,
    #[serde(flatten)]
    place: Place,
}

/// The facts of an ISCM, or of none, by type.
#[derive(Debug)]
struct Group<'v> {
    iscm: Option<IscmName>,
    types: Vec<(&'v str, Vec<&'v Fact>)>,
}

#[derive(Template)]
#[template(path = "source/source.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    source: &'v Source,
    key: &'v str,
    groups: Vec<Group<'v>>,
    styles: Vec<(&'v str, Link)>,
    next: Option<Link>,
}

impl Fact {
    /// The places in a source that the fact was found at.
    fn places_in(&self, source: &str) -> Vec<&str> {
        let cited = self.citations.iter().filter(|one| one.source.id == source);
        cited.filter_map(|one| one.locator.as_deref()).collect()
    }
}

impl SourcePage {
    fn id(&self) -> Map<String, Value> {
        Map::from_iter([("id".to_owned(), format!("source:{}", self.key).into())])
    }
}

/// The facts by ISCM, and by type of each, in the order in which they come.
fn grouped(facts: &[Fact]) -> Vec<Group<'_>> {
    let mut groups = Vec::<Group<'_>>::new();
    for fact in facts {
        let iscm = fact.place.iscm();
        let slug = |iscm: &Option<IscmName>| iscm.as_ref().map(|iscm| iscm.slug.clone());
        let of = slug(&iscm);
        let at = groups.iter().position(|group| slug(&group.iscm) == of);
        let at = at.unwrap_or_else(|| {
            let types = Vec::new();
            groups.push(Group { iscm, types });
            groups.len() - 1
        });
        let types = &mut groups[at].types;
        match types.iter_mut().find(|(of, _)| *of == fact.place.of) {
            Some((_, facts)) => facts.push(fact),
            None => types.push((&fact.place.of, vec![fact])),
        }
    }
    // What is of no ISCM comes last.
    groups.sort_by_key(|group| {
        let name = group.iscm.as_ref().map(|iscm| iscm.name.to_lowercase());
        (name.is_none(), name)
    });
    groups
}

impl Page for SourcePage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        let mut variables = self.id();
        variables.insert("after".to_owned(), self.after.clone().into());
        variables
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let Some(source) = &answer.data.node else {
            return Ok(None);
        };
        let head = Head {
            title: source.title.clone(),
            description: format!("{}: {}", source.title, frame.t.source.lead),
            json_ld: Some(json!({
                "@context": "https://schema.org",
                "@type": "CreativeWork",
                "name": source.title,
                "publisher": { "@type": "Organization", "name": source.publisher },
                "datePublished": source.year.map(|year| year.to_string()),
                "url": source.url,
                "archivedAt": source.archived,
                "mainEntityOfPage": frame.canonical(),
            })),
        };
        let itself = self.id();
        let edition = &answer.edition;
        let style = |style| frame.answer_to((ITSELF, &itself), edition, &[("cite", style)]);
        let view = View {
            frame,
            head: &head,
            edition: &answer.edition,
            source,
            key: &self.key,
            groups: grouped(&source.cited_by.nodes),
            styles: [("BibTeX", "bibtex"), ("RIS", "ris"), ("CSL-JSON", "csl")]
                .map(|(name, of)| (name, style(of)))
                .into(),
            next: source.cited_by.page_info.next(frame.address),
        };
        Shown::html(head.title.clone(), &answer.edition, &view).map(Some)
    }
}
