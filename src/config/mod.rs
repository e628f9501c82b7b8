//! Configuration: flags, environment, a file, and defaults, in this order.
//!
//! May use: `clock`, `db`, `input`, `mail`, `secret`, `webhook`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Command, ValueEnum};
use serde::Deserialize;

use crate::clock::Clock;
use crate::db::{DatabaseConfig, DatabaseUrl};
use crate::input::utf8;
use crate::mail::MailSettings;
use crate::secret::{shown, shown_path};
use crate::webhook::Networks;

mod base_path;
mod collector;
mod contact;
mod edge;
mod file;
mod given;
mod listen;
mod log;
mod mail;
mod openid;
mod origins;
mod public_url;
mod sources;

pub use base_path::BasePath;
pub use collector::CollectorUrl;
pub use contact::Contact;
pub use edge::{Edge, EdgeSettings, PersistedDocuments, REFUSED_COST};
pub use listen::ListenAddress;
pub use log::LogFormat;
pub use openid::{KeyTimes, OpenId, OpenIdSettings};
pub use origins::{Origin, Origins};
pub use public_url::PublicUrl;
pub use sources::Variables;

use given::{given, given_list};
use log::is_filter;
use sources::Sources;

/// What can be set. Every setting is a flag, an environment variable and a key of the configuration
/// file, which is TOML: the flag `--log-format` is the key `log_format`. Those of the edge stand there
/// under `[edge]`, those of an OpenID provider under `[openid]`.
#[derive(Args, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The address to listen on, e.g. 0.0.0.0:80 or localhost:8000; :80 for all addresses of the machine
    /// [default: 127.0.0.1:8000]
    #[serde(default, deserialize_with = "given")]
    #[arg(long, global = true, env = "ISCM_LISTEN", value_name = "HOST:PORT")]
    pub listen: Option<String>,
    /// The address of the database
    #[serde(default, deserialize_with = "given")]
    #[arg(
        long,
        help = "The database: sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME [default: sqlite://iscm.sqlite]",
        global = true,
        env = "DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database: Option<String>,
    /// The most connections to PostgreSQL that are open at once; one is enough [default: 1]
    #[serde(default, deserialize_with = "given")]
    #[arg(
        allow_negative_numbers = true,
        long,
        global = true,
        env = "ISCM_DATABASE_CONNECTIONS",
        value_name = "COUNT"
    )]
    pub database_connections: Option<String>,
    /// How often to look for a new version in the database, in seconds [default: 2]
    #[serde(default, deserialize_with = "given")]
    #[arg(
        long,
        global = true,
        env = "ISCM_REFRESH",
        value_name = "SECONDS",
        allow_negative_numbers = true
    )]
    pub refresh: Option<String>,
    /// Memory for what records were before they changed, in MiB, and as much for versions that were asked for;
    /// versions whose records there is no room for cannot be asked for [default: 128]
    #[serde(default, deserialize_with = "given")]
    #[arg(
        long,
        global = true,
        env = "ISCM_HISTORY_MEMORY",
        value_name = "MIB",
        allow_negative_numbers = true
    )]
    pub history_memory: Option<String>,
    /// When the search index is made: start, before a version is served; search, when it is searched first, which makes
    /// starts quicker and that search slower [default: start]
    #[serde(default, deserialize_with = "given")]
    #[arg(long, global = true, env = "ISCM_SEARCH_INDEX", value_name = "WHEN")]
    pub search_index: Option<String>,
    /// What to log: error, warn, info, debug or trace, or a filter such as iscm=debug,info [default: info]
    #[serde(default, deserialize_with = "given")]
    #[arg(long, global = true, env = "ISCM_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// How to write the log: text, a line for people; json, a JSON object a line [default: text]
    #[serde(default, deserialize_with = "given")]
    #[arg(long, global = true, env = "ISCM_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<String>,
    /// Where traces go: the address of an OpenTelemetry collector that takes OTLP over HTTP, e.g.
    /// <http://localhost:4318>; without it there are none
    #[serde(default, deserialize_with = "given")]
    #[arg(
        long,
        global = true,
        env = "OTEL_EXPORTER_OTLP_ENDPOINT",
        value_name = "URL",
        hide_env_values = true
    )]
    pub otlp_endpoint: Option<String>,
    /// Where errors in the data are reported to, as the API and the pages tell: the address of a page, or a mail
    /// address; without it they tell none
    #[serde(default, deserialize_with = "given")]
    #[arg(long, global = true, env = "ISCM_CONTACT", value_name = "ADDRESS")]
    pub contact: Option<String>,
    /// A folder for files while they are made, such as dumps; what is made there is readable by this user alone, and
    /// is removed [default: the system's folder for that]
    #[serde(default, deserialize_with = "given")]
    #[arg(
        long,
        global = true,
        env = "ISCM_TEMPORARY_FOLDER",
        value_name = "FOLDER"
    )]
    pub temporary_folder: Option<String>,
    /// The networks beside the public internet that webhooks may be sent to, e.g. 10.1.0.0/16, separated by commas; to them by
    /// http, too [default: none]
    #[serde(default, deserialize_with = "given_list")]
    #[arg(
        long,
        global = true,
        env = "ISCM_WEBHOOK_NETWORKS",
        value_name = "NETWORKS"
    )]
    pub webhook_networks: Option<String>,
    /// The server that mail is sent by, for digests
    #[serde(default, deserialize_with = "given")]
    #[arg(
        long,
        help = "The server that mail is sent by, for digests: smtps://USER:PASSWORD@HOST or smtp://HOST:587?tls=required; without it there are none. It needs --mail-from and --public-url",
        global = true,
        env = "ISCM_SMTP",
        value_name = "URL",
        hide_env_values = true
    )]
    pub smtp: Option<String>,
    /// Whom mail is from, e.g. `ISCM Graph <data@example.org>`
    #[serde(default, deserialize_with = "given")]
    #[arg(long, global = true, env = "ISCM_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// A configuration file in TOML; its keys are the names of these flags
    #[arg(long, global = true, env = "ISCM_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Limits, caches and times.
    #[command(flatten)]
    #[serde(default)]
    pub edge: EdgeSettings,
    /// The provider whose tokens are taken.
    #[command(flatten)]
    #[serde(default)]
    pub openid: OpenIdSettings,
    /// Which of these were given by variables.
    #[arg(skip)]
    #[serde(skip)]
    pub variables: Variables,
}

