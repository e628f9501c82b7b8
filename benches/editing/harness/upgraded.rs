//! Servers of an older version of the program that are replaced by newer ones while writers write, and one of them back again.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::Value;
use tokio::task::block_in_place;

use super::faults::{CROWD, Faulty, judged};
use super::load::Load;
use super::site::{PROGRAM, Site, told};

/// How many changesets are acknowledged between two steps.
const BETWEEN: usize = 20;

/// Two servers of an older version, whose database a newer one migrates, and which are then replaced one after the other.
pub(crate) async fn upgraded(database: &str, folder: &Path, older: &Path) -> Result<Faulty> {
    let newer = Path::new(PROGRAM);
    let start = || Site::of(older, database, folder, &[]);
    let (mut first, mut second) = block_in_place(|| anyhow::Ok((start()?, start()?)))?;
    is_schema(older, database, "CURRENT")?;
    is_schema(newer, database, "OLDER")?;
    let mut load = Load::start(database, &[&first, &second], CROWD).await?;
    load.goes_on(BETWEEN).await?;
    block_in_place(|| told(newer, &["migrate"], database))?;
    is_schema(older, database, "EXPANDED")?;
    let mut back: Vec<Duration> = vec![load.goes_on(1).await?];
    load.goes_on(BETWEEN).await?;
    for (site, program) in [(0, newer), (1, newer), (0, older)] {
        let site = if site == 0 { &mut first } else { &mut second };
        block_in_place(|| site.replace(program))?;
        back.push(load.goes_on(1).await?);
        load.goes_on(BETWEEN).await?;
    }
    judged(load, back, &mut [first, second]).await
}

/// An error where a program takes a database's schema for another than this.
fn is_schema(program: &Path, database: &str, what: &str) -> Result<()> {
    let status = block_in_place(|| told(program, &["status", "--json"], database))?;
    let status: Value = serde_json::from_str(&status)?;
    ensure!(status["schema"] == what, "not {what}: {status:#}");
    Ok(())
}
