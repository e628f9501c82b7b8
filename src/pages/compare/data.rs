//! What the comparison asks, and its tables.

use serde::Deserialize;

use super::super::address::Link;
use super::super::cited::{CountryName, IscmName, TopicName};
use super::super::frame::Frame;

#[derive(Debug, Deserialize)]
pub(super) struct Data {
    pub(super) iscms: Chosen,
    pub(super) compare: Option<Comparison>,
}

/// The ISCMs to choose from.
#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    pub(super) nodes: Vec<IscmName>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Comparison {
    pub(super) iscms: Vec<Iscm>,
    members: Members,
    topics: Topics,
    structures: Vec<Counts>,
    funding: Vec<Counts>,
    instruments: Instruments,
    partners: Vec<Partner>,
    languages: Vec<Language>,
    coverage: Vec<Coverage>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Iscm {
    #[serde(flatten)]
    pub(super) name: IscmName,
    pub(super) region: String,
    pub(super) status: Option<String>,
    pub(super) established: Option<i32>,
}

#[derive(Debug, Deserialize)]
struct Members {
    all: Vec<Member>,
}

#[derive(Debug, Deserialize)]
struct Member {
    party: Party,
    iscms: Vec<Slug>,
}

#[derive(Debug, Deserialize)]
struct Party {
    name: String,
    code: Option<String>,
    acronym: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Slug {
    slug: String,
}

#[derive(Debug, Deserialize)]
struct Topics {
    all: Vec<Topic>,
}

#[derive(Debug, Deserialize)]
struct Topic {
    topic: TopicName,
    cells: Vec<TopicCell>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TopicCell {
    is_on: bool,
    themes: u64,
    instruments: u64,
}

#[derive(Debug, Deserialize)]
struct Counts {
    key: String,
    counts: Vec<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Instruments {
    by_kind: Vec<Counts>,
}

#[derive(Debug, Deserialize)]
struct Partner {
    partner: Option<Associate>,
    category: Option<String>,
    iscms: Vec<Slug>,
}

#[derive(Debug, Deserialize)]
struct Associate {
    slug: Option<String>,
    acronym: String,
    name: String,
}

#[derive(Debug, Deserialize)]
struct Language {
    language: String,
    iscms: Vec<Slug>,
}

#[derive(Debug, Deserialize)]
struct Coverage {
    facet: String,
    cells: Vec<FacetCell>,
}

#[derive(Debug, Deserialize)]
struct FacetCell {
    known: bool,
    records: u64,
}

/// What a page is about, with the link to it where it has one.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) text: String,
    pub(super) link: Option<Link>,
}

/// A row of a table: what it is of, whether it holds of all ISCMs, and a text for each of them.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) of: Named,
    pub(super) is_of_all: bool,
    pub(super) cells: Vec<String>,
}

/// A table with a column for each ISCM.
#[derive(Debug)]
pub(super) struct Table<'v> {
    pub(super) id: &'static str,
    pub(super) title: &'v str,
    pub(super) rows: Vec<Row>,
}

/// Members by how many of the ISCMs they are in.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) by_all: Vec<Named>,
    pub(super) by_some: Vec<Row>,
    pub(super) alone: Vec<Vec<Named>>,
}

/// What stands where nothing is.
const NONE: &str = "–";

impl Party {
    fn named(&self, frame: &Frame<'_>) -> Named {
        let country = self.code.as_ref().map(|code| CountryName {
            code: Some(code.clone()),
            name: self.name.clone(),
        });
        match (country, &self.acronym) {
            (Some(country), _) => Named {
                text: format!("{} {}", country.flag(), country.name),
                link: Some(frame.page("country", country.slug())),
            },
            (None, Some(acronym)) => Named {
                text: self.name.clone(),
                link: Some(frame.page("organization", acronym)),
            },
            (None, None) => Named::plain(&self.name),
        }
    }
}

impl Named {
    fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            link: None,
        }
    }
}

impl Row {
    /// A row whose cells are numbers.
    fn of_counts(frame: &Frame<'_>, of: Named, counts: &[u64]) -> Self {
        let told = |count: &u64| match count {
            0 => NONE.to_owned(),
            count => frame.number(count),
        };
        Self {
            of,
            is_of_all: counts.iter().all(|count| *count > 0),
            cells: counts.iter().map(told).collect(),
        }
    }
}

impl Comparison {
    /// Which of the ISCMs are among some.
    fn among<'s>(&'s self, some: &'s [Slug]) -> impl Iterator<Item = bool> + 's {
        let is_among = |iscm: &Iscm| some.iter().any(|one| one.slug == iscm.name.slug);
        self.iscms.iter().map(is_among)
    }

    /// A row that says of which ISCMs something holds.
    fn holding(&self, frame: &Frame<'_>, of: Named, iscms: &[Slug]) -> Row {
        let told = |holds| if holds { &frame.t.common.yes } else { NONE };
        Row {
            of,
            is_of_all: self.among(iscms).all(|is_among| is_among),
            cells: self
                .among(iscms)
                .map(|holds| told(holds).to_owned())
                .collect(),
        }
    }

