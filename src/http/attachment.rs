//! The headers of what is saved as a file.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use chrono::{DateTime, Utc};
use httpdate::fmt_http_date;

use crate::terms::LICENCE;

/// Tells what a file is called and of which type it is, its licence, and that parts of it can be asked for.
pub(super) fn attachment(headers: &mut HeaderMap, name: &str, media_type: &'static str) {
    let named = format!("attachment; filename=\"{name}\"");
    set(headers, header::CONTENT_DISPOSITION, &named);
    let licence = format!("<{}>; rel=\"license\"", LICENCE.url);
    set(headers, header::LINK, &licence);
    set(headers, header::CONTENT_TYPE, media_type);
    set(headers, header::ACCEPT_RANGES, "bytes");
}

/// Tells since when a file is what it is.
pub(super) fn last_modified(headers: &mut HeaderMap, moment: DateTime<Utc>) {
    /// The last second of the year 9999: no date of HTTP is later, and none before 1970.
    const LAST: i64 = 253_402_300_799;
    if (0..=LAST).contains(&moment.timestamp()) {
        set(
            headers,
            header::LAST_MODIFIED,
            &fmt_http_date(moment.into()),
        );
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}
