//! Documents that are named instead of sent.

use std::io::Write as _;

use iscm::config::PersistedDocuments;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    a_document_is_sent_once,
    trusted_documents_are_asked_by_id,
    where_only_trusted_documents_are_answered,
    where_documents_are_not_kept,
}

const QUERY: &str = "{ dataset { version } }";
/// The hash of another document.
const OTHER: &str = "8a5e9ac1f7cba01c0ea96cdc5ff3f7c0eb5bbb3b0a5b4d0e9b5ff5d7b6fa3b8a";

async fn send(server: &TestServer, body: Value) -> (u16, Value) {
    let answer = server.post("application/json", body.to_string()).await;
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap_or_default()
}

fn hashed(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

async fn a_document_is_sent_once(backend: Backend) {
    let server = TestServer::start(backend).await;
    let hash = sha256(QUERY);
    let (_, answer) = send(&server, json!({ "extensions": hashed(&hash) })).await;
    assert_eq!(code(&answer), "PERSISTED_QUERY_NOT_FOUND");
    assert_eq!(
        answer["errors"][0]["message"], "PersistedQueryNotFound",
        "clients look for this word"
    );
    let (_, answer) = send(
        &server,
        json!({ "query": QUERY, "extensions": hashed(OTHER) }),
    )
    .await;
    assert_eq!(
        code(&answer),
        "BAD_REQUEST",
        "the hash is another document's: {answer}"
    );
    let (_, answer) = send(&server, json!({ "extensions": hashed(OTHER) })).await;
    assert_eq!(
        code(&answer),
        "PERSISTED_QUERY_NOT_FOUND",
        "and nothing was kept under it"
    );
    let (_, answer) = send(
        &server,
        json!({ "query": QUERY, "extensions": hashed(&hash) }),
    )
    .await;
    assert_eq!(answer["data"]["dataset"]["version"], 1);
    let (_, answer) = send(&server, json!({ "extensions": hashed(&hash) })).await;
    assert_eq!(answer["data"]["dataset"]["version"], 1);
    let (_, answer) = send(&server, json!({ "documentId": format!("sha256:{hash}") })).await;
    assert_eq!(answer["data"]["dataset"]["version"], 1);
    // By an address, which caches may keep.
    let extensions = hashed(&hash).to_string();
    let request = server.request(reqwest::Method::GET, "/graphql");
    let answer = request
        .query(&[("extensions", extensions)])
        .send()
        .await
        .expect("an answer");
    let policy = answer.headers()["cache-control"]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(policy.starts_with("public"), "{policy}");
    // What breaks the rules is not kept.
    let wrong = "{ nothing }";
    let (_, answer) = send(
        &server,
        json!({ "query": wrong, "extensions": hashed(&sha256(wrong)) }),
    )
    .await;
    assert_eq!(code(&answer), "GRAPHQL_VALIDATION_FAILED");
    let (_, answer) = send(&server, json!({ "extensions": hashed(&sha256(wrong)) })).await;
    assert_eq!(code(&answer), "PERSISTED_QUERY_NOT_FOUND");
    for extensions in [
        json!({ "persistedQuery": { "version": 2, "sha256Hash": hash } }),
        json!({ "persistedQuery": { "version": 1, "sha256Hash": "x" } }),
        json!({ "persistedQuery": { "version": 1 } }),
        json!({ "persistedQuery": 7 }),
    ] {
        let (status, answer) = send(&server, json!({ "extensions": extensions })).await;
        assert_eq!(
            (status, code(&answer)),
            (400, "BAD_REQUEST"),
            "{extensions}"
        );
    }
    let (_, answer) = send(
        &server,
        json!({ "query": QUERY, "extensions": { "persistedQuery": null, "other": 1 } }),
    )
    .await;
    assert_eq!(answer["data"]["dataset"]["version"], 1);
    let (status, answer) = send(&server, json!({ "query": QUERY, "documentId": "x" })).await;
    assert_eq!((status, code(&answer)), (400, "BAD_REQUEST"));
}

fn manifest(json: &Value) -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("a file");
    // Some editors write a mark before it.
    let text = format!("\u{feff}{json}");
    file.write_all(text.as_bytes()).expect("room");
    file
}

