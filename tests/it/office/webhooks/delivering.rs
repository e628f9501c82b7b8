//! What is sent, in which order and how often, and how it is signed.

use std::time::Duration;

use iscm::webhook::Networks;
use serde_json::{Value, json};

use super::super::sink::{Manner, Sink};
use super::super::{theme, website};
use super::{Ahead, HOUR, change, create, created, publish, start, until};
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    messages_come_in_order_and_are_signed,
    what_fails_is_tried_for_three_days_and_paused_visibly,
    one_that_hangs_delays_no_other,
    new_keys_follow_the_old_ones,
    one_server_of_several_sends_a_message,
}

async fn messages_come_in_order_and_are_signed(backend: Backend) {
    let (office, key) = start(backend, &Ahead::default()).await;
    let (mut all, mut of_rcm) = (
        Sink::start(Manner::Take).await,
        Sink::start(Manner::Take).await,
    );
    let made = create(&office, &key, &all.url, json!(null)).await;
    let secret = made["secret"].as_str().expect("a secret");
    let public = made["webhook"]["keys"][0]["publicKey"]
        .as_str()
        .expect("a key");
    assert_eq!(made["webhook"]["version"], 1);
    assert_eq!(made["webhook"]["status"], "ACTIVE");
    let other = create(&office, &key, &of_rcm.url, json!(["RCM"])).await;
    assert_eq!(other["webhook"]["iscms"], json!(["rcm"]));

    publish(&office, &key, theme("sacm", "Another's")).await;
    let first = all.next().await;
    assert_eq!(first.versions(), (1, 2));
    assert_eq!(first.body["type"], "dataset.changed");
    assert_eq!(first.body["data"]["changes"], "/changes/1..2?minVersion=2");
    assert_eq!((first.verified(secret), first.verified(public)), (1, 1));
    publish(&office, &key, website("https://example.org/1")).await;
    let second = all.next().await;
    assert_eq!(second.versions(), (2, 3));
    assert_ne!(first.id(), second.id());
    // Of another ISCM nothing was told.
    let theirs = of_rcm.next().await;
    assert_eq!(theirs.versions(), (2, 3));
    assert_eq!(theirs.body["data"]["iscms"], json!(["rcm"]));
    assert_eq!(theirs.verified(secret), 0);
    let webhook = until(&office, &key, |one| one["version"] == 3).await;
    assert_eq!(webhook["deliveries"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        webhook["deliveries"][1],
        json!({ "messageId": first.id(), "kind": "CHANGE", "since": 1, "version": 2, "attempt": 1, "status": 204, "fault": null })
    );
    // Told anew, of all in one message.
    let id = webhook["id"].as_str().expect("an id");
    change(&office, &key, "replayWebhook(id: $id, since: 0)", id).await;
    assert_eq!(all.next().await.versions(), (0, 3));
    change(&office, &key, "testWebhook(id: $id)", id).await;
    let test = all.next().await;
    assert_eq!(test.body["type"], "test");
    assert_eq!(test.verified(secret), 1);
    let gone = change(&office, &key, "deleteWebhook(id: $id)", id).await;
    assert_eq!(gone["webhook"], json!(null));
    publish(&office, &key, website("https://example.org/2")).await;
    assert_eq!(of_rcm.next().await.versions(), (3, 4));
    all.is_quiet().await;
}

async fn what_fails_is_tried_for_three_days_and_paused_visibly(backend: Backend) {
    let ahead = Ahead::default();
    let (office, key) = start(backend, &ahead).await;
    let mut sink = Sink::start(Manner::Fail(500)).await;
    let id = created(&office, &key, &sink.url).await;
    publish(&office, &key, website("https://example.org/1")).await;
    let first = sink.next().await;
    let webhook = until(&office, &key, |one| one["status"] == "FAILING").await;
    assert_eq!(webhook["deliveries"][0]["fault"], "STATUS");
    assert!(webhook["nextAttemptAt"].is_string() && webhook["failingSince"].is_string());
    // What comes meanwhile is told together with it, and not before its time.
    publish(&office, &key, website("https://example.org/2")).await;
    sink.is_quiet().await;
    ahead.by(HOUR);
    let second = sink.next().await;
    assert_eq!((first.versions(), second.versions()), ((1, 2), (1, 3)));
    let webhook = until(&office, &key, |one| one["deliveries"][0]["attempt"] == 2).await;
    assert_eq!(webhook["status"], "FAILING");
    // It recovers.
    sink.does(Manner::Take);
    ahead.by(HOUR);
    assert_eq!(sink.next().await.id(), second.id());
    let webhook = until(&office, &key, |one| one["status"] == "ACTIVE").await;
    assert_eq!(
        (&webhook["version"], &webhook["failingSince"]),
        (&json!(3), &json!(null))
    );
    // For three days.
    sink.does(Manner::Redirect);
    publish(&office, &key, website("https://example.org/3")).await;
    let mut attempts = 0;
    let paused = loop {
        sink.next().await;
        attempts += 1;
        let tried = |one: &Value| {
            one["deliveries"][0]["version"] == 4 && one["deliveries"][0]["attempt"] == attempts
        };
        let webhook = until(&office, &key, tried).await;
        assert_eq!(webhook["deliveries"][0]["fault"], "REDIRECTED");
        if webhook["status"] == "PAUSED" {
            break webhook;
        }
        assert!(attempts < 40, "{webhook:#}");
        ahead.by(6 * HOUR + HOUR);
    };
    assert!(attempts > 8, "{attempts}");
    assert_eq!(
        paused["pausedBecause"],
        "no message was taken for three days"
    );
    ahead.by(24 * HOUR);
    sink.is_quiet().await;
    // Until it is resumed.
    sink.does(Manner::Take);
    change(&office, &key, "resumeWebhook(id: $id)", &id).await;
    assert_eq!(sink.next().await.versions(), (3, 4));
    until(&office, &key, |one| {
        one["status"] == "ACTIVE" && one["version"] == 4
    })
    .await;
    // One that says that it is gone is paused at once.
    sink.does(Manner::Fail(410));
    publish(&office, &key, website("https://example.org/4")).await;
    let webhook = until(&office, &key, |one| one["status"] == "PAUSED").await;
    assert_eq!(webhook["deliveries"][0]["fault"], "GONE");
}

async fn one_that_hangs_delays_no_other(backend: Backend) {
    let (office, key) = start(backend, &Ahead::default()).await;
    let hanging = Sink::start(Manner::Hang).await;
    let mut slow = Sink::start(Manner::TakeLate(1_000)).await;
    let mut quick = Sink::start(Manner::Take).await;
    for sink in [&hanging, &slow, &quick] {
        created(&office, &key, &sink.url).await;
    }
    for round in 0..5 {
        let begun = std::time::Instant::now();
        publish(
            &office,
            &key,
            website(&format!("https://example.org/{round}")),
        )
        .await;
        assert_eq!(quick.next().await.versions(), (1 + round, 2 + round));
        assert!(begun.elapsed() < Duration::from_secs(5), "{round}");
    }
    // What came while it was slow is told together.
    let mut seen = 1;
    while seen < 6 {
        let (since, version) = slow.next().await.versions();
        assert_eq!(since, seen);
        seen = version;
    }
}

async fn new_keys_follow_the_old_ones(backend: Backend) {
    let ahead = Ahead::default();
    let (office, key) = start(backend, &ahead).await;
    let mut sink = Sink::start(Manner::Take).await;
    let made = create(&office, &key, &sink.url, json!(null)).await;
    let id = made["webhook"]["id"].as_str().expect("an id");
    let rotated = change(&office, &key, "rotateWebhookKeys(id: $id)", id).await;
    let (old, new) = (
        made["secret"].as_str().expect("a secret"),
        rotated["secret"].as_str().expect("a secret"),
    );
    assert_ne!(old, new);
    let keys = &rotated["webhook"]["keys"];
    assert_eq!(keys[0]["endsAt"], json!(null));
    assert!(keys[1]["endsAt"].is_string(), "{keys:#}");
    publish(&office, &key, website("https://example.org/1")).await;
    let both = sink.next().await;
    assert_eq!((both.verified(old), both.verified(new)), (1, 1));
    let public = keys[1]["publicKey"].as_str().expect("a key");
    assert_eq!(both.verified(public), 1);
    ahead.by(25 * HOUR);
    publish(&office, &key, website("https://example.org/2")).await;
    let new_alone = sink.next().await;
    assert_eq!((new_alone.verified(old), new_alone.verified(new)), (0, 1));
    let rotated = change(&office, &key, "rotateWebhookKeys(id: $id)", id).await;
    assert_eq!(rotated["webhook"]["keys"].as_array().map(Vec::len), Some(2));
}

async fn one_server_of_several_sends_a_message(backend: Backend) {
    let (office, key) = start(backend, &Ahead::default()).await;
    let mut config = office.0.database().config();
    config.webhook_networks = Networks::read("127.0.0.1").expect("networks");
    config.refresh = Duration::from_millis(50);
    config.clock = Ahead::default().clock();
    let _others = [
        TestServer::with(&config).await,
        TestServer::with(&config).await,
    ];
    let mut sink = Sink::start(Manner::TakeLate(100)).await;
    created(&office, &key, &sink.url).await;
    let mut seen = 1;
    for round in 0..5 {
        publish(
            &office,
            &key,
            website(&format!("https://example.org/{round}")),
        )
        .await;
    }
    let mut told = Vec::new();
    while seen < 6 {
        let (since, version) = sink.next().await.versions();
        told.push((since, version));
        assert_eq!(since, seen, "{told:?}");
        seen = version;
    }
    sink.is_quiet().await;
}
