//! The names that are suggested.

use entity::tables::NodeType;

use super::analysis::words;
use super::documents::Text;
use crate::model::of_record;

/// The names of the types that are suggested, by the beginning of each of their words.
#[derive(Debug, Default)]
pub(super) struct Suggestions {
    /// The names, folded, words parted by blanks and names by line ends.
    pub(super) text: String,
    pub(super) names: Vec<Name>,
    /// Where in the text words begin, in the order of what stands there.
    begins: Vec<u32>,
}

/// A name.
#[derive(Debug)]
pub(super) struct Name {
    /// Where it begins in the text.
    pub(super) start: u32,
    /// Whose it is.
    pub(super) document: u32,
    pub(super) kind: NodeType,
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

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// Orders what was added.
    pub(super) fn sort(&mut self) {
        let text = self.text.as_bytes();
        let rest = |begin: u32| {
            let rest = &text[begin as usize..];
            let end = rest.iter().position(|byte| *byte == b'\n');
            &rest[..end.unwrap_or(rest.len())]
        };
        self.begins
            .sort_unstable_by(|one, other| rest(*one).cmp(rest(*other)).then(one.cmp(other)));
        self.begins.shrink_to_fit();
    }

    /// The places where a name goes on with a prefix.
    pub(super) fn matches(&self, prefix: &str) -> &[u32] {
        let at = |begin: u32| &self.text.as_bytes()[begin as usize..];
        let prefix = prefix.as_bytes();
        let from = self.begins.partition_point(|begin| at(*begin) < prefix);
        let behind = &self.begins[from..];
        &behind[..behind.partition_point(|begin| at(*begin).starts_with(prefix))]
    }

    /// The name that a place lies in, by its number.
    pub(super) fn name_at(&self, begin: u32) -> usize {
        self.names.partition_point(|name| name.start <= begin) - 1
    }

    /// How long a name is, folded.
    pub(super) fn length(&self, number: usize) -> u32 {
        let next = self.names.get(number + 1);
        next.map_or_else(|| self.end(), |next| next.start) - self.names[number].start
    }
}
