//! Links that are none, and what is no request for one.

use std::io::Write as _;

use iscm::config::PersistedDocuments;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use super::{Place, QUERY, header, link, post, rcm, sha256};
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    what_is_no_link_is_told,
    what_is_no_request_for_a_link_is_told,
    a_version_that_is_not_kept_is_gone,
    without_a_folder_documents_that_are_known_are_linked,
    trusted_documents_alone_are_linked_where_they_alone_are_answered,
}

async fn what_is_no_link_is_told(backend: Backend) {
    let place = Place::new(backend).await;
    let server = place.server().await;
    rcm(&server).await;
    let hash = sha256(QUERY);
    let rcm = "variables={\"acronym\":\"RCM\"}";
    let none = sha256("none");
    let secret = place.folder.path().join("../secret.graphql");
    std::fs::write(&secret, "{ dataset { version } }").expect("written");
    let cases = [
        (
            format!("/q/{none}"),
            404,
            "NOT_FOUND",
            "no document with the hash",
        ),
        (
            format!("/q/{}", hash.to_uppercase()),
            404,
            "NOT_FOUND",
            "64 digits: 0 to 9, a to f",
        ),
        (format!("/q/{}", &hash[1..]), 404, "NOT_FOUND", "64 digits"),
        (format!("/q/{hash}0"), 404, "NOT_FOUND", "64 digits"),
        (format!("/q/{hash}.graphql"), 404, "NOT_FOUND", "64 digits"),
        ("/q/..%2fsecret".to_owned(), 404, "NOT_FOUND", "64 digits"),
        (
            "/q/%2e%2e%2fsecret".to_owned(),
            404,
            "NOT_FOUND",
            "64 digits",
        ),
        ("/q/%ff%fe".to_owned(), 404, "NOT_FOUND", "64 digits"),
        (
            format!("/q/%00{}", &hash[1..]),
            404,
            "NOT_FOUND",
            "64 digits",
        ),
        (
            "/q/".to_owned(),
            404,
            "BAD_REQUEST",
            "there is nothing here",
        ),
        (
            format!("/q/{hash}/x"),
            404,
            "BAD_REQUEST",
            "there is nothing here",
        ),
        (
            format!("/q/{hash}"),
            400,
            "GRAPHQL_VALIDATION_FAILED",
            "acronym",
        ),
        (
            format!("/q/{hash}?variables={{\"acronym\":5}}"),
            400,
            "GRAPHQL_VALIDATION_FAILED",
            "acronym",
        ),
        (
            format!("/q/{hash}?variables=nonsense"),
            400,
            "BAD_REQUEST",
            "`variables` is not JSON",
        ),
        (
            format!("/q/{hash}?variables=[1]"),
            400,
            "BAD_REQUEST",
            "`variables` is to be an object",
        ),
        (
            format!("/q/{hash}?{rcm}&{rcm}"),
            400,
            "BAD_USER_INPUT",
            "`variables` stands more than once",
        ),
        (
            format!("/q/{hash}?{rcm}&operationName=Other"),
            400,
            "GRAPHQL_VALIDATION_FAILED",
            "`operationName`",
        ),
        (
            format!("/q/{hash}?{rcm}&version=2"),
            400,
            "BAD_USER_INPUT",
            "takes the number of a version, 1 to 1",
        ),
        (
            format!("/q/{hash}?{rcm}&version=0"),
            400,
            "BAD_USER_INPUT",
            "1 to 1",
        ),
        (
            format!("/q/{hash}?{rcm}&version=-1"),
            400,
            "BAD_USER_INPUT",
            "1 to 1",
        ),
        (
            format!("/q/{hash}?{rcm}&version=one"),
            400,
            "BAD_USER_INPUT",
            "`version` takes the number of a version",
        ),
        (
            format!("/q/{hash}?{rcm}&version=99999999999999999999"),
            400,
            "BAD_USER_INPUT",
            "`version`",
        ),
        (
            format!("/q/{hash}?{rcm}&version=1&version=1"),
            400,
            "BAD_USER_INPUT",
            "`version` stands more than once",
        ),
        (
            format!("/q/{hash}?{rcm}&versoin=1"),
            400,
            "BAD_USER_INPUT",
            "`versoin` is no parameter of a link",
        ),
        (
            format!("/q/{hash}?{rcm}&query={{iscms{{totalCount}}}}"),
            400,
            "BAD_USER_INPUT",
            "`query` is no parameter of a link",
        ),
        (
            format!("/q/{hash}?{rcm}&rows=iscm"),
            400,
            "BAD_USER_INPUT",
            "`rows` is taken of rows alone",
        ),
        (
            format!("/q/{hash}?{rcm}&cite=apa"),
            400,
            "BAD_USER_INPUT",
            "`cite` takes",
        ),
        (
            format!("/q/{hash}?{rcm}&format=jsonl&version=5"),
            400,
            "BAD_USER_INPUT",
            "1 to 1",
        ),
        (
            format!("/q/{hash}?variables=%FF"),
            400,
            "BAD_USER_INPUT",
            "`variables` is no UTF-8",
        ),
    ];
    for (path, status, code, message) in cases {
        let response = server.get(&path).await;
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(header(&response, "cache-control"), "no-store", "{path}");
        let answer: Value = response.json().await.expect("JSON");
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], code, "{path}: {answer}");
        let told = error["message"].as_str().expect("a text");
        assert!(told.contains(message), "{path}: {told}");
        assert_eq!(answer.get("data"), None, "{path}");
    }
    std::fs::remove_file(secret).expect("removed");
}

