//! Two servers of one database: how long it takes until what is written on one is read on the other.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, ensure};
use serde_json::{Value, json};
use tokio::task::block_in_place;
use tokio::time::{Instant, sleep};

use super::board;
use super::client::Client;
use super::crowd::outcome;
use super::dice::Dice;
use super::figures::Times;
use super::site::Site;

/// How often the other server is asked.
const BREATH: Duration = Duration::from_millis(1);

/// How long it took until the other server served what was written.
#[derive(Clone, Debug)]
pub(crate) struct Elsewhere {
    /// From the answer on; 0 where it was served before that came.
    pub(crate) after_answer: Times,
    /// From sending it on.
    pub(crate) after_sending: Times,
}

/// A changeset of one record, which makes it what it was not.
pub(super) fn website(slug: &str, number: usize) -> Value {
    let site = format!("https://example.org/number-{number}");
    json!({ "query": "mutation ($input: ProposeChangesetInput!) {
        done: proposeChangeset(input: $input) { changeset { version } userErrors { code message } }
    }", "variables": { "input": {
        "title": format!("Number {number}"),
        "changes": [{ "update": { "iscm": { "id": format!("iscm:{slug}"), "website": site } } }],
        "publish": true,
    } } })
}

/// Writes on one server, round by round, and asks the other one all the while.
pub(crate) async fn seen_elsewhere(
    database: &str,
    folder: &Path,
    rounds: usize,
) -> Result<Elsewhere> {
    let here = block_in_place(|| Site::start(database, folder, &[]))?;
    let there = block_in_place(|| Site::start(database, folder, &[]))?;
    if database.starts_with("postgres") {
        there.logs("as soon as the database tells").await?;
    }
    let key = block_in_place(|| here.key(database, "writer"))?;
    let writer = Client::new(&[here.endpoint().to_owned()], 0, Some(&key))?;
    let reader = Client::new(&[there.endpoint().to_owned()], 0, None)?;
    let question = json!({ "query": "{ dataset { version } iscm(acronym: \"RCM\") { website } }" });
    let (mut after_answer, mut after_sending) = (Vec::new(), Vec::new());
    let mut dice = Dice::new(3);
    for number in 0..rounds {
        let before = reader.ask(0, &question, None).await;
        let before = before.map_err(|no_answer| anyhow!("{no_answer:?}"))?;
        let version = board::version(&before)? + 1;
        let write = website("rcm", number);
        let site = write["variables"]["input"]["changes"][0]["update"]["iscm"]["website"].clone();
        let sent = Instant::now();
        let written = async {
            let answer = writer.write(&write).await?;
            anyhow::Ok((outcome(&answer.data)?, Instant::now()))
        };
        let read = async {
            loop {
                let data = reader.ask(0, &question, None).await;
                let data = data.map_err(|no_answer| anyhow!("{no_answer:?}"))?;
                if board::version(&data)? >= version {
                    ensure!(data["iscm"]["website"] == site, "another one: {data}");
                    return Ok(Instant::now());
                }
                ensure!(sent.elapsed() < Duration::from_secs(30), "it is never read");
                sleep(BREATH).await;
            }
        };
        let ((made, answered), read) = tokio::try_join!(written, read)?;
        let made = made.context("it is refused")?;
        ensure!(made == version, "version {made} follows {}", version - 1);
        after_answer.push(read.saturating_duration_since(answered));
        after_sending.push(read - sent);
        sleep(Duration::from_millis(dice.below(30) as u64)).await;
    }
    Ok(Elsewhere {
        after_answer: Times::new(after_answer),
        after_sending: Times::new(after_sending),
    })
}
