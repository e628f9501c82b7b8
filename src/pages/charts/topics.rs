//! How many instruments of each ISCM are about each topic.

use serde::Deserialize;

use super::super::chart::{Caption, Cell, Label, Legend, Matrix};
use super::super::cited::{IscmName, TopicName};
use super::super::frame::Frame;
use super::super::groups::{Group, Grouped};
use super::super::page::document;
use super::super::show::read;
use super::declaration::{Chart, Drawn, Numbers, Row};
use crate::error::Result;

pub(super) const TOPICS: Chart = Chart {
    path: "charts/topics",
    title: |t| &t.topics,
    lead: |t| &t.topics_lead,
    document: document!(
        "topics.graphql",
        "../edition.graphql",
        "../iscm_name.graphql",
    ),
    rows: "instruments.groupBy",
    other_lists: "join",
    show: |frame, data| {
        let answer = read::<Data>(data)?;
        Ok((draw(frame, &answer.data)?, answer.edition))
    },
};

#[derive(Debug, Deserialize)]
struct Data {
    topics: Vec<TopicName>,
    iscms: Iscms,
    instruments: Grouped,
}

#[derive(Debug, Deserialize)]
struct Iscms {
    nodes: Vec<IscmName>,
}

fn draw(frame: &Frame<'_>, data: &Data) -> Result<Drawn> {
    let t = &frame.t.charts;
    let groups = &data.instruments.groups;
    let has = |at: usize, value: &str| groups.iter().any(|group| group.value(at) == Some(value));
    let topics: Vec<_> = data
        .topics
        .iter()
        .filter(|topic| has(0, &topic.slug))
        .collect();
    let iscms: Vec<_> = data
        .iscms
        .nodes
        .iter()
        .filter(|iscm| has(1, &iscm.acronym))
        .collect();
    let cell = |group: &Group| {
        let (topic, acronym) = (group.value(0)?, group.value(1)?);
        Some(Cell {
            row: topics.iter().position(|one| one.slug == topic)?,
            column: iscms.iter().position(|one| one.acronym == acronym)?,
            count: group.count,
            title: None,
            href: None,
        })
    };
    let cells: Vec<_> = groups.iter().filter_map(cell).collect();
    let rows = topics.iter().enumerate().map(|(row, topic)| {
        let of_topic = cells.iter().filter(|cell| cell.row == row);
        let told = of_topic.map(|cell| format!("{} {}", iscms[cell.column].acronym, cell.count));
        Row {
            head: topic.label.clone(),
            link: Some(frame.page("topic", &topic.slug)),
            cells: vec![told.collect::<Vec<_>>().join("; ")],
        }
    });
    let numbers = Numbers {
        columns: vec![frame.t.common.topics.clone(), t.instruments_of.clone()],
        rows: rows.collect(),
    };
    let matrix = Matrix {
        caption: Caption {
            id: "topics",
            title: &t.topics,
            description: &t.topics_told,
            empty: &frame.t.common.none_recorded,
        },
        rows: topics
            .iter()
            .map(|topic| Label {
                text: &topic.label,
                href: None,
            })
            .collect(),
        columns: iscms
            .iter()
            .map(|iscm| Label {
                text: &iscm.acronym,
                href: None,
            })
            .collect(),
        cells,
    };
    let legend = Legend {
        id: "topics",
        entries: &matrix.legend(),
    };
    Ok(Drawn {
        told: t.topics_told.clone(),
        drawing: matrix.markup()?,
        legend: Some(legend.markup()?),
        numbers,
    })
}
