//! The address of a database: read once, and shown without its password.

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr as _;

use percent_encoding::percent_decode_str;
use sea_orm::sqlx::postgres::PgSslMode;
use url::Url;

use super::sqlite::{Mode, SqliteAddress};

/// Where the database is: an SQLite file or a PostgreSQL server. Its password is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(pub(super) Address);

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Address {
    Sqlite(SqliteAddress),
    Postgres(Url),
}

/// A text that is no address of a database. What was given is not told: a password may stand anywhere in it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AddressError {
    /// It names neither kind of database.
    #[error("is no database's address: write sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME")]
    Scheme,
    /// It cannot be taken apart.
    #[error(
        "is no address that can be read ({0}): write postgres://USER:PASSWORD@HOST:PORT/NAME, and in USER, \
         PASSWORD and NAME %2F for /, %3F for ?, %23 for #, %40 for @, %3A for : and %25 for %"
    )]
    Form(&'static str),
    /// A part is no text.
    #[error("has escapes (%…) that are no UTF-8")]
    Utf8,
    /// The file has no name.
    #[error("has a file name with a control character")]
    FileName,
    /// A parameter is not taken.
    #[error("does not take {name}; it takes {taken}")]
    Parameter {
        /// The parameter, as messages show it.
        name: String,
        /// Those that are taken.
        taken: String,
    },
    /// A parameter has a value that it does not take.
    #[error("has a parameter {name}, which takes {takes}")]
    Value {
        /// The parameter.
        name: &'static str,
        /// What it takes.
        takes: &'static str,
    },
}

/// A parameter: its name, what it takes, and whether it takes a value.
type Parameter = (&'static str, &'static str, fn(&str) -> bool);

/// The parameters of PostgreSQL's addresses, as its own programs name them, and what each takes.
const POSTGRES: [Parameter; 12] = [
    ("host", "a host or the folder of a socket", any),
    ("hostaddr", "an IP address", |value| {
        value.parse::<std::net::IpAddr>().is_ok()
    }),
    ("port", "a number from 1 to 65535", |value| {
        value.parse::<u16>().is_ok_and(|port| port > 0)
    }),
    ("dbname", "a name", any),
    ("user", "a name", any),
    ("password", "a text", |_| true),
    (
        "sslmode",
        "disable, allow, prefer, require, verify-ca or verify-full",
        |value| PgSslMode::from_str(value).is_ok(),
    ),
    ("sslrootcert", "a file", any),
    ("sslcert", "a file", any),
    ("sslkey", "a file", any),
    ("application_name", "a name", any),
    ("options", "settings of the session, as -c NAME=VALUE", any),
];

/// The parameters of SQLite's addresses.
const SQLITE: [&str; 2] = ["mode", "immutable"];

/// What a parameter of PostgreSQL's addresses takes, if it does not take a value.
pub(super) fn takes_instead(parameter: &str, value: &str) -> Option<&'static str> {
    let mut all = POSTGRES.iter();
    let (_, takes, is_taken) = all.find(|(name, ..)| *name == parameter)?;
    (!is_taken(value)).then_some(*takes)
}

fn any(value: &str) -> bool {
    !value.is_empty()
}

impl DatabaseUrl {
    /// An address, if it is one: `sqlite://…` or `postgres://…`.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if let Some(rest) = text.strip_prefix("sqlite:") {
            let rest = rest.strip_prefix("//").unwrap_or(rest);
            return sqlite(rest).map(|address| Self(Address::Sqlite(address)));
        }
        let is_postgres = ["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| text.strip_prefix(scheme).is_some_and(any));
        if is_postgres {
            postgres(text).map(|url| Self(Address::Postgres(url)))
        } else {
            Err(AddressError::Scheme)
        }
    }
}

