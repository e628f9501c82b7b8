//! How many members any two ISCMs share.

use serde::Deserialize;

use super::super::chart::{Caption, Cell, Label, Legend, Matrix};
use super::super::cited::{IscmName, Nodes};
use super::super::frame::Frame;
use super::super::page::document;
use super::super::show::read;
use super::declaration::{Chart, Drawn, Numbers, Row};
use crate::error::Result;

pub(super) const OVERLAPS: Chart = Chart {
    path: "charts/overlaps",
    title: |t| &t.overlaps,
    lead: |t| &t.overlaps_lead,
    document: document!(
        "overlaps.graphql",
        "../edition.graphql",
        "../iscm_name.graphql",
    ),
    rows: "iscms.overlaps",
    other_lists: "omit",
    show: |frame, data| {
        let answer = read::<Data>(data)?;
        Ok((draw(frame, &answer.data)?, answer.edition))
    },
};

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

/// The ISCMs that share members, by pairs.
fn draw(frame: &Frame<'_>, data: &Data) -> Result<Drawn> {
    // One that shares no member with any other has nothing to show.
    let shares = |iscm: &&Iscm| iscm.overlaps.iter().any(|one| one.shared_member_count > 0);
    let iscms: Vec<_> = data.iscms.nodes.iter().filter(shares).collect();
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
    Ok(Drawn {
        told: match data.iscms.left() {
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
