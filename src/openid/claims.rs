//! What a token says, once its signature is verified: whom it is from and for, when it holds, whose it is, and of which roles.

use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::office::RoleGrant;
use serde_json::{Map, Value};

use crate::config::OpenId;

/// The longest subject, in bytes (OpenID Connect Core, 2).
const LONGEST_SUBJECT: usize = 255;

/// Who holds a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The account: `<issuer>#<subject>`.
    pub account: String,
    /// The roles that the token's claims stand for.
    pub roles: Vec<RoleGrant>,
}

impl Holder {
    /// Who holds a token of these claims at a moment; or what is wrong with them.
    pub(super) fn of(
        claims: &Map<String, Value>,
        openid: &OpenId,
        now: DateTime<Utc>,
    ) -> Result<Self, &'static str> {
        if claims.get("iss").and_then(Value::as_str) != Some(&openid.issuer) {
            return Err("the token is of another issuer (`iss`) than this server takes tokens of");
        }
        let is_for = |one: &Value| one.as_str() == Some(&openid.audience);
        let is_for_us = match claims.get("aud") {
            Some(Value::Array(many)) => many.iter().any(is_for),
            one => one.is_some_and(is_for),
        };
        if !is_for_us {
            return Err("the token is for others (`aud`), not for this server");
        }
        is_in_time(claims, openid.leeway, now)?;
        let subject = claims
            .get("sub")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let is_subject =
            (1..=LONGEST_SUBJECT).contains(&subject.len()) && !subject.contains(char::is_control);
        if !is_subject {
            return Err("the token's subject (`sub`) is no text of 1 to 255 bytes");
        }
        Ok(Self {
            account: format!("{}#{subject}", openid.issuer),
            roles: roles(claims, openid),
        })
    }
}

/// Whether a token holds at a moment, as two clocks may differ.
fn is_in_time(
    claims: &Map<String, Value>,
    leeway: u32,
    now: DateTime<Utc>,
) -> Result<(), &'static str> {
    let now = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    let (now, leeway) = (Duration::from_millis(now).as_secs_f64(), f64::from(leeway));
    let moment = |name: &str| {
        match claims.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_f64().map(Some).ok_or(
            "a time of the token (`exp`, `nbf`, `iat`) is no number of seconds since 1970-01-01T00:00:00Z",
        ),
    }
    };
    let (end, start, issued) = (moment("exp")?, moment("nbf")?, moment("iat")?);
    let end = end.ok_or("the token does not say when it ends (`exp`)")?;
    if now >= end + leeway {
        return Err("the token has expired (`exp`)");
    }
    if start.is_some_and(|start| now + leeway < start) {
        return Err("the token does not hold yet (`nbf`)");
    }
    if issued.is_some_and(|issued| now + leeway < issued) {
        return Err("the token was issued in the future (`iat`); clocks differ");
    }
    Ok(())
}

/// The roles that claims stand for, in the order in which they are configured.
fn roles(claims: &Map<String, Value>, openid: &OpenId) -> Vec<RoleGrant> {
    let values = match claim(claims, &openid.roles_claim) {
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        // This one is a text with spaces (RFC 9068, 2.2.3).
        Some(Value::String(many)) if openid.roles_claim == "scope" => many.split(' ').collect(),
        Some(Value::String(one)) => vec![one.as_str()],
        _ => Vec::new(),
    };
    let mut roles: Vec<RoleGrant> = Vec::new();
    for (value, role) in &openid.roles {
        if values.contains(&value.as_str()) && !roles.contains(role) {
            roles.push(role.clone());
        }
    }
    roles
}

