//! Writers and readers, who go on until they are stopped.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Result, anyhow, bail, ensure};
use serde_json::json;
use tokio::task::{JoinSet, block_in_place};
use tokio::time::{Instant, sleep};

use super::board::{self, COUNT, Move, left_over, question};
use super::client::Client;
use super::crowd::{Writer, outcome, read, sent};
use super::figures::Figures;
use super::history::{Attempt, History};
use super::site::Site;
use super::verdict::verdict;

/// Who reads and writes, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crowd {
    pub(super) writers: usize,
    pub(super) readers: usize,
    /// Whether nothing is to fail: whoever writes reads it at once where it was written.
    pub(super) is_calm: bool,
}

/// Writers and readers at work.
pub(super) struct Load {
    database: String,
    endpoints: Vec<String>,
    history: History,
    /// The version before them.
    base: i64,
    is_over: Arc<AtomicBool>,
    tasks: JoinSet<Result<()>>,
    began: Instant,
}

impl Load {
    /// Begins; each of a pair of ISCMs has the same token from here on.
    pub(super) async fn start(database: &str, sites: &[&Site], crowd: Crowd) -> Result<Self> {
        let endpoints: Vec<_> = sites
            .iter()
            .map(|site| site.endpoint().to_owned())
            .collect();
        let keys =
            ["first", "second"].map(|account| block_in_place(|| sites[0].key(database, account)));
        let [first, second] = keys;
        let keys = [first?, second?];
        let mut load = Self {
            database: database.to_owned(),
            endpoints,
            history: History::default(),
            base: 0,
            is_over: Arc::default(),
            tasks: JoinSet::new(),
            began: Instant::now(),
        };
        load.set_up(&keys[0]).await?;
        for number in 0..crowd.writers {
            let client = Client::new(&load.endpoints, number, Some(&keys[number % 2]))?;
            let name = format!("v{}-w{number}", load.base);
            let writer = Writer::new(client, load.history.clone(), (number, name), crowd.is_calm);
            load.tasks.spawn(writer.run(Arc::clone(&load.is_over)));
        }
        for number in 0..crowd.readers {
            let client = Client::new(&load.endpoints, number, None)?;
            let (history, is_over) = (load.history.clone(), Arc::clone(&load.is_over));
            load.tasks
                .spawn(read(client, history, is_over, sites.len()));
        }
        load.began = Instant::now();
        Ok(load)
    }

    /// Gives each pair its first token.
    async fn set_up(&mut self, key: &str) -> Result<()> {
        let client = Client::new(&self.endpoints[..1], 0, Some(key))?;
        let read = client.read(&question()).await;
        let read = read.map_err(|no_answer| anyhow!("{no_answer:?}"))?;
        self.base = board::version(&read.data)?;
        let before = left_over(&read.data)?;
        for (pair, before) in before.into_iter().enumerate() {
            let first = Move {
                pair,
                token: format!("v{}-start-{pair}", self.base),
                before,
                expected: None,
                reverts: None,
            };
            let answer = client.write(&sent(&first)).await?;
            let version = outcome(&answer.data)?;
            ensure!(version.is_some(), "the first token: {}", answer.data);
            let mut told = self.history.told();
            told.resent += usize::from(answer.resent > 0);
            told.attempts.push(Attempt {
                what: first,
                version,
            });
        }
        // Whoever reads elsewhere has them, too.
        for from in 0..self.endpoints.len() {
            let everywhere = Client::new(&self.endpoints, 0, None)?;
            let body = json!({ "query": question() });
            let least = self.base + i64::try_from(COUNT)?;
            let there = everywhere.ask(from, &body, Some(least)).await;
            there.map_err(|no_answer| anyhow!("{no_answer:?}"))?;
        }
        Ok(())
    }

    /// How many changesets were acknowledged until now; an error where somebody saw something wrong.
    pub(super) async fn acknowledged(&mut self) -> Result<usize> {
        if let Some(ended) = self.tasks.try_join_next() {
            ended??;
            bail!("somebody stopped");
        }
        Ok(self.history.acknowledged())
    }

    /// Waits until so many more changesets were acknowledged; how long that took.
    pub(super) async fn goes_on(&mut self, more: usize) -> Result<Duration> {
        /// The longest that it may take.
        const MOST: Duration = Duration::from_secs(90);

        let began = Instant::now();
        let goal = self.acknowledged().await? + more;
        while self.acknowledged().await? < goal {
            ensure!(began.elapsed() < MOST, "nothing is acknowledged any more");
            sleep(Duration::from_millis(2)).await;
        }
        Ok(began.elapsed())
    }

    /// Stops all, once what they have sent is answered, and judges.
    pub(super) async fn end(mut self) -> Result<Figures> {
        let lasted = self.began.elapsed();
        self.is_over.store(true, Ordering::Relaxed);
        while let Some(ended) = self.tasks.join_next().await {
            ended??;
        }
        let told = std::mem::take(&mut *self.history.told());
        verdict(told, (self.base, lasted), &self.database, &self.endpoints).await
    }
}

/// Writers and readers of one server for some time, and the verdict.
pub(crate) async fn under_load(
    database: &str,
    folder: &Path,
    time: Duration,
    (writers, readers): (usize, usize),
) -> Result<Figures> {
    let mut site = block_in_place(|| Site::start(database, folder, &[]))?;
    let crowd = Crowd {
        writers,
        readers,
        is_calm: true,
    };
    let mut load = Load::start(database, &[&site], crowd).await?;
    let began = Instant::now();
    while began.elapsed() < time {
        sleep(Duration::from_millis(50)).await;
        load.acknowledged().await?;
    }
    let figures = load.end().await?;
    site.check_runs()?;
    Ok(figures)
}
