//! Charts of all ISCMs, each with its numbers as a table.

mod instruments;
mod members;
mod numbers;
mod overlaps;
mod topics;

use askama::Template;

pub(super) use self::instruments::{DOCUMENT as INSTRUMENTS, InstrumentsPage};
pub(super) use self::members::{DOCUMENT as MEMBERS, MembersPage};
use self::numbers::Numbers;
pub(super) use self::overlaps::{DOCUMENT as OVERLAPS, OverlapsPage};
pub(super) use self::topics::{DOCUMENT as TOPICS, TopicsPage};
use super::chart::Markup;
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::show::Shown;
use crate::error::Result;

/// A chart, with the numbers that it is drawn of.
#[derive(Debug)]
struct Chart {
    /// What is to be seen in it.
    told: String,
    drawing: Markup,
    /// What its shades mean; nothing where it has one alone.
    legend: Option<Markup>,
    numbers: Numbers,
}

#[derive(Template)]
#[template(path = "charts/charts.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    chart: Chart,
}

impl View<'_> {
    /// The pages of charts: their paths and names.
    fn all(&self) -> [(&'static str, &str); 4] {
        let t = &self.frame.t.charts;
        [
            ("charts", &t.members),
            ("charts/instruments", &t.instruments),
            ("charts/overlaps", &t.overlaps),
            ("charts/topics", &t.topics),
        ]
    }

    fn is_at(&self, path: &str) -> bool {
        self.frame.address.path == path
    }
}

/// The page of a chart.
fn show(
    frame: &Frame<'_>,
    edition: &Edition,
    (title, lead): (&str, &str),
    chart: Chart,
) -> Result<Option<Shown>> {
    let head = Head {
        title: title.to_owned(),
        description: lead.to_owned(),
        json_ld: None,
    };
    let view = View {
        frame,
        head: &head,
        edition,
        chart,
    };
    Shown::html(head.title.clone(), edition, &view).map(Some)
}
