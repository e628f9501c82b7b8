//! Redaction: a text is taken out of the log, and versions stay without gaps.

use std::time::Duration;

use entity::{change, changeset};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::webhooks::publish;
use super::{Office, theme};
use crate::support::{Backend, TestServer, both_databases, run_with};

both_databases! {
    a_text_is_taken_out_of_the_log_and_of_what_is_made_of_it,
    what_cannot_be_taken_out_is_told,
}

const TEXT: &str = "Ana Pérez, Calle 1";

fn redact(office: &Office, args: &[&str]) -> (Option<i32>, String) {
    let url = office.0.database().url();
    let args: Vec<&str> = ["redact", "--reason", "At the person's request"]
        .iter()
        .chain(args)
        .copied()
        .collect();
    let done = run_with(&args, &[("DATABASE_URL", &url)]);
    (done.code, format!("{}{}", done.out, done.err))
}

/// All that is told of the past.
async fn told(office: &Office) -> String {
    let query = "query ($version: Int!) {
        asOf(version: $version) { iscm(acronym: \"RCM\") { summary } }
        changes { nodes { nodeId label fields { field before after } } }
        dataset { versions(first: 100) { nodes { number message } } }
    }";
    let data = office.0.data(query, json!({ "version": 2 })).await;
    let page = office.0.get("/iscm/rcm?version=2").await;
    let page = page.text().await.expect("a page");
    let file = office.0.get("/d/iscms.csv?version=2").await;
    format!("{data}{page}{}", file.text().await.expect("a file"))
}

async fn a_text_is_taken_out_of_the_log_and_of_what_is_made_of_it(backend: Backend) {
    let office = Office(TestServer::following(backend).await);
    let key = office.key("curator", &["CURATOR"]).await;
    let summary =
        |text: &str| json!({ "update": { "iscm": { "id": "iscm:rcm", "summary": text } } });
    let with = format!("A conference. Write to {TEXT}, for more.");
    publish(&office, &key, summary(&with)).await;
    let (code, refused) = redact(&office, &["--text", TEXT]);
    assert_eq!(code, Some(1), "{refused}");
    assert!(refused.contains("iscm:rcm has the text now"), "{refused}");
    publish(&office, &key, summary("A conference of States.")).await;
    let input = json!({
        "title": TEXT,
        "message": format!("What {TEXT} said"),
        "changes": [theme("rcm", "A theme")],
        "publish": true,
    });
    office.propose(&key, input).await;
    assert!(told(&office).await.contains(TEXT));
    let (code, tried) = redact(&office, &["--text", TEXT, "--dry-run"]);
    assert_eq!(code, Some(0), "{tried}");
    assert!(
        tried.contains("2 changes, 1 messages of versions, 3 parts")
            && tried.contains("nothing was done"),
        "{tried}"
    );
    assert!(told(&office).await.contains(TEXT));
    let (code, done) = redact(&office, &["--text", TEXT]);
    assert_eq!(code, Some(0), "{done}");
    assert!(done.contains("done, as version 5"), "{done}");
    while office.version().await < 5 {
        sleep(Duration::from_millis(50)).await;
    }
    let now = told(&office).await;
    assert!(!now.contains(TEXT), "{now}");
    assert!(now.contains("Write to [redacted], for more."), "{now}");
    // Versions are without gaps, and the one more says what was done.
    let data = office
        .0
        .data("{ dataset { versions(first: 9) { nodes { number message changes { totalCount } } } } }", json!({}))
        .await;
    let versions = data["dataset"]["versions"]["nodes"]
        .as_array()
        .expect("a list");
    let numbers: Vec<_> = versions
        .iter()
        .filter_map(|one| one["number"].as_i64())
        .collect();
    assert_eq!(numbers, [5, 4, 3, 2, 1]);
    assert_eq!(
        versions[0],
        json!({ "number": 5, "message": "Redaction: At the person's request", "changes": { "totalCount": 0 } })
    );
    assert_eq!(versions[1]["message"], "What [redacted] said");
    // Nor is it in the database.
    let db = office.0.database().open().await;
    let changes = change::Entity::find().all(&db).await.expect("changes");
    let messages = changeset::Entity::find()
        .all(&db)
        .await
        .expect("changesets");
    db.close().await.expect("closed");
    let all = format!("{changes:?}{messages:?}");
    assert!(!all.contains("Ana P") && all.contains("[redacted]"));
    let titles = office
        .data(&key, "{ changesets { nodes { title } } }", json!({}))
        .await;
    assert!(!titles.to_string().contains(TEXT), "{titles}");
    // It goes on from there.
    publish(
        &office,
        &key,
        summary("A conference of States on migration."),
    )
    .await;
    assert_eq!(office.version().await, 6);
    let (_, again) = redact(&office, &["--text", TEXT]);
    assert!(again.contains("nothing was to be done"), "{again}");
    let (code, found) = redact(&office, &["--text", "of States", "--id", "iscm:sacm"]);
    assert_eq!(code, Some(0), "{found}");
    assert!(found.starts_with("0 changes"), "{found}");
}

async fn what_cannot_be_taken_out_is_told(backend: Backend) {
    let office = Office::start(backend).await;
    let key = office.key("curator", &["CURATOR"]).await;
    publish(&office, &key, theme("rcm", "Zebra crossing")).await;
    let delete: Value = json!({ "delete": { "id": "theme:rcm/zebra-crossing" } });
    publish(&office, &key, delete).await;
    for (args, told) in [
        (vec!["--text", "ab"], "takes at least 3 letters"),
        (
            vec!["--text", "zebra-crossing"],
            "is part of a key or of a word",
        ),
        (
            vec!["--text", "Zebra", "--id", "theme"],
            "takes the `id` of a node",
        ),
        (vec!["--text", "Comprehensive"], "has the text now"),
    ] {
        let (code, said) = redact(&office, &args);
        assert_eq!(code, Some(1), "{args:?}: {said}");
        assert!(said.contains(told), "{args:?}: {said}");
    }
    assert_eq!(office.version().await, 3);
    let (code, done) = redact(
        &office,
        &["--text", "Zebra", "--id", "theme:rcm/zebra-crossing"],
    );
    assert_eq!(code, Some(0), "{done}");
    assert!(done.contains("2 changes"), "{done}");
}
