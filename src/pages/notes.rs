//! Notes: the sources of a page, numbered in the order in which the page cites them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::{Display, Formatter};

use askama::filters::HtmlSafe;

use entity::source::Model;

use super::cited::Citation;
use crate::bibliography::Sources;

/// The sources that a page has cited so far, of those that its answer is told with.
#[derive(Debug)]
pub(super) struct Notes {
    sources: Sources,
    cited: RefCell<Cited>,
}

#[derive(Debug, Default)]
struct Cited {
    numbers: HashMap<String, usize>,
    notes: Vec<Numbered>,
}

/// What is cited of a source.
#[derive(Debug)]
struct Numbered {
    key: String,
    locators: Vec<String>,
}

/// A numbered source.
#[derive(Debug)]
pub(super) struct Note<'n> {
    pub(super) number: usize,
    pub(super) source: &'n Model,
    /// The places in it that are cited.
    pub(super) locators: Vec<String>,
}

/// The marks of a fact: the numbers of its sources.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Marks(Vec<Mark>);

#[derive(Debug, PartialEq, Eq)]
struct Mark {
    number: usize,
    /// Whether it is the first of its source, which the note leads back to.
    is_first: bool,
}

impl Notes {
    /// Notes of these sources, none of which is cited yet.
    pub(super) fn of(sources: Sources) -> Self {
        Self {
            sources,
            cited: RefCell::default(),
        }
    }

    /// Cites the sources of a fact.
    pub(super) fn mark(&self, citations: &[Citation]) -> Marks {
        let mut cited = self.cited.borrow_mut();
        let mut marks = Vec::<Mark>::new();
        for citation in citations {
            let mark = cited.add(citation);
            if marks.iter().all(|one| one.number != mark.number) {
                marks.push(mark);
            }
        }
        Marks(marks)
    }

    /// A source that may be cited, by its key.
    pub(super) fn source(&self, key: &str) -> Option<&Model> {
        self.sources.get(key)
    }

    /// The sources that were cited.
    pub(super) fn all(&self) -> Vec<Note<'_>> {
        let cited = self.cited.borrow();
        let notes = cited.notes.iter().enumerate().filter_map(|(at, note)| {
            Some(Note {
                number: at + 1,
                source: self.sources.get(&note.key)?,
                locators: note.locators.clone(),
            })
        });
        notes.collect()
    }
}

impl Cited {
    fn add(&mut self, citation: &Citation) -> Mark {
        let key = citation.source.key();
        let next = self.notes.len() + 1;
        let number = *self.numbers.entry(key.to_owned()).or_insert(next);
        if number == next {
            self.notes.push(Numbered {
                key: key.to_owned(),
                locators: Vec::new(),
            });
        }
        if let (Some(locator), Some(note)) = (&citation.locator, self.notes.get_mut(number - 1))
            && !note.locators.contains(locator)
        {
            note.locators.push(locator.clone());
        }
        Mark {
            number,
            is_first: number == next,
        }
    }
}

impl Display for Marks {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        out.write_str("<sup>")?;
        for (at, Mark { number, is_first }) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(out, "{comma}<a href=\"#n{number}\"")?;
            if *is_first {
                write!(out, " id=\"r{number}\"")?;
            }
            write!(out, ">{number}</a>")?;
        }
        out.write_str("</sup>")
    }
}

/// Numbers alone.
impl HtmlSafe for Marks {}

#[cfg(test)]
mod tests {
    use super::super::cited::Source;
    use super::*;

    fn source(key: &str) -> Model {
        Model {
            id: key.to_owned(),
            title: format!("About {key}"),
            publisher: "P".to_owned(),
            year: None,
            url: None,
            accessed: None,
            archived: None,
            kind: entity::enums::SourceKind::Report,
            file: String::new(),
        }
    }

    fn citation(key: &str, locator: Option<&str>) -> Citation {
        Citation {
            locator: locator.map(str::to_owned),
            source: Source {
                id: format!("source:{key}"),
            },
        }
    }

    #[test]
    fn a_source_has_one_number_however_often_it_is_cited() {
        let mut sources = Sources::default();
        for key in ["a", "b", "c"] {
            sources.add(1, &source(key));
        }
        let notes = Notes::of(sources);
        let first = notes.mark(&[citation("a", Some("p. 1")), citation("b", None)]);
        assert_eq!(
            first.to_string(),
            "<sup><a href=\"#n1\" id=\"r1\">1</a>, <a href=\"#n2\" id=\"r2\">2</a></sup>"
        );
        let again = notes.mark(&[citation("a", Some("p. 2")), citation("a", Some("p. 1"))]);
        assert_eq!(again.to_string(), "<sup><a href=\"#n1\">1</a></sup>");
        assert_eq!(notes.mark(&[]).to_string(), "");
        let all = notes.all();
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].number, &*all[0].source.title), (1, "About a"));
        assert_eq!(all[0].locators, ["p. 1", "p. 2"]);
    }
}
