//! What a file is taken from: the version of now, or one that was; and what was had before, where only the changes
//! are asked for.

use axum::response::Response;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::caller::Caller;
use super::params::FileParams;
use crate::error::{Error, ErrorCode, shown};
use crate::graph::{Reads, Scope};

/// What `since` takes.
const TAKES: &str = "takes the number of a version, a moment, as 2026-11-29T12:00:00Z, or what the last file told to ask from next";

/// What is seen, and what was had before, if only the changes are asked for.
pub(in crate::http) async fn seen(
    caller: Caller<'_>,
    params: &FileParams,
) -> Result<(Scope, Option<Scope>), Response> {
    let wrong = |argument: &str, takes: &str| caller.refuse(&Error::bad_input(argument, takes));
    let version = params.version().map_err(|error| caller.refuse(&error))?;
    let scope = match version {
        None => caller.state.graph.scope(),
        Some(number) => caller.seen("version", number).await?,
    };
    let Some(since) = &params.since else {
        return Ok((scope, None));
    };
    if params.cite.is_some() {
        return Err(wrong(
            "since",
            "is not taken with `cite`: a bibliography is of the whole file",
        ));
    }
    let since = Since::read(&scope, since).map_err(|takes| wrong("since", &takes))?;
    let mut before = caller.seen("since", since.number).await?;
    before.now = since.moment.unwrap_or(before.now);
    Ok((scope, Some(before)))
}

/// What a client has: a version, as it was seen at a moment; at that when it was published, where no other is told.
struct Since {
    number: i64,
    moment: Option<DateTime<Utc>>,
}

impl Since {
    /// Reads it, or tells what it takes.
    fn read(now: &Scope, since: &str) -> Result<Self, String> {
        let newest = now.snapshot.version().number;
        let takes = || format!("{TAKES}, not {}", shown(since));
        let (known, _mark) = since.split_once('~').unwrap_or((since, ""));
        let (version, day) = match known.split_once('@') {
            Some((version, day)) => (version, Some(read_day(day).ok_or_else(takes)?)),
            None => (known, None),
        };
        if let Ok(number) = version.parse() {
            if number > newest {
                return Err(format!("is version {number}, and the newest is {newest}"));
            }
            return Ok(Self {
                number,
                moment: day,
            });
        }
        let moment = DateTime::parse_from_rfc3339(since).map(|moment| moment.to_utc());
        let moment = moment.ok().or_else(|| read_day(since)).ok_or_else(takes)?;
        if moment > now.now {
            return Err("is a moment that is still to come".to_owned());
        }
        match now.snapshot.log().version_at(moment, newest) {
            Some(number) => Ok(Self {
                number,
                moment: Some(moment),
            }),
            None => Err("is a moment before the first version: ask for the whole file".to_owned()),
        }
    }
}

/// What is to be asked from next, by who has the file of now: the version; the day, where the answer hangs on it; and
/// the question's mark.
pub(super) fn next(scope: &Scope, reads: &Reads, mark: &str) -> String {
    let number = scope.snapshot.version().number;
    if reads.without_time() == *reads {
        return format!("{number}~{mark}");
    }
    format!("{number}@{}~{mark}", scope.today())
}

/// That what is asked from was told of the question with this mark. Rows that another one has, or another release of
/// the program, are not compared: who has those would not learn of all that is another.
pub(super) fn is_of(since: &str, mark: &str) -> Result<(), Error> {
    if since.split_once('~').is_none_or(|(_, of)| of == mark) {
        return Ok(());
    }
    let message = "`since` was told of a file with other parameters or columns, or by another release of this \
        server: ask for the whole file";
    Err(Error::new(ErrorCode::VersionGone, message).with("argument", "since".into()))
}

/// The beginning of a day.
fn read_day(text: &str) -> Option<DateTime<Utc>> {
    let day = text.parse::<NaiveDate>().ok()?;
    Some(day.and_time(NaiveTime::MIN).and_utc())
}
