//! Faults while writers write: servers that are killed, a PostgreSQL that is stopped, connections that break.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use tokio::task::block_in_place;
use tokio::time::{Instant, sleep};

use super::cluster::Cluster;
use super::dice::Dice;
use super::figures::{Figures, Times};
use super::load::{Crowd, Load};
use super::proxy::Proxy;
use super::site::Site;

/// Who reads and writes meanwhile.
pub(super) const CROWD: Crowd = Crowd {
    writers: 4,
    readers: 4,
    is_calm: false,
};

/// How many changesets are acknowledged before the first fault, and after each.
const BETWEEN: usize = 2;

/// How often connections break before there is some calm.
const STORM: usize = 8;

/// What a run came to, and how long it took after each fault until a changeset was acknowledged.
#[derive(Clone, Debug)]
pub(crate) struct Faulty {
    pub(crate) figures: Figures,
    pub(crate) back: Times,
}

impl fmt::Display for Faulty {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { figures, back } = self;
        let count = back.count();
        write!(
            out,
            "{count} faults, a changeset acknowledged again after {back} ms | {figures}"
        )
    }
}

/// Two servers of a database, of which one after the other is killed and started again.
pub(crate) async fn killed(database: &str, folder: &Path, times: usize) -> Result<Faulty> {
    let mut first = block_in_place(|| Site::start(database, folder, &[]))?;
    let mut second = block_in_place(|| Site::start(database, folder, &[]))?;
    let mut load = Load::start(database, &[&first, &second], CROWD).await?;
    let (mut dice, mut back) = (Dice::new(9), Vec::new());
    for number in 0..times {
        load.goes_on(BETWEEN).await?;
        // At any moment of a write.
        sleep(Duration::from_micros(dice.below(40_000) as u64)).await;
        let site = if number % 2 == 0 {
            &mut first
        } else {
            &mut second
        };
        block_in_place(|| site.kill())?;
        back.push(load.goes_on(1).await?);
        block_in_place(|| site.restart())?;
    }
    load.goes_on(BETWEEN).await?;
    judged(load, back, &mut [first, second]).await
}

/// A server whose PostgreSQL is stopped and started, fast and as if it had crashed by turns.
pub(crate) async fn stopped(
    cluster: &mut Cluster,
    database: &str,
    folder: &Path,
    times: usize,
) -> Result<Faulty> {
    let site = block_in_place(|| Site::start(database, folder, &[]))?;
    let mut load = Load::start(database, &[&site], CROWD).await?;
    let mut back = Vec::new();
    for mode in ["immediate", "fast"].into_iter().cycle().take(times) {
        load.goes_on(BETWEEN).await?;
        block_in_place(|| cluster.down(mode))?;
        sleep(Duration::from_millis(500)).await;
        block_in_place(|| cluster.up())?;
        back.push(load.goes_on(1).await?);
    }
    load.goes_on(BETWEEN).await?;
    judged(load, back, &mut [site]).await
}

/// A server whose connections to PostgreSQL are slow, and break all the time.
pub(crate) async fn cut(
    socket: PathBuf,
    (database, name): (&str, &str),
    folder: &Path,
    time: Duration,
) -> Result<Faulty> {
    // The schema and the data are made before anything breaks.
    drop(block_in_place(|| Site::start(database, folder, &[]))?);
    let proxy = Proxy::open(socket, 2).await?;
    let site = block_in_place(|| Site::start(&proxy.url(name), folder, &[]))?;
    let mut load = Load::start(database, &[&site], CROWD).await?;
    let (mut dice, mut back) = (Dice::new(7), Vec::new());
    let began = Instant::now();
    while began.elapsed() < time {
        for _ in 0..STORM {
            sleep(Duration::from_millis(10 + dice.below(150) as u64)).await;
            proxy.cut();
        }
        back.push(load.goes_on(1).await?);
    }
    load.goes_on(BETWEEN).await?;
    judged(load, back, &mut [site]).await
}

pub(super) async fn judged(load: Load, back: Vec<Duration>, sites: &mut [Site]) -> Result<Faulty> {
    let figures = load.end().await?;
    for site in sites {
        site.check_runs()?;
    }
    Ok(Faulty {
        figures,
        back: Times::new(back),
    })
}
