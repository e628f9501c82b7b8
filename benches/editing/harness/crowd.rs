//! One writer, one reader.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::board::{self, COUNT, Move, Seen, question};
use super::client::{Client, NoAnswer};
use super::dice::Dice;
use super::history::{Attempt, History};

/// How a changeset is published, and a version taken back.
const PROPOSE: &str = "mutation ($input: ProposeChangesetInput!) {
    done: proposeChangeset(input: $input) { changeset { version } userErrors { code message node { id } } }
}";
const REVERT: &str = "mutation ($version: Int!) {
    done: revertVersion(version: $version, publish: true) { changeset { version } userErrors { code message } }
}";

/// What is sent.
pub(super) fn sent(what: &Move) -> Value {
    match what.reverts {
        Some(version) => json!({ "query": REVERT, "variables": { "version": version } }),
        None => json!({ "query": PROPOSE, "variables": { "input": what.input() } }),
    }
}

/// How long a reader pauses between two reads.
const BREATH: Duration = Duration::from_millis(1);

/// How long it pauses where no server answered.
const PAUSE: Duration = Duration::from_millis(20);

/// Of so many changesets one is made against what was read before the last one.
const STALE: usize = 4;

/// Of so many changesets one takes back what the same writer did last.
const BACK: usize = 6;

/// Who reads what there is, and changes it.
pub(super) struct Writer {
    client: Client,
    history: History,
    dice: Dice,
    /// What tells its tokens from others'.
    name: String,
    /// Whether nothing is to fail: what was written is read at once where it was written.
    is_calm: bool,
    /// What takes back what was done last.
    back: Option<Move>,
}

impl Writer {
    pub(super) fn new(
        client: Client,
        history: History,
        (number, name): (usize, String),
        is_calm: bool,
    ) -> Self {
        Self {
            client,
            history,
            dice: Dice::new(number as u64 + 1),
            name,
            is_calm,
            back: None,
        }
    }

    /// Writes until it is over.
    pub(super) async fn run(mut self, is_over: Arc<AtomicBool>) -> Result<()> {
        let mut earlier: Option<Seen> = None;
        let mut number = 0;
        while !is_over.load(Ordering::Relaxed) {
            // It has no key of the client's own, so that it is not sent again.
            if self.is_calm
                && self.dice.below(BACK) == 0
                && let Some(back) = self.back.take()
            {
                self.send(back).await?;
                continue;
            }
            let now = match self.client.read(&question()).await {
                Ok(answer) => board::seen(&answer.data)?,
                Err(NoAnswer::Away(_)) => {
                    sleep(PAUSE).await;
                    continue;
                }
                Err(NoAnswer::Wrong(told)) => bail!("a writer's read was answered {told}"),
            };
            let is_stale = self.dice.below(STALE) == 0;
            let known = match earlier.replace(now.clone()) {
                Some(earlier) if is_stale => earlier,
                _ => now,
            };
            let pair = self.dice.below(COUNT);
            let what = Move {
                pair,
                token: format!("{}-{number}", self.name),
                before: Some(known.tokens[pair].clone()),
                expected: Some(known.version),
                reverts: None,
            };
            self.send(what).await?;
            number += 1;
        }
        Ok(())
    }

    async fn send(&mut self, what: Move) -> Result<()> {
        let began = Instant::now();
        let answer = self.client.write(&sent(&what)).await?;
        let took = began.elapsed();
        let version = outcome(&answer.data)
            .with_context(|| format!("{what:?}, sent {} times before", answer.resent))?;
        if let (Some(version), true) = (version, self.is_calm) {
            let body = json!({ "query": question() });
            let there = self.client.ask(answer.from, &body, None).await;
            let there = there.map_err(|no_answer| anyhow::anyhow!("{no_answer:?}"))?;
            let there = board::seen(&there)?.version;
            ensure!(
                there >= version,
                "version {version} was acknowledged while {there} was served"
            );
        }
        self.back = version.and_then(|version| what.taken_back(version));
        let mut told = self.history.told();
        told.writes.push(took);
        told.resent += usize::from(answer.resent > 0);
        told.attempts.push(Attempt { what, version });
        Ok(())
    }
}

/// The version that a changeset made; nothing where it is refused because of what others changed.
pub(super) fn outcome(data: &Value) -> Result<Option<i64>> {
    let payload = &data["done"];
    let errors = payload["userErrors"].as_array().context("no payload")?;
    if errors.is_empty() {
        let version = payload["changeset"]["version"].as_i64();
        return version
            .map(Some)
            .with_context(|| format!("it is not published: {payload}"));
    }
    let codes: Vec<_> = errors
        .iter()
        .filter_map(|error| error["code"].as_str())
        .collect();
    // The theme that another one removed is not there; what another one took back is as it is to be.
    let is_of_others = |code: &&str| ["CONFLICT", "NOT_FOUND"].contains(code);
    let is_told = codes.contains(&"CONFLICT") && codes.iter().all(is_of_others);
    ensure!(is_told || codes == ["EMPTY"], "it is refused: {payload}");
    Ok(None)
}

/// Reads until it is over.
pub(super) async fn read(
    client: Client,
    history: History,
    is_over: Arc<AtomicBool>,
    servers: usize,
) -> Result<()> {
    let mut newest = vec![0; servers];
    while !is_over.load(Ordering::Relaxed) {
        let began = Instant::now();
        match client.read(&question()).await {
            Ok(answer) => {
                let took = began.elapsed();
                let seen = board::seen(&answer.data)?;
                let before = std::mem::replace(&mut newest[answer.from], seen.version);
                let now = seen.version;
                ensure!(before <= now, "version {now} is served after {before}");
                history.read(seen, took)?;
                history.told().moved += usize::from(answer.resent > 0);
                sleep(BREATH).await;
            }
            Err(NoAnswer::Away(_)) => {
                history.told().unanswered += 1;
                sleep(PAUSE).await;
            }
            Err(NoAnswer::Wrong(told)) => bail!("a read was answered {told}"),
        }
    }
    Ok(())
}
