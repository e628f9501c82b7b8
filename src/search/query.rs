//! What is asked: words, "phrases" and -exclusions.

use super::analysis::{Word, is_function_word, words};
use crate::fold::sign;

/// The most characters that are read.
const MAX_LENGTH: usize = 256;
/// The most words that are looked for.
pub const MAX_WORDS: usize = 24;

/// A search, read and sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// All of these are in what is found.
    pub(super) clauses: Vec<Clause>,
    /// None of these is.
    pub(super) excluded: Vec<Clause>,
    /// All words asked for in a row, as a name could be.
    pub(super) whole: String,
}

/// One thing to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    Word {
        folded: String,
        stems: Vec<String>,
        /// How well a word has to match.
        rigour: Rigour,
    },
    /// Words in a row, without regard to capitals and accents.
    Phrase {
        words: Vec<String>,
        /// Whether the last may be the beginning of a word.
        is_begun: bool,
    },
}

/// How well a word has to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rigour {
    /// It or an inflection.
    Strict,
    /// It may have typing errors.
    Lenient,
    /// It may also be the beginning of a word.
    Begun,
}

/// Why a text is no search: what it takes instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError(pub String);

impl Clause {
    /// How many words it has.
    const fn words(&self) -> usize {
        match self {
            Self::Word { .. } => 1,
            Self::Phrase { words, .. } => words.len(),
        }
    }
}

impl Query {
    /// Reads what is asked.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        check_text(text)?;
        let items: Vec<_> = items(text)
            .into_iter()
            .map(|item| (words(item.text).collect::<Vec<_>>(), item))
            .collect();
        // Marks behind the last word do not end it.
        let last = items.iter().rposition(|(found, _)| !found.is_empty());
        let mut asked: Vec<(Clause, bool)> = Vec::new();
        let (mut excluded, mut whole) = (Vec::new(), Vec::new());
        for (number, (found, item)) in items.iter().enumerate() {
            let is_last = Some(number) == last;
            if item.is_excluded {
                excluded.extend(exclusion(found, item.is_quoted));
                continue;
            }
            whole.extend(found.iter().map(|word| word.folded.clone()));
            if item.is_quoted {
                let phrase = phrase(found, is_last && item.is_open);
                asked.extend(phrase.map(|phrase| (phrase, false)));
                continue;
            }
            let last_word = found.len();
            for (place, word) in (1..).zip(found) {
                let is_begun = is_last && place == last_word;
                let rigour = if is_begun {
                    Rigour::Begun
                } else {
                    Rigour::Lenient
                };
                let joins = word.is_elided || is_function_word(&word.folded);
                asked.push((clause(word, rigour), joins));
            }
        }
        if asked.is_empty() {
            let message = if excluded.is_empty() {
                "takes at least one word of letters or digits"
            } else {
                "takes at least one word to look for beside those to leave out"
            };
            return Err(QueryError(message.to_owned()));
        }
        if asked.iter().any(|(_, joins)| !joins) {
            asked.retain(|(_, joins)| !joins);
        }
        let all = asked.iter().map(|(clause, _)| clause).chain(&excluded);
        let count: usize = all.map(Clause::words).sum();
        if count > MAX_WORDS {
            let message = format!("takes at most {MAX_WORDS} words, not {count}");
            return Err(QueryError(message));
        }
        let mut clauses: Vec<Clause> = Vec::new();
        for (clause, _) in asked {
            if !clauses.contains(&clause) {
                clauses.push(clause);
            }
        }
        Ok(Self {
            clauses,
            excluded,
            whole: whole.join(" "),
        })
    }
}

/// Whether a text can be read at all: not blank, not too long, of one line.
pub fn check_text(text: &str) -> Result<(), QueryError> {
    let length = text.chars().count();
    let message = if text.trim().is_empty() {
        "takes at least one word, not a blank text".to_owned()
    } else if length > MAX_LENGTH {
        format!("takes at most {MAX_LENGTH} characters, not {length}")
    } else if text.chars().any(char::is_control) {
        "takes text without control characters".to_owned()
    } else {
        return Ok(());
    };
    Err(QueryError(message))
}

/// A part of the text: what stands between blanks or quotation marks.
struct Item<'t> {
    text: &'t str,
    is_quoted: bool,
    /// Whether it is quoted up to the end of the text, where no other mark stands.
    is_open: bool,
    is_excluded: bool,
}

/// The parts of the text. A quotation mark without another is closed at the end: it is being typed.
fn items(text: &str) -> Vec<Item<'_>> {
    let is_mark = |letter: char| sign(letter) == Some('"');
    let mut items = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let without = rest.strip_prefix(is_dash).unwrap_or(rest);
        let is_nothing = |letter: char| is_dash(letter) || letter.is_whitespace();
        let is_excluded = without.len() < rest.len() && !without.starts_with(is_nothing);
        let inner = without.strip_prefix(is_mark);
        let closed = inner.and_then(|inner| inner.split_once(is_mark));
        let (text, end) = match (inner, closed) {
            (_, Some(parts)) => parts,
            (Some(inner), None) => (inner, ""),
            (None, None) => {
                let is_end = |letter: char| letter.is_whitespace() || is_mark(letter);
                without.split_at(without.find(is_end).unwrap_or(without.len()))
            }
        };
        items.push(Item {
            text,
            is_quoted: inner.is_some(),
            is_open: closed.is_none(),
            is_excluded,
        });
        rest = end.trim_start();
    }
    items
}

