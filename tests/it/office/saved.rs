//! Questions that accounts save: what is kept, who sees it, and the files that answer them.

use entity::office::saved_question;
use reqwest::{Method, Response, StatusCode};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, NotSet, QueryFilter as _, Set};
use serde_json::{Value, json};

use super::Office;
use crate::support::{Backend, both_databases, connect};

both_databases! {
    a_question_is_saved_and_answered_as_a_file,
    what_is_private_is_its_accounts_alone,
    what_is_wrong_is_told_with_its_place,
    some_may_save_and_others_not,
    a_question_that_changed_is_another_file,
    any_account_has_an_address,
    an_account_has_so_many,
    what_the_schema_does_not_take_any_more_is_gone,
}

const SAVE: &str = "mutation ($input: SaveQuestionInput!) { saveQuestion(input: $input) {
    question { account name title document variables rows lists isPublic columns address userErrors { message } createdAt updatedAt }
    userErrors { code path message }
} }";

const DELETE: &str =
    "mutation ($name: String!, $account: String) { deleteQuestion(name: $name, account: $account) {
    question { name } userErrors { code path }
} }";

const MEMBERS: &str = "query ($iscm: String!, $language: Language! = EN) {
    iscm(acronym: $iscm) { acronym members { nodes { country { code name(language: $language) } } } }
}";

fn members(is_public: bool) -> Value {
    json!({
        "name": "members",
        "title": "Members of an ISCM",
        "document": MEMBERS,
        "variables": { "iscm": "RCM" },
        "isPublic": is_public,
    })
}

impl Office {
    /// What became of a question.
    async fn save(&self, key: &str, input: Value) -> Value {
        let mut data = self.data(key, SAVE, json!({ "input": input })).await;
        data["saveQuestion"].take()
    }