async fn what_is_no_request_for_a_link_is_told(backend: Backend) {
    let place = Place::new(backend).await;
    let server = place.server().await;
    let long = "x".repeat(40_000);
    for (body, status, code) in [
        (json!([]), 400, "BAD_REQUEST"),
        (json!({}), 400, "BAD_REQUEST"),
        (
            json!({ "query": "{ nobody }" }),
            400,
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (json!({ "query": "{ iscms {" }), 400, "GRAPHQL_PARSE_FAILED"),
        (json!({ "query": QUERY }), 400, "GRAPHQL_VALIDATION_FAILED"),
        (
            json!({ "query": "subscription { dataset { version } }" }),
            400,
            "BAD_REQUEST",
        ),
        (
            json!({ "query": "{ iscms(first: 100) { nodes { members(first: 100) { nodes { iscm { members(first: 100) { nodes { role } } } } } } } }" }),
            400,
            "LIMIT_EXCEEDED",
        ),
        (
            json!({ "query": QUERY, "variables": { "acronym": long } }),
            400,
            "LIMIT_EXCEEDED",
        ),
        (
            json!({ "documentId": "unknown" }),
            404,
            "PERSISTED_QUERY_NOT_FOUND",
        ),
    ] {
        let response = post(&server, &body).await;
        assert_eq!(response.status(), status, "{body}");
        let answer: Value = response.json().await.expect("JSON");
        assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{answer}");
    }
    for (content_type, body, status) in [
        ("text/plain", "{}", 415),
        ("application/json", "{\"query\":1}", 400),
        ("application/json", "\u{fffd}", 400),
    ] {
        let request = server.request(Method::POST, "/q");
        let request = request.header("content-type", content_type).body(body);
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), status, "{content_type} {body}");
    }
    assert_eq!(place.files(), [""; 0]);
}

async fn a_version_that_is_not_kept_is_gone(backend: Backend) {
    let place = Place::new(backend).await;
    let server = place.server().await;
    let url = rcm(&server).await;
    server.stop().await;
    let folder = crate::support::DataFolder::copy();
    folder.replace("iscm/rcm.toml", "established = 1996", "established = 1995");
    let files = iscm::dataset::Files::read(folder.path()).expect("the files");
    let db = place.database.open().await;
    iscm::import(&db, &files, "A change")
        .await
        .expect("imported");
    db.close().await.expect("closed");
    let mut config = place.config();
    config.history_memory = 0;
    let server = TestServer::with(&config).await;
    for end in ["", "&format=csv", "&cite=csl"] {
        let response = server.get(&format!("{url}{end}")).await;
        assert_eq!(response.status(), StatusCode::GONE, "{end}");
        assert_eq!(header(&response, "cache-control"), "no-store");
        let text = response.text().await.expect("text");
        assert!(text.contains("VERSION_GONE"), "{text}");
    }
}

async fn without_a_folder_documents_that_are_known_are_linked(backend: Backend) {
    let server = TestServer::start(backend).await;
    let set = include_str!("../../../src/files/datasets/countries.graphql");
    let url = link(&server, &json!({ "query": set })).await;
    let answer: Value = server.get(&url).await.json().await.expect("JSON");
    assert!(answer["data"]["countries"]["nodes"].is_array(), "{answer}");
    let body = json!({ "query": QUERY, "variables": { "acronym": "RCM" } });
    let refused = post(&server, &body).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let answer: Value = refused.json().await.expect("JSON");
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "PERSISTED_QUERY_NOT_SUPPORTED");
    assert!(
        error["message"]
            .as_str()
            .expect("a text")
            .contains("`--links`")
    );
    let response = server.get(&format!("/q/{}", sha256(QUERY))).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

async fn trusted_documents_alone_are_linked_where_they_alone_are_answered(backend: Backend) {
    let place = Place::new(backend).await;
    let trusted = "{ dataset { version } }";
    let mut file = NamedTempFile::new().expect("a file");
    // An id that looks like a hash is none.
    let ids = json!({ "version": trusted, sha256("another"): trusted });
    write!(file, "{ids}").expect("written");
    let mut config = place.config();
    config.edge.trusted_documents = Some(file.path().to_owned());
    let server = TestServer::with(&config).await;
    let url = link(&server, &json!({ "documentId": "version" })).await;
    assert_eq!(url, format!("/q/{}?version=1", sha256(trusted)));
    assert_eq!(place.files(), [""; 0]);
    let answer: Value = server.get(&url).await.json().await.expect("JSON");
    assert_eq!(answer, json!({ "data": { "dataset": { "version": 1 } } }));
    let by_id = server.get(&format!("/q/{}", sha256("another"))).await;
    assert_eq!(by_id.status(), StatusCode::NOT_FOUND);
    let other = rcm(&server).await;
    assert_eq!(place.files().len(), 1);
    server.stop().await;
    config.edge.persisted_documents = PersistedDocuments::Require;
    let strict = TestServer::with(&config).await;
    assert_eq!(link(&strict, &json!({ "query": trusted })).await, url);
    assert_eq!(strict.get(&url).await.status(), StatusCode::OK);
    let body = json!({ "query": QUERY, "variables": { "acronym": "RCM" } });
    let refused = post(&strict, &body).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let response = strict.get(&other).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    let answer: Value = response.json().await.expect("JSON");
    assert_eq!(
        answer["errors"][0]["extensions"]["code"],
        "DOCUMENT_NOT_TRUSTED"
    );
}
