//! A file as it is served: with its `ETag`, and compressed.

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use sha2::{Digest as _, Sha256};

use super::cache::{has, not_modified};
use super::encode::Encoding;
use super::etag::weak_tag;

/// A file in memory.
#[derive(Debug)]
pub(super) struct File {
    bytes: Bytes,
    headers: HeaderMap,
    tag: HeaderValue,
    /// The compressed bytes by encoding, made on first request.
    compressed: [OnceLock<(Bytes, Encoding)>; Encoding::ALL.len()],
}

impl File {
    pub(super) fn new(
        bytes: &[u8],
        content_type: &'static str,
        policy: &'static str,
        caching: &'static str,
    ) -> Self {
        let tag = weak_tag(&Sha256::digest(bytes));
        let mut headers = HeaderMap::new();
        for (name, value) in [
            (header::CONTENT_TYPE, content_type),
            (header::CONTENT_SECURITY_POLICY, policy),
            (header::CACHE_CONTROL, caching),
            (header::VARY, "accept-encoding"),
            (header::REFERRER_POLICY, "no-referrer"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        headers.insert(header::ETAG, tag.clone());
        Self {
            bytes: Bytes::copy_from_slice(bytes),
            headers,
            tag,
            compressed: Default::default(),
        }
    }

    /// How many bytes it has, not compressed.
    pub(super) fn length(&self) -> usize {
        self.bytes.len()
    }

    /// The file in an encoding that the client accepts, or 304.
    pub(super) fn response(&self, request: &HeaderMap) -> Response {
        if has(Some(request), &self.tag) {
            return not_modified(&self.headers);
        }
        let encoding = Encoding::of(request);
        let (bytes, encoding) = self.compressed[encoding as usize].get_or_init(|| {
            let (bytes, encoding) = encoding.encode(self.bytes.to_vec());
            (bytes.into(), encoding)
        });
        let mut response = Response::new(bytes.clone().into());
        *response.headers_mut() = self.headers.clone();
        if let Some(encoding) = encoding.header() {
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, encoding);
        }
        response
    }
}
