//! Suggestions: names that go on with what was typed.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! { names_are_suggested }

async fn names_are_suggested(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let document = "query ($prefix: String!, $types: [NodeType!], $first: Int) {
        suggest(prefix: $prefix, types: $types, first: $first) { text fragment node { id } } }";
    let suggest = async |prefix: &str, types: Value| {
        let variables = json!({ "prefix": prefix, "types": types });
        let mut data = server.data(document, variables).await;
        data["suggest"].take()
    };
    for (prefix, id, fragment) in [
        (
            "regional conf",
            "iscm:rcm",
            "<mark>Regional Conf</mark>erence on Migration",
        ),
        (
            "migracion",
            "iscm:rcm",
            "Conferencia Regional sobre <mark>Migración</mark>",
        ),
        ("méx", "country:MX", "<mark>Mex</mark>ico"),
        ("мекс", "country:MX", "<mark>Мекс</mark>ика"),
        (
            "алмат",
            "iscm:almaty-process",
            "<mark>Алмат</mark>инский процесс",
        ),
        (
            "حوار",
            "iscm:abu-dhabi-dialogue",
            "<mark>حوار</mark> أبوظبي",
        ),
        ("puebla", "iscm:rcm", "<mark>Puebla</mark> Process"),
        ("IOM", "organization:IOM", "<mark>IOM</mark>"),
        (
            "labour mig",
            "topic:labour-migration",
            "<mark>Labour mig</mark>ration and mobility",
        ),
    ] {
        let found = suggest(prefix, Value::Null).await;
        let found = found.as_array().expect("suggestions");
        let one = found.iter().find(|one| one["node"]["id"] == id);
        let one = one.unwrap_or_else(|| panic!("{prefix}: {found:?}"));
        if id != "iscm:rcm" || prefix != "migracion" {
            assert_eq!(one["fragment"], fragment, "{prefix}");
        }
    }
    let found = suggest("m", json!(["COUNTRY", "ISCM"])).await;
    let found = found.as_array().expect("suggestions");
    assert_eq!(found.len(), 10);
    assert!(found.iter().all(|one| {
        let id = one["node"]["id"].as_str().expect("an id");
        id.starts_with("country:") || id.starts_with("iscm:")
    }));
    let once: BTreeSet<_> = found
        .iter()
        .map(|one| one["node"]["id"].to_string())
        .collect();
    assert_eq!(once.len(), found.len());
    // Names that begin so stand before those that hold a word that does.
    let begins = |one: &Value| {
        one["fragment"]
            .as_str()
            .expect("a fragment")
            .starts_with("<mark>")
    };
    assert!(
        found
            .iter()
            .map(begins)
            .is_sorted_by(|one, next| one >= next)
    );
    assert_eq!(suggest("zzyzx", Value::Null).await, json!([]));
}
