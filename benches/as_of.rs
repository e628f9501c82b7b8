//! How long it takes until the graph as it was can be asked, over the data set a hundred times with a thousand
//! versions in an SQLite file: each version is made of the nearest one that is kept. Beside it a full load.
//!
//! `cargo bench --bench as_of`. `ISCM_BENCH_TIMES` sets how many times the data are taken, `ISCM_BENCH_VERSIONS` how
//! many versions there are.

use std::env;
use std::io::{self, Write};
use std::process::id;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use entity::enums::Operation;
use entity::tables::{NodeType, Tables};
use entity::{change, changeset, dataset as version};
use iscm::db::Database;
use iscm::graph::{Log, PastError, load};
use iscm::search::Index;
use iscm::store::{Document, Documents};
use sea_orm::{
    ActiveModelTrait, DatabaseConnection, EntityTrait, IntoActiveModel, TransactionTrait,
};

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
    let versions = i64::from(number("ISCM_BENCH_VERSIONS", 1_000)?);
    let folder = tempfile::tempdir()?;
    let (config, db, tables) = fill(folder.path(), times).await?;
    publish(&db, &tables, versions).await?;
    drop(tables);

    let database = Arc::new(Database::new(&config.database));
    let log = Arc::new(Log::empty(config.history_memory << 20));
    let start = Instant::now();
    let present = load(&database, &log, iscm::prepare).await?.snapshot;
    let full = start.elapsed();
    let before = resident(id())?;
    let (mut made, mut found) = (Vec::new(), Vec::new());
    // Each version once, there and back: 389 has no divisor in common with a thousand.
    for step in 0..versions {
        let number = 1 + step * 389 % versions;
        let start = Instant::now();
        let seen = present.as_of(number, |_| Ok::<_, PastError>(()))?;
        made.push(start.elapsed());
        seen.derived::<Index>()?;
        found.push(start.elapsed());
        ensure!(seen.version().number == number);
    }
    let after = resident(id())?;
    made.sort_unstable();
    found.sort_unstable();
    let middle = made.len() / 2;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{times} times the data: {} rows in {versions} versions; all read and indexed in {:.0} ms\n\n\
         | the first time | median, ms | longest, ms | a full load takes so many times as long as the longest |\n\
         |---|---:|---:|---:|",
        present.row_count(),
        millis(full)
    )?;
    for (what, taken) in [("the graph is there", made), ("it can be searched", found)] {
        let longest = taken.last().copied().unwrap_or_default();
        writeln!(
            out,
            "| {what} | {:.1} | {:.1} | {:.0} |",
            millis(taken[middle]),
            millis(longest),
            full.as_secs_f64() / longest.as_secs_f64()
        )?;
    }
    writeln!(
        out,
        "\nmemory after all of them: {} MiB more, of a bound of {}",
        after.saturating_sub(before) / 1024,
        config.history_memory
    )?;
    Ok(())
}

/// Writes versions to the log that each changed the name of an event, and leaves the rows as they are.
async fn publish(db: &DatabaseConnection, tables: &Tables, versions: i64) -> Result<()> {
    let documents = Documents::new(tables, |kind, _| kind == NodeType::Event);
    let written = change::Entity::find().one(db).await?;
    let written = written.context("the data are in the log")?;
    let transaction = db.begin().await?;
    for number in 2..=versions {
        let at = usize::try_from(number)? * 97 % tables.event.len();
        let event = &tables.event[at];
        let document = documents.of(NodeType::Event, &event.id)?;
        let document = document.context("an event")?;
        let named = |name: String| {
            let mut named: Document = document.clone();
            named.insert("name".to_owned(), name.into());
            Some(serde_json::Value::Object(named))
        };
        let changeset = changeset::Model {
            version: number,
            created_at: chrono::Utc::now().timestamp_millis() + number,
            actor: "bench".to_owned(),
            message: "A name".to_owned(),
        };
        let change = change::Model {
            version: number,
            subject_type: NodeType::Event,
            subject_id: event.id.clone(),
            operation: Operation::Update,
            format: written.format,
            before: named(format!("{} before {number}", event.name)),
            after: named(event.name.clone()),
        };
        changeset::Entity::insert(changeset.into_active_model())
            .exec_without_returning(&transaction)
            .await?;
        change::Entity::insert(change.into_active_model())
            .exec_without_returning(&transaction)
            .await?;
    }
    let newest = version::Model {
        id: 1,
        version: versions,
    };
    version::Entity::update(newest.into_active_model().reset_all())
        .exec(&transaction)
        .await?;
    transaction.commit().await?;
    Ok(())
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
