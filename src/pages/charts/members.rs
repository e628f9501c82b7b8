//! Members by region.

use serde::Deserialize;

use super::super::chart::{Bar, Bars, Caption};
use super::super::frame::Frame;
use super::super::groups::{Group, Grouped};
use super::super::page::document;
use super::super::show::read;
use super::declaration::{Chart, Drawn, Numbers, Row};
use crate::error::Result;

pub(super) const MEMBERS: Chart = Chart {
    path: "charts",
    title: |t| &t.members,
    lead: |t| &t.members_lead,
    document: document!("members.graphql", "../edition.graphql"),
    rows: "memberships.groupBy",
    other_lists: "join",
    show: |frame, data| {
        let answer = read::<Data>(data)?;
        Ok((draw(frame, &answer.data)?, answer.edition))
    },
};

#[derive(Debug, Deserialize)]
struct Data {
    memberships: Grouped,
}

/// The States that are members, by the region they are of: one counts once for each ISCM.
fn draw(frame: &Frame<'_>, data: &Data) -> Result<Drawn> {
    let groups = &data.memberships.groups;
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
    Ok(Drawn {
        told: t.members_told.clone(),
        drawing: bars.markup()?,
        legend: None,
        numbers: Numbers {
            columns: vec![frame.t.common.region.clone(), t.members_counted.clone()],
            rows: rows.collect(),
        },
    })
}
