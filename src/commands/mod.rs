//! The program: its commands and their exit codes.
//!
//! May use: `config`, `dataset`, `db`, `domain`, `dump`, `error`, `exchange`, `graph`, `graphql`, `office`, `secret`, `store`, `telemetry`.

use std::env;
use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

mod account;
mod by_hand;
mod export;
mod import;
mod key;
mod out;
mod redact;
mod status;
mod tell;

use crate::config::{Config, Settings};
use crate::dataset::Files;
use crate::db::{Database, Schema, Setup};
use crate::secret::{HIDDEN, is_plain};
use crate::{App, dataset, exchange, graphql, offer_embedded, telemetry};
use account::Account;
use export::Export;
use import::Import;
use key::Key;
use out::Out;
use redact::Redact;
use status::Status;
use tell::{of_database, told};

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
    /// Tell what is there: the program, the database and its schema, the data set in it, the one that comes
    /// with the program, and how they differ
    Status(Status),
    /// Make the data set in the database that of a folder of TOML files, or the one that comes with the
    /// program, as one changeset
    Import(Import),
    /// Check a folder of TOML files and tell everything that is wrong in it
    Check {
        /// The folder
        folder: PathBuf,
    },
    /// Write the data set in the database to a new folder of TOML files, or with its history to a new SQLite
    /// file that this program serves
    Export(Export),
    /// List, disable and enable accounts of the API
    Account(Account),
    /// Make, list and revoke keys of the API
    Key(Key),
    /// Take a text that should not have been published out of the log, as a version more that changes nothing
    Redact(Redact),
    /// Print the GraphQL schema
    Schema,
    /// Bring the database's schema up to date or back, or show where it is
    Migrate {
        #[command(subcommand)]
        direction: Option<Direction>,
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

#[derive(Clone, Copy, Subcommand)]
enum Direction {
    /// Up to date; what `iscm migrate` does when nothing is said
    Up,
    /// Back; the data in the tables that are dropped is lost
    Down {
        /// How many migrations to take back [default: all]
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
        steps: Option<u32>,
    },
    /// Show which migrations the database has
    Status,
}

/// Does what the command line says.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(error),
    };
    let done = Runtime::new()
        .context("cannot start the runtime")
        .and_then(|runtime| runtime.block_on(Box::pin(execute(cli))));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Faults are many lines, everything else is one.
            let _ = writeln!(std::io::stderr(), "iscm: {}", told(&error));
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

/// Tells what is wrong with a command line, or the help that it asks for.
fn refuse(mut error: clap::Error) -> ExitCode {
    hide(&mut error);
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Takes out of an error what was given, unless it is a word or a number: it may be a password, or an address
/// with one, in a wrong place.
fn hide(error: &mut clap::Error) {
    let mut kinds = vec![ContextKind::InvalidValue, ContextKind::InvalidSubcommand];
    if error.kind() == ErrorKind::UnknownArgument {
        kinds.push(ContextKind::InvalidArg);
    }
    for kind in kinds {
        if let Some(ContextValue::String(given)) = error.get(kind)
            && !is_plain(given.trim_start_matches('-'))
        {
            error.insert(kind, ContextValue::String(HIDDEN.to_owned()));
            // Suggestions repeat it.
            error.remove(ContextKind::Suggested);
        }
    }
}

async fn execute(cli: Cli) -> anyhow::Result<()> {
    let config = cli.settings.resolve()?;
    telemetry::start(&config)?;
    let done = command(cli.command.unwrap_or(Command::Serve), &config).await;
    done.map_err(|error| of_database(error, &config.database))
}

async fn command(command: Command, config: &Config) -> anyhow::Result<()> {
    let mut out = Out::default();
    match command {
        Command::Serve => serve(config).await?,
        Command::Status(status) => status.run(config, &mut out).await?,
        Command::Import(import) => import.run(config, &mut out).await?,
        Command::Check { folder } => {
            let tables = exchange::check(&Files::read(&folder)?)?;
            writeln!(
                out,
                "{} ISCMs and {} sources, no faults",
                tables.iscm.len(),
                tables.source.len()
            )?;
        }
        Command::Export(export) => export.run(config, &mut out).await?,
        Command::Account(account) => account.run(config, &mut out).await?,
        Command::Key(key) => key.run(config, &mut out).await?,
        Command::Redact(redact) => redact.run(config, &mut out).await?,
        Command::Schema => write!(out, "{}", graphql::sdl())?,
        Command::Migrate { direction } => {
            let direction = direction.unwrap_or(Direction::Up);
            migrate(config, direction, &mut out).await?;
        }
        Command::Multiply { times, folder } => dataset::multiplied(times)?.write(&folder)?,
    }
    Ok(())
}

async fn serve(config: &Config) -> anyhow::Result<()> {
    // The address first: where it is taken, nothing else has been touched.
    let listener = config.listen.bind().await;
    let listener = listener.with_context(|| format!("cannot listen on {}", config.listen))?;
    let app = App::build(config).await?;
    tokio::spawn(offer_embedded(app.graph().snapshot()));
    app.serve(listener, shutdown()?).await
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
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let database = &config.database;
    let database = match direction {
        Direction::Up => {
            let mut setup = Setup::begin(database).await?;
            setup.migrate().await?;
            Database::after(setup.commit().await?, database).await?
        }
        Direction::Down { steps } => {
            let mut setup = Setup::of_what_is_there(database).await?;
            setup.migrate_down(steps).await?;
            Database::after(setup.commit().await?, database).await?
        }
        Direction::Status => Database::new(database),
    };
    let schema = database.read(async |reading| Schema::of(reading.db()).await);
    let Schema {
        migrations,
        beside,
        unknown,
    } = schema.await?;
    for (name, is_applied) in migrations {
        let state = if is_applied { "applied" } else { "pending" };
        writeln!(out, "{state} {name}")?;
    }
    for name in beside {
        writeln!(out, "beside {name}")?;
    }
    for name in unknown {
        writeln!(out, "unknown {name}")?;
    }
    Ok(())
}
