//! PostgreSQL: opening it.

use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::{self, ConnectOptions as _, Connection as _};
use sea_orm::{DatabaseConnection, SqlxPostgresConnector};
use tokio::time::{sleep, timeout};
use url::Url;

use super::error::{Error, driver_reason};

/// How long a connection may take to be made.
const CONNECTING: Duration = Duration::from_secs(5);

/// How long a connection is waited for, when all are in use.
const WAITING: Duration = Duration::from_secs(10);

/// How often, and after how long, a connection is tried to be made that may soon be free.
const CLOSING_TRIES: u32 = 5;
const CLOSING: Duration = Duration::from_millis(200);

/// PostgreSQL's code for a limit of connections that is reached.
const TOO_MANY_CONNECTIONS: &str = "53300";

/// Opens a database; `url` is its address, all of whose parameters are known, `shown` what messages say.
pub(super) async fn open(
    url: &Url,
    shown: &str,
    connections: u32,
) -> Result<DatabaseConnection, Error> {
    let failed = |error: &sqlx::Error| {
        let (url, reason) = (shown.to_owned(), driver_reason(error));
        let code = error.as_database_error();
        let code = code.and_then(sqlx::error::DatabaseError::code);
        if code.as_deref() == Some(TOO_MANY_CONNECTIONS) {
            Error::Connections { url, reason }
        } else {
            Error::Open { url, reason }
        }
    };
    let options = PgConnectOptions::from_url(url).map_err(|error| failed(&error))?;
    // Poolers know no such parameter, and no number is read as text.
    let options = options.extra_float_digits(None).disable_statement_logging();
    // One connection first: its error comes at once, a pool would try again and again.
    let mut tries = 0;
    loop {
        let error = match timeout(CONNECTING, options.connect()).await {
            Ok(Ok(connection)) => {
                drop(connection.close().await);
                break;
            }
            Ok(Err(error)) => failed(&error),
            Err(_late) => Error::Open {
                url: shown.to_owned(),
                reason: format!("no answer within {} seconds", CONNECTING.as_secs()),
            },
        };
        // One that was just closed may still be counted.
        tries += 1;
        if !matches!(error, Error::Connections { .. }) || tries > CLOSING_TRIES {
            return Err(error);
        }
        sleep(CLOSING).await;
    }
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(WAITING)
        .before_acquire(|connection, _| {
            // A pooler may have given it to others meanwhile, who do not keep the statements.
            Box::pin(async move {
                connection.clear_cached_statements().await?;
                Ok(true)
            })
        })
        .connect_lazy_with(options);
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}