/// What stands behind `sqlite://`: a path, in which `%` escapes, and parameters behind a `?`.
fn sqlite(rest: &str) -> Result<SqliteAddress, AddressError> {
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = decoded(path)?;
    if path.chars().any(char::is_control) {
        return Err(AddressError::FileName);
    }
    let (mut mode, mut is_immutable) = (Mode::Create, false);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "mode" => {
                mode = match &*value {
                    "ro" => Mode::Read,
                    "rw" => Mode::Write,
                    "rwc" => Mode::Create,
                    "memory" => Mode::Memory,
                    _ => return Err(wrong("mode", "ro, rw, rwc or memory")),
                }
            }
            "immutable" => {
                is_immutable = match &*value {
                    "1" | "true" => true,
                    "0" | "false" => false,
                    _ => return Err(wrong("immutable", "1 or 0")),
                }
            }
            _ => return Err(unknown(&name, SQLITE.iter().copied())),
        }
    }
    // With three slashes, as other programs write it, too.
    if path.trim_start_matches('/') == ":memory:" || mode == Mode::Memory {
        return Ok(SqliteAddress::memory());
    }
    if path.is_empty() || path.ends_with('/') {
        return Err(AddressError::Scheme);
    }
    if is_immutable {
        mode = Mode::Read;
    }
    Ok(SqliteAddress::file(
        PathBuf::from(&*path),
        mode,
        is_immutable,
    ))
}

/// A PostgreSQL address of which every part can be read and every parameter is taken.
fn postgres(text: &str) -> Result<Url, AddressError> {
    let form = AddressError::Form;
    let url = Url::parse(text).map_err(|error| match error {
        url::ParseError::EmptyHost => form("it names no host"),
        url::ParseError::InvalidPort => form("what stands behind the last : is no port"),
        _ => form("its host is none"),
    })?;
    if url.fragment().is_some() {
        return Err(form("it has a #"));
    }
    if url.path().contains('@') {
        return Err(form("it has an @ behind the host"));
    }
    // A `?` in a password makes a host of the user, and parameters of the rest.
    let has_at = url.query().is_some_and(|query| query.contains('@'));
    let names_user =
        !url.username().is_empty() || url.query_pairs().any(|(name, _)| name == "user");
    if has_at && !names_user {
        return Err(form("it has an @ behind the ?"));
    }
    if url.host_str().is_some_and(|host| host.contains(',')) {
        return Err(form("it names more than one host"));
    }
    if url.path().trim_start_matches('/').contains('/') {
        return Err(form("it has a / in the database's name"));
    }
    let password = url.password().unwrap_or_default();
    for part in [
        url.username(),
        password,
        url.path(),
        url.host_str().unwrap_or_default(),
    ] {
        if decoded(part)?.contains('\0') {
            return Err(AddressError::Utf8);
        }
    }
    for (name, value) in url.query_pairs() {
        let known = POSTGRES.iter().find(|(known, ..)| *known == name);
        let Some((name, takes, is_taken)) = known else {
            // With an @ about, it may be the rest of a password.
            let name = if has_at { "" } else { &*name };
            return Err(unknown(name, POSTGRES.iter().map(|(name, ..)| *name)));
        };
        if !is_taken(&value) || value.contains('\0') {
            return Err(wrong(name, takes));
        }
    }
    Ok(url)
}

fn decoded(part: &str) -> Result<Cow<'_, str>, AddressError> {
    let decoded = percent_decode_str(part).decode_utf8();
    decoded.map_err(|_not_utf8| AddressError::Utf8)
}

const fn wrong(name: &'static str, takes: &'static str) -> AddressError {
    AddressError::Value { name, takes }
}

/// The error for a parameter that is not taken; what is no plain name is not shown.
fn unknown<'n>(name: &str, taken: impl Iterator<Item = &'n str>) -> AddressError {
    let is_plain = |c: char| c.is_ascii_lowercase() || c == '_' || c == '-';
    let name = if (1..=30).contains(&name.len()) && name.chars().all(is_plain) {
        format!("the parameter `{name}`")
    } else {
        "one of the parameters behind its ?".to_owned()
    };
    let taken: Vec<_> = taken.collect();
    let taken = taken.join(", ");
    AddressError::Parameter { name, taken }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = match &self.0 {
            Address::Sqlite(address) => return write!(f, "sqlite://{address}"),
            Address::Postgres(url) => url,
        };
        write!(f, "{}://", url.scheme())?;
        let part = |part| decoded(part).unwrap_or_default();
        if !url.username().is_empty() {
            let password = url.password().map_or("", |_| ":***");
            write!(f, "{}{password}@", part(url.username()))?;
        }
        write!(f, "{}", part(url.host_str().unwrap_or_default()))?;
        if let Some(port) = url.port() {
            write!(f, ":{port}")?;
        }
        write!(f, "{}", part(url.path()))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
