//! A strip of years: who held an office in each, as the chair of an ISCM.

use askama::Template;

use super::figure::{Caption, Markup, draw, length, nothing, times, width_of};
use crate::error::Result;

/// How many years stand in a line.
const LINE: i32 = 10;
/// How wide a year is.
const YEAR: f64 = 36.0;
/// How high the years' numbers are.
const NUMBERS: f64 = 18.0;
/// How high one of those is that hold the office together.
const HOLDER: f64 = 18.0;
/// How high a line is at least, and what is left free below it.
const LOWEST: f64 = 30.0;
const GAP: f64 = 8.0;

/// The years of an office.
#[derive(Clone, Debug)]
pub(crate) struct Strip<'a> {
    pub(crate) caption: Caption<'a>,
    /// The first and the last year that are shown.
    pub(crate) years: (i32, i32),
    /// The terms, in any order.
    pub(crate) terms: Vec<Term<'a>>,
    /// What is said of years of which no holder is known.
    pub(crate) gap: &'a str,
    /// What is said of years in which a term may have gone on.
    pub(crate) open: &'a str,
}

/// A term of an office.
#[derive(Clone, Debug)]
pub(crate) struct Term<'a> {
    pub(crate) from: i32,
    /// The last year; none where it is not known, and the term goes on at most until another begins.
    pub(crate) to: Option<i32>,
    pub(crate) name: &'a str,
    /// The name where there is little room, as a country's code or flag.
    pub(crate) short: &'a str,
    /// Where it leads.
    pub(crate) href: Option<String>,
}

/// Years that follow each other, in which the same hold the office.
#[derive(Clone, Debug)]
pub(crate) struct Spell<'s, 'a> {
    pub(crate) from: i32,
    pub(crate) to: i32,
    /// Who holds it, and whether that is certain; nobody in a gap.
    pub(crate) holders: Vec<(&'s Term<'a>, bool)>,
}

impl<'a> Strip<'a> {
    /// The years in order, each in one spell.
    pub(crate) fn spells(&self) -> Vec<Spell<'_, 'a>> {
        /// More years than any office has are not drawn.
        const MOST: i32 = 300;
        let (first, last) = self.years;
        let last = last.min(9_999);
        let first = first.max(last.saturating_sub(MOST - 1));
        let mut terms: Vec<_> = self.terms.iter().collect();
        terms.sort_by_key(|term| term.from);
        let ends: Vec<_> = terms.iter().map(|term| end(term, &terms)).collect();
        let mut spells: Vec<Spell<'_, 'a>> = Vec::new();
        for year in first..=last {
            let mut holders: Vec<(&Term<'a>, bool)> = Vec::new();
            for (term, end) in terms.iter().zip(&ends) {
                if term.from > year || end.is_some_and(|end| end < year) {
                    continue;
                }
                let is_certain = term.to.is_some() || year == term.from;
                // Who goes on in another way, as one of two, is named once.
                match holders
                    .iter_mut()
                    .find(|(other, _)| other.name == term.name)
                {
                    Some((_, certain)) => *certain |= is_certain,
                    None => holders.push((term, is_certain)),
                }
            }
            // In the same order in each year.
            holders.sort_by_key(|(term, _)| term.name);
            let same = |spell: &Spell<'_, '_>| {
                let before = spell
                    .holders
                    .iter()
                    .map(|(term, certain)| (term.name, *certain));
                before.eq(holders.iter().map(|(term, certain)| (term.name, *certain)))
            };
            match spells.last_mut() {
                Some(spell) if same(spell) => spell.to = year,
                _ => spells.push(Spell {
                    from: year,
                    to: year,
                    holders,
                }),
            }
        }
        spells
    }

    /// The chart.
    pub(crate) fn markup(&self) -> Result<Markup> {
        let spells = self.spells();
        let most = spells.iter().map(|spell| spell.holders.len()).max();
        let Some(most) = most.filter(|most| *most > 0) else {
            return nothing(self.caption);
        };
        let high = (HOLDER * times(most)).max(LOWEST);
        let line_height = NUMBERS + high + GAP;
        let first = spells.first().map_or(0, |spell| spell.from);
        let place = |year: i32| {
            let at = year - first;
            (
                f64::from(at % LINE) * YEAR,
                f64::from(at / LINE) * line_height,
            )
        };
        let last = spells.last().map_or(first, |spell| spell.to);
        let years = (first..=last).map(|year| {
            let (x, y) = place(year);
            (year, x + YEAR / 2.0, y + 13.0)
        });
        let mut boxes = Vec::new();
        for spell in &spells {
            for (from, to) in lines(spell, first) {
                let (x, y) = place(from);
                let width = f64::from(to - from + 1) * YEAR - 2.0;
                let whole = (x + 1.0, y + NUMBERS, width);
                boxes.extend(self.boxes(spell, whole, high));
            }
        }
        let (_, below) = place(last);
        draw(&Drawing {
            caption: self.caption,
            linked: self.terms.iter().any(|term| term.href.is_some()),
            height: below + line_height,
            years: years.collect(),
            boxes,
        })
    }

    /// What is drawn of a spell in a line, in the place that it has there.
    fn boxes<'s>(
        &self,
        spell: &Spell<'s, '_>,
        (x, y, width): (f64, f64, f64),
        high: f64,
    ) -> Vec<Holder<'s>> {
        let years = if spell.from == spell.to {
            spell.from.to_string()
        } else {
            format!("{}–{}", spell.from, spell.to)
        };
        let count = times(spell.holders.len().max(1));
        let height = high / count;
        let holder = |at: usize| Holder {
            x,
            y: length(y + height * times(at)),
            width,
            height: length(height - 1.0),
            class: "gap",
            title: format!("{years}: {}", self.gap),
            label: "",
            href: None,
        };
        if spell.holders.is_empty() {
            return vec![holder(0)];
        }
        let holders = spell.holders.iter().enumerate();
        let holders = holders.map(|(at, (term, is_certain))| {
            let open = if *is_certain {
                String::new()
            } else {
                format!(" ({})", self.open)
            };
            let fits = |text: &&&str| width_of(text) <= width;
            let label = [&term.name, &term.short].into_iter().find(fits);
            Holder {
                class: if *is_certain { "held" } else { "held open" },
                title: format!("{years}: {}{open}", term.name),
                label: label.copied().unwrap_or_default(),
                href: term.href.as_deref(),
                ..holder(at)
            }
        });
        holders.collect()
    }
}

