//! Keys: made, used, ended; and what is none.

use serde_json::json;

use super::Office;
use crate::support::{Backend, both_databases, run_with};

both_databases! {
    a_key_tells_who_asks,
    what_is_no_key_is_refused,
    keys_are_made_listed_and_ended,
    keys_are_made_by_hand,
}

const VIEWER: &str = "{ viewer { account key roles { role iscm { acronym } country { code } } } }";

async fn a_key_tells_who_asks(backend: Backend) {
    let office = Office::start(backend).await;
    assert_eq!(
        office.0.data(VIEWER, json!({})).await,
        json!({ "viewer": null })
    );
    let key = office
        .key("rcm", &["SECRETARIAT:rcm", "FOCAL_POINT:MX"])
        .await;
    let data = office.data(&key, VIEWER, json!({})).await;
    let viewer = &data["viewer"];
    assert_eq!(viewer["account"], "rcm");
    assert!(key.starts_with(viewer["key"].as_str().expect("a text")));
    assert_eq!(
        viewer["roles"],
        json!([
            { "role": "SECRETARIAT", "iscm": { "acronym": "RCM" }, "country": null },
            { "role": "FOCAL_POINT", "iscm": null, "country": { "code": "MX" } },
        ])
    );
    let can = "query ($id: ID!) { viewer { propose: can(action: PROPOSE, id: $id) publish: can(action: PUBLISH, id: $id) } }";
    for (id, propose, publish) in [
        ("iscm:rcm", true, true),
        ("membership:rcm/mx-member", true, true),
        ("iscm:sacm", false, false),
        ("topic:children", true, false),
        ("membership:rcm/nobody", false, false),
    ] {
        let data = office.data(&key, can, json!({ "id": id })).await;
        assert_eq!(
            data["viewer"],
            json!({ "propose": propose, "publish": publish }),
            "{id}"
        );
    }
    // What is private is kept nowhere; what is public is as it is for all.
    let response = office
        .send(&format!("Bearer {key}"), VIEWER, json!({}))
        .await;
    assert_eq!(response.headers()["cache-control"], "no-store");
    let other = office.key("other", &["PARTNER"]).await;
    let data = office.data(&other, VIEWER, json!({})).await;
    assert_eq!(data["viewer"]["account"], "other");
}

async fn what_is_no_key_is_refused(backend: Backend) {
    let office = Office::start(backend).await;
    let key = office.key("one", &["CURATOR"]).await;
    let (head, _) = key.rsplit_once('_').expect("parts");
    let mut other = key.clone();
    // A character of the secret, and the checksum with it.
    other.replace_range(20..21, if &key[20..21] == "0" { "1" } else { "0" });
    for wrong in [
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        format!("Basic {key}"),
        format!("Bearer {head}"),
        format!("Bearer {other}"),
        format!("Bearer {key}x"),
        "Bearer eyJhbGciOiJub25lIn0.e30.".to_owned(),
        format!("Bearer {}", "x".repeat(5_000)),
    ] {
        let response = office
            .send(&wrong, "{ dataset { version } }", json!({}))
            .await;
        assert_eq!(response.status(), 401, "{wrong}");
        let challenge = response.headers()["www-authenticate"].clone();
        let challenge = challenge.to_str().expect("a text");
        // Who sends nothing of the kind is told what to send, else what is wrong with it.
        if wrong.starts_with("Bearer ") && wrong.trim() != "Bearer" {
            let begin = "Bearer error=\"invalid_token\", error_description=\"";
            assert!(challenge.starts_with(begin), "{wrong}: {challenge}");
        } else {
            assert_eq!(challenge, "Bearer", "{wrong}");
        }
        let answer: serde_json::Value = response.json().await.expect("JSON");
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED",
            "{answer}"
        );
        assert!(answer.get("data").is_none());
    }
}

