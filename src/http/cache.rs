//! Cached responses, kept with the snapshot they were made from.
//!
//! The key is the request byte by byte, so on a hit it is not even parsed. Each snapshot has a
//! cache of its own: nothing stale is sent.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use quick_cache::sync::Cache;
use quick_cache::{Equivalent, Weighter};
use sha2::{Digest as _, Sha256};

use super::body::{HttpResponse, from_route, whole};
use super::encode::Encoding;
use super::negotiate::MediaType;
use super::params::Params;
use super::report::{CacheStatus, RequestReport};
use super::security::secure;
use crate::config::Edge;
use crate::graph::{Scope, Snapshot, Viewer};
use crate::graphql::sdl;

/// The largest body that is cached, in bytes.
const MAX_KEPT: usize = 4 << 20;

/// The responses cached for one snapshot.
#[derive(Debug)]
pub(super) struct ResponseCache(Cache<OwnedKey, Arc<CachedResponse>, Bytewise>);

/// The request, and the media type and encoding of the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CacheKey<'q> {
    pub(super) is_get: bool,
    pub(super) media_type: MediaType,
    pub(super) encoding: Encoding,
    /// The viewer: responses may differ by viewer.
    pub(super) viewer: Viewer,
    /// The day: some responses depend on it.
    pub(super) today: NaiveDate,
    /// The body, or the query string.
    pub(super) bytes: &'q [u8],
}

/// An owned key.
#[derive(Clone, Debug)]
struct OwnedKey {
    is_get: bool,
    media_type: MediaType,
    encoding: Encoding,
    viewer: Viewer,
    today: NaiveDate,
    bytes: Box<[u8]>,
}

impl OwnedKey {
    fn borrowed(&self) -> CacheKey<'_> {
        CacheKey {
            is_get: self.is_get,
            media_type: self.media_type,
            encoding: self.encoding,
            viewer: self.viewer,
            today: self.today,
            bytes: &self.bytes,
        }
    }
}

impl From<CacheKey<'_>> for OwnedKey {
    fn from(of: CacheKey<'_>) -> Self {
        Self {
            is_get: of.is_get,
            media_type: of.media_type,
            encoding: of.encoding,
            viewer: of.viewer,
            today: of.today,
            bytes: of.bytes.into(),
        }
    }
}

impl Hash for OwnedKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.borrowed().hash(state);
    }
}

impl PartialEq for OwnedKey {
    fn eq(&self, other: &Self) -> bool {
        self.borrowed() == other.borrowed()
    }
}

impl Eq for OwnedKey {}

impl Equivalent<OwnedKey> for CacheKey<'_> {
    fn equivalent(&self, key: &OwnedKey) -> bool {
        *self == key.borrowed()
    }
}

/// Weighs responses by memory.
#[derive(Clone, Debug)]
struct Bytewise;

impl Weighter<OwnedKey, Arc<CachedResponse>> for Bytewise {
    fn weight(&self, key: &OwnedKey, kept: &Arc<CachedResponse>) -> u64 {
        // Headers and the cache's own entries take some hundreds of bytes.
        (key.bytes.len() + kept.body.len() + 1_000) as u64
    }
}

/// A finished response.
#[derive(Debug)]
pub(super) struct CachedResponse {
    headers: HeaderMap,
    body: Bytes,
    /// None for a POST, and for a response with errors.
    tag: Option<HeaderValue>,
    report: RequestReport,
}

impl ResponseCache {
    /// The cache of a snapshot; none when caching is off.
    pub(super) fn of<'s>(snapshot: &'s Snapshot, edge: &Edge) -> Option<&'s Self> {
        if edge.cache_memory == 0 {
            return None;
        }
        Some(snapshot.kept(|| {
            let bytes = u64::from(edge.cache_memory) << 20;
            // Most responses are some kilobytes.
            let count = usize::try_from(bytes / 8_000).unwrap_or(usize::MAX);
            Self(Cache::with_weighter(count, bytes, Bytewise))
        }))
    }

    /// How many responses are cached, and about how many bytes they take.
    pub(super) fn size(snapshot: &Snapshot) -> (u64, u64) {
        let answers = snapshot.kept_so_far::<Self>();
        answers.map_or((0, 0), |answers| {
            (answers.0.len() as u64, answers.0.weight())
        })
    }

    pub(super) fn get(&self, key: &CacheKey<'_>) -> Option<Arc<CachedResponse>> {
        self.0.get(key)
    }

    pub(super) fn keep(&self, key: CacheKey<'_>, kept: &Arc<CachedResponse>) {
        if kept.body.len() <= MAX_KEPT {
            self.0.insert(key.into(), Arc::clone(kept));
        }
    }
}

impl CachedResponse {
    pub(super) fn new(
        mut headers: HeaderMap,
        body: Bytes,
        tag: Option<HeaderValue>,
        report: RequestReport,
    ) -> Self {
        // Room for the headers that each response gets.
        headers.reserve(8);
        secure(&mut headers);
        Self {
            headers,
            body,
            tag,
            report,
        }
    }

    /// The response, not cached.
    pub(super) fn into_response(self) -> HttpResponse {
        let mut response = whole(self.body, self.report);
        *response.headers_mut() = self.headers;
        response
    }

    /// The response, with `from` as its cache status; or 304.
    pub(super) fn response(&self, request: Option<&HeaderMap>, from: CacheStatus) -> HttpResponse {
        let report = |from| RequestReport {
            from,
            ..self.report.clone()
        };
        if self.tag.as_ref().is_some_and(|tag| has(request, tag)) {
            let mut answered = from_route(not_modified(&self.headers));
            answered.body_mut().report = Some(report(CacheStatus::NotModified));
            return answered;
        }
        let mut answered = whole(self.body.clone(), report(from));
        *answered.headers_mut() = self.headers.clone();
        answered
    }
}

/// The response's `ETag`. It is the same on all servers of one release with one data set and one
/// `--max-cost`.
pub(super) fn tag(
    (scope, edge): (&Scope, &Edge),
    media_type: MediaType,
    text: &str,
    params: &Params,
) -> HeaderValue {
    static SCHEMA: LazyLock<[u8; 32]> = LazyLock::new(|| Sha256::digest(sdl()).into());
    let version = scope.snapshot.version();
    let mut hash = Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    hash.update(*SCHEMA);
    hash.update(edge.max_cost.to_le_bytes());
    hash.update(version.number.to_le_bytes());
    hash.update(version.published_at.to_le_bytes());
    hash.update(scope.today().num_days_from_ce().to_le_bytes());
    hash.update([media_type as u8]);
    for part in [text, params.operation_name.as_deref().unwrap_or_default()] {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.update(serde_json::to_vec(&params.variables).unwrap_or_default());
    weak_tag(&hash.finalize())
}

/// A weak `ETag`: the same response in every encoding.
pub(super) fn weak_tag(hash: &[u8]) -> HeaderValue {
    let digits = hash
        .iter()
        .take(16)
        .flat_map(|byte| [byte >> 4, byte & 0xf]);
    let hex = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
    let text: String = "W/\"".chars().chain(hex).chain(['"']).collect();
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// Whether `If-None-Match` of a request matches an `ETag`.
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

/// 304 Not Modified.
pub(super) fn not_modified(headers: &HeaderMap) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    // A browser updates its stored response with them, its policy, too.
    let report = [
        header::ETAG,
        header::CACHE_CONTROL,
        header::VARY,
        header::CONTENT_SECURITY_POLICY,
    ];
    for name in report {
        if let Some(value) = headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// The headers of a response that caches may store.
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
