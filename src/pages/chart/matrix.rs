//! A matrix of counts: what each of some shares with each of others. As a heat map, too.

use std::borrow::Cow;

use askama::Template;

use super::figure::{Caption, Markup, Shade, draw, nothing, times, width_of};
use super::legend::{Entry, Steps};
use crate::error::Result;

/// How wide and high a cell is.
const CELL: f64 = 22.0;
/// How long a label is before it is cut: its whole text is told by its title.
const LONGEST: usize = 30;
/// With how many columns at most each cell tells its count.
const TOLD: usize = 12;

/// Counts by row and column.
#[derive(Clone, Debug)]
pub(crate) struct Matrix<'a> {
    pub(crate) caption: Caption<'a>,
    pub(crate) rows: Vec<Label<'a>>,
    pub(crate) columns: Vec<Label<'a>>,
    /// The counts that are more than 0, each in its place once.
    pub(crate) cells: Vec<Cell<'a>>,
}

/// What a row or a column is.
#[derive(Clone, Debug)]
pub(crate) struct Label<'a> {
    pub(crate) text: &'a str,
    /// Where it leads.
    pub(crate) href: Option<String>,
}

/// A count.
#[derive(Clone, Debug)]
pub(crate) struct Cell<'a> {
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) count: u32,
    /// What it says when it is pointed at, as `RCM, SACM: 7 topics`; none where the labels and the count will do.
    pub(crate) title: Option<Cow<'a, str>>,
    /// Where it leads.
    pub(crate) href: Option<String>,
}

impl Matrix<'_> {
    /// The steps of its shades.
    pub(crate) fn steps(&self) -> Steps {
        Steps::to(
            self.cells
                .iter()
                .map(|cell| cell.count)
                .max()
                .unwrap_or_default(),
        )
    }

    /// What the shades mean.
    pub(crate) fn legend(&self) -> Vec<Entry> {
        self.steps().entries()
    }

    /// The chart, in its own size; what holds it scrolls.
    pub(crate) fn markup(&self) -> Result<Markup> {
        let steps = self.steps();
        let inside =
            |cell: &&Cell<'_>| cell.row < self.rows.len() && cell.column < self.columns.len();
        let cells = self.cells.iter().filter(inside);
        let left = longest(&self.rows);
        let top = longest(&self.columns);
        let drawn = cells.filter_map(|cell| {
            let shade = steps.shade(cell.count)?;
            let (row, column) = (self.rows[cell.row].text, self.columns[cell.column].text);
            let title = || Cow::Owned(format!("{row}, {column}: {}", cell.count));
            Some(Drawn {
                shade,
                x: left + CELL * times(cell.column),
                y: top + CELL * times(cell.row),
                title: cell.title.clone().unwrap_or_else(title),
                cell,
            })
        });
        let drawn: Vec<_> = drawn.collect();
        if drawn.is_empty() {
            return nothing(self.caption);
        }
        let labels = self.rows.iter().chain(&self.columns);
        let links = labels
            .map(|label| &label.href)
            .chain(self.cells.iter().map(|cell| &cell.href));
        draw(&Drawing {
            caption: self.caption,
            linked: links.into_iter().any(Option::is_some),
            is_told: self.columns.len() <= TOLD,
            left,
            top,
            width: left + CELL * times(self.columns.len()) + 1.0,
            height: top + CELL * times(self.rows.len()) + 1.0,
            rows: places(&self.rows, top),
            columns: places(&self.columns, left),
            cells: drawn,
        })
    }
}

/// How long the labels are at most.
fn longest(labels: &[Label<'_>]) -> f64 {
    let widths = labels.iter().map(|label| width_of(&cut(label.text)));
    widths.fold(0.0, f64::max) + 8.0
}

/// A text, cut where it is too long.
fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => {
            let kept = text[..end].trim_end();
            Cow::Owned(format!("{kept}…"))
        }
        None => Cow::Borrowed(text),
    }
}