    /// The same of one that is saved.
    async fn saved(&self, key: &str, input: Value) -> Value {
        let mut payload = self.save(key, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
        payload["question"].take()
    }

    /// What an address is answered with, for a key or nobody.
    async fn file(&self, key: Option<&str>, path: &str) -> Response {
        let mut request = self.0.request(Method::GET, path);
        if let Some(key) = key {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        request.send().await.expect("an answer")
    }

    async fn status(&self, key: Option<&str>, path: &str) -> StatusCode {
        self.file(key, path).await.status()
    }
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers()[name].to_str().expect("text")
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

async fn what_is_private_is_its_accounts_alone(backend: Backend) {
    let office = Office::start(backend).await;
    let key = office.key("partner", &["PARTNER"]).await;
    let other = office.key("other", &["CURATOR", "PARTNER"]).await;
    let admin = office.key("admin", &["ADMIN"]).await;
    office.saved(&key, members(false)).await;
    for path in [
        "/d/@partner/members.csv",
        "/d/@partner/members.json",
        "/d/@partner/members.csv-metadata.json",
    ] {
        let own = office.file(Some(&key), path).await;
        assert_eq!(
            (own.status(), header(&own, "cache-control")),
            (StatusCode::OK, "private, no-store"),
            "{path}"
        );
        // To others it is what one is that is not there, to the letter.
        let absent = path.replace("members", "nothing");
        let told = async |key: Option<&str>, path: &str| {
            let refused = office.file(key, path).await;
            assert_eq!(refused.status(), 404, "{path}");
            refused
                .text()
                .await
                .expect("text")
                .replace("nothing", "members")
        };
        assert_eq!(told(None, path).await, told(None, &absent).await);
        assert_eq!(
            told(Some(&other), path).await,
            told(Some(&other), &absent).await
        );
        assert_eq!(office.status(Some(&admin), path).await, 200);
        assert_eq!(office.status(Some("iscm_nothing1"), path).await, 401);
    }
    let tag = office.file(Some(&key), "/d/@partner/members.csv").await;
    let tag = header(&tag, "etag").to_owned();
    let again = office
        .0
        .request(Method::GET, "/d/@partner/members.csv")
        .header("if-none-match", tag);
    let again = again
        .header("authorization", format!("Bearer {key}"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(
        (again.status(), header(&again, "cache-control")),
        (StatusCode::NOT_MODIFIED, "private, no-store")
    );
    let list = office.file(Some(&key), "/d/@partner/").await;
    let list: Value = list.json().await.expect("JSON");
    assert_eq!(list["datasets"], json!([]));
    // Over the API alike.
    let one = "{ question(account: \"partner\", name: \"members\") { title } }";
    let title = json!({ "question": { "title": "Members of an ISCM" } });
    assert_eq!(office.data(&key, one, json!({})).await, title);
    assert_eq!(office.data(&admin, one, json!({})).await, title);
    let nothing = json!({ "question": null });
    assert_eq!(office.data(&other, one, json!({})).await, nothing);
    assert_eq!(office.0.data(one, json!({})).await, nothing);
    let all = "query ($all: Boolean!) { questions(all: $all) { account name columns userErrors { message } } }";
    let own = office.data(&key, all, json!({ "all": false })).await;
    assert_eq!(own["questions"][0]["name"], "members");
    assert_eq!(
        office.data(&other, all, json!({ "all": false })).await["questions"],
        json!([])
    );
    assert_eq!(
        office.data(&admin, all, json!({ "all": true })).await["questions"],
        own["questions"]
    );
    let refused = office.ask(&other, all, json!({ "all": true })).await;
    assert_eq!(
        refused["errors"][0]["extensions"]["right"],
        "READ on QUESTION"
    );
    // Once it is public it is everybody's at once, and once it is not it is gone at once.
    office.saved(&key, members(true)).await;
    assert_eq!(office.status(None, "/d/@partner/members.csv").await, 200);
    assert_eq!(office.0.data(one, json!({})).await, title);
    office.saved(&key, members(false)).await;
    assert_eq!(office.status(None, "/d/@partner/members.csv").await, 404);
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

async fn some_may_save_and_others_not(backend: Backend) {
    let office = Office::start(backend).await;
    for (account, role) in [
        ("a", "CURATOR"),
        ("b", "SECRETARIAT:rcm"),
        ("c", "FOCAL_POINT:MX"),
        ("d", "PARTNER"),
    ] {
        let key = office.key(account, &[role]).await;
        office.saved(&key, members(false)).await;
    }
    let admin = office.key("admin", &["ADMIN"]).await;
    let none = office.key("none", &[]).await;
    for key in [&admin, &none] {
        let refused = office
            .ask(key, SAVE, json!({ "input": members(false) }))
            .await;
        let extensions = &refused["errors"][0]["extensions"];
        assert_eq!(
            (&extensions["code"], &extensions["right"]),
            (&json!("FORBIDDEN"), &json!("CREATE on QUESTION"))
        );
    }
    for query in [SAVE, "{ questions { name } }"] {
        let refused = office
            .0
            .ask(query, json!({ "input": members(false) }))
            .await;
        assert_eq!(
            refused["errors"][0]["extensions"]["code"], "UNAUTHENTICATED",
            "{refused:#}"
        );
    }
    // Another's is as if it were not there, but for who manages accounts.
    let key = office.key("a", &["CURATOR"]).await;
    let others = json!({ "name": "members", "account": "b" });
    let refused = office.data(&key, DELETE, others.clone()).await;
    assert_eq!(
        refused["deleteQuestion"]["userErrors"][0]["code"],
        "NOT_FOUND"
    );
    let deleted = office.data(&admin, DELETE, others).await;
    assert_eq!(deleted["deleteQuestion"]["question"]["name"], "members");
    let entries = "{ audit(first: 100) { account action subject refused } }";
    let entries = office.data(&admin, entries, json!({})).await;
    let entries = entries["audit"].as_array().expect("a list");
    for entry in [
        json!({ "account": "admin", "action": "deleteQuestion", "subject": "@b/members", "refused": null }),
        json!({ "account": "a", "action": "deleteQuestion", "subject": "@b/members", "refused": "NOT_FOUND" }),
        json!({ "account": null, "action": "saveQuestion", "subject": "@/members", "refused": "UNAUTHENTICATED" }),
        json!({ "account": "none", "action": "saveQuestion", "subject": "@none/members", "refused": "FORBIDDEN" }),
        json!({ "account": "d", "action": "saveQuestion", "subject": "@d/members", "refused": null }),
    ] {
        assert!(entries.contains(&entry), "{entry}\n{entries:#?}");
    }
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
        (&Value::Null, &json!(["document"]))
    );
    let list = office.file(None, "/d/@partner/").await;
    assert_eq!(list.status(), 200);
}
