//! Who asks for a file: what is refused is paid for as all else is.

use axum::http::request::Parts;
use axum::response::Response;

use super::super::budget::{REFUSED_COST, RateLimitHeaders};
use super::super::peer::Peer;
use super::super::request_id::RequestId;
use super::super::state::SharedState;
use super::error::refusal;
use crate::apart::apart;
use crate::error::Error;
use crate::files::Format;
use crate::graph::Scope;
use crate::model::{AS_OF, not_seen};
use crate::request::Refused;

/// A request for a file.
#[derive(Clone, Copy)]
pub(in crate::http) struct Caller<'r> {
    pub(in crate::http) state: &'r SharedState,
    pub(in crate::http) peer: Peer,
    pub(in crate::http) id: &'r RequestId,
    pub(in crate::http) head: &'r Parts,
    pub(in crate::http) format: Format,
}

impl Caller<'_> {
    /// Takes points off the client's budget.
    pub(in crate::http) fn charge(&self, points: u64) -> Result<RateLimitHeaders, Response> {
        let headers = &self.head.headers;
        self.state.charge(self.peer, headers, points)
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
        refusal(error, self.format, self.id)
    }

    /// What is seen of a version that an argument names. One that was is made, for points, where it holds up no
    /// other requests.
    pub(in crate::http) async fn seen(
        &self,
        argument: &str,
        number: i64,
    ) -> Result<Scope, Response> {
        let graph = &self.state.graph;
        let snapshot = graph.snapshot();
        let has = snapshot.has_version(number);
        has.map_err(|error| self.refuse(&not_seen(argument, &error)))?;
        if number != snapshot.version().number {
            self.charge(AS_OF.into())?;
        }
        let graph = graph.clone();
        let made = apart(move || graph.scope_at(number)).await;
        let made = made.map_err(|stopping| self.refusal(&Error::internal(stopping.to_string())))?;
        made.map_err(|error| self.refusal(&not_seen(argument, &error)))
    }
}
