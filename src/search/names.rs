//! The names that are suggested.

use entity::tables::NodeType;

use super::analysis::words;
use super::documents::Text;
use crate::model::of_record;

/// The longest text that is taken to be misspelt.
const MAX_MISSPELT: usize = 32;

/// The names of the types that are suggested, by the beginning of each of their words.
#[derive(Debug, Default)]
pub(super) struct Suggestions {
    /// The names, folded, words parted by blanks and names by line ends.
    pub(super) text: String,
    pub(super) names: Vec<Name>,
    /// Where in the text words begin, in the order of what stands there.
    begins: Vec<usize>,
}

/// A name.
#[derive(Debug)]
pub(super) struct Name {
    /// Where it begins in the text.
    pub(super) start: usize,
    /// Whose it is.
    pub(super) document: u32,
    pub(super) kind: NodeType,
    /// Whether it comes after the names of others that begin alike.
    pub(super) is_other: bool,
}

/// A text's words, folded.
pub(super) fn joined(text: &str) -> String {
    let words: Vec<_> = words(text).map(|word| word.folded).collect();
    words.join(" ")
}

impl Suggestions {
    /// Adds a record's names.
    pub(super) fn add(&mut self, document: u32, kind: NodeType, names: &[Text<'_>]) {
        if !of_record(kind).is_suggested {
            return;
        }
        for name in names {
            let start = self.end();
            self.names.push(Name {
                start,
                document,
                kind,
                is_other: name.is_other,
            });
            for word in words(name.text) {
                if self.end() > start {
                    self.text.push(' ');
                }
                self.begins.push(self.end());
                self.text.push_str(&word.folded);
            }
            self.text.push('\n');
        }
    }

    fn end(&self) -> usize {
        self.text.len()
    }

    /// Orders what was added.
    pub(super) fn sort(&mut self) {
        let text = self.text.as_bytes();
        let rest = |begin: usize| {
            let rest = &text[begin..];
            let end = rest.iter().position(|byte| *byte == b'\n');
            &rest[..end.unwrap_or(rest.len())]
        };
        self.begins
            .sort_unstable_by(|one, other| rest(*one).cmp(rest(*other)).then(one.cmp(other)));
        self.begins.shrink_to_fit();
    }

    /// The places where a name goes on with a prefix.
    pub(super) fn matches(&self, prefix: &str) -> &[usize] {
        let at = |begin: usize| &self.text.as_bytes()[begin..];
        let prefix = prefix.as_bytes();
        let from = self.begins.partition_point(|begin| at(*begin) < prefix);
        let behind = &self.begins[from..];
        &behind[..behind.partition_point(|begin| at(*begin).starts_with(prefix))]
    }

    /// The name that a place lies in, by its number.
    pub(super) fn name_at(&self, begin: usize) -> usize {
        self.names.partition_point(|name| name.start <= begin) - 1
    }

    /// Where names begin that are a typing error or two away from a text, or begin so; each with the
    /// number of errors. The first letter is taken to be right.
    pub(super) fn near(&self, typed: &str) -> Vec<(usize, usize)> {
        let length = typed.chars().count();
        let most = match length {
            0..3 => return Vec::new(),
            3..8 => 1,
            8..=MAX_MISSPELT => 2,
            _ => return Vec::new(),
        };
        let errors = |(number, name): (usize, &Name)| {
            let folded = &self.text[name.start..name.start + self.length(number) - 1];
            if folded.chars().next() != typed.chars().next() {
                return None;
            }
            let begun = folded
                .char_indices()
                .nth(length)
                .map_or(folded.len(), |(end, _)| end);
            let errors = strsim::osa_distance(&folded[..begun], typed);
            (errors <= most).then_some((errors, name.start))
        };
        self.names.iter().enumerate().filter_map(errors).collect()
    }

    /// How long a name is, folded, with the end of its line.
    pub(super) fn length(&self, number: usize) -> usize {
        let next = self.names.get(number + 1);
        next.map_or_else(|| self.end(), |next| next.start) - self.names[number].start
    }
}
