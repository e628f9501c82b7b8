//! The program: its commands and their exit codes.
//!
//! May use: `config`, `dataset`, `db`, `graphql`, `store`, `telemetry`.

use std::env;
use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::error::{ContextKind, ContextValue};
use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::{Config, Settings};
use crate::dataset::Files;
use crate::store::Outcome;
use crate::{App, dataset, db, graphql, telemetry};

/// A GraphQL API over the world's inter-State consultation mechanisms on migration (ISCMs).
#[derive(Parser)]
#[command(
    version,
    about,
    subcommand_help_heading = "Commands",
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API; what the program does when no command is given
    Serve,
    /// Make the data set in the database that of a folder of TOML files, as one changeset
    Import {
        /// The folder
        folder: PathBuf,
        /// What the changeset is for
        #[arg(long, default_value = "Import of files")]
        message: String,
    },
    /// Check a folder of TOML files and tell everything that is wrong in it
    Check {
        /// The folder
        folder: PathBuf,
    },
    /// Write the data set in the database to a new folder of TOML files
    Export {
        /// The folder, new or empty
        folder: PathBuf,
    },
    /// Print the GraphQL schema
    Schema,
    /// Bring the database's schema up to date or back, or show where it is
    Migrate {
        /// What to do
        #[arg(value_enum, default_value_t = Direction::Up)]
        direction: Direction,
        /// How many migrations to take back with `down` [default: all]
        #[arg(long)]
        steps: Option<u32>,
    },
    /// Write the embedded data set many times over to a new folder, to try the server with
    #[command(hide = true)]
    Multiply {
        /// How many times
        times: u32,
        /// The folder, new or empty
        folder: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Direction {
    /// Up to date
    Up,
    /// Back; the data in the tables that are dropped is lost
    Down,
    /// Show which migrations the database has
    Status,
}

/// Does what the command line says.
#[must_use]
pub fn run() -> ExitCode {
    let cli = parse().unwrap_or_else(|error| error.exit());
    let done = Runtime::new()
        .context("cannot start the runtime")
        .and_then(|runtime| runtime.block_on(Box::pin(execute(cli))));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Faults are many lines, everything else is one.
            let _ = writeln!(std::io::stderr(), "iscm: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The command line, with the variables of the environment. One that is empty is as if it was not set.
fn parse() -> Result<Cli, clap::Error> {
    let is_blank = |name: &OsStr| env::var(name).is_ok_and(|value| value.trim().is_empty());
    let command = Cli::command().mut_args(|setting| match setting.get_env() {
        Some(name) if is_blank(name) => setting.env(None::<&str>),
        _ => setting,
    });
    let parsed = command.clone().try_get_matches();
    let matches = parsed.map_err(|error| by_its_name(error, &command))?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    let variables = command.get_arguments().filter_map(|setting| {
        let key = setting.get_id().as_str();
        let name = setting.get_env()?.to_string_lossy().into_owned();
        let is_given = matches.value_source(key) == Some(ValueSource::EnvVariable);
        is_given.then(|| (key.to_owned(), name))
    });
    cli.settings.variables = variables.collect();
    Ok(cli)
}

/// An error with the name of what is wrong as it was given: clap names the flag for its variable, too.
fn by_its_name(mut error: clap::Error, command: &clap::Command) -> clap::Error {
    let wrong = |error: &clap::Error| match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(flag)) => Some(flag.clone()),
        _ => None,
    };
    let Some(flag) = wrong(&error) else {
        return error;
    };
    let flags = command
        .clone()
        .mut_args(|setting| setting.env(None::<&str>));
    let of_flags = flags.try_get_matches().err();
    if of_flags.as_ref().and_then(wrong).as_ref() == Some(&flag) {
        return error;
    }
    // Flags are shown once they are complete.
    let mut command = command.clone();
    command.build();
    let mut settings = command.get_arguments();
    let setting = settings.find(|setting| setting.to_string() == flag);
    if let Some(name) = setting.and_then(clap::Arg::get_env) {
        let name = name.to_string_lossy().into_owned();
        error.insert(ContextKind::InvalidArg, ContextValue::String(name));
    }
    error
}

async fn execute(cli: Cli) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    let config = cli.settings.resolve()?;
    telemetry::start(&config)?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(&config).await?,
        Command::Import { folder, message } => {
            // The files first: where they are faulty, no database is touched.
            let tables = crate::check(&Files::read(&folder)?)?;
            let (db, lock) = db::prepare(&config.database).await?;
            lock.release().await?;
            let outcome = crate::apply(&db, &tables, &message).await?;
            writeln!(out, "{}", report(&outcome))?;
        }
        Command::Check { folder } => {
            let tables = crate::check(&Files::read(&folder)?)?;
            writeln!(
                out,
                "{} ISCMs and {} sources, no faults",
                tables.iscm.len(),
                tables.source.len()
            )?;
        }
        Command::Export { folder } => {
            let db = db::connect_existing(&config.database).await?;
            let files = crate::export(&db).await?;
            files.write(&folder)?;
            writeln!(
                out,
                "{} files in {}",
                files.iter().count(),
                folder.display()
            )?;
        }
        Command::Schema => write!(out, "{}", graphql::sdl())?,
        Command::Migrate { direction, steps } => {
            migrate(&config, direction, steps, &mut out).await?;
        }
        Command::Multiply { times, folder } => dataset::multiplied(times)?.write(&folder)?,
    }
    Ok(())
}

async fn serve(config: &Config) -> anyhow::Result<()> {
    // The address first: where it is taken, nothing else has been touched.
    let listener = config.listen.bind().await;
    let listener = listener.with_context(|| format!("cannot listen on {}", config.listen))?;
    App::build(config).await?.serve(listener, shutdown()?).await
}

/// Ends when the process is told to stop.
fn shutdown() -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot wait for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot wait for ctrl-c")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: the requests under way are finished");
    })
}

async fn migrate(
    config: &Config,
    direction: Direction,
    steps: Option<u32>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let db = db::connect(&config.database).await?;
    match direction {
        Direction::Up => db::migrate(&db).await?,
        Direction::Down => db::migrate_down(&db, steps).await?,
        Direction::Status => {}
    }
    for (name, is_applied) in db::migrations(&db).await? {
        writeln!(
            out,
            "{} {name}",
            if is_applied { "applied" } else { "pending" }
        )?;
    }
    Ok(())
}

/// What an import did, in one line.
fn report(outcome: &Outcome) -> String {
    use entity::enums::Operation;

    let count = |operation| -> usize {
        let changed = outcome.changed.iter();
        let of_operation = changed.filter(|((_, its_operation), _)| *its_operation == operation);
        of_operation.map(|(_, count)| count).sum()
    };
    if outcome.changed.is_empty() {
        return format!(
            "nothing differs: the data set stays at version {}",
            outcome.version
        );
    }
    format!(
        "version {}: {} records added, {} changed, {} removed",
        outcome.version,
        count(Operation::Insert),
        count(Operation::Update),
        count(Operation::Delete),
    )
}