async fn trusted_documents_are_asked_by_id(backend: Backend) {
    for json in [
        json!({ "version": QUERY, "name": "query ($a: String!) { iscm(acronym: $a) { name } }" }),
        json!({ "format": "apollo-persisted-query-manifest", "version": 1, "operations": [
            { "id": "version", "name": "Version", "type": "query", "body": QUERY },
            { "id": "name", "name": "Name", "type": "query", "body": "query ($a: String!) { iscm(acronym: $a) { name } }" },
        ] }),
    ] {
        let file = manifest(&json);
        let path = file.path().to_owned();
        let server = TestServer::edge(backend, |edge| edge.trusted_documents = Some(path)).await;
        for key in ["documentId", "doc_id"] {
            let (_, answer) = send(&server, json!({ key: "version" })).await;
            assert_eq!(answer["data"]["dataset"]["version"], 1, "{answer}");
        }
        let (_, answer) = send(
            &server,
            json!({ "documentId": "name", "variables": { "a": "SACM" } }),
        )
        .await;
        assert!(answer["data"]["iscm"]["name"].is_string(), "{answer}");
        let (_, answer) = send(&server, json!({ "documentId": "other" })).await;
        assert_eq!(code(&answer), "PERSISTED_QUERY_NOT_FOUND");
        let answer = server.get("/graphql?documentId=version").await;
        assert_eq!(
            answer.json::<Value>().await.expect("JSON")["data"]["dataset"]["version"],
            1
        );
    }
}

async fn where_only_trusted_documents_are_answered(backend: Backend) {
    let file = manifest(&json!({ "version": QUERY }));
    let path = file.path().to_owned();
    let server = TestServer::edge(backend, |edge| {
        edge.trusted_documents = Some(path);
        edge.persisted_documents = PersistedDocuments::Require;
    })
    .await;
    for body in [
        json!({ "documentId": "version" }),
        json!({ "query": QUERY }),
        json!({ "extensions": hashed(&sha256(QUERY)) }),
    ] {
        let (_, answer) = send(&server, body).await;
        assert_eq!(answer["data"]["dataset"]["version"], 1, "{answer}");
    }
    let other = "{ dataset { publishedAt } }";
    for body in [
        json!({ "query": other }),
        json!({ "query": other, "extensions": hashed(&sha256(other)) }),
    ] {
        let (_, answer) = send(&server, body).await;
        assert_eq!(code(&answer), "DOCUMENT_NOT_TRUSTED", "{answer}");
    }
    let (_, answer) = send(&server, json!({ "extensions": hashed(&sha256(other)) })).await;
    assert_eq!(code(&answer), "PERSISTED_QUERY_NOT_FOUND");
}

async fn where_documents_are_not_kept(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.persisted_documents = PersistedDocuments::Off;
    })
    .await;
    let (_, answer) = send(&server, json!({ "extensions": hashed(&sha256(QUERY)) })).await;
    assert_eq!(code(&answer), "PERSISTED_QUERY_NOT_SUPPORTED");
    assert_eq!(answer["errors"][0]["message"], "PersistedQueryNotSupported");
    let (_, answer) = send(
        &server,
        json!({ "query": QUERY, "extensions": hashed(&sha256(QUERY)) }),
    )
    .await;
    assert_eq!(answer["data"]["dataset"]["version"], 1, "{answer}");
    let (_, answer) = send(&server, json!({ "documentId": "version" })).await;
    assert_eq!(code(&answer), "PERSISTED_QUERY_NOT_SUPPORTED");
}

fn sha256(text: &str) -> String {
    let digits = Sha256::digest(text).into_iter();
    let digits = digits.flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
