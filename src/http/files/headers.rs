//! The headers of files: what tells one from another, since when it is so, and what it is called.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use super::super::cache::{cacheable, opaque, schema_digest};
use super::super::encode::Encoding;
use super::super::security::secure;
use super::params::FileParams;
use super::question::Question;
use super::seen::next;
use crate::config::Edge;
use crate::files::Format;
use crate::graph::Scope;
use crate::terms::LICENCE;

const VERSION: HeaderName = HeaderName::from_static("iscm-version");
const ROWS: HeaderName = HeaderName::from_static("iscm-rows");
const NEXT: HeaderName = HeaderName::from_static("iscm-next-since");
const COST: HeaderName = HeaderName::from_static("iscm-cost");

/// How long a file of a version may be kept.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The headers that a file has before its rows are counted, with its `ETag`: the same bytes have the same.
pub(super) fn headers(
    (question, params, format): (&Question, &FileParams, Format),
    encoding: Encoding,
    (edge, scope, before): (&Edge, &Scope, Option<&Scope>),
) -> HeaderMap {
    let reads = question.operation.reads();
    let mut hash = Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    hash.update(schema_digest());
    hash.update(reads.digest(scope).to_le_bytes());
    let version = scope.snapshot.version();
    let variables = serde_json::to_string(&question.variables).unwrap_or_default();
    let contact = scope.contact.as_deref().unwrap_or_default();
    // What a file tells of itself has the version.
    let of_version = match format {
        Format::Csv | Format::JsonLines => String::new(),
        _ => format!("{} {}", version.number, version.published_at),
    };
    if let Some(before) = before {
        hash.update(reads.digest(before).to_le_bytes());
        hash.update(next(scope, &reads));
    }
    for part in [
        &question.text,
        question.operation.name.as_deref().unwrap_or_default(),
        &variables,
        format.extension(),
        &params.digest(),
        contact,
        &of_version,
    ] {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let tag = format!("\"{}-{}\"", opaque(&hash.finalize()), encoding.name());
    let tag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""));
    let mut headers = cacheable(edge, tag);
    if params.version.is_some() && params.since.is_none() {
        // A version stays what it is.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
    }
    let mut set = |name: HeaderName, value: String| {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    };
    set(header::LAST_MODIFIED, httpdate(reads.changed_at(scope)));
    set(header::CONTENT_TYPE, format.media_type().to_owned());
    let extension = format.extension();
    set(
        header::CONTENT_DISPOSITION,
        format!("attachment; filename=\"{}.{extension}\"", question.name),
    );
    set(header::ACCEPT_RANGES, "bytes".to_owned());
    set(VERSION, version.number.to_string());
    set(NEXT, next(scope, &reads));
    let licence = format!("<{}>; rel=\"license\"", LICENCE.url);
    set(header::LINK, licence);
    secure(&mut headers);
    headers
}

/// Tells how many rows a file has, and what it costs, in points.
pub(super) fn tell(headers: &mut HeaderMap, rows: u64, cost: u64) {
    headers.insert(ROWS, rows.into());
    headers.insert(COST, cost.into());
}

/// Whether a client's copy is not older than what the headers tell.
pub(super) fn is_unmodified(request: &HeaderMap, headers: &HeaderMap) -> bool {
    let moment = |headers: &HeaderMap, name: HeaderName| {
        let text = headers.get(name)?.to_str().ok()?;
        DateTime::parse_from_rfc2822(text).ok()
    };
    if request.contains_key(header::IF_NONE_MATCH) {
        return false;
    }
    let since = moment(request, header::IF_MODIFIED_SINCE);
    since.is_some_and(|since| {
        moment(headers, header::LAST_MODIFIED).is_some_and(|changed| changed <= since)
    })
}

/// A moment as headers have it.
fn httpdate(moment: DateTime<Utc>) -> String {
    moment.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
