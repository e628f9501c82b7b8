//! Accounts: listed, disabled and enabled.

use serde_json::{Value, json};

use super::Office;
use crate::support::{Backend, both_databases, run_with};

both_databases! {
    accounts_are_disabled_and_enabled,
    accounts_are_disabled_by_hand,
}

const DISABLE: &str = "mutation ($id: ID!) { disableAccount(account: $id) { account { id roles disabledAt } userErrors { code path } } }";
const ENABLE: &str = "mutation ($id: ID!) { enableAccount(account: $id) { account { id disabledAt } userErrors { code path } } }";
const ACCOUNTS: &str =
    "query ($first: Int, $after: String) { accounts(first: $first, after: $after) { id roles } }";

/// The status of a request with a key.
async fn status(office: &Office, key: &str) -> u16 {
    let sent = office
        .send(
            &format!("Bearer {key}"),
            "{ dataset { version } }",
            json!({}),
        )
        .await;
    sent.status().as_u16()
}

async fn accounts_are_disabled_and_enabled(backend: Backend) {
    let office = Office::start(backend).await;
    let admin = office.key("admin", &["ADMIN"]).await;
    let rcm = office.key("rcm", &["SECRETARIAT:rcm", "PARTNER"]).await;
    let all = office.data(&admin, ACCOUNTS, json!({})).await;
    let (first, second) = (
        json!({ "id": "admin", "roles": ["ADMIN"] }),
        json!({ "id": "rcm", "roles": ["SECRETARIAT:rcm", "PARTNER"] }),
    );
    assert_eq!(all["accounts"], json!([first, second]));
    for (given, there) in [
        (json!({ "first": 1 }), json!([first])),
        (json!({ "after": "admin" }), json!([second])),
    ] {
        assert_eq!(
            office.data(&admin, ACCOUNTS, given).await["accounts"],
            there
        );
    }
    // Whether it is there or not is told to administrators alone.
    for id in ["admin", "nobody", "rcm"] {
        for (query, right) in [
            (DISABLE, "REVOKE on ACCOUNT"),
            (ENABLE, "CREATE on ACCOUNT"),
        ] {
            let answer = office.ask(&rcm, query, json!({ "id": id })).await;
            let error = &answer["errors"][0]["extensions"];
            assert_eq!(error["code"], "FORBIDDEN", "{answer:#}");
            assert_eq!(error["right"], right, "{answer:#}");
        }
    }
    assert_eq!(status(&office, &rcm).await, 200);
    for _ in 0..2 {
        let done = office.data(&admin, DISABLE, json!({ "id": "rcm" })).await;
        let done = &done["disableAccount"];
        assert!(done["account"]["disabledAt"].is_string(), "{done:#}");
        assert_eq!(done["userErrors"], json!([]));
        assert_eq!(status(&office, &rcm).await, 401);
    }
    let answer = office.ask(&rcm, "{ dataset { version } }", json!({})).await;
    assert_eq!(
        answer["errors"][0]["message"], "the account is disabled",
        "{answer:#}"
    );
    let enabled = office.data(&admin, ENABLE, json!({ "id": "rcm" })).await;
    assert_eq!(
        enabled["enableAccount"]["account"],
        json!({ "id": "rcm", "disabledAt": null })
    );
    assert_eq!(status(&office, &rcm).await, 200);
    // Not itself, nor nobody.
    for (id, code) in [("admin", "INVALID"), ("nobody", "NOT_FOUND")] {
        let refused = office.data(&admin, DISABLE, json!({ "id": id })).await;
        assert_eq!(
            refused["disableAccount"],
            json!({ "account": null, "userErrors": [{ "code": code, "path": ["account"] }] })
        );
    }
    let audit = office
        .data(
            &admin,
            "{ audit(first: 20) { action subject refused } }",
            json!({}),
        )
        .await;
    let entries = audit["audit"].as_array().expect("a list").iter();
    let of = |action: &str, refused: Value| {
        let meant = json!({ "action": action, "subject": "rcm", "refused": refused });
        entries.clone().filter(|entry| **entry == meant).count()
    };
    assert_eq!(of("disableAccount", json!(null)), 2, "{audit:#}");
    assert_eq!(of("enableAccount", json!(null)), 1, "{audit:#}");
    assert_eq!(of("disableAccount", json!("FORBIDDEN")), 1, "{audit:#}");
}

async fn accounts_are_disabled_by_hand(backend: Backend) {
    let office = Office::start(backend).await;
    let key = office.key("rcm", &["SECRETARIAT:rcm"]).await;
    let url = office.0.database().url();
    let on = |args: &[&str]| {
        let args: Vec<&str> = ["account"].iter().chain(args).copied().collect();
        run_with(&args, &[("DATABASE_URL", &url)])
    };
    assert_eq!(on(&["list"]).out, "rcm  SECRETARIAT:rcm  enabled\n");
    let disabled = on(&["disable", "rcm"]);
    assert_eq!(disabled.code, Some(0), "{}", disabled.err);
    assert!(
        disabled
            .out
            .starts_with("rcm  SECRETARIAT:rcm  disabled 20"),
        "{}",
        disabled.out
    );
    assert_eq!(status(&office, &key).await, 401);
    assert_eq!(
        on(&["enable", "rcm"]).out,
        "rcm  SECRETARIAT:rcm  enabled\n"
    );
    let wrong = on(&["disable", "nobody"]);
    assert_eq!(wrong.code, Some(1));
    assert!(wrong.err.contains("there is no account"), "{}", wrong.err);
}
