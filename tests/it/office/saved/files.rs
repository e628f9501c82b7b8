//! The files that answer saved questions.

use entity::office::saved_question;
use reqwest::{Method, StatusCode};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use super::{DELETE, MEMBERS, header, members};
use crate::office::Office;
use crate::support::{Backend, both_databases, connect};

both_databases! {
    a_question_is_saved_and_answered_as_a_file,
    a_question_that_changed_is_another_file,
    any_account_has_an_address,
    what_the_schema_does_not_take_any_more_is_gone,
}

async fn a_question_is_saved_and_answered_as_a_file(backend: Backend) {
    let office = Office::start(backend).await;
    let key = office.key("partner", &["PARTNER"]).await;
    let question = office.saved(&key, members(true)).await;
    assert_eq!(question["account"], "partner");
    assert_eq!(question["variables"], json!({ "iscm": "RCM" }));
    assert_eq!(
        (&question["rows"], &question["lists"]),
        (&Value::Null, &json!("REFUSE"))
    );
    assert_eq!(
        question["columns"],
        json!([
            "iscm.acronym",
            "iscm.members.country.code",
            "iscm.members.country.name"
        ])
    );
    let address = question["address"].as_str().expect("text");
    assert_eq!(address, "d/@partner/members.csv");
    let path = format!("/{address}");
    // It is what the document is answered with, with what is saved in the place of its defaults.
    let file = office.file(None, &path).await;
    assert_eq!(file.status(), 200);
    assert!(
        header(&file, "cache-control").contains("s-maxage"),
        "{:?}",
        file.headers()
    );
    assert!(header(&file, "content-disposition").contains("members.csv"));
    let rows = file.text().await.expect("text");
    let asked = office.0.request(Method::GET, "/graphql").query(&[
        ("query", MEMBERS),
        ("variables", r#"{"iscm":"RCM"}"#),
        ("format", "csv"),
    ]);
    let asked = asked.send().await.expect("an answer").text().await;
    assert_eq!(rows, asked.expect("text"));
    assert!(rows.contains(",RCM,MX,Mexico"), "{rows}");
    // An address gives other values, and is held to what there are.
    let other = office
        .file(None, &format!("{path}?iscm=SACM&language=ES"))
        .await;
    let other = other.text().await.expect("text");
    assert!(other.contains(",SACM,BR,Brasil"), "{other}");
    let wrong = office.file(None, &format!("{path}?country=MX")).await;
    assert_eq!(wrong.status(), 400);
    assert!(
        wrong
            .text()
            .await
            .expect("text")
            .contains("`iscm`, `language`")
    );
    for format in ["json", "jsonl", "xlsx", "csv-metadata.json"] {
        let path = format!("/d/@partner/members.{format}");
        assert_eq!(office.status(None, &path).await, 200, "{format}");
    }
    let json = office.file(None, "/d/@partner/members.json").await;
    let json: Value = json.json().await.expect("JSON");
    assert_eq!(json["about"]["title"], "Members of an ISCM");
    let cited = office.file(None, &format!("{path}?cite=bibtex")).await;
    assert!(cited.text().await.expect("text").starts_with('@'));
    let part = office
        .0
        .request(Method::GET, &path)
        .header("range", "bytes=0-3");
    let part = part.send().await.expect("an answer");
    assert_eq!(
        (part.status(), &*part.text().await.expect("text")),
        (StatusCode::PARTIAL_CONTENT, "_key")
    );
    // It is listed with the account's public ones.
    let list = office.file(None, "/d/@partner/").await;
    let list: Value = list.json().await.expect("JSON");
    let sets = list["datasets"].as_array().expect("a list");
    assert_eq!(sets.len(), 1);
    assert_eq!(sets[0]["files"]["csv"], "members.csv");
    assert_eq!(
        sets[0]["parameters"][0],
        json!({ "name": "iscm", "type": "String!", "default": "\"RCM\"" })
    );
    // And for nobody else.
    let nobody = office.file(None, "/d/@nobody/").await;
    let nobody: Value = nobody.json().await.expect("JSON");
    assert_eq!(nobody["datasets"], json!([]));
    let named = office.file(None, "/d/").await.text().await.expect("text");
    assert!(!named.contains("Members of an ISCM"));
    let deleted = office
        .data(&key, DELETE, json!({ "name": "members" }))
        .await;
    assert_eq!(deleted["deleteQuestion"]["question"]["name"], "members");
    assert_eq!(office.status(None, &path).await, 404);
    let again = office
        .data(&key, DELETE, json!({ "name": "members" }))
        .await;
    assert_eq!(
        again["deleteQuestion"]["userErrors"],
        json!([{ "code": "NOT_FOUND", "path": ["name"] }])
    );
}

async fn a_question_that_changed_is_another_file(backend: Backend) {
    let office = Office::start(backend).await;
    let key = office.key("partner", &["PARTNER"]).await;
    office.saved(&key, members(true)).await;
    let path = "/d/@partner/members.csv";
    let first = office.file(None, path).await;
    let (tag, modified) = (
        header(&first, "etag").to_owned(),
        header(&first, "last-modified").to_owned(),
    );
    let next = header(&first, "iscm-next-since").to_owned();
    let asked = |name: &'static str, value: String| {
        let request = office.0.request(Method::GET, path).header(name, value);
        async { request.send().await.expect("an answer").status() }
    };
    assert_eq!(asked("if-none-match", tag.clone()).await, 304);
    assert_eq!(asked("if-modified-since", modified).await, 304);
    assert_eq!(
        office.status(None, &format!("{path}?since={next}")).await,
        200
    );
    // A version of it is no answer for good: the question may be another one tomorrow.
    let version = office.file(None, &format!("{path}?version=1")).await;
    assert!(!header(&version, "cache-control").contains("immutable"));
    // What a file tells of itself is part of some.
    let whole = office.file(None, "/d/@partner/members.json").await;
    let mut renamed = members(true);
    renamed["title"] = "Another title".into();
    office.saved(&key, renamed).await;
    let again = office.file(None, "/d/@partner/members.json").await;
    assert_ne!(header(&whole, "etag"), header(&again, "etag"));
    let mut other = members(true);
    other["document"] = MEMBERS.replace("code name", "code code3 name").into();
    let replaced = office.saved(&key, other).await;
    assert!(replaced["updatedAt"].as_str() >= replaced["createdAt"].as_str());
    assert_eq!(asked("if-none-match", tag).await, 200);
    assert_eq!(
        office.status(None, &format!("{path}?since={next}")).await,
        410
    );
    let rows = office.file(None, path).await.text().await.expect("text");
    assert!(rows.contains("iscm.members.country.code3"), "{rows}");
}

