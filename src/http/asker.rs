//! Who sends a request, and who pays for it.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

use super::budget::REFUSED_COST;
use super::error;
use super::payer::Payer;
use super::peer::Peer;
use super::request_id::RequestId;
use super::state::{SharedState, State};
use crate::error::Error;
use crate::office::Viewer;

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
            Err(refused) => {
                let left = state.charge(&nobody.payer, REFUSED_COST.into())?;
                let mut refusal = challenge(refused, id);
                left.add_to(refusal.headers_mut());
                Err(refusal)
            }
        }
    }
}

/// The refusal of what is no key, with what would be right.
fn challenge(refused: Error, id: &RequestId) -> Response {
    let challenge = [(header::WWW_AUTHENTICATE, CHALLENGE)];
    (challenge, error::refusal(refused, id)).into_response()
}
