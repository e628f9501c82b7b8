//! A provider, and its tokens.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Validation, decode, decode_header};
use serde_json::{Map, Value};

use super::claims::Holder;
use super::keys::NoKey;
use super::known::{Known, Missing};
use super::signatures;
use crate::config::OpenId;
use crate::error::{Error, ErrorCode, Result};

/// The longest token that is looked at, in bytes.
const LONGEST: usize = 16 << 10;

/// A provider of tokens.
#[derive(Clone, Debug)]
pub struct Provider(Arc<Known>);

impl Provider {
    /// A provider, whose keys are fetched when a token is to be verified.
    pub fn new(openid: OpenId) -> anyhow::Result<Self> {
        signatures::install();
        Ok(Self(Arc::new(Known::new(openid)?)))
    }

    /// Fetches its keys before a token comes. That it is away is told in the log.
    pub async fn prepare(self) {
        self.0.prepare().await;
    }

    /// Whether a text that was sent has the form of a token.
    #[must_use]
    pub fn is_token(text: &str) -> bool {
        text.split('.').count() == 3
    }

    /// Who holds a token at a moment, or why it is not taken.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Holder> {
        let openid = self.0.openid();
        if token.len() > LONGEST {
            return Err(refused(&format!("the token has more than {LONGEST} bytes")));
        }
        let header = decode_header(token).ok();
        let header = header.filter(|header| openid.algorithms.contains(&header.alg));
        let Some(header) = header else {
            let taken = openid.algorithms.iter();
            let taken: Vec<_> = taken.map(|algorithm| format!("{algorithm:?}")).collect();
            let taken = taken.join(", ");
            return Err(refused(&format!(
                "the token's header is no JSON whose algorithm (`alg`) is one of {taken}"
            )));
        };
        let key = self.0.key(&header).await.map_err(missing)?;
        let mut validation = Validation::new(header.alg);
        // What it says is looked at by this program: by its clock, and with words of its own.
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        let decoded = decode::<Map<String, Value>>(token, &key, &validation);
        let decoded = decoded.map_err(|error| {
            refused(match error.kind() {
                ErrorKind::InvalidSignature => {
                    "the token's signature is not that of the provider's key"
                }
                ErrorKind::InvalidToken => {
                    "the token's header asks for what is not known here (`crit`, `b64`)"
                }
                _ => "the token is none: its parts are JSON objects and a signature in base64url",
            })
        })?;
        Holder::of(&decoded.claims, openid, now).map_err(refused)
    }
}

fn missing(missing: Missing) -> Error {
    refused(match missing {
        Missing::Away => {
            let message = "tokens cannot be verified now, as the keys of their provider cannot be fetched; try again later, or ask with a key";
            return Error::new(ErrorCode::Unavailable, message);
        }
        Missing::None(NoKey::Unknown) => "the token's key (`kid`) is none of the provider's",
        Missing::None(NoKey::Unnamed) => {
            "the token does not name its key (`kid`), and the provider has several"
        }
        Missing::None(NoKey::Unfit) => {
            "the token's key (`kid`) is not one to verify its algorithm (`alg`) with"
        }
    })
}

fn refused(message: &str) -> Error {
    Error::new(ErrorCode::Unauthenticated, message)
}
