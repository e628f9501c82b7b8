//! ISCM Graph: a GraphQL API over the world's inter-State consultation mechanisms on migration.
//!
//! ```text
//! commands ─▶ lib ─▶ http ─▶ request ─▶ execute ─▶ graphql ─▶ search ─▶ query ─▶ model ─▶ analysis
//!              │                                                          ─▶ graph ─▶ store ─▶ entity
//!              ├───▶ db ─▶ migration
//!              └───▶ dataset ─▶ entity
//! ```
//!
//! An arrow means "may use", of all that is to its right; none points left. `clock`, `config`, `country`,
//! `error`, `input`, `money`, `telemetry`, `vocabulary` and `work` stand beside. A test reads the
//! sources and holds all this.
//!
//! The database is the record: rows, and a log of changesets. The graph is the read model: at start
//! and after each new version all rows are read into an immutable [`graph::Snapshot`], and every
//! query is answered from one, without I/O.

use std::sync::Arc;

use anyhow::{Context, bail};
use entity::tables::Tables;
use sea_orm::DatabaseConnection;
use tokio::net::TcpListener;
use tracing::info;

pub mod analysis;
pub mod clock;
pub mod commands;
pub mod config;
pub mod country;
pub mod dataset;
pub mod db;
pub mod error;
pub mod execute;
pub mod graph;
pub mod graphql;
pub mod http;
pub mod input;
pub mod model;
pub mod money;
pub mod query;
pub mod request;
pub mod search;
pub mod store;
pub mod telemetry;
mod vocabulary;
pub mod work;

use clock::Clock;
use config::Config;
use dataset::{Fault, Files};
use graph::{Follower, Graph, LoadError, Snapshot};
use http::{Http, Stopping};
use store::{Change, Outcome};
use telemetry::Traces;

/// The server, ready to serve.
#[derive(Debug)]
pub struct App {
    graph: Graph,
    db: DatabaseConnection,
    config: Config,
    traces: Option<Traces>,
}

impl App {
    /// Opens the database, brings its schema up to date, fills it with the embedded data set if it
    /// is empty, and loads the graph.
    pub async fn build(config: &Config) -> anyhow::Result<Self> {
        let traces = traces(config)?;
        Self::with(open(config).await?, config, traces).await
    }

    /// The same over a database that is open already.
    pub async fn over(db: DatabaseConnection, config: &Config) -> anyhow::Result<Self> {
        Self::with(db, config, traces(config)?).await
    }

    async fn with(
        db: DatabaseConnection,
        config: &Config,
        traces: Option<Traces>,
    ) -> anyhow::Result<Self> {
        let snapshot = Arc::new(Snapshot::load(&db).await?);
        prepare(&snapshot)?;
        let version = snapshot.version().number;
        info!(
            version,
            iscms = snapshot.tables().iscm.len(),
            "the graph is loaded"
        );
        Ok(Self {
            graph: Graph::new(snapshot, config.clock.clone()),
            db,
            config: config.clone(),
            traces,
        })
    }

    /// The graph that is served.
    #[must_use]
    pub const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Serves until `shutdown` ends, then finishes the requests under way, for ten seconds at most.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> anyhow::Result<()> {
        let base_path = self.config.edge.base_path.as_str();
        let address = format!("{}{base_path}", listener.local_addr()?);
        info!("playground   http://{address}/");
        info!("endpoint     http://{address}/graphql");
        info!("schema       http://{address}/schema.graphql");
        let follower = Follower::start(
            self.graph.clone(),
            self.db.clone(),
            self.config.refresh,
            prepare,
        );
        let (stop, stopping) = Stopping::new();
        let traces = self.traces;
        let tracer = traces.as_ref().map(|traces| traces.tracer().clone());
        let http = Http::new(self.graph, &self.config.edge, tracer, stopping)?;
        tokio::spawn(async move {
            shutdown.await;
            drop(stop);
        });
        http.serve(listener).await;
        drop(follower);
        if let Some(traces) = traces {
            traces.stop().await;
        }
        self.db.close().await?;
        Ok(())
    }
}

/// Works out what a version is searched by, before it is served.
fn prepare(snapshot: &Arc<Snapshot>) -> Result<(), LoadError> {
    let index = snapshot.derived::<search::Index>();
    index.map_err(|fault| LoadError::Prepare(fault.into()))?;
    Ok(())
}

/// The traces that are configured.
fn traces(config: &Config) -> anyhow::Result<Option<Traces>> {
    let start = |endpoint: &String| {
        let traces = Traces::start(endpoint);
        traces.with_context(|| format!("--otlp-endpoint {endpoint:?}"))
    };
    config.otlp_endpoint.as_ref().map(start).transpose()
}

/// Opens the configured database with its schema up to date and a data set in it.
pub async fn open(config: &Config) -> anyhow::Result<DatabaseConnection> {
    let (db, lock) = db::prepare(&config.database).await?;
    if store::version(&db).await?.number == 0 {
        info!(database = %config.database, "the database is empty: loading the embedded data set");
        import(
            &db,
            &Files::embedded(),
            "The curated data set of this program",
        )
        .await?;
    }
    lock.release().await?;
    Ok(db)
}

/// Makes the database's data set that of the files, as one changeset. Nothing is written if anything
/// is wrong.
pub async fn import(
    db: &DatabaseConnection,
    files: &Files,
    message: &str,
) -> anyhow::Result<Outcome> {
    apply(db, &check(files)?, message).await
}

/// The rows of a data set's files, or everything that is wrong in them.
pub fn check(files: &Files) -> Result<Tables, Faults> {
    dataset::tables(files).map_err(Faults)
}

/// Makes the database's rows these, as one changeset.
pub async fn apply(
    db: &DatabaseConnection,
    tables: &Tables,
    message: &str,
) -> anyhow::Result<Outcome> {
    info!("the files are sound; comparing them with the database");
    let change = Change {
        actor: "import",
        message,
        tables,
        at: Clock::system().now(),
    };
    let outcome = store::write(db, change).await;
    outcome.context("cannot write to the database")
}

/// The database's data set as files.
pub async fn export(db: &DatabaseConnection) -> anyhow::Result<Files> {
    let loaded = store::load(db).await.context("cannot read the database")?;
    if loaded.version.number == 0 {
        bail!("the database holds no data set yet");
    }
    Ok(dataset::export(&loaded.tables)?)
}

/// Everything that is wrong in a data set, a line each.
#[derive(Debug)]
pub struct Faults(pub Vec<Fault>);

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for fault in &self.0 {
            writeln!(f, "{fault}")?;
        }
        let count = self.0.len();
        write!(
            f,
            "{count} fault{} in the data set; nothing is written",
            if count == 1 { "" } else { "s" }
        )
    }
}

impl std::error::Error for Faults {}
