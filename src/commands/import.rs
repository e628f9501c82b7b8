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
use crate::exchange;
use crate::store::{
    self, Change, Changed, Conflict, Conflicts, Difference, Outcome, Removals, WriteError,
};

/// What is imported, and how.
#[derive(Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
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
    /// Where the files and others than imports changed one thing since the files were made, take the files'
    #[arg(long, conflicts_with = "theirs")]
    mine: bool,
    /// The same, but take what is in the database
    #[arg(long)]
    theirs: bool,
    /// Tell what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub(super) async fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<()> {
        let message = match (&self.message, &self.folder) {
            (Some(message), _) => message,
            (None, Some(_)) => "Import of files",
            (None, None) => exchange::EMBEDDED,
        };
        if let Some(fault) = domain::text_fault(message) {
            bail!("--message {fault}");
        }
        // The files first: where they are faulty, no database is touched.
        let (files, tables) = match &self.folder {
            Some(folder) => {
                let files = Files::read(folder)?;
                let tables = exchange::check(&files)?;
                (files, tables)
            }
            None => (Files::embedded(), exchange::embedded()?),
        };
        let conflicts = match (self.mine, self.theirs) {
            (true, _) => Conflicts::Mine,
            (_, true) => Conflicts::Theirs,
            _ => Conflicts::Refuse,
        };
        let change = Change {
            may_remove: self.allow_removals,
            merge: Some(exchange::merge(&files, conflicts)),
            ..exchange::change(&tables, message)
        };
        if self.dry_run {
            return self.tell(config, change, out).await;
        }
        let mut setup = Setup::begin(&config.database).await?;
        setup.migrate().await?;
        let db = setup.commit().await?;
        let applied = exchange::apply(&db, change).await;
        db::close_written(db).await?;
        match applied {
            Err(WriteError::Removals(removals)) => bail!(
                "{removals}; nothing is written. `--dry-run` lists them; if they are meant, add `--allow-removals`"
            ),
            Err(WriteError::Conflicts(conflicts)) => refused(&conflicts, out)?,
            outcome => writeln!(out, "{}", report(&outcome?))?,
        }
        Ok(())
    }

    /// Tells what would be done, a record a line.
    async fn tell(
        &self,
        config: &Config,
        change: Change<'_>,
        out: &mut impl Write,
    ) -> anyhow::Result<()> {
        let change = Change {
            may_remove: true,
            ..change
        };
        let (version, difference, removals) = match would(config, change).await? {
            Err(WriteError::Conflicts(conflicts)) => return refused(&conflicts, out),
            compared => compared?,
        };
        for (kind, records) in &difference.changed {
            for (id, operation) in records {
                let sign = match operation {
                    Operation::Insert => '+',
                    Operation::Update => '~',
                    Operation::Delete => '-',
                };
                writeln!(out, "{sign} {}:{id}", kind.name())?;
            }
        }
        let is_same = difference.is_empty();
        let version = if is_same { version } else { version + 1 };
        let changed = difference.changed;
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

/// What can be done about conflicts.
const ADVICE: &str = "The files and others changed the same since the files were made: `--mine` takes the files', `--theirs` \
                      the database's; or export anew, and change that";

/// Tells the conflicts, a record a line; the error says what can be done.
fn refused(conflicts: &[Conflict], out: &mut impl Write) -> anyhow::Result<()> {
    for conflict in conflicts {
        writeln!(out, "! {conflict}")?;
    }
    let count = conflicts.len();
    let records = if count == 1 { "record" } else { "records" };
    bail!("{count} {records} in conflict; nothing is written. {ADVICE}")
}

/// The version that the database has, what a change would do to it, and what it would remove if that is much; where
/// there is no database yet, it does all.
async fn would(
    config: &Config,
    change: Change<'_>,
) -> Result<Result<(i64, Difference, Option<Removals>), WriteError>, db::Error> {
    let database = Database::new(&config.database);
    let compared = database.read(async |reading| {
        let schema = Schema::of(reading.db()).await?;
        if schema.is_empty() {
            return Ok(None);
        }
        schema.check()?;
        Ok(Some(store::compared(reading.db(), change).await))
    });
    let compared = match compared.await {
        Err(db::Error::Missing { .. }) => None,
        compared => compared?,
    };
    Ok(compared.unwrap_or_else(|| {
        let nothing = Tables::default();
        Ok((0, Difference::between(&nothing, change.tables), None))
    }))
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
