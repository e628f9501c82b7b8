//! What can be set of the edge: limits, caches, times.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Deserialize;

use super::base_path::BasePath;
use super::given::{given, given_list};
use super::origins::Origins;
use super::public_url::PublicUrl;
use super::sources::Sources;

/// The points of a request that is refused: its document was read for nothing.
pub const REFUSED_COST: u32 = 10;

/// Which documents are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum PersistedDocuments {
    /// Those that requests carry; ids of documents mean nothing.
    Off,
    /// Those that requests carry, those that clients have sent before, by hash, and the trusted, by id.
    #[default]
    Allow,
    /// The trusted alone.
    Require,
}

/// Makes of each line a setting: `/// Doc` and `name: range = default, "VARIABLE", "UNIT";` is an
/// optional number in [`EdgeSettings`] with a flag, a variable and a key of the file, a number in
/// [`Edge`], and the check of its range.
macro_rules! numbers {
    ($( $(#[doc = $doc:literal])+ $name:ident: $range:expr => $default:expr, $env:literal, $unit:literal; )+) => {
        /// What can be set of the edge. In the configuration file it stands under `[edge]`.
        #[derive(Args, Clone, Debug, Default, Deserialize)]
        #[command(next_help_heading = "Edge")]
        #[serde(deny_unknown_fields, default, expecting = "a table, `[edge]`, with settings in it")]
        pub struct EdgeSettings {
            /// Which documents are answered: off, those that requests carry; allow, those by hash or id, too;
            /// require, the trusted alone [default: allow]
            #[serde(deserialize_with = "given")]
            #[arg(long, global = true, env = "ISCM_PERSISTED_DOCUMENTS", value_name = "MODE")]
            pub persisted_documents: Option<String>,
            /// A file of trusted documents: JSON, from ids to documents, or the manifest of Apollo's or
            /// Relay's tools
            #[serde(deserialize_with = "given")]
            #[arg(long, global = true, env = "ISCM_TRUSTED_DOCUMENTS", value_name = "FILE")]
            pub trusted_documents: Option<PathBuf>,
            /// A folder of documents that are served as named data sets, at /d/, beside those that come with
            /// the program
            #[serde(deserialize_with = "given")]
            #[arg(long, global = true, env = "ISCM_DATASETS", value_name = "FOLDER")]
            pub datasets: Option<PathBuf>,
            /// A folder for the documents of permanent links (`POST /q`), which are never removed; without it links are
            /// made of trusted documents and named data sets alone
            #[serde(deserialize_with = "given")]
            #[arg(long, global = true, env = "ISCM_LINKS", value_name = "FOLDER")]
            pub links: Option<PathBuf>,
            /// The origins whose pages may use the API, e.g. <https://example.org> or
            /// `https://*.example.org`, separated by commas; `*` for all [default: all]
            #[serde(deserialize_with = "given_list")]
            #[arg(long, global = true, env = "ISCM_ORIGINS", value_name = "ORIGINS")]
            pub origins: Option<String>,
            /// The path that a proxy publishes the server under, e.g. /data/, if the proxy does not take it off
            /// [default: /]
            #[serde(deserialize_with = "given")]
            #[arg(long, global = true, env = "ISCM_BASE_PATH", value_name = "PATH")]
            pub base_path: Option<String>,
            /// The address that the pages are published at, e.g. `https://iscm.example.org`, for what needs whole
            /// addresses: permanent links, files, search engines [default: none]
            #[serde(deserialize_with = "given")]
            #[arg(long, global = true, env = "ISCM_PUBLIC_URL", value_name = "URL")]
            pub public_url: Option<String>,
            $(
                $(#[doc = $doc])+
                #[serde(deserialize_with = "given")]
                #[arg(long, global = true, env = $env, value_name = $unit, allow_negative_numbers = true)]
                pub $name: Option<String>,
            )+
        }

        /// The edge's configuration.
        #[derive(Clone, Debug)]
        pub struct Edge {
            /// Which documents are answered.
            pub persisted_documents: PersistedDocuments,
            /// A file of trusted documents.
            pub trusted_documents: Option<PathBuf>,
            /// A folder of documents that are served as named data sets.
            pub datasets: Option<PathBuf>,
            /// A folder for the documents of permanent links.
            pub links: Option<PathBuf>,
            /// The origins whose pages may use the API.
            pub origins: Origins,
            /// The path that the server is published under.
            pub base_path: BasePath,
            /// The address that the pages are published at.
            pub public_url: Option<PublicUrl>,
            $( $(#[doc = $doc])+ pub $name: u32, )+
        }

        impl Default for Edge {
            fn default() -> Self {
                $( let $name: u32 = $default; )+
                Self {
                    persisted_documents: PersistedDocuments::default(),
                    trusted_documents: None,
                    datasets: None,
                    links: None,
                    origins: Origins::All,
                    base_path: BasePath::default(),
                    public_url: None,
                    $( $name, )+
                }
            }
        }

        impl EdgeSettings {
            /// The configuration that these settings, those of the file and the defaults make; or the
            /// setting that cannot be used, and what it takes.
            pub(super) fn resolve(self, file: Self, sources: Sources<'_>) -> Result<Edge, String> {
                // Numbers that contradict each other are told by this one's name.
                let burst = (self.rate_burst.clone(), file.rate_burst.clone());
                let (_, rate_burst_name) = sources.value("rate_burst", burst.0, burst.1);
                let partner = (self.partner_rate_burst.clone(), file.partner_rate_burst.clone());
                let (_, partner_name) = sources.value("partner_rate_burst", partner.0, partner.1);
                $(
                    let given = (self.$name, file.$name);
                    let $name: u32 = sources.number(stringify!($name), given, &$range, $default)?;
                )+
                let (mode, mode_name) = sources.word(
                    "persisted_documents",
                    self.persisted_documents,
                    file.persisted_documents,
                )?;
                let (origins, name) = sources.value("origins", self.origins, file.origins);
                let origins = origins.map(|text| Origins::read(&text)).transpose();
                let origins = origins.map_err(|takes| format!("{name} {takes}"))?;
                let (path, name) = sources.value("base_path", self.base_path, file.base_path);
                let path = BasePath::read(path.as_deref().unwrap_or_default());
                let (url, url_name) = sources.value("public_url", self.public_url, file.public_url);
                let url = url.map(|text| PublicUrl::read(&text)).transpose();
                let edge = Edge {
                    persisted_documents: mode,
                    trusted_documents: self.trusted_documents.or(file.trusted_documents),
                    datasets: self.datasets.or(file.datasets),
                    links: self.links.or(file.links),
                    origins: origins.unwrap_or_default(),
                    base_path: path.map_err(|takes| format!("{name} {takes}"))?,
                    public_url: url.map_err(|takes| format!("{url_name} {takes}"))?,
                    $( $name, )+
                };
                edge.checked((&rate_burst_name, &partner_name), &mode_name)
            }
        }
    };
}

impl Edge {
    /// Refuses settings that contradict each other.
    fn checked(
        self,
        (rate_burst, partner_rate_burst): (&str, &str),
        persisted_documents: &str,
    ) -> Result<Self, String> {
        let least = self.max_cost.max(REFUSED_COST);
        let too_small = |name: &str| {
            Err(format!(
                "{name} takes {least} or more: what an operation may cost"
            ))
        };
        if self.rate_limit > 0 && self.rate_burst < least {
            return too_small(rate_burst);
        }
        let are_partners_held = self.rate_limit > 0 && self.partner_rate_limit > 0;
        if are_partners_held && self.partner_rate_burst < least {
            return too_small(partner_rate_burst);
        }
        if self.persisted_documents == PersistedDocuments::Require
            && self.trusted_documents.is_none()
        {
            return Err(format!(
                "{persisted_documents} `require` needs a file of trusted documents (--trusted-documents): without, nothing is answered"
            ));
        }
        if self.persisted_documents == PersistedDocuments::Off && self.trusted_documents.is_some() {
            return Err(format!(
                "{persisted_documents} `off` knows no documents by their ids: leave it out, or the trusted documents"
            ));
        }
        Ok(self)
    }
}

numbers! {
    /// The most that an operation may cost, in points [default: 20000]
    max_cost: (1..=100_000_000) => 20_000, "ISCM_MAX_COST", "POINTS";
    /// The most that a file may cost, in points [default: 200000]
    max_file_cost: (1..=100_000_000) => 200_000, "ISCM_MAX_FILE_COST", "POINTS";
    /// Files that are made at once [default: 32]
    files: (1..=10_000) => 32, "ISCM_FILES", "COUNT";
    /// Documents that are kept for permanent links at most [default: 10000]
    max_links: (0..=10_000_000) => 10_000, "ISCM_MAX_LINKS", "COUNT";
    /// Points that a client may spend in each second; 0 for no limit [default: 1000]
    rate_limit: (0..=100_000_000) => 1_000, "ISCM_RATE_LIMIT", "POINTS";
    /// Points that a client may save up, at least as many as an operation may cost [default: 100000]
    rate_burst: (1..=1_000_000_000) => 100_000, "ISCM_RATE_BURST", "POINTS";
    /// The same of a partner's account, for each second; 0 for no limit [default: ten times `--rate-limit`]
    partner_rate_limit: (0..=1_000_000_000) => rate_limit.saturating_mul(10), "ISCM_PARTNER_RATE_LIMIT", "POINTS";
    /// Points that a partner's account may save up [default: ten times `--rate-burst`]
    partner_rate_burst: (1..=4_000_000_000) => rate_burst.saturating_mul(10).min(4_000_000_000), "ISCM_PARTNER_RATE_BURST", "POINTS";
    /// Proxies before the server whose `X-Forwarded-For` is believed [default: 0]
    trusted_proxies: (0..=10) => 0, "ISCM_TRUSTED_PROXIES", "COUNT";
    /// Memory for finished answers, in MiB; 0 for none [default: 64]
    cache_memory: (0..=1_000_000) => 64, "ISCM_CACHE_MEMORY", "MIB";
    /// How long a browser may use an answer without asking again, in seconds [default: 0]
    cache_max_age: (0..=31_536_000) => 0, "ISCM_CACHE_MAX_AGE", "SECONDS";
    /// How long a shared cache may, in seconds [default: 60]
    cache_shared_max_age: (0..=31_536_000) => 60, "ISCM_CACHE_SHARED_MAX_AGE", "SECONDS";
    /// How long a shared cache may still give an old answer while it asks for a new one, in seconds
    /// [default: 600]
    cache_stale: (0..=31_536_000) => 600, "ISCM_CACHE_STALE", "SECONDS";
    /// Connections that are open at once [default: 10000]
    connections: (1..=1_000_000) => 10_000, "ISCM_CONNECTIONS", "COUNT";
    /// Connections from one address that are open at once; behind a proxy all come from the proxy's
    /// [default: 256]
    connections_per_address: (1..=1_000_000) => 256, "ISCM_CONNECTIONS_PER_ADDRESS", "COUNT";
    /// How long the head of a request may take, and a connection be idle, in seconds [default: 15]
    header_timeout: (1..=3600) => 15, "ISCM_HEADER_TIMEOUT", "SECONDS";
    /// How long the body of a request may take, in seconds [default: 15]
    body_timeout: (1..=3600) => 15, "ISCM_BODY_TIMEOUT", "SECONDS";
    /// How long an operation may be worked on, in seconds [default: 10]
    request_timeout: (1..=3600) => 10, "ISCM_REQUEST_TIMEOUT", "SECONDS";
    /// How long a response may be, in MiB of its data [default: 16]
    max_response: (1..=1_000) => 16, "ISCM_MAX_RESPONSE", "MIB";
    /// How long a client may take none of its answer, in seconds [default: 15]
    write_timeout: (1..=3600) => 15, "ISCM_WRITE_TIMEOUT", "SECONDS";
    /// Subscriptions on one socket [default: 20]
    subscriptions_per_socket: (1..=10_000) => 20, "ISCM_SUBSCRIPTIONS_PER_SOCKET", "COUNT";
    /// Sockets and event streams that are open at once [default: 1000]
    sockets: (1..=1_000_000) => 1_000, "ISCM_SOCKETS", "COUNT";
    /// How long a socket may take to begin, in seconds [default: 5]
    socket_init_timeout: (1..=3600) => 5, "ISCM_SOCKET_INIT_TIMEOUT", "SECONDS";
    /// How long a socket may be silent, in seconds; it is pinged at half of that [default: 60]
    socket_idle_timeout: (2..=86_400) => 60, "ISCM_SOCKET_IDLE_TIMEOUT", "SECONDS";
}
