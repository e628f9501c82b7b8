//! `iscm import`.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::{ArgGroup, Args};
use entity::enums::Operation;
use entity::tables::Tables;

use crate::config::Config;
use crate::dataset::Files;
use crate::db::{self, Database, Schema, Setup};
use crate::domain;
use crate::store::{self, Changed, Outcome, Removals, WriteError};

/// What is imported, and how.
#[derive(Args)]
#[command(group = ArgGroup::new("data").required(true).args(["folder", "embedded"]))]
pub(super) struct Import {
    /// The folder
    folder: Option<PathBuf>,
    /// The data set that comes with this program, instead of a folder's
    #[arg(long)]
    embedded: bool,
    /// What the changeset is for [default: Import of files, or The data set of iscm VERSION]
    #[arg(long)]
    message: Option<String>,
    /// Remove records even where they are more than a tenth of all, or more than half of those of one
    /// ISCM or type
    #[arg(long)]
    allow_removals: bool,
    /// Tell what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub(super) async fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<()> {
        let message = match (&self.message, &self.folder) {
            (Some(message), _) => message,
            (None, Some(_)) => "Import of files",
            (None, None) => crate::EMBEDDED,
        };
        if let Some(fault) = domain::text_fault(message) {
            bail!("--message {fault}");
        }
        // The files first: where they are faulty, no database is touched.
        let tables = match &self.folder {
            Some(folder) => crate::check(&Files::read(folder)?)?,
            None => crate::embedded()?,
        };
        if self.dry_run {
            return self.tell(config, &tables, out).await;
        }
        let mut setup = Setup::begin(&config.database).await?;
        setup.migrate().await?;
        let db = setup.commit().await?;
        let mut change = crate::change(&tables, message);
        change.may_remove = self.allow_removals;
        let applied = crate::apply(&db, change).await;
        db::close_written(db).await?;
        match applied {
            Err(WriteError::Removals(removals)) => bail!(
                "{removals}; nothing is written. `--dry-run` lists them; if they are meant, add `--allow-removals`"
            ),
            outcome => writeln!(out, "{}", report(&outcome?))?,
        }
        Ok(())
    }

    /// Tells what would be done, a record a line.
    async fn tell(
        &self,
        config: &Config,
        tables: &Tables,
        out: &mut impl Write,
    ) -> anyhow::Result<()> {
        let (version, old) = present(config).await?;
        let changed = store::differences(&old, tables);
        for (kind, records) in &changed {
            for (id, operation) in records {
                let sign = match operation {
                    Operation::Insert => '+',
                    Operation::Update => '~',
                    Operation::Delete => '-',
                };
                writeln!(out, "{sign} {}:{id}", kind.name())?;
            }
        }
        let is_same = changed.is_empty();
        let removals = Removals::of(&old, &changed);
        let version = if is_same { version } else { version + 1 };
        writeln!(out, "{}", report(&Outcome { version, changed }))?;
        if let Some(removals) = removals
            && !self.allow_removals
        {
            writeln!(out, "{removals}: the import needs `--allow-removals`")?;
        }
        writeln!(out, "nothing is written (`--dry-run`)")?;
        Ok(())
    }
}

/// The version and the rows that the database has; none where there is no database yet, or nothing in it.
async fn present(config: &Config) -> anyhow::Result<(i64, Tables)> {
    let database = Database::new(&config.database);
    let present = database.read(async |reading| {
        let schema = Schema::of(reading.db()).await?;
        if schema.is_empty() {
            return Ok((0, Tables::default()));
        }
        schema.check()?;
        let loaded = store::load(reading.db()).await?;
        Ok((loaded.version.number, loaded.tables))
    });
    match present.await {
        Err(db::Error::Missing { .. }) => Ok((0, Tables::default())),
        present => Ok(present?),
    }
}

/// What an import did, in one line.
fn report(outcome: &Outcome) -> String {
    let version = outcome.version;
    if outcome.changed == Changed::new() {
        return format!("nothing differs: the data set stays at version {version}");
    }
    format!(
        "version {version}: {} records added, {} changed, {} removed",
        outcome.count(Operation::Insert),
        outcome.count(Operation::Update),
        outcome.count(Operation::Delete),
    )
}
