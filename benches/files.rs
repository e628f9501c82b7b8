//! How many rows of a file a server writes in a second, and how much memory that takes, over the data set a hundred
//! times: all memberships, as partners pull them.
//!
//! `cargo bench --bench files`. `ISCM_BENCH_TIMES` sets how many times the data are taken.

use std::env;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

mod memory;
mod multiplied;
mod server;
mod setting;
use memory::resident;
use multiplied::{address, fill};
use server::Server;
use setting::number;

/// How often each file is asked for.
const ROUNDS: usize = 5;

/// What is asked for, by the ends of its name.
const FORMATS: [&str; 4] = ["jsonl", "csv", "parquet", "xlsx"];

fn main() -> Result<()> {
    // `cargo test --all-targets` runs benches too, without that flag; it is not kept waiting.
    if !env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let times = number("ISCM_BENCH_TIMES", 100)?;
    let folder = tempfile::tempdir()?;
    let filled = async {
        let (_, db, _) = fill(folder.path(), times).await?;
        anyhow::Ok(db.close().await?)
    };
    tokio::runtime::Runtime::new()?.block_on(filled)?;
    let address = address(folder.path());
    let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_iscm")));
    command.env_clear().env("NO_COLOR", "1");
    command.args(["serve", "--listen", "127.0.0.1:0", "--database", &address]);
    command.args(["--rate-limit", "0", "--max-file-cost", "100000000"]);
    let server = Server::start(command.args(["--log", "info"]))?;
    let folder_of_files = server.endpoint.replace("/graphql", "/d");

    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::blocking::Client::builder().timeout(None).build()?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{times} times the data: all memberships; medians of {ROUNDS} times\n\n\
         | format | rows | MB | rows a second | CPU-seconds per million rows | most memory above idle, MiB |\n\
         |---|---:|---:|---:|---:|---:|"
    )?;
    for format in FORMATS {
        let url = format!("{folder_of_files}/memberships.{format}");
        let ask = || -> Result<(u64, u64)> {
            let mut response = client.get(&url).send()?.error_for_status()?;
            let rows = response
                .headers()
                .get("iscm-rows")
                .context("no rows told")?;
            let rows = rows.to_str()?.parse()?;
            Ok((rows, response.copy_to(&mut io::sink())?))
        };
        // What answers share with each other is there from the first one on.
        let (rows, bytes) = ask()?;
        let idle = resident(server.id())?;
        let (mut taken, mut cpu, mut most) = (Vec::new(), Vec::new(), 0);
        for _ in 0..ROUNDS {
            let (before, start) = (server.cpu()?, Instant::now());
            let peak = peak(server.id(), || {
                ensure!(ask()? == (rows, bytes), "{url} is another file");
                Ok(())
            })?;
            taken.push(start.elapsed());
            cpu.push(server.cpu()? - before);
            most = most.max(peak);
        }
        taken.sort_unstable();
        cpu.sort_by(f64::total_cmp);
        #[expect(clippy::cast_precision_loss, reason = "they are told in round numbers")]
        let (rows_told, megabytes) = (rows as f64, bytes as f64 / 1e6);
        writeln!(
            out,
            "| {format} | {rows} | {megabytes:.1} | {:.0} | {:.1} | {} |",
            rows_told / taken[ROUNDS / 2].as_secs_f64(),
            cpu[ROUNDS / 2] / rows_told * 1e6,
            most.saturating_sub(idle) / 1024
        )?;
    }
    Ok(())
}

/// The most memory that a process held while something was done, in KiB.
fn peak(process: u32, work: impl FnOnce() -> Result<()>) -> Result<u64> {
    let (is_done, most) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                most.fetch_max(resident(process).unwrap_or_default(), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(2));
            }
        });
        let done = work();
        is_done.store(true, Ordering::Relaxed);
        done
    })?;
    Ok(most.into_inner())
}
