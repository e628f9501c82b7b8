//! ISCM Graph: a GraphQL API over the world's inter-State consultation mechanisms on migration.
//!
//! ```text
//! commands ─▶ lib ─▶ http ─▶ links ─▶ files ─▶ request ─▶ execute ─▶ graphql ─▶ search ─▶ query ─▶ model
//!              │                                           ─▶ analysis ─▶ graph ─▶ store ─▶ entity
//!              ├───▶ http ─▶ dump ─▶ graph ─▶ store ─▶ db ─▶ migration
//!              └───▶ http ─▶ dump ─▶ dataset ─▶ domain ─▶ entity
//! ```
//!
//! An arrow means "may use", of all that is to its right; none points left. `apart`, `bibliography`, `clock`, `config`,
//! `country`, `error`, `exchange`, `fold`, `input`, `json`, `mail`, `money`, `openid`, `secret`, `telemetry`, `terms`, `texts`, `vocabulary`, `webhook` and
//! `work` stand beside. A test reads the sources and holds all this.
//!
//! The database is the record: rows, and a log of changesets. The graph is the read model: at start all rows are
//! read into an immutable [`graph::Snapshot`], each new version is made of the one before and of what changed, and
//! every query is answered from one, without I/O.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow};
use sea_orm::DatabaseConnection;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;
use tokio::time::sleep;
use tracing::{info, warn};

pub mod analysis;
pub mod apart;
pub mod bibliography;
pub mod clock;
pub mod commands;
pub mod config;
pub mod country;
pub mod dataset;
pub mod db;
pub mod domain;
pub mod dump;
pub mod error;
pub mod exchange;
pub mod execute;
pub mod files;
pub mod fold;
pub mod graph;
pub mod graphql;
pub mod http;
pub mod input;
pub mod json;
pub mod links;
pub mod mail;
pub mod model;
pub mod money;
pub mod office;
pub mod openid;
pub mod pages;
pub mod query;
pub mod request;
pub mod search;
pub mod secret;
pub mod store;
pub mod telemetry;
pub mod terms;
pub mod texts;
mod vocabulary;
pub mod webhook;
pub mod work;

use config::{Config, Contact, PublicUrl, SearchIndex};
use db::{Database, Setup};
use dump::Dumps;
use graph::{Follower, Graph, LoadError, Log, Prepare, Served, Snapshot};
use http::{Http, KnownDocuments, Stopping};
use mail::Mailer;
use office::{DigestWorker, Office, Services, WebhookWorker};
use openid::Provider;
use store::WriteError;
use telemetry::Traces;
use webhook::Sender;

pub use exchange::{Faults, apply, change, check, embedded, export, import, merge};

/// The server, ready to serve.
#[derive(Debug)]
pub struct App {
    graph: Graph,
    database: Arc<Database>,
    /// The SQLite file that the graph was read from.
    file: Option<(u64, u64)>,
    config: Config,
    traces: Option<Traces>,
    known: KnownDocuments,
}

impl App {
    /// Reads the documents that the settings name, opens the database and loads the graph. Only where the schema is not
    /// up to date or there are no data, the database is written to: it is migrated, and filled with the embedded data
    /// set.
    pub async fn build(config: &Config) -> anyhow::Result<Self> {
        let traces = traces(config)?;
        let known = KnownDocuments::read(&config.edge)?;
        let database = Arc::new(Database::new(&config.database));
        let (database, served) = load_or_set_up(database, config).await?;
        Self::with(database, served, config, (traces, known)).await
    }

    /// The same over a database that is open already, and has its data.
    pub async fn over(db: DatabaseConnection, config: &Config) -> anyhow::Result<Self> {
        let given = (traces(config)?, KnownDocuments::read(&config.edge)?);
        let database = Arc::new(Database::over(db, &config.database));
        let log = no_log(config);
        let served = graph::load(&database, &log, preparing(config)).await?;
        Self::with(database, served, config, given).await
    }

