//! Saved questions as data sets.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use entity::office::{OtherLists as Lists, saved_question};
use quick_cache::sync::Cache;
use sha2::{Digest as _, Sha256};

use super::delta::{Operation, changes};
use super::named::{Described, Named};
use super::wrong::{Place, Wrong, variable};
use crate::error::{Error, ErrorCode};
use crate::execute::{Cell, OtherLists};
use crate::graph::Scope;
use crate::office::{AnswerChanges, QuestionFault, QuestionReader};
use crate::request::Documents;
use crate::work::{Bound, Work};

/// How many are kept.
const KEPT: usize = 200;
/// How long it may take to find out what changed of an answer, for which nobody waits.
const TIME: Duration = Duration::from_mins(1);

/// Reads saved questions, and keeps those that were read last by all that is said of them: one that was changed is
/// another one.
pub struct SavedSets {
    documents: Arc<Documents>,
    kept: Cache<[u8; 32], Arc<Named>>,
}

impl fmt::Debug for SavedSets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SavedSets").finish_non_exhaustive()
    }
}

impl SavedSets {
    /// None yet.
    #[must_use]
    pub fn new(documents: Arc<Documents>) -> Self {
        let kept = Cache::new(KEPT);
        Self { documents, kept }
    }

    /// A question as a data set; or why it is none that can be asked.
    pub fn get(&self, question: &saved_question::Model) -> Result<Arc<Named>, Error> {
        let first = |wrong: Wrong| {
            let first = wrong.errors.into_iter().next();
            first.unwrap_or_else(|| Error::internal("refused without a reason"))
        };
        self.read(question).map_err(first)
    }

    fn read(&self, question: &saved_question::Model) -> Result<Arc<Named>, Wrong> {
        let text = &question.document;
        if self.documents.trusts_alone()
            && self.documents.trusted().all(|trusted| **trusted != **text)
        {
            let message = "only documents that the operator trusts are answered here";
            let error = Error::new(ErrorCode::DocumentNotTrusted, message);
            return Err(Wrong::document(error.into()));
        }
        let key = digest(question);
        if let Some(named) = self.kept.get(&key) {
            return Ok(named);
        }
        let document = self.documents.read(&text.as_str().into());
        let document = document.map_err(Wrong::document)?;
        let described = Described {
            name: question.name.clone(),
            title: question.title.clone(),
            description: question.description.clone(),
            rows: question.rows.clone(),
            lists: match question.lists {
                Lists::Join => OtherLists::Join,
                Lists::Omit => OtherLists::Omit,
                Lists::Refuse => OtherLists::Refuse,
            },
            values: question.variables.as_object().cloned().unwrap_or_default(),
        };
        let named = Arc::new(Named::of(&self.documents, described, document)?);
        self.kept.insert(key, Arc::clone(&named));
        Ok(named)
    }
}

impl QuestionReader for SavedSets {
    fn columns(&self, question: &saved_question::Model) -> Result<Vec<String>, Vec<QuestionFault>> {
        match self.read(question) {
            Ok(named) => {
                let columns = named.columns.iter();
                Ok(columns.map(|column| column.name.clone()).collect())
            }
            Err(Wrong { place, errors }) => {
                let errors = errors.into_iter();
                Err(errors.map(|error| fault(place, error)).collect())
            }
        }
    }

    fn changes(
        &self,
        question: &saved_question::Model,
        (before, after): (&Scope, &Scope),
        most: usize,
    ) -> Result<AnswerChanges, Error> {
        let named = self.get(question)?;
        let values = named.values(&[])?;
        let operation = named.operation(&self.documents, &values);
        let operation = operation.map_err(|refused| {
            let first = Wrong::operation(refused).errors.into_iter().next();
            first.unwrap_or_else(|| Error::internal("refused without a reason"))
        })?;
        let table = named.table(&operation, None, None, false)?;
        let work = Work::begin(Bound {
            units: u64::MAX,
            bytes: usize::MAX,
            time: TIME,
            abandoned: Arc::default(),
        });
        let mut found = AnswerChanges::default();
        let rows = (
            &operation.rows(&table, before),
            &operation.rows(&table, after),
        );
        changes(rows, &work, &mut |what, _key, cells| {
            match what {
                Operation::Delete => found.deletes += 1,
                Operation::Upsert => {
                    found.upserts += 1;
                    if found.rows.len() < most {
                        let texts = cells.iter().filter_map(Cell::text);
                        let texts: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
                        found.rows.push(texts.join(" · "));
                    }
                }
            }
            Ok(())
        })?;
        Ok(found)
    }
}

fn fault(place: Place, error: Error) -> QuestionFault {
    let path = match place {
        Place::Document => vec!["document".to_owned()],
        Place::Rows => vec!["rows".to_owned()],
        Place::Lists => vec!["lists".to_owned()],
        Place::Variables => {
            let name = variable(&error).map(str::to_owned);
            ["variables".to_owned()].into_iter().chain(name).collect()
        }
    };
    let message = match error.location {
        Some(at) if place == Place::Document => {
            format!("line {}, column {}: {}", at.line, at.column, error.message)
        }
        _ => error.message,
    };
    QuestionFault { path, message }
}

/// What tells a question from others, and from what it was.
fn digest(question: &saved_question::Model) -> [u8; 32] {
    let saved_question::Model {
        name,
        title,
        description,
        document,
        variables,
        rows,
        lists,
        ..
    } = question;
    let said = serde_json::json!([name, title, description, document, variables, rows, lists]);
    Sha256::digest(said.to_string()).into()
}