async fn any_account_has_an_address(backend: Backend) {
    let office = Office::start(backend).await;
    for account in [
        "https://issuer.example/realms/one#4711",
        "a b%2F?é/..",
        "..",
        "@",
    ] {
        let key = office.key(account, &["PARTNER"]).await;
        let question = office.saved(&key, members(true)).await;
        let address = question["address"].as_str().expect("text");
        let escaped = address.strip_prefix("d/@").expect("an account");
        assert_eq!(escaped.matches('/').count(), 1, "{address}");
        let file = office.file(None, &format!("/{address}")).await;
        assert_eq!(file.status(), 200, "{address}");
        let folder = address.trim_end_matches("members.csv");
        let list = office.file(None, &format!("/{folder}")).await;
        let list: Value = list.json().await.expect("JSON");
        assert_eq!(
            (&list["account"], &list["datasets"][0]["name"]),
            (&json!(account), &json!("members"))
        );
    }
    // A proxy may take the escapes off slashes.
    let path = "/d/@https://issuer.example/realms/one%234711/members.csv";
    assert_eq!(office.status(None, path).await, 200);
    for path in [
        "/d/@",
        "/d/@/",
        "/d/@/members.csv",
        "/d/@nobody%2Fmembers.csv",
        "/d/@x/y/z.csv",
        "/d/@x/members",
    ] {
        let status = office.status(None, path).await;
        assert!(
            status == 404 || path == "/d/@/" && status == 200,
            "{path}: {status}"
        );
    }
}

async fn what_the_schema_does_not_take_any_more_is_gone(backend: Backend) {
    let office = Office::start(backend).await;
    let key = office.key("partner", &["PARTNER"]).await;
    office.saved(&key, members(true)).await;
    // As a release leaves it that had another schema.
    let db = connect(office.0.database()).await;
    saved_question::Entity::update_many()
        .col_expr(
            saved_question::Column::Document,
            Expr::value("{ iscms { nodes { colour } } }"),
        )
        .col_expr(saved_question::Column::Variables, Expr::value(json!({})))
        .filter(saved_question::Column::Name.eq("members"))
        .exec(&db)
        .await
        .expect("written");
    db.close().await.expect("closed");
    let gone = office.file(None, "/d/@partner/members.json").await;
    assert_eq!(gone.status(), 410);
    let told: Value = gone.json().await.expect("JSON");
    let message = told["errors"][0]["message"].as_str().expect("text");
    assert!(
        message.contains("does not take this saved question any more")
            && message.contains("colour"),
        "{message}"
    );
    let listed = office
        .data(
            &key,
            "{ questions { columns userErrors { path message } } }",
            json!({}),
        )
        .await;
    let question = &listed["questions"][0];
    assert_eq!(
        (&question["columns"], &question["userErrors"][0]["path"]),
        (&json!([]), &json!(["document"]))
    );
    let list = office.file(None, "/d/@partner/").await;
    assert_eq!(list.status(), 200);
}
