//! A version that is made of the one before and of what changed is the one that is loaded: its rows, ids, links and
//! digests, and what is answered and found.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::tables::{COUNT, Table, Tables, Visitor, each};
use iscm::db::Database;
use iscm::graph::{LoadError, Log, Reads, Scope, Served, Snapshot, load, look, next};
use iscm::prepare;
use iscm::request::{Bounds, Documents, Named};
use iscm::search::Index;
use iscm::store::{Loaded, Version};
use sea_orm::{ConnectionTrait, Iterable};
use serde_json::{Map, json};

use super::documents;
use super::history::{History, RecordId, states};
use crate::queries;
use crate::support::{Backend, TestDatabase, both_databases};

both_databases! { what_is_followed_is_what_is_there }

const SEARCH: &str = "query ($text: String!) { search(query: $text, first: 30) { totalCount
    edges { cursor score node { id label } highlights { field fragment } } types { type count } }
    recent: search(query: $text, first: 5, years: { from: 2015 }, topics: [\"labour-migration\"]) {
        totalCount nodes { id } }
    suggest(prefix: $text) { text fragment node { id } } }";

/// What is searched for, and typed.
const TEXTS: [&str; 14] = [
    "RCM",
    "migration",
    "indeed",
    "xylophone",
    "xilophone",
    "trafficking in persons",
    "\"trafficking in persons\" -smuggling",
    "Honduras guidelines",
    "Regoinal Confrence",
    "ministerial declaration 2016",
    "Алматинский процесс",
    "mig",
    "the reg",
    "planned",
];

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).expect("a moment")
}

fn version(number: i64) -> Version {
    Version {
        number,
        published_at: 1_700_000_000_000 + number,
    }
}

fn loaded(number: i64, tables: &Tables) -> Arc<Snapshot> {
    let snapshot = Snapshot::new(Loaded::new(version(number), tables.clone()));
    Arc::new(snapshot.expect("a sound graph"))
}

/// Holds that two snapshots are the same.
pub(super) fn hold_same(one: &Arc<Snapshot>, other: &Arc<Snapshot>) {
    struct Same<'s>(&'s Arc<Snapshot>, &'s Arc<Snapshot>);
    impl Visitor for Same<'_> {
        fn visit<E: Table>(&mut self) {
            let Self(one, other) = *self;
            let table = E::default();
            let table = sea_orm::EntityName::table_name(&table);
            let rows = E::shared(one.tables());
            assert_eq!(rows, E::shared(other.tables()), "{table}");
            assert_eq!(one.all(E::INDEX), other.all(E::INDEX), "{table}");
            if let Some(kind) = E::RECORD {
                for (place, row) in (0..).zip(&**rows) {
                    let id = E::subject(row).1;
                    assert_eq!(one.place_of(kind, id), Some(place), "{table} {id}");
                    let cited = [one, other].map(|snapshot| snapshot.citations(kind, place));
                    assert_eq!(cited[0], cited[1], "{table} {id}");
                }
                let most = [one, other].map(|snapshot| snapshot.most_citations(kind));
                assert_eq!(most[0], most[1], "{table}");
            }
            let links = one.links()[E::INDEX].iter();
            for (link, right) in links.zip(&other.links()[E::INDEX]) {
                for place in one.places(E::INDEX) {
                    assert_eq!(link.target(place), right.target(place), "{right:?}");
                }
                for place in one.places(link.key.to) {
                    assert_eq!(link.sources(place), right.sources(place), "{right:?}");
                }
                let most = [one, other].map(|snapshot| snapshot.most_sources(link.key));
                assert_eq!(most[0], most[1], "{right:?}");
                for to in &one.links()[E::INDEX] {
                    let joined = [one, other].map(|snapshot| snapshot.through(link.key, to.key));
                    for place in one.places(link.key.to) {
                        assert_eq!(joined[0].of(place), joined[1].of(place), "{link:?} {to:?}");
                    }
                }
            }
        }
    }
    each(&mut Same(one, other));
    assert_eq!(one.version(), other.version());
    for kind in entity::tables::NodeType::iter() {
        assert_eq!(one.place_of(kind, "nobody"), None);
    }
    let scopes = [one, other].map(|snapshot| Scope::new(Arc::clone(snapshot), now()));
    let reads = (0..COUNT).map(|table| Reads::tables(&[table]));
    for reads in reads.chain([Reads::VERSION]) {
        let digests = [0, 1].map(|at: usize| reads.digest(&scopes[at]));
        assert_eq!(digests[0], digests[1], "{reads:?}");
    }
}

