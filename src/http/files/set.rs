//! Which data set an address names: one of the server's, or a question that an account saved.

use std::sync::Arc;

use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::caller::Caller;
use crate::error::{Error, ErrorCode, cut};
use crate::files::Named;

/// What an address of an account begins with.
pub(super) const ACCOUNT: char = '@';

/// A data set.
pub(super) enum Set<'s> {
    /// One of the server's.
    Own(&'s Named),
    /// A question that is saved.
    Saved(Arc<Named>, Saved),
}

/// What a file tells of the question that it answers, where that is saved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Saved {
    /// When it was saved last.
    pub(super) at: DateTime<Utc>,
    /// Whether everybody may ask it.
    pub(super) is_public: bool,
}

impl Set<'_> {
    pub(super) fn named(&self) -> &Named {
        match self {
            Self::Own(named) => named,
            Self::Saved(named, _) => named,
        }
    }

    pub(super) const fn saved(&self) -> Option<Saved> {
        match self {
            Self::Own(_) => None,
            Self::Saved(_, saved) => Some(*saved),
        }
    }
}

impl Saved {
    /// Keeps a response from caches that it is not for.
    pub(super) fn keep(self, headers: &mut HeaderMap) {
        if !self.is_public {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        }
    }
}

/// The data set with a name: `memberships`, or `@account/name`, where an account may have slashes.
pub(super) async fn find<'s>(caller: Caller<'s>, name: &str) -> Result<Set<'s>, Response> {
    let of_account = name.strip_prefix(ACCOUNT);
    let Some((account, question)) = of_account.and_then(|rest| rest.rsplit_once('/')) else {
        let named = caller.state.named.get(name);
        return named.map(Set::Own).map_err(|error| caller.refuse(&error));
    };
    let office = &caller.state.office;
    let found = office.question(caller.asker.viewer.as_ref(), account, question);
    let found = Box::pin(found).await;
    let found = found.map_err(|error| caller.refuse(&error))?;
    let found = found.ok_or_else(|| {
        let message = format!("there is no saved question `{}`", cut(name));
        caller.refuse(&Error::new(ErrorCode::NotFound, message))
    })?;
    let named = caller.state.saved.get(&found);
    let named = named.map_err(|error| gone(caller, &error))?;
    let saved = Saved {
        at: DateTime::from_timestamp_millis(found.updated_at).unwrap_or_default(),
        is_public: found.is_public,
    };
    Ok(Set::Saved(named, saved))
}

/// That a question cannot be asked any more.
fn gone(caller: Caller<'_>, error: &Error) -> Response {
    let is_of_schema = !matches!(
        error.code,
        ErrorCode::DocumentNotTrusted | ErrorCode::InternalServerError
    );
    let mut refusal = if is_of_schema {
        let message = format!(
            "the schema does not take this saved question any more: {}",
            error.message
        );
        caller.refuse(&Error::new(error.code, message))
    } else {
        caller.refuse(error)
    };
    if is_of_schema && refusal.status() == StatusCode::BAD_REQUEST {
        *refusal.status_mut() = StatusCode::GONE;
    }
    refusal
}