/// Whether a character excludes the word behind it: a dash of any kind, as programs write them for one another.
fn is_dash(letter: char) -> bool {
    sign(letter) == Some('-')
}

fn clause(word: &Word<'_>, rigour: Rigour) -> Clause {
    Clause::Word {
        folded: word.folded.clone(),
        stems: word.stems(None),
        rigour,
    }
}

fn phrase(words: &[Word<'_>], is_begun: bool) -> Option<Clause> {
    let words: Vec<_> = words.iter().map(|word| word.folded.clone()).collect();
    (!words.is_empty()).then_some(Clause::Phrase { words, is_begun })
}

/// What an excluded item excludes: several words joined by a hyphen only together.
fn exclusion(words: &[Word<'_>], is_quoted: bool) -> Option<Clause> {
    match words {
        [word] if !is_quoted => Some(clause(word, Rigour::Strict)),
        words => phrase(words, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let query = Query::parse(text).expect("a query");
        let show = |sign: &str, clauses: &[Clause]| -> Vec<String> {
            let show = |clause: &Clause| match clause {
                Clause::Word {
                    folded,
                    rigour: Rigour::Begun,
                    ..
                } => format!("{sign}{folded}*"),
                Clause::Word { folded, .. } => format!("{sign}{folded}"),
                Clause::Phrase { words, is_begun } => {
                    format!("{sign}{words:?}{}", if *is_begun { "*" } else { "" })
                }
            };
            clauses.iter().map(show).collect()
        };
        let all = [show("", &query.clauses), show("-", &query.excluded)];
        all.concat().join(" ")
    }

    #[test]
    fn words_phrases_and_exclusions_are_read() {
        assert_eq!(shown("RCM  guidelines"), "rcm guidelines*");
        assert_eq!(
            shown("\"Bali Process\" -smuggling"),
            r#"["bali", "process"] -smuggling"#
        );
        assert_eq!(
            shown("x-z c -d-e -\"f g\""),
            r#"x z c -["d", "e"] -["f", "g"]"#
        );
        assert_eq!(shown("Europe - Asia"), "europe asia*");
        for dash in ['\u{2010}', '\u{2011}', '–', '—', '−', '﹣', '－'] {
            let text = format!("rcm {dash}smuggling {dash}\"a b\"");
            assert_eq!(shown(&text), r#"rcm -smuggling -["a", "b"]"#, "{text}");
            assert_eq!(shown(&format!("Europe {dash} Asia")), "europe asia*");
            assert_eq!(shown(&format!("x{dash}z c")), "x z c*");
        }
        assert_eq!(
            shown("«Processus de Rabat»"),
            r#"["processus", "de", "rabat"]"#
        );
        assert_eq!(shown("rcm rcm RCM "), "rcm rcm*");
    }

    #[test]
    fn words_that_only_join_are_left_out_unless_alone() {
        assert_eq!(shown("guidelines on the children"), "guidelines children*");
        assert_eq!(shown("for the"), "for the*");
        assert_eq!(shown("cote d'ivoire"), "cote ivoire*");
        assert_eq!(shown("cote d ivoire"), "cote d ivoire*");
        assert_eq!(shown("d'"), "d*");
    }

    #[test]
    fn what_is_no_word_does_not_end_the_last_one() {
        for text in [
            "mexi ,",
            "mexi -",
            "mexi — ",
            "mexi 🙂",
            "mexi \"",
            "mexi …\u{301}",
        ] {
            assert_eq!(shown(text), "mexi*", "{text}");
        }
        assert_eq!(shown("mexi -smuggling ,"), "mexi -smuggling");
    }

    #[test]
    fn a_quotation_mark_alone_is_closed_at_the_end() {
        assert_eq!(shown("\"puebla proc"), r#"["puebla", "proc"]*"#);
        assert_eq!(shown("x “puebla"), r#"x ["puebla"]*"#);
        assert_eq!(shown("x \""), "x*");
        assert_eq!(shown("\"a b\" c \" ,"), r#"["a", "b"] c*"#);
        assert_eq!(shown("x -\"y z"), r#"x -["y", "z"]"#);
    }

    #[test]
    fn what_is_no_search_is_told() {
        let long = "x".repeat(257);
        let many = "word ".repeat(25);
        for (text, takes) in [
            ("", "blank"),
            (" \u{3000} ", "blank"),
            (&long, "256 characters, not 257"),
            (&many, "24 words, not 25"),
            ("a\u{0}b", "control"),
            ("\"", "letters or digits"),
            ("-x -\"y z\"", "beside those to leave out"),
            ("!!! \u{301} -", "letters or digits"),
        ] {
            let error = Query::parse(text).expect_err("no query");
            assert!(error.0.contains(takes), "{text:?}: {}", error.0);
        }
    }
}
