//! Who may save questions, and who sees them.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{DELETE, SAVE, header, members};
use crate::office::Office;
use crate::support::{Backend, both_databases};

both_databases! {
    what_is_private_is_its_accounts_alone,
    some_may_save_and_others_not,
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
