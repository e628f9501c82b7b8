//! What shades mean.

use askama::Template;

use super::figure::{Markup, Shade, draw};
use crate::error::Result;

/// A shade, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) shade: Shade,
    pub(crate) label: String,
}

/// The legend of a figure: a list of HTML, which wraps as texts do.
#[derive(Debug, Template)]
#[template(path = "chart/legend.html")]
pub(crate) struct Legend<'a> {
    /// The id of the figure, whose patterns are shown.
    pub(crate) id: &'a str,
    pub(crate) entries: &'a [Entry],
}

impl Legend<'_> {
    /// The list.
    pub(crate) fn markup(&self) -> Result<Markup> {
        draw(self)
    }
}

/// The counts from 1 to the largest, in at most five steps of the same width.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps {
    width: u32,
    most: u32,
}

impl Steps {
    /// The steps up to a count.
    pub(crate) fn to(most: u32) -> Self {
        let width = most.div_ceil(Shade::STEPS).max(1);
        Self { width, most }
    }

    /// The shade of a count; none of 0.
    pub(crate) fn shade(self, count: u32) -> Option<Shade> {
        let place = count.checked_sub(1)? / self.width;
        Some(Shade::Step(place as usize))
    }

    /// The shades with the least and the most that each stands for.
    pub(crate) fn ranges(self) -> impl Iterator<Item = (Shade, u32, u32)> {
        let begins = (1..=self.most).step_by(self.width as usize);
        begins.enumerate().map(move |(place, from)| {
            let to = (from + (self.width - 1)).min(self.most);
            (Shade::Step(place), from, to)
        })
    }

    /// The legend's entries, with the counts alone.
    pub(crate) fn entries(self) -> Vec<Entry> {
        let entries = self.ranges().map(|(shade, from, to)| Entry {
            shade,
            label: if from == to {
                from.to_string()
            } else {
                format!("{from}–{to}")
            },
        });
        entries.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_count_is_in_one_step_of_at_most_five() {
        for most in 0..60 {
            let steps = Steps::to(most);
            let ranges: Vec<_> = steps.ranges().collect();
            assert!(ranges.len() <= Shade::STEPS as usize, "{most}: {ranges:?}");
            let counts = ranges.iter().flat_map(|(_, from, to)| *from..=*to);
            assert_eq!(counts.collect::<Vec<_>>(), (1..=most).collect::<Vec<_>>());
            for (shade, from, to) in &ranges {
                for count in *from..=*to {
                    assert_eq!(steps.shade(count), Some(*shade), "{count} of {most}");
                }
            }
            assert_eq!(steps.shade(0), None);
        }
        let labels: Vec<_> = Steps::to(18).entries().into_iter().collect();
        let labels: Vec<_> = labels.iter().map(|entry| entry.label.as_str()).collect();
        assert_eq!(labels, ["1–4", "5–8", "9–12", "13–16", "17–18"]);
        let few = Steps::to(3).entries();
        let few: Vec<_> = few.iter().map(|entry| entry.label.as_str()).collect();
        assert_eq!(few, ["1", "2", "3"]);
        assert!(Steps::to(u32::MAX).ranges().count() <= Shade::STEPS as usize);
    }

    #[test]
    fn a_legend_shows_each_entry_and_escapes_it() {
        let entries = [
            Entry {
                shade: Shade::Category(1),
                label: "<b>observer".to_owned(),
            },
            Entry {
                shade: Shade::Step(4),
                label: "17–18".to_owned(),
            },
        ];
        let legend = Legend {
            id: "roles",
            entries: &entries,
        };
        let html = legend.markup().unwrap().to_string();
        assert_eq!(html.matches("<li>").count(), 2);
        assert!(html.contains("&#60;b&#62;observer"), "{html}");
        assert!(
            html.contains(r#"class="c2" fill="url(#roles-c2)""#),
            "{html}"
        );
        assert!(html.contains(r#"class="s5""#), "{html}");
    }
}
