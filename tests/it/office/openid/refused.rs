//! What is no token, or none for us: each told with what is wrong, and nothing done.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::Duration;
use iscm::clock::Clock;
use jsonwebtoken::Algorithm;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use serde_json::{Value, json};

use super::provider::Provider;
use super::signer::{Signer, base64, by_secret, message};
use super::{Office, claims, now, office, openid, with};
use crate::support::{Backend, TestServer, both_databases, connect, now as moment};

both_databases! {
    each_fault_is_told,
    clocks_may_differ,
    algorithms_are_those_of_the_list,
}

const UNAUTHENTICATED: &str = "UNAUTHENTICATED";

async fn each_fault_is_told(backend: Backend) {
    let (rsa, ed) = (Signer::rsa("rsa"), Signer::ed("ed"));
    let (enc, es384, hs) = (
        Signer::p256("enc"),
        Signer::p256("es384"),
        Signer::rsa("hs"),
    );
    let stranger = Signer::ed("ed");
    let provider = Provider::start(&[&rsa, &ed]).await;
    let mut keys: Vec<Value> = [&rsa, &ed, &enc, &es384, &hs].map(Signer::public).to_vec();
    keys[2]["use"] = "enc".into();
    keys[3]["alg"] = "ES384".into();
    keys[4]["alg"] = "HS256".into();
    keys.push(json!({ "kty": "oct", "kid": "secret", "k": base64("secret") }));
    let all = json!({ "keys": keys }).to_string();
    provider.told().keys = super::provider::Document::Is(all);
    let office = office(backend, openid(&provider)).await;
    let mine = claims(&provider, "zazie", &["curators"]);
    let by = |more: Value| ed.token("EdDSA", &with(&mine, &more));
    let headed = |header: Value| ed.with_header(&header, &mine);
    let whole = by(json!({}));
    office.takes(&whole).await;
    let (signed, signature) = whole.rsplit_once('.').expect("parts");
    let (head, _) = signed.split_once('.').expect("parts");
    let public = rsa.public();
    let pem = public.to_string();
    let modulus = public["n"].as_str().expect("a number").as_bytes().to_vec();
    let confused = json!({ "alg": "HS256", "typ": "JWT", "kid": "rsa" });
    let none = json!({ "alg": "none" });
    let admin = with(&mine, &json!({ "groups": ["admins"] }));
    let other_claims = base64(admin.to_string());
    let cases = [
        // What is not signed, or with what all know.
        (format!("{}.", message(&none, &mine)), "`alg`"),
        (format!("{}.{signature}", message(&none, &mine)), "`alg`"),
        (format!("{}.", message(&json!({ "alg": "None" }), &mine)), "`alg`"),
        (by_secret(pem.as_bytes(), &confused, &mine), "`alg`"),
        (by_secret(&modulus, &confused, &mine), "`alg`"),
        (by_secret(b"secret", &json!({ "alg": "HS256", "kid": "secret" }), &mine), "`alg`"),
        (headed(json!({ "alg": "EdDSA", "kid": "secret" })), "not one to verify"),
        (rsa.token("RS512", &mine), "one of RS256, PS256, ES256, EdDSA"),
        // Keys.
        (headed(json!({ "alg": "EdDSA", "kid": "unknown" })), "`kid`"),
        (headed(json!({ "alg": "RS256", "kid": "ed" })), "not one to verify"),
        (headed(json!({ "alg": "RS256" })), "signature"),
        (enc.token("ES256", &mine), "not one to verify"),
        (es384.token("ES256", &mine), "not one to verify"),
        (hs.token("RS256", &mine), "not one to verify"),
        (stranger.token("EdDSA", &mine), "signature"),
        // Headers that bring their own key are of no use.
        (
            stranger.with_header(
                &json!({ "alg": "EdDSA", "kid": "ed", "jwk": stranger.public(), "jku": "http://127.0.0.1:1/" }),
                &mine,
            ),
            "signature",
        ),
        (headed(json!({ "alg": "EdDSA", "kid": "ed", "crit": ["exp"], "exp": 1 })), "`crit`"),
        (headed(json!({ "alg": "EdDSA", "kid": "ed", "b64": false })), "`b64`"),
        // Parts that were changed.
        (format!("{head}.{other_claims}.{signature}"), "signature"),
        (format!("{signed}."), "signature"),
        (format!("{signed}.{}", base64([0_u8; 64])), "signature"),
        (format!("{signed}.{signature}="), "base64url"),
        ("..".to_owned(), "header"),
        ("a.b.c".to_owned(), "header"),
        (ed.with_header(&json!({ "alg": "EdDSA", "kid": "ed" }), &json!("text")), "JSON objects"),
        (by(json!({ "more": "x".repeat(20_000) })), "more than 16384 bytes"),
        // What it says.
        (by(json!({ "iss": "https://login.example.org" })), "`iss`"),
        (by(json!({ "iss": null })), "`iss`"),
        (by(json!({ "aud": "other" })), "`aud`"),
        (by(json!({ "aud": null })), "`aud`"),
        (by(json!({ "exp": now() - 60 })), "expired"),
        (by(json!({ "exp": null })), "`exp`"),
        (by(json!({ "exp": "never" })), "no number"),
        (by(json!({ "nbf": now() + 61 })), "`nbf`"),
        (by(json!({ "iat": now() + 61 })), "`iat`"),
        (by(json!({ "sub": "" })), "`sub`"),
    ];
    for (token, part) in cases {
        office.refuses(&token, (401, UNAUTHENTICATED, part)).await;
    }
    // Nothing was done, and nobody is known.
    assert_eq!(office.version().await, 1);
    let db = connect(office.0.database()).await;
    let accounts = entity::office::account::Entity::find().count(&db).await;
    assert_eq!(accounts.expect("a count"), 0);
    db.close().await.expect("closed");
}

