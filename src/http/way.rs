//! The ways in which operations are asked for over HTTP.

use axum::http::HeaderValue;

/// The way in which an operation is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Way {
    /// By a GET of the endpoint.
    Get,
    /// By a POST.
    Post,
    /// By a link, for the newest version.
    Link,
    /// By a link, for a version that it names.
    PermanentLink,
    /// By a page, which shows the answer.
    Page,
}

impl Way {
    /// Whether caches may store the response.
    pub(super) fn may_be_stored(self) -> bool {
        self != Self::Post
    }

    pub(super) const fn is_link(self) -> bool {
        matches!(self, Self::Link | Self::PermanentLink)
    }

    /// Whether the response stays what it is.
    pub(super) fn is_for_good(self) -> bool {
        self == Self::PermanentLink
    }
}

/// How long a response may be stored that stays what it is.
pub(super) const FOR_GOOD: HeaderValue =
    HeaderValue::from_static("public, max-age=31536000, immutable");
