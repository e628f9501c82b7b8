//! What versions changed: of each node, since a version, between two versions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use entity::change;
use entity::tables::{NodeType, SharedTables, Table, Visitor, each};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::as_of::publish;
use crate::queries;
use crate::support::{Backend, Shared, TestServer, Versions, both_databases};

both_databases! {
    changes_from_any_version_on_lead_to_the_present,
    nodes_tell_what_changed_them,
    versions_differ_by_what_is_told,
}

/// How many versions are made.
pub(crate) const VERSIONS: i64 = 8;

/// What the server with a history answered to the example queries, when each version was the newest.
static ANSWERED: [OnceLock<Vec<Vec<Value>>>; 2] = [const { OnceLock::new() }; 2];

/// The server that all tests share which only ask of versions that were: it served each of them.
pub(crate) async fn with_history(backend: Backend) -> TestServer {
    static SHARED: [Shared; 2] = [const { Shared::const_new() }; 2];
    let start = move || async move {
        let server = TestServer::following(backend).await;
        let mut versions = Versions::new(backend as u64 + 11);
        let queries: Vec<_> = queries::all().collect();
        let mut answered = Vec::new();
        for number in 1..=VERSIONS {
            if number > 1 {
                assert_eq!(publish(&server, &mut versions).await, number);
            }
            let mut answers = Vec::new();
            for (_, query) in &queries {
                answers.push(server.data(query, json!({})).await);
            }
            answered.push(answers);
        }
        ANSWERED[backend as usize].set(answered).expect("once");
        server
    };
    TestServer::sharing(&SHARED[backend as usize], start).await
}

/// What it answered, by version and query.
pub(crate) fn answered(backend: Backend) -> &'static [Vec<Value>] {
    ANSWERED[backend as usize].get().expect("a server")
}

/// The log of the database: version, type, id and operation of each change, by version, type and id.
pub(crate) async fn logged(server: &TestServer) -> Vec<(i64, NodeType, String, String)> {
    let db = server.database().open().await;
    let rows = change::Entity::find().all(&db).await.expect("the log");
    let mut rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let operation = format!("{:?}", row.operation).to_uppercase();
            (row.version, row.subject_type, row.subject_id, operation)
        })
        .collect();
    rows.sort();
    rows
}

