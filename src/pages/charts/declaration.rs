//! What a chart is: its page, and what is drawn.

use super::super::address::Link;
use super::super::chart::Markup;
use super::super::edition::Edition;
use super::super::frame::Frame;
use crate::error::Result;
use crate::texts::Charts;

/// How an answer is drawn, with the edition that it is of.
type Show = fn(&Frame<'_>, &[u8]) -> Result<(Drawn, Edition)>;

/// A chart.
pub(in crate::pages) struct Chart {
    /// Its address.
    pub(in crate::pages) path: &'static str,
    pub(super) title: fn(&Charts) -> &str,
    pub(super) lead: fn(&Charts) -> &str,
    pub(in crate::pages) document: &'static str,
    /// The list whose items are the rows of its CSV, and what becomes of the other lists.
    pub(super) rows: &'static str,
    pub(super) other_lists: &'static str,
    pub(super) show: Show,
}

/// A chart that is drawn, with the numbers that it is drawn of.
#[derive(Debug)]
pub(super) struct Drawn {
    /// What is to be seen in it.
    pub(super) told: String,
    pub(super) drawing: Markup,
    /// What its shades mean; nothing where it has one alone.
    pub(super) legend: Option<Markup>,
    pub(super) numbers: Numbers,
}

/// A table: its columns, and rows that begin with what they are of.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) head: String,
    /// Where what the row is of is shown.
    pub(super) link: Option<Link>,
    pub(super) cells: Vec<String>,
}