async fn clocks_may_differ(backend: Backend) {
    let key = Signer::p256("p");
    let provider = Provider::start(&[&key]).await;
    let mut openid = openid(&provider);
    openid.leeway = 5;
    let seconds = Arc::new(AtomicI64::new(0));
    let told = Arc::clone(&seconds);
    let server = TestServer::configured(backend, |config| {
        config.openid = Some(openid);
        config.clock =
            Clock::from_fn(move || moment() + Duration::seconds(told.load(Ordering::SeqCst)));
    });
    let office = Office(server.await);
    let from = json!({ "nbf": now() + 10, "iat": now() + 10, "exp": now() + 20 });
    let token = key.token("ES256", &with(&claims(&provider, "a", &[]), &from));
    for (second, part) in [
        (0, Some("`nbf`")),
        (4, Some("`nbf`")),
        (5, None),
        (10, None),
        (24, None),
        (25, Some("expired")),
    ] {
        seconds.store(second, Ordering::SeqCst);
        match part {
            None => office.takes(&token).await,
            Some(part) => office.refuses(&token, (401, UNAUTHENTICATED, part)).await,
        }
    }
}

async fn algorithms_are_those_of_the_list(backend: Backend) {
    let (rsa, p256, p384, ed) = (
        Signer::rsa("rsa"),
        Signer::p256("p256"),
        Signer::p384("p384"),
        Signer::ed("ed"),
    );
    let provider = Provider::start(&[&rsa, &p256, &p384, &ed]).await;
    let mine = claims(&provider, "a", &[]);
    let all = [
        (Algorithm::RS256, &rsa),
        (Algorithm::RS512, &rsa),
        (Algorithm::PS256, &rsa),
        (Algorithm::ES256, &p256),
        (Algorithm::ES384, &p384),
        (Algorithm::EdDSA, &ed),
    ];
    let own = office(backend, openid(&provider)).await;
    let mut others = openid(&provider);
    others.algorithms = vec![Algorithm::RS512, Algorithm::ES384];
    let others = office(backend, others).await;
    for (algorithm, key) in all {
        let token = key.token(&format!("{algorithm:?}"), &mine);
        let is_other = matches!(algorithm, Algorithm::RS512 | Algorithm::ES384);
        let (takes, refuses) = if is_other {
            (&others, &own)
        } else {
            (&own, &others)
        };
        takes.takes(&token).await;
        let refused = (401, UNAUTHENTICATED, "is one of");
        refuses.refuses(&token, refused).await;
    }
}
