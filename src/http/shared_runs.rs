//! Runs that streams share: of many who ask the same of one version, one is run.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use super::response::Response;

/// What tells runs of a version apart: the question, and the version that was told last.
pub(super) type RunKey = (Arc<str>, Option<i64>);

/// A run that is made once.
type Run = Arc<OnceCell<Response>>;

/// The runs of the newest version.
#[derive(Debug, Default)]
pub(super) struct SharedRuns(Mutex<(i64, HashMap<RunKey, Run>)>);

impl SharedRuns {
    /// The run of a question on a version.
    pub(super) fn of(&self, version: i64, key: RunKey) -> Run {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if runs.0 != version {
            *runs = (version, HashMap::new());
        }
        Arc::clone(runs.1.entry(key).or_default())
    }
}
