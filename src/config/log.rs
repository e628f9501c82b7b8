//! How the log is written, and what is.

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    #[default]
    Text,
    /// A JSON object a line.
    Json,
}

/// Whether a text tells what to log. A word that is no level would be taken for a part of the program that
/// there is not, and nothing would be logged.
pub(super) fn is_filter(text: &str) -> bool {
    let mut parts = text.split(',').map(str::trim);
    let is_told = |part: &str| {
        part.is_empty()
            || part.contains(['=', '[', ']', '}'])
            || part.parse::<LevelFilter>().is_ok()
    };
    !text.trim().is_empty() && parts.all(is_told) && EnvFilter::try_new(text).is_ok()
}