/// A claim by its name, or by the way to it: `realm_access.roles`.
fn claim<'c>(claims: &'c Map<String, Value>, name: &str) -> Option<&'c Value> {
    claims.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        claim(claims.get(first)?.as_object()?, rest)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::config::{KeyTimes, Settings};

    fn openid(claim: &str) -> OpenId {
        let roles = [("a", "CURATOR"), ("b", "SECRETARIAT:rcm"), ("c", "CURATOR")];
        OpenId {
            issuer: "https://login.example.org".to_owned(),
            audience: "iscm".to_owned(),
            roles_claim: claim.to_owned(),
            roles: roles
                .map(|(value, role)| (value.to_owned(), RoleGrant::parse(role).expect("a role")))
                .to_vec(),
            algorithms: Vec::new(),
            leeway: 60,
            times: KeyTimes::default(),
        }
    }

    fn of(more: &Value, claim: &str) -> Result<Holder, &'static str> {
        let mut claims = json!({
            "iss": "https://login.example.org", "aud": "iscm", "sub": "x", "exp": 1_000,
        });
        let claims = claims.as_object_mut().expect("an object");
        claims.extend(more.as_object().expect("an object").clone());
        let now = DateTime::from_timestamp(500, 0).expect("a moment");
        Holder::of(claims, &openid(claim), now)
    }

    #[test]
    fn clocks_may_differ_by_so_much_and_no_more() {
        for (more, part) in [
            (json!({ "exp": 441 }), None),
            (json!({ "exp": 440.5 }), None),
            (json!({ "exp": 440 }), Some("`exp`")),
            (json!({ "exp": 0 }), Some("`exp`")),
            (json!({ "exp": -1 }), Some("`exp`")),
            (json!({ "exp": null }), Some("when it ends")),
            (json!({ "exp": "1000" }), Some("no number")),
            (json!({ "exp": 1e300 }), None),
            (json!({ "nbf": 560 }), None),
            (json!({ "nbf": 561 }), Some("`nbf`")),
            (json!({ "nbf": [] }), Some("no number")),
            (json!({ "iat": 560 }), None),
            (json!({ "iat": 560.5 }), Some("`iat`")),
            (json!({ "iat": true }), Some("no number")),
        ] {
            let told = of(&more, "groups").err();
            let is_told = match (told, part) {
                (Some(told), Some(part)) => told.contains(part),
                (told, part) => told.is_none() && part.is_none(),
            };
            assert!(is_told, "{more}: {told:?}");
        }
    }

    #[test]
    fn a_token_is_from_one_for_us_and_of_somebody() {
        for (more, part) in [
            (json!({ "aud": ["other", "iscm"] }), None),
            (json!({ "aud": ["other"] }), Some("`aud`")),
            (json!({ "aud": [] }), Some("`aud`")),
            (json!({ "aud": null }), Some("`aud`")),
            (json!({ "aud": "ISCM" }), Some("`aud`")),
            (json!({ "aud": [["iscm"]] }), Some("`aud`")),
            (
                json!({ "iss": "https://login.example.org/" }),
                Some("`iss`"),
            ),
            (json!({ "iss": null }), Some("`iss`")),
            (json!({ "sub": "" }), Some("`sub`")),
            (json!({ "sub": 5 }), Some("`sub`")),
            (json!({ "sub": "a\nb" }), Some("`sub`")),
            (json!({ "sub": "x".repeat(256) }), Some("`sub`")),
            (json!({ "sub": "x".repeat(255) }), None),
        ] {
            let told = of(&more, "groups").err();
            let is_told = match (told, part) {
                (Some(told), Some(part)) => told.contains(part),
                (told, part) => told.is_none() && part.is_none(),
            };
            assert!(is_told, "{more}: {told:?}");
        }
        let holder = of(&json!({}), "groups").expect("a holder");
        assert_eq!(holder.account, "https://login.example.org#x");
    }

    #[test]
    fn values_of_a_claim_stand_for_roles() {
        let both = &["CURATOR", "SECRETARIAT:rcm"][..];
        for (claim, more, roles) in [
            ("groups", json!({ "groups": ["c", "b", "a", "z", 5] }), both),
            ("groups", json!({ "groups": "b" }), &both[1..]),
            ("groups", json!({ "groups": "a b" }), &[]),
            ("groups", json!({ "groups": { "a": "b" } }), &[]),
            ("groups", json!({}), &[]),
            ("scope", json!({ "scope": "openid a b" }), both),
            ("x.y", json!({ "x": { "y": ["a"] } }), &both[..1]),
            ("x.y", json!({ "x.y": "a", "x": { "y": "b" } }), &both[..1]),
            ("x.y", json!({ "x": "a" }), &[]),
        ] {
            let roles = roles.iter();
            let roles: Vec<_> = roles.filter_map(|role| RoleGrant::parse(role)).collect();
            assert_eq!(of(&more, claim).expect("a holder").roles, roles, "{more}");
        }
    }

    #[test]
    fn without_settings_there_is_no_provider() {
        let config = Settings::default().resolve().expect("a configuration");
        assert!(config.openid.is_none());
    }
}
