//! What is wrong with what is asked of a file is told before its first row.

use reqwest::{Method, Response, StatusCode};
use serde_json::Value;

use super::{csv, file, text};
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    what_is_wrong_is_told,
    it_is_told_in_the_form_asked_for,
}

/// That a refusal has a part, and the form of a format.
async fn is_told(response: Response, format: &str, part: &str) {
    let path = response.url().to_string();
    let headers = response.headers().clone();
    let text = response.text().await.expect("text");
    assert_eq!(headers["cache-control"], "no-store", "{path}: {text}");
    assert!(!headers.contains_key("content-disposition"), "{path}");
    assert!(text.contains(part), "{path}: {text}");
    if format == "csv" {
        assert_eq!(
            headers["content-type"], "text/plain; charset=utf-8",
            "{path}"
        );
        assert_eq!(text.lines().count(), 1, "{path}: {text}");
    } else {
        assert_eq!(headers["content-type"], "application/json", "{path}");
        let told: Value = serde_json::from_str(&text).expect("JSON");
        let message = told["errors"][0]["message"].as_str();
        assert!(message.is_some_and(|message| !message.is_empty()), "{text}");
        assert!(
            told["errors"][0]["extensions"]["code"].is_string(),
            "{text}"
        );
    }
}

/// Who asks for CSV reads a line of text, others JSON; nothing of it is kept by caches.
async fn it_is_told_in_the_form_asked_for(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let two = "%7Biscms%7Bnodes%7Bacronym%20members%7Bnodes%7Brole%7D%7D%7D%7D%7D";
    let other = "%7Bdataset%7Bversion%7D%7D";
    for format in ["csv", "jsonl", "json", "xlsx", "parquet"] {
        let mut cases = vec![
            (format!("/d/nobody.{format}"), 404, "NOT_FOUND"),
            (format!("/d/..%2fsecret.{format}"), 404, "NOT_FOUND"),
            (
                format!("/d/memberships.{format}?nobody=1"),
                400,
                "BAD_USER_INPUT",
            ),
            (format!("/d/memberships.{format}?on=soon"), 400, "on"),
            (format!("/d/memberships.{format}?%FF=1"), 400, "parameter"),
            (
                format!("/d/memberships.{format}?on=2020-01-01&on=2020-01-01"),
                400,
                "on",
            ),
            (format!("/d/memberships.{format}?since=99"), 400, "since"),
            (format!("/d/memberships.{format}?since=soon"), 400, "since"),
            (
                format!("/d/memberships.{format}?version=99"),
                400,
                "version",
            ),
            (format!("/d/memberships.{format}?version=0"), 400, "version"),
        ];
        if format != "json" {
            let of_query = |query: &str| format!("/graphql?format={format}&query={query}");
            cases.push((of_query(two), 400, "iscms.members"));
            cases.push((
                of_query("subscription%7Bdataset%7Bversion%7D%7D"),
                400,
                "query",
            ));
            let revoke = "mutation%7BrevokeKey(prefix:%22x%22)%7BuserErrors%7Bcode%7D%7D%7D";
            cases.push((of_query(revoke), 400, "a query"));
            cases.push((of_query("%7Bviewer%7Baccount%7D%7D"), 400, "public"));
            cases.push((of_query(&format!("{other}&rows=nobody")), 400, "rows"));
        }
        for (path, status, part) in cases {
            let response = server.get(&path).await;
            assert_eq!(response.status().as_u16(), status, "{path}");
            is_told(response, format, part).await;
        }
        // So is what is refused before it is looked at, or when it is made.
        let path = format!("/d/sources.{format}");
        for (method, header, value, status, part) in [
            ("POST", "accept", "*/*", 405, "method"),
            ("GET", "authorization", "Bearer nobody", 401, "key"),
            ("GET", "if-match", "\"another\"", 412, "another"),
            ("GET", "range", "bytes=99999999-", 416, "Range"),
        ] {
            let method = method.parse().expect("a method");
            let request = server.request(method, &path).header(header, value);
            let response = request.send().await.expect("an answer");
            assert_eq!(response.status().as_u16(), status, "{path} {header}");
            is_told(response, format, part).await;
        }
    }
}

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
            &["`lists` takes `join` or `omit` or `refuse`"],
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
            "mutation { revokeKey(prefix: \"X\") { userErrors { code } } }",
            "",
            &["BAD_REQUEST", "a query of what is public"],
        ),
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
        ("/d/memberships.csv?iscms=%5B1%5D", 400, "iscms"),
        ("/d/events.csv?from=1.5", 400, "from"),
        ("/d/..%5C..%5Cdata.csv", 404, "there is no data set"),
        ("/d/%2e%2e.csv", 404, "there is no data set"),
        ("/d/.csv", 404, "there is no data set"),
        ("/d/memberships%00.csv", 404, "there is no data set"),
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
