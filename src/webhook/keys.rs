//! The keys that messages are signed with: a shared secret (HMAC-SHA256, `v1`), and a pair of Ed25519 (`v1a`), of which
//! receivers know the public half.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde::{Deserialize, Serialize};

use super::message::Message;

/// The bytes of a secret, and of the seed of a pair.
const BYTES: usize = 32;

/// The keys of a webhook, as they are kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookKeys {
    /// The shared secret, in base 64.
    secret: String,
    /// The seed of the pair, in base 64.
    seed: String,
}

/// Not the keys.
impl fmt::Debug for WebhookKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WebhookKeys")
            .field(&self.public_key())
            .finish()
    }
}

impl WebhookKeys {
    /// New keys.
    pub fn random() -> Result<Self, getrandom::Error> {
        let (mut secret, mut seed) = ([0; BYTES], [0; BYTES]);
        getrandom::fill(&mut secret)?;
        getrandom::fill(&mut seed)?;
        Ok(Self {
            secret: STANDARD.encode(secret),
            seed: STANDARD.encode(seed),
        })
    }

    /// The shared secret as receivers take it.
    #[must_use]
    pub fn secret(&self) -> String {
        format!("whsec_{}", self.secret)
    }

    /// The public half of the pair as receivers take it; nothing where what is kept is no pair.
    #[must_use]
    pub fn public_key(&self) -> Option<String> {
        let key = STANDARD.encode(self.pair()?.public_key());
        Some(format!("whpk_{key}"))
    }

    /// The signatures of a message, each with its version.
    pub(super) fn signatures(&self, message: &Message) -> Vec<String> {
        let signed = message.signed();
        let mut signatures = Vec::new();
        if let Ok(secret) = STANDARD.decode(&self.secret) {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
            let tag = hmac::sign(&key, signed.as_bytes());
            signatures.push(format!("v1,{}", STANDARD.encode(tag)));
        }
        if let Some(pair) = self.pair() {
            let signature = pair.sign(signed.as_bytes());
            signatures.push(format!("v1a,{}", STANDARD.encode(signature)));
        }
        signatures
    }

    fn pair(&self) -> Option<Ed25519KeyPair> {
        let seed = STANDARD.decode(&self.seed).ok()?;
        Ed25519KeyPair::from_seed_unchecked(&seed).ok()
    }
}

#[cfg(test)]
mod tests {
    use ring::signature::{ED25519, UnparsedPublicKey};

    use super::*;

    #[test]
    fn a_message_is_signed_as_the_specification_has_it() {
        // Its own example.
        let keys = WebhookKeys {
            secret: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned(),
            ..WebhookKeys::random().expect("random bits")
        };
        let message = Message {
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek".to_owned(),
            timestamp: 1_614_265_330,
            body: "{\"test\": 2432232314}".to_owned(),
        };
        let signatures = keys.signatures(&message);
        assert_eq!(
            signatures[0],
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
        let public = keys.public_key().expect("a pair");
        let public = STANDARD.decode(public.trim_start_matches("whpk_"));
        let key = UnparsedPublicKey::new(&ED25519, public.expect("base 64"));
        let signature = STANDARD.decode(signatures[1].trim_start_matches("v1a,"));
        let verified = key.verify(message.signed().as_bytes(), &signature.expect("base 64"));
        assert!(verified.is_ok());
        assert!(!format!("{keys:?}").contains(&keys.secret));
    }
}
