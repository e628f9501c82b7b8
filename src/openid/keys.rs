//! The keys of a provider, and which of them a token is signed with.

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, Header};
use serde::Deserialize;
use serde_json::Value;

/// The keys of a provider that can be used, and others that it has.
#[derive(Debug, Default)]
pub(super) struct Keys(Vec<Jwk>);

/// Why no key verifies a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoKey {
    /// There is none of its name.
    Unknown,
    /// The token names none, and several would do.
    Unnamed,
    /// That of its name is for something else.
    Unfit,
}

impl Keys {
    /// Reads a JWKS. What is no key that this program knows is passed over (RFC 7517, 5).
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<Value>,
        }
        let set: Set = serde_json::from_slice(bytes)
            .map_err(|error| format!("the keys are no JWKS, at byte {}", error.column()))?;
        let keys = set.keys.into_iter();
        let keys: Vec<Jwk> = keys
            .filter_map(|key| serde_json::from_value(key).ok())
            .collect();
        if keys.is_empty() {
            return Err("there is no key in its JWKS".to_owned());
        }
        Ok(Self(keys))
    }

    /// The key that a token is signed with, by what its header says.
    pub(super) fn find(&self, header: &Header) -> Result<DecodingKey, NoKey> {
        let fits = |key: &&Jwk| is_for(key, header.alg);
        let key = if let Some(id) = &header.kid {
            let named = |key: &&Jwk| key.common.key_id.as_ref() == Some(id);
            let mut named = self.0.iter().filter(named).peekable();
            named.peek().ok_or(NoKey::Unknown)?;
            named.find(fits).ok_or(NoKey::Unfit)?
        } else {
            let mut fitting = self.0.iter().filter(fits);
            let first = fitting.next().ok_or(NoKey::Unknown)?;
            if fitting.next().is_some() {
                return Err(NoKey::Unnamed);
            }
            first
        };
        DecodingKey::from_jwk(key).map_err(|_none| NoKey::Unfit)
    }
}

/// Whether a key is one to verify signatures of an algorithm with: by its use, its operations, its algorithm and its kind.
fn is_for(key: &Jwk, algorithm: Algorithm) -> bool {
    let common = &key.common;
    let usage = common.public_key_use.as_ref();
    let operations = common.key_operations.as_ref();
    let is_meant = usage.is_none_or(|usage| *usage == PublicKeyUse::Signature)
        && operations.is_none_or(|all| all.contains(&KeyOperations::Verify))
        && common.key_algorithm.is_none_or(|of| of == algorithm.into());
    is_meant
        && match &key.algorithm {
            AlgorithmParameters::RSA(_) => algorithm.family() == AlgorithmFamily::Rsa,
            AlgorithmParameters::EllipticCurve(key) => matches!(
                (&key.curve, algorithm),
                (EllipticCurve::P256, Algorithm::ES256) | (EllipticCurve::P384, Algorithm::ES384)
            ),
            AlgorithmParameters::OctetKeyPair(key) => {
                key.curve == EllipticCurve::Ed25519 && algorithm == Algorithm::EdDSA
            }
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Keys whose numbers are not looked at.
    fn keys(of: &[(&str, &Value)]) -> Keys {
        let keys = of.iter().map(|(id, more)| {
            let mut key = json!({ "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": id });
            let more = more.as_object().expect("an object").clone();
            key.as_object_mut().expect("an object").extend(more);
            key
        });
        let set = json!({ "keys": keys.collect::<Vec<_>>() });
        Keys::read(set.to_string().as_bytes()).expect("keys")
    }

    fn header(algorithm: Algorithm, id: Option<&str>) -> Header {
        let mut header = Header::new(algorithm);
        header.kid = id.map(str::to_owned);
        header
    }

    #[test]
    fn a_key_is_for_what_it_says() {
        for (more, is_fit) in [
            (json!({}), true),
            (json!({ "use": "sig", "alg": "ES256" }), true),
            (json!({ "key_ops": ["verify"] }), true),
            (json!({ "use": "enc" }), false),
            (json!({ "key_ops": ["sign", "deriveKey"] }), false),
            (json!({ "alg": "ES384" }), false),
            (json!({ "alg": "HS256" }), false),
            (json!({ "crv": "P-384" }), false),
            (json!({ "kty": "RSA", "n": "AA", "e": "AQAB" }), false),
            (json!({ "kty": "OKP", "crv": "Ed25519" }), false),
            (json!({ "kty": "oct", "k": "AA" }), false),
            (json!({ "kty": "new" }), false),
            (json!({ "x": "no base64!" }), false),
        ] {
            let found = keys(&[("a", &more)]).find(&header(Algorithm::ES256, Some("a")));
            let wanted = if is_fit { None } else { Some(NoKey::Unfit) };
            assert_eq!(found.err(), wanted, "{more}");
        }
    }

    #[test]
    fn a_token_without_the_name_of_a_key_is_of_the_only_one() {
        let other = json!({ "use": "enc" });
        let one = keys(&[("a", &json!({})), ("b", &other)]);
        assert!(one.find(&header(Algorithm::ES256, None)).is_ok());
        let none = one.find(&header(Algorithm::EdDSA, None));
        assert_eq!(none.err(), Some(NoKey::Unknown));
        let unknown = one.find(&header(Algorithm::ES256, Some("c")));
        assert_eq!(unknown.err(), Some(NoKey::Unknown));
        let two = keys(&[("a", &json!({})), ("b", &json!({}))]);
        let unnamed = two.find(&header(Algorithm::ES256, None));
        assert_eq!(unnamed.err(), Some(NoKey::Unnamed));
    }

    #[test]
    fn what_is_no_key_is_passed_over() {
        let set = br#"{"keys":[1,"x",{"kty":"OKP","crv":"Ed25519","x":"AA"}],"more":1}"#;
        assert_eq!(Keys::read(set).expect("keys").0.len(), 1);
        for wrong in [
            "",
            "[]",
            "{}",
            r#"{"keys":{}}"#,
            r#"{"keys":[]}"#,
            r#"{"keys":[5]}"#,
        ] {
            assert!(Keys::read(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
