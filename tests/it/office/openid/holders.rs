//! Who holds a token: what it tells of them, what they may do, and what is noted.

use entity::office::{RoleGrant, RoleGrants, account, audit};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde_json::{Value, json};

use super::super::{codes, theme, website};
use super::provider::Provider;
use super::signer::Signer;
use super::{Office, VERSION, claims, office, openid, with};
use crate::support::{Backend, TestServer, both_databases, connect};

both_databases! {
    a_token_tells_who_asks,
    roles_are_those_of_the_claim,
    a_row_is_made_when_something_refers_to_it,
    keys_have_no_more_than_the_last_token,
    a_disabled_account_is_refused,
    reading_needs_no_row,
}

/// A provider, a key of it, and a server that takes its tokens.
async fn all(backend: Backend) -> (Provider, Signer, Office) {
    let key = Signer::p256("key");
    let provider = Provider::start(&[&key]).await;
    let office = office(backend, openid(&provider)).await;
    (provider, key, office)
}

async fn accounts(office: &Office) -> Vec<account::Model> {
    let db = connect(office.0.database()).await;
    let accounts = account::Entity::find().all(&db).await.expect("accounts");
    db.close().await.expect("closed");
    accounts
}

async fn a_token_tells_who_asks(backend: Backend) {
    let (provider, key, office) = all(backend).await;
    let groups = ["rcm-secretariat", "nobody", "mexico"];
    let token = key.token("ES256", &claims(&provider, "zazie", &groups));
    let query = "{ viewer { account key roles { role iscm { acronym } country { code } }
        publish: can(action: PUBLISH, id: \"iscm:rcm\") others: can(action: PUBLISH, id: \"iscm:sacm\") } }";
    let data = office.data(&token, query, json!({})).await;
    assert_eq!(
        data["viewer"],
        json!({
            "account": format!("{}#zazie", provider.issuer()),
            "key": null,
            "roles": [
                { "role": "SECRETARIAT", "iscm": { "acronym": "RCM" }, "country": null },
                { "role": "FOCAL_POINT", "iscm": null, "country": { "code": "MX" } },
            ],
            "publish": true,
            "others": false,
        })
    );
    // Of no group that is known, somebody is known all the same.
    let token = key.token("ES256", &claims(&provider, "other", &[]));
    let data = office.data(&token, query, json!({})).await;
    assert_eq!(data["viewer"]["roles"], json!([]));
    // Keys go on as they did, and a server without a provider takes no token.
    let by_key = office.key("one", &["CURATOR"]).await;
    let data = office.data(&by_key, query, json!({})).await;
    assert_eq!(data["viewer"]["account"], "one");
    let keys_alone = Office::start(backend).await;
    let refused = (401, "UNAUTHENTICATED", "takes keys");
    keys_alone.refuses(&token, refused).await;
}

async fn roles_are_those_of_the_claim(backend: Backend) {
    let (provider, key, office) = all(backend).await;
    let change = |change: Value, publish: bool| json!({ "title": "A change", "changes": [change], "publish": publish });
    let audited = "{ audit(first: 1) { action } }";
    let membership =
        json!({ "update": { "membership": { "id": "membership:rcm/mx-member", "to": 2026 } } });
    for (group, curates, of_rcm, proposes, administers) in [
        ("curators", true, true, true, false),
        ("rcm-secretariat", false, true, true, false),
        ("mexico", false, false, true, false),
        ("partners", false, false, false, false),
        ("admins", false, false, false, true),
        ("nobody", false, false, false, false),
    ] {
        let token = key.token("ES256", &claims(&provider, group, &[group]));
        let theirs = theme("sacm", &format!("Of {group}"));
        let ours = theme("rcm", &format!("Of {group}"));
        for (what, is_allowed) in [
            (change(theirs, true), curates),
            (change(ours, true), of_rcm),
            (change(membership.clone(), false), proposes),
        ] {
            let answer = office
                .ask(&token, super::super::PROPOSE, json!({ "input": what }))
                .await;
            let payload = &answer["data"]["proposeChangeset"];
            let is_done = payload["changeset"]["id"].is_string();
            assert_eq!(is_done, is_allowed, "{group}: {answer:#}");
            if !is_done {
                let told = answer.to_string();
                assert!(told.contains("FORBIDDEN"), "{group}: {told}");
            }
        }
        let answer = office.ask(&token, audited, json!({})).await;
        assert_eq!(
            answer.get("errors").is_none(),
            administers,
            "{group}: {answer:#}"
        );
    }
}

async fn a_row_is_made_when_something_refers_to_it(backend: Backend) {
    let (provider, key, office) = all(backend).await;
    let mine = claims(&provider, "zazie", &["curators"]);
    let token = key.token("ES256", &mine);
    office.takes(&token).await;
    let dry =
        json!({ "title": "Dry", "changes": [website("https://example.org/1")], "dryRun": true });
    office.propose(&token, dry).await;
    assert!(accounts(&office).await.is_empty());
    let input =
        json!({ "title": "Whole", "changes": [website("https://example.org/2")], "publish": true });
    let payload = office.propose(&token, input).await;
    assert_eq!(codes(&payload), [""; 0], "{payload:#}");
    let id = format!("{}#zazie", provider.issuer());
    assert_eq!(payload["changeset"]["author"], id);
    let rows = accounts(&office).await;
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].id.as_str(), rows[0].name.as_str()), (&*id, &*id));
    let versions = "{ dataset { versions(first: 1) { nodes { actor } } } }";
    let data = office.0.data(versions, json!({})).await;
    assert_eq!(data["dataset"]["versions"]["nodes"][0]["actor"], id);
    // Another is made by a comment, and by a proposal.
    let waiting = json!({ "title": "Waits", "changes": [website("https://example.org/3")] });
    let other = key.token("ES256", &claims(&provider, "other", &["rcm-secretariat"]));
    let payload = office.propose(&other, waiting).await;
    let third = key.token("ES256", &claims(&provider, "third", &["curators"]));
    let comment = "mutation ($id: ID!) {
        commentOnChangeset(id: $id, text: \"Why?\") { userErrors { code } } }";
    let waits = json!({ "id": payload["changeset"]["id"] });
    office.data(&third, comment, waits.clone()).await;
    let comments = "query ($id: ID!) { changeset(id: $id) { comments { author } } }";
    let data = office.data(&third, comments, waits).await;
    assert_eq!(
        data["changeset"]["comments"],
        json!([{ "author": format!("{}#third", provider.issuer()) }])
    );
    assert_eq!(accounts(&office).await.len(), 3);
    // What is noted of a person is the subject.
    let db = connect(office.0.database()).await;
    let noted = audit::Entity::find().all(&db).await.expect("an audit");
    db.close().await.expect("closed");
    assert!(noted.iter().any(|one| one.account_id.as_ref() == Some(&id)));
    assert!(noted.iter().all(|one| one.key_prefix.is_none()));
    let told = format!("{noted:?}{:?}", accounts(&office).await);
    assert!(!told.to_lowercase().contains("personal"), "{told}");
}

