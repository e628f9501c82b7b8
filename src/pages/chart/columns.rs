//! Columns over years: how many there were in each, stacked by what they are.

use std::collections::BTreeMap;

use askama::Template;

use super::figure::{Caption, Markup, Shade, draw, length, nothing, times, width_of};
use super::legend::Entry;
use crate::error::Result;

/// How wide the drawing is.
const WIDTH: f64 = 360.0;
/// Where the columns stand and begin.
const GROUND: f64 = 216.0;
const TOP: f64 = 12.0;

/// Counts by year and kind.
#[derive(Clone, Debug)]
pub(crate) struct Columns<'a> {
    pub(crate) caption: Caption<'a>,
    /// What is counted, from the ground up: at most as many as there are categories of [`Shade`].
    pub(crate) kinds: Vec<&'a str>,
    pub(crate) counts: Vec<Count>,
}

/// How many of a kind there are in a year. Of several of the same kind and year, all count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count {
    pub(crate) year: i32,
    /// The place of the kind among the kinds.
    pub(crate) kind: usize,
    pub(crate) count: u32,
}

impl<'a> Columns<'a> {
    /// The chart of the kinds that there are most of; what there is of others is counted as `others`.
    pub(crate) fn of_most(mut self, others: &'a str) -> Self {
        if self.kinds.len() <= Shade::CATEGORIES {
            return self;
        }
        let mut totals: Vec<(usize, u64)> = (0..self.kinds.len()).map(|kind| (kind, 0)).collect();
        for count in &self.counts {
            if let Some((_, total)) = totals.get_mut(count.kind) {
                *total += u64::from(count.count);
            }
        }
        totals.sort_by_key(|(_, total)| std::cmp::Reverse(*total));
        totals.truncate(Shade::CATEGORIES - 1);
        for count in &mut self.counts {
            let place = totals.iter().position(|(kind, _)| *kind == count.kind);
            count.kind = place.unwrap_or(totals.len());
        }
        let kinds = totals.iter().map(|(kind, _)| self.kinds[*kind]);
        self.kinds = kinds.chain([others]).collect();
        self
    }

    /// The years from the first to the last of which there is a count, each with its counts by kind: what is drawn,
    /// as a table.
    pub(crate) fn years(&self) -> BTreeMap<i32, Vec<u32>> {
        /// More years than the data can tell of are not drawn.
        const MOST: i32 = 300;
        let counts = self
            .counts
            .iter()
            .filter(|count| count.count > 0 && count.kind < self.kinds.len());
        let years = counts.clone().map(|count| count.year);
        let (Some(first), Some(last)) = (years.clone().min(), years.max()) else {
            return BTreeMap::new();
        };
        let first = first.max(last.saturating_sub(MOST - 1));
        let mut years: BTreeMap<_, _> = (first..=last)
            .map(|year| (year, vec![0_u32; self.kinds.len()]))
            .collect();
        for count in counts {
            if let Some(year) = years.get_mut(&count.year) {
                year[count.kind] = year[count.kind].saturating_add(count.count);
            }
        }
        years
    }

    /// What the shades mean.
    pub(crate) fn legend(&self) -> Vec<Entry> {
        let kinds = self.kinds.iter().enumerate();
        let entries = kinds.map(|(at, kind)| Entry {
            shade: Shade::Category(at),
            label: (*kind).to_owned(),
        });
        entries.collect()
    }

    /// The chart.
    pub(crate) fn markup(&self) -> Result<Markup> {
        let years = self.years();
        let sum = |counts: &Vec<u32>| counts.iter().map(|count| u64::from(*count)).sum::<u64>();
        let Some(most) = years.values().map(sum).max() else {
            return nothing(self.caption);
        };
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let step = step(most);
        let unit = (GROUND - TOP) / f64::from(most);
        let ticks = (0..=most)
            .step_by(step as usize)
            .map(|count| (count, length(GROUND - f64::from(count) * unit)));
        let left = width_of(&most.to_string()) + 6.0;
        let wide = (WIDTH - left) / times(years.len());
        let mut segments = Vec::new();
        for (place, (year, counts)) in years.iter().enumerate() {
            let mut below = GROUND;
            for (kind, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let height = f64::from(*count) * unit;
                below -= height;
                segments.push(Segment {
                    shade: Shade::Category(kind),
                    x: length(left + wide * (times(place) + 0.08)),
                    y: length(below),
                    width: length(wide * 0.84),
                    height: length(height),
                    title: format!("{year}: {}, {count}", self.kinds[kind]),
                });
            }
        }
        // As many years are told as have room.
        let every = [1, 2, 5, 10, 20, 50, 100].into_iter();
        let every = every
            .into_iter()
            .find(|every| wide * f64::from(*every) >= 38.0)
            .unwrap_or(100);
        let labels = years
            .keys()
            .enumerate()
            .filter(|(_, year)| *year % every == 0);
        let labels = labels.map(|(place, year)| {
            let middle = left + wide * (times(place) + 0.5);
            (*year, length(middle.clamp(left + 8.0, WIDTH - 18.0)))
        });
        draw(&Drawing {
            caption: self.caption,
            grain: 1.0,
            left,
            ticks: ticks.collect(),
            labels: labels.collect(),
            segments,
        })
    }
}

