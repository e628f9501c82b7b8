//! Charts of all ISCMs, each with its numbers as a table.

mod declaration;
mod instruments;
mod members;
mod overlaps;
mod topics;

use askama::Template;
use serde_json::{Map, Value};

use self::declaration::{Chart, Drawn};
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::Page;
use super::show::Shown;
use crate::error::Result;

/// All charts, each with a page of its own.
pub(super) static CHARTS: [Chart; 4] = [
    members::MEMBERS,
    instruments::INSTRUMENTS,
    overlaps::OVERLAPS,
    topics::TOPICS,
];

/// The page of a chart.
pub(super) struct ChartPage(pub(super) &'static Chart);

#[derive(Template)]
#[template(path = "charts/charts.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    chart: Drawn,
    /// The pages of all charts: their paths and names.
    all: Vec<(&'static str, &'v str)>,
}

impl View<'_> {
    fn is_at(&self, path: &str) -> bool {
        self.frame.address.path == path
    }
}

impl Page for ChartPage {
    fn document(&self) -> &'static str {
        self.0.document
    }

    fn variables(&self) -> Map<String, Value> {
        Map::new()
    }

    fn rows(&self) -> Option<&'static str> {
        Some(self.0.rows)
    }

    fn other_lists(&self) -> &'static str {
        self.0.other_lists
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let (chart, edition) = (self.0.show)(frame, data)?;
        let t = &frame.t.charts;
        let head = Head {
            title: (self.0.title)(t).to_owned(),
            description: (self.0.lead)(t).to_owned(),
            json_ld: None,
        };
        let all = CHARTS.iter().map(|chart| (chart.path, (chart.title)(t)));
        let view = View {
            frame,
            head: &head,
            edition: &edition,
            chart,
            all: all.collect(),
        };
        Shown::html(head.title.clone(), &edition, &view).map(Some)
    }
}