/// What is answered to the examples, and what is found.
async fn answers(documents: &Documents, snapshot: &Arc<Snapshot>) -> Vec<String> {
    let scope = Scope::new(Arc::clone(snapshot), now());
    let searches = TEXTS.map(|text| (SEARCH.to_owned(), json!({ "text": text })));
    let examples = queries::all().map(|(_, query)| (query, json!({})));
    let mut answers = Vec::new();
    for (query, variables) in examples.chain(searches) {
        let named = Named {
            query: Some(&query),
            id: None,
            extensions: &Map::new(),
        };
        let document = documents.find(named).expect("a document");
        let variables = variables.as_object().expect("variables");
        let bounds = Bounds {
            time: std::time::Duration::from_mins(1),
            bytes: 64 << 20,
        };
        let operation = documents.operation(&document, None, variables, &scope);
        // What was found by name may be gone.
        let Ok(operation) = operation else {
            answers.push(format!("{query}: refused"));
            continue;
        };
        let answer = operation.execute(&scope, bounds).await.expect("an answer");
        let data = String::from_utf8(answer.json).expect("JSON");
        let errors = serde_json::to_string(&answer.errors).expect("JSON");
        let cost = operation.cost;
        answers.push(format!("{query}\n{variables:?}: {cost}\n{data}\n{errors}"));
    }
    answers
}

#[tokio::test]
async fn a_version_that_is_applied_is_the_one_that_is_loaded() {
    let documents = documents();
    let mut applied_records = 0;
    for seed in 0..2 {
        let mut history = History::new(seed);
        let mut base = loaded(1, &history.tables);
        prepare(&base).expect("an index");
        for number in 2..=7 {
            let before = history.tables.clone();
            let changed = history.go_on();
            applied_records += changed.len();
            let records = states(&history.tables, &changed);
            let applied = base.apply(version(number), records);
            let applied = Arc::new(applied.expect("what changed fits"));
            let fresh = loaded(number, &history.tables);
            hold_same(&applied, &fresh);
            // What was, from what is.
            let back = applied.apply(version(number - 1), states(&before, &changed));
            hold_same(&Arc::new(back.expect("what was fits")), &base);
            prepare(&applied).expect("an index");
            if number % 3 == 0 {
                let right = answers(&documents, &fresh).await;
                let answers = answers(&documents, &applied).await;
                for (answer, right) in answers.iter().zip(&right) {
                    assert!(answer == right, "{seed} {number}\n{answer}\n{right}");
                }
            }
            if number == 4 {
                Index::renew(&applied);
            }
            base = applied;
        }
    }
    assert!(applied_records > 30, "{applied_records} records");
}

#[test]
fn what_does_not_fit_is_refused() {
    let history = History::new(0);
    let base = loaded(1, &history.tables);
    let state = |id: &str| {
        let records = BTreeSet::from([(entity::tables::NodeType::Theme, id.to_owned())]);
        states(&history.tables, &records).remove(0)
    };
    let theme = &history.tables.theme[7].id;
    let change = |column: &str, value: serde_json::Value| {
        let mut state = state(theme);
        let document = state.document.as_mut().expect("a document");
        document.insert(column.to_owned(), value);
        let applied = base.apply(version(2), vec![state]);
        applied.expect_err("refused").to_string()
    };
    assert!(change("parent_id", json!("rcm/nowhere")).contains("\"rcm/nowhere\""));
    assert!(change("title", json!(7)).contains(&format!("theme:{theme}")));
    assert!(change("id", json!("rcm/other")).contains("another record"));
    let citation = json!({ "subject_type": "theme", "subject_id": theme, "position": 0,
        "source_id": "summary-2019", "locator": null });
    let twice = change("citation", json!([citation, citation]));
    assert!(twice.contains("citation 0 is there twice"), "{twice}");
    // What is referred to does not go alone, and what is not there goes unnoticed.
    let gone = |id: &str| {
        let mut state = state(id);
        state.document = None;
        base.apply(version(2), vec![state])
    };
    let mut themes = history.tables.theme.iter();
    let parent = themes.find_map(|row| row.parent_id.as_deref());
    let refused = gone(parent.expect("a theme with parts")).expect_err("refused");
    assert!(matches!(refused, LoadError::Dangling(_)), "{refused}");
    assert!(gone("rcm/nowhere").is_ok());
}