    async fn with(
        database: Arc<Database>,
        Served { snapshot, file }: Served,
        config: &Config,
        (traces, known): (Option<Traces>, KnownDocuments),
    ) -> anyhow::Result<Self> {
        let version = snapshot.version().number;
        info!(
            version,
            iscms = snapshot.tables().iscm.len(),
            "the graph is loaded"
        );
        if let Some(reason) = database.is_kept_from_writing().await? {
            info!("the database cannot be written to ({reason}): it is read, and followed");
        }
        let contact = config.contact.as_ref().map(Contact::as_str);
        Ok(Self {
            graph: Graph::new(snapshot, config.clock.clone(), contact),
            database,
            file,
            config: config.clone(),
            traces,
            known,
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
        info!("pages        http://{address}/");
        info!("playground   http://{address}/playground");
        info!("endpoint     http://{address}/graphql");
        info!("schema       http://{address}/schema.graphql");
        let follower = Follower::start(
            self.graph.clone(),
            Arc::clone(&self.database),
            self.file,
            self.config.refresh,
            preparing(&self.config),
        );
        let provider = self.config.openid.clone().map(Provider::new).transpose()?;
        if let Some(provider) = &provider {
            tokio::spawn(provider.clone().prepare());
        }
        let mailer = self.config.mail.as_ref().map(Mailer::new).transpose();
        let url = self.config.edge.public_url.as_ref().map(PublicUrl::as_str);
        let services = Services {
            reader: self.known.reader(),
            provider,
            sender: Sender::new(self.config.webhook_networks.clone()),
            mailer: mailer.context("mail cannot be sent")?,
            texts: self.known.texts(),
            published_at: url.map(|url| url.trim_end_matches('/').to_owned()),
        };
        let database = Arc::clone(&self.database);
        let office = Arc::new(Office::new(database, self.graph.clone(), services));
        let webhooks = WebhookWorker::start(Arc::clone(&office), self.config.refresh);
        let digests = DigestWorker::start(Arc::clone(&office), self.config.refresh);
        let heeding = tokio::spawn(graph::heed(self.graph.clone(), Arc::clone(&self.database)));
        let (stop, stopping) = Stopping::new();
        let traces = self.traces;
        let tracer = traces.as_ref().map(|traces| traces.tracer().clone());
        let database = Arc::clone(&self.database);
        let dumps = Dumps::new(&self.graph, database, self.config.temporary_folder);
        let http = Http::new(
            self.graph,
            office,
            Arc::clone(&self.database),
            dumps.clone(),
            (&self.config.edge, self.known),
            tracer,
            stopping,
        );
        tokio::spawn(async move {
            shutdown.await;
            drop(stop);
        });
        http.serve(listener).await;
        drop((follower, webhooks, digests));
        heeding.abort();
        dumps.stop();
        if let Some(traces) = traces {
            traces.stop().await;
        }
        self.database.close().await?;
        Ok(())
    }
}

/// Works out what a version is searched by, and what answers of it are told apart by, before it is served.
pub fn prepare(snapshot: &Arc<Snapshot>) -> Result<(), LoadError> {
    snapshot.digest();
    let index = snapshot.derived::<search::Index>();
    let index = index.map_err(|fault| LoadError::Prepare(fault.into()))?;
    index.prepare(snapshot);
    if index.is_worn() {
        let snapshot = Arc::clone(snapshot);
        drop(spawn_blocking(move || search::Index::renew(&snapshot)));
    }
    Ok(())
}

/// What is worked out of a version before it is served.
fn preparing(config: &Config) -> Prepare {
    if config.search_index == SearchIndex::Start {
        return prepare;
    }
    |snapshot| {
        snapshot.digest();
        Ok(())
    }
}

/// The traces that are configured.
fn traces(config: &Config) -> anyhow::Result<Option<Traces>> {
    let start = |collector| {
        let traces = Traces::start(collector);
        traces.with_context(|| format!("--otlp-endpoint {collector}"))
    };
    config.otlp_endpoint.as_ref().map(start).transpose()
}

/// A log with as much room for documents as is configured.
fn no_log(config: &Config) -> Arc<Log> {
    Arc::new(Log::empty(config.history_memory << 20))
}

/// The graph of the database, which is set up where it lacks its schema or its data.
async fn load_or_set_up(
    mut database: Arc<Database>,
    config: &Config,
) -> anyhow::Result<(Arc<Database>, Served)> {
    let log = no_log(config);
    let prepare = preparing(config);
    let mut loaded = graph::load(&database, &log, prepare).await;
    // While another program sets an SQLite file up, it may not be readable.
    let may_come = matches!(
        loaded,
        Err(
            LoadError::Open(db::Error::Open { .. } | db::Error::Statement(_))
                | LoadError::Database(_)
        )
    );
    if may_come && config.database.is_file() {
        db::wait_for_setup(&config.database).await?;
        loaded = graph::load(&database, &log, prepare).await;
    }
    let lacks = match loaded {
        Ok(served) => return Ok((database, served)),
        Err(lacks) => lacks,
    };
    let is_unready = matches!(
        lacks,
        LoadError::Empty | LoadError::Open(db::Error::Older { .. } | db::Error::Missing { .. })
    );
    if !is_unready {
        return Err(lacks.into());
    }
    // The one connection may be all there is.
    database.close().await?;
    let db = open(config)
        .await
        .map_err(|error| cannot_be_set_up(&lacks, error))?;
    database = Arc::new(Database::after(db, &config.database).await?);
    let served = graph::load(&database, &log, prepare).await?;
    Ok((database, served))
}

/// What a database lacks and why that is not mended; and who may, if it is that this user may not.
fn cannot_be_set_up(lacks: &LoadError, error: anyhow::Error) -> anyhow::Error {
    let (lacks, cure) = match lacks {
        LoadError::Open(db::Error::Older { migration }) => {
            (format!("lacks the migration {migration}"), "`iscm migrate`")
        }
        LoadError::Empty => (
            "holds no data set".to_owned(),
            "`iscm serve` or `iscm import`",
        ),
        _ => return error,
    };
    let is_forbidden = error.chain().any(|cause| {
        let by_database = cause.downcast_ref::<db::Error>();
        let by_statement = cause.downcast_ref::<WriteError>();
        by_database.is_some_and(db::Error::is_forbidden)
            || by_statement.is_some_and(WriteError::is_forbidden)
    });
    let advice = if is_forbidden {
        format!("; run {cure} once as a user who may write to it")
    } else {
        String::new()
    };
    let cause = error.root_cause();
    anyhow!("the database {lacks}, and cannot be set up: {cause}{advice}")
}

/// How long after the start the embedded data set is looked at: those who waited for the server come first.
const LOOKED_AT_AFTER: Duration = Duration::from_secs(5);

/// Tells the log, once, where the embedded data set is another than what is served: it is offered, and taken
/// by who runs the server.
pub(crate) async fn offer_embedded(snapshot: Arc<Snapshot>) {
    sleep(LOOKED_AT_AFTER).await;
    let compare = move || match embedded() {
        Ok(embedded) if store::differences(snapshot.tables(), &embedded).is_empty() => {}
        Ok(_) => info!(
            "the data set that comes with this program differs from the database's: `iscm status` tells how, \
             `iscm import --embedded` takes it"
        ),
        Err(faults) => warn!("the data set that comes with this program: {faults}"),
    };
    // Where the server stops meanwhile, nobody asks anymore.
    let _ = apart::apart(compare).await;
}

/// Opens the configured database to write, with its schema up to date and a data set in it.
pub async fn open(config: &Config) -> anyhow::Result<DatabaseConnection> {
    let mut setup = Setup::begin(&config.database).await?;
    setup.migrate().await?;
    let transaction = setup.transaction();
    let version = store::version_in(transaction)
        .await
        .map_err(db::Error::from)?;
    let has_data = version.number > 0
        || store::recover_in(transaction)
            .await
            .map_err(db::Error::from)?;
    if !has_data {
        info!(database = %config.database, "the database holds no data set: loading the embedded one");
        let tables = embedded()?;
        let mut change = change(&tables, exchange::EMBEDDED);
        // What is there, if it is much, is somebody's.
        change.may_remove = false;
        store::write_in(transaction, change).await?;
    }
    Ok(setup.commit().await?)
}
