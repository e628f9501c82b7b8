//! Every connection, found by introspection, walks the same list forwards and backwards.

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    every_connection_walks_both_ways,
    a_page_between_two_cursors_is_what_lies_between_them,
}

const CONNECTIONS: &str = "{ __schema { types { name interfaces { name }
    fields { name args { name } } } } }";

/// Each type that is a node or the root, with its connections.
async fn connections(server: &TestServer) -> Vec<(String, Vec<String>)> {
    let data = server.data(CONNECTIONS, json!({})).await;
    let types = data["__schema"]["types"].as_array().expect("types").iter();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let found = types.map(|of| {
        let fields = list(&of["fields"]).into_iter();
        // What is found by `search` is walked forwards only, as `search.rs` does.
        let paged = fields.filter(|field| {
            list(&field["args"])
                .iter()
                .any(|arg| arg["name"] == "before")
        });
        let names = paged.map(|field| field["name"].as_str().expect("a name").to_owned());
        (
            of["name"].as_str().expect("a name").to_owned(),
            names.collect::<Vec<_>>(),
        )
    });
    found.filter(|(_, fields)| !fields.is_empty()).collect()
}

/// A query for one page of a field of the root or of a node.
fn query(field: &str, node: Option<(&str, &str)>) -> String {
    let page = format!(
        "{field}(first: $first, after: $after, last: $last, before: $before) {{
            totalCount edges {{ cursor }} nodes {{ __typename }}
            pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }}"
    );
    let body = match node {
        Some((of, id)) => format!("node(id: \"{id}\") {{ ... on {of} {{ {page} }} }}"),
        None => page,
    };
    format!("query ($first: Int, $after: String, $last: Int, $before: String) {{ {body} }}")
}

/// The cursors of a list, walked in pages of a size.
async fn walk(
    server: &TestServer,
    query: &str,
    path: &str,
    size: usize,
    forwards: bool,
) -> Vec<String> {
    let mut cursors: Vec<String> = Vec::new();
    let mut at = Value::Null;
    loop {
        let variables = if forwards {
            json!({ "first": size, "after": at })
        } else {
            json!({ "last": size, "before": at })
        };
        let data = server.data(query, variables).await;
        let page = data.pointer(path).expect("a page");
        let edges = page["edges"].as_array().expect("edges").iter();
        let here: Vec<String> = edges
            .map(|edge| edge["cursor"].as_str().expect("text").to_owned())
            .collect();
        assert_eq!(page["nodes"].as_array().expect("nodes").len(), here.len());
        assert!(here.len() <= size);
        let info = &page["pageInfo"];
        assert_eq!(info["startCursor"], json!(here.first()));
        assert_eq!(info["endCursor"], json!(here.last()));
        let is_first = cursors.is_empty();
        let (on, back) = if forwards {
            ("hasNextPage", "hasPreviousPage")
        } else {
            ("hasPreviousPage", "hasNextPage")
        };
        assert_eq!(info[back], json!(!is_first));
        if forwards {
            cursors.extend(here.clone());
            at = json!(here.last());
        } else {
            cursors.splice(0..0, here.clone());
            at = json!(here.first());
        }
        if info[on] == json!(false) {
            assert_eq!(page["totalCount"], json!(cursors.len()));
            return cursors;
        }
    }
}

async fn check(server: &TestServer, query: &str, path: &str, size: usize) -> usize {
    let forwards = walk(server, query, path, size, true).await;
    let backwards = walk(server, query, path, size, false).await;
    assert_eq!(forwards, backwards, "{query}");
    let mut once = forwards.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), forwards.len(), "no cursor twice: {query}");
    forwards.len()
}

