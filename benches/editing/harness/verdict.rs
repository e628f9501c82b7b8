//! The verdict: what was told, beside what there is.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, ensure};
use serde_json::json;

use super::board::{self, Tokens, question};
use super::client::Client;
use super::figures::{Figures, Times};
use super::history::{Attempt, Told};
use super::stored::{Stored, versions};

/// Holds what was told against the log, the rows and what servers answer; an error says what is wrong.
pub(super) async fn verdict(
    told: Told,
    (base, lasted): (i64, Duration),
    database: &str,
    endpoints: &[String],
) -> Result<Figures> {
    let (published, refused): (Vec<_>, Vec<_>) = told
        .attempts
        .iter()
        .partition(|attempt| attempt.version.is_some());
    let mut by_version: BTreeMap<i64, &Attempt> = BTreeMap::new();
    for attempt in &published {
        let version = attempt.version.unwrap_or_default();
        let other = by_version.insert(version, attempt);
        ensure!(other.is_none(), "two made version {version}");
    }
    log_is_what_was_acknowledged(&versions(database).await?, base, &by_version)?;
    let states = states(base, &by_version)?;
    for attempt in &refused {
        let what = &attempt.what;
        let expected = what.expected.or(what.reverts).unwrap_or_default();
        let mut later = by_version.range(expected + 1..);
        let is_conflict = later.any(|(_, other)| other.what.pair == what.pair);
        ensure!(is_conflict, "refused without a conflict: {what:?}");
    }
    for (version, tokens) in &told.seen {
        let is = states
            .get(version)
            .with_context(|| format!("version {version} was read, and is none"))?;
        ensure!(
            is == tokens,
            "version {version} was read as {tokens:?}, and is {is:?}"
        );
    }
    let (newest, last) = states.last_key_value().context("no version")?;
    for from in 0..endpoints.len() {
        let client = Client::new(endpoints, 0, None)?;
        let body = json!({ "query": question() });
        let data = client.ask(from, &body, Some(*newest)).await;
        let seen = board::seen(&data.map_err(|no_answer| anyhow!("{no_answer:?}"))?)?;
        ensure!(
            (seen.version, &seen.tokens) == (*newest, last),
            "a server ends at {seen:?}, the log at {newest}: {last:?}"
        );
    }
    Ok(Figures {
        acknowledged: published.len(),
        refused: refused.len(),
        resent: told.resent,
        newest: *newest,
        seen: told.seen.len(),
        unanswered: told.unanswered,
        moved: told.moved,
        lasted,
        reads: Times::new(told.reads),
        writes: Times::new(told.writes),
    })
}

/// Versions are without a gap, and each is what was acknowledged as it: whole, and nothing else.
fn log_is_what_was_acknowledged(
    stored: &[Stored],
    base: i64,
    acknowledged: &BTreeMap<i64, &Attempt>,
) -> Result<()> {
    for (number, stored) in (1..).zip(stored) {
        let (is, message) = (stored.number, &stored.message);
        ensure!(is == number, "version {is} stands where {number} would");
        if number <= base {
            continue;
        }
        let attempt = acknowledged.get(&number);
        let attempt = attempt.with_context(|| {
            format!("version {number}, {message:?}, was acknowledged to nobody")
        })?;
        let what = &attempt.what;
        ensure!(
            *message == what.title(),
            "version {number} is {message:?}, and was acknowledged as {:?}",
            what.title()
        );
        ensure!(
            stored.records == what.records(),
            "version {number} changed {:?}, and was to change {:?}",
            stored.records,
            what.records()
        );
    }
    let newest = stored.last().map_or(0, |stored| stored.number);
    let lost = acknowledged.range(newest + 1..).next();
    ensure!(
        lost.is_none(),
        "acknowledged and not there: {lost:?}; the newest is {newest}"
    );
    Ok(())
}

/// The tokens that each version has, from the first in which all pairs have one; an error where somebody's was lost.
fn states(base: i64, acknowledged: &BTreeMap<i64, &Attempt>) -> Result<BTreeMap<i64, Tokens>> {
    let mut tokens = Tokens::default();
    let mut changed = [base; board::COUNT];
    let mut states = BTreeMap::new();
    for (version, attempt) in acknowledged {
        let what = &attempt.what;
        let before = std::mem::replace(&mut changed[what.pair], *version);
        ensure!(
            what.expected.is_none_or(|expected| before <= expected),
            "version {version} was made against {:?}, and version {before} is lost by it",
            what.expected
        );
        let token = std::mem::replace(&mut tokens[what.pair], what.token.clone());
        ensure!(
            token.is_empty() || what.before == Some(token),
            "version {version} was to take the place of another one: {what:?}"
        );
        if tokens.iter().all(|token| !token.is_empty()) {
            states.insert(*version, tokens.clone());
        }
    }
    Ok(states)
}
