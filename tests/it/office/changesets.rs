//! Changesets: proposed, amended, decided on, published.

use serde_json::{Value, json};

use super::{Office, codes, theme, website};
use crate::support::{Backend, both_databases};

both_databases! {
    who_may_publish_does_it_in_one_step,
    what_is_proposed_waits_for_a_decision,
    a_verdict_is_on_one_revision,
    what_is_sent_again_is_done_once,
    what_changes_nothing_any_more_is_not_published,
}

async fn who_may_publish_does_it_in_one_step(backend: Backend) {
    let office = Office::start(backend).await;
    let rcm = office.key("rcm", &["SECRETARIAT:rcm"]).await;
    let input = json!({
        "title": "The new website",
        "changes": [website("https://example.org/rcm"), theme("rcm", "A new theme")],
        "publish": true,
    });
    let payload = office.propose(&rcm, input).await;
    assert_eq!(codes(&payload), [""; 0], "{payload:#}");
    assert_eq!(payload["changeset"]["status"], "PUBLISHED");
    assert_eq!(payload["changeset"]["version"], 2);
    assert_eq!(payload["changes"][0]["nodeId"], "iscm:rcm");
    assert_eq!(
        payload["changes"][0]["fields"],
        json!([{
            "field": "website", "before": "https://crmsv.org", "after": "https://example.org/rcm",
        }])
    );
    assert_eq!(payload["changes"][1]["nodeId"], "theme:rcm/a-new-theme");
    // It is there for whoever reads next.
    let data = office
        .0
        .data(
            "{ iscm(acronym: \"RCM\") { website } node(id: \"theme:rcm/a-new-theme\") { label }
           dataset { versions(first: 1) { nodes { number actor message } } } }",
            json!({}),
        )
        .await;
    assert_eq!(data["iscm"]["website"], "https://example.org/rcm");
    assert_eq!(data["node"]["label"], "A new theme");
    assert_eq!(
        data["dataset"]["versions"]["nodes"][0],
        json!({
            "number": 2, "actor": "rcm", "message": "The new website",
        })
    );
    // In another language, as what was proposed and as what was done.
    let query = "query ($id: ID!) {
        changeset(id: $id) { changes { nodeId label(language: ES) } }
        changes(since: 1) { nodes { nodeId label(language: ES) } }
    }";
    let id = &payload["changeset"]["id"];
    let data = office.data(&rcm, query, json!({ "id": id })).await;
    let spanish = json!({ "nodeId": "iscm:rcm", "label": "Conferencia Regional sobre Migración" });
    for changes in [&data["changeset"]["changes"], &data["changes"]["nodes"]] {
        let changes = changes.as_array().expect("changes");
        assert!(changes.contains(&spanish), "{changes:#?}");
    }
    // Not of another ISCM.
    let input = json!({ "title": "Theirs", "changes": [website("https://example.org/2"), theme("sacm", "Ours")], "publish": true });
    let payload = office.propose(&rcm, input).await;
    assert_eq!(codes(&payload), ["FORBIDDEN"]);
    assert_eq!(
        payload["userErrors"][0]["path"],
        json!(["input", "changes", "1", "create", "theme"])
    );
    assert!(
        payload["userErrors"][0]["message"]
            .as_str()
            .is_some_and(|text| text.contains("PUBLISH on ISCM"))
    );
    assert_eq!(office.version().await, 2);
}

/// A changeset by its id, as somebody sees it.
async fn changeset(office: &Office, key: &str, id: &Value) -> Value {
    let query = "query ($id: ID!) { changeset(id: $id) {
        title message status revision author basedOn decidedBy reason version
        changes { nodeId operation } userErrors { code message }
        comments { author text revision }
    } }";
    let mut data = office.data(key, query, json!({ "id": id })).await;
    data["changeset"].take()
}

/// Does something to a changeset in a revision.
async fn decide(office: &Office, key: &str, what: &str, id: &Value, revision: i32) -> Value {
    let reason = if what == "rejectChangeset" {
        ", reason: \"Not so.\""
    } else {
        ""
    };
    let query = format!(
        "mutation ($id: ID!, $revision: Int!) {{ {what}(id: $id, revision: $revision{reason}) {{
            changeset {{ status version decidedBy }} userErrors {{ code path message }}
        }} }}"
    );
    let mut data = office
        .data(key, &query, json!({ "id": id, "revision": revision }))
        .await;
    data[what].take()
}

