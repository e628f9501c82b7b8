//! Charts as SVG that the server writes: each is drawn of plain data, which a page can also show as a table.
//!
//! They have no script and no style of their own: `chart.css` styles their classes. Lengths are in the units of a
//! view box as wide as a small phone, so that texts can be read there; only [`Matrix`] grows with its data, and is to be
//! scrolled. They are drawn from left to right in all languages.

mod bars;
mod columns;
mod figure;
mod legend;
mod matrix;
mod strip;
#[cfg(test)]
pub(super) mod svg;

pub(crate) use bars::{Bar, Bars};
pub(crate) use columns::{Columns, Count};
pub(crate) use figure::{Caption, Markup, Shade, draw};
pub(crate) use legend::{Entry, Legend, Steps};
pub(crate) use matrix::{Cell, Label, Matrix};
pub(crate) use strip::{Strip, Term};