async fn keys_are_made_listed_and_ended(backend: Backend) {
    let office = Office::start(backend).await;
    let admin = office.key("admin", &["ADMIN"]).await;
    let rcm = office.key("rcm", &["SECRETARIAT:rcm", "PARTNER"]).await;
    let create = "mutation ($roles: [String!], $account: String) {
        createKey(name: \"nightly\", roles: $roles, account: $account, days: 30) {
            secret key { prefix account name roles expiresAt } userErrors { code }
        }
    }";
    let made = office
        .data(&rcm, create, json!({ "roles": ["PARTNER"] }))
        .await;
    let made = &made["createKey"];
    let secret = made["secret"].as_str().expect("a key");
    assert_eq!(made["key"]["roles"], json!(["PARTNER"]));
    assert!(made["key"]["expiresAt"].is_string());
    let data = office
        .data(secret, "{ viewer { roles { role } } }", json!({}))
        .await;
    assert_eq!(data["viewer"]["roles"], json!([{ "role": "PARTNER" }]));
    // No more than the key that asks for it, nor of another account.
    for (key, roles, account, code) in [
        (
            secret,
            json!(["SECRETARIAT:rcm"]),
            json!(null),
            "BAD_USER_INPUT",
        ),
        (&*rcm, json!(["CURATOR"]), json!(null), "BAD_USER_INPUT"),
        (&*rcm, json!(null), json!("admin"), "FORBIDDEN"),
        (&*rcm, json!(["NOTHING"]), json!(null), "BAD_USER_INPUT"),
    ] {
        let answer = office
            .ask(key, create, json!({ "roles": roles, "account": account }))
            .await;
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], code,
            "{answer:#}"
        );
    }
    let keys = "query ($all: Boolean!) { keys(all: $all) { account name revokedAt } }";
    let own = office.data(&rcm, keys, json!({ "all": false })).await;
    assert_eq!(own["keys"].as_array().map(Vec::len), Some(2));
    let all = office.data(&admin, keys, json!({ "all": true })).await;
    assert_eq!(all["keys"].as_array().map(Vec::len), Some(3));
    let answer = office.ask(&rcm, keys, json!({ "all": true })).await;
    assert_eq!(
        answer["errors"][0]["extensions"]["right"], "READ on KEY",
        "{answer:#}"
    );
    // One that is ended is ended at once here.
    let revoke = "mutation ($prefix: String!) { revokeKey(prefix: $prefix) { key { revokedAt } userErrors { code } } }";
    let prefix = &made["key"]["prefix"];
    let revoked = office.data(&rcm, revoke, json!({ "prefix": prefix })).await;
    assert!(revoked["revokeKey"]["key"]["revokedAt"].is_string());
    let response = office
        .send(
            &format!("Bearer {secret}"),
            "{ dataset { version } }",
            json!({}),
        )
        .await;
    assert_eq!(response.status(), 401);
    // Another's is as if it were not there.
    let others = json!({ "prefix": &admin[..13] });
    let refused = office.data(&rcm, revoke, others).await;
    assert_eq!(
        refused["revokeKey"]["userErrors"],
        json!([{ "code": "NOT_FOUND" }])
    );
}

async fn keys_are_made_by_hand(backend: Backend) {
    let office = Office::start(backend).await;
    let url = office.0.database().url();
    let on = |args: &[&str]| {
        let args: Vec<&str> = ["key"].iter().chain(args).copied().collect();
        run_with(&args, &[("DATABASE_URL", &url)])
    };
    let made = on(&[
        "create",
        "--account",
        "sacm",
        "--role",
        "SECRETARIAT:sacm",
        "--days",
        "7",
    ]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let key = made.out.trim();
    let data = office.data(key, "{ viewer { account } }", json!({})).await;
    assert_eq!(data["viewer"]["account"], "sacm");
    let listed = on(&["list"]);
    assert!(
        listed.out.starts_with(&key[..13]) && listed.out.contains("sacm"),
        "{}",
        listed.out
    );
    assert!(!listed.out.contains(&key[14..]), "{}", listed.out);
    let wrong = on(&["create", "--account", "x", "--role", "KING"]);
    assert_eq!(wrong.code, Some(1));
    assert!(wrong.err.contains("takes CURATOR"), "{}", wrong.err);
    let revoked = on(&["revoke", &key[..13]]);
    assert!(
        revoked.out.contains("revoked"),
        "{}{}",
        revoked.out,
        revoked.err
    );
    assert_eq!(on(&["revoke", "iscm_nothing1"]).code, Some(1));
}
