//! Configuration: flags, environment, a file, and defaults, in this order.
//!
//! May use: `clock`, `db`.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use serde::Deserialize;

use crate::clock::Clock;
use crate::db::{self, DatabaseUrl};

mod base_path;
mod edge;

pub use base_path::BasePath;
pub use edge::{Edge, EdgeSettings, PersistedDocuments, REFUSED_COST};

/// What can be set. Every setting is a flag, an environment variable and a key of the configuration
/// file, which is TOML: the flag `--log-format` is the key `log_format`. Those of the edge stand there
/// under `[edge]`.
#[derive(Args, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The address to listen on, e.g. 0.0.0.0:80 [default: 127.0.0.1:8000]
    #[arg(long, global = true, env = "ISCM_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// The address of the database
    #[arg(
        long,
        help = "The database: sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME [default: sqlite://iscm.sqlite]",
        global = true,
        env = "DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database: Option<String>,
    /// How often to look for a new version in the database, in seconds [default: 2]
    #[arg(long, global = true, env = "ISCM_REFRESH", value_name = "SECONDS")]
    pub refresh: Option<u64>,
    /// What to log: error, warn, info, debug or trace, or a filter such as iscm=debug,info [default: info]
    #[arg(long, global = true, env = "ISCM_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// How to write the log [default: text]
    #[arg(long, global = true, env = "ISCM_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
    /// Where traces go: the address of an OpenTelemetry collector that takes OTLP over HTTP, e.g.
    /// <http://localhost:4318>; without it there are none
    #[arg(
        long,
        global = true,
        env = "OTEL_EXPORTER_OTLP_ENDPOINT",
        value_name = "URL"
    )]
    pub otlp_endpoint: Option<String>,
    /// A configuration file in TOML; its keys are the names of these flags
    #[arg(long, global = true, env = "ISCM_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Limits, caches and times.
    #[command(flatten)]
    #[serde(default)]
    pub edge: EdgeSettings,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// A line for people.
    #[default]
    Text,
    /// A JSON object a line.
    Json,
}

/// The configuration of a run.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The database. Its password is never shown.
    pub database: DatabaseUrl,
    /// How often to look for a new version.
    pub refresh: Duration,
    /// What to log.
    pub log: String,
    /// How to write the log.
    pub log_format: LogFormat,
    /// Where traces go; nothing for none.
    pub otlp_endpoint: Option<String>,
    /// Limits, caches and times.
    pub edge: Edge,
    /// What tells the time.
    pub clock: Clock,
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("cannot read the configuration file {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file holds something else than settings.
    #[error("the configuration file {}: {message}", path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// The database's address is none.
    #[error("--database {0}")]
    Database(db::Error),
    /// A number is out of range.
    #[error("--refresh takes 1 to 3600 seconds")]
    Refresh,
    /// A number of the edge is out of range.
    #[error("{0}")]
    Edge(String),
}

impl Settings {
    /// The configuration that these settings, their file and the defaults make.
    pub fn resolve(self) -> Result<Config, Error> {
        let file = match &self.config {
            Some(path) => Self::read(path)?,
            None => Self::default(),
        };
        let database = self.database.or(file.database);
        let database = database.as_deref().unwrap_or("sqlite://iscm.sqlite");
        let refresh = self.refresh.or(file.refresh).unwrap_or(2);
        if !(1..=3600).contains(&refresh) {
            return Err(Error::Refresh);
        }
        let default_listen = SocketAddr::from(([127, 0, 0, 1], 8000));
        Ok(Config {
            listen: self.listen.or(file.listen).unwrap_or(default_listen),
            database: DatabaseUrl::parse(database).map_err(Error::Database)?,
            refresh: Duration::from_secs(refresh),
            log: self.log.or(file.log).unwrap_or_else(|| "info".to_owned()),
            log_format: self.log_format.or(file.log_format).unwrap_or_default(),
            otlp_endpoint: self
                .otlp_endpoint
                .or(file.otlp_endpoint)
                .filter(|endpoint| !endpoint.is_empty()),
            edge: self.edge.resolve(file.edge).map_err(Error::Edge)?,
            clock: Clock::system(),
        })
    }

    fn read(path: &PathBuf) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(|source| Error::Read {
            path: path.clone(),
            source,
        })?;
        toml::from_str(&text).map_err(|error: toml::de::Error| Error::Parse {
            path: path.clone(),
            // The message alone: the excerpt that TOML errors show could hold a password.
            message: match error.span() {
                Some(span) => {
                    let line = text[..span.start].matches('\n').count() + 1;
                    format!("line {line}: {}", error.message())
                }
                None => error.message().to_owned(),
            },
        })
    }
}
