//! What is no question that can be saved.

use entity::office::saved_question;
use sea_orm::{EntityTrait as _, NotSet, Set};
use serde_json::{Value, json};

use super::members;
use crate::office::Office;
use crate::support::{Backend, both_databases, connect};

both_databases! {
    what_is_wrong_is_told_with_its_place,
    an_account_has_so_many,
}

async fn what_is_wrong_is_told_with_its_place(backend: Backend) {
    let office = Office::start(backend).await;
    let key = office.key("partner", &["PARTNER"]).await;
    let with = |change: Value| {
        let mut input = members(false);
        for (name, value) in change.as_object().expect("an object") {
            input[name] = value.clone();
        }
        input
    };
    let two = "{ iscms { nodes { acronym members { nodes { role } } themes { title } } } }";
    let many = format!(
        "{{ iscms {{ nodes {{ acronym }} }} }} # {}",
        "x".repeat(100_000)
    );
    for (change, path, part) in [
        (
            json!({ "document": "{ iscms { nodes { acronym }" }),
            json!(["input", "document"]),
            "line 1",
        ),
        (json!({ "document": "" }), json!(["input", "document"]), ""),
        (
            json!({ "document": "{ iscms { nodes { colour } } }", "variables": {} }),
            json!(["input", "document"]),
            "colour",
        ),
        (
            json!({ "document": "mutation { revokeKey(prefix: \"x\") { secret } }", "variables": {} }),
            json!(["input", "document"]),
            "no query",
        ),
        (
            json!({ "document": "{ viewer { account } }", "variables": {} }),
            json!(["input", "document"]),
            "no query of what is public",
        ),
        (
            json!({ "document": "{ a: __typename } query B { b: __typename }", "variables": {} }),
            json!(["input", "document"]),
            "",
        ),
        (
            json!({ "document": "query ($rows: Int = 1) { iscms(first: $rows) { nodes { acronym } } }", "variables": {} }),
            json!(["input", "document"]),
            "$rows",
        ),
        (
            json!({ "document": many, "variables": {} }),
            json!(["input", "document"]),
            "100000 at most",
        ),
        (
            json!({ "document": two, "variables": {} }),
            json!(["input", "rows"]),
            "iscms.members",
        ),
        (
            json!({ "document": two, "variables": {}, "rows": "iscms.chairs" }),
            json!(["input", "rows"]),
            "iscms.members",
        ),
        (
            json!({ "document": two, "variables": {}, "rows": "iscms.themes" }),
            json!(["input", "lists"]),
            "iscms.members",
        ),
        (
            json!({ "variables": { "iscm": "RCM", "colour": 1 } }),
            json!(["input", "variables", "colour"]),
            "no variable `$colour`",
        ),
        (
            json!({ "variables": { "iscm": 5 } }),
            json!(["input", "variables", "iscm"]),
            "a text",
        ),
        (
            json!({ "variables": {} }),
            json!(["input", "variables", "iscm"]),
            "is missing",
        ),
        (
            json!({ "variables": [1] }),
            json!(["input", "variables"]),
            "an object",
        ),
        (
            json!({ "variables": { "iscm": "x".repeat(100_000) } }),
            json!(["input", "variables"]),
            "100000 at most",
        ),
        (
            json!({ "name": "Members" }),
            json!(["input", "name"]),
            "lower-case",
        ),
        (
            json!({ "name": "" }),
            json!(["input", "name"]),
            "lower-case",
        ),
        (
            json!({ "name": "a/b" }),
            json!(["input", "name"]),
            "lower-case",
        ),
        (
            json!({ "name": "x".repeat(101) }),
            json!(["input", "name"]),
            "1 to 100",
        ),
        (json!({ "title": " " }), json!(["input", "title"]), "empty"),
        (
            json!({ "title": "a\u{0}b" }),
            json!(["input", "title"]),
            "U+0000",
        ),
        (
            json!({ "description": "x".repeat(4_001) }),
            json!(["input", "description"]),
            "4000",
        ),
    ] {
        let payload = office.save(&key, with(change.clone())).await;
        let error = &payload["userErrors"][0];
        assert_eq!(
            (&error["code"], &error["path"]),
            (&json!("INVALID"), &path),
            "{change}\n{payload:#}"
        );
        assert!(
            error["message"]
                .as_str()
                .is_some_and(|text| text.contains(part)),
            "{change}\n{payload:#}"
        );
        assert_eq!(payload["question"], Value::Null, "{change}");
    }
    // Several at once.
    let payload = office
        .save(&key, with(json!({ "name": "A", "title": "" })))
        .await;
    assert_eq!(
        payload["userErrors"].as_array().map(Vec::len),
        Some(2),
        "{payload:#}"
    );
    let of = office.data(&key, "{ questions { name } }", json!({})).await;
    assert_eq!(of["questions"], json!([]), "nothing is kept");
}

async fn an_account_has_so_many(backend: Backend) {
    let office = Office::start(backend).await;
    let key = office.key("partner", &["PARTNER"]).await;
    office.saved(&key, members(false)).await;
    let db = connect(office.0.database()).await;
    let one = saved_question::Entity::find().one(&db).await;
    let one = one.expect("read").expect("a question");
    let more = (1..200).map(|number| saved_question::ActiveModel {
        id: NotSet,
        name: Set(format!("question-{number}")),
        ..one.clone().into()
    });
    let added = saved_question::Entity::insert_many(more);
    added.exec_without_returning(&db).await.expect("written");
    db.close().await.expect("closed");
    let mut another = members(false);
    another["name"] = "another".into();
    let payload = office.save(&key, another).await;
    assert_eq!(payload["userErrors"][0]["path"], json!(["input", "name"]));
    assert!(
        payload["userErrors"][0]["message"]
            .as_str()
            .is_some_and(|text| text.contains("200 questions at most"))
    );
    // One that is there may be replaced, and another account has its own.
    office.saved(&key, members(true)).await;
    let other = office.key("other", &["PARTNER"]).await;
    office.saved(&other, members(true)).await;
    let listed = office
        .data(
            &key,
            "{ questions(first: 100) { name columns } }",
            json!({}),
        )
        .await;
    assert_eq!(listed["questions"].as_array().map(Vec::len), Some(100));
}
