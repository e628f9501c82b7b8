//! Horizontal bars: how much each of several has.

use askama::Template;

use super::figure::{Caption, Markup, draw, length, nothing, times, width_of};
use crate::error::Result;

/// How wide the drawing is.
const WIDTH: f64 = 360.0;
/// How high a bar with its label is.
const ROW: f64 = 42.0;

/// Bars, one below the other.
#[derive(Clone, Debug)]
pub(crate) struct Bars<'a> {
    pub(crate) caption: Caption<'a>,
    pub(crate) bars: Vec<Bar<'a>>,
}

/// A bar.
#[derive(Clone, Debug)]
pub(crate) struct Bar<'a> {
    pub(crate) label: &'a str,
    pub(crate) count: u32,
    /// Where it leads.
    pub(crate) href: Option<String>,
}

#[derive(Template)]
#[template(path = "chart/bars.svg")]
struct Drawing<'a> {
    caption: Caption<'a>,
    linked: bool,
    height: f64,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    bar: &'a Bar<'a>,
    top: f64,
    width: f64,
    end: f64,
}

impl Bars<'_> {
    /// The chart.
    pub(crate) fn markup(&self) -> Result<Markup> {
        let most = self.bars.iter().map(|bar| bar.count).max();
        let Some(most) = most.filter(|most| *most > 0) else {
            return nothing(self.caption);
        };
        // What a count takes behind its bar.
        let longest = WIDTH - width_of(&most.to_string()) - 8.0;
        let rows = self.bars.iter().enumerate().map(|(at, bar)| {
            let width = longest * f64::from(bar.count) / f64::from(most);
            Row {
                bar,
                top: ROW * times(at),
                width: length(width),
                end: length(width + 6.0),
            }
        });
        draw(&Drawing {
            caption: self.caption,
            linked: self.bars.iter().any(|bar| bar.href.is_some()),
            height: ROW * times(self.bars.len()),
            rows: rows.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::svg::{CAPTION, Svg};
    use super::*;

    fn bar(label: &str, count: u32) -> Bar<'_> {
        Bar {
            label,
            count,
            href: None,
        }
    }

    #[test]
    fn bars_are_as_long_as_their_counts() {
        let bars = Bars {
            caption: CAPTION,
            bars: vec![
                bar("Americas", 40),
                bar("<Africa> & Asia", 10),
                bar("Oceania", 0),
            ],
        };
        let svg = Svg::read(&bars.markup().unwrap());
        svg.is_sound();
        assert_eq!(svg.attribute("svg", "role"), ["img"]);
        let widths = svg.numbers("rect", "width");
        assert!((widths[0] / widths[1] - 4.0).abs() < 0.01, "{widths:?}");
        assert!(widths[2] == 0.0 && widths.len() == 3, "{widths:?}");
        assert_eq!(
            svg.texts("text"),
            ["Americas", "40", "<Africa> & Asia", "10", "Oceania", "0"]
        );
    }

    #[test]
    fn bars_that_lead_somewhere_are_links() {
        let mut one = bar("Americas", 3);
        one.href = Some("../memberships?region=a&b=\"".to_owned());
        let bars = Bars {
            caption: CAPTION,
            bars: vec![one],
        };
        let svg = Svg::read(&bars.markup().unwrap());
        svg.is_sound();
        assert_eq!(svg.attribute("svg", "role"), ["group"]);
        assert_eq!(svg.attribute("a", "href"), ["../memberships?region=a&b=\""]);
    }

    #[test]
    fn nothing_is_told() {
        for bars in [vec![], vec![bar("Americas", 0)]] {
            let bars = Bars {
                caption: CAPTION,
                bars,
            };
            let html = bars.markup().unwrap().to_string();
            assert_eq!(
                html,
                r#"<p class="nothing">There is &#60;nothing&#62;.</p>"#
            );
        }
    }
}
