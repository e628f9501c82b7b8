//! The partners' own programs for a nightly pull, and what they keep.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::script;
use crate::files::kept::Kept;
use crate::support::{TestServer, python, run_tool as run};

/// A partner's folder, into which one of the programs pulls.
pub(super) struct Partner {
    folder: TempDir,
    python: Option<&'static Path>,
}

impl Partner {
    /// One with curl.
    pub(super) fn with_curl() -> Self {
        let folder = TempDir::new().expect("a folder");
        let python = None;
        Self { folder, python }
    }

    /// One with pandas, where Python is there.
    pub(super) fn with_pandas() -> Option<Self> {
        let folder = TempDir::new().expect("a folder");
        let python = Some(python()?);
        Some(Self { folder, python })
    }

    pub(super) fn pull(&self, server: &TestServer, name: &str) {
        let mut command = match self.python {
            Some(python) => Command::new(python),
            None => Command::new("sh"),
        };
        let script = script(self.python.map_or("pull.sh", |_| "pull.py"));
        let url = format!("http://{}", server.address());
        command.arg(script).arg(&url).arg(name);
        run(command.arg(self.folder.path()));
    }

    /// Whether what it has of a data set is a whole file, on which nothing was pulled.
    pub(super) fn is_whole(&self, name: &str) -> bool {
        !self
            .folder
            .path()
            .join(format!("{name}.changes.csv"))
            .exists()
    }

    /// What it has of a data set.
    pub(super) fn kept(&self, name: &str) -> Kept {
        let read = |end: &str| fs::read_to_string(self.folder.path().join(format!("{name}.{end}")));
        let since = read("since").expect("what to ask from next");
        let mut kept = Kept::of_file(&read("csv").expect("a file"), since.trim().to_owned());
        // With pandas they are applied already.
        if let Ok(changes) = read("changes.csv") {
            let mut reader = csv::ReaderBuilder::new();
            let mut reader = reader.has_headers(false).from_reader(changes.as_bytes());
            let rows = reader.records().map(|row| row.expect("a row"));
            kept.apply(
                rows.map(|row| row.iter().map(str::to_owned).collect())
                    .collect(),
            );
        }
        kept
    }
}
