//! What browsers may do with an answer.

use axum::http::{HeaderMap, HeaderValue, header};

/// What an answer that is no page may load in a browser: nothing.
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'");

/// Adds the headers by which browsers do no more with an answer than they should.
pub(super) fn secure(headers: &mut HeaderMap) {
    let no_guess = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, no_guess);
    let policy = headers.entry(header::CONTENT_SECURITY_POLICY);
    policy.or_insert(NOTHING);
}