async fn what_is_proposed_waits_for_a_decision(backend: Backend) {
    let office = Office::start(backend).await;
    let focal = office.key("mexico", &["FOCAL_POINT:MX"]).await;
    let rcm = office.key("rcm", &["SECRETARIAT:rcm"]).await;
    let sacm = office.key("sacm", &["SECRETARIAT:sacm"]).await;
    let curator = office.key("curator", &["CURATOR"]).await;
    let left =
        json!({ "update": { "membership": { "id": "membership:rcm/mx-member", "to": 2026 } } });
    let input = json!({ "title": "Mexico left", "message": "As announced.", "changes": [left] });
    // It may propose this, and not publish it.
    let mut publishing = input.clone();
    publishing["publish"] = json!(true);
    assert_eq!(
        codes(&office.propose(&focal, publishing).await),
        ["FORBIDDEN"]
    );
    let payload = office.propose(&focal, input).await;
    assert_eq!(codes(&payload), [""; 0], "{payload:#}");
    let id = &payload["changeset"]["id"];
    assert_eq!(office.version().await, 1);
    let seen = changeset(&office, &rcm, id).await;
    assert_eq!(seen["status"], "PROPOSED");
    assert_eq!(
        seen["changes"],
        json!([{ "nodeId": "membership:rcm/mx-member", "operation": "UPDATE" }])
    );
    // Not by those whom it does not concern, who cannot decide on it either.
    assert_eq!(changeset(&office, &sacm, id).await, json!(null));
    assert_eq!(
        codes(&decide(&office, &sacm, "publishChangeset", id, 1).await),
        ["NOT_FOUND"]
    );
    let answer = office.ask(&focal, "mutation ($id: ID!) { publishChangeset(id: $id, revision: 1) { userErrors { code } } }", json!({ "id": id })).await;
    assert_eq!(
        answer["data"]["publishChangeset"]["userErrors"],
        json!([{ "code": "FORBIDDEN" }]),
        "{answer:#}"
    );
    let comment = "mutation ($id: ID!) { commentOnChangeset(id: $id, text: \"Is there a source?\") { changeset { comments { text } } userErrors { code } } }";
    let said = office.data(&rcm, comment, json!({ "id": id })).await;
    let told = json!([{ "text": "Is there a source?" }]);
    assert_eq!(said["commentOnChangeset"]["changeset"]["comments"], told);
    let all = "{ changesets(first: 1) { nodes { comments { text } } } }";
    let listed = office.data(&rcm, all, json!({})).await;
    assert_eq!(listed["changesets"]["nodes"], json!([{ "comments": told }]));
    let published = decide(&office, &rcm, "publishChangeset", id, 1).await;
    assert_eq!(
        published["changeset"],
        json!({ "status": "PUBLISHED", "version": 2, "decidedBy": "rcm" })
    );
    let seen = changeset(&office, &focal, id).await;
    assert_eq!(
        seen["comments"],
        json!([{ "author": "rcm", "text": "Is there a source?", "revision": 1 }])
    );
    let data = office
        .0
        .data(
            "{ dataset { versions(first: 1) { nodes { actor message } } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        data["dataset"]["versions"]["nodes"][0],
        json!({ "actor": "mexico", "message": "Mexico left: As announced." })
    );
    // It is decided on once.
    for what in ["publishChangeset", "rejectChangeset", "withdrawChangeset"] {
        let key = if what == "withdrawChangeset" {
            &focal
        } else {
            &curator
        };
        assert_eq!(
            codes(&decide(&office, key, what, id, 1).await),
            ["DECIDED"],
            "{what}"
        );
    }
    let rejected = json!({ "title": "Again", "changes": [website("https://example.org/no")] });
    let payload = office.propose(&rcm, rejected).await;
    let id = &payload["changeset"]["id"];
    let decided = decide(&office, &curator, "rejectChangeset", id, 1).await;
    assert_eq!(decided["changeset"]["status"], "REJECTED");
    assert_eq!(changeset(&office, &rcm, id).await["reason"], "Not so.");
    assert_eq!(office.version().await, 2);
}

async fn a_verdict_is_on_one_revision(backend: Backend) {
    let office = Office::start(backend).await;
    let rcm = office.key("rcm", &["SECRETARIAT:rcm"]).await;
    let input = json!({ "title": "First", "changes": [website("https://example.org/1")] });
    let payload = office.propose(&rcm, input).await;
    let id = payload["changeset"]["id"].clone();
    let amend = "mutation ($id: ID!, $revision: Int!, $input: ProposeChangesetInput!) {
        amendChangeset(id: $id, revision: $revision, input: $input) {
            changeset { revision title } userErrors { code path }
        }
    }";
    let input = json!({ "title": "Second", "changes": [website("https://example.org/2")] });
    let variables = json!({ "id": id, "revision": 1, "input": input });
    let amended = office.data(&rcm, amend, variables.clone()).await;
    assert_eq!(
        amended["amendChangeset"]["changeset"],
        json!({ "revision": 2, "title": "Second" })
    );
    let again = office.data(&rcm, amend, variables).await;
    assert_eq!(
        again["amendChangeset"]["userErrors"],
        json!([{ "code": "CONFLICT", "path": ["revision"] }])
    );
    assert_eq!(
        codes(&decide(&office, &rcm, "publishChangeset", &id, 1).await),
        ["CONFLICT"]
    );
    let published = decide(&office, &rcm, "publishChangeset", &id, 2).await;
    assert_eq!(published["changeset"]["version"], 2);
    let data = office
        .0
        .data("{ iscm(acronym: \"RCM\") { website } }", json!({}))
        .await;
    assert_eq!(data["iscm"]["website"], "https://example.org/2");
}

