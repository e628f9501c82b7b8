//! What the server tells its operators: the log, and traces. Its numbers are at `/metrics`.
//!
//! May use: `config`.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{FilterFn, ParseError};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{Config, LogFormat};

mod collector;
mod secrets;
mod traces;

pub use traces::Traces;

/// Starts the log, on standard error. Once in a process.
pub fn start(config: &Config) -> Result<(), ParseError> {
    // What databases say for themselves is of no use to an operator before something is wrong.
    let filter = format!(
        "sqlx=warn,sea_orm=warn,sea_orm_migration=warn,{}",
        config.log
    );
    let lines = tracing_subscriber::fmt::layer()
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let lines = match config.log_format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    // Both let an event through, or it is not logged.
    tracing_subscriber::registry()
        .with(EnvFilter::try_new(filter)?)
        .with(FilterFn::new(secrets::is_without))
        .with(lines)
        .init();
    Ok(())
}
