//! Who sends a request, and who pays for it.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::budget::REFUSED_COST;
use super::error;
use super::payer::Payer;
use super::peer::Peer;
use super::request_id::RequestId;
use super::state::{SharedState, State};
use crate::error::{Error, ErrorCode};
use crate::office::{self, Viewer};

/// What a request is to send that may be answered to some alone.
const CHALLENGE: HeaderValue = HeaderValue::from_static("Bearer");

/// Who sends a request, and who pays for it.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    /// Who it is; nothing where nobody is known.
    pub(super) viewer: Option<Viewer>,
    pub(super) payer: Payer,
}

impl Asker {
    /// Nobody who is known.
    pub(super) fn nobody(state: &State, peer: Peer, headers: &HeaderMap) -> Self {
        Self {
            viewer: None,
            payer: Payer::address(&state.edge, peer, headers),
        }
    }

    /// Who sends a request with these headers; or the refusal of what is no key, which the address pays for.
    pub(super) async fn of(
        state: &SharedState,
        (peer, headers): (Peer, &HeaderMap),
        id: &RequestId,
    ) -> Result<Self, Response> {
        let nobody = Self::nobody(state, peer, headers);
        let Some(header) = headers.get(header::AUTHORIZATION) else {
            return Ok(nobody);
        };
        let text = header.to_str().unwrap_or_default();
        // Boxed: the future is large, and who has no key should not pay for it.
        match Box::pin(state.office.authenticate(text)).await {
            Ok(viewer) => Ok(Self {
                payer: Payer::account(&viewer),
                viewer: Some(viewer),
            }),
            Err(error) => {
                let left = state.charge(&nobody.payer, REFUSED_COST.into())?;
                let mut refusal = refused(text, error, id);
                left.add_to(refusal.headers_mut());
                Err(refusal)
            }
        }
    }
}

/// The refusal of what is none, with what would be right.
fn refused(authorization: &str, error: Error, id: &RequestId) -> Response {
    let challenge = challenge(authorization, &error);
    let mut refusal = error::refusal(error, id);
    if let Some(challenge) = challenge {
        let headers = refusal.headers_mut();
        headers.insert(header::WWW_AUTHENTICATE, challenge);
    }
    refusal
}

/// What is said of a header `Authorization` that is not taken: what was sent, if it was a key or a token, is none (RFC 6750, 3).
fn challenge(authorization: &str, error: &Error) -> Option<HeaderValue> {
    if error.code != ErrorCode::Unauthenticated {
        return None;
    }
    if office::bearer(authorization).is_none() {
        return Some(CHALLENGE);
    }
    let is_told = |letter: &char| matches!(letter, ' '..='~') && !['"', '\\'].contains(letter);
    let description: String = error.message.chars().filter(is_told).collect();
    let told = format!("Bearer error=\"invalid_token\", error_description=\"{description}\"");
    Some(HeaderValue::from_str(&told).unwrap_or(CHALLENGE))
}