/// The step between the lines that tell counts: a round number, so that there are at most five whole steps.
fn step(most: u32) -> u32 {
    let mut step = 1_u32;
    while most / step > 5 {
        // 1, 2, 5, 10, 20, 50 …
        let leads_with_two = step.to_string().starts_with('2');
        let next = if leads_with_two { step / 2 } else { 0 };
        step = step.saturating_mul(2).saturating_add(next);
    }
    step
}

#[derive(Template)]
#[template(path = "chart/columns.svg")]
struct Drawing<'a> {
    caption: Caption<'a>,
    /// How coarse patterns are.
    grain: f64,
    left: f64,
    ticks: Vec<(u32, f64)>,
    labels: Vec<(i32, f64)>,
    segments: Vec<Segment>,
}

struct Segment {
    shade: Shade,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    title: String,
}

#[cfg(test)]
mod tests {
    use super::super::svg::{CAPTION, Svg};
    use super::*;

    fn columns(kinds: &[&'static str], counts: &[(i32, usize, u32)]) -> Columns<'static> {
        let counts = counts.iter().map(|(year, kind, count)| Count {
            year: *year,
            kind: *kind,
            count: *count,
        });
        Columns {
            caption: CAPTION,
            kinds: kinds.to_vec(),
            counts: counts.collect(),
        }
    }

    #[test]
    fn segments_are_as_high_as_their_counts_and_stand_on_each_other() {
        let columns = columns(
            &["Guides", "<Reports>"],
            &[(2004, 0, 3), (2006, 0, 1), (2006, 1, 2), (2006, 1, 1)],
        );
        let years = columns.years();
        assert_eq!(
            years,
            BTreeMap::from([(2004, vec![3, 0]), (2005, vec![0, 0]), (2006, vec![1, 3])])
        );
        let svg = Svg::read(&columns.markup().unwrap());
        svg.is_sound();
        assert_eq!(
            svg.texts("title")[1..],
            ["2004: Guides, 3", "2006: Guides, 1", "2006: <Reports>, 3"]
        );
        let heights = svg.numbers("rect", "height");
        let unit = (GROUND - TOP) / 4.0;
        let expected = [3.0, 1.0, 3.0].map(|count| length(count * unit));
        assert_eq!(heights, expected);
        let tops = svg.numbers("rect", "y");
        assert!((tops[1] - tops[2] - heights[2]).abs() < 0.2, "{tops:?}");
        assert!((tops[2] - TOP).abs() < 0.2, "{tops:?}");
        let entries = columns.legend();
        assert_eq!(entries[1].shade, Shade::Category(1));
        assert_eq!(entries[1].label, "<Reports>");
        let classes = svg.classes("rect");
        assert_eq!(classes, ["c1", "c1", "c2"]);
    }

    #[test]
    fn the_fewest_are_counted_as_others() {
        let kinds = ["a", "b", "c", "d", "e", "f", "g"];
        let counts: Vec<_> = (0..7)
            .map(|kind| (2000, kind, 7 - u32::try_from(kind).unwrap()))
            .collect();
        let few = columns(&kinds, &counts).of_most("Others");
        assert_eq!(few.kinds, ["a", "b", "c", "d", "e", "Others"]);
        assert_eq!(
            few.years(),
            BTreeMap::from([(2000, vec![7, 6, 5, 4, 3, 3])])
        );
        let as_is = columns(&kinds[..6], &counts[..6]).of_most("Others");
        assert_eq!(as_is.kinds, kinds[..6]);
    }

    #[test]
    fn steps_are_round() {
        let steps = [1, 5, 6, 10, 11, 25, 26, 51, 101, 1_000].map(step);
        assert_eq!(steps, [1, 1, 2, 2, 2, 5, 5, 10, 20, 200]);
        for most in [1, 7, 99, 12_345, u32::MAX] {
            assert!(most / step(most) <= 5, "{most}");
        }
    }

    #[test]
    fn years_are_told_where_they_have_room() {
        let long = columns(&["Guides"], &[(1990, 0, 1), (2026, 0, 1)]);
        let svg = Svg::read(&long.markup().unwrap());
        svg.is_sound();
        let years: Vec<_> = svg
            .texts("text")
            .into_iter()
            .filter(|text| text.len() == 4)
            .collect();
        assert_eq!(
            years,
            [
                "1990", "1995", "2000", "2005", "2010", "2015", "2020", "2025"
            ]
        );
    }

    #[test]
    fn nothing_is_told_and_much_is_bounded() {
        for none in [
            columns(&["Guides"], &[]),
            columns(&["Guides"], &[(2000, 0, 0), (2000, 1, 4)]),
        ] {
            assert!(
                none.markup()
                    .unwrap()
                    .to_string()
                    .starts_with(r#"<p class="nothing">"#)
            );
        }
        let wild = columns(
            &["Guides"],
            &[(i32::MIN, 0, 1), (i32::MAX, 0, u32::MAX), (i32::MAX, 0, 9)],
        );
        Svg::read(&wild.markup().unwrap()).is_sound();
    }
}