    /// The members that they share, and those of each alone.
    pub(super) fn shared(&self, frame: &Frame<'_>) -> Shared {
        let mut shared = Shared {
            by_all: Vec::new(),
            by_some: Vec::new(),
            alone: self.iscms.iter().map(|_| Vec::new()).collect(),
        };
        for Member { party, iscms } in &self.members.all {
            let named = party.named(frame);
            let in_them: Vec<_> = self.among(iscms).collect();
            let count = in_them.iter().filter(|is_in| **is_in).count();
            let only = in_them.iter().position(|is_in| *is_in);
            match (count, only.and_then(|at| shared.alone.get_mut(at))) {
                (1, Some(alone)) => alone.push(named),
                _ if count == in_them.len() => shared.by_all.push(named),
                _ => shared.by_some.push(self.holding(frame, named, iscms)),
            }
        }
        shared
    }

    /// What else there is to compare.
    pub(super) fn tables<'v>(&self, frame: &'v Frame<'v>) -> Vec<Table<'v>> {
        let (t, common, iscm) = (&frame.t.compare, &frame.t.common, &frame.t.iscm);
        let table = |id, title, rows| Table { id, title, rows };
        let counts = |vocabulary: &str, counts: &[Counts]| -> Vec<Row> {
            let row = |one: &Counts| {
                let word = frame.word(vocabulary, &one.key);
                Row::of_counts(frame, Named::plain(word), &one.counts)
            };
            counts.iter().map(row).collect()
        };
        let languages = self.languages.iter();
        let languages =
            languages.map(|one| self.holding(frame, Named::plain(&one.language), &one.iscms));
        let partners = self.partners.iter();
        let partners = partners.map(|one| self.holding(frame, one.named(frame), &one.iscms));
        let tables = vec![
            table("general", &t.general, self.general(frame)),
            table("topics", &common.topics, self.topics(frame)),
            table(
                "structures",
                &iscm.structures,
                counts("StructureKind", &self.structures),
            ),
            table(
                "funding",
                &iscm.funding,
                counts("FundingKind", &self.funding),
            ),
            table(
                "instruments",
                &t.instruments,
                counts("InstrumentKind", &self.instruments.by_kind),
            ),
            table("partners", &iscm.partnerships, partners.collect()),
            table("languages", &iscm.languages, languages.collect()),
            table("coverage", &iscm.coverage, self.coverage(frame)),
        ];
        tables
    }

    /// Where they are, since when, and whether they still are.
    fn general(&self, frame: &Frame<'_>) -> Vec<Row> {
        let common = &frame.t.common;
        let row = |title: &str, told: &dyn Fn(&Iscm) -> String| Row {
            of: Named::plain(title),
            is_of_all: false,
            cells: self.iscms.iter().map(told).collect(),
        };
        let unknown = || common.not_known.clone();
        let status = |iscm: &Iscm| match &iscm.status {
            Some(status) => frame.word("IscmStatus", status).to_owned(),
            None => unknown(),
        };
        let since = |iscm: &Iscm| {
            iscm.established
                .map_or_else(unknown, |year| year.to_string())
        };
        vec![
            row(&common.region, &|iscm| iscm.region.clone()),
            row(&common.status, &status),
            row(&frame.t.iscm.established, &since),
        ]
    }

    fn topics(&self, frame: &Frame<'_>) -> Vec<Row> {
        let t = &frame.t.iscm;
        let told = |cell: &TopicCell| {
            if !cell.is_on {
                return NONE.to_owned();
            }
            let counts = [
                (&t.themes, cell.themes),
                (&frame.t.compare.instruments, cell.instruments),
            ];
            let counts = counts.iter().filter(|(_, count)| *count > 0);
            let counts: Vec<_> = counts.map(|(of, count)| format!("{of}: {count}")).collect();
            counts.join(", ")
        };
        let row = |one: &Topic| Row {
            of: Named {
                text: one.topic.label.clone(),
                link: Some(frame.page("topic", &one.topic.slug)),
            },
            is_of_all: one.cells.iter().all(|cell| cell.is_on),
            cells: one.cells.iter().map(told).collect(),
        };
        self.topics.all.iter().map(row).collect()
    }

    fn coverage(&self, frame: &Frame<'_>) -> Vec<Row> {
        let told = |cell: &FacetCell| {
            if cell.known {
                frame.number(cell.records)
            } else {
                frame.t.iscm.no_record.clone()
            }
        };
        let row = |one: &Coverage| Row {
            of: Named::plain(frame.word("CoverageFacet", &one.facet)),
            is_of_all: one.cells.iter().all(|cell| cell.known),
            cells: one.cells.iter().map(told).collect(),
        };
        self.coverage.iter().map(row).collect()
    }
}

impl Partner {
    fn named(&self, frame: &Frame<'_>) -> Named {
        match (&self.partner, &self.category) {
            (Some(partner), _) => Named {
                text: partner.name.clone(),
                link: Some(match &partner.slug {
                    Some(slug) => frame.page("iscm", slug),
                    None => frame.page("organization", &partner.acronym),
                }),
            },
            (None, Some(category)) => Named::plain(frame.word("PartnerCategory", category)),
            (None, None) => Named::plain(&frame.t.common.not_known),
        }
    }
}
