//! Members by region, and instruments by year and kind.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::chart::{Bar, Bars, Caption, Columns, Count, Legend};
use super::super::frame::Frame;
use super::super::groups::{Group, Grouped};
use super::super::page::{Page, document};
use super::super::show::{Shown, read};
use super::numbers::{Numbers, Row};
use super::{Chart, show};
use crate::error::Result;

pub(in crate::pages) const DOCUMENT: &str = document!("charts.graphql", "../edition.graphql");

/// The page of charts.
#[derive(Debug)]
pub(in crate::pages) struct ChartsPage;

#[derive(Debug, Deserialize)]
struct Data {
    memberships: Grouped,
    instruments: Grouped,
}

impl Page for ChartsPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::new()
    }

    fn rows(&self) -> Option<&'static str> {
        Some("instruments.groupBy")
    }

    fn other_lists(&self) -> &'static str {
        "join"
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let t = &frame.t.charts;
        let charts = [
            members(frame, &answer.data.memberships.groups)?,
            instruments(frame, &answer.data.instruments.groups)?,
        ];
        show(frame, &answer.edition, (&t.title, &t.lead), &charts)
    }
}

/// The States that are members, by the region they are of: one counts once for each ISCM.
fn members<'v>(frame: &'v Frame<'_>, groups: &[Group]) -> Result<Chart<'v>> {
    let t = &frame.t.charts;
    let region = |group: &Group| {
        let region = group.value(0);
        region.unwrap_or(&frame.t.common.not_known).to_owned()
    };
    let link = |group: &Group| {
        let region = group.value(0)?;
        Some(frame.to_with("memberships", &[("role", "MEMBER"), ("region", region)]))
    };
    let labels: Vec<_> = groups.iter().map(region).collect();
    let bars = groups.iter().zip(&labels).map(|(group, label)| Bar {
        label,
        count: group.count,
        href: link(group).map(|link| link.plain()),
    });
    let bars = Bars {
        caption: Caption {
            id: "members",
            title: &t.members,
            description: &t.members_told,
            empty: &frame.t.common.none_recorded,
        },
        bars: bars.collect(),
    };
    let rows = groups.iter().map(|group| Row {
        head: region(group),
        link: link(group),
        cells: vec![frame.number(u64::from(group.count))],
    });
    Ok(Chart {
        id: "members",
        title: &t.members,
        told: &t.members_told,
        drawing: bars.markup()?,
        legend: None,
        numbers: Numbers {
            columns: vec![frame.t.common.region.clone(), t.members_counted.clone()],
            rows: rows.collect(),
        },
    })
}

/// What was adopted or published in each year, by kind.
fn instruments<'v>(frame: &'v Frame<'_>, groups: &[Group]) -> Result<Chart<'v>> {
    let t = &frame.t.charts;
    let mut kinds = Vec::<&str>::new();
    let mut counts = Vec::new();
    for group in groups {
        let year = group.value(0).and_then(|year| year.parse().ok());
        let (Some(year), Some(kind)) = (year, group.value(1)) else {
            continue;
        };
        let word = frame.word("InstrumentKind", kind);
        let kind = kinds.iter().position(|known| *known == word);
        let kind = kind.unwrap_or_else(|| {
            kinds.push(word);
            kinds.len() - 1
        });
        counts.push(Count {
            year,
            kind,
            count: group.count,
        });
    }
    let columns = Columns {
        caption: Caption {
            id: "instruments",
            title: &t.instruments,
            description: &t.instruments_told,
            empty: &frame.t.common.none_recorded,
        },
        kinds,
        counts,
    };
    let columns = columns.of_most(&t.others);
    let years = columns.years().into_iter();
    let years = years.filter(|(_, counts)| counts.iter().any(|count| *count > 0));
    let rows = years.map(|(year, counts)| Row {
        head: year.to_string(),
        link: Some(frame.to_with("instruments", &[("year", &year.to_string())])),
        cells: counts.iter().map(ToString::to_string).collect(),
    });
    let heads = [&*frame.t.common.year];
    let heads = heads.into_iter().chain(columns.kinds.iter().copied());
    let legend = Legend {
        id: "instruments",
        entries: &columns.legend(),
    };
    Ok(Chart {
        id: "instruments",
        title: &t.instruments,
        told: &t.instruments_told,
        drawing: columns.markup()?,
        legend: Some(legend.markup()?),
        numbers: Numbers {
            columns: heads.map(str::to_owned).collect(),
            rows: rows.rev().collect(),
        },
    })
}
