//! A part of the index: the terms of some records, and what ranks those beside them.

use std::collections::HashMap;
use std::sync::Arc;

use entity::values::Language;
use tantivy::directory::RamDirectory;
use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{ReloadPolicy, TantivyDocument};

use super::analysis::words;
use super::documents::Document;
use super::names::Suggestions;
use super::weights::factor;
use crate::graph::Scope;
use crate::model::Record;

/// How much memory the writer reckons with. It sizes its table of terms for it, which grows; it does
/// not begin another segment.
const MEMORY: usize = 1 << 24;
/// The same for a few records, whose table is made soon.
const LITTLE_MEMORY: usize = 1 << 19;
/// How many records are a few.
const FEW: usize = 1000;

/// The index of some records, which have numbers of their own in it, one after the other.
pub(super) struct Part {
    pub(super) suggestions: Suggestions,
    /// How much each document's scores count.
    pub(super) factors: Vec<f32>,
    pub(super) schema: Schema,
    pub(super) fields: Fields,
    pub(super) segment: SegmentReader,
    pub(super) lists: Lists,
}

/// What terms are looked up in: for each, one field of the index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<T> {
    /// Words and stems of names and titles, with their positions.
    pub(super) names: T,
    /// The same of other names, which count less.
    pub(super) others: T,
    /// Words and stems of other texts, with their positions.
    pub(super) texts: T,
    /// Words of types, vocabularies and years.
    pub(super) words: T,
    /// Whole names, a term each.
    pub(super) whole: T,
}

pub(super) type Fields = Places<Field>;
pub(super) type Lists = Places<Arc<InvertedIndexReader>>;

impl Part {
    /// Indexes records in the order in which they come.
    pub(super) fn new(scope: &Scope, records: &[Record]) -> tantivy::Result<Self> {
        let (schema, fields) = schema();
        let memory = if records.len() < FEW {
            LITTLE_MEMORY
        } else {
            MEMORY
        };
        let mut writer = tantivy::Index::builder()
            .schema(schema.clone())
            .tokenizers(tokenizers())
            .single_segment_index_writer(RamDirectory::create(), memory)?;
        let mut terms = Terms::default();
        let mut suggestions = Suggestions::default();
        let mut factors = Vec::with_capacity(records.len());
        for (number, record) in (0..).zip(records) {
            let Record { kind, place } = *record;
            let said = Document::of(scope, kind, place);
            writer.add_document(terms.document(&said, &fields))?;
            suggestions.add(number, kind, &said.names);
            factors.push(factor(kind, &said));
        }
        suggestions.sort();
        let reader = writer.finalize()?;
        let reader = reader.reader_builder();
        let reader = reader.reload_policy(ReloadPolicy::Manual).try_into()?;
        let segment = reader.searcher().segment_reader(0).clone();
        let list = |field| segment.inverted_index(field);
        Ok(Self {
            lists: Places {
                names: list(fields.names)?,
                others: list(fields.others)?,
                texts: list(fields.texts)?,
                words: list(fields.words)?,
                whole: list(fields.whole)?,
            },
            suggestions,
            factors,
            schema,
            fields,
            segment,
        })
    }
}

/// The name that fields know [`Written`] by.
const WRITTEN: &str = "written";

/// What reads the fields: [`Written`], beside tantivy's own, of which `raw` takes a text as one term.
fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(WRITTEN, Written);
    tokenizers
}

/// The fields. Nothing is stored: what is shown of a record is taken from its row.
fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let mut field = |name, tokenizer, option| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(false);
        schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    };
    let fields = Places {
        names: field("names", WRITTEN, IndexRecordOption::WithFreqsAndPositions),
        others: field("others", WRITTEN, IndexRecordOption::WithFreqsAndPositions),
        texts: field("texts", WRITTEN, IndexRecordOption::WithFreqsAndPositions),
        words: field("words", WRITTEN, IndexRecordOption::Basic),
        whole: field("whole", "raw", IndexRecordOption::Basic),
    };
    (schema.build(), fields)
}

/// Makes terms. It keeps those of each word in each language: a data set uses the same words again
/// and again.
#[derive(Default)]
struct Terms(HashMap<Option<Language>, HashMap<String, String>>);

impl Terms {
    /// A record as tantivy takes it.
    fn document(&mut self, said: &Document<'_>, fields: &Fields) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        for name in &said.names {
            let whole: Vec<_> = words(name.text).map(|word| word.folded).collect();
            document.add_text(fields.whole, whole.join(" "));
            let field = if name.is_other {
                fields.others
            } else {
                fields.names
            };
            document.add_text(field, self.written(name.text, name.language));
        }
        for text in &said.texts {
            document.add_text(fields.texts, self.written(text.text, text.language));
        }
        for word in &said.words {
            // In vocabularies, words are joined by `_`, which is no letter.
            document.add_text(fields.words, self.written(word, Some(Language::En)));
        }
        document
    }

    /// The terms of a text, as [`Written`] reads them.
    fn written(&mut self, text: &str, language: Option<Language>) -> String {
        let known = self.0.entry(language).or_default();
        let mut written = String::new();
        for word in words(text) {
            if let Some(terms) = known.get(word.text) {
                written.push_str(terms);
                continue;
            }
            let mut terms = vec![word.folded.clone()];
            terms.extend(word.stems(language));
            let terms = terms.join(" ") + "\n";
            written.push_str(&terms);
            known.insert(word.text.to_owned(), terms);
        }
        written
    }
}

/// Reads terms that are written down: a word a line, its own term and its stems' parted by blanks.
/// tantivy's own form of such a list passes through JSON, which is most of the time then.
#[derive(Clone)]
struct Written;

/// The terms of a text.
struct WrittenTerms<'t> {
    rest: &'t str,
    position: usize,
    token: Token,
}

impl Tokenizer for Written {
    type TokenStream<'t> = WrittenTerms<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> WrittenTerms<'t> {
        WrittenTerms {
            rest: text,
            position: 0,
            token: Token::default(),
        }
    }
}

impl TokenStream for WrittenTerms<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = self.rest.find([' ', '\n']) else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(&self.rest[..end]);
        self.token.position = self.position;
        self.position += usize::from(self.rest[end..].starts_with('\n'));
        self.rest = &self.rest[end + 1..];
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stems_of_a_word_stand_at_its_place() {
        let written = Terms::default().written("Bali processes", Some(Language::En));
        let mut tokenizer = Written;
        let mut stream = tokenizer.token_stream(&written);
        let mut read = Vec::new();
        while stream.advance() {
            read.push((stream.token().position, stream.token().text.clone()));
        }
        let terms = [
            (0, "bali"),
            (0, ":en:bali"),
            (1, "processes"),
            (1, ":en:process"),
        ];
        assert_eq!(
            read,
            terms.map(|(position, term)| (position, term.to_owned()))
        );
    }
}
