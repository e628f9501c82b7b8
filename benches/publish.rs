//! How long it takes until a change that was published is served, over the data set a hundred times in an SQLite
//! file: what changed is read from the log and applied to the version that is served, with its index. Beside it a
//! full load, which reads all rows and indexes them.
//!
//! `cargo bench --bench publish`. `ISCM_BENCH_TIMES` sets how many times the data are taken.

use std::env;
use std::io::{self, Write};
use std::process::id;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use entity::tables::{NodeType, Tables};
use iscm::db::Database;
use iscm::graph::{Log, RecordState, Served, load, look, next};
use iscm::search::Index;
use iscm::store::Version;

/// How often each change is published.
const ROUNDS: usize = 3;

/// A change to one record of the data set, by its number.
type Change = fn(&mut Tables, usize);

/// What is published.
const CHANGES: [(&str, Change); 5] = [
    ("a text of an event", |tables, number| {
        let at = number * 97 + tables.event.len() / 2;
        tables.event[at].name.push_str(" indeed");
    }),
    ("the year of a membership", |tables, number| {
        let at = number * 97 + tables.membership.len() / 2;
        tables.membership[at].from_year = Some(1990);
    }),
    ("a new event with a citation", |tables, number| {
        let at = number * 97 + tables.event.len() / 3;
        let mut event = tables.event[at].clone();
        let cited = tables
            .citation
            .iter()
            .find(|row| (row.subject_type, &row.subject_id) == (NodeType::Event, &event.id));
        let citation = cited.cloned();
        event.id.push_str("-again");
        tables
            .citation
            .extend(citation.map(|citation| entity::citation::Model {
                subject_id: event.id.clone(),
                ..citation
            }));
        tables.event.push(event);
    }),
    ("a new source", |tables, number| {
        let mut source = tables.source[number * 97].clone();
        source.id.push_str("-again");
        tables.source.push(source);
    }),
    ("an event that is removed", |tables, _number| {
        // One of those that came: nothing refers to it.
        let came = |row: &entity::event::Model| row.id.ends_with("-again");
        let Some(at) = tables.event.iter().position(came) else {
            return;
        };
        let event = tables.event.remove(at);
        tables
            .citation
            .retain(|row| (row.subject_type, &row.subject_id) != (NodeType::Event, &event.id));
    }),
];

mod memory;
mod multiplied;
mod setting;
use memory::resident;
use multiplied::fill;
use setting::number;

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
    let times = number("ISCM_BENCH_TIMES", 100)?;
    let mut out = io::stdout().lock();
    let folder = tempfile::tempdir()?;
    let (config, db, mut tables) = fill(folder.path(), times).await?;

    let database = Arc::new(Database::new(&config.database));
    let start = Instant::now();
    let log = Arc::new(Log::empty(config.history_memory << 20));
    let mut served = load(&database, &log, iscm::prepare).await?;
    let full = start.elapsed();
    let first = Arc::clone(&served.snapshot);
    writeln!(
        out,
        "{times} times the data: {} rows; all read and indexed in {:.0} ms; the process holds {} MiB then\n",
        first.row_count(),
        millis(full),
        resident(id())? / 1024
    )?;
    writeln!(
        out,
        "| published | until it is served, ms (median, longest) | of it reading the log | a full load takes so many times as long | memory of one more version, KiB |\n|---|---:|---:|---:|---:|"
    )?;
    let mut held = vec![Arc::clone(&first)];
    for (what, change) in CHANGES {
        let (mut taken, mut looked, mut memory) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..ROUNDS {
            change(&mut tables, number);
            let outcome = iscm::apply(&db, iscm::change(&tables, what)).await?;
            let before = resident(id())?;
            // A server looks every two seconds; what that takes was not used here while the change was written.
            look(&database, &served).await?;
            let start = Instant::now();
            let seen = look(&database, &served).await?;
            looked.push(start.elapsed());
            let after = next(&database, &served, seen, iscm::prepare).await?;
            taken.push(start.elapsed());
            ensure!(after.snapshot.version().number == outcome.version, "{what}");
            memory.push(resident(id())?.saturating_sub(before));
            held.push(Arc::clone(&after.snapshot));
            served = after;
        }
        taken.sort_unstable();
        looked.sort_unstable();
        memory.sort_unstable();
        writeln!(
            out,
            "| {what} | {:.1} ({:.1}) | {:.1} | {:.0} | {} |",
            millis(taken[ROUNDS / 2]),
            millis(taken[ROUNDS - 1]),
            millis(looked[ROUNDS / 2]),
            full.as_secs_f64() / taken[ROUNDS / 2].as_secs_f64(),
            memory[ROUNDS / 2]
        )?;
    }
    many(&mut out, &served, &tables)
}

/// How long a version takes in which more changed, as a past one is made.
fn many(out: &mut impl Write, served: &Served, tables: &Tables) -> Result<()> {
    writeln!(
        out,
        "\n| records that changed | applied, ms | indexed, ms |\n|---|---:|---:|"
    )?;
    for count in [1, 10, 100, 1000] {
        let mut states = Vec::new();
        for event in tables.event.iter().step_by(7).take(count) {
            let mut event = event.clone();
            event.name.push_str(" once");
            // Their citations and attendees go.
            let serde_json::Value::Object(document) = serde_json::to_value(&event)? else {
                continue;
            };
            states.push(RecordState {
                kind: NodeType::Event,
                id: event.id,
                document: Some(document),
            });
        }
        let start = Instant::now();
        let snapshot = Arc::new(served.snapshot.apply(Version::default(), states)?);
        let applied = start.elapsed();
        let start = Instant::now();
        snapshot.derived::<Index>()?;
        let indexed = start.elapsed();
        writeln!(
            out,
            "| {count} events | {:.1} | {:.1} |",
            millis(applied),
            millis(indexed)
        )?;
    }
    Ok(())
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
