//! Instruments by year and kind.

use serde::Deserialize;

use super::super::chart::{Caption, Columns, Count, Legend};
use super::super::frame::Frame;
use super::super::groups::Grouped;
use super::super::page::document;
use super::super::show::read;
use super::declaration::{Chart, Drawn, Numbers, Row};
use crate::error::Result;

pub(super) const INSTRUMENTS: Chart = Chart {
    path: "charts/instruments",
    title: |t| &t.instruments,
    lead: |t| &t.instruments_lead,
    document: document!("instruments.graphql", "../edition.graphql"),
    rows: "instruments.groupBy",
    other_lists: "join",
    show: |frame, data| {
        let answer = read::<Data>(data)?;
        Ok((draw(frame, &answer.data)?, answer.edition))
    },
};

#[derive(Debug, Deserialize)]
struct Data {
    instruments: Grouped,
}

/// What was adopted or published in each year, by kind.
fn draw(frame: &Frame<'_>, data: &Data) -> Result<Drawn> {
    let groups = &data.instruments.groups;
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
    Ok(Drawn {
        told: t.instruments_told.clone(),
        drawing: columns.markup()?,
        legend: Some(legend.markup()?),
        numbers: Numbers {
            columns: heads.map(str::to_owned).collect(),
            rows: rows.rev().collect(),
        },
    })
}
