//! The graph as it was: each version answers as it did when it was the newest.

use std::time::Duration;

use iscm::dataset::Files;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::history::{VERSIONS, answered, with_history};
use crate::queries;
use crate::support::{Backend, TestDatabase, TestServer, Versions, both_databases};

both_databases! {
    every_version_answers_as_it_did_when_it_was_the_newest,
    two_versions_are_asked_in_one_request,
    what_never_was_is_told,
    moments_rise_whatever_the_clock_says,
    what_is_not_kept_is_told,
}

/// Waits until a version is served.
pub(crate) async fn served(server: &TestServer, version: i64) {
    let served = async {
        while server.graph().snapshot().version().number < version {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let served = tokio::time::timeout(Duration::from_mins(2), served);
    served.await.expect("the version is served");
}

/// Makes a version, and waits until it is served.
pub(crate) async fn publish(server: &TestServer, versions: &mut Versions) -> i64 {
    let files = Files::read(versions.change().path()).expect("the files");
    let db = server.database().open().await;
    let outcome = iscm::import(&db, &files, "A change")
        .await
        .expect("imported");
    db.close().await.expect("closed");
    served(server, outcome.version).await;
    outcome.version
}

/// A query about the graph as it was in a version.
fn as_of(query: &str, version: i64) -> String {
    let (mut depth, mut in_text, mut in_comment) = (0, false, false);
    let mut start = None;
    for (at, letter) in query.char_indices() {
        match letter {
            '\n' => in_comment = false,
            '#' if !in_text => in_comment = true,
            '"' if !in_comment => in_text = !in_text,
            _ if in_text || in_comment => {}
            ')' => depth -= 1,
            '{' if depth == 0 && start.is_none() => {
                start = Some(at);
                depth = 1;
            }
            '(' | '{' => depth += 1,
            '}' => {
                depth -= 1;
                if let (0, Some(start)) = (depth, start) {
                    let (head, rest) = query.split_at(start);
                    let (selection, rest) = rest.split_at(at + 1 - start);
                    return format!("{head}{{ asOf(version: {version}) {selection} }}{rest}");
                }
            }
            _ => {}
        }
    }
    panic!("{query} has no selection");
}

async fn every_version_answers_as_it_did_when_it_was_the_newest(backend: Backend) {
    let server = with_history(backend).await;
    let answered = answered(backend);
    let queries: Vec<_> = queries::all().map(|(_, query)| query).collect();
    let differing = answered.windows(2).filter(|both| both[0] != both[1]);
    assert!(differing.count() > 3, "the versions differ");
    // From the newest to the oldest, and there and back: made of the present one, of others that are kept, and anew.
    let order = [VERSIONS, 7, 5, 6, 1, VERSIONS, 2, 3, 4, 1];
    for number in order {
        let answers = &answered[usize::try_from(number).expect("small") - 1];
        for (query, answer) in queries.iter().zip(answers) {
            let asked = as_of(query, number);
            let data = server.data(&asked, json!({})).await;
            assert_eq!(data["asOf"], *answer, "version {number}: {asked}");
        }
    }
}

/// What tells two versions apart.
const STATE: &str = "fragment State on QueryAsOf { dataset { version publishedAt }
    iscm(acronym: \"RCM\") { established changedIn }
    iscms(filter: { established: { eq: 1997 } }) { nodes { acronym } }
    search(query: \"RCM 1997\", types: [ISCM]) { totalCount } }";

async fn two_versions_are_asked_in_one_request(backend: Backend) {
    let server = TestServer::following(backend).await;
    server.publish(1997).await;
    served(&server, 2).await;
    let query = format!(
        "query($old: Int, $yes: Boolean = true) {{ old: asOf(version: $old) {{ ...State }}
            new: asOf(version: 2) {{ ...State }}
            iscm(acronym: \"RCM\") {{ established @include(if: $yes) }} }} {STATE}"
    );
    for _ in 0..3 {
        let data = server.data(&query, json!({ "old": 1 })).await;
        let of = |name: &str| {
            let mut of = data[name].clone();
            of["dataset"]
                .as_object_mut()
                .expect("an object")
                .remove("publishedAt");
            of
        };
        let state = |version: i32, year: i32, found: usize| {
            let nodes = vec![json!({ "acronym": "RCM" }); found];
            json!({
                "dataset": { "version": version },
                "iscm": { "established": year, "changedIn": version },
                "iscms": { "nodes": nodes },
                "search": { "totalCount": found },
            })
        };
        assert_eq!(of("old"), state(1, 1996, 0));
        assert_eq!(of("new"), state(2, 1997, 1));
        assert_eq!(data["iscm"]["established"], 1997);
        let moment = |name: &str| data[name]["dataset"]["publishedAt"].clone();
        for (moment, version) in [(moment("old"), 1), (moment("new"), 2)] {
            let query = "query($at: DateTime!) { asOf(at: $at) { dataset { version } } }";
            let data = server.data(query, json!({ "at": moment })).await;
            assert_eq!(data["asOf"]["dataset"]["version"], version, "{moment}");
        }
        let scope = server.graph().scope_at(1).expect("version 1");
        assert_eq!(scope.snapshot.version().number, 1);
        assert_eq!(
            scope.now.timestamp_millis(),
            scope.snapshot.version().published_at
        );
    }
    // What a version costs is told.
    let cost = async |query: &str| {
        let answer = server.ask(query, json!({})).await;
        answer["extensions"]["cost"]["requested"].as_u64()
    };
    let present = cost("{ iscm(acronym: \"RCM\") { established } }").await;
    let past = cost("{ asOf(version: 1) { iscm(acronym: \"RCM\") { established } } }").await;
    assert!(past >= present.map(|present| present + 1_000), "{past:?}");
    // A list of nodes is asked for what changed since a version.
    let query = "{ iscms(filter: { changedIn: { gte: 2 } }) { nodes { acronym changedIn } }
        newest: iscms(orderBy: [{ field: CHANGED_IN, direction: DESC }], first: 1) { nodes { acronym } } }";
    let data = server.data(query, json!({})).await;
    let rcm = json!({ "acronym": "RCM", "changedIn": 2 });
    assert_eq!(data["iscms"]["nodes"], json!([rcm]));
    assert_eq!(data["newest"]["nodes"][0]["acronym"], "RCM");
}

/// The code of the one error, and the whole answer.
async fn code(server: &TestServer, query: &str) -> (String, Value) {
    let answer = server.ask(query, json!({})).await;
    let errors = answer["errors"].as_array().expect("errors");
    assert_eq!(errors.len(), 1, "{query}: {answer}");
    let code = errors[0]["extensions"]["code"].as_str().expect("a code");
    (code.to_owned(), answer)
}

async fn what_never_was_is_told(backend: Backend) {
    let server = TestServer::start(backend).await;
    let cases = [
        ("", "BAD_USER_INPUT", "version"),
        (
            "(version: 1, at: \"2026-01-01T00:00:00Z\")",
            "BAD_USER_INPUT",
            "at",
        ),
        ("(version: 0)", "BAD_USER_INPUT", "version"),
        ("(version: -7)", "BAD_USER_INPUT", "version"),
        ("(version: 2)", "BAD_USER_INPUT", "version"),
        ("(version: 2147483647)", "BAD_USER_INPUT", "version"),
        ("(version: null, at: null)", "BAD_USER_INPUT", "version"),
        ("(at: \"1996-01-01T00:00:00Z\")", "BAD_USER_INPUT", "at"),
        ("(at: \"9999-12-31T23:59:59Z\")", "BAD_USER_INPUT", "at"),
        ("(at: \"yesterday\")", "GRAPHQL_VALIDATION_FAILED", "at"),
        ("(at: \"2026-11-29\")", "GRAPHQL_VALIDATION_FAILED", "at"),
        ("(version: 1.5)", "GRAPHQL_VALIDATION_FAILED", "version"),
        ("(version: \"1\")", "GRAPHQL_VALIDATION_FAILED", "version"),
    ];
    for (arguments, expected, argument) in cases {
        let query = format!("{{ asOf{arguments} {{ dataset {{ version }} }} }}");
        let (code, answer) = code(&server, &query).await;
        assert_eq!(code, expected, "{query}: {answer}");
        let named = &answer["errors"][0]["extensions"]["argument"];
        assert_eq!(named, argument, "{query}: {answer}");
    }
    // It is one of the root's own fields: there is none of it inside of itself.
    let inside = "{ asOf(version: 1) { asOf(version: 1) { dataset { version } } } }";
    let (code, _) = code(&server, inside).await;
    assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
    for version in [i64::MIN, -1, 0, 2, i64::MAX] {
        assert!(server.graph().scope_at(version).is_err(), "{version}");
    }
}

async fn moments_rise_whatever_the_clock_says(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    let mut versions = Versions::new(5);
    let first = iscm::store::version(&db).await.expect("a version");
    let mut moments = vec![first.published_at];
    for seconds in [2_000_000_000, 1_000_000_000, 1_999_999_999] {
        let files = Files::read(versions.change().path()).expect("the files");
        let tables = iscm::check(&files).unwrap_or_else(|faults| panic!("{faults}"));
        let mut change = iscm::change(&tables, "A change");
        change.at = chrono::DateTime::from_timestamp(seconds, 0).expect("a moment");
        iscm::apply(&db, change).await.expect("written");
        let version = iscm::store::version(&db).await.expect("a version");
        moments.push(version.published_at);
    }
    assert_eq!(
        moments[1..],
        [2_000_000_000_000, 2_000_000_000_001, 2_000_000_000_002]
    );
    assert!(moments.is_sorted_by(|one, next| one < next), "{moments:?}");
}

async fn what_is_not_kept_is_told(backend: Backend) {
    // Without room nothing but the present is kept; what changed is told all the same.
    let server = TestServer::configured(backend, |config| {
        config.refresh = Duration::from_millis(50);
        config.history_memory = 0;
    })
    .await;
    assert_eq!(publish(&server, &mut Versions::new(7)).await, 2);
    let present = "{ asOf(version: 2) { dataset { version } } changes(since: 0) { totalCount } }";
    let data = server.data(present, json!({})).await;
    assert_eq!(data["asOf"]["dataset"]["version"], 2);
    assert!(data["changes"]["totalCount"].as_u64() > Some(1000));
    for query in [
        "{ asOf(version: 1) { dataset { version } } }",
        "{ dataset { diff(from: 1, to: 2) { totalCount } } }",
        "{ changes(since: 1, first: 1) { nodes { version { number } fields { field } } } }",
    ] {
        let (code, answer) = code(&server, query).await;
        assert_eq!(code, "VERSION_GONE", "{query}: {answer}");
        assert_eq!(answer["errors"][0]["extensions"]["oldest"], 2, "{answer}");
    }
    for path in ["/d/iscms.csv?since=1", "/d/iscms.csv?version=1"] {
        let gone = server.get(path).await;
        assert_eq!(gone.status(), StatusCode::GONE, "{path}");
        let told = gone.text().await.expect("text");
        assert!(
            told.contains("VERSION_GONE") && told.contains('2'),
            "{told}"
        );
    }
    // The same when the log is read whole.
    let mut config = server.database().config();
    config.history_memory = 0;
    let other = TestServer::with(&config).await;
    let (code, _) = code(&other, "{ asOf(version: 1) { dataset { version } } }").await;
    assert_eq!(code, "VERSION_GONE");
    // With room, all are kept.
    let roomy = TestServer::with(&server.database().config()).await;
    let data = roomy
        .data("{ asOf(version: 1) { dataset { version } } }", json!({}))
        .await;
    assert_eq!(data["asOf"]["dataset"]["version"], 1);
}
