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

use super::encode::Encoding;
use super::negotiate::Form;
use super::observe::secure;
use super::params::Params;
use super::payload::{Answered, from_route, whole};
use super::told::{Source, Told};
use crate::config::Edge;
use crate::graph::{Snapshot, View};

/// The most bytes that one answer may have to be kept.
const MAX_KEPT: usize = 4 << 20;

/// The answers of one version.
#[derive(Debug)]
pub(super) struct Answers(Cache<Key, Arc<Kept>, Bytewise>);

/// What was asked, and how it is to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Question<'q> {
    pub(super) is_get: bool,
    pub(super) form: Form,
    pub(super) encoding: Encoding,
    /// The day: some answers are of today.
    pub(super) today: NaiveDate,
    /// The body, or what the address asks.
    pub(super) bytes: &'q [u8],
}

/// A question, kept.
#[derive(Clone, Debug)]
struct Key(bool, Form, Encoding, NaiveDate, Box<[u8]>);

impl Key {
    fn question(&self) -> Question<'_> {
        let Self(is_get, form, encoding, today, bytes) = self;
        Question {
            is_get: *is_get,
            form: *form,
            encoding: *encoding,
            today: *today,
            bytes,
        }
    }
}

impl From<Question<'_>> for Key {
    fn from(of: Question<'_>) -> Self {
        Self(of.is_get, of.form, of.encoding, of.today, of.bytes.into())
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.question().hash(state);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.question() == other.question()
    }
}

impl Eq for Key {}

impl Equivalent<Key> for Question<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        *self == key.question()
    }
}

/// Weighs answers by the memory that they take.
#[derive(Clone, Debug)]
struct Bytewise;

impl Weighter<Key, Arc<Kept>> for Bytewise {
    fn weight(&self, key: &Key, kept: &Arc<Kept>) -> u64 {
        // Headers and the cache's own records are some hundreds of bytes.
        (key.4.len() + kept.body.len() + 1_000) as u64
    }
}

/// A finished answer.
#[derive(Debug)]
pub(super) struct Kept {
    headers: HeaderMap,
    body: Bytes,
    /// Nothing in answers to a POST.
    tag: Option<HeaderValue>,
    told: Told,
}

impl Answers {
    /// The cache of a version, of which there may be one.
    pub(super) fn of<'s>(snapshot: &'s Snapshot, edge: &Edge) -> Option<&'s Self> {
        if edge.cache_memory == 0 {
            return None;
        }
        snapshot.kept(|| {
            let bytes = u64::from(edge.cache_memory) << 20;
            // Answers are some kilobytes, mostly.
            let count = usize::try_from(bytes / 8_000).unwrap_or(usize::MAX);
            Self(Cache::with_weighter(count, bytes, Bytewise))
        })
    }

    /// How many answers are kept with a version, and about how much memory they take, in bytes.
    pub(super) fn size(snapshot: &Snapshot) -> (u64, u64) {
        let answers = snapshot.kept_so_far::<Self>();
        answers.map_or((0, 0), |answers| {
            (answers.0.len() as u64, answers.0.weight())
        })
    }

    pub(super) fn get(&self, question: &Question<'_>) -> Option<Arc<Kept>> {
        self.0.get(question)
    }

    pub(super) fn keep(&self, question: Question<'_>, kept: &Arc<Kept>) {
        if kept.body.len() <= MAX_KEPT {
            self.0.insert(question.into(), Arc::clone(kept));
        }
    }
}

impl Kept {
    pub(super) fn new(
        mut headers: HeaderMap,
        body: Bytes,
        tag: Option<HeaderValue>,
        told: Told,
    ) -> Self {
        // Room for those that each answer gets.
        headers.reserve(8);
        secure(&mut headers);
        Self {
            headers,
            body,
            tag,
            told,
        }
    }

    /// The answer, or that what the client has is still right; `from` tells where it is from.
    pub(super) fn response(&self, request: Option<&HeaderMap>, from: Source) -> Answered {
        let told = |from| Told {
            from,
            ..self.told.clone()
        };
        if self.tag.as_ref().is_some_and(|tag| has(request, tag)) {
            let mut answered = from_route(not_modified(&self.headers));
            answered.body_mut().told = Some(told(Source::Client));
            return answered;
        }
        let mut answered = whole(self.body.clone(), told(from));
        *answered.headers_mut() = self.headers.clone();
        answered
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
    let told = [
        header::ETAG,
        header::CACHE_CONTROL,
        header::VARY,
        header::CONTENT_SECURITY_POLICY,
    ];
    for name in told {
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
