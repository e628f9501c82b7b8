//! Many who are told of changes: each once, in order, and what that takes.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, ensure};
use serde_json::{Value, json};
use tokio::task::{JoinSet, block_in_place};
use tokio::time::{Instant, sleep};

use super::board;
use super::client::Client;
use super::crowd::outcome;
use super::figures::Times;
use super::site::Site;
use super::sockets::Subscription;
use super::two_servers::website;

/// What is subscribed to.
const CHANGES: &str = "subscription ($after: Int) {
    changes(after: $after, first: 100) { nodes { nodeId operation version { number } } }
}";

/// All that changed since a version, which is what is to be told.
const SINCE: &str = "query ($since: Int!) {
    changes(since: $since, first: 100) { nodes { nodeId operation version { number } } }
}";

/// Who subscribes to what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Audience {
    /// How many they are.
    pub(crate) count: usize,
    /// How many versions they are told of; each changes two records.
    pub(crate) versions: usize,
    /// How long memory is let come to rest before it is looked at.
    pub(crate) rest: Duration,
}

/// Of so many subscribers one goes away in the midst, and comes again.
const LEAVING: usize = 10;

/// What many subscribers came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subscribed {
    /// KiB of the server's memory for each, while nothing is told.
    pub(crate) idle: f64,
    /// The same after all was told.
    pub(crate) told: f64,
}

/// What it came to, and the times from the answer to each changeset until the last subscriber was told.
pub(crate) async fn subscribed(
    database: &str,
    folder: &Path,
    audience: Audience,
) -> Result<(Subscribed, Times)> {
    let Audience {
        count,
        versions,
        rest,
    } = audience;
    let flags = ["--sockets", "5000", "--connections-per-address", "5000"];
    let here = block_in_place(|| Site::start(database, folder, &[]))?;
    let there = block_in_place(|| Site::start(database, folder, &flags))?;
    if database.starts_with("postgres") {
        there.logs("as soon as the database tells").await?;
    }
    let key = block_in_place(|| here.key(database, "writer"))?;
    let writer = Client::new(&[here.endpoint().to_owned()], 0, Some(&key))?;
    let reader = Client::new(&[there.endpoint().to_owned()], 0, None)?;
    let asked = |body: Value, least| {
        let reader = &reader;
        async move {
            let data = reader.ask(0, &body, least).await;
            data.map_err(|no_answer| anyhow!("{no_answer:?}"))
        }
    };
    let question = json!({ "query": "{ dataset { version } }" });
    let base = board::version(&asked(question, None).await?)?;
    // What the first one takes, all share.
    let first = Subscription::open(there.endpoint(), CHANGES, &json!({ "after": base })).await?;
    sleep(rest).await;
    let before = there.resident()?;
    let mut open = JoinSet::new();
    for _ in 0..count {
        let endpoint = there.endpoint().to_owned();
        open.spawn(async move {
            Subscription::open(&endpoint, CHANGES, &json!({ "after": base })).await
        });
        // Not all at once: it is no race.
        if open.len() >= 50 {
            sleep(Duration::from_millis(20)).await;
        }
    }
    let open = open.join_all().await;
    let open = open.into_iter().collect::<Result<Vec<_>>>()?;
    sleep(rest).await;
    let per_subscriber = |now: u64| kib(now.saturating_sub(before)) / kib(count as u64);
    let idle = per_subscriber(there.resident()?);

    let newest = base + i64::try_from(versions)?;
    let mut told = JoinSet::new();
    for (number, subscription) in open.into_iter().chain([first]).enumerate() {
        let subscriber = Subscriber {
            endpoint: there.endpoint().to_owned(),
            leaves: (number % LEAVING == 0).then_some(base + i64::try_from(versions / 2)?),
            newest,
        };
        told.spawn(subscriber.listen(subscription));
    }
    let mut answered = Vec::new();
    for number in 0..versions {
        let mut body = website("rcm", number);
        let changes = &mut body["variables"]["input"]["changes"];
        let other = website("sacm", number)["variables"]["input"]["changes"][0].take();
        changes.as_array_mut().context("changes")?.push(other);
        let answer = writer.write(&body).await?;
        answered.push(Instant::now());
        let version = outcome(&answer.data)?;
        ensure!(
            version == Some(base + 1 + i64::try_from(number)?),
            "{version:?}"
        );
        sleep(Duration::from_millis(20)).await;
    }
    let told = told.join_all().await;
    let told = told.into_iter().collect::<Result<Vec<_>>>()?;
    let since = json!({ "query": SINCE, "variables": { "since": base } });
    let since = asked(since, Some(newest)).await?;
    let mut expected = nodes(&since)?;
    // The newest come first there.
    expected.sort_by_key(|node| {
        (
            node["version"]["number"].as_i64(),
            node["nodeId"].to_string(),
        )
    });
    ensure!(expected.len() == 2 * versions, "{} changes", expected.len());
    let mut last = answered.clone();
    for (changes, moments) in &told {
        ensure!(
            *changes == expected,
            "a subscriber was told {changes:#?}\nand not {expected:#?}"
        );
        for (last, moment) in last.iter_mut().zip(moments) {
            *last = (*last).max(*moment);
        }
    }
    sleep(rest).await;
    let subscribed = Subscribed {
        idle,
        told: per_subscriber(there.resident()?),
    };
    let late = last.iter().zip(&answered).map(|(last, at)| *last - *at);
    Ok((subscribed, Times::new(late.collect())))
}

#[expect(clippy::cast_precision_loss, reason = "it is told in round numbers")]
fn kib(number: u64) -> f64 {
    number as f64
}

fn nodes(data: &Value) -> Result<Vec<Value>> {
    let nodes = data["changes"]["nodes"].as_array();
    Ok(nodes.context("no changes")?.clone())
}

/// One who listens until the newest version.
struct Subscriber {
    endpoint: String,
    /// The version after which it goes away, and comes again.
    leaves: Option<i64>,
    newest: i64,
}

impl Subscriber {
    /// What it is told, and when it was told the last of each version.
    async fn listen(self, mut open: Subscription) -> Result<(Vec<Value>, Vec<Instant>)> {
        let (mut told, mut moments) = (Vec::new(), Vec::new());
        let mut last = None;
        let mut leaves = self.leaves;
        while last != Some(self.newest) {
            for node in nodes(&open.next().await?)? {
                let version = node["version"]["number"].as_i64();
                if last != version {
                    moments.push(Instant::now());
                }
                last = version;
                told.push(node);
            }
            if leaves.is_some_and(|leaves| last >= Some(leaves)) {
                leaves = None;
                drop(open);
                sleep(Duration::from_millis(250)).await;
                let after = json!({ "after": last });
                open = Subscription::open(&self.endpoint, CHANGES, &after).await?;
            }
        }
        ensure!(
            open.is_silent(Duration::from_millis(300)).await,
            "told after the last"
        );
        Ok((told, moments))
    }
}
