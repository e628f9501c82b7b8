//! What all figures have.

use std::fmt::{Display, Formatter};

use askama::Template;
use askama::filters::HtmlSafe;

use crate::error::{Error, Result};

/// What a figure is called, and what it says to those who do not see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caption<'a> {
    /// An id that no other figure of the page has.
    pub(crate) id: &'a str,
    /// What it shows.
    pub(crate) title: &'a str,
    /// What is to be seen in it, in a sentence or two.
    pub(crate) description: &'a str,
    /// What stands in its place where there is nothing to draw.
    pub(crate) empty: &'a str,
}

/// How an area is filled. What it means there, a [`Legend`](super::Legend) tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shade {
    /// One of several that have no order, from 0. Those after the sixth look like it.
    Category(usize),
    /// A step from the least, 0, to the most, 4.
    Step(usize),
}

impl Shade {
    /// How many categories can be told apart.
    pub(crate) const CATEGORIES: usize = 6;
    /// How many steps can be told apart.
    pub(crate) const STEPS: u32 = 5;

    /// The class by which `chart.css` knows it.
    pub(crate) fn class(self) -> &'static str {
        const CATEGORIES: [&str; Shade::CATEGORIES] = ["c1", "c2", "c3", "c4", "c5", "c6"];
        const STEPS: [&str; Shade::STEPS as usize] = ["s1", "s2", "s3", "s4", "s5"];
        match self {
            Self::Category(at) => CATEGORIES[at.min(Self::CATEGORIES - 1)],
            Self::Step(at) => STEPS[at.min(STEPS.len() - 1)],
        }
    }

    /// The pattern of `patterns.svg` that fills it, so that it can be told without colours.
    pub(crate) fn pattern(self) -> Option<&'static str> {
        match self {
            Self::Category(0 | 3) | Self::Step(_) => None,
            Self::Category(_) => Some(self.class()),
        }
    }
}

/// Markup that can stand in a page as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Markup(String);

impl Display for Markup {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// What it is made of was escaped by the template that wrote it.
impl HtmlSafe for Markup {}

/// Fills the template of a figure.
pub(crate) fn draw(template: &impl Template) -> Result<Markup> {
    let drawn = template.render();
    let drawn =
        drawn.map_err(|why| Error::internal(format!("a figure that cannot be drawn: {why}")))?;
    Ok(Markup(drawn))
}

/// What stands in the place of a figure that has nothing to show.
#[derive(Template)]
#[template(source = r#"<p class="nothing">{{ caption.empty }}</p>"#, ext = "html")]
struct Nothing<'a> {
    caption: Caption<'a>,
}

/// The markup in the place of a figure that has nothing to show.
pub(super) fn nothing(caption: Caption<'_>) -> Result<Markup> {
    draw(&Nothing { caption })
}

/// A length or place in a drawing, as short as can be seen.
pub(super) fn length(units: f64) -> f64 {
    (units * 10.0).round() / 10.0
}

/// How wide a text is at most, in the charts' letters.
pub(super) fn width_of(text: &str) -> f64 {
    /// A capital of a common font is about as wide; other letters are less.
    const LETTER: f64 = 8.0;
    let letters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    f64::from(letters) * LETTER
}

/// A place in a list as a number of lengths.
pub(super) fn times(at: usize) -> f64 {
    f64::from(u32::try_from(at).unwrap_or(u32::MAX))
}
