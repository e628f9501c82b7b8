//! Cached responses.
//!
//! The key is the request byte by byte, so on a hit it is not even parsed. Each response knows what it
//! depends on: it is sent while that is as it was, in this version of the graph and in later ones. Of
//! requests that come at the same time for the same, one makes the response and the others wait for it.

use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use quick_cache::sync::{Cache, DefaultLifecycle, PlaceholderGuard};
use quick_cache::{DefaultHashBuilder, Equivalent, Weighter};
use sha2::{Digest as _, Sha256};
use tokio::time::timeout;

use super::body::{HttpResponse, from_route, whole};
use super::encode::Encoding;
use super::etag::{schema_digest, weak_tag};
use super::list::{Element, elements};
use super::negotiate::MediaType;
use super::params::Params;
use super::report::{CacheStatus, RequestReport};
use super::security::secure;
use super::way::Way;
use crate::config::Edge;
use crate::graph::{Reads, Scope, Viewer};
use crate::request::Operation;

/// The largest body that is cached, in bytes.
const MAX_KEPT: usize = 4 << 20;

/// The responses that are cached.
#[derive(Debug)]
pub(super) struct ResponseCache(Cache<OwnedKey, Cached, Bytewise>);

/// What is cached for a request.
#[derive(Clone, Debug)]
pub(super) enum Cached {
    /// Its response.
    Response(Arc<CachedResponse>),
    /// That it has none: each response is made. Then none waits for another.
    Nothing,
}

/// What a request finds that is not answered at once.
pub(super) enum Turn<'c> {
    /// Another request made the response.
    Made(Arc<CachedResponse>),
    /// It is to make the response itself. Others wait while it has the place.
    Make(Option<CachePlace<'c>>),
}

/// The place in the cache of a response that is being made.
pub(super) type CachePlace<'c> = PlaceholderGuard<
    'c,
    OwnedKey,
    Cached,
    Bytewise,
    DefaultHashBuilder,
    DefaultLifecycle<OwnedKey, Cached>,
>;

/// The request, and the media type and encoding of the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CacheKey<'q> {
    pub(super) way: Way,
    pub(super) media_type: MediaType,
    pub(super) encoding: Encoding,
    /// The viewer: responses may differ by viewer.
    pub(super) viewer: Viewer,
    /// The body, or the query string; of a link what tells it from others.
    pub(super) bytes: &'q [u8],
}

/// An owned key.
#[derive(Clone, Debug)]
pub(super) struct OwnedKey {
    way: Way,
    media_type: MediaType,
    encoding: Encoding,
    viewer: Viewer,
    bytes: Box<[u8]>,
}

impl OwnedKey {
    fn borrowed(&self) -> CacheKey<'_> {
        CacheKey {
            way: self.way,
            media_type: self.media_type,
            encoding: self.encoding,
            viewer: self.viewer,
            bytes: &self.bytes,
        }
    }
}

