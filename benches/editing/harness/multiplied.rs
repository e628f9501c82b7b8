//! Publishing while others read: how long a change takes until it is served, and what that costs the readers.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, ensure};
use serde_json::{Value, json};
use tokio::task::{JoinSet, block_in_place};
use tokio::time::{Instant, sleep, sleep_until};

use super::board;
use super::client::Client;
use super::crowd::outcome;
use super::dice::Dice;
use super::figures::Times;
use super::site::Site;

/// How many read.
const READERS: u64 = 4;

/// Each reader asks so often, or when it has its answer.
const BEAT: Duration = Duration::from_millis(10);

/// What readers ask: of an ISCM, an answer of some kilobytes.
const QUESTION: &str = "query ($acronym: String!) { iscm(acronym: $acronym) {
    name established structures { name kind } themes { title topics { label } }
    fundingSources { kind summary contributors { category country { name } organization { acronym } } }
    guidelines { title year citations { source { title } locator } } } }";

/// How long it is measured, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// How many times without publishing and with it, by turns.
    pub(crate) turns: usize,
    /// How long each is.
    pub(crate) turn: Duration,
    /// The pause between two changesets.
    pub(crate) pause: Duration,
}

/// What it came to.
#[derive(Clone, Debug)]
pub(crate) struct Publishing {
    /// Times of reads while nothing is published.
    pub(crate) quiet: Times,
    /// Times of reads while changesets are published, one after another.
    pub(crate) busy: Times,
    /// From sending a change to its answer, when it is served: a text that changes, a record that comes, one that goes.
    pub(crate) changes: [(&'static str, Times); 3],
    /// CPU-milliseconds of the server for each changeset, beyond those of as long a time without.
    pub(crate) cpu: f64,
    /// How much memory the server holds at the end, in MiB.
    pub(crate) resident: u64,
}

/// Reads without a pause, and publishes by turns.
pub(crate) async fn publishing(database: &str, folder: &Path, pace: Pace) -> Result<Publishing> {
    let site = block_in_place(|| Site::start(database, folder, &[]))?;
    let key = block_in_place(|| site.key(database, "writer"))?;
    let writer = Client::new(&[site.endpoint().to_owned()], 0, Some(&key))?;
    let mut iscms = Iscms::read(&writer).await?;
    let (mut quiet, mut busy) = (Vec::new(), Vec::new());
    let mut changes = [Vec::new(), Vec::new(), Vec::new()];
    let (mut idle, mut used) = (0.0, 0.0);
    // What answers share with each other is there from the first turn on, which is not counted.
    for turn in 0..=2 * pace.turns {
        let (is_busy, is_over) = (turn % 2 == 1, Arc::new(AtomicBool::new(false)));
        let mut readers = JoinSet::new();
        for number in 0..READERS {
            let client = Client::new(&[site.endpoint().to_owned()], 0, None)?;
            let seed = turn as u64 * READERS + number;
            let acronyms = Arc::clone(&iscms.acronyms);
            readers.spawn(read(
                client,
                acronyms,
                Dice::new(seed),
                Arc::clone(&is_over),
            ));
        }
        let (before, began) = (site.cpu()?, Instant::now());
        while began.elapsed() < pace.turn {
            if is_busy {
                for (kind, times) in changes.iter_mut().enumerate() {
                    let sent = Instant::now();
                    iscms.publish(&writer, kind).await?;
                    times.push(sent.elapsed());
                    sleep(pace.pause).await;
                }
            } else {
                sleep(pace.turn).await;
            }
        }
        let (took, cpu) = (began.elapsed().as_secs_f64(), site.cpu()? - before);
        is_over.store(true, Ordering::Relaxed);
        let reads = readers.join_all().await;
        let reads = reads.into_iter().collect::<Result<Vec<_>>>()?;
        match (turn, is_busy) {
            (0, _) => {}
            (_, true) => {
                busy.extend(reads.into_iter().flatten());
                used += cpu / took;
            }
            (_, false) => {
                quiet.extend(reads.into_iter().flatten());
                idle += cpu / took;
            }
        }
    }
    let published: usize = changes.iter().map(Vec::len).sum();
    let resident = site.resident()? / 1024;
    let [text, record, gone] = changes.map(Times::new);
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let (turns, each) = (pace.turns as f64, published as f64 / pace.turns as f64);
    Ok(Publishing {
        quiet: Times::new(quiet),
        busy: Times::new(busy),
        changes: [
            ("a text of an ISCM", text),
            ("a new theme with its citation", record),
            ("a theme that is removed", gone),
        ],
        cpu: (used - idle) / turns * pace.turn.as_secs_f64() / each * 1e3,
        resident,
    })
}

/// The ISCMs that are read and changed.
struct Iscms {
    acronyms: Arc<Vec<String>>,
    slugs: Vec<String>,
    dice: Dice,
    /// The newest version.
    version: i64,
    published: usize,
    /// The theme that came last.
    theme: String,
}

impl Iscms {
    async fn read(client: &Client) -> Result<Self> {
        let query =
            "{ dataset { version } iscms(first: 100) { nodes { acronym slug themes { id } } } }";
        let data = client.ask(0, &json!({ "query": query }), None).await;
        let data = data.map_err(|no_answer| anyhow!("{no_answer:?}"))?;
        let nodes = data["iscms"]["nodes"].as_array().context("ISCMs")?;
        let text = |name: &str| {
            let texts = nodes.iter().filter_map(|node| node[name].as_str());
            texts.map(str::to_owned).collect::<Vec<_>>()
        };
        Ok(Self {
            acronyms: Arc::new(text("acronym")),
            slugs: text("slug"),
            dice: Dice::new(1),
            version: board::version(&data)?,
            published: 0,
            theme: String::new(),
        })
    }

    /// Publishes a change of a kind, which is served when the answer comes.
    async fn publish(&mut self, writer: &Client, kind: usize) -> Result<()> {
        self.published += 1;
        let slug = self.dice.of(&self.slugs).clone();
        let key = format!("number-{}", self.published);
        let change = match kind {
            0 => {
                let site = format!("https://example.org/{key}");
                json!({ "update": { "iscm": { "id": format!("iscm:{slug}"), "website": site } } })
            }
            1 => {
                self.theme = format!("theme:{slug}/{key}");
                json!({ "create": { "theme": {
                    "iscm": format!("iscm:{slug}"), "key": key, "title": format!("Number {}", self.published),
                    "topics": ["topic:children"], "citations": [{ "source": "source:summary-2019" }],
                } } })
            }
            _ => json!({ "delete": { "id": self.theme } }),
        };
        let input = json!({ "title": key, "changes": [change], "publish": true });
        let query = "mutation ($input: ProposeChangesetInput!) {
            done: proposeChangeset(input: $input) { changeset { version } userErrors { code message } } }";
        let body = json!({ "query": query, "variables": { "input": input } });
        let answer = writer.write(&body).await?;
        self.version += 1;
        let made = outcome(&answer.data)?;
        ensure!(made == Some(self.version), "{input}: {}", answer.data);
        Ok(())
    }
}

/// Reads at each beat until it is over; the times of the answers.
async fn read(
    client: Client,
    acronyms: Arc<Vec<String>>,
    mut dice: Dice,
    is_over: Arc<AtomicBool>,
) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    while !is_over.load(Ordering::Relaxed) {
        let began = Instant::now();
        let acronym = dice.of(&acronyms);
        let body: Value = json!({ "query": QUESTION, "variables": { "acronym": acronym } });
        let data = client.ask(0, &body, None).await;
        let data = data.map_err(|no_answer| anyhow!("{no_answer:?}"))?;
        ensure!(!data["iscm"].is_null(), "there is no {acronym}");
        times.push(began.elapsed());
        sleep_until(began + BEAT).await;
    }
    Ok(times)
}
