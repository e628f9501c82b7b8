//! What a file is taken from: the version of now, or one that was; and what was had before, where only the changes
//! are asked for.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::params::FileParams;
use crate::error::{Error, Result, shown};
use crate::graph::{Graph, Reads, Scope};
use crate::model::not_seen;

/// What is told of `since` and `version` that mean no version.
const TAKES: &str = "takes the number of a version, a moment, as 2026-11-29T12:00:00Z, or what the last file told to ask from next";

/// What a file is taken from.
pub(super) fn scope(graph: &Graph, params: &FileParams) -> Result<Scope> {
    match &params.version {
        None => Ok(graph.scope()),
        Some(number) => {
            let number = number.parse();
            let number = number
                .map_err(|_none| Error::bad_input("version", "takes the number of a version"))?;
            graph
                .scope_at(number)
                .map_err(|error| not_seen("version", &error))
        }
    }
}

/// What was had before: the version that `since` names, as it was seen then. A version is seen at the moment when it
/// was published, unless the day is told, too.
pub(super) fn before(graph: &Graph, now: &Scope, since: &str) -> Result<Scope> {
    let newest = now.snapshot.version().number;
    let (version, day) = match since.split_once('@') {
        Some((version, day)) => (version, Some(day)),
        None => (since, None),
    };
    let takes = || Error::bad_input("since", &format!("{TAKES}, not {}", shown(since)));
    let day = day.map(str::parse::<NaiveDate>).transpose();
    let mut moment = day
        .map_err(|_none| takes())?
        .map(|day| day.and_time(NaiveTime::MIN).and_utc());
    let number = if let Ok(number) = version.parse::<i64>() {
        number
    } else {
        let at = read_moment(version)
            .filter(|_| moment.is_none())
            .ok_or_else(takes)?;
        if at > now.now {
            return Err(Error::bad_input(
                "since",
                "is a moment that is still to come",
            ));
        }
        moment = Some(at);
        let version = now.snapshot.log().version_at(at, newest);
        version.ok_or_else(|| {
            Error::bad_input(
                "since",
                "is a moment before the first version: ask for the whole file",
            )
        })?
    };
    if number > newest {
        let message = format!("is version {number}, and the newest is {newest}");
        return Err(Error::bad_input("since", &message));
    }
    let mut scope = graph
        .scope_at(number)
        .map_err(|error| not_seen("since", &error))?;
    if let Some(moment) = moment {
        scope.now = moment;
    }
    Ok(scope)
}

/// What is to be asked from next, by who has the file of now.
pub(super) fn next(scope: &Scope, reads: &Reads) -> String {
    let number = scope.snapshot.version().number;
    if reads.without_time() == *reads {
        return number.to_string();
    }
    format!("{number}@{}", scope.today())
}

fn read_moment(text: &str) -> Option<DateTime<Utc>> {
    let moment = DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|moment| moment.to_utc());
    let day = || {
        text.parse::<NaiveDate>()
            .ok()
            .map(|day| day.and_time(NaiveTime::MIN).and_utc())
    };
    moment.or_else(day)
}
