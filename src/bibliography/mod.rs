//! Bibliographies: sources as programs that manage references take them, in CSL-JSON, BibTeX and RIS.
//!
//! May use: `error`.

mod bibtex;
mod csl;
mod ris;
mod style;
mod text;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use entity::source::Model;

pub use csl::Item;
pub use style::Style;

/// Sources, each once, by their keys. One that several versions tell otherwise is told as the newest of them does.
#[derive(Clone, Debug, Default)]
pub struct Sources(BTreeMap<String, (i64, Model)>);

impl Sources {
    /// Adds a source as a version tells it.
    pub fn add(&mut self, version: i64, source: &Model) {
        match self.0.entry(source.id.clone()) {
            Entry::Vacant(place) => drop(place.insert((version, source.clone()))),
            Entry::Occupied(mut known) if known.get().0 < version => {
                known.insert((version, source.clone()));
            }
            Entry::Occupied(_) => {}
        }
    }

    /// The source with a key, if it is one of them.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Model> {
        self.0.get(key).map(|(_, source)| source)
    }

    /// About how many bytes they take in any style.
    #[must_use]
    pub fn weight(&self) -> usize {
        let length = |text: &Option<String>| text.as_deref().map_or(0, str::len);
        let weights = self.iter().map(|source| {
            let texts = [&source.id, &source.title, &source.publisher];
            let texts: usize = texts.iter().map(|text| text.len()).sum();
            texts + length(&source.url) + 2 * length(&source.archived) + 250
        });
        weights.sum()
    }

    /// As CSL-JSON.
    pub fn items(&self) -> impl Iterator<Item = Item<'_>> {
        self.iter().map(Item::from)
    }

    /// As a file in a style.
    #[must_use]
    pub fn written(&self, style: Style) -> String {
        match style {
            Style::Csl => csl::written(self.items()),
            Style::Bibtex => self.iter().map(bibtex::entry).collect(),
            Style::Ris => self.iter().map(ris::record).collect(),
        }
    }

    fn iter(&self) -> impl Iterator<Item = &Model> {
        self.0.values().map(|(_, source)| source)
    }
}

#[cfg(test)]
mod tests {
    use entity::enums::SourceKind;

    use super::*;

    fn source() -> Model {
        Model {
            id: "odd".to_owned(),
            title: "50 % -- of {Xiangshan} & R\\O_1 ~ #^$\nÉtats d’Afrique".to_owned(),
            publisher: "Foro & Cía".to_owned(),
            year: Some(996),
            url: Some("https://example.org/a_b?x={1}&y=%20\\#z".to_owned()),
            accessed: chrono::NaiveDate::from_ymd_opt(2026, 1, 5),
            archived: Some("https://archive.example/x_1".to_owned()),
            kind: SourceKind::Report,
            file: "iscm/odd".to_owned(),
        }
    }

    fn written(style: Style) -> String {
        let mut sources = Sources::default();
        sources.add(1, &source());
        sources.written(style)
    }

    #[test]
    fn bibtex_is_escaped_for_tex_and_addresses_are_not() {
        assert_eq!(
            written(Style::Bibtex),
            "@techreport{odd,\n  title = {{50 \\% -{}- of \\{Xiangshan\\} \\& R\\textbackslash{}O\\_1 \
             \\textasciitilde{} \\#\\textasciicircum{}\\$ États d’Afrique}},\n  institution = {{Foro \\& Cía}},\n  \
             year = {0996},\n  url = {https://example.org/a_b?x=%7B1%7D&y=%20%5C#z},\n  urldate = {2026-01-05},\n  \
             note = {Archived at https://archive.example/x\\_1},\n}\n\n"
        );
    }

    #[test]
    fn a_record_of_ris_is_lines_with_tags() {
        assert_eq!(
            written(Style::Ris),
            "TY  - RPRT\r\nID  - odd\r\nTI  - 50 % -- of {Xiangshan} & R\\O_1 ~ #^$ États d’Afrique\r\n\
             PB  - Foro & Cía\r\nPY  - 0996\r\nUR  - https://example.org/a_b?x={1}&y=%20\\#z\r\n\
             Y2  - 2026/01/05/\r\nN1  - Archived at https://archive.example/x_1\r\nER  - \r\n\r\n"
        );
    }

    #[test]
    fn csl_has_dates_in_parts() {
        let items: serde_json::Value = serde_json::from_str(&written(Style::Csl)).expect("JSON");
        assert_eq!(
            items,
            serde_json::json!([{
                "id": "odd",
                "type": "report",
                "title": source().title,
                "publisher": "Foro & Cía",
                "issued": { "date-parts": [[996]] },
                "accessed": { "date-parts": [[2026, 1, 5]] },
                "URL": source().url,
                "archive": "archive.example",
                "archive_location": "https://archive.example/x_1",
            }])
        );
    }

    #[test]
    fn the_newest_version_of_a_source_is_told_once() {
        let mut sources = Sources::default();
        for (version, title) in [(2, "two"), (3, "three"), (1, "one")] {
            let title = title.to_owned();
            sources.add(version, &Model { title, ..source() });
        }
        let titles: Vec<_> = sources.iter().map(|source| &*source.title).collect();
        assert_eq!(titles, ["three"]);
    }
}
