//! How many rows of a file a server writes in a second, and how much memory that takes, over the data set a hundred
//! times: all memberships, as partners pull them, whole and what changed of them.
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

/// How often each file is asked for, after a first time.
const ROUNDS: usize = 5;

/// How long a server is left alone before what it holds idle is looked at: what it does once after its start is done
/// then.
const SETTLING: Duration = Duration::from_secs(10);

/// What is asked for, by the ends of its name.
const FORMATS: [&str; 4] = ["jsonl", "csv", "parquet", "xlsx"];

fn main() -> Result<()> {
    // `cargo test --all-targets` runs benches too, without that flag; it is not kept waiting.
    if !env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let times = number("ISCM_BENCH_TIMES", 100)?;
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let (_, db, mut tables) = runtime.block_on(fill(folder.path(), times))?;
    let address = address(folder.path());
    let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_iscm")));
    command.env_clear().env("NO_COLOR", "1");
    command.args(["serve", "--listen", "127.0.0.1:0", "--database", &address]);
    command.args(["--rate-limit", "0", "--max-file-cost", "100000000"]);
    let server = Server::start(command.args(["--log", "info"]))?;
    thread::sleep(SETTLING);

    let _ = rustls::crypto::ring::default_provider().install_default();
    let bench = Bench {
        client: reqwest::blocking::Client::builder().timeout(None).build()?,
        files: server.endpoint.replace("/graphql", "/d/memberships"),
        rows: tables.membership.len(),
        idle: resident(server.id())?,
        server,
    };
    writeln!(
        io::stdout(),
        "{times} times the data: all {} memberships; medians of {ROUNDS} times\n\n\
         | format | MB | rows a second | CPU-seconds per million rows | most memory above idle, MiB |\n\
         |---|---:|---:|---:|---:|",
        bench.rows
    )?;
    for format in FORMATS {
        bench.measure(format, format)?;
    }
    // One row changes: the rows of both versions are compared.
    let half = tables.membership.len() / 2;
    tables.membership[half].from_year = Some(1990);
    let change = iscm::change(&tables, "The year of a membership");
    runtime.block_on(iscm::apply(&db, change))?;
    while bench.ask("csv")?.0 != "2" {
        thread::sleep(Duration::from_millis(100));
    }
    bench.measure("csv, what changed since", "csv?since=1")
}

/// What is measured.
struct Bench {
    client: reqwest::blocking::Client,
    /// The address of the files without their ends.
    files: String,
    rows: usize,
    /// What the server held before the first file, in KiB.
    idle: u64,
    server: Server,
}

impl Bench {
    /// Reads a file: the version that it is of, and how many bytes it has.
    fn ask(&self, end: &str) -> Result<(String, u64)> {
        let url = format!("{}.{end}", self.files);
        let mut response = self.client.get(url).send()?.error_for_status()?;
        let version = response.headers().get("iscm-version");
        let version = version.context("no version told")?.to_str()?.to_owned();
        Ok((version, response.copy_to(&mut io::sink())?))
    }

    /// Tells how a file is made.
    fn measure(&self, what: &str, end: &str) -> Result<()> {
        let (mut taken, mut cpu, mut most) = (Vec::new(), Vec::new(), 0);
        let mut right = None;
        for round in 0..=ROUNDS {
            let (before, start) = (self.server.cpu()?, Instant::now());
            let peak = peak(self.server.id(), || {
                let file = self.ask(end)?;
                ensure!(
                    *right.get_or_insert_with(|| file.clone()) == file,
                    "{end} is another"
                );
                Ok(())
            })?;
            most = most.max(peak);
            // What answers share with each other is there from the first one on.
            if round > 0 {
                taken.push(start.elapsed());
                cpu.push(self.server.cpu()? - before);
            }
        }
        taken.sort_unstable();
        cpu.sort_by(f64::total_cmp);
        let (_, bytes) = right.unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "they are told in round numbers")]
        let (rows, megabytes) = (self.rows as f64, bytes as f64 / 1e6);
        Ok(writeln!(
            io::stdout(),
            "| {what} | {megabytes:.1} | {:.0} | {:.1} | {} |",
            rows / taken[ROUNDS / 2].as_secs_f64(),
            cpu[ROUNDS / 2] / rows * 1e6,
            most.saturating_sub(self.idle) / 1024
        )?)
    }
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