async fn every_connection_walks_both_ways(backend: Backend) {
    let server = TestServer::start(backend).await;
    let mut walked = 0;
    for (of, fields) in connections(&server).await {
        for field in fields {
            if of == "Query" {
                let count = check(&server, &query(&field, None), &format!("/{field}"), 37).await;
                assert!(count > 30, "{field} has {count}");
                walked += 1;
                continue;
            }
            let ids = match of.as_str() {
                "Iscm" => ["iscm:rcm", "iscm:bali-process", "iscm:pafom"],
                "Country" => ["country:MX", "country:CH", "country:AW"],
                "Organization" => ["organization:IOM", "organization:UNHCR", "organization:EC"],
                "Topic" => ["topic:children", "topic:labour-migration", "topic:tourism"],
                "Objective" => ["objective:gcm-23", "objective:gcm-1", "objective:sdg-10-7"],
                "Source" => [
                    "source:summary-2019",
                    "source:rcm-fund",
                    "source:frameworks-unmn-hub",
                ],
                _ => panic!("{of} has a connection; name some of its nodes here"),
            };
            for id in ids {
                let query = query(&field, Some((&of, id)));
                check(&server, &query, &format!("/node/{field}"), 7).await;
            }
            walked += 1;
        }
    }
    assert!(walked >= 20, "{walked} connections");
}

async fn a_page_between_two_cursors_is_what_lies_between_them(backend: Backend) {
    let server = TestServer::start(backend).await;
    let all = server
        .data("{ iscms { edges { cursor node { acronym } } } }", json!({}))
        .await;
    let edges = all["iscms"]["edges"].as_array().expect("edges");
    assert_eq!(edges.len(), 38, "the default page holds all ISCMs");
    let query = "query ($after: String, $before: String, $last: Int) {
        iscms(after: $after, before: $before, last: $last) { nodes { acronym } pageInfo { hasNextPage hasPreviousPage } } }";
    let cursors = json!({ "after": edges[3]["cursor"], "before": edges[9]["cursor"], "last": 2 });
    let page = server.data(query, cursors).await;
    let nodes: Vec<_> = edges[7..9].iter().map(|edge| &edge["node"]).collect();
    assert_eq!(page["iscms"]["nodes"], json!(nodes));
    assert_eq!(
        page["iscms"]["pageInfo"],
        json!({ "hasNextPage": true, "hasPreviousPage": true })
    );
}

#[tokio::test]
async fn a_cursor_keeps_its_place_when_its_row_goes_and_others_come() {
    use iscm::graph::{Cursor, PageRequest, Snapshot, View};
    use iscm::store::{Loaded, Version};

    let tables = iscm::dataset::tables(&iscm::dataset::Files::embedded()).expect("sound");
    let view = |rows: Vec<entity::topic::Model>| {
        let mut tables = entity::tables::Tables {
            topic: rows,
            ..Default::default()
        };
        tables.topic.sort_by_key(|row| row.label.to_lowercase());
        let loaded = Loaded {
            version: Version::default(),
            tables,
        };
        let snapshot = std::sync::Arc::new(Snapshot::new(loaded).expect("sound"));
        View {
            snapshot,
            today: chrono::NaiveDate::default(),
        }
    };
    let labels = |view: &View, after: Cursor| -> Vec<String> {
        let request = PageRequest::new(Some(2), Some(after.0), None, None).expect("a request");
        let page = view
            .all::<entity::topic::Entity>()
            .page(&request)
            .expect("a page");
        page.rows.iter().map(|row| row.label.clone()).collect()
    };
    let before = view(tables.topic.clone());
    let tenth = before
        .all::<entity::topic::Entity>()
        .iter()
        .nth(9)
        .expect("a topic");
    let cursor = Cursor::of::<entity::topic::Entity>(&tenth);
    let next = labels(&before, cursor.clone());
    let mut rows: Vec<_> = tables
        .topic
        .into_iter()
        .filter(|row| row.id != tenth.id)
        .collect();
    rows.push(entity::topic::Model {
        id: "aaa".into(),
        label: "Aaa".into(),
    });
    assert_eq!(labels(&view(rows), cursor), next);
}
