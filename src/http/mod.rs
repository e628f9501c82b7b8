//! HTTP: the routes, who may use them, and how responses are sent.
//!
//! May use: `apart`, `bibliography`, `clock`, `config`, `db`, `dump`, `error`, `execute`, `files`, `graph`, `graphql`, `input`, `json`,
//! `links`, `model`, `office`, `pages`, `request`, `store`, `terms`, `texts`, `work`.

use std::sync::Arc;

use opentelemetry_sdk::trace::SdkTracer;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::config::Edge;
use crate::db::Database;
use crate::dump::Dumps;
use crate::files::Listing;
use crate::graph::Graph;
use crate::office::Office;

mod account_budgets;
mod asker;
mod atom;
mod attachment;
mod base_path;
mod body;
mod budget;
mod cache;
mod conditions;
mod connection;
mod crawlers;
mod decode;
mod digests;
mod dispatch;
mod dumps;
mod encode;
mod endpoint;
mod error;
mod etag;
mod events;
mod examples;
mod feed;
mod feed_params;
mod feeds;
mod file;
mod files;
mod foot;
mod graphql;
mod handshake;
mod host;
mod html;
mod known;
mod linger;
mod links;
mod list;
mod listener;
mod metrics;
mod min_version;
mod negotiate;
mod nothing;
mod observe;
mod open_connections;
mod page_routes;
mod pages;
mod panicked;
mod params;
mod past;
mod payer;
mod peer;
mod private;
mod probes;
mod refusal;
mod report;
mod request_body;
mod request_id;
mod response;
mod routes;
mod security;
mod serve;
mod shared_budgets;
mod shared_runs;
mod socket;
mod spans;
mod state;
mod stopping;
mod stream_slots;
mod streams;
mod timeouts;
mod view;
mod way;
mod xml;

pub use known::KnownDocuments;
pub use stopping::Stopping;

use budget::Budgets;
use cache::ResponseCache;
use feeds::Feeds;
use metrics::Metrics;
use pages::Pages;
use request_id::Ids;
use routes::Routes;
use shared_runs::SharedRuns;
use state::State;
use stream_slots::StreamSlots;

/// The HTTP server.
pub struct Http(Routes);

impl Http {
    /// A server of the graph and of what is private, whose history is in a database, with the documents that are known.
    pub fn new(
        graph: Graph,
        office: Arc<Office>,
        database: Arc<Database>,
        dumps: Dumps,
        (edge, known): (&Edge, KnownDocuments),
        tracer: Option<SdkTracer>,
        stopping: Stopping,
    ) -> Self {
        let KnownDocuments {
            documents,
            named,
            saved,
            links,
            texts,
        } = known;
        let routes = Routes::new(State {
            pages: Pages::new(graph.contact()),
            texts,
            office,
            graph,
            documents,
            listings: named.iter().map(Listing::of).collect(),
            named,
            saved,
            links,
            files: Arc::new(Semaphore::new(edge.files as usize)),
            edge: edge.clone(),
            budgets: Budgets::new(edge),
            responses: ResponseCache::new(edge),
            slots: StreamSlots::new(edge.sockets as usize),
            runs: SharedRuns::default(),
            dumps,
            feeds: Feeds::new(database),
            metrics: Metrics::default(),
            tracer,
            ids: Ids::default(),
            stopping,
        });
        Self(routes)
    }

    /// Serves until the server stops.
    pub async fn serve(self, listener: TcpListener) {
        let sharing = tokio::spawn(shared_budgets::share(Arc::clone(&self.0.state)));
        listener::serve(listener, &self.0).await;
        sharing.abort();
    }
}