/// When the index is made that a version is searched by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SearchIndex {
    /// Before the version is served.
    #[default]
    Start,
    /// When the version is searched first, for which that search waits.
    Search,
}

/// The configuration of a run.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: ListenAddress,
    /// The database. Its password is never shown.
    pub database: DatabaseConfig,
    /// How often to look for a new version.
    pub refresh: Duration,
    /// Memory for what records were before they changed, in MiB, and as much for versions that were asked for.
    pub history_memory: usize,
    /// What to log.
    pub log: String,
    /// How to write the log.
    pub log_format: LogFormat,
    /// Where traces go; nothing for none.
    pub otlp_endpoint: Option<CollectorUrl>,
    /// Where errors in the data are reported to; nothing where nobody takes them.
    pub contact: Option<Contact>,
    /// Where files are made that are there for a while.
    pub temporary_folder: PathBuf,
    /// The networks beside the public internet that webhooks may be sent to.
    pub webhook_networks: Networks,
    /// How mail is sent; nothing where none is.
    pub mail: Option<MailSettings>,
    /// Limits, caches and times.
    pub edge: Edge,
    /// The provider whose tokens are taken; nothing where none are.
    pub openid: Option<OpenId>,
    /// When the index is made that a version is searched by.
    pub search_index: SearchIndex,
    /// What tells the time.
    pub clock: Clock,
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("cannot read the configuration file {}: {source}", shown_path(path))]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file holds something else than settings.
    #[error("the configuration file {}: {message}", shown_path(path))]
    Parse {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// A setting has a value that it does not take: its name, as it was given, and what it takes.
    #[error("{0}")]
    Value(String),
}