async fn what_is_sent_again_is_done_once(backend: Backend) {
    let office = Office::start(backend).await;
    let rcm = office.key("rcm", &["SECRETARIAT:rcm"]).await;
    let input = |address: &str| {
        json!({
            "title": "Once", "changes": [website(address)], "publish": true, "idempotencyKey": "a request",
        })
    };
    let first = office.propose(&rcm, input("https://example.org/1")).await;
    let again = office.propose(&rcm, input("https://example.org/1")).await;
    assert_eq!(first["changeset"], again["changeset"]);
    assert_eq!(office.version().await, 2);
    let other = office.propose(&rcm, input("https://example.org/2")).await;
    assert_eq!(codes(&other), ["CONFLICT"]);
    assert_eq!(
        other["userErrors"][0]["path"],
        json!(["input", "idempotencyKey"])
    );
    // At once, too.
    let concurrent = json!({
        "title": "Together", "changes": [website("https://example.org/3")], "publish": true, "idempotencyKey": "another",
    });
    let sent = (0..4).map(|_| office.propose(&rcm, concurrent.clone()));
    let all = futures(sent).await;
    assert_eq!(office.version().await, 3, "{all:#?}");
    for payload in &all {
        assert_eq!(codes(payload), [""; 0], "{all:#?}");
        assert_eq!(payload["changeset"], all[0]["changeset"], "{all:#?}");
    }
    // So is what others changed meanwhile, and what only waits.
    let proposed = json!({
        "title": "Waiting", "changes": [website("https://example.org/4")], "idempotencyKey": "a third",
    });
    let sent = (0..4).map(|_| office.propose(&rcm, proposed.clone()));
    let all = futures(sent).await;
    for payload in &all {
        assert_eq!(codes(payload), [""; 0], "{all:#?}");
        assert_eq!(payload["changeset"], all[0]["changeset"], "{all:#?}");
    }
    let other =
        json!({ "title": "Other", "changes": [website("https://example.org/5")], "publish": true });
    office.propose(&rcm, other).await;
    let again = office.propose(&rcm, concurrent).await;
    assert_eq!(again["changeset"]["version"], 3, "{again:#?}");
}

async fn what_changes_nothing_any_more_is_not_published(backend: Backend) {
    let office = Office::start(backend).await;
    let rcm = office.key("rcm", &["SECRETARIAT:rcm"]).await;
    let input = |address: &str| json!({ "title": "One", "changes": [website(address)] });
    let payload = office.propose(&rcm, input("https://example.org/1")).await;
    let id = payload["changeset"]["id"].clone();
    let mut same = input("https://example.org/1");
    same["publish"] = json!(true);
    office.propose(&rcm, same).await;
    let published = decide(&office, &rcm, "publishChangeset", &id, 1).await;
    assert_eq!(codes(&published), ["EMPTY"], "{published:#}");
    assert_eq!(published["userErrors"][0]["path"], json!(["id"]));
    let amend = "mutation ($id: ID!, $input: ProposeChangesetInput!) {
        amendChangeset(id: $id, revision: 1, input: $input) { userErrors { code path } }
    }";
    let variables = json!({ "id": id, "input": input("https://example.org/1") });
    let amended = office.data(&rcm, amend, variables).await;
    assert_eq!(
        amended["amendChangeset"]["userErrors"],
        json!([{ "code": "EMPTY", "path": ["input", "changes"] }])
    );
    // It waits on.
    assert_eq!(changeset(&office, &rcm, &id).await["status"], "PROPOSED");
    let withdrawn = decide(&office, &rcm, "withdrawChangeset", &id, 1).await;
    assert_eq!(codes(&withdrawn), [""; 0], "{withdrawn:#}");
    assert_eq!(office.version().await, 2);
}

/// All at once.
async fn futures<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    async_graphql::futures_util::future::join_all(all).await
}