/// Labels where they stand, from `start` on.
fn places<'a>(labels: &'a [Label<'_>], start: f64) -> Vec<Placed<'a>> {
    let labels = labels.iter().enumerate();
    let placed = labels.map(|(at, label)| Placed {
        text: cut(label.text),
        whole: (label.text.chars().count() > LONGEST).then_some(label.text),
        href: label.href.as_deref(),
        at: start + CELL * times(at),
    });
    placed.collect()
}

#[derive(Template)]
#[template(path = "chart/matrix.svg")]
struct Drawing<'a> {
    caption: Caption<'a>,
    linked: bool,
    is_told: bool,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    rows: Vec<Placed<'a>>,
    columns: Vec<Placed<'a>>,
    cells: Vec<Drawn<'a>>,
}

struct Placed<'a> {
    text: Cow<'a, str>,
    /// Its text before it was cut.
    whole: Option<&'a str>,
    href: Option<&'a str>,
    at: f64,
}

struct Drawn<'a> {
    shade: Shade,
    x: f64,
    y: f64,
    title: Cow<'a, str>,
    cell: &'a Cell<'a>,
}

#[cfg(test)]
mod tests {
    use super::super::svg::{CAPTION, Svg};
    use super::*;

    fn label(text: &str) -> Label<'_> {
        Label { text, href: None }
    }

    fn cell(row: usize, column: usize, count: u32) -> Cell<'static> {
        Cell {
            row,
            column,
            count,
            title: None,
            href: None,
        }
    }

    #[test]
    fn each_count_is_in_its_place() {
        let mut matrix = Matrix {
            caption: CAPTION,
            rows: vec![label("RCM"), label("<SACM>")],
            columns: vec![label("Return"), label("Children & youth"), label("Asylum")],
            cells: vec![
                cell(0, 0, 1),
                cell(0, 2, 10),
                cell(1, 1, 5),
                cell(1, 2, 0),
                cell(7, 0, 3),
            ],
        };
        matrix.cells[1].title = Some("RCM & asylum".into());
        matrix.cells[2].href = Some("instruments?topic=children".to_owned());
        let svg = Svg::read(&matrix.markup().unwrap());
        svg.is_sound();
        assert_eq!(
            svg.texts("title")[1..],
            [
                "RCM, Return: 1",
                "RCM & asylum",
                "<SACM>, Children & youth: 5"
            ]
        );
        assert_eq!(svg.classes("rect"), ["s1", "s5", "s3"]);
        let (left, top) = (svg.numbers("rect", "x"), svg.numbers("rect", "y"));
        assert_eq!(
            (left[1] - left[0], left[2] - left[0], top[2] - top[0]),
            (2.0 * CELL, CELL, CELL)
        );
        assert_eq!(svg.attribute("a", "href"), ["instruments?topic=children"]);
        assert_eq!(svg.attribute("svg", "role"), ["group"]);
        let texts = svg.texts("text");
        assert_eq!(
            texts,
            [
                "RCM",
                "<SACM>",
                "Return",
                "Children & youth",
                "Asylum",
                "1",
                "10",
                "5"
            ]
        );
        assert_eq!(matrix.legend().len(), 5);
    }

    #[test]
    fn many_columns_are_told_by_titles_alone() {
        let names: Vec<_> = (0..38)
            .map(|at| format!("ISCM with a rather long name, number {at}"))
            .collect();
        let labels: Vec<_> = names.iter().map(|name| label(name)).collect();
        let cells = (0..38).flat_map(|row| (0..row).map(move |column| cell(row, column, 1)));
        let matrix = Matrix {
            caption: CAPTION,
            rows: labels.clone(),
            columns: labels,
            cells: cells.collect(),
        };
        let svg = Svg::read(&matrix.markup().unwrap());
        svg.is_sound();
        assert_eq!(svg.classes("rect").len(), 38 * 37 / 2);
        let texts = svg.texts("text");
        assert_eq!(texts.len(), 2 * 38);
        assert!(
            texts[0].starts_with("ISCM with a rather long name,…"),
            "{texts:?}"
        );
        assert!(
            svg.texts("title")
                .contains(&"ISCM with a rather long name, number 0")
        );
    }

    #[test]
    fn nothing_is_told() {
        let matrix = Matrix {
            caption: CAPTION,
            rows: vec![label("RCM")],
            columns: vec![label("SACM")],
            cells: vec![cell(0, 0, 0)],
        };
        assert!(
            matrix
                .markup()
                .unwrap()
                .to_string()
                .starts_with(r#"<p class="nothing">"#)
        );
        assert!(matrix.legend().is_empty());
    }
}
