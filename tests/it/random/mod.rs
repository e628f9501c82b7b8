//! Random documents made from the schema: what is answered has the keys that were asked, in their order,
//! values of the types that the schema tells, nulls only where there may be some, as far up as errors
//! reach; and no work is more than its cost.

use std::env;
use std::sync::Arc;

use apollo_compiler::Schema;
use chrono::{DateTime, NaiveDate};
use entity::enums::Operation;
use entity::tables::{NodeType, Table, Tables, Visitor, each};
use iscm::config::Edge;
use iscm::dataset::{Files, multiplied, tables};
use iscm::error::ErrorCode;
use iscm::graph::{Log, Scope, Snapshot};
use iscm::graphql::sdl;
use iscm::request::{Bounds, Documents, Named, Refused};
use iscm::store::{ChangedRecord, Changeset, Loaded, Version};
use serde_json::{Map, Value, json};

mod applied;
mod check;
mod files;
mod generate;
mod history;
mod past;
mod reads;

use check::Checker;
use generate::Generator;

/// How many documents are asked.
const COUNT: usize = 500;

/// So many, or `ISCM_TEST_RANDOM` times as many.
fn times(count: usize) -> usize {
    let times = env::var("ISCM_TEST_RANDOM").map_or(1, |times| times.parse().expect("a number"));
    count * times
}

#[tokio::test]
async fn what_is_answered_is_what_was_asked() {
    let count = times(COUNT);
    answers_are_right(&Files::embedded(), count, count * 9 / 10).await;
}

#[tokio::test]
async fn more_data_make_no_more_work_than_it_costs() {
    let files = multiplied(8).expect("files");
    let count = times(COUNT / 5);
    // More of them cost more than is executed here.
    answers_are_right(&files, count, count * 3 / 4).await;
}

/// The data set as its second version, which added the activities.
fn with_history(tables: Tables) -> Snapshot {
    struct Inserts<'t>(&'t Tables, [Vec<ChangedRecord>; 2]);
    impl Visitor for Inserts<'_> {
        fn visit<E: Table>(&mut self) {
            let Some(kind) = E::RECORD else { return };
            let inserts = E::rows(self.0).iter().map(|row| ChangedRecord {
                kind,
                id: E::subject(row).1.into(),
                operation: Operation::Insert,
                before: None,
            });
            self.1[usize::from(kind == NodeType::Activity)].extend(inserts);
        }
    }
    let mut inserts = Inserts(&tables, [Vec::new(), Vec::new()]);
    each(&mut inserts);
    let changesets = (1..).zip(inserts.1).map(|(number, mut changes)| {
        changes.sort_by_key(|change| (change.kind, Arc::clone(&change.id)));
        Changeset {
            version: Version {
                number,
                published_at: 1_650_000_000_000 + number * 50_000_000_000,
            },
            actor: "import".to_owned(),
            message: String::new(),
            changes,
            is_whole: true,
        }
    });
    let log = Log::empty(0).extended(changesets.collect());
    let version = log.newest().expect("a version").version;
    let snapshot = Snapshot::new(Loaded::new(version, tables)).expect("a sound graph");
    snapshot.with_log(Arc::new(log))
}

/// Takes documents, whatever they cost.
fn documents() -> Documents {
    let edge = Edge {
        max_cost: u32::MAX,
        ..Edge::default()
    };
    Documents::new(&edge).expect("documents")
}

/// Asks so many documents of a data set, of which so many at least are executed.
async fn answers_are_right(files: &Files, count: usize, least: usize) {
    let types = Schema::parse_and_validate(sdl(), "schema.graphql").expect("a schema");
    let tables = tables(files, NaiveDate::MAX).expect("sound files");
    let snapshot = with_history(tables);
    let now = DateTime::from_timestamp(1_780_000_000, 0).expect("a moment");
    let scope = Scope::new(Arc::new(snapshot), now);
    let documents = documents();
    let bounds = Bounds {
        time: std::time::Duration::from_mins(1),
        bytes: 64 << 20,
    };
    let mut generator = Generator::new(&types, 1);
    let (mut values, mut with_errors, mut executed, mut sources) = (0, 0, 0, 0);
    for number in 0..count {
        let asked = generator.document();
        let text = asked.text();
        let named = Named {
            query: Some(&text),
            id: None,
            extensions: &Map::new(),
        };
        let document = documents.find(named);
        let document = document.unwrap_or_else(|refused| panic!("{number}: {text}\n{refused:?}"));
        let variables = json!({ "yes": true, "no": false, "few": 3 });
        let Value::Object(variables) = variables else {
            unreachable!("an object");
        };
        let operation = documents.operation(&document, None, &variables, &scope);
        let operation = match operation {
            Ok(operation) => operation,
            // It costs more than any limit that can be set.
            Err(Refused(errors)) if errors[0].code == ErrorCode::LimitExceeded => continue,
            Err(refused) => panic!("{text}\n{refused:?}"),
        };
        if operation.cost > 10_000_000 {
            continue;
        }
        let answer = operation.execute(&scope, bounds).await;
        let answer = answer.unwrap_or_else(|error| panic!("{number}: {text}\n{error:?}"));
        executed += 1;
        with_errors += usize::from(!answer.errors.is_empty());
        // What is rendered once is copied later.
        for _ in 0..2 {
            let again = operation.execute(&scope, bounds).await.expect("an answer");
            assert_eq!(again.json, answer.json, "{number}: {text}");
        }
        // With its sources it is the same, and costs no more than is told.
        let cited = operation.clone().citing().execute(&scope, bounds).await;
        let cited = cited.unwrap_or_else(|error| panic!("{number}: {text}\n{error:?}"));
        assert_eq!(cited.json, answer.json, "{number}: {text}");
        sources += cited.sources.expect("sources").items().count();
        let data: Value = serde_json::from_slice(answer.data()).expect("JSON");
        let errors = serde_json::to_value(&answer.errors).expect("JSON");
        let mut checker = Checker::new(&types, &errors);
        checker.check(&asked, &data);
        assert!(
            checker.faults.is_empty(),
            "{number}: {text}\n{:#?}\n{data:.2000}\n{errors:.500}",
            checker.faults
        );
        values += checker.values;
    }
    assert!(executed > least, "{executed} were executed");
    assert!(with_errors > count / 50, "{with_errors} had errors");
    assert!(values > count * 10, "{values} values");
    assert!(sources > count, "{sources} sources");
}
