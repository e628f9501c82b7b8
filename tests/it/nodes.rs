//! Every record can be fetched by its id, and tells its citations.

use std::collections::BTreeMap;

use entity::tables::{Table, Visitor, each};
use iscm::graph::Snapshot;
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    every_record_is_served_with_its_citations,
    what_is_not_there_is_null_and_what_is_no_id_an_error,
}

/// Every record's id and citations, from the tables.
fn expected(snapshot: &Snapshot) -> BTreeMap<String, Vec<Value>> {
    struct Ids<'a>(&'a Snapshot, BTreeMap<String, Vec<Value>>);
    impl Visitor for Ids<'_> {
        fn visit<E: Table>(&mut self) {
            if let Some(kind) = E::RECORD {
                for row in E::rows(self.0.tables()) {
                    let id = format!("{}:{}", kind.name(), E::subject(row).1);
                    self.1.insert(id, Vec::new());
                }
            }
        }
    }
    let mut ids = Ids(snapshot, BTreeMap::new());
    each(&mut ids);
    let mut ids = ids.1;
    let mut citations: Vec<_> = snapshot.tables().citation.iter().collect();
    citations.sort_by_key(|row| row.position);
    for row in citations {
        let id = format!("{}:{}", row.subject_type.name(), row.subject_id);
        let source = format!("source:{}", row.source_id);
        let citation = json!({ "source": { "id": source }, "locator": row.locator });
        ids.get_mut(&id).expect("a record").push(citation);
    }
    ids
}

async fn every_record_is_served_with_its_citations(backend: Backend) {
    let server = TestServer::start(backend).await;
    let expected = expected(&server.graph().snapshot());
    assert!(expected.len() > 4000, "{} records", expected.len());
    let ids: Vec<_> = expected.keys().collect();
    let query = "query ($ids: [ID!]!) { nodes(ids: $ids) {
        id __typename ... on Cited { citations { source { id } locator } } } }";
    for chunk in ids.chunks(100) {
        let data = server.data(query, json!({ "ids": chunk })).await;
        let nodes = data["nodes"].as_array().expect("nodes");
        assert_eq!(nodes.len(), chunk.len());
        for (id, node) in chunk.iter().zip(nodes) {
            assert_eq!(node["id"], **id);
            let citations = node.get("citations").and_then(Value::as_array);
            assert_eq!(
                citations.cloned().unwrap_or_default(),
                expected[*id],
                "{id}"
            );
        }
    }
}

async fn what_is_not_there_is_null_and_what_is_no_id_an_error(backend: Backend) {
    let server = TestServer::start(backend).await;
    let query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let answer = server
        .data(
            query,
            json!({ "ids": ["iscm:nowhere", "iscm:rcm", "country:ZZ"] }),
        )
        .await;
    assert_eq!(
        answer,
        json!({ "nodes": [null, { "id": "iscm:rcm" }, null] })
    );
    for wrong in [
        "",
        "rcm",
        "iscm:",
        "iscms:rcm",
        ":rcm",
        "ISCM:rcm",
        "dataset:1",
    ] {
        let answer = server
            .ask(
                "query ($id: ID!) { node(id: $id) { id } }",
                json!({ "id": wrong }),
            )
            .await;
        let error = &answer["errors"][0];
        assert_eq!(
            error["extensions"]["code"], "BAD_USER_INPUT",
            "{wrong}: {answer}"
        );
        assert_eq!(error["extensions"]["argument"], "id");
        assert_eq!(error["path"], json!(["node"]));
        assert_eq!(answer["data"], json!({ "node": null }));
    }
    let many: Vec<_> = (0..101).map(|number| format!("iscm:{number}")).collect();
    let answer = server.ask(query, json!({ "ids": many })).await;
    assert_eq!(
        answer["errors"][0]["message"],
        "`ids` takes at most 100 ids, not 101"
    );
}
