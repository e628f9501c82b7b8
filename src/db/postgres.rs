//! PostgreSQL: opening it.

use std::env;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sea_orm::sqlx::{self, ConnectOptions as _, Connection as _};
use sea_orm::{DatabaseConnection, SqlxPostgresConnector};
use tokio::time::{sleep, timeout};
use url::Url;

use super::address::takes_instead;
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
    check_variables(url, shown)?;
    let options = options(url, shown)?;
    connect_once(&options, shown).await?;
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

/// What listens to a database, over a session of its own. A pooler gives sessions to others, who would be told what they
/// do not listen to: it does not take the setting that this one has, or gives a session that lacks it.
pub(super) async fn listener(url: &Url, shown: &str) -> Result<PgListener, Error> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let own = format!("{}-{number}", std::process::id());
    let options = options(url, shown)?.options([(SESSION, &own)]);
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(CONNECTING)
        .connect_lazy_with(options);
    let failed = |error: sqlx::Error| failed(shown, &error);
    let mut listener = PgListener::connect_with(&pool).await.map_err(failed)?;
    let asked = sqlx::query_scalar("SELECT current_setting($1, true)").bind(SESSION);
    let told: Option<String> = asked.fetch_one(&mut listener).await.map_err(failed)?;
    if told == Some(own) {
        return Ok(listener);
    }
    Err(Error::Open {
        url: shown.to_owned(),
        reason: "a pooler stands before it".to_owned(),
    })
}

/// The setting by which a session is known as its own.
const SESSION: &str = "iscm.session";

/// Refuses a database that cannot be reached now, as fast as opening it does.
pub(super) async fn check(db: &DatabaseConnection, url: &Url, shown: &str) -> Result<(), Error> {
    let pool = db.get_postgres_connection_pool();
    if let Some(mut idle) = pool.try_acquire() {
        if let Ok(Ok(())) = timeout(CONNECTING, idle.ping()).await {
            return Ok(());
        }
        // Out of the pool, and not waited for.
        drop(idle.detach());
    } else if pool.size() > 0 {
        // All are in use, so it is there.
        return Ok(());
    }
    connect_once(&options(url, shown)?, shown).await
}

fn options(url: &Url, shown: &str) -> Result<PgConnectOptions, Error> {
    let options = PgConnectOptions::from_url(url).map_err(|error| failed(shown, &error))?;
    // Poolers know no such parameter, and no number is read as text.
    Ok(options.extra_float_digits(None).disable_statement_logging())
}

/// Refuses variables of libpq's with values that the driver would pass over in silence, where they are used.
fn check_variables(url: &Url, shown: &str) -> Result<(), Error> {
    for (variable, parameter) in [
        ("PGSSLMODE", "sslmode"),
        ("PGPORT", "port"),
        ("PGHOSTADDR", "hostaddr"),
    ] {
        let is_given = url.query_pairs().any(|(name, _)| name == parameter)
            || parameter == "port" && url.port().is_some();
        let Some(value) = env::var_os(variable).filter(|value| !is_given && !value.is_empty())
        else {
            continue;
        };
        if let Some(takes) = takes_instead(parameter, &value.to_string_lossy()) {
            let reason = format!("the variable {variable} takes {takes}");
            let url = shown.to_owned();
            return Err(Error::Open { url, reason });
        }
    }
    Ok(())
}

/// Connects, and closes the connection: its error comes at once, a pool would try again and again.
async fn connect_once(options: &PgConnectOptions, shown: &str) -> Result<(), Error> {
    let mut tries = 0;
    loop {
        let error = match timeout(CONNECTING, options.connect()).await {
            Ok(Ok(connection)) => {
                drop(connection.close().await);
                return Ok(());
            }
            Ok(Err(error)) => failed(shown, &error),
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
}

pub(super) fn failed(shown: &str, error: &sqlx::Error) -> Error {
    let (url, reason) = (shown.to_owned(), driver_reason(error));
    let code = error.as_database_error();
    let code = code.and_then(sqlx::error::DatabaseError::code);
    if code.as_deref() == Some(TOO_MANY_CONNECTIONS) {
        Error::Connections { url, reason }
    } else {
        Error::Open { url, reason }
    }
}
