//! What is given to propose a changeset.

use sha2::{Digest as _, Sha256};

use super::draft::{Draft, Intended};
use super::edit_input;
use super::kept_edits::keep;
use super::key_text::hex;
use super::proposals::{RequestKey, Said};
use super::rights;
use crate::domain::text_fault;
use crate::error::Result;
use crate::input::{Given, Input, Place};

/// What is given to propose a changeset.
#[derive(Clone, Debug)]
pub struct ProposeInput {
    pub(super) title: String,
    pub(super) message: String,
    pub(super) edits: Vec<Intended>,
    /// The client's own key of the request.
    pub(super) request_key: Option<String>,
    pub(super) is_dry: bool,
    pub(super) publishes: bool,
}

impl ProposeInput {
    /// Reads it.
    pub fn read(given: Given<'_>, at: Place<'_>) -> Result<Self> {
        let words = |name: &str| {
            let text = given.input(name).and_then(Given::text);
            text.map(|text| held(text, &at.input(name))).transpose()
        };
        let flag = |name: &str| {
            let value = given.input(name).map(Given::value);
            matches!(value, Some(Input::Flag(true)))
        };
        let title = words("title")?.unwrap_or_default();
        let changes = given.input("changes");
        let changes = changes.ok_or_else(|| at.wrong("takes `changes`"))?;
        Ok(Self {
            message: words("message")?.unwrap_or_else(|| title.clone()),
            title,
            edits: edit_input::read(changes, at.input("changes"))?,
            request_key: words("idempotencyKey")?,
            is_dry: flag("dryRun"),
            publishes: flag("publish"),
        })
    }

    /// The client's own key of it, with the hash of what it says; nothing where it has none.
    pub(super) fn request(&self) -> Result<Option<RequestKey>> {
        let Some(key) = self.request_key.clone() else {
            return Ok(None);
        };
        let edits = keep(&self.edits)?;
        let said = serde_json::json!([self.title, self.message, edits, self.publishes]);
        let hash = hex(&Sha256::digest(said.to_string()));
        Ok(Some(RequestKey { key, hash }))
    }

    /// What is kept of it.
    pub(super) fn said(&self, draft: &Draft) -> Result<Said> {
        Ok(Said {
            title: self.title.clone(),
            message: self.message.clone(),
            edits: self.edits.clone(),
            iscms: rights::iscms(draft)?,
            based_on: draft.after,
        })
    }
}

/// The most letters of a title, a message, a comment.
const LETTERS: usize = 4_000;

/// A text, if it can be read and is not too long.
fn held(text: &str, at: &Place<'_>) -> Result<String> {
    if text.chars().count() > LETTERS {
        return Err(at.wrong(&format!("takes at most {LETTERS} letters")));
    }
    match text_fault(text) {
        Some(fault) => Err(at.wrong(&fault)),
        None => Ok(text.to_owned()),
    }
}

/// A text of an argument, if it can be read and is not too long.
pub fn argument_text(name: &str, text: &str) -> Result<String> {
    held(text, &Place::argument(name))
}
