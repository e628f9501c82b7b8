//! The sources of answers.

use std::collections::{BTreeMap, BTreeSet};

use entity::tables::{NodeType, Tables};
use iscm::dataset::Files;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use super::{ids, is_of, of, tables};
use crate::as_of::{publish, served};
use crate::support::{Backend, DataFolder, TestServer, Versions, both_databases};

both_databases! {
    an_answer_tells_the_sources_of_its_facts,
    what_failed_has_no_sources,
    other_versions_have_their_own_sources,
    asking_for_sources_costs_as_much_again,
    answers_with_sources_are_kept_apart,
}

/// The whole answer to a query with its sources.
async fn ask(server: &TestServer, query: &str, variables: Value) -> Value {
    let body = json!({ "query": query, "variables": variables, "extensions": { "cite": true } });
    let answer = server.post("application/json", body.to_string()).await;
    answer.json().await.expect("JSON")
}

/// The sources that an answer tells.
fn told(answer: &Value) -> BTreeSet<String> {
    let items = answer["extensions"]["citations"].as_array();
    ids(items.unwrap_or_else(|| panic!("citations: {answer:#}")))
}

type Right = Box<dyn Fn(&Tables) -> BTreeSet<String>>;

/// Queries, each with the sources that its answer has.
fn cases() -> Vec<(&'static str, Right)> {
    use NodeType::{AddedValue, Funding, Instrument, Iscm, Membership, Theme, Uptake};
    fn all(kind: NodeType) -> Right {
        Box::new(move |tables| of(tables, kind, |_| true))
    }
    fn of_rcm(kind: NodeType) -> Right {
        Box::new(move |tables| of(tables, kind, is_of("rcm")))
    }
    let none = || -> Right { Box::new(|_| BTreeSet::new()) };
    let rcm = || -> Right { Box::new(|tables| of(tables, Iscm, |id| id == "rcm")) };
    vec![
        ("{ iscms(first: 100) { nodes { acronym } } }", all(Iscm)),
        // An id, the type and what the data set tells of a record are no facts, nor is what is only passed through.
        (
            "{ iscms(first: 50) { totalCount nodes { id __typename type changedIn members(first: 5) { totalCount nodes { id } } } } }",
            none(),
        ),
        ("{ iscm(acronym: \"RCM\") { names { name } } }", rcm()),
        ("{ iscm(acronym: \"RCM\") { label } }", rcm()),
        (
            "{ iscm(acronym: \"RCM\") { members(first: 100) { edges { node { role } } } } }",
            of_rcm(Membership),
        ),
        // What a record refers to is its own.
        (
            "{ iscm(acronym: \"RCM\") { uptakes { country { id } } } }",
            of_rcm(Uptake),
        ),
        (
            "{ iscm(acronym: \"RCM\") { members(first: 100) { nodes { party { id } } } } }",
            of_rcm(Membership),
        ),
        // So are its parts.
        (
            "{ iscm(acronym: \"RCM\") { fundingSources { contributors { category } } } }",
            Box::new(|tables| {
                let parts = tables.funding_contributor.iter();
                let ids: BTreeSet<_> = parts.map(|part| &*part.funding_id).collect();
                of(tables, Funding, |id| is_of("rcm")(id) && ids.contains(id))
            }),
        ),
        (
            "{ iscm(acronym: \"RCM\") { themes { topics { id } } } }",
            of_rcm(Theme),
        ),
        (
            "{ iscm(acronym: \"RCM\") { addedValue { by { id } } } }",
            of_rcm(AddedValue),
        ),
        (
            "{ iscms(first: 100) { nodes { predecessors { id } } } }",
            all(Iscm),
        ),
        // What others hold of it is not.
        (
            "{ iscms(first: 100) { nodes { successors { id } associates { id } } } }",
            none(),
        ),
        (
            "{ topic(slug: \"statelessness\") { label themes(first: 100) { nodes { id } } } }",
            none(),
        ),
        (
            "{ topic(slug: \"statelessness\") { instruments(first: 100) { nodes { title } } } }",
            Box::new(|tables| {
                let topics = tables.instrument_topic.iter();
                let ids = topics.filter(|row| row.topic_id == "statelessness");
                let ids: BTreeSet<_> = ids.map(|row| &*row.instrument_id).collect();
                of(tables, Instrument, |id| ids.contains(id))
            }),
        ),
        // A citation has its source, and a source itself.
        (
            "{ iscm(acronym: \"RCM\") { citations { locator } } }",
            rcm(),
        ),
        (
            "{ sources(first: 7) { nodes { title } } }",
            Box::new(|tables| {
                let ids: BTreeSet<_> = tables.source.iter().map(|row| row.id.clone()).collect();
                ids.into_iter().take(7).collect()
            }),
        ),
        ("{ sources(first: 7) { nodes { id } } }", none()),
        ("{ countries(first: 9) { nodes { name code } } }", none()),
        // What is worked out of many has none; a node in it has its own.
        (
            "{ iscm(acronym: \"RCM\") { coverage { __typename } overlaps(first: 3) { score } } }",
            none(),
        ),
        (
            "{ iscms { groupBy(keys: [KIND]) { count } totalCount } }",
            none(),
        ),
        // As conditions hold.
        (
            "query ($yes: Boolean = true, $no: Boolean = false) { iscm(acronym: \"RCM\") {
                summary @include(if: $no) acronym @skip(if: $yes) uptakes { summary @include(if: $yes) } } }",
            of_rcm(Uptake),
        ),
        (
            "query ($yes: Boolean = true) { iscm(acronym: \"RCM\") {
                summary @include(if: $yes) uptakes @skip(if: $yes) { summary } } }",
            rcm(),
        ),
    ]
}

