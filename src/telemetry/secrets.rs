//! What libraries would log that may be secret. No setting of the log brings it back.

use tracing::{Level, Metadata};

/// The most that is logged of libraries that log, at lower levels, what they send or receive: answers of the
/// collector of traces, and what stands in frames of sockets.
const MOST: [(&str, Level); 5] = [
    ("opentelemetry", Level::INFO),
    ("reqwest", Level::INFO),
    ("rustls", Level::DEBUG),
    ("tokio_tungstenite", Level::INFO),
    ("tungstenite", Level::INFO),
];

/// Where the driver reads addresses, variables and the password file, whose lines it quotes.
const PASSWORDS: &str = "sqlx_postgres::options";

/// Whether an event, or a span, has no secrets in it.
pub(super) fn is_without(event: &Metadata<'_>) -> bool {
    if event.target().starts_with(PASSWORDS) {
        // That the file cannot be used is told by its path.
        return event.fields().field("path").is_some() && event.fields().field("line").is_none();
    }
    let most = MOST
        .iter()
        .find(|(name, _)| event.target().starts_with(name));
    most.is_none_or(|(_, most)| event.level() <= most)
}
