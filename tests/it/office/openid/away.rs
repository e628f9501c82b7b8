//! A provider whose keys change, and one that is not there, or is not what it should be.

use std::time::Duration;

use serde_json::json;
use tokio::time::{Instant, sleep};

use super::provider::{Document, Provider};
use super::signer::Signer;
use super::{Office, VERSION, claims, office, openid};
use crate::support::{Backend, both_databases};

both_databases! {
    keys_change,
    a_provider_may_be_down,
    a_provider_may_tell_anything,
    nobody_has_it_asked_all_the_time,
}

const AWAY: (u16, &str, &str) = (503, "UNAVAILABLE", "cannot be fetched");
const UNKNOWN: (u16, &str, &str) = (401, "UNAUTHENTICATED", "`kid`");

/// A moment in which nothing is fetched has passed.
async fn pause() {
    sleep(Duration::from_millis(60)).await;
}

async fn keys_change(backend: Backend) {
    let (old, new) = (Signer::p256("old"), Signer::ed("new"));
    let provider = Provider::start(&[&old]).await;
    let mut openid = openid(&provider);
    openid.times.fresh = Duration::from_millis(300);
    let office = office(backend, openid).await;
    let mine = claims(&provider, "a", &[]);
    let (by_old, by_new) = (old.token("ES256", &mine), new.token("EdDSA", &mine));
    office.takes(&by_old).await;
    office.refuses(&by_new, UNKNOWN).await;
    // For a while there are both; the new one is found at once.
    provider.has(&[&old, &new]);
    pause().await;
    office.takes(&by_new).await;
    office.takes(&by_old).await;
    // The old one is over as soon as the keys are fetched anew.
    provider.has(&[&new]);
    sleep(Duration::from_millis(350)).await;
    office.refuses(&by_old, UNKNOWN).await;
    office.takes(&by_new).await;
}

async fn a_provider_may_be_down(backend: Backend) {
    let (key, new) = (Signer::p256("key"), Signer::ed("new"));
    let mut provider = Provider::start(&[&key]).await;
    provider.stop().await;
    let mut openid = openid(&provider);
    openid.times.fresh = Duration::from_millis(200);
    openid.times.kept = Duration::from_secs(3);
    let office = office(backend, openid).await;
    let mine = claims(&provider, "a", &["curators"]);
    let token = key.token("ES256", &mine);
    // The server is there all the same, and who asks by a key or by nothing is answered.
    office.refuses(&token, AWAY).await;
    office.0.data(VERSION, json!({})).await;
    let by_key = office.key("one", &["CURATOR"]).await;
    office.takes(&by_key).await;
    // Once it is there it is found.
    provider.go_on().await;
    pause().await;
    office.takes(&token).await;
    // Its keys hold for a while after it has gone; whether it has others cannot be told.
    let fetched = Instant::now();
    provider.stop().await;
    sleep(Duration::from_millis(250)).await;
    office.takes(&token).await;
    office.refuses(&new.token("EdDSA", &mine), AWAY).await;
    assert!(
        fetched.elapsed() < Duration::from_millis(2900),
        "a slow machine"
    );
    sleep(Duration::from_secs(3).saturating_sub(fetched.elapsed())).await;
    office.refuses(&token, AWAY).await;
    provider.go_on().await;
    pause().await;
    office.takes(&token).await;
}

async fn a_provider_may_tell_anything(backend: Backend) {
    let key = Signer::p256("key");
    let provider = Provider::start(&[&key]).await;
    let good = |provider: &Provider| {
        provider.is_named(&provider.issuer());
        provider.has(&[&key]);
    };
    provider.told().keys = Document::Status(503, String::new());
    let office = office(backend, openid(&provider)).await;
    let token = key.token("ES256", &claims(&provider, "a", &[]));
    let place = |uri: &str| {
        Document::Is(json!({ "issuer": provider.issuer(), "jwks_uri": uri }).to_string())
    };
    let away = format!("location: {}/keys\r\n", provider.issuer());
    let discoveries = [
        Document::Status(500, String::new()),
        Document::Status(404, String::new()),
        Document::Status(302, away.clone()),
        Document::Is(String::new()),
        Document::Is("[]".to_owned()),
        Document::Is("{}".to_owned()),
        Document::Is(format!("{{\"issuer\":{}1", "[".repeat(100_000))),
        Document::Endless,
        Document::Silent,
        place("http://login.example.org/keys"),
        place("file:///etc/passwd"),
        place("keys"),
        place(""),
    ];
    let keys = [
        Document::Status(503, String::new()),
        Document::Status(307, away),
        Document::Is(String::new()),
        Document::Is("{\"keys\":[]}".to_owned()),
        Document::Is("{\"keys\":5}".to_owned()),
        Document::Is(format!("{{\"keys\":[\"{}\"]}}", "x".repeat(300_000))),
        Document::Endless,
        Document::Silent,
    ];
    let asked = |office: Office, token: String| async move {
        pause().await;
        office.refuses(&token, AWAY).await;
        office
    };
    let mut office = asked(office, token.clone()).await;
    for discovery in discoveries {
        good(&provider);
        provider.told().discovery = discovery;
        office = asked(office, token.clone()).await;
    }
    for document in keys {
        good(&provider);
        provider.told().keys = document;
        office = asked(office, token.clone()).await;
    }
    for other in [
        "https://login.example.org",
        "",
        &format!("{}/", provider.issuer()),
    ] {
        good(&provider);
        provider.is_named(other);
        office = asked(office, token.clone()).await;
    }
    // Where the provider is, and what it says, is told to nobody.
    let answer = office.ask(&token, VERSION, json!({})).await.to_string();
    assert!(
        !answer.contains("127.0.0.1") && !answer.contains("example"),
        "{answer}"
    );
    good(&provider);
    pause().await;
    office.takes(&token).await;
}

async fn nobody_has_it_asked_all_the_time(backend: Backend) {
    let (key, other) = (Signer::p256("key"), Signer::p256("other"));
    let provider = Provider::start(&[&key]).await;
    let mut openid = openid(&provider);
    openid.times.pause = Duration::from_mins(10);
    let office = office(backend, openid).await;
    let mine = claims(&provider, "a", &[]);
    let (token, forged) = (key.token("ES256", &mine), other.token("ES256", &mine));
    let mut asking = Vec::new();
    for number in 0..60 {
        let is_forged = number % 2 == 0;
        let one = if is_forged { &forged } else { &token };
        let authorization = format!("Bearer {one}");
        let office = &office;
        asking.push(async move {
            let response = office.send(&authorization, VERSION, json!({})).await;
            assert_eq!(response.status(), if is_forged { 401 } else { 200 });
        });
    }
    async_graphql::futures_util::future::join_all(asking).await;
    assert_eq!(provider.fetched(), 1);
}