/// How many tables two versions share.
fn shared(one: &Snapshot, other: &Snapshot) -> usize {
    struct Shared<'s>(&'s Snapshot, &'s Snapshot, usize);
    impl Visitor for Shared<'_> {
        fn visit<E: Table>(&mut self) {
            let (one, other) = (E::shared(self.0.tables()), E::shared(self.1.tables()));
            self.2 += usize::from(Arc::ptr_eq(one, other));
        }
    }
    let mut shared = Shared(one, other, 0);
    each(&mut shared);
    shared.2
}

async fn what_is_followed_is_what_is_there(backend: Backend) {
    let documents = documents();
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    let read = Arc::new(Database::new(&database.config().database));
    let log = Arc::new(Log::empty(1 << 20));
    let mut served = load(&read, &log, prepare).await.expect("loaded");
    let mut history = History::new(7);
    let (mut written, mut refused) = (0, 0);
    let mut changed: BTreeSet<RecordId> = BTreeSet::new();
    while written < 8 {
        // Sometimes several versions at once.
        for _ in 0..=history.below(2) {
            let before = history.tables.clone();
            let more = history.go_on();
            let outcome = iscm::apply(&db, iscm::change(&history.tables, "A change")).await;
            if outcome.is_err() {
                // What the database holds to is not all that the graph does.
                history.tables = before;
                refused += 1;
            } else {
                changed.extend(more);
                written += 1;
            }
        }
        let seen = look(&read, &served).await.expect("a look");
        if seen.version == served.snapshot.version() {
            continue;
        }
        let after = next(&read, &served, seen, prepare)
            .await
            .expect("a version");
        assert!(
            shared(&served.snapshot, &after.snapshot) > 0,
            "it is applied"
        );
        let right = load(&read, &log, |_| Ok(())).await;
        let Served { snapshot, file } = right.expect("loaded");
        assert_eq!(after.file, file);
        hold_same(&after.snapshot, &snapshot);
        served = after;
    }
    assert!(
        written > refused && !changed.is_empty(),
        "{written} {refused}"
    );
    let fresh = load(&read, &log, prepare).await.expect("loaded");
    let right = answers(&documents, &fresh.snapshot).await;
    assert!(answers(&documents, &served.snapshot).await == right);
    // Where much changed, and where the log does not tell what did, all is read.
    for is_much in [true, false] {
        for row in &mut history.tables.source {
            row.title.push_str(if is_much { " anew" } else { "" });
        }
        history.tables.iscm[0].established += 1;
        let outcome = iscm::apply(&db, iscm::change(&history.tables, "A change")).await;
        if !is_much {
            let version = outcome.expect("written").version;
            let lost = format!("DELETE FROM change WHERE version = {version}");
            db.execute_unprepared(&lost).await.expect("deleted");
        }
        let seen = look(&read, &served).await.expect("a look");
        let after = next(&read, &served, seen, prepare).await;
        let after = after.expect("a version");
        assert_eq!(shared(&served.snapshot, &after.snapshot), 0, "all is read");
        let right = load(&read, &log, |_| Ok(())).await.expect("loaded");
        hold_same(&after.snapshot, &right.snapshot);
        served = after;
    }
}
