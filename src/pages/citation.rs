//! How a page is cited, as programs that manage references take it.

use entity::enums::SourceKind;
use entity::source::Model;

use super::frame::Frame;
use super::show::Shown;
use crate::bibliography::{Sources, Style};

/// The page as an entry of a bibliography.
#[must_use]
pub fn citation(frame: &Frame<'_>, shown: &Shown, style: Style) -> String {
    let year = shown
        .day
        .as_deref()
        .and_then(|day| day.get(..4)?.parse().ok());
    let name = name(&shown.title);
    let source = Model {
        id: format!("{name}-v{}", shown.version),
        title: format!(
            "{} ({} {})",
            shown.title, frame.t.foot.version, shown.version
        ),
        publisher: frame.t.common.site.clone(),
        year,
        url: frame.public.map(|_| frame.at(shown.version)),
        accessed: None,
        archived: None,
        kind: SourceKind::WebPage,
        file: String::new(),
    };
    let mut sources = Sources::default();
    sources.add(shown.version, &source);
    sources.written(style)
}

/// A title as a name of files and entries.
#[must_use]
pub fn name(title: &str) -> String {
    let mut name = slug::slugify(title);
    name.truncate(60);
    name
}
