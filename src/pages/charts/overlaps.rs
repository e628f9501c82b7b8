//! How many members any two ISCMs share.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::chart::{Caption, Cell, Label, Legend, Matrix};
use super::super::cited::{IscmName, Nodes};
use super::super::frame::Frame;
use super::super::page::{Page, document};
use super::super::show::{Shown, read};
use super::numbers::{Numbers, Row};
use super::{Chart, show};
use crate::error::Result;

pub(in crate::pages) const DOCUMENT: &str = document!(
    "overlaps.graphql",
    "../edition.graphql",
    "../iscm_name.graphql",
);

/// The page of overlaps.
#[derive(Debug)]
pub(in crate::pages) struct OverlapsPage;

#[derive(Debug, Deserialize)]
struct Data {
    iscms: Nodes<Iscm>,
}

#[derive(Debug, Deserialize)]
struct Iscm {
    #[serde(flatten)]
    name: IscmName,
    overlaps: Vec<Overlap>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Overlap {
    shared_member_count: u32,
    iscm: Slug,
}

#[derive(Debug, Deserialize)]
struct Slug {
    slug: String,
}

impl Page for OverlapsPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::new()
    }

    fn rows(&self) -> Option<&'static str> {
        Some("iscms.overlaps")
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Data>(data)?;
        let t = &frame.t.charts;
        // One that shares no member with any other has nothing to show.
        let shares = |iscm: &&Iscm| iscm.overlaps.iter().any(|one| one.shared_member_count > 0);
        let iscms: Vec<_> = answer.data.iscms.nodes.iter().filter(shares).collect();
        let left = answer.data.iscms.left();
        let chart = overlaps(frame, &iscms, left)?;
        show(
            frame,
            &answer.edition,
            (&t.overlaps, &t.overlaps_lead),
            chart,
        )
    }
}

/// The ISCMs that share members, by pairs; `left` is how many ISCMs the answer leaves out.
fn overlaps(frame: &Frame<'_>, iscms: &[&Iscm], left: u64) -> Result<Chart> {
    let t = &frame.t.charts;
    let place = |slug: &str| iscms.iter().position(|iscm| iscm.name.slug == slug);
    let mut cells = Vec::new();
    let mut rows = Vec::new();
    for (row, iscm) in iscms.iter().enumerate() {
        let mut told = Vec::new();
        for overlap in &iscm.overlaps {
            let count = overlap.shared_member_count;
            let Some(column) = place(&overlap.iscm.slug).filter(|_| count > 0) else {
                continue;
            };
            told.push(format!("{} {count}", iscms[column].name.acronym));
            // Each pair is drawn once.
            if column < row {
                cells.push(Cell {
                    row,
                    column,
                    count,
                    title: None,
                    href: None,
                });
            }
        }
        rows.push(Row {
            head: iscm.name.acronym.clone(),
            link: Some(frame.page("iscm", &iscm.name.slug)),
            cells: vec![told.join("; ")],
        });
    }
    let labels = || {
        let labels = iscms.iter().map(|iscm| Label {
            text: &iscm.name.acronym,
            href: None,
        });
        labels.collect()
    };
    let matrix = Matrix {
        caption: Caption {
            id: "overlaps",
            title: &t.overlaps,
            description: &t.overlaps_told,
            empty: &frame.t.common.none_recorded,
        },
        rows: labels(),
        columns: labels(),
        cells,
    };
    let legend = Legend {
        id: "overlaps",
        entries: &matrix.legend(),
    };
    Ok(Chart {
        told: match left {
            0 => t.overlaps_told.clone(),
            left => format!("{} {} {}.", t.overlaps_told, t.left_out, frame.number(left)),
        },
        drawing: matrix.markup()?,
        legend: Some(legend.markup()?),
        numbers: Numbers {
            columns: vec![frame.t.common.iscm.clone(), t.shared_with.clone()],
            rows,
        },
    })
}
