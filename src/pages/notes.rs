//! Notes: the sources of a page, numbered in the order in which the page cites them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::{Display, Formatter};

use askama::filters::HtmlSafe;

use super::cited::{Citation, Source};

/// The sources that a page has cited so far.
#[derive(Debug, Default)]
pub(super) struct Notes(RefCell<Cited>);

#[derive(Debug, Default)]
struct Cited {
    numbers: HashMap<String, usize>,
    sources: Vec<Note>,
}

/// A numbered source.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub(super) number: usize,
    pub(super) source: Source,
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
    /// Cites the sources of a fact.
    pub(super) fn mark(&self, citations: &[Citation]) -> Marks {
        let mut cited = self.0.borrow_mut();
        let mut marks = Vec::<Mark>::new();
        for citation in citations {
            let mark = cited.add(citation);
            if marks.iter().all(|one| one.number != mark.number) {
                marks.push(mark);
            }
        }
        Marks(marks)
    }

    /// The sources that were cited.
    pub(super) fn all(&self) -> Vec<Note> {
        self.0.borrow().sources.clone()
    }
}

impl Cited {
    fn add(&mut self, citation: &Citation) -> Mark {
        let source = &citation.source;
        let next = self.sources.len() + 1;
        let number = *self.numbers.entry(source.id.clone()).or_insert(next);
        if number == next {
            self.sources.push(Note {
                number,
                source: source.clone(),
                locators: Vec::new(),
            });
        }
        if let (Some(locator), Some(note)) = (&citation.locator, self.sources.get_mut(number - 1))
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
    use super::*;

    fn citation(id: &str, locator: Option<&str>) -> Citation {
        Citation {
            locator: locator.map(str::to_owned),
            source: Source {
                id: id.to_owned(),
                title: "T".to_owned(),
                publisher: "P".to_owned(),
                year: None,
                url: None,
                accessed: None,
                archived: None,
            },
        }
    }

    #[test]
    fn a_source_has_one_number_however_often_it_is_cited() {
        let notes = Notes::default();
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
        assert_eq!(all[0].locators, ["p. 1", "p. 2"]);
    }
}
