//! `iscm status`.

use std::fmt;
use std::io::Write;

use anyhow::Context as _;
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use entity::enums::Operation;
use entity::tables::{NodeType, Tables};
use serde::Serialize;

use crate::config::Config;
use crate::db::{self, Access, Database, Reading, Schema};
use crate::exchange;
use crate::store::{self, Counts, Outcome, Removals};

/// How it is told.
#[derive(Args)]
pub(super) struct Status {
    /// In JSON, for programs
    #[arg(long)]
    json: bool,
}

impl Status {
    pub(super) async fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<()> {
        let embedded = exchange::embedded()?;
        let told = Told {
            program: env!("CARGO_PKG_VERSION"),
            database: config.database.to_string(),
            held: Held::of(config, &embedded).await?,
            embedded: store::counts(&embedded),
        };
        if self.json {
            let json = serde_json::to_string_pretty(&told).context("cannot write JSON")?;
            writeln!(out, "{json}")?;
        } else {
            write!(out, "{told}")?;
        }
        Ok(())
    }
}

/// What there is.
#[derive(Serialize)]
struct Told {
    /// The program's version.
    program: &'static str,
    /// The database's address, without its password.
    database: String,
    #[serde(flatten)]
    held: Held,
    /// How many records of each type the data set has that comes with the program.
    embedded: Counts,
}

/// What is in the database.
#[derive(Default, Serialize)]
struct Held {
    schema: State,
    /// The migrations that the database lacks.
    pending: Vec<String>,
    /// Those of a newer program that this one goes on beside.
    beside: Vec<String>,
    /// Those of a newer program that it cannot go on beside.
    unknown: Vec<String>,
    /// The data set, if there is one.
    dataset: Option<Dataset>,
    /// What importing the embedded data set would do; null where the schema is not the program's.
    import: Option<Import>,
}

/// How the database's schema stands to the program's.
#[derive(Clone, Copy, Default, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum State {
    /// There is no such file.
    #[default]
    Missing,
    /// It has no tables.
    Empty,
    Older,
    Current,
    /// Newer, and the program goes on beside it.
    Expanded,
    Newer,
}

/// A data set in a database.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dataset {
    version: i64,
    published_at: Option<String>,
    message: Option<String>,
    /// How many records of each type it has.
    records: Counts,
}

/// What an import would do.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Import {
    added: usize,
    changed: usize,
    removed: usize,
    /// Whether it removes so much that it must be allowed to.
    needs_allow_removals: bool,
}

impl Held {
    /// What the configured database has.
    async fn of(config: &Config, embedded: &Tables) -> Result<Self, db::Error> {
        let database = Database::new(&config.database);
        let held = database.read(async |reading| Self::read(reading, embedded).await);
        match held.await {
            Err(db::Error::Missing { .. }) => Ok(Self::default()),
            held => held,
        }
    }

    async fn read(reading: &Reading, embedded: &Tables) -> Result<Self, db::Error> {
        let schema = Schema::of(reading.db()).await?;
        let transaction = db::begin(reading.db(), Access::Read).await?;
        let has_log = db::has_table(&transaction, "dataset").await?
            && db::has_table(&transaction, "changeset").await?;
        let (version, changeset) = if has_log {
            store::newest_in(&transaction).await?
        } else {
            (0, None)
        };
        let current = if schema.beside.is_empty() {
            State::Current
        } else {
            State::Expanded
        };
        let (state, rows) = match schema.check() {
            Ok(()) => (current, Some(store::rows(&transaction).await?)),
            Err(_) if schema.is_empty() => (State::Empty, None),
            Err(db::Error::Newer { .. }) => (State::Newer, None),
            Err(_) => (State::Older, None),
        };
        let dataset = if version > 0 {
            let at = changeset.as_ref().map(|changeset| changeset.created_at);
            let at = at.and_then(DateTime::<Utc>::from_timestamp_millis);
            Some(Dataset {
                version,
                published_at: at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
                message: changeset.map(|changeset| changeset.message),
                records: match &rows {
                    Some(rows) => store::counts(rows),
                    None => store::counts_in(&transaction).await?,
                },
            })
        } else {
            None
        };
        transaction.commit().await?;
        Ok(Self {
            schema: state,
            pending: schema.pending().map(str::to_owned).collect(),
            import: rows.map(|rows| Import::of(&rows, embedded)),
            beside: schema.beside,
            unknown: schema.unknown,
            dataset,
        })
    }
}

