//! Finished answers, kept with the version of the graph that they are from.
//!
//! They are kept by what was asked, byte by byte: a request that was answered before is not even
//! parsed. A new version has a cache of its own, so nothing old is ever answered.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use quick_cache::sync::Cache;
use quick_cache::{Equivalent, Weighter};
use sha2::{Digest as _, Sha256};

use super::body::{HttpResponse, from_route, whole};
use super::encode::Encoding;
use super::negotiate::Form;
use super::params::Params;
use super::report::{CacheStatus, RequestReport};
use super::security::secure;
use crate::config::Edge;
use crate::graph::{Scope, Snapshot, Viewer};

/// The most bytes that one answer may have to be kept.
const MAX_KEPT: usize = 4 << 20;

/// The answers of one version.
#[derive(Debug)]
pub(super) struct ResponseCache(Cache<OwnedKey, Arc<CachedResponse>, Bytewise>);

/// What was asked, and how it is to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CacheKey<'q> {
    pub(super) is_get: bool,
    pub(super) form: Form,
    pub(super) encoding: Encoding,
    /// Who asks: others may be answered otherwise.
    pub(super) viewer: Viewer,
    /// The day: some answers are of today.
    pub(super) today: NaiveDate,
    /// The body, or what the address asks.
    pub(super) bytes: &'q [u8],
}

/// A question, kept.
#[derive(Clone, Debug)]
struct OwnedKey {
    is_get: bool,
    form: Form,
    encoding: Encoding,
    viewer: Viewer,
    today: NaiveDate,
    bytes: Box<[u8]>,
}

impl OwnedKey {
    fn borrowed(&self) -> CacheKey<'_> {
        CacheKey {
            is_get: self.is_get,
            form: self.form,
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
            form: of.form,
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

/// Weighs answers by the memory that they take.
#[derive(Clone, Debug)]
struct Bytewise;

impl Weighter<OwnedKey, Arc<CachedResponse>> for Bytewise {
    fn weight(&self, key: &OwnedKey, kept: &Arc<CachedResponse>) -> u64 {
        // Headers and the cache's own records are some hundreds of bytes.
        (key.bytes.len() + kept.body.len() + 1_000) as u64
    }
}

/// A finished answer.
#[derive(Debug)]
pub(super) struct CachedResponse {
    headers: HeaderMap,
    body: Bytes,
    /// Nothing in answers to a POST.
    tag: Option<HeaderValue>,
    report: RequestReport,
}

impl ResponseCache {
    /// The cache of a version, of which there may be one.
    pub(super) fn of<'s>(snapshot: &'s Snapshot, edge: &Edge) -> Option<&'s Self> {
        if edge.cache_memory == 0 {
            return None;
        }
        Some(snapshot.kept(|| {
            let bytes = u64::from(edge.cache_memory) << 20;
            // Answers are some kilobytes, mostly.
            let count = usize::try_from(bytes / 8_000).unwrap_or(usize::MAX);
            Self(Cache::with_weighter(count, bytes, Bytewise))
        }))
    }

    /// How many answers are kept with a version, and about how much memory they take, in bytes.
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
        // Room for those that each answer gets.
        headers.reserve(8);
        secure(&mut headers);
        Self {
            headers,
            body,
            tag,
            report,
        }
    }

    /// The answer, which is kept nowhere.
    pub(super) fn into_response(self) -> HttpResponse {
        let mut response = whole(self.body, self.report);
        *response.headers_mut() = self.headers;
        response
    }

    /// The answer, or that what the client has is still right; `from` tells where it is from.
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

/// The tag of an answer: by it a client that has the answer can ask whether it is still right. It is
/// the same on all servers with one data set.
pub(super) fn tag(scope: &Scope, form: Form, text: &str, params: &Params) -> HeaderValue {
    let version = scope.snapshot.version();
    let mut hash = Sha256::new();
    hash.update(version.number.to_le_bytes());
    hash.update(version.published_at.to_le_bytes());
    hash.update(scope.today().num_days_from_ce().to_le_bytes());
    hash.update([form as u8]);
    for part in [text, params.operation_name.as_deref().unwrap_or_default()] {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.update(serde_json::to_vec(&params.variables).unwrap_or_default());
    weak_tag(&hash.finalize())
}

/// A tag of what a hash is of. Weak: the same answer, whichever way it is compressed.
pub(super) fn weak_tag(hash: &[u8]) -> HeaderValue {
    let digits = hash
        .iter()
        .take(16)
        .flat_map(|byte| [byte >> 4, byte & 0xf]);
    let hex = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
    let text: String = "W/\"".chars().chain(hex).chain(['"']).collect();
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("W/\"\""))
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
    // A browser takes them over for what it has: its policy, too.
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
