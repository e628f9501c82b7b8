//! The index: the terms of every record, and what ranks and filters records beside them.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use entity::tables::{NodeType, Tables};
use entity::values::Language;
use sea_orm::Iterable;
use tantivy::directory::RamDirectory;
use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{IndexSettings, ReloadPolicy, TantivyDocument};

use super::analysis::{fold, words};
use super::documents::{Document, Text, document};
use super::patterns::automata;
use super::ranking::factor;
use super::relations::{Numbers, Relations};
use super::suggest::Suggestions;
use crate::graph::link::Link;

/// How much memory the writer reckons with. It sizes its table of terms for it, which grows; it does
/// not begin another segment.
const MEMORY: usize = 1 << 24;

/// An index over the records of one snapshot.
pub(in crate::graph) struct Index {
    pub(super) numbers: Numbers,
    pub(super) relations: Relations,
    pub(super) suggestions: Suggestions,
    /// How much each document's scores count.
    pub(super) factors: Vec<f32>,
    /// First and last year of each document; see [`Document::years`].
    pub(super) years: Vec<(Option<i32>, Option<i32>)>,
    pub(super) schema: Schema,
    pub(super) fields: Fields,
    pub(super) segment: SegmentReader,
    pub(super) lists: Lists,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index of {} documents", self.numbers.len())
    }
}

/// What terms are looked up in: for each, one field of the index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<T> {
    /// Words and stems of names and titles, with their positions.
    pub(super) names: T,
    /// Words and stems of other texts, with their positions.
    pub(super) texts: T,
    /// Words of types, vocabularies and years.
    pub(super) words: T,
    /// Whole names, a term each.
    pub(super) whole: T,
}

pub(super) type Fields = Places<Field>;
pub(super) type Lists = Places<Arc<InvertedIndexReader>>;

impl Index {
    /// Indexes every record, in the tables' orders.
    pub(in crate::graph) fn new(tables: &Tables, links: &[Vec<Link>]) -> tantivy::Result<Self> {
        automata();
        let numbers = Numbers::new(tables);
        let (schema, fields) = schema();
        let mut writer = tantivy::Index::builder()
            .schema(schema.clone())
            .settings(IndexSettings::default())
            .single_segment_index_writer(RamDirectory::create(), MEMORY)?;
        let mut terms = Terms::default();
        let mut suggestions = Suggestions::default();
        let mut factors = Vec::with_capacity(numbers.len());
        let mut years = Vec::with_capacity(numbers.len());
        for kind in NodeType::iter() {
            for (place, number) in numbers.range(kind).enumerate() {
                let said = document(tables, kind, place);
                writer.add_document(terms.document(&said, &fields))?;
                suggestions.add(number, kind, &said.names);
                factors.push(factor(kind, &said));
                years.push(said.years);
            }
        }
        suggestions.sort();
        let reader = writer.finalize()?;
        let reader = reader.reader_builder();
        let reader = reader.reload_policy(ReloadPolicy::Manual).try_into()?;
        let segment = reader.searcher().segment_reader(0).clone();
        let list = |field| segment.inverted_index(field);
        Ok(Self {
            relations: Relations::new(tables, links, &numbers),
            lists: Places {
                names: list(fields.names)?,
                texts: list(fields.texts)?,
                words: list(fields.words)?,
                whole: list(fields.whole)?,
            },
            numbers,
            suggestions,
            factors,
            years,
            schema,
            fields,
            segment,
        })
    }
}

/// The fields. Nothing is stored: what is shown of a record is taken from its row.
fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let mut field = |name, option| {
        let indexing = TextFieldIndexing::default()
            .set_index_option(option)
            .set_fieldnorms(false);
        schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    };
    let fields = Places {
        names: field("names", IndexRecordOption::WithFreqsAndPositions),
        texts: field("texts", IndexRecordOption::WithFreqsAndPositions),
        words: field("words", IndexRecordOption::Basic),
        whole: field("whole", IndexRecordOption::Basic),
    };
    (schema.build(), fields)
}

/// Makes terms. It keeps those of each word in each language: a data set uses the same words again
/// and again.
#[derive(Default)]
struct Terms(HashMap<Option<Language>, HashMap<String, Arc<[String]>>>);

impl Terms {
    /// A record as tantivy takes it.
    fn document(&mut self, said: &Document<'_>, fields: &Fields) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        for name in &said.names {
            let whole: Vec<_> = words(name.text).map(|word| word.folded).collect();
            let token = token(0, whole.join(" "));
            document.add_pre_tokenized_text(fields.whole, tokenized(vec![token]));
            document.add_pre_tokenized_text(fields.names, self.tokens(*name));
        }
        for text in &said.texts {
            document.add_pre_tokenized_text(fields.texts, self.tokens(*text));
        }
        for word in &said.words {
            let text = Text {
                field: "",
                language: Some(Language::En),
                text: word,
            };
            // In vocabularies, words are joined by `_`, which is no letter.
            document.add_pre_tokenized_text(fields.words, self.tokens(text));
        }
        document
    }

    /// The terms of a text: those of a word at its position.
    fn tokens(&mut self, text: Text<'_>) -> PreTokenizedString {
        let known = self.0.entry(text.language).or_default();
        let mut tokens = Vec::new();
        for (position, word) in words(text.text).enumerate() {
            let terms = known.entry(word.text.to_owned()).or_insert_with(|| {
                let mut terms = vec![fold(word.text)];
                terms.extend(word.stems(text.language));
                terms.into()
            });
            tokens.extend(terms.iter().map(|term| token(position, term.clone())));
        }
        tokenized(tokens)
    }
}

fn token(position: usize, text: String) -> Token {
    Token {
        offset_from: 0,
        offset_to: 0,
        position,
        text,
        position_length: 1,
    }
}

fn tokenized(tokens: Vec<Token>) -> PreTokenizedString {
    PreTokenizedString {
        text: String::new(),
        tokens,
    }
}