/// All changes since a version, page by page.
async fn changes(server: &TestServer, since: i64, first: usize, selection: &str) -> Vec<Value> {
    let query = format!(
        "query($since: Int, $first: Int, $after: String) {{ changes(since: $since, first: $first, after: $after) {{
            totalCount nodes {{ version {{ number }} {selection} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let variables = json!({ "since": since, "first": first, "after": after });
        let mut data = server.data(&query, variables).await;
        let page = &mut data["changes"];
        all.extend(page["nodes"].as_array().expect("nodes").iter().cloned());
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            assert_eq!(page["totalCount"], all.len());
            return all;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
}

/// What nodes are known to be, by their ids: the fields that changes told.
type State = BTreeMap<String, BTreeMap<String, Value>>;

/// Applies changes, each to what it says that it changed.
fn apply(state: &mut State, changes: &[Value]) {
    for change in changes {
        let id = change["nodeId"].as_str().expect("an id").to_owned();
        let operation = change["operation"].as_str().expect("an operation");
        let is_there = state.contains_key(&id);
        assert_eq!(is_there, operation != "INSERT", "{change}");
        let node = state.entry(id.clone()).or_default();
        for field in change["fields"].as_array().expect("fields") {
            let name = field["field"].as_str().expect("a name");
            let known = node.get(name).cloned().unwrap_or_default();
            let empty = json!([]);
            let before = &field["before"];
            let is_same = known == *before || (known.is_null() && *before == empty);
            assert!(is_same, "{name} was {known}: {change}");
            node.insert(name.to_owned(), field["after"].clone());
        }
        if operation == "DELETE" {
            assert!(change["node"].is_null(), "{change}");
            state.remove(&id);
        }
    }
}

/// The ids of all nodes.
fn ids(tables: &SharedTables) -> BTreeSet<String> {
    struct Ids<'t>(&'t SharedTables, BTreeSet<String>);
    impl Visitor for Ids<'_> {
        fn visit<E: Table>(&mut self) {
            if let Some(kind) = E::RECORD {
                let rows = E::shared(self.0).iter();
                let ids = rows.map(|row| format!("{}:{}", kind.name(), E::subject(row).1));
                self.1.extend(ids);
            }
        }
    }
    let mut ids = Ids(tables, BTreeSet::new());
    each(&mut ids);
    ids.1
}

async fn changes_from_any_version_on_lead_to_the_present(backend: Backend) {
    let server = with_history(backend).await;
    let logged = logged(&server).await;
    let all = changes(&server, 0, 100, "nodeId operation node { id }").await;
    let told: Vec<_> = all
        .iter()
        .map(|change| {
            let number = change["version"]["number"].as_i64().expect("a number");
            let id = change["nodeId"].as_str().expect("an id").to_owned();
            (
                number,
                id,
                change["operation"].as_str().expect("one").to_owned(),
            )
        })
        .collect();
    let expected: Vec<_> = logged
        .iter()
        .map(|(version, kind, id, operation)| {
            (*version, format!("{}:{id}", kind.name()), operation.clone())
        })
        .collect();
    assert_eq!(told, expected, "gapless and complete");
    assert!(told.iter().any(|(.., operation)| operation == "DELETE"));

    // Of every version the fields that changed since, as they were and as they became.
    let selection = "nodeId operation node { id } fields { field before after }";
    let first: Vec<_> = changes(&server, 0, 100, "nodeId operation node { id }").await;
    let present = ids(server.graph().snapshot().tables());
    for since in 1..=VERSIONS {
        let mut state: State = first
            .iter()
            .filter(|change| change["version"]["number"].as_i64() <= Some(since))
            .fold(BTreeMap::new(), |mut state: State, change| {
                let id = change["nodeId"].as_str().expect("an id").to_owned();
                match change["operation"].as_str() {
                    Some("DELETE") => state.remove(&id),
                    _ => state.insert(id, BTreeMap::new()),
                };
                state
            });
        let scope = server.graph().scope_at(since).expect("a version");
        assert_eq!(
            state.keys().cloned().collect::<BTreeSet<_>>(),
            ids(scope.snapshot.tables())
        );
        let more = changes(&server, since, 3, selection).await;
        // What is not known yet is taken from what the first change says.
        for change in &more {
            let id = change["nodeId"].as_str().expect("an id");
            for field in change["fields"].as_array().expect("fields") {
                let name = field["field"].as_str().expect("a name").to_owned();
                if let Some(node) = state.get_mut(id) {
                    node.entry(name).or_insert_with(|| field["before"].clone());
                }
            }
        }
        apply(&mut state, &more);
        assert_eq!(state.keys().cloned().collect::<BTreeSet<_>>(), present);
    }
}

async fn nodes_tell_what_changed_them(backend: Backend) {
    let server = with_history(backend).await;
    let logged = logged(&server).await;
    let mut newest: BTreeMap<String, i64> = BTreeMap::new();
    for (version, kind, id, _) in &logged {
        newest.insert(format!("{}:{id}", kind.name()), *version);
    }
    let present: Vec<_> = ids(server.graph().snapshot().tables())
        .into_iter()
        .collect();
    for ids in present.chunks(100) {
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id changedIn } }";
        let data = server.data(query, json!({ "ids": ids })).await;
        for node in data["nodes"].as_array().expect("nodes") {
            let id = node["id"].as_str().expect("an id");
            assert_eq!(node["changedIn"], newest[id], "{id}");
        }
    }
    let query = "query($id: ID!, $after: String) { node(id: $id) { history(first: 1, after: $after) {
        totalCount edges { cursor node { version { number publishedAt message actor } operation label fields { field before after } } }
        pageInfo { hasNextPage hasPreviousPage endCursor } } } }";
    for id in newest.keys().filter(|id| newest[*id] > 1) {
        let versions: Vec<_> = logged
            .iter()
            .filter(|(_, kind, of, _)| format!("{}:{of}", kind.name()) == *id)
            .map(|(version, ..)| *version)
            .rev()
            .collect();
        let (mut told, mut after) = (Vec::new(), Value::Null);
        loop {
            let data = server
                .data(query, json!({ "id": id, "after": after }))
                .await;
            if data["node"].is_null() {
                assert!(!present.contains(id), "{id}");
                told = versions.clone();
                break;
            }
            let history = &data["node"]["history"];
            assert_eq!(history["totalCount"], versions.len(), "{id}");
            let change = &history["edges"][0]["node"];
            assert_eq!(change["version"]["actor"], "import");
            assert!(
                change["label"]
                    .as_str()
                    .is_some_and(|label| !label.is_empty())
            );
            let is_told = change["fields"]
                .as_array()
                .is_some_and(|fields| !fields.is_empty());
            assert!(is_told, "{id}: {change:#}");
            told.push(change["version"]["number"].as_i64().expect("a number"));
            if history["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
            after = history["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(told, versions, "{id}");
    }
}

async fn versions_differ_by_what_is_told(backend: Backend) {
    let server = with_history(backend).await;
    let query = "{ dataset { versions(first: 3) { totalCount nodes { number publishedAt message actor changes { totalCount } }
        pageInfo { hasNextPage endCursor } } } }";
    let data = server.data(query, json!({})).await;
    let versions = &data["dataset"]["versions"];
    assert_eq!(versions["totalCount"], VERSIONS);
    let numbers: Vec<_> = versions["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .map(|version| version["number"].as_i64().expect("a number"))
        .collect();
    assert_eq!(numbers, [VERSIONS, VERSIONS - 1, VERSIONS - 2]);
    let logged = logged(&server).await;
    let of_newest = logged.iter().filter(|(version, ..)| *version == VERSIONS);
    assert_eq!(
        versions["nodes"][0]["changes"]["totalCount"],
        of_newest.count()
    );
    // Between any two versions: the fields of a node that differ are those of the node as it was in each.
    let query = "query($from: Int!, $to: Int!) { dataset { diff(from: $from, to: $to, first: 100) { totalCount
        nodes { nodeId operation version { number } fields { field before after } } } }
        old: asOf(version: $from) { iscm(acronym: \"RCM\") { id established } }
        new: asOf(version: $to) { iscm(acronym: \"RCM\") { id established } } }";
    for from in 1..=VERSIONS {
        for to in from..=VERSIONS {
            let data = server.data(query, json!({ "from": from, "to": to })).await;
            let nodes = data["dataset"]["diff"]["nodes"].as_array().expect("nodes");
            let at = |version| {
                let scope = server.graph().scope_at(version).expect("a version");
                ids(scope.snapshot.tables())
            };
            let (old, new) = (at(from), at(to));
            for node in nodes {
                let id = node["nodeId"].as_str().expect("an id");
                let there = (old.contains(id), new.contains(id));
                let operation = match there {
                    (false, true) => "INSERT",
                    (true, true) => "UPDATE",
                    (true, false) => "DELETE",
                    (false, false) => panic!("{node}"),
                };
                assert_eq!(node["operation"], operation, "{node}");
                assert!(!node["fields"].as_array().expect("fields").is_empty());
            }
            let known = |which: &str| {
                let nodes = nodes.iter().filter(|node| node["operation"] == which);
                nodes.count()
            };
            assert_eq!(known("INSERT"), new.difference(&old).count());
            assert_eq!(known("DELETE"), old.difference(&new).count());
            let year = |when: &str| data[when]["iscm"]["established"].clone();
            let mut fields = nodes
                .iter()
                .filter(|node| node["nodeId"] == "iscm:rcm")
                .flat_map(|node| node["fields"].as_array().expect("fields"));
            let told = fields.find(|field| field["field"] == "established");
            match told {
                Some(field) => {
                    assert_eq!(
                        (&field["before"], &field["after"]),
                        (&year("old"), &year("new"))
                    );
                }
                None => assert_eq!(year("old"), year("new"), "{from} {to}"),
            }
        }
    }
}
