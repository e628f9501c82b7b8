//! What is wrong with changes: each told with its code and its place, and the log as it was.

use serde_json::{Value, json};

use super::{Office, PROPOSE, codes, theme, website};
use crate::support::{Backend, both_databases};

both_databases! {
    each_fault_has_its_code_and_place,
    what_is_not_allowed_is_not_done,
    nothing_is_written_without_the_database,
}

fn create(of: &str, input: &Value) -> Value {
    json!({ "create": { of: input } })
}

async fn each_fault_has_its_code_and_place(backend: Backend) {
    let office = Office::start(backend).await;
    let curator = office.key("curator", &["CURATOR"]).await;
    let with = |name: &str, value: Value| {
        let mut one = theme("rcm", "Zz");
        one["create"]["theme"][name] = value;
        one
    };
    let cases = [
        (
            with("topics", json!(["topic:nothing"])),
            "INVALID",
            json!(["0", "create", "theme", "topics"]),
        ),
        (
            with("parent", json!("theme:sacm/none")),
            "INVALID",
            json!(["0", "create", "theme", "parent"]),
        ),
        (
            with("citations", json!([])),
            "INVALID",
            json!(["0", "create", "theme", "citations"]),
        ),
        (
            with("citations", json!([{ "source": "source:none" }])),
            "INVALID",
            json!(["0", "create", "theme", "citations"]),
        ),
        (
            with("from", json!(1066)),
            "INVALID",
            json!(["0", "create", "theme", "from"]),
        ),
        (
            with("title", json!(" Zz")),
            "INVALID",
            json!(["0", "create", "theme", "title"]),
        ),
        (
            with("title", json!("\u{202e}Zz")),
            "INVALID",
            json!(["0", "create", "theme", "title"]),
        ),
        (
            with("key", json!("No key")),
            "INVALID",
            json!(["0", "create", "theme", "key"]),
        ),
        (
            theme("nowhere", "Zz"),
            "NOT_FOUND",
            json!(["0", "create", "theme"]),
        ),
        (
            json!({ "delete": { "id": "theme:rcm/none" } }),
            "NOT_FOUND",
            json!(["0", "delete"]),
        ),
        (
            json!({ "delete": { "id": "topic:children" } }),
            "INVALID",
            json!(["0", "delete"]),
        ),
        (
            json!({ "delete": { "id": "country:MX" } }),
            "INVALID",
            json!(["0", "delete"]),
        ),
        (
            json!({ "update": { "iscm": { "id": "iscm:none", "website": "https://example.org/" } } }),
            "NOT_FOUND",
            json!(["0", "update", "iscm"]),
        ),
        (
            json!({ "update": { "iscm": { "id": "iscm:rcm", "website": "ftp://example.org/" } } }),
            "INVALID",
            json!(["0", "update", "iscm", "website"]),
        ),
        (
            json!({ "update": { "iscm": { "id": "iscm:rcm", "acronym": null } } }),
            "INVALID",
            json!(["0", "update", "iscm", "acronym"]),
        ),
        (
            json!({ "update": { "iscm": { "id": "iscm:rcm", "predecessors": ["iscm:rcm"] } } }),
            "INVALID",
            json!(["0", "update", "iscm", "predecessors"]),
        ),
        (
            json!({ "update": { "membership": { "id": "membership:rcm/mx-member", "from": 2020, "to": 2010 } } }),
            "INVALID",
            json!(["0", "update", "membership", "to"]),
        ),
        (
            json!({ "update": { "membership": { "id": "membership:rcm/mx-member", "organization": "organization:IOM" } } }),
            "INVALID",
            json!(["0", "update", "membership", "country"]),
        ),
        (
            create(
                "membership",
                &json!({ "iscm": "iscm:rcm", "country": "country:MX", "role": "MEMBER", "citations": [{ "source": "source:summary-2019" }] }),
            ),
            "INVALID",
            json!(["0", "create", "membership", "key"]),
        ),
        (
            create(
                "fundingSource",
                &json!({ "iscm": "iscm:rcm", "key": "zz", "kind": "OTHER", "contributors": ["AU"], "summary": "Zz.", "amount": "1.005", "currency": "EUR", "citations": [{ "source": "source:summary-2019" }] }),
            ),
            "INVALID",
            json!(["0", "create", "fundingSource", "contributors"]),
        ),
        (website("https://crmsv.org"), "EMPTY", json!(null)),
    ];
    for (change, code, path) in cases {
        let input = json!({ "title": "Zz", "changes": [change], "publish": true });
        let payload = office.propose(&curator, input.clone()).await;
        assert!(codes(&payload).contains(&code), "{input:#}\n{payload:#}");
        let path = path.as_array().cloned().unwrap_or_default();
        let head = ["input", "changes"].map(Value::from).into_iter();
        let whole = Value::Array(head.chain(path).collect());
        let errors = payload["userErrors"].as_array().expect("a list");
        assert!(
            errors.iter().any(|error| error["path"] == whole),
            "{whole}\n{payload:#}"
        );
    }
    // All faults of all changes at once.
    let mut other = theme("rcm", "Other");
    other["create"]["theme"]["topics"] = json!(["none"]);
    let both = json!({ "title": "Zz", "changes": [with("from", json!(1066)), other] });
    let payload = office.propose(&curator, both).await;
    assert_eq!(codes(&payload).len(), 2, "{payload:#}");
    assert_eq!(office.version().await, 1);
}