async fn an_answer_tells_the_sources_of_its_facts(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let tables = tables();
    for (query, right) in cases() {
        // What a plan has rendered when it runs again has its sources, too.
        for _ in 0..3 {
            server.data(query, json!({})).await;
        }
        let answer = ask(&server, query, json!({})).await;
        assert!(answer.get("errors").is_none(), "{query}: {answer:#}");
        assert_eq!(told(&answer), right(&tables), "{query}");
        let data = server.data(query, json!({})).await;
        assert_eq!(answer["data"], data, "{query}");
        // The same as a file, of what is one answer.
        let file = server
            .request(Method::GET, "/graphql")
            .query(&[("query", query), ("cite", "csl")])
            .send()
            .await
            .expect("an answer");
        let items: Vec<Value> = file.json().await.expect("JSON");
        assert_eq!(ids(&items), right(&tables), "{query}");
    }
    // Nodes of all types, wherever they are met.
    let query = "{ search(query: \"children\", first: 50) { edges { score node { id label } } }
        iscm(acronym: \"SACM\") { timeline { year node { id label } } } }";
    let answer = ask(&server, query, json!({})).await;
    let (found, entries) = (
        &answer["data"]["search"]["edges"],
        &answer["data"]["iscm"]["timeline"],
    );
    let nodes = [found, entries].map(|list| list.as_array().expect("a list"));
    let mut right = BTreeSet::new();
    for item in nodes.into_iter().flatten() {
        let id = item["node"]["id"].as_str().expect("an id");
        let (kind, id) = id.split_once(':').expect("a type");
        let citations = tables.citation.iter();
        let cited = citations.filter(|row| row.subject_type.name() == kind && row.subject_id == id);
        right.extend(cited.map(|row| row.source_id.clone()));
    }
    assert!(right.len() > 20, "{right:?}");
    assert_eq!(told(&answer), right);
    // Without being asked, none are told.
    let answer = server.ask(query, json!({})).await;
    assert_eq!(answer["extensions"].get("citations"), None);
}

async fn what_failed_has_no_sources(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let tables = tables();
    // A list that may not be null takes with it what holds it.
    let query = "{ a: iscm(acronym: \"RCM\") { name uptakes { summary } members(after: \"none\") { nodes { role } } }
        b: iscm(acronym: \"SACM\") { name } c: iscm(acronym: \"no such\") { name } }";
    let answer = ask(&server, query, json!({})).await;
    assert_eq!(answer["data"]["a"], Value::Null, "{answer:#}");
    assert_eq!(answer["data"]["c"], Value::Null, "{answer:#}");
    let right = of(&tables, NodeType::Iscm, |id| id == "sacm");
    assert!(!right.is_empty());
    assert_eq!(told(&answer), right);
    // As a file it is no answer.
    for (path, code) in [
        ("{ iscm(acronym: \"no such\") { name } }", "NOT_FOUND"),
        ("{ nobody }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { dataset { version } }", "BAD_REQUEST"),
    ] {
        let request = server.request(Method::GET, "/graphql");
        let request = request.query(&[("query", path), ("cite", "ris")]);
        let answer = request.send().await.expect("an answer");
        assert!(answer.status().is_client_error(), "{path}");
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{answer}");
    }
}

/// Publishes files in which a source has another title, as a version.
async fn retitle(server: &TestServer, folder: &DataFolder, version: i64) {
    let title = "title = \"About Us (questions and answers)\"";
    folder.replace("iscm/rcm.toml", title, "title = \"About them\"");
    let files = Files::read(folder.path()).expect("the files");
    let db = server.database().open().await;
    let imported = iscm::import(&db, &files, "A title").await;
    imported.expect("imported");
    db.close().await.expect("closed");
    served(server, version).await;
}

async fn other_versions_have_their_own_sources(backend: Backend) {
    let server = TestServer::following(backend).await;
    let mut versions = Versions::new(3);
    for _ in 0..5 {
        publish(&server, &mut versions).await;
    }
    retitle(&server, versions.change(), 7).await;
    let inside = "iscm(acronym: \"RCM\") { activities(first: 100) { nodes { summary } } citations { source { id } } }";
    let present = ask(&server, &format!("{{ {inside} }}"), json!({})).await;
    let past = ask(
        &server,
        &format!("{{ asOf(version: 1) {{ {inside} }} }}"),
        json!({}),
    )
    .await;
    let both = format!("{{ {inside} asOf(version: 1) {{ {inside} }} }}");
    let both = ask(&server, &both, json!({})).await;
    let tables = tables();
    let of_first = of(&tables, NodeType::Activity, is_of("rcm"));
    let of_iscm = of(&tables, NodeType::Iscm, |id| id == "rcm");
    assert_eq!(told(&past), &of_first | &of_iscm);
    assert_eq!(told(&both), &told(&present) | &told(&past));
    let titles = |answer: &Value| -> BTreeSet<String> {
        let items = answer["extensions"]["citations"].as_array().expect("items");
        let titles = items
            .iter()
            .map(|item| item["title"].as_str().expect("text"));
        titles.map(str::to_owned).collect()
    };
    assert!(titles(&past).contains("About Us (questions and answers)"));
    assert!(titles(&both).contains("About them"));
    assert!(!titles(&both).contains("About Us (questions and answers)"));
}

async fn asking_for_sources_costs_as_much_again(backend: Backend) {
    let server = TestServer::edge(backend, |edge| edge.max_cost = 300).await;
    let query = "{ iscms(first: 50) { nodes { acronym name } } }";
    let without = server.ask(query, json!({})).await;
    let with = ask(&server, query, json!({})).await;
    let cost = |answer: &Value| answer["extensions"]["cost"]["requested"].as_u64();
    let without = cost(&without).expect("a number");
    assert_eq!(cost(&with), Some(without * 2));
    let query = "{ iscms(first: 100) { nodes { acronym name aliases kind status region summary languages } } }";
    assert!(server.ask(query, json!({})).await.get("errors").is_none());
    let answer = ask(&server, query, json!({})).await;
    let error = &answer["errors"][0]["extensions"];
    assert_eq!(
        (&error["code"], &error["limit"]),
        (&json!("LIMIT_EXCEEDED"), &json!("cost"))
    );
    for wrong in [json!("yes"), json!(1), json!({})] {
        let body = json!({ "query": query, "extensions": { "cite": wrong } });
        let answer = server.post("application/json", body.to_string()).await;
        let answer: Value = answer.json().await.expect("JSON");
        let message = answer["errors"][0]["message"].as_str().expect("a text");
        assert!(
            message.contains("`extensions.cite` is to be true or false"),
            "{message}"
        );
    }
    for nothing in [json!(false), Value::Null] {
        let body = json!({ "query": "{ __typename }", "extensions": { "cite": nothing } });
        let answer = server.post("application/json", body.to_string()).await;
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(answer["extensions"].get("citations"), None);
    }
}

/// A GET of the endpoint.
async fn get(server: &TestServer, query: &str, cite: bool, tag: Option<&str>) -> Response {
    let extensions = format!("{{\"cite\":{cite}}}");
    let request = server.request(Method::GET, "/graphql");
    let request = request.query(&[("query", query), ("extensions", &extensions)]);
    let request = match tag {
        Some(tag) => request.header("if-none-match", tag),
        None => request,
    };
    request.send().await.expect("an answer")
}

fn tag(response: &Response) -> String {
    let tag = response.headers()["etag"].to_str().expect("text");
    tag.to_owned()
}

async fn answers_with_sources_are_kept_apart(backend: Backend) {
    let server = TestServer::following(backend).await;
    let query = "{ iscm(acronym: \"RCM\") { name } }";
    let mut tags = BTreeMap::new();
    for _ in 0..2 {
        for cite in [false, true] {
            let response = get(&server, query, cite, None).await;
            tags.insert(cite, tag(&response));
            let answer: Value = response.json().await.expect("JSON");
            assert_eq!(answer["extensions"].get("citations").is_some(), cite);
        }
    }
    assert_ne!(tags[&false], tags[&true]);
    for (cite, with) in [(true, true), (true, false), (false, true), (false, false)] {
        let response = get(&server, query, cite, Some(&tags[&with])).await;
        let is_known = response.status() == StatusCode::NOT_MODIFIED;
        assert_eq!(is_known, cite == with, "{cite} {with}");
    }
    // As events, too.
    let request = server.request(Method::GET, "/graphql/stream");
    let request = request.query(&[("query", query), ("extensions", "{\"cite\":true}")]);
    let events = request.header("accept", "text/event-stream").send().await;
    let events = events.expect("events").text().await.expect("text");
    assert!(events.contains("\"citations\":[{\"id\":\""), "{events}");
    // Where a source is told otherwise, the answer with sources is another.
    retitle(&server, &DataFolder::copy(), 2).await;
    let without = get(&server, query, false, Some(&tags[&false])).await;
    assert_eq!(without.status(), StatusCode::NOT_MODIFIED);
    let with = get(&server, query, true, Some(&tags[&true])).await;
    assert_eq!(with.status(), StatusCode::OK);
}
