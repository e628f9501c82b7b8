//! The version that a client has seen, or written, elsewhere: it is answered from that one or a newer one.

use std::time::Duration;

use axum::http::HeaderMap;

use super::state::SharedState;
use crate::error::{Error, ErrorCode};

/// The header that names it.
pub(super) const MIN_VERSION: &str = "x-min-version";

/// How long it is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// Waits until the version that a request asks for is served.
pub(super) async fn reached(state: &SharedState, headers: &HeaderMap) -> Result<(), Error> {
    let Some(given) = headers.get(MIN_VERSION) else {
        return Ok(());
    };
    let version = given.to_str().ok().and_then(|text| text.parse().ok());
    let Some(version) = version.filter(|version: &i64| *version >= 0) else {
        let message = format!("`{MIN_VERSION}` takes the number of a version");
        return Err(Error::new(ErrorCode::BadRequest, message));
    };
    let served = || state.graph.snapshot().version().number;
    if served() >= version {
        return Ok(());
    }
    state.graph.look();
    if state.graph.reaches(version, PATIENCE).await {
        return Ok(());
    }
    let (served, seconds) = (served(), PATIENCE.as_secs());
    let message = format!(
        "version {version} is not served here within {seconds} seconds: it is version {served} now"
    );
    Err(Error::new(ErrorCode::Unavailable, message).with("served", served.into()))
}
