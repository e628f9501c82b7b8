//! Finished answers, kept with the version of the graph that they are from.
//!
//! They are kept by what was asked, byte by byte: a request that was answered before is not even
//! parsed. A new version has a cache of its own, so nothing old is ever answered.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use moka::sync::Cache;
use sha2::{Digest as _, Sha256};

use super::encode::Encoding;
use super::negotiate::Form;
use super::params::Params;
use crate::config::Edge;
use crate::graph::{Snapshot, View};

/// The most bytes that one answer may have to be kept.
const MAX_KEPT: usize = 4 << 20;

/// The answers of one version.
#[derive(Debug)]
pub(super) struct Answers(Cache<Key, Arc<Kept>, ahash::RandomState>);

/// What was asked: the method, the form and encoding that it is answered in, the day, and the body or
/// address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(Box<[u8]>);

impl Key {
    pub(super) fn new(
        is_get: bool,
        form: Form,
        encoding: Encoding,
        today: NaiveDate,
        asked: &[u8],
    ) -> Self {
        let mut key = Vec::with_capacity(asked.len() + 7);
        key.extend([u8::from(is_get), form as u8, encoding as u8]);
        key.extend(today.num_days_from_ce().to_le_bytes());
        key.extend(asked);
        Self(key.into())
    }
}

/// A finished answer.
#[derive(Debug)]
pub(super) struct Kept {
    headers: HeaderMap,
    body: Bytes,
    /// Nothing in answers to a POST.
    tag: Option<HeaderValue>,
}

impl Answers {
    /// The cache of a version, of which there may be one.
    pub(super) fn of<'s>(snapshot: &'s Snapshot, edge: &Edge) -> Option<&'s Self> {
        if edge.cache_memory == 0 {
            return None;
        }
        snapshot.kept(|| {
            let weight = |key: &Key, kept: &Arc<Kept>| {
                // Headers and the cache's own records are some hundreds of bytes.
                u32::try_from(key.0.len() + kept.body.len() + 1_000).unwrap_or(u32::MAX)
            };
            let bytes = u64::from(edge.cache_memory) << 20;
            let cache = Cache::builder().weigher(weight).max_capacity(bytes);
            Self(cache.build_with_hasher(ahash::RandomState::default()))
        })
    }

    pub(super) fn get(&self, key: &Key) -> Option<Arc<Kept>> {
        self.0.get(key)
    }

    pub(super) fn keep(&self, key: Key, kept: &Arc<Kept>) {
        if kept.body.len() <= MAX_KEPT {
            self.0.insert(key, Arc::clone(kept));
        }
    }
}

impl Kept {
    pub(super) fn new(headers: HeaderMap, body: Bytes, tag: Option<HeaderValue>) -> Self {
        Self { headers, body, tag }
    }

    /// The answer, or that what the client has is still right.
    pub(super) fn response(&self, request: Option<&HeaderMap>) -> Response {
        if self.tag.as_ref().is_some_and(|tag| has(request, tag)) {
            return not_modified(&self.headers);
        }
        let mut response = Response::new(self.body.clone().into());
        *response.headers_mut() = self.headers.clone();
        response
    }
}

/// The tag of an answer: by it a client that has the answer can ask whether it is still right. It is
/// the same on all servers with one data set.
pub(super) fn tag(view: &View, form: Form, text: &str, params: &Params) -> HeaderValue {
    let version = view.snapshot.version();
    let mut hash = Sha256::new();
    hash.update(version.number.to_le_bytes());
    hash.update(version.published_at.to_le_bytes());
    hash.update(view.today.num_days_from_ce().to_le_bytes());
    hash.update([form as u8]);
    for part in [text, params.operation_name.as_deref().unwrap_or_default()] {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.update(serde_json::to_vec(&params.variables).unwrap_or_default());
    let digest = hash.finalize();
    let hex: String = digest[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    // Weak: the same answer, whichever way it is compressed.
    HeaderValue::try_from(format!("W/\"{hex}\"")).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// Whether a request says that the client has what a tag stands for.
pub(super) fn has(request: Option<&HeaderMap>, tag: &HeaderValue) -> bool {
    let Some(request) = request else {
        return false;
    };
    let opaque = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let tag = opaque(tag.to_str().unwrap_or_default());
    let values = request.get_all(header::IF_NONE_MATCH).iter();
    let mut tags = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    tags.any(|of| of.trim() == "*" || opaque(of) == tag)
}

/// That what the client has is still right.
pub(super) fn not_modified(headers: &HeaderMap) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    for name in [header::ETAG, header::CACHE_CONTROL, header::VARY] {
        if let Some(value) = headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// The headers of an answer that caches may keep.
pub(super) fn cacheable(edge: &Edge, tag: HeaderValue) -> HeaderMap {
    let policy = format!(
        "public, max-age={}, s-maxage={}, stale-while-revalidate={}",
        edge.cache_max_age, edge.cache_shared_max_age, edge.cache_stale
    );
    let mut headers = HeaderMap::new();
    headers.insert(header::ETAG, tag);
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CACHE_CONTROL, policy);
    }
    headers.insert(
        header::VARY,
        HeaderValue::from_static("accept, accept-encoding"),
    );
    headers
}
