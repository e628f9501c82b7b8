//! Who reads questions: the office knows nothing of documents.

use std::fmt::Debug;

use entity::office::saved_question;

use super::user_error::{UserError, UserErrorCode};
use crate::error::Result as Answered;
use crate::graph::Scope;

/// What is wrong with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionFault {
    /// Where in what is saved of it: `document`, or `variables` and a name.
    pub path: Vec<String>,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl QuestionFault {
    /// It as it is told, below a place in the arguments.
    pub(super) fn told(self, above: &[&str]) -> UserError {
        let path: Vec<&str> = above
            .iter()
            .copied()
            .chain(self.path.iter().map(String::as_str))
            .collect();
        UserError::new(UserErrorCode::Invalid, &path, self.message)
    }
}

/// What changed of the answer to a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerChanges {
    /// Rows that are new or have other values, the first of them, as texts.
    pub rows: Vec<String>,
    /// How many such rows there are.
    pub upserts: usize,
    /// How many rows are gone.
    pub deletes: usize,
}

/// Reads questions against the schema.
pub trait QuestionReader: Debug + Send + Sync {
    /// The columns of the file that answers a question; or all that is wrong with it.
    fn columns(&self, question: &saved_question::Model) -> Result<Vec<String>, Vec<QuestionFault>>;

    /// What changed of the answer to a question between two versions, with the first rows up to a number; an error where
    /// the schema does not take it any more, or it takes too long.
    fn changes(
        &self,
        question: &saved_question::Model,
        versions: (&Scope, &Scope),
        most: usize,
    ) -> Answered<AnswerChanges>;
}
