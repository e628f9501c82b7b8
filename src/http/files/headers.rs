//! The headers of files: what tells one from another, since when it is so, and what it is called.

use std::time::SystemTime;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use chrono::SubsecRound as _;
use sha2::{Digest as _, Sha256};

use super::super::attachment::{attachment, last_modified};
use super::super::cache::cacheable;
use super::super::encode::Encoding;
use super::super::etag::opaque;
use super::super::security::secure;
use super::super::way::FOR_GOOD;
use super::params::FileParams;
use super::question::Question;
use crate::config::Edge;
use crate::files::Format;
use crate::graph::Scope;

pub(in crate::http) const VERSION: HeaderName = HeaderName::from_static("iscm-version");
const ROWS: HeaderName = HeaderName::from_static("iscm-rows");
const NEXT: HeaderName = HeaderName::from_static("iscm-next-since");
/// What a response cost, in points.
pub(in crate::http) const COST: HeaderName = HeaderName::from_static("iscm-cost");

/// The headers that a file has before its rows are counted, with its `ETag`: the same bytes have the same;
/// and since when it is so.
pub(super) fn headers(
    (question, params, format): (&Question, &FileParams, Format),
    encoding: Encoding,
    (edge, scope, before): (&Edge, &Scope, Option<&Scope>),
) -> (HeaderMap, SystemTime) {
    let reads = question.operation.reads();
    let next = question.next(params, scope);
    let mut hash = Sha256::new();
    hash.update(question.digest(params));
    hash.update(reads.digest(scope).to_le_bytes());
    let version = scope.snapshot.version();
    let contact = scope.contact.as_deref().unwrap_or_default();
    // What a file tells of itself has the version.
    let of_version = if format.is_bare() {
        String::new()
    } else {
        let url = question.about.url.as_deref().unwrap_or_default();
        format!("{} {} {next} {url}", version.number, version.published_at)
    };
    if let Some(before) = before {
        hash.update(reads.digest(before).to_le_bytes());
        hash.update(&next);
    }
    let about = [&*question.about.title, &question.about.description];
    let parts = [format.extension(), &params.rest(), contact, &of_version];
    for part in parts.into_iter().chain(about) {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let tag = format!("\"{}-{}\"", opaque(&hash.finalize()), encoding.name());
    let tag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""));
    let mut headers = cacheable(edge, tag);
    match question.saved {
        Some(saved) => saved.keep(&mut headers),
        // A version stays what it is.
        None if params.version.is_some() && params.since.is_none() => {
            headers.insert(header::CACHE_CONTROL, FOR_GOOD);
        }
        None => {}
    }
    let (extension, media_type) = match params.cite {
        Some(style) => (style.extension(), style.media_type()),
        None => (format.extension(), format.media_type()),
    };
    let name = format!("{}.{extension}", question.name);
    attachment(&mut headers, &name, media_type);
    // Dates of HTTP know no parts of a second.
    let changed = reads.changed_at(scope);
    let changed = question
        .saved
        .map_or(changed, |saved| changed.max(saved.at));
    let changed = changed.trunc_subsecs(0);
    last_modified(&mut headers, changed);
    headers.insert(VERSION, version.number.into());
    if let Ok(next) = HeaderValue::try_from(next) {
        headers.insert(NEXT, next);
    }
    secure(&mut headers);
    (headers, changed.into())
}

/// Tells how many rows a file has, if it has rows, and what it costs, in points.
pub(super) fn tell(headers: &mut HeaderMap, rows: Option<u64>, cost: u64) {
    if let Some(rows) = rows {
        headers.insert(ROWS, rows.into());
    }
    headers.insert(COST, cost.into());
}