async fn keys_have_no_more_than_the_last_token(backend: Backend) {
    let (provider, key, office) = all(backend).await;
    let mine = claims(&provider, "zazie", &["curators"]);
    let token = key.token("ES256", &mine);
    let create = "mutation { createKey(name: \"for a script\") { secret } }";
    let data = office.data(&token, create, json!({})).await;
    let made = data["createKey"]["secret"]
        .as_str()
        .expect("a key")
        .to_owned();
    let roles = "{ viewer { account roles { role } } }";
    let data = office.data(&made, roles, json!({})).await;
    let viewer = json!({ "account": format!("{}#zazie", provider.issuer()), "roles": [{ "role": "CURATOR" }] });
    assert_eq!(data["viewer"], viewer);
    // The provider takes the role away: this token has none, and the row is told.
    let without = key.token("ES256", &with(&mine, &json!({ "groups": [] })));
    for _ in 0..100 {
        office.takes(&without).await;
        let rows = accounts(&office).await;
        if rows[0].roles == RoleGrants(Vec::new()) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the roles of the last token are not noted");
}

async fn a_disabled_account_is_refused(backend: Backend) {
    let (provider, key, office) = all(backend).await;
    let id = format!("{}#zazie", provider.issuer());
    let curator = RoleGrant::parse("CURATOR").expect("a role");
    let account = account::Model {
        id: id.clone(),
        name: id.clone(),
        roles: RoleGrants(vec![curator]),
        created_at: 0,
        disabled_at: Some(1),
    };
    let db = connect(office.0.database()).await;
    account
        .into_active_model()
        .insert(&db)
        .await
        .expect("a row");
    db.close().await.expect("closed");
    let token = key.token("ES256", &claims(&provider, "zazie", &["curators"]));
    let refused = (401, "UNAUTHENTICATED", "disabled");
    office.refuses(&token, refused).await;
    let other = key.token("ES256", &claims(&provider, "other", &["curators"]));
    office.takes(&other).await;
    let admin = office.key("admin", &["ADMIN"]).await;
    let enable =
        "mutation ($id: ID!) { enableAccount(account: $id) { account { id disabledAt } } }";
    let enabled = office.data(&admin, enable, json!({ "id": id })).await;
    let account = &enabled["enableAccount"]["account"];
    assert_eq!(*account, json!({ "id": id, "disabledAt": null }));
    office.takes(&token).await;
}

async fn reading_needs_no_row(backend: Backend) {
    let (provider, key, writer) = all(backend).await;
    let mut config = writer.0.database().config();
    let read_only = match backend {
        Backend::Sqlite => "?mode=ro",
        Backend::Postgres => "&options=-c%20default_transaction_read_only%3Don",
    };
    let url = format!("{}{read_only}", writer.0.database().url());
    config.database.url = iscm::db::DatabaseUrl::parse(&url).expect("an address");
    config.openid = Some(openid(&provider));
    let office = Office(TestServer::with(&config).await);
    let token = key.token("ES256", &claims(&provider, "zazie", &["curators"]));
    let data = office
        .data(&token, "{ viewer { roles { role } } }", json!({}))
        .await;
    assert_eq!(data["viewer"]["roles"], json!([{ "role": "CURATOR" }]));
    office.data(&token, VERSION, json!({})).await;
    let input = json!({ "title": "Not here", "changes": [website("https://example.org/1")] });
    let answer = office
        .ask(&token, super::super::PROPOSE, json!({ "input": input }))
        .await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"], "UNAVAILABLE",
        "{answer:#}"
    );
}
