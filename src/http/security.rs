//! Security headers.

use axum::http::{HeaderMap, HeaderValue, header};

/// A response that is no page may load nothing.
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'");

/// Adds the security headers.
pub(super) fn secure(headers: &mut HeaderMap) {
    let no_guess = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, no_guess);
    let policy = headers.entry(header::CONTENT_SECURITY_POLICY);
    policy.or_insert(NOTHING);
}
