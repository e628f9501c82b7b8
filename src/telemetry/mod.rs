//! What the server tells its operators: the log, and traces. Its numbers are at `/metrics`.
//!
//! May use: `config`.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

use crate::config::{Config, LogFormat};

mod collector;
mod traces;

pub use traces::Traces;

/// Starts the log, on standard error. Once in a process.
pub fn start(config: &Config) -> Result<(), ParseError> {
    // What databases say for themselves is of no use to an operator before something is wrong; and what the
    // sender of traces says of an answer may be secret.
    let filter = format!(
        "sqlx=warn,sea_orm=warn,sea_orm_migration=warn,opentelemetry-otlp=info,{}",
        config.log
    );
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_new(filter)?)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
    Ok(())
}
