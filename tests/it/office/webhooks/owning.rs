//! Whose webhooks are, and where they may lead.

use serde_json::json;

use super::super::{Office, codes};
use super::{change, create, created};
use crate::support::{Backend, both_databases};

both_databases! {
    messages_go_to_the_public_internet_alone,
    webhooks_are_their_accounts_own,
}

async fn messages_go_to_the_public_internet_alone(backend: Backend) {
    let office = Office::start(backend).await;
    let key = office.key("partner", &["PARTNER"]).await;
    for (url, code) in [
        (
            "https://169.254.169.254/latest/meta-data/",
            "ADDRESS_NOT_ALLOWED",
        ),
        ("https://[::ffff:127.0.0.1]/", "ADDRESS_NOT_ALLOWED"),
        ("https://2130706433/", "ADDRESS_NOT_ALLOWED"),
        ("http://example.org/", "INVALID"),
        ("https://user:secret@example.org/", "INVALID"),
        ("ftp://example.org/", "INVALID"),
        ("", "INVALID"),
    ] {
        let made = create(&office, &key, url, json!(null)).await;
        assert_eq!(codes(&made), [code], "{url}: {made:#}");
        assert_eq!(made["userErrors"][0]["path"], json!(["url"]));
        assert_eq!(made["webhook"], json!(null));
    }
    // A name that leads there is found out where the connection would be made.
    let id = created(&office, &key, "https://localhost:1/").await;
    let tried = change(&office, &key, "testWebhook(id: $id)", &id).await;
    let delivery = &tried["webhook"]["deliveries"][0];
    assert_eq!(delivery["fault"], "ADDRESS_NOT_ALLOWED", "{tried:#}");
    assert_eq!(delivery["status"], json!(null));
    // A name that is none.
    let id = created(&office, &key, "https://nothing.invalid/").await;
    let tried = change(&office, &key, "testWebhook(id: $id)", &id).await;
    assert_eq!(tried["webhook"]["deliveries"][0]["fault"], "UNREACHABLE");
    let wrong = office
        .ask(
            &key,
            "mutation { createWebhook(url: \"https://example.org\", since: 9) { secret } }",
            json!({}),
        )
        .await;
    assert_eq!(
        wrong["errors"][0]["extensions"]["argument"], "since",
        "{wrong:#}"
    );
    let wrong = office
        .ask(&key, "mutation { createWebhook(url: \"https://example.org\", iscms: [\"nothing\"]) { secret } }", json!({}))
        .await;
    assert_eq!(
        wrong["errors"][0]["extensions"]["argument"], "iscms",
        "{wrong:#}"
    );
}

async fn webhooks_are_their_accounts_own(backend: Backend) {
    let office = Office::start(backend).await;
    let (one, other) = (
        office.key("one", &["PARTNER"]).await,
        office.key("other", &["SECRETARIAT:rcm"]).await,
    );
    let (admin, none) = (
        office.key("admin", &["ADMIN"]).await,
        office.key("none", &[]).await,
    );
    let id = created(&office, &one, "https://example.org/hook").await;
    // Another's is as if it were not there.
    for mutation in [
        "updateWebhook(id: $id, description: \"Mine\")",
        "deleteWebhook(id: $id)",
        "testWebhook(id: $id)",
        "resumeWebhook(id: $id)",
        "replayWebhook(id: $id, since: 0)",
        "rotateWebhookKeys(id: $id)",
    ] {
        let done = change(&office, &other, mutation, &id).await;
        assert_eq!(codes(&done), ["NOT_FOUND"], "{mutation}");
    }
    let all = "query ($all: Boolean!) { webhooks(all: $all) { account } }";
    let listed =
        async |key: &str, is_all: bool| office.ask(key, all, json!({ "all": is_all })).await;
    assert_eq!(listed(&other, false).await["data"]["webhooks"], json!([]));
    assert_eq!(
        listed(&admin, true).await["data"]["webhooks"],
        json!([{ "account": "one" }])
    );
    for (key, right) in [(&one, "READ on WEBHOOK"), (&none, "READ on WEBHOOK")] {
        let refused = listed(key, true).await;
        assert_eq!(
            refused["errors"][0]["extensions"]["right"], right,
            "{refused:#}"
        );
    }
    let create_one = "mutation { createWebhook(url: \"https://example.org\") { webhook { id } } }";
    let refused = office.ask(&none, create_one, json!({})).await;
    assert_eq!(
        refused["errors"][0]["extensions"]["code"], "FORBIDDEN",
        "{refused:#}"
    );
    let refused = office.0.ask(create_one, json!({})).await;
    assert_eq!(
        refused["errors"][0]["extensions"]["code"], "UNAUTHENTICATED",
        "{refused:#}"
    );
    // Who runs the server sees it, and may end it; not more.
    let done = office
        .ask(
            &admin,
            "mutation ($id: ID!) { testWebhook(id: $id) { secret } }",
            json!({ "id": id }),
        )
        .await;
    assert_eq!(
        done["errors"][0]["extensions"]["right"], "AMEND on WEBHOOK",
        "{done:#}"
    );
    change(&office, &admin, "deleteWebhook(id: $id)", &id).await;
    for number in 0..20 {
        created(&office, &one, &format!("https://example.org/{number}")).await;
    }
    let many = create(&office, &one, "https://example.org/more", json!(null)).await;
    assert_eq!(codes(&many), ["TOO_MANY"]);
    let noted = office
        .data(
            &admin,
            "{ audit(first: 60) { account action refused } }",
            json!({}),
        )
        .await;
    let noted = noted["audit"].as_array().expect("a list");
    for entry in [
        json!({ "account": "other", "action": "testWebhook", "refused": "NOT_FOUND" }),
        json!({ "account": "none", "action": "createWebhook", "refused": "FORBIDDEN" }),
        json!({ "account": "admin", "action": "deleteWebhook", "refused": null }),
        json!({ "account": "one", "action": "createWebhook", "refused": "TOO_MANY" }),
    ] {
        assert!(noted.contains(&entry), "{entry}: {noted:#?}");
    }
}
