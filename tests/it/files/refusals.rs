//! What is wrong with what is asked of a file is told before its first row.

use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::{csv, file, text};
use crate::support::{Backend, TestServer, both_databases};

both_databases! { what_is_wrong_is_told }

async fn what_is_wrong_is_told(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let two = "{ iscms { nodes { acronym members { nodes { role } } } } }";
    for (query, params, parts) in [
        (two, "", &["`iscms` or `iscms.members`", "rows"][..]),
        (
            two,
            "&rows=iscms",
            &["`iscms.members` is a list", "lists=join"],
        ),
        (
            two,
            "&rows=iscms.nobody",
            &["`iscms` or `iscms.members`", "iscms.nobody"],
        ),
        (
            two,
            "&rows=iscms&rows=iscms",
            &["`rows` stands more than once"],
        ),
        (
            two,
            "&rows=iscms&lists=joined",
            &["`lists` takes `join` or `refuse`"],
        ),
        (two, "&empty=yes", &["`empty` takes `keep` or `drop`"]),
        (
            "{ iscms { nodes { topics { label } chairs { citations { locator } } } } }",
            "&rows=iscms&lists=join",
            &["is a list inside a list", "rows="],
        ),
        (
            "{ iscms { nodes { acronym } edges { node { acronym } } } }",
            "&lists=join",
            &["`iscms.nodes` or `iscms.edges`"],
        ),
        (
            "{ __schema { types { name } } }",
            "",
            &["asks about the schema"],
        ),
        ("subscription { dataset { version } }", "", &["a query"]),
        (
            "{ iscm(acronym: \"RMC\") { members { nodes { role } } } }",
            "",
            &["NOT_FOUND", "RCM"],
        ),
        ("{ iscms { nodes { name(language: XX) } } }", "", &["XX"]),
        ("{ iscms { nodes { acronim } } }", "", &["acronym"]),
        ("{ iscms {", "", &["is expected here"]),
    ] {
        let response = file(&server, query, params).await;
        let status = response.status();
        let text = response.text().await.expect("text");
        assert!(
            status.is_client_error(),
            "{query} {params}: {status} {text}"
        );
        for part in parts {
            assert!(text.contains(part), "{query} {params}: {part} in {text}");
        }
    }
    for (path, status, part) in [
        ("/d/nobody.csv", 404, "`memberships`"),
        ("/d/memberships.doc", 404, ".parquet"),
        ("/d/memberships", 404, ".csv"),
        ("/d/..%2f..%2fetc%2fpasswd.csv", 404, "there is no data set"),
        ("/d/memberships.csv?country=MX", 400, "`countries`"),
        ("/d/memberships.csv?on=yesterday", 400, "on"),
        ("/d/memberships.csv?roles=BOSS", 400, "MEMBER"),
        (
            "/d/memberships.csv?iscms=RCM&iscms=SACM",
            400,
            "`iscms` stands more than once",
        ),
        ("/d/events.csv?from=%7B", 400, "from"),
        ("/d/memberships.csv?iscms=%5B1", 400, "JSON list"),
        ("/d/memberships.csv?rows=members", 400, "`memberships`"),
        (
            "/graphql?format=doc&query=%7Bdataset%7Bversion%7D%7D",
            400,
            "`csv`",
        ),
        ("/graphql?format=csv", 400, "query"),
    ] {
        let response = server.get(path).await;
        let is = response.status().as_u16();
        let text = response.text().await.expect("text");
        assert!(is == status && text.contains(part), "{path}: {is} {text}");
    }
    let posted = server
        .request(Method::POST, "/d/memberships.csv")
        .send()
        .await
        .expect("an answer");
    assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED);
    // Parameters narrow; an empty one is not given.
    let (_, rows) = csv(&text(
        server
            .get("/d/memberships.csv?iscms=RCM,SACM&roles=MEMBER&on=")
            .await,
    )
    .await);
    assert!(rows.iter().all(|row| ["RCM", "SACM"].contains(&&*row[1])) && rows.len() > 10);
    // JSON is asked for as ever.
    let answer: Value = server
        .get("/graphql?format=json&query=%7Bdataset%7Bversion%7D%7D")
        .await
        .json()
        .await
        .expect("JSON");
    assert_eq!(answer["data"]["dataset"]["version"], 1);
    for (accept, is_csv) in [
        ("text/csv", true),
        ("text/csv, application/json;q=0.5", true),
        ("text/csv;q=0.5, application/json", false),
        ("text/csv;q=0", false),
        ("*/*", false),
    ] {
        let request = server.request(Method::GET, "/graphql?query=%7Bdataset%7Bversion%7D%7D");
        let response = request
            .header("accept", accept)
            .send()
            .await
            .expect("an answer");
        let is = response.headers()["content-type"]
            .to_str()
            .expect("text")
            .starts_with("text/csv");
        assert_eq!(is, is_csv, "{accept}");
    }
}
