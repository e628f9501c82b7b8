//! Who asks for a file: what is refused is paid for as all else is.

use axum::http::Method;
use axum::http::request::Parts;
use axum::response::Response;

use super::super::asker::Asker;
use super::super::budget::{REFUSED_COST, RateLimitHeaders};
use super::super::error::refusal;
use super::super::past::NotSeen;
use super::super::request_id::RequestId;
use super::super::state::SharedState;
use crate::error::Error;
use crate::files::{Format, METADATA};
use crate::graph::Scope;
use crate::request::Refused;

/// A request for a file.
#[derive(Clone, Copy)]
pub(in crate::http) struct Caller<'r> {
    pub(in crate::http) state: &'r SharedState,
    pub(in crate::http) asker: &'r Asker,
    pub(in crate::http) id: &'r RequestId,
    pub(in crate::http) head: &'r Parts,
    pub(in crate::http) format: Format,
}

impl Caller<'_> {
    /// Takes points off the client's budget.
    pub(in crate::http) fn charge(&self, points: u64) -> Result<RateLimitHeaders, Response> {
        self.state.charge(&self.asker.payer, points)
    }

    /// What is told instead of a file, for the points of a request that is refused.
    pub(in crate::http) fn refuse(&self, error: &Error) -> Response {
        match self.charge(REFUSED_COST.into()) {
            Ok(left) => {
                let mut response = self.refusal(error);
                left.add_to(response.headers_mut());
                response
            }
            Err(response) => response,
        }
    }

    /// The same of a document or its variables: the first reason.
    pub(in crate::http) fn refused(&self, refused: &Refused) -> Response {
        match refused.0.first() {
            Some(error) => self.refuse(error),
            None => self.refuse(&Error::internal("refused without a reason")),
        }
    }

    /// What is told instead of a file that was paid for.
    pub(in crate::http) fn refusal(&self, error: &Error) -> Response {
        refusal(error.clone(), self.id)
    }

    /// Where the same file is for good, as whole addresses are told: nothing where the server knows none, or a file is
    /// posted for.
    pub(in crate::http) fn address(&self, scope: &Scope) -> Option<String> {
        let public = self.state.edge.public_url.as_ref()?.as_str();
        if self.head.method == Method::POST {
            return None;
        }
        let path = self.head.uri.path();
        let path = match path.strip_suffix(METADATA) {
            Some(name) => format!("{name}.{}", Format::Csv.extension()),
            None => path.to_owned(),
        };
        let query = self.head.uri.query().unwrap_or_default().split('&');
        let is_kept = |pair: &&str| !pair.is_empty() && !pair.starts_with("version=");
        let mut query: Vec<_> = query.filter(is_kept).collect();
        // One that was asked for by `Accept` is named in its address.
        let format = format!("format={}", self.format.extension());
        if !path.starts_with("/d/") && !query.iter().any(|pair| pair.starts_with("format=")) {
            query.push(&format);
        }
        let version = format!("version={}", scope.snapshot.version().number);
        query.push(&version);
        Some(format!("{public}{path}?{}", query.join("&")))
    }

    /// What is seen of a version that an argument names.
    pub(in crate::http) async fn seen(
        &self,
        argument: &str,
        number: i64,
    ) -> Result<Scope, Response> {
        let payer = &self.asker.payer;
        let seen = self.state.seen_at(payer, argument, number).await;
        seen.map_err(|why| match why {
            NotSeen::Refused(error) => self.refuse(&error),
            NotSeen::Failed(error) => self.refusal(&error),
            NotSeen::NoPoints(refusal) => refusal,
        })
    }
}