/// The last year of a term, where there is one.
fn end(term: &Term<'_>, all: &[&Term<'_>]) -> Option<i32> {
    let later = all.iter().filter(|other| other.from > term.from);
    let next = || later.map(|other| other.from - 1).min();
    term.to.or_else(next)
}

/// The years of a spell, line by line.
fn lines(spell: &Spell<'_, '_>, first: i32) -> Vec<(i32, i32)> {
    let mut lines = Vec::new();
    let mut from = spell.from;
    while from <= spell.to {
        let line_ends = from + LINE - 1 - (from - first) % LINE;
        let to = line_ends.min(spell.to);
        lines.push((from, to));
        from = to + 1;
    }
    lines
}

#[derive(Template)]
#[template(path = "chart/strip.svg")]
struct Drawing<'a> {
    caption: Caption<'a>,
    linked: bool,
    height: f64,
    years: Vec<(i32, f64, f64)>,
    boxes: Vec<Holder<'a>>,
}

struct Holder<'a> {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    class: &'static str,
    title: String,
    label: &'a str,
    href: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::super::svg::{CAPTION, Svg};
    use super::*;

    fn term(
        from: i32,
        to: impl Into<Option<i32>>,
        name: &'static str,
        short: &'static str,
    ) -> Term<'static> {
        Term {
            from,
            to: to.into(),
            name,
            short,
            href: None,
        }
    }

    fn strip(years: (i32, i32), terms: Vec<Term<'static>>) -> Strip<'static> {
        Strip {
            caption: CAPTION,
            years,
            terms,
            gap: "not known",
            open: "end not known",
        }
    }

    fn told(strip: &Strip<'_>) -> Vec<String> {
        let spells = strip.spells();
        let spells = spells.iter().map(|spell| {
            let holders = spell.holders.iter().map(|(term, certain)| {
                let mark = if *certain { "" } else { "?" };
                format!("{}{mark}", term.short)
            });
            let holders: Vec<_> = holders.collect();
            format!("{}-{} {}", spell.from, spell.to, holders.join("+"))
        });
        spells.collect()
    }

    #[test]
    fn each_year_is_in_one_spell() {
        let gfmd = vec![
            term(2014, 2015, "Türkiye", "TR"),
            term(2013, 2014, "Sweden", "SE"),
            term(2017, 2018, "Germany", "DE"),
            term(2017, 2018, "Morocco", "MA"),
        ];
        assert_eq!(
            told(&strip((2012, 2019), gfmd)),
            [
                "2012-2012 ",
                "2013-2013 SE",
                "2014-2014 SE+TR",
                "2015-2015 TR",
                "2016-2016 ",
                "2017-2018 DE+MA",
                "2019-2019 "
            ]
        );
        // A term whose end is not known goes on until the next begins, and is certain in its first year alone; those
        // that began together go on together.
        let open = vec![
            term(2010, None, "Viet Nam", "VN"),
            term(2013, None, "Australia", "AU"),
            term(2013, None, "Indonesia", "ID"),
        ];
        assert_eq!(
            told(&strip((2010, 2015), open)),
            [
                "2010-2010 VN",
                "2011-2012 VN?",
                "2013-2013 AU+ID",
                "2014-2015 AU?+ID?"
            ]
        );
        let goes_on = vec![
            term(2004, 2006, "Hungary", "HU"),
            term(2006, 2007, "Türkiye", "TR"),
            term(2006, 2007, "Hungary", "HU"),
        ];
        assert_eq!(
            told(&strip((2004, 2007), goes_on)),
            ["2004-2005 HU", "2006-2007 HU+TR"]
        );
    }

    #[test]
    fn what_is_drawn_are_the_spells() {
        let mut terms = vec![
            term(1996, 1997, "El <Salvador>", "SV"),
            term(2004, 2007, "Dominican Republic", "DO"),
            term(2008, None, "Mexico", "MX"),
        ];
        terms[0].href = Some("country/sv".to_owned());
        let svg = Svg::read(&strip((1996, 2009), terms).markup().unwrap());
        svg.is_sound();
        assert_eq!(svg.attribute("svg", "role"), ["group"]);
        assert_eq!(svg.attribute("a", "href"), ["country/sv"]);
        // The title of the whole is the first; a term that goes on in the next line is drawn in both.
        assert_eq!(
            svg.texts("title")[1..],
            [
                "1996–1997: El <Salvador>",
                "1998–2003: not known",
                "2004–2007: Dominican Republic",
                "2004–2007: Dominican Republic",
                "2008: Mexico",
                "2009: Mexico (end not known)"
            ]
        );
        assert_eq!(
            svg.classes("rect"),
            ["held", "gap", "held", "held", "held", "held open"]
        );
        let texts = svg.texts("text");
        let (years, labels): (Vec<_>, Vec<_>) = texts
            .into_iter()
            .partition(|text| text.parse::<i32>().is_ok());
        assert_eq!(years.len(), 14);
        assert_eq!(labels, ["SV", "DO", "DO", "MX", "MX"]);
        let widths = svg.numbers("rect", "width");
        assert_eq!(widths[..3], [2.0, 6.0, 2.0].map(|years| years * YEAR - 2.0));
    }

    #[test]
    fn names_stand_where_there_is_room() {
        let terms = vec![
            term(2001, 2009, "Peru", "PE"),
            term(2010, 2010, "Bolivia (Plurinational State of)", "BO"),
        ];
        let svg = Svg::read(&strip((2001, 2010), terms).markup().unwrap());
        let labels: Vec<_> = svg
            .texts("text")
            .into_iter()
            .filter(|text| text.parse::<i32>().is_err())
            .collect();
        assert_eq!(labels, ["Peru", "BO"]);
    }

    #[test]
    fn nothing_is_told_and_much_is_bounded() {
        let html = strip((1996, 2026), vec![]).markup().unwrap().to_string();
        assert_eq!(
            html,
            r#"<p class="nothing">There is &#60;nothing&#62;.</p>"#
        );
        let turned = strip((2026, 1996), vec![term(2000, None, "Peru", "PE")]);
        assert!(turned.markup().unwrap().to_string().starts_with("<p"));
        let endless = strip(
            (i32::MIN, i32::MAX),
            vec![term(i32::MIN, None, "Peru", "PE")],
        );
        let svg = Svg::read(&endless.markup().unwrap());
        svg.is_sound();
    }
}