impl Import {
    fn of(old: &Tables, new: &Tables) -> Self {
        let changed = store::differences(old, new);
        let needs_allow_removals = Removals::of(old, &changed).is_some();
        let outcome = Outcome {
            version: 0,
            changed,
        };
        Self {
            added: outcome.count(Operation::Insert),
            changed: outcome.count(Operation::Update),
            removed: outcome.count(Operation::Delete),
            needs_allow_removals,
        }
    }

    fn advice(&self) -> Vec<String> {
        if self.added + self.changed + self.removed == 0 {
            return vec!["nothing: the database holds the embedded data set".to_owned()];
        }
        let allow = if self.needs_allow_removals {
            " --allow-removals"
        } else {
            ""
        };
        let take = format!(
            "`iscm import --embedded{allow}` takes the embedded data set: {} records added, {} changed, {} removed",
            self.added, self.changed, self.removed
        );
        let list = "`iscm import --embedded --dry-run` lists them".to_owned();
        vec![take, list]
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "program     iscm {}", self.program)?;
        writeln!(f, "database    {}", self.database)?;
        writeln!(f, "schema      {}", self.held.schema_line())?;
        match &self.held.dataset {
            Some(dataset) => writeln!(f, "data set    {dataset}")?,
            None => writeln!(f, "data set    none")?,
        }
        writeln!(f, "embedded    {}", records(&self.embedded))?;
        for (number, line) in self.held.advice().into_iter().enumerate() {
            let label = if number == 0 { "to do" } else { "" };
            writeln!(f, "{label:<12}{line}")?;
        }
        Ok(())
    }
}

impl Held {
    fn schema_line(&self) -> String {
        match self.schema {
            State::Missing => "none: there is no such file".to_owned(),
            State::Empty => "none: the database has no tables of this program".to_owned(),
            State::Older => format!(
                "older than this program: it lacks {}",
                self.pending.join(", ")
            ),
            State::Current => "up to date".to_owned(),
            State::Expanded => format!(
                "newer than this program, which goes on beside {}",
                self.beside.join(", ")
            ),
            State::Newer => format!(
                "newer than this program, which knows nothing of {}",
                self.unknown.join(", ")
            ),
        }
    }

    /// What may be done.
    fn advice(&self) -> Vec<String> {
        let line = match (self.schema, &self.dataset, &self.import) {
            (State::Newer, ..) => "use the newer version of this program",
            (State::Older, Some(_), _) => {
                "back the database up; `iscm migrate` then brings its schema up to date, as the start of `iscm serve` does"
            }
            (_, Some(_), Some(import)) => return import.advice(),
            _ => {
                "`iscm serve` makes the tables and loads the embedded data set, `iscm import FOLDER` another"
            }
        };
        vec![line.to_owned()]
    }
}

impl fmt::Display for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "version {}", self.version)?;
        if let Some(at) = &self.published_at {
            write!(f, " of {at}")?;
        }
        if let Some(message) = &self.message {
            write!(f, " ({message})")?;
        }
        write!(f, ": {}", records(&self.records))
    }
}

/// Counts in words.
fn records(counts: &Counts) -> String {
    let of = |kind| counts.get(&kind).copied().unwrap_or(0);
    format!(
        "{} ISCMs, {} sources, {} records in all",
        of(NodeType::Iscm),
        of(NodeType::Source),
        counts.values().sum::<u64>()
    )
}