async fn what_is_not_allowed_is_not_done(backend: Backend) {
    let office = Office::start(backend).await;
    let curator = office.key("curator", &["CURATOR"]).await;
    let partner = office.key("partner", &["PARTNER"]).await;
    let propose = |changes: Value| json!({ "input": { "title": "Zz", "changes": changes } });
    // Nobody in particular, and somebody without the right.
    let answer = office
        .0
        .ask(PROPOSE, propose(json!([website("https://example.org/")])))
        .await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED",
        "{answer:#}"
    );
    assert_eq!(answer["data"], json!(null));
    let answer = office
        .ask(
            &partner,
            PROPOSE,
            propose(json!([website("https://example.org/")])),
        )
        .await;
    assert_eq!(
        answer["errors"][0]["extensions"]["right"], "CREATE on CHANGESET",
        "{answer:#}"
    );
    // Too few, too many, and what is not one of its kind.
    let two = json!({ "create": { "theme": theme("rcm", "A")["create"]["theme"] }, "delete": { "id": "theme:rcm/a" } });
    for (changes, words) in [
        (json!([]), "takes 1 to 200 changes"),
        (
            json!(vec![website("https://example.org/"); 201]),
            "takes 1 to 200 changes",
        ),
        (json!([two]), "one of its inputs"),
        (json!([{}]), "one of its inputs"),
        (
            json!([{ "delete": { "id": "nonsense" } }]),
            "takes the `id` of a node",
        ),
    ] {
        let answer = office.ask(&curator, PROPOSE, propose(changes)).await;
        let message = answer["errors"][0]["message"].as_str().expect("a message");
        assert!(message.contains(words), "{words}: {message}");
    }
    // By a link nothing is done.
    let path = "/graphql?query=mutation%7BrevokeKey(prefix:%22x%22)%7BuserErrors%7Bcode%7D%7D%7D";
    assert_eq!(office.0.get(path).await.status(), 405);
    // Each attempt is noted, without what was given.
    let admin = office.key("admin", &["ADMIN"]).await;
    let audit = "{ audit(first: 20) { account key action refused version } }";
    let data = office.data(&admin, audit, json!({})).await;
    let entries = data["audit"].as_array().expect("a list");
    let refused: Vec<_> = entries
        .iter()
        .filter(|one| !one["refused"].is_null())
        .collect();
    assert_eq!(refused.len(), 2, "{data:#}");
    assert_eq!(refused[0]["account"], "partner");
    assert_eq!(refused[0]["key"], partner[..13]);
    assert_eq!(
        (&refused[0]["action"], &refused[0]["refused"]),
        (&json!("proposeChangeset"), &json!("FORBIDDEN"))
    );
    assert_eq!(refused[1]["account"], json!(null));
    let answer = office.ask(&partner, audit, json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["right"], "READ on AUDIT");
    assert_eq!(office.version().await, 1);
}

async fn nothing_is_written_without_the_database(backend: Backend) {
    let office = Office::start(backend).await;
    let curator = office.key("curator", &["CURATOR"]).await;
    let input = json!({ "title": "Zz", "changes": [website("https://example.org/")] });
    let variables = json!({ "input": input });
    // So that there are connections, which then end.
    office
        .data(&curator, "{ viewer { roles { role } } }", json!({}))
        .await;
    office.0.database().break_down();
    for _ in 0..3 {
        let answer = office.ask(&curator, PROPOSE, variables.clone()).await;
        let code = &answer["errors"][0]["extensions"]["code"];
        // A damaged file is no database that comes back.
        let is_told = match backend {
            Backend::Postgres => *code == "UNAVAILABLE",
            Backend::Sqlite => *code == "UNAVAILABLE" || *code == "INTERNAL_SERVER_ERROR",
        };
        assert!(is_told && answer["data"].is_null(), "{answer:#}");
    }
}
