//! What changesets would do, what they would undo, and versions that are taken back.

use serde_json::json;

use super::{Office, PROPOSE, codes, theme, website};
use crate::support::{Backend, both_databases};

both_databases! {
    a_lost_update_is_refused_with_what_is_there,
    what_would_be_is_shown_before,
    a_version_is_taken_back,
}

async fn a_lost_update_is_refused_with_what_is_there(backend: Backend) {
    let office = Office::start(backend).await;
    let rcm = office.key("rcm", &["SECRETARIAT:rcm"]).await;
    let update = |address: &str, expected: i64| {
        json!({
            "title": "One", "publish": true,
            "changes": [{ "update": { "iscm": { "id": "iscm:rcm", "website": address, "expectedVersion": expected } } }],
        })
    };
    assert_eq!(
        codes(
            &office
                .propose(&rcm, update("https://example.org/1", 1))
                .await
        ),
        [""; 0]
    );
    let lost = office
        .propose(&rcm, update("https://example.org/2", 1))
        .await;
    assert_eq!(codes(&lost), ["CONFLICT"]);
    assert_eq!(lost["userErrors"][0]["node"], json!({ "id": "iscm:rcm" }));
    assert_eq!(
        lost["userErrors"][0]["path"],
        json!(["input", "changes", "0", "update", "iscm"])
    );
    assert_eq!(
        codes(
            &office
                .propose(&rcm, update("https://example.org/2", 2))
                .await
        ),
        [""; 0]
    );
    assert_eq!(office.version().await, 3);
    // What nobody can have seen yet is waited for, for a while.
    let input = update("https://example.org/3", 9);
    let answer = office.ask(&rcm, PROPOSE, json!({ "input": input })).await;
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "UNAVAILABLE", "{answer:#}");
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains("`expectedVersion` 9"), "{message}");
    assert_eq!(office.version().await, 3);
}

async fn what_would_be_is_shown_before(backend: Backend) {
    let office = Office::start(backend).await;
    let curator = office.key("curator", &["CURATOR"]).await;
    let mut input = json!({ "title": "A draft", "changes": [theme("rcm", "Drafted"), website("https://example.org/draft")], "dryRun": true });
    let dry = office.propose(&curator, input.clone()).await;
    assert_eq!(dry["changeset"], json!(null));
    assert_eq!(dry["changes"].as_array().map(Vec::len), Some(2));
    input["dryRun"] = json!(false);
    let id = office.propose(&curator, input).await["changeset"]["id"].clone();
    let query = "query ($id: ID!) { changeset(id: $id) { preview {
        iscm(acronym: \"RCM\") { website } node(id: \"theme:rcm/drafted\") { label } dataset { version }
    } } iscm(acronym: \"RCM\") { website } }";
    let data = office.data(&curator, query, json!({ "id": id })).await;
    assert_eq!(
        data["changeset"]["preview"],
        json!({
            "iscm": { "website": "https://example.org/draft" },
            "node": { "label": "Drafted" },
            "dataset": { "version": 2 },
        })
    );
    assert_eq!(data["iscm"]["website"], "https://crmsv.org");
    assert_eq!(office.version().await, 1);
}

async fn a_version_is_taken_back(backend: Backend) {
    let office = Office::start(backend).await;
    let curator = office.key("curator", &["CURATOR"]).await;
    let source = json!({ "create": { "source": {
        "id": "zz-2026", "title": "Zz", "publisher": "Zz", "kind": "NEWS",
    } } });
    let member = json!({ "delete": { "id": "membership:rcm/mx-member" } });
    let changes = json!([
        website("https://example.org/1"),
        theme("rcm", "A theme"),
        source,
        member
    ]);
    office
        .propose(
            &curator,
            json!({ "title": "Much", "changes": changes, "publish": true }),
        )
        .await;
    let revert = "mutation ($version: Int!, $dry: Boolean!) { revertVersion(version: $version, dryRun: $dry, publish: true) {
        changeset { title version } changes { nodeId operation } userErrors { code path message node { id } }
    } }";
    let taken = json!([
        { "nodeId": "source:zz-2026", "operation": "DELETE" },
        { "nodeId": "iscm:rcm", "operation": "UPDATE" },
        { "nodeId": "theme:rcm/a-theme", "operation": "DELETE" },
        { "nodeId": "membership:rcm/mx-member", "operation": "INSERT" },
    ]);
    let dry = office
        .data(&curator, revert, json!({ "version": 2, "dry": true }))
        .await;
    assert_eq!(dry["revertVersion"]["changes"], taken, "{dry:#}");
    assert_eq!(office.version().await, 2);
    let done = office
        .data(&curator, revert, json!({ "version": 2, "dry": false }))
        .await;
    assert_eq!(
        done["revertVersion"]["changeset"],
        json!({ "title": "Reverts version 2", "version": 3 })
    );
    let data = office
        .0
        .data(
            "{ dataset { diff(from: 1, to: 3) { totalCount } } }",
            json!({}),
        )
        .await;
    assert_eq!(data["dataset"]["diff"]["totalCount"], 0);
    // What was changed since is not lost; what was not is taken back beside it.
    for (change, number) in [
        (website("https://example.org/2"), 4),
        (website("https://example.org/3"), 5),
    ] {
        office
            .propose(
                &curator,
                json!({ "title": "One", "changes": [change], "publish": true }),
            )
            .await;
        assert_eq!(office.version().await, number);
    }
    let refused = office
        .data(&curator, revert, json!({ "version": 4, "dry": true }))
        .await;
    let error = &refused["revertVersion"]["userErrors"][0];
    assert_eq!(
        (&error["code"], &error["path"]),
        (&json!("CONFLICT"), &json!(["version"]))
    );
    assert_eq!(error["node"], json!({ "id": "iscm:rcm" }));
    assert!(
        error["message"]
            .as_str()
            .is_some_and(|text| text.contains("`website`")),
        "{error}"
    );
    let nothing = office
        .data(&curator, revert, json!({ "version": 2, "dry": true }))
        .await;
    assert_eq!(codes(&nothing["revertVersion"]), ["CONFLICT"]);
    // What waits to be taken back is held to what is there when it is published.
    let wait = "mutation { revertVersion(version: 5) { changeset { id } userErrors { code } } }";
    let waiting = office.data(&curator, wait, json!({})).await;
    let id = &waiting["revertVersion"]["changeset"]["id"];
    let since = json!({ "update": { "iscm": { "id": "iscm:rcm", "region": "Another region" } } });
    let since = json!({ "title": "Since", "changes": [since], "publish": true });
    office.propose(&curator, since).await;
    let publish = "mutation ($id: ID!) { publishChangeset(id: $id, revision: 1) {
        userErrors { code path node { id } }
    } }";
    let refused = office.data(&curator, publish, json!({ "id": id })).await;
    assert_eq!(
        refused["publishChangeset"]["userErrors"],
        json!([{ "code": "CONFLICT", "path": ["version"], "node": { "id": "iscm:rcm" } }])
    );
    assert_eq!(office.version().await, 6);
    for version in [0, 7, -1] {
        let answer = office
            .ask(&curator, revert, json!({ "version": version, "dry": true }))
            .await;
        assert_eq!(
            answer["errors"][0]["extensions"]["argument"], "version",
            "{answer:#}"
        );
    }
}
