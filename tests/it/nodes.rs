//! Every record can be fetched by its id, and tells its citations.

use std::collections::BTreeMap;

use entity::tables::{AllTables, Table, Visitor, each};
use iscm::graph::Snapshot;
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    every_record_is_served_with_its_citations,
    what_is_not_there_is_null_and_what_is_no_id_an_error,
    what_people_show_of_a_node_needs_no_fragment,
    a_field_of_some_types_is_asked_for_by_a_fragment,
}

/// Every record's id and citations, from the tables.
fn expected(snapshot: &Snapshot) -> BTreeMap<String, Vec<Value>> {
    struct Ids<'a>(&'a Snapshot, BTreeMap<String, Vec<Value>>);
    impl Visitor for Ids<'_> {
        fn visit<E: Table>(&mut self) {
            if let Some(kind) = E::RECORD {
                for row in self.0.tables().of::<E>() {
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
        id __typename type label ... on Cited { citations { source { id } locator } } } }";
    for chunk in ids.chunks(100) {
        let data = server.data(query, json!({ "ids": chunk })).await;
        let nodes = data["nodes"].as_array().expect("nodes");
        assert_eq!(nodes.len(), chunk.len());
        for (id, node) in chunk.iter().zip(nodes) {
            assert_eq!(node["id"], **id);
            let (kind, key) = id.split_once(':').expect("an id");
            assert_eq!(node["type"], kind.to_uppercase(), "{id}");
            let label = node["label"].as_str().expect("a text");
            assert!(
                !label.is_empty() && label != key && label != **id,
                "{id}: {label}"
            );
            assert!(label.chars().count() <= 300, "{id}: {label}");
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

async fn what_people_show_of_a_node_needs_no_fragment(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = r#"{
        search(query: "RCM", first: 1) { nodes { id label type } }
        suggest(prefix: "méx", types: [COUNTRY]) { text node { id type label(language: ES) } }
        iscm(acronym: "RCM") {
            members(first: 1, role: MEMBER) { nodes { label party { id label(language: FR) name type } } }
            partnerships(first: 1) { nodes { partner { name label type } } }
            timeline(kinds: [CHAIR_BEGAN], to: "2006-12-31") { title node { label type } } }
        node(id: "source:rcm-hoy-2011") { ... on Source { citedBy(first: 1) { nodes { id label type } } } } }"#;
    let data = server.data(query, json!({})).await;
    assert_eq!(
        data["search"]["nodes"][0],
        json!({ "id": "iscm:rcm", "label": "Regional Conference on Migration", "type": "ISCM" })
    );
    assert_eq!(
        data["suggest"][0]["node"],
        json!({ "id": "country:MX", "label": "México", "type": "COUNTRY" })
    );
    let rcm = &data["iscm"];
    assert_eq!(
        rcm["members"]["nodes"][0],
        json!({
            "label": "Belize in RCM, as a member",
            "party": { "id": "country:BZ", "label": "Belize", "name": "Belize", "type": "COUNTRY" }
        })
    );
    let partner = &rcm["partnerships"]["nodes"][0]["partner"];
    assert_eq!(partner["name"], partner["label"]);
    assert_eq!(
        rcm["timeline"][0]["node"],
        json!({ "label": "El Salvador, chair of RCM from 2006", "type": "CHAIRMANSHIP" })
    );
    assert_eq!(data["node"]["citedBy"]["nodes"][0]["type"], "CHAIRMANSHIP");
}

async fn a_field_of_some_types_is_asked_for_by_a_fragment(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (query, message, allowed) in [
        (
            "{ memberships { nodes { party { code } } } }",
            "there is no field `code` in `Party` itself; `Country` has it: use `... on Country { code }`",
            json!(["... on Country"]),
        ),
        (
            "{ partnerships { nodes { partner { acronym } } } }",
            "there is no field `acronym` in `Partner` itself; `Iscm` and `Organization` have it: use `... on Iscm { acronym }`",
            json!(["... on Iscm", "... on Organization"]),
        ),
    ] {
        let answer = server.ask(query, json!({})).await;
        let error = &answer["errors"][0];
        assert_eq!(error["message"], message);
        assert_eq!(error["extensions"]["allowed"], allowed);
    }
    let answer = server
        .ask("{ node(id: \"iscm:rcm\") { year } }", json!({}))
        .await;
    let message = answer["errors"][0]["message"].as_str().expect("a message");
    assert!(
        message.contains("other types have it: use `... on "),
        "{message}"
    );
    let answer = server
        .ask("{ node(id: \"iscm:rcm\") { lable } }", json!({}))
        .await;
    let message = answer["errors"][0]["message"].as_str().expect("a message");
    assert!(message.contains("`label`"), "{message}");
}
