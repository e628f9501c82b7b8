//! Members by region.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::chart::{Bar, Bars, Caption};
use super::super::frame::Frame;
use super::super::groups::{Group, Grouped};
use super::super::page::{Page, document};
use super::super::show::{Shown, read};
use super::numbers::{Numbers, Row};
use super::{Chart, show};
use crate::error::Result;

pub(in crate::pages) const DOCUMENT: &str = document!("members.graphql", "../edition.graphql");

/// The page of members by region.
#[derive(Debug)]
pub(in crate::pages) struct MembersPage;

#[derive(Debug, Deserialize)]
struct Data {
    memberships: Grouped,
}

impl Page for MembersPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::new()
    }

    fn rows(&self) -> Option<&'static str> {
        Some("memberships.groupBy")
    }

    fn other_lists(&self) -> &'static str {
        "join"
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let t = &frame.t.charts;
        let chart = members(frame, &answer.data.memberships.groups)?;
        show(frame, &answer.edition, (&t.members, &t.members_lead), chart)
    }
}

/// The States that are members, by the region they are of: one counts once for each ISCM.
fn members(frame: &Frame<'_>, groups: &[Group]) -> Result<Chart> {
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
        told: t.members_told.clone(),
        drawing: bars.markup()?,
        legend: None,
        numbers: Numbers {
            columns: vec![frame.t.common.region.clone(), t.members_counted.clone()],
            rows: rows.collect(),
        },
    })
}
