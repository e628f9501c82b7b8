//! What is loaded before an answer is written: the fields of the root that wait for something.

use std::collections::HashMap;
use std::fmt;

use super::call::given;
use super::plan::{CallId, Plan, Step};
use crate::error::{Error, ErrorCode, Result};
use crate::input::Variables;
use crate::model::{Context, Kind, Loaded, Told, Values};

/// What is told where nothing is loaded.
const ELSEWHERE: &str =
    "what is private, and what changes something, is answered by POST to `/graphql` alone";

/// What was loaded for an operation, or why it was not.
#[derive(Default)]
pub struct LoadedFields(HashMap<CallId, Result<Loaded>>);

impl fmt::Debug for LoadedFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl LoadedFields {
    /// What was loaded for a call.
    pub(super) fn get(&self, call: CallId) -> Result<&Loaded> {
        match self.0.get(&call) {
            Some(loaded) => loaded.as_ref().map_err(Clone::clone),
            None => Err(Error::new(ErrorCode::BadRequest, ELSEWHERE)),
        }
    }
}

impl Plan {
    /// Whether it has fields that are loaded.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.loads().next().is_some()
    }

    /// The fields of the root that are loaded, with the conditions that they stand under.
    fn loads(&self) -> impl Iterator<Item = (Option<usize>, CallId, &'static Told)> {
        let entries = self.sets[self.root].entries.iter();
        entries.filter_map(|entry| {
            let Step::Told(field, call, _) = &entry.step else {
                return None;
            };
            match &field.kind {
                Kind::Told(told) if told.is_loaded() => Some((entry.when, *call, told)),
                _ => None,
            }
        })
    }

    /// Loads the fields that are, one after another, in the order in which they stand.
    pub async fn load(&self, variables: &Variables, context: Context) -> LoadedFields {
        let holds = self.held(variables);
        let mut loaded = HashMap::new();
        for (when, call, told) in self.loads() {
            if when.is_some_and(|when| !holds[when]) {
                continue;
            }
            let loading = {
                let values = given(&self.calls[call], variables);
                told.load(&Values(&values), context.clone())
            };
            let value = match loading {
                Ok(loading) => loading.await,
                Err(error) => Err(error),
            };
            loaded.insert(call, value);
        }
        LoadedFields(loaded)
    }
}
