//! What is given to save a question.

use entity::office::{OtherLists, saved_question};
use serde_json::{Map, Value};

use super::user_error::{UserError, UserErrorCode};
use crate::domain::text_fault;
use crate::error::Result;
use crate::input::{Given, Input, Place};

/// The most letters of a name.
const NAME_LETTERS: usize = 100;
/// The most letters of a title, and of a path of rows.
const TITLE_LETTERS: usize = 200;
/// The most letters of a description.
const DESCRIPTION_LETTERS: usize = 4_000;
/// The most bytes of a document, and of the values of its variables.
const MAX_BYTES: usize = 100_000;

/// What is given to save a question.
#[derive(Clone, Debug)]
pub struct QuestionInput {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) document: String,
    pub(super) variables: Map<String, Value>,
    pub(super) rows: Option<String>,
    pub(super) lists: OtherLists,
    pub(super) is_public: bool,
    /// What can be told without reading the document.
    faults: Vec<UserError>,
}

impl QuestionInput {
    /// Reads it.
    pub fn read(given: Given<'_>, at: Place<'_>) -> Result<Self> {
        use entity::enums::Vocabulary as _;
        use sea_orm::Iterable as _;

        let text = |name: &str| {
            let text = given.input(name).and_then(Given::text);
            text.map(ToString::to_string)
        };
        let lists = given
            .input("lists")
            .filter(|given| *given.value() != Input::Null)
            .map(|given| {
                let words = OtherLists::iter().map(|lists| (lists.word(), lists));
                at.input("lists").one_of(given, words)
            });
        let mut faults = Vec::new();
        let variables = given.input("variables").map_or(Value::Null, json);
        let variables = match variables {
            Value::Object(variables) => variables,
            Value::Null => Map::new(),
            _ => {
                let takes = "takes an object: the values of variables by their names";
                faults.push(fault("variables", takes));
                Map::new()
            }
        };
        let name = text("name").unwrap_or_default();
        let mut read = Self {
            title: text("title").unwrap_or_else(|| name.clone()),
            name,
            description: text("description").unwrap_or_default(),
            document: text("document").unwrap_or_default(),
            variables,
            rows: text("rows").filter(|rows| !rows.is_empty()),
            lists: lists.transpose()?.unwrap_or(OtherLists::Refuse),
            is_public: matches!(
                given.input("isPublic").map(Given::value),
                Some(Input::Flag(true))
            ),
            faults,
        };
        read.look();
        Ok(read)
    }

    /// Looks for what is wrong with the texts.
    fn look(&mut self) {
        let mut faults = std::mem::take(&mut self.faults);
        let is_name = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '-');
        let letters = self.name.chars().count();
        if !(1..=NAME_LETTERS).contains(&letters) || !self.name.chars().all(is_name) {
            let takes = format!(
                "takes 1 to {NAME_LETTERS} lower-case letters (`a` to `z`), digits and hyphens"
            );
            faults.push(fault("name", &takes));
        }
        let rows = self.rows.as_deref().unwrap_or_default();
        let texts = [
            ("title", &*self.title, TITLE_LETTERS, true),
            ("description", &self.description, DESCRIPTION_LETTERS, false),
            ("rows", rows, TITLE_LETTERS, false),
        ];
        for (name, text, most, is_needed) in texts {
            if text.chars().count() > most {
                faults.push(fault(name, &format!("takes at most {most} letters")));
            } else if (is_needed || !text.is_empty())
                && let Some(wrong) = text_fault(text)
                // What is wrong with the name, whose place it takes, is told of that.
                && (name != "title" || self.title != self.name)
            {
                faults.push(fault(name, &wrong));
            }
        }
        let variables = Value::Object(self.variables.clone()).to_string().len();
        for (name, bytes) in [("document", self.document.len()), ("variables", variables)] {
            if bytes > MAX_BYTES {
                let takes = format!("has {bytes} bytes, {MAX_BYTES} at most are taken");
                faults.push(fault(name, &takes));
            }
        }
        self.faults = faults;
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is wrong with it, before its document is read.
    pub(super) fn faults(&self) -> &[UserError] {
        &self.faults
    }

    /// It as it would be kept.
    pub(super) fn model(&self, account: &str, now: i64) -> saved_question::Model {
        saved_question::Model {
            id: 0,
            account_id: account.to_owned(),
            name: self.name.clone(),
            title: self.title.clone(),
            description: self.description.clone(),
            document: self.document.clone(),
            variables: self.variables.clone().into(),
            rows: self.rows.clone(),
            lists: self.lists,
            is_public: self.is_public,
            created_at: now,
            updated_at: now,
        }
    }
}

fn fault(name: &str, message: &str) -> UserError {
    UserError::new(UserErrorCode::Invalid, &["input", name], message)
}

/// A value as JSON.
fn json(given: Given<'_>) -> Value {
    match given.value() {
        Input::Null | Input::Variable(_) => Value::Null,
        Input::Flag(flag) => (*flag).into(),
        Input::Int(number) => (*number).into(),
        Input::Number(text) => serde_json::from_str(text).unwrap_or_else(|_| Value::from(&**text)),
        Input::Text(text) | Input::Word(text) => Value::from(&**text),
        Input::Date(date) => date.to_string().into(),
        Input::List(_) => given.items().map(json).collect(),
        Input::Object(_) => {
            let inputs = given.inputs();
            let values = inputs.map(|(name, value)| (name.to_owned(), json(value)));
            Value::Object(values.collect())
        }
    }
}
