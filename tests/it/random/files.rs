//! Random documents as files: each list may be the rows, or it is told why not; no two rows have the same key, every
//! format takes every row, and what is told before the first row is all that can be wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::sync::Arc;

use apollo_compiler::Schema;
use chrono::DateTime;
use iscm::dataset::embedded;
use iscm::error::{Error, ErrorCode};
use iscm::execute::{OtherLists, TableOptions};
use iscm::files::{About, Format, Layout, Row, begin};
use iscm::graph::Scope;
use iscm::graphql::sdl;
use iscm::request::{Named, Operation};
use iscm::work::{Bound, POINT, Work};
use serde_json::{Map, Value, json};

use super::generate::Generator;
use super::{documents, times, with_history};

/// How many documents are asked.
const COUNT: usize = 100;
/// The dearest files that are made, in points.
const DEAREST: u64 = 300;

fn bound(units: u64) -> Work {
    Work::begin(Bound {
        units,
        bytes: usize::MAX,
        time: std::time::Duration::from_mins(1),
        abandoned: Arc::default(),
    })
}

/// The lists that a refusal says may be the rows.
fn lists(refused: &Error) -> Vec<String> {
    let lists = refused.detail("allowed").and_then(Value::as_array);
    let lists = lists.into_iter().flatten().filter_map(Value::as_str);
    lists.map(str::to_owned).collect()
}

/// What became of the files of a document, by what was told of them.
#[derive(Debug, Default)]
struct Made {
    /// The document.
    text: String,
    files: usize,
    rows: usize,
    told: BTreeMap<&'static str, usize>,
}

impl Made {
    /// Makes the file of an operation whose rows are a list's items, in a format.
    fn file(&mut self, operation: &Operation, rows: Option<&str>, scope: &Scope, format: Format) {
        let text = self.text.clone();
        let options = TableOptions {
            rows,
            lists: if rows.is_some_and(|rows| rows.len() % 2 == 0) {
                OtherLists::Omit
            } else {
                OtherLists::Join
            },
            keep_empty: rows.is_some_and(|rows| rows.len() % 3 == 0),
        };
        let table = match operation.table(&options) {
            Ok(table) => table,
            Err(refused) => {
                assert_ne!(
                    refused.code,
                    ErrorCode::InternalServerError,
                    "{refused:?}: {text}"
                );
                *self.told.entry(refused.code.as_str()).or_default() += 1;
                if rows.is_none() {
                    for list in lists(&refused) {
                        self.file(operation, Some(&list), scope, format);
                    }
                }
                return;
            }
        };
        let walked = operation.rows(&table, scope);
        let (count, units) = match walked.count(&bound(DEAREST * POINT)) {
            Ok(counted) => counted,
            Err(refused) => {
                assert_ne!(
                    refused.code,
                    ErrorCode::InternalServerError,
                    "{refused:?}: {text}"
                );
                *self.told.entry(refused.code.as_str()).or_default() += 1;
                return;
            }
        };
        let about = About {
            title: "Random".to_owned(),
            description: String::new(),
            version: 2,
            published_at: None,
            contact: None,
            url: None,
            next_since: None,
        };
        let layout = match Layout::new(&[], &table.columns, about) {
            Ok(layout) => layout,
            Err(refused) => panic!("{refused:?}"),
        };
        let mut bytes = Vec::new();
        let mut writer = begin(format, &layout, &env::temp_dir(), &mut bytes).expect("a beginning");
        let mut keys = BTreeSet::new();
        // As files have it: what was counted is less than what is done.
        let work = bound(units * 4 + 1_000 * POINT);
        let done = walked.each(&work, &mut |key, cells| {
            assert_eq!(cells.len(), table.columns.len());
            assert!(
                keys.insert(key.to_owned()),
                "two rows are `{key}`: {text}\n{rows:?}"
            );
            writer.row(Row {
                leading: &[],
                key,
                cells,
            })
        });
        match done.and_then(|()| writer.finish()) {
            // A cell of a sheet has room for so many characters.
            Err(error) if format == Format::Xlsx && error.code == ErrorCode::LimitExceeded => {
                return;
            }
            done => done.unwrap_or_else(|error| panic!("{error:?}: {text}")),
        }
        assert_eq!(keys.len() as u64, count);
        assert!(count == 0 || !bytes.is_empty());
        walked.sources(&bound(u64::MAX)).expect("sources");
        self.files += 1;
        self.rows += keys.len();
    }
}

#[test]
fn each_list_is_a_file() {
    let types = Schema::parse_and_validate(sdl(), "schema.graphql").expect("a schema");
    let snapshot = with_history(embedded().expect("sound files"));
    let now = DateTime::from_timestamp(1_780_000_000, 0).expect("a moment");
    let scope = Scope::new(Arc::new(snapshot), now);
    let documents = documents();
    let mut generator = Generator::new(&types, 7);
    let formats = Format::built();
    let formats: Vec<_> = formats.collect();
    let mut made = Made::default();
    for number in 0..times(COUNT) {
        let text = generator.document().text();
        let named = Named {
            query: Some(&text),
            id: None,
            extensions: &Map::new(),
        };
        let document = documents.find(named).expect("a document");
        let Value::Object(variables) = json!({ "yes": true, "no": false, "few": 3 }) else {
            unreachable!("an object");
        };
        let operation = documents.table_operation(&document, (None, &variables));
        let operation = operation.unwrap_or_else(|refused| panic!("{number}: {text}\n{refused:?}"));
        // What is private is no file.
        if !operation.is_public_query() {
            continue;
        }
        let format = formats[number % formats.len()];
        made.text = text;
        made.file(&operation, None, &scope, format);
    }
    assert!(made.files > times(COUNT) / 3, "{made:?}");
    assert!(made.rows > made.files * 10, "{made:?}");
}
