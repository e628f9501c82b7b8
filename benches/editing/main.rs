//! Editing under load and under faults, on SQLite and on PostgreSQL: what is measured, and that nothing is lost, half done
//! or done twice, in servers that are processes of their own.
//!
//! `cargo bench --bench editing -- PART…`: `steps`, `writers`, `killed`, `stopped`, `cut`, `elsewhere`, `subscribers`,
//! `publishing`, `upgraded`; all where none is named. `upgraded` needs `ISCM_BENCH_OLDER`, the program of an older version
//! whose servers go on beside this one's migrations. `ISCM_BENCH_TIMES` sets how many times the data are taken by the last, and
//! `ISCM_BENCH_SHORT=1` makes all of them as short as the tests do.

use std::env;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;
use tokio::task::block_in_place;

mod harness;
#[allow(dead_code, reason = "other benches have their data in files alone")]
#[path = "../multiplied/mod.rs"]
mod multiplied;
#[path = "../setting/mod.rs"]
mod setting;

use harness::{Audience, Cluster, Pace};
use setting::number;

/// When servers make their search index: as they do unless they are told otherwise.
const SEARCH_INDEX: &str = "start";

/// The parts, in their order.
const PARTS: [&str; 9] = [
    "steps",
    "writers",
    "killed",
    "stopped",
    "cut",
    "elsewhere",
    "subscribers",
    "publishing",
    "upgraded",
];

/// That of the server.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> Result<()> {
    // `cargo test --all-targets` runs benches too, without that flag; it is not kept waiting.
    if !env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let named = env::args().skip(1).filter(|name| !name.starts_with("--"));
    let mut named: Vec<_> = named.collect();
    for name in &named {
        ensure!(PARTS.contains(&&**name), "{name} is none of {PARTS:?}");
    }
    if named.is_empty() {
        named = PARTS.map(str::to_owned).into();
    }
    let is_short = number("ISCM_BENCH_SHORT", 0)? > 0;
    for name in &named {
        part(name, is_short).await.with_context(|| name.clone())?;
    }
    Ok(())
}

/// A database of its own for a part.
struct Place {
    name: &'static str,
    url: String,
}

/// One of each kind; the cluster of the second.
fn places(folder: &Path) -> Result<(Vec<Place>, Option<Cluster>)> {
    let file = folder.join("graph.sqlite");
    let mut places = vec![Place {
        name: "SQLite",
        url: format!("sqlite://{}", file.display()),
    }];
    let cluster = block_in_place(Cluster::start)?;
    if let Some(cluster) = &cluster {
        places.push(Place {
            name: "PostgreSQL",
            url: cluster.database("iscm")?,
        });
    }
    Ok((places, cluster))
}

async fn part(name: &str, is_short: bool) -> Result<()> {
    let folder = TempDir::with_prefix("iscm-editing-")?;
    let folder = folder.path();
    let (places, mut cluster) = places(folder)?;
    let times = |long: usize, short: usize| if is_short { short } else { long };
    let seconds = |long: u64, short: u64| Duration::from_secs(if is_short { short } else { long });
    let mut out = io::stdout();
    writeln!(out, "\n## {name}")?;
    for place in &places {
        let url = &place.url;
        let is_postgres = place.name == "PostgreSQL";
        let told = match (name, &mut cluster) {
            ("steps", _) => {
                let rows = if is_short { 2 } else { 50 };
                let steps = harness::steps(url, folder, (rows, 40)).await?;
                let all: usize = steps.values().sum();
                format!("{rows} rows, {all} steps: {steps:?}")
            }
            ("writers", _) => {
                let time = seconds(60, 3);
                let figures = harness::under_load(url, folder, time, (8, 8)).await?;
                figures.to_string()
            }
            ("killed", _) => {
                let killed = harness::killed(url, folder, times(100, 3)).await?;
                killed.to_string()
            }
            ("stopped", Some(cluster)) if is_postgres => {
                let stopped = harness::stopped(cluster, url, folder, times(20, 2)).await?;
                stopped.to_string()
            }
            ("cut", Some(cluster)) if is_postgres => {
                let time = seconds(60, 3);
                let names = (url.as_str(), "iscm");
                let cut = harness::cut(cluster.socket(), names, folder, time).await?;
                cut.to_string()
            }
            ("elsewhere", _) if is_postgres => {
                let elsewhere = harness::seen_elsewhere(url, folder, times(300, 20)).await?;
                format!(
                    "ms, median / 99 % / longest: after the answer {}; after sending {}",
                    elsewhere.after_answer, elsewhere.after_sending
                )
            }
            ("subscribers", _) if is_postgres => {
                let count = times(1000, 50);
                let audience = Audience {
                    count,
                    versions: 20,
                    rest: seconds(3, 1),
                };
                let (subscribed, late) = harness::subscribed(url, folder, audience).await?;
                format!(
                    "{count} subscribers: {:.1} KiB each, {:.1} KiB after all was told; until the last was told, {late} ms",
                    subscribed.idle, subscribed.told
                )
            }
            ("upgraded", _) => match env::var_os("ISCM_BENCH_OLDER") {
                Some(older) => {
                    let upgraded = harness::upgraded(url, folder, older.as_ref()).await?;
                    upgraded.to_string()
                }
                None => "left out, as ISCM_BENCH_OLDER is not set".to_owned(),
            },
            ("publishing", _) => {
                for times in [1, number("ISCM_BENCH_TIMES", 100)?] {
                    publishing(
                        &mut out,
                        (place, cluster.as_ref()),
                        folder,
                        (times, is_short),
                    )
                    .await?;
                }
                continue;
            }
            _ => continue,
        };
        writeln!(out, "{}: {told}", place.name)?;
    }
    Ok(())
}

/// Publishes over the data so many times.
async fn publishing(
    out: &mut impl Write,
    (place, cluster): (&Place, Option<&Cluster>),
    folder: &Path,
    (times, is_short): (u32, bool),
) -> Result<()> {
    let name = format!("times-{times}");
    let url = match cluster.filter(|_| place.name == "PostgreSQL") {
        Some(cluster) => cluster.database(&name)?,
        None => format!("sqlite://{}?mode=rwc", folder.join(name).display()),
    };
    let (_, db, _) = multiplied::fill_at(url.clone(), times).await?;
    db.close().await?;
    let second = Duration::from_secs(1);
    let pace = Pace {
        turns: if is_short { 1 } else { 6 },
        turn: if is_short { second } else { 5 * second },
        pause: Duration::from_millis(100),
    };
    let told = harness::publishing(&url, folder, pace).await?;
    writeln!(
        out,
        "{}, {times} times the data, ms, median / 99 % / longest:",
        place.name
    )?;
    for (what, times) in &told.changes {
        writeln!(out, "  {what}: {times} ({} times)", times.count())?;
    }
    let (quiet, busy) = (&told.quiet, &told.busy);
    writeln!(
        out,
        "  a read while nothing is published: {quiet} ({} times)",
        quiet.count()
    )?;
    writeln!(
        out,
        "  a read while changes are: {busy} ({} times)",
        busy.count()
    )?;
    writeln!(
        out,
        "  the server's CPU for a change: {:.0} ms; it holds {} MiB",
        told.cpu, told.resident
    )?;
    Ok(())
}
