//! Tokens of an OpenID provider: taken, refused, and what their holders may do.

mod away;
mod holders;
mod provider;
mod refused;
mod signer;

use std::time::Duration;

use entity::office::RoleGrant;
use iscm::config::{Config, KeyTimes, OpenId, Settings};
use serde_json::{Value, json};

use super::Office;
use crate::support::{Backend, TestServer};
use provider::Provider;

/// What asks for the version alone.
pub(super) const VERSION: &str = "{ dataset { version } }";

/// The moment of the tests' clock, in seconds.
fn now() -> i64 {
    crate::support::now().timestamp()
}

/// A provider as the settings name it, with a role for each group of its name.
fn openid(provider: &Provider) -> OpenId {
    let mut settings = Settings::default();
    settings.openid.openid_issuer = Some(provider.issuer());
    settings.openid.openid_audience = Some("iscm".to_owned());
    let config = settings.resolve().expect("a configuration");
    let mut openid = config.openid.expect("a provider");
    openid.roles = [
        ("curators", "CURATOR"),
        ("rcm-secretariat", "SECRETARIAT:rcm"),
        ("mexico", "FOCAL_POINT:MX"),
        ("partners", "PARTNER"),
        ("admins", "ADMIN"),
    ]
    .map(|(value, role)| (value.to_owned(), RoleGrant::parse(role).expect("a role")))
    .to_vec();
    openid.times = KeyTimes {
        patience: Duration::from_millis(400),
        pause: Duration::from_millis(50),
        ..KeyTimes::default()
    };
    openid
}

/// A server that takes tokens of a provider.
async fn office(backend: Backend, openid: OpenId) -> Office {
    let set = |config: &mut Config| config.openid = Some(openid);
    Office(TestServer::configured(backend, set).await)
}

/// The claims of a token of somebody in some groups.
fn claims(provider: &Provider, subject: &str, groups: &[&str]) -> Value {
    json!({
        "iss": provider.issuer(),
        "aud": "iscm",
        "sub": subject,
        "exp": now() + 300,
        "iat": now(),
        "groups": groups,
        "name": "Zazie Personal",
        "email": "zazie@personal.example",
    })
}

/// Claims with some of them others.
fn with(claims: &Value, more: &Value) -> Value {
    let mut claims = claims.clone();
    let more = more.as_object().expect("an object").clone();
    claims.as_object_mut().expect("an object").extend(more);
    claims
}

impl Office {
    /// A token that is refused, with the status, the code and a part of the message; the answer tells nothing else.
    async fn refuses(&self, token: &str, (status, code, part): (u16, &str, &str)) {
        let authorization = format!("Bearer {token}");
        let response = self.send(&authorization, VERSION, json!({})).await;
        let told = format!("{part}: {token:.200}");
        assert_eq!(response.status(), status, "{told}");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let challenge = response.headers().get("www-authenticate");
        let challenge = challenge.map(|value| value.to_str().expect("a text").to_owned());
        let answer: Value = response.json().await.expect("JSON");
        let error = &answer["errors"][0];
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains(part), "{message}: {told}");
        assert_eq!(error["extensions"]["code"], code, "{told}");
        assert!(answer.get("data").is_none(), "{answer}");
        let is_told = (status == 401)
            .then(|| format!("Bearer error=\"invalid_token\", error_description=\"{message}\""));
        assert_eq!(challenge, is_told, "{told}");
    }

    /// A token that is taken.
    async fn takes(&self, token: &str) {
        self.data(token, VERSION, json!({})).await;
    }
}