impl From<CacheKey<'_>> for OwnedKey {
    fn from(of: CacheKey<'_>) -> Self {
        Self {
            way: of.way,
            media_type: of.media_type,
            encoding: of.encoding,
            viewer: of.viewer,
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
pub(super) struct Bytewise;

impl Weighter<OwnedKey, Cached> for Bytewise {
    fn weight(&self, key: &OwnedKey, cached: &Cached) -> u64 {
        // Headers and the cache's own entries take some hundreds of bytes.
        let body = match cached {
            Cached::Response(response) => response.body.len() + 1_000,
            Cached::Nothing => 200,
        };
        (key.bytes.len() + body) as u64
    }
}

/// What a response depends on, and the digest of it when the response was made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Basis {
    reads: Reads,
    digest: u128,
}

impl Basis {
    pub(super) fn of(operation: &Operation, scope: &Scope) -> Self {
        let reads = operation.reads();
        let digest = reads.digest(scope);
        Self { reads, digest }
    }

    /// Of a response that depends on nothing that is still to come.
    pub(super) const fn for_good() -> Self {
        Self {
            reads: Reads::NOTHING,
            digest: 0,
        }
    }

    pub(super) fn is_as_it_was(&self, scope: &Scope) -> bool {
        self.reads == Reads::NOTHING || self.reads.digest(scope) == self.digest
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
    basis: Basis,
}

impl ResponseCache {
    /// A cache; none when caching is off.
    pub(super) fn new(edge: &Edge) -> Option<Self> {
        let bytes = u64::from(edge.cache_memory) << 20;
        // Most responses are some kilobytes.
        let count = usize::try_from(bytes / 8_000).unwrap_or(usize::MAX);
        (bytes > 0).then(|| Self(Cache::with_weighter(count, bytes, Bytewise)))
    }

    /// How many responses are cached, and about how many bytes they take.
    pub(super) fn size(&self) -> (u64, u64) {
        (self.0.len() as u64, self.0.weight())
    }

    /// Whether a request is known.
    pub(super) fn has(&self, key: &CacheKey<'_>) -> bool {
        self.0.peek(key).is_some()
    }

    /// The response to a request that is cached, and is what it was.
    pub(super) fn get(&self, key: &CacheKey<'_>, scope: &Scope) -> Option<Arc<CachedResponse>> {
        match self.0.get(key)? {
            Cached::Response(response) if response.is_current(scope) => Some(response),
            _ => None,
        }
    }

    /// Waits while another request makes the same response, for so long at most.
    pub(super) async fn turn(&self, key: CacheKey<'_>, scope: &Scope, wait: Duration) -> Turn<'_> {
        let key = OwnedKey::from(key);
        self.0.remove_if(
            &key,
            |cached| matches!(cached, Cached::Response(response) if !response.is_current(scope)),
        );
        match timeout(wait, self.0.get_value_or_guard_async(&key)).await {
            Ok(Ok(Cached::Response(response))) if response.is_current(scope) => {
                Turn::Made(response)
            }
            Ok(Err(place)) => Turn::Make(Some(place)),
            _ => Turn::Make(None),
        }
    }

    /// Caches the response to a request, if it is one to be cached.
    pub(super) fn keep(
        &self,
        key: CacheKey<'_>,
        place: Option<CachePlace<'_>>,
        response: Option<&Arc<CachedResponse>>,
    ) {
        let response = response.filter(|response| response.body.len() <= MAX_KEPT);
        let cached = response.map_or(Cached::Nothing, |response| {
            Cached::Response(Arc::clone(response))
        });
        match place {
            // It is refused where the place was taken away meanwhile, as one of an older version is.
            Some(place) => drop(place.insert(cached)),
            None => self.0.insert(key.into(), cached),
        }
    }
}

impl CachedResponse {
    pub(super) fn new(
        mut headers: HeaderMap,
        body: Bytes,
        tag: Option<HeaderValue>,
        report: RequestReport,
        basis: Basis,
    ) -> Self {
        // Room for the headers that each response gets.
        headers.reserve(8);
        secure(&mut headers);
        Self {
            headers,
            body,
            tag,
            report,
            basis,
        }
    }

    /// Whether all that it depends on is as it was.
    fn is_current(&self, scope: &Scope) -> bool {
        self.basis.is_as_it_was(scope)
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

/// The response's `ETag`. It is the same on all servers of one release with one `--max-cost` and one `--contact`, and
/// changes when what the response depends on does.
pub(super) fn tag(
    basis: Basis,
    edge: &Edge,
    scope: &Scope,
    (media_type, way): (MediaType, Way),
    (text, page): (&str, &[u8]),
    params: &Params,
) -> HeaderValue {
    let mut hash = Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    hash.update(schema_digest());
    hash.update(edge.max_cost.to_le_bytes());
    hash.update(basis.digest.to_le_bytes());
    let is_citing = params.cites() == Ok(true);
    hash.update([media_type as u8, way.is_link().into(), is_citing.into()]);
    let contact = scope.contact.as_deref();
    let operation = params.operation_name.as_deref();
    for part in [
        text,
        operation.unwrap_or_default(),
        contact.unwrap_or_default(),
    ] {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.update(page);
    hash.update(serde_json::to_vec(&params.variables).unwrap_or_default());
    weak_tag(&hash.finalize())
}

/// Whether `If-None-Match` of a request names an `ETag`. It may be that of a response that is not made yet.
pub(super) fn names(request: Option<&HeaderMap>, tag: &HeaderValue) -> bool {
    let strong = |tag| str::strip_prefix(tag, "W/").unwrap_or(tag);
    let tag = strong(tag.to_str().unwrap_or_default());
    copies(request).any(|of| strong(of) == tag)
}

/// Whether `If-None-Match` of a request has the `ETag` of a response that there is, or `*`, which is any of
/// those.
pub(super) fn has(request: Option<&HeaderMap>, tag: &HeaderValue) -> bool {
    names(request, tag) || copies(request).any(|of| of == "*")
}

/// What a client says of the copies that it has.
fn copies(request: Option<&HeaderMap>) -> impl Iterator<Item = &str> {
    let tags = request.map(|request| elements(request, header::IF_NONE_MATCH));
    tags.into_iter().flatten().map(Element::value)
}

/// 304 Not Modified.
pub(super) fn not_modified(headers: &HeaderMap) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    // A browser updates its stored response with them, its policy, too.
    let report = [
        header::ETAG,
        header::LAST_MODIFIED,
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

/// The headers of a response that caches may store, of which there is one for each media type and encoding.
pub(super) fn cacheable(edge: &Edge, tag: HeaderValue) -> HeaderMap {
    let mut headers = kept_by_caches(edge, tag);
    headers.insert(
        header::VARY,
        HeaderValue::from_static("accept, accept-encoding"),
    );
    headers
}

/// The headers of a response that caches may store.
pub(super) fn kept_by_caches(edge: &Edge, tag: HeaderValue) -> HeaderMap {
    let policy = format!(
        "public, max-age={}, s-maxage={}, stale-while-revalidate={}",
        edge.cache_max_age, edge.cache_shared_max_age, edge.cache_stale
    );
    let mut headers = HeaderMap::new();
    headers.insert(header::ETAG, tag);
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CACHE_CONTROL, policy);
    }
    headers
}
