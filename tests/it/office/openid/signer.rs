//! Keys of a provider, made for the test, and the tokens that they sign.

use std::process::Command;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
    KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RsaKeyPair,
    RsaPublicKeyComponents,
};
use serde_json::{Value, json};

/// A key, and its name.
pub(super) struct Signer {
    pub(super) id: String,
    kind: Kind,
}

enum Kind {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
    P384(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

/// Bytes as tokens have them.
pub(super) fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The parts of a token that are signed.
pub(super) fn message(header: &Value, claims: &Value) -> String {
    format!(
        "{}.{}",
        base64(header.to_string()),
        base64(claims.to_string())
    )
}

/// A token that is signed with a secret.
pub(super) fn by_secret(secret: &[u8], header: &Value, claims: &Value) -> String {
    let message = message(header, claims);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let signature = hmac::sign(&key, message.as_bytes());
    format!("{message}.{}", base64(signature))
}

/// An RSA key, which takes a while to make: one for all tests.
fn rsa() -> &'static [u8] {
    static KEY: OnceLock<Vec<u8>> = OnceLock::new();
    KEY.get_or_init(|| {
        let mut openssl = Command::new("openssl");
        openssl.args(["genpkey", "-quiet", "-algorithm", "RSA", "-outform", "DER"]);
        openssl.args(["-pkeyopt", "rsa_keygen_bits:2048"]);
        let made = openssl.output().expect("openssl is there");
        assert!(made.status.success(), "{made:?}");
        made.stdout
    })
}

impl Signer {
    pub(super) fn rsa(id: &str) -> Self {
        // Versions of openssl wrap it or do not.
        let key = RsaKeyPair::from_pkcs8(rsa()).or_else(|_wrapped| RsaKeyPair::from_der(rsa()));
        let key = key.expect("a key");
        Self::of(id, Kind::Rsa(key))
    }

    pub(super) fn p256(id: &str) -> Self {
        Self::of(id, Kind::P256(curve(&ECDSA_P256_SHA256_FIXED_SIGNING)))
    }

    pub(super) fn p384(id: &str) -> Self {
        Self::of(id, Kind::P384(curve(&ECDSA_P384_SHA384_FIXED_SIGNING)))
    }

    pub(super) fn ed(id: &str) -> Self {
        let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        let key = Ed25519KeyPair::from_pkcs8(key.as_ref()).expect("a key");
        Self::of(id, Kind::Ed(key))
    }

    fn of(id: &str, kind: Kind) -> Self {
        Self {
            id: id.to_owned(),
            kind,
        }
    }

    /// The public key, as the provider tells it.
    pub(super) fn public(&self) -> Value {
        let mut key = match &self.kind {
            Kind::Rsa(key) => {
                let public = RsaPublicKeyComponents::<Vec<u8>>::from(key.public());
                json!({ "kty": "RSA", "n": base64(public.n), "e": base64(public.e) })
            }
            Kind::P256(key) => on_curve("P-256", key.public_key().as_ref()),
            Kind::P384(key) => on_curve("P-384", key.public_key().as_ref()),
            Kind::Ed(key) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "x": base64(key.public_key()) })
            }
        };
        key["kid"] = self.id.as_str().into();
        key["use"] = "sig".into();
        key
    }

    /// A signature by an algorithm.
    fn sign(&self, algorithm: &str, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.kind {
            Kind::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                let signed = match algorithm {
                    "PS256" => key.sign(&RSA_PSS_SHA256, &random, message, &mut signature),
                    "RS512" => key.sign(&RSA_PKCS1_SHA512, &random, message, &mut signature),
                    _ => key.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature),
                };
                signed.expect("signed");
                signature
            }
            Kind::P256(key) | Kind::P384(key) => {
                let signature = key.sign(&random, message).expect("signed");
                signature.as_ref().to_vec()
            }
            Kind::Ed(key) => key.sign(message).as_ref().to_vec(),
        }
    }

    /// A token with a header that names this key.
    pub(super) fn token(&self, algorithm: &str, claims: &Value) -> String {
        let header = json!({ "alg": algorithm, "typ": "at+jwt", "kid": self.id });
        self.with_header(&header, claims)
    }

    /// A token with any header.
    pub(super) fn with_header(&self, header: &Value, claims: &Value) -> String {
        let message = message(header, claims);
        let algorithm = header["alg"].as_str().unwrap_or_default();
        let signature = self.sign(algorithm, message.as_bytes());
        format!("{message}.{}", base64(signature))
    }
}

fn curve(of: &'static ring::signature::EcdsaSigningAlgorithm) -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate_pkcs8(of, &random).expect("a key");
    EcdsaKeyPair::from_pkcs8(of, key.as_ref(), &random).expect("a key")
}

fn on_curve(name: &str, point: &[u8]) -> Value {
    let (x, y) = point[1..].split_at(point.len() / 2);
    json!({ "kty": "EC", "crv": name, "x": base64(x), "y": base64(y) })
}
