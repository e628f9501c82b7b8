//! Every connection, found by introspection, walks the same list forwards and backwards.

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    every_connection_walks_both_ways,
    a_page_between_two_cursors_is_what_lies_between_them,
}

const CONNECTIONS: &str = "{ __schema { types { name enumValues { name }
    inputFields { name type { ofType { name } } }
    fields { name args { name type { ofType { ofType { name } } } } } } } }";

/// A connection, and what it can be ordered by.
struct Paged {
    field: String,
    orders: Vec<String>,
}

/// Each type that is a node or the root, with its connections that can be walked both ways.
async fn connections(server: &TestServer) -> Vec<(String, Vec<Paged>)> {
    let data = server.data(CONNECTIONS, json!({})).await;
    let types = data["__schema"]["types"].as_array().expect("types").iter();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let named = |name: &Value| {
        let mut all = data["__schema"]["types"].as_array().expect("types").iter();
        all.find(|of| of["name"] == *name).expect("a type").clone()
    };
    let text = |value: &Value| value.as_str().expect("a name").to_owned();
    // `orderBy: [XOrder!]`, whose `field: XOrderField!` has the names.
    let orders = |arg: &Value| {
        let order = named(&arg["type"]["ofType"]["ofType"]["name"]);
        let inputs = list(&order["inputFields"]);
        let field = inputs.iter().find(|input| input["name"] == "field");
        let names = named(&field.expect("a field")["type"]["ofType"]["name"]);
        let names = list(&names["enumValues"]);
        names.iter().map(|name| text(&name["name"])).collect()
    };
    let found = types.map(|of| {
        let fields = list(&of["fields"]).into_iter();
        // What is found by `search` is walked forwards only, as `search.rs` does.
        let paged = fields.filter_map(|field| {
            let args = list(&field["args"]);
            args.iter().find(|arg| arg["name"] == "before")?;
            let order = args.iter().find(|arg| arg["name"] == "orderBy");
            Some(Paged {
                field: text(&field["name"]),
                orders: orders(order.expect("every connection has an order")),
            })
        });
        (text(&of["name"]), paged.collect::<Vec<_>>())
    });
    // The lists of the graph as it was are those of the root.
    let asked = found.filter(|(of, fields)| !fields.is_empty() && of != "QueryAsOf");
    asked.collect()
}

/// A query for one page of a field of the root or of a node.
fn query(field: &str, order: &str, node: Option<(&str, &str)>) -> String {
    let page = format!(
        "{field}({order} first: $first, after: $after, last: $last, before: $before) {{
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
    let server = TestServer::shared(backend).await;
    let mut walked = 0;
    for (of, fields) in connections(&server).await {
        for Paged { field, orders } in fields {
            let ids = match of.as_str() {
                "Query" => [""; 3],
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
            let is_root = of == "Query";
            let path = if is_root {
                format!("/{field}")
            } else {
                format!("/node/{field}")
            };
            let node = |id| (!is_root).then_some((of.as_str(), id));
            let mut total = 0;
            for id in ids.into_iter().take(if is_root { 1 } else { 3 }) {
                let query = query(&field, "", node(id));
                total += check(&server, &query, &path, if is_root { 37 } else { 7 }).await;
            }
            // The data set has few funds and uptakes; of all else it has many.
            let is_few = ["funds", "uptakes"].contains(&field.as_str());
            let least = if is_few { 1 } else { 31 };
            assert!(!is_root || total >= least, "{field} has {total}");
            // Each order once, in either direction, on one of the nodes in turn.
            for (number, order) in orders.iter().enumerate() {
                let (direction, nulls) =
                    [("ASC", "LAST"), ("DESC", "LAST"), ("DESC", "FIRST")][number % 3];
                let order = format!(
                    "orderBy: [{{ field: {order}, direction: {direction}, nulls: {nulls}, language: ES }}],"
                );
                let query = query(&field, &order, node(ids[number % 3]));
                check(&server, &query, &path, if is_root { 100 } else { 40 }).await;
            }
            walked += 1;
        }
    }
    assert!(walked >= 35, "{walked} connections");
}

async fn a_page_between_two_cursors_is_what_lies_between_them(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let all = server
        .data("{ iscms { edges { cursor node { acronym } } } }", json!({}))
        .await;
    let edges = all["iscms"]["edges"].as_array().expect("edges");
    assert!(edges.len() > 9, "{} ISCMs", edges.len());
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
