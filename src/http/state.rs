//! The server's state.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::Response;
use opentelemetry_sdk::trace::SdkTracer;
use tokio::sync::Semaphore;

use super::budget::{Budgets, RateLimitHeaders};
use super::cache::ResponseCache;
use super::feeds::Feeds;
use super::metrics::Metrics;
use super::pages::Pages;
use super::peer::Peer;
use super::request_id::Ids;
use super::shared_runs::SharedRuns;
use super::stopping::Stopping;
use super::stream_slots::StreamSlots;
use crate::config::Edge;
use crate::dump::Dumps;
use crate::files::NamedSets;
use crate::graph::Graph;
use crate::links::Links;
use crate::office::Office;
use crate::pages::AllTexts;
use crate::request::Documents;

/// What handlers share.
pub(super) struct State {
    pub(super) graph: Graph,
    /// What is private, and what changes the data set.
    pub(super) office: Arc<Office>,
    pub(super) documents: Documents,
    /// The named data sets.
    pub(super) named: NamedSets,
    /// The documents that links lead to.
    pub(super) links: Links,
    /// Places for files that are being made.
    pub(super) files: Arc<Semaphore>,
    pub(super) edge: Edge,
    pub(super) budgets: Option<Budgets>,
    pub(super) responses: Option<ResponseCache>,
    pub(super) slots: StreamSlots,
    /// What streams run.
    pub(super) runs: SharedRuns,
    pub(super) pages: Pages,
    /// The words of the pages.
    pub(super) texts: AllTexts,
    pub(super) dumps: Dumps,
    pub(super) feeds: Feeds,
    pub(super) metrics: Metrics,
    pub(super) tracer: Option<SdkTracer>,
    pub(super) ids: Ids,
    pub(super) stopping: Stopping,
}

/// The state, as each handler has it.
pub(super) type SharedState = Arc<State>;

impl State {
    /// Takes points off the budget of a request's client: what is left of it, or the refusal.
    pub(super) fn charge(
        &self,
        peer: Peer,
        headers: &HeaderMap,
        points: u64,
    ) -> Result<RateLimitHeaders, Response> {
        match &self.budgets {
            Some(budgets) => budgets.spend(budgets.client(peer, headers), points),
            None => Ok(RateLimitHeaders::unlimited()),
        }
    }

    /// The client whose budget a request uses; none without budgets.
    pub(super) fn client(&self, peer: Peer, headers: &HeaderMap) -> Option<IpAddr> {
        let budgets = self.budgets.as_ref();
        budgets.map(|budgets| budgets.client(peer, headers))
    }
}
