//! The server's state.

use std::sync::Arc;

use axum::response::Response;
use opentelemetry_sdk::trace::SdkTracer;
use tokio::sync::Semaphore;

use super::budget::{Budgets, RateLimitHeaders};
use super::cache::ResponseCache;
use super::feeds::Feeds;
use super::metrics::Metrics;
use super::pages::Pages;
use super::payer::Payer;
use super::request_id::Ids;
use super::shared_runs::SharedRuns;
use super::stopping::Stopping;
use super::stream_slots::StreamSlots;
use crate::config::Edge;
use crate::dump::Dumps;
use crate::files::{Listing, NamedSets, SavedSets};
use crate::graph::Graph;
use crate::links::Links;
use crate::office::Office;
use crate::request::Documents;
use crate::texts::AllTexts;

/// What handlers share.
pub(super) struct State {
    pub(super) graph: Graph,
    /// What is private, and what changes the data set.
    pub(super) office: Arc<Office>,
    pub(super) documents: Arc<Documents>,
    /// The named data sets.
    pub(super) named: NamedSets,
    /// The same as lists tell them.
    pub(super) listings: Vec<Listing>,
    /// Saved questions, as data sets.
    pub(super) saved: Arc<SavedSets>,
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
    pub(super) texts: Arc<AllTexts>,
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
    /// Takes points off a budget: what is left of it, or the refusal.
    pub(super) fn charge(&self, payer: &Payer, points: u64) -> Result<RateLimitHeaders, Response> {
        match &self.budgets {
            Some(budgets) => budgets.spend(payer, points),
            None => Ok(RateLimitHeaders::unlimited()),
        }
    }

    /// The same for what is answered in a stream: or in how many seconds there are enough.
    pub(super) fn take(&self, payer: &Payer, points: u64) -> Result<(), u64> {
        let budgets = self.budgets.as_ref();
        budgets.map_or(Ok(()), |budgets| budgets.take(payer, points))
    }

    /// Takes points off a budget for work that is done, as many as there are.
    pub(super) fn settle(&self, payer: &Payer, points: u64) {
        if let Some(budgets) = &self.budgets {
            budgets.settle(payer, points);
        }
    }
}
