//! The ids of requests.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// The header that carries a request's id.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request.
#[derive(Clone, Debug)]
pub(super) struct RequestId(pub(super) HeaderValue);

impl RequestId {
    pub(super) fn as_str(&self) -> Option<&str> {
        self.0.to_str().ok()
    }
}

/// The ids of requests.
#[derive(Debug, Default)]
pub(super) struct Ids {
    seed: RandomState,
    count: AtomicU64,
}

impl Ids {
    /// The id that a client or proxy gives, or a new one.
    pub(super) fn of(&self, headers: &HeaderMap) -> RequestId {
        let given = headers
            .get(&REQUEST_ID)
            .filter(|given| (1..=100).contains(&given.len()) && given.to_str().is_ok());
        RequestId(given.cloned().unwrap_or_else(|| self.next()))
    }

    /// A new one. It is to be rare, not secret.
    fn next(&self) -> HeaderValue {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let id = self.seed.hash_one(number);
        let digits: [u8; 16] = std::array::from_fn(|at| {
            let nibble = id >> (60 - 4 * at) & 0xf;
            b"0123456789abcdef"[nibble as usize]
        });
        HeaderValue::from_bytes(&digits).unwrap_or(HeaderValue::from_static("unknown"))
    }
}