impl Settings {
    /// The configuration that these settings, their file and the defaults make.
    pub fn resolve(self) -> Result<Config, Error> {
        let file = match &self.config {
            Some(path) => Self::read(path)?,
            None => Self::default(),
        };
        let sources = Sources {
            variables: &self.variables,
            file: self.config.as_deref(),
            table: None,
        };
        let (database, name) = sources.value("database", self.database, file.database);
        let database = DatabaseUrl::parse(database.as_deref().unwrap_or("sqlite://iscm.sqlite"));
        let database = database.map_err(|error| Error::Value(format!("{name} {error}")))?;
        let (listen, name) = sources.value("listen", self.listen, file.listen);
        let listen = listen.map(|text| {
            let wrong = |why| Error::Value(format!("{name} takes no {}: {why}", shown(&text)));
            text.parse::<ListenAddress>().map_err(wrong)
        });
        let refresh = sources
            .number("refresh", (self.refresh, file.refresh), &(1..=3600), 2)
            .map_err(Error::Value)?;
        let history_memory = (self.history_memory, file.history_memory);
        let history_memory = sources
            .number("history_memory", history_memory, &(0..=1_000_000), 128)
            .map_err(Error::Value)?;
        let connections = (self.database_connections, file.database_connections);
        let connections = sources
            .number("database_connections", connections, &(1..=1000), 1)
            .map_err(Error::Value)?;
        let (log_format, _) = sources
            .word("log_format", self.log_format, file.log_format)
            .map_err(Error::Value)?;
        let (search_index, _) = sources
            .word("search_index", self.search_index, file.search_index)
            .map_err(Error::Value)?;
        let (log, name) = sources.value("log", self.log, file.log);
        let log = log.unwrap_or_else(|| "info".to_owned());
        if !is_filter(&log) {
            let takes = "takes a level (error, warn, info, debug, trace, off), or several for parts of the program, such as iscm=debug,info";
            return Err(Error::Value(format!("{name} {takes}; not {}", shown(&log))));
        }
        let (collector, name) =
            sources.value("otlp_endpoint", self.otlp_endpoint, file.otlp_endpoint);
        let collector = collector.filter(|endpoint| !endpoint.trim().is_empty());
        let collector = collector.map(|endpoint| {
            // What was given is not told: it may hold a password.
            let takes = "takes the address of a collector, such as http://localhost:4318";
            CollectorUrl::parse(&endpoint).ok_or_else(|| Error::Value(format!("{name} {takes}")))
        });
        let (contact, name) = sources.value("contact", self.contact, file.contact);
        let contact = contact.filter(|contact| !contact.trim().is_empty());
        let contact = contact.map(|contact| {
            let contact = Contact::read(&contact);
            contact.map_err(|takes| Error::Value(format!("{name} {takes}")))
        });
        let folder = (self.temporary_folder, file.temporary_folder);
        let (folder, name) = sources.value("temporary_folder", folder.0, folder.1);
        let folder = folder.map(|folder| {
            let folder = PathBuf::from(folder);
            if folder.is_dir() {
                return Ok(folder);
            }
            let takes = "takes a folder that is there, not";
            let given = shown_path(&folder);
            Err(Error::Value(format!("{name} {takes} {given}")))
        });
        let (networks, name) = sources.value(
            "webhook_networks",
            self.webhook_networks,
            file.webhook_networks,
        );
        let networks = Networks::read(networks.as_deref().unwrap_or_default());
        let networks = networks.map_err(|takes| Error::Value(format!("{name} {takes}")))?;
        let of_edge = Sources {
            table: Some("edge"),
            ..sources
        };
        let of_openid = Sources {
            table: Some("openid"),
            ..sources
        };
        let edge = self.edge.resolve(file.edge, of_edge);
        let edge = edge.map_err(Error::Value)?;
        let mail = mail::resolve(
            sources,
            (self.smtp, file.smtp),
            (self.mail_from, file.mail_from),
            &edge,
        );
        Ok(Config {
            listen: listen.transpose()?.unwrap_or_default(),
            database: DatabaseConfig {
                url: database,
                connections,
            },
            refresh: Duration::from_secs(refresh),
            history_memory,
            log,
            log_format,
            otlp_endpoint: collector.transpose()?,
            contact: contact.transpose()?,
            temporary_folder: folder.transpose()?.unwrap_or_else(env::temp_dir),
            webhook_networks: networks,
            mail: mail.map_err(Error::Value)?,
            edge,
            openid: self
                .openid
                .resolve(file.openid, of_openid)
                .map_err(Error::Value)?,
            search_index,
            clock: Clock::system(),
        })
    }

    fn read(path: &Path) -> Result<Self, Error> {
        let bytes = fs::read(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        let parse = |message| Error::Parse {
            path: path.to_owned(),
            message,
        };
        let text = utf8(&bytes).map_err(|fault| parse(fault.to_string()))?;
        toml::from_str(text).map_err(|error| {
            let settings = Self::augment_args(Command::new("iscm"));
            parse(file::fault(text, &error, &settings))
        })
    }
}
