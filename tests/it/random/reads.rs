//! What answers depend on: where that is as it was, the answer is, whatever else changed in the data or of
//! the time.

use std::sync::Arc;

use apollo_compiler::Schema;
use chrono::{DateTime, Duration, Utc};
use entity::tables::{Table, Tables, Visitor, each};
use iscm::bibliography::Style;
use iscm::dataset::embedded;
use iscm::graph::{Scope, Snapshot};
use iscm::graphql::sdl;
use iscm::request::{Bounds, Named, Operation};
use iscm::store::{Loaded, Version};
use serde_json::{Map, Value, json};

use super::generate::Generator;
use super::{documents, times};

/// How many documents are asked.
const COUNT: usize = 30;
/// The dearest that are executed, in points.
const DEAREST: u64 = 20_000;

/// The data set with one table changed: other texts and numbers in it, and rows that refer to others.
struct Changed<'t> {
    tables: &'t Tables,
    changed: Vec<(String, Tables)>,
}

impl Visitor for Changed<'_> {
    fn visit<E: Table>(&mut self) {
        let old = E::rows(self.tables);
        let columns = old
            .first()
            .map(|row| serde_json::to_value(row).expect("a row"));
        let columns = columns.as_ref().and_then(Value::as_object);
        let names: Vec<_> = columns.into_iter().flat_map(Map::keys).cloned().collect();
        for name in names
            .iter()
            .filter(|name| *name != "id" && *name != "position")
        {
            let mut rows: Vec<Value> = old
                .iter()
                .map(|row| serde_json::to_value(row).expect("a row"))
                .collect();
            let before: Vec<_> = rows.iter().map(|row| row[name].clone()).collect();
            for (number, row) in rows.iter_mut().enumerate() {
                row[name] = match &before[number] {
                    // Another row's reference, or word.
                    Value::String(text) if !name.ends_with("_id") && text.contains(' ') => {
                        json!(format!("{text} indeed"))
                    }
                    Value::Number(number) if number.is_i64() => {
                        json!(number.as_i64().expect("whole") + 1)
                    }
                    Value::Bool(is) => json!(!is),
                    _ => before[(number + 1) % before.len()].clone(),
                };
            }
            let new: Result<Vec<E::Model>, _> =
                rows.into_iter().map(serde_json::from_value).collect();
            let Ok(new) = new else { continue };
            if new == *old {
                continue;
            }
            let mut tables = self.tables.clone();
            *E::rows_mut(&mut tables) = new;
            let table = E::default().table_name().to_owned();
            self.changed.push((format!("{table}.{name}"), tables));
        }
    }
}

fn scope(number: i64, tables: Tables, now: DateTime<Utc>) -> Option<Scope> {
    let version = Version {
        number,
        published_at: 0,
    };
    let snapshot = Snapshot::new(Loaded::new(version, tables)).ok()?;
    Some(Scope::new(Arc::new(snapshot), now))
}

/// What is answered: the cost, the data and their sources, if they are asked for; nothing where it is refused.
async fn answer(operation: &Operation, scope: &Scope) -> (u64, Vec<u8>, Option<String>) {
    let bounds = Bounds {
        time: std::time::Duration::from_mins(1),
        bytes: 64 << 20,
    };
    let answer = operation.execute(scope, bounds).await;
    let Ok(answer) = answer else {
        return (operation.cost, Vec::new(), None);
    };
    let sources = answer.sources.map(|sources| sources.written(Style::Csl));
    (operation.cost, answer.json, sources)
}

#[tokio::test]
async fn an_answer_is_the_same_while_what_it_depends_on_is() {
    let types = Schema::parse_and_validate(sdl(), "schema.graphql").expect("a schema");
    let tables = embedded().expect("sound files");
    let now = DateTime::from_timestamp(1_780_000_000, 0).expect("a moment");
    let mut scopes = Vec::new();
    let mut changed = Changed {
        tables: &tables,
        changed: Vec::new(),
    };
    each(&mut changed);
    for (name, tables) in changed.changed {
        // Places and times of references are held to what is there when the graph is made.
        scopes.extend(scope(2, tables, now).map(|scope| (name, scope)));
    }
    assert!(scopes.len() > 100, "{} changes", scopes.len());
    let base = scope(1, tables.clone(), now).expect("a sound graph");
    for days in [1, 400] {
        let later = Scope::new(Arc::clone(&base.snapshot), now + Duration::days(days));
        scopes.push((format!("{days} days later"), later));
    }
    let documents = documents();
    let mut generator = Generator::new(&types, 7);
    let (mut same, mut other) = (0, 0);
    for number in 0..times(COUNT) {
        let text = generator.document().text();
        let variables = json!({ "yes": true, "no": false, "few": 3 });
        let variables = variables.as_object().expect("an object");
        // With another comment each time, so that it is compiled anew and nothing is known from the time before.
        let operation = |scope, comment: &str| {
            let text = format!("{text}\n# {comment}");
            let named = Named {
                query: Some(&text),
                id: None,
                extensions: &Map::new(),
            };
            let document = documents.find(named);
            let document = document.unwrap_or_else(|refused| panic!("{text}\n{refused:?}"));
            let operation = documents.operation(&document, None, variables, scope);
            operation.map(|operation| match number % 4 {
                0 => operation.citing(),
                _ => operation,
            })
        };
        let before = operation(&base, "").expect("an operation");
        if before.cost > DEAREST {
            continue;
        }
        let reads = before.reads();
        let digest = reads.digest(&base);
        let right = answer(&before, &base).await;
        for (name, scope) in &scopes {
            if reads.digest(scope) != digest {
                other += 1;
                continue;
            }
            let after = operation(scope, name).expect("an operation");
            assert_eq!(after.reads(), reads, "{name}: {text}");
            same += 1;
            assert!(answer(&after, scope).await == right, "{name}: {text}");
        }
    }
    assert!(same > 400 && other > 400, "{same} {other}");
}
