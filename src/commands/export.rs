//! `iscm export`.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{ArgGroup, Args};

use crate::config::Config;
use crate::db::Database;
use crate::dump;
use crate::exchange;
use crate::secret::shown_path;

/// What is written, and where to.
#[derive(Args)]
#[command(group = ArgGroup::new("place").required(true).args(["folder", "sqlite"]))]
pub(super) struct Export {
    /// The folder, new or empty
    folder: Option<PathBuf>,
    /// A new file, for an SQLite database with the data set and its history
    #[arg(long, value_name = "FILE")]
    sqlite: Option<PathBuf>,
}

impl Export {
    pub(super) async fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<()> {
        let database = Database::new(&config.database);
        if let Some(file) = &self.sqlite {
            let shown = shown_path(file);
            let version = dump::export(&database, file).await;
            let version = version.with_context(|| format!("cannot write {shown}"))?;
            writeln!(
                out,
                "version {} with its history in {shown}",
                version.number
            )?;
        }
        if let Some(folder) = &self.folder {
            let files = database.read(async |reading| {
                reading.check().await?;
                exchange::export(reading.db()).await
            });
            let files = files.await?;
            files.write(folder)?;
            let count = files.iter().count();
            writeln!(out, "{count} files in {}", shown_path(folder))?;
        }
        Ok(())
    }
}
