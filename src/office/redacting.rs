//! Redaction: a text that should not have been published is taken out of the log, and out of what is private beside it.

use entity::office::{comment, proposal, revision};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, Set};

use super::audit;
use super::by_hand::{ByHand, hand};
use super::failed::Failed;
use crate::db::Access;
use crate::error::{Error, Result};
use crate::model::parted;
use crate::store::{RedactError, Redacted, Redaction, has, note_redaction, redact_in, replaced};

/// The fewest letters of a text: a shorter one is in words that have nothing to do with it.
const LETTERS: usize = 3;
/// Who does it, as the log has it.
const ACTOR: &str = "operator";

/// What was taken out, or would be.
#[derive(Clone, Copy, Debug)]
pub struct RedactOutcome {
    /// Of the log.
    pub log: Redacted,
    /// How many changesets that wait or waited, and comments on them, had the text.
    pub proposals: usize,
    /// The version that says that it was done; nothing where nothing was to be done, or it was only tried.
    pub version: Option<i64>,
}

impl ByHand {
    /// Takes a text out of the log, of one node or wherever it is; with `is_dry` only tells what that would be.
    pub async fn redact(
        &self,
        text: &str,
        node: Option<&str>,
        reason: &str,
        is_dry: bool,
    ) -> Result<RedactOutcome> {
        if text.chars().count() < LETTERS {
            let takes = format!("takes at least {LETTERS} letters");
            return Err(Error::bad_input("text", &takes));
        }
        let parts = node.map(|id| {
            let takes = "takes the `id` of a node, e.g. event:rcm/some-event";
            parted(id).ok_or_else(|| Error::bad_input("id", takes))
        });
        let parts = parts.transpose()?;
        let message = format!("Redaction: {reason}");
        let redaction = Redaction {
            text,
            record: parts.as_ref().map(|(kind, id)| (*kind, &**id)),
            actor: ACTOR,
            message: &message,
            at: self.clock.now(),
        };
        let session = self.begin(Access::Write).await?;
        let transaction = session.transaction();
        let log = redact_in(transaction, redaction).await.map_err(failed)?;
        let proposals = match node {
            None => in_proposals(transaction, text)
                .await
                .map_err(Failed::from)?,
            Some(_) => 0,
        };
        let mut outcome = RedactOutcome {
            log,
            proposals,
            version: None,
        };
        if is_dry || log.is_nothing() && proposals == 0 {
            // The session is dropped, and nothing was done.
            return Ok(outcome);
        }
        let noted = note_redaction(transaction, redaction)
            .await
            .map_err(failed)?;
        outcome.version = Some(noted.number);
        let mut entry = hand("redact", node.unwrap_or("*"), self.now());
        entry.version = outcome.version;
        audit::note(transaction, entry).await?;
        session.end().await.map_err(Failed::from)?;
        Ok(outcome)
    }
}

fn failed(error: RedactError) -> Error {
    match error {
        RedactError::Database(error) => Failed::from(error).into(),
        refused => Error::bad_input("text", &refused.to_string()),
    }
}

/// Takes a text out of changesets before they are published, and of what was said of them: how many had it.
async fn in_proposals(
    transaction: &DatabaseTransaction,
    text: &str,
) -> std::result::Result<usize, DbErr> {
    let mut count = 0;
    let without = |one: &str| {
        replaced(&one.into(), text)
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    for one in proposal::Entity::find().all(transaction).await? {
        let reason = one.reason.clone().unwrap_or_default();
        if one.title.contains(text) || reason.contains(text) {
            count += 1;
            let (title, reason) = (without(&one.title), one.reason.as_deref().map(without));
            let mut changed = one.into_active_model();
            changed.title = Set(title);
            changed.reason = Set(reason);
            changed.update(transaction).await?;
        }
    }
    for one in revision::Entity::find().all(transaction).await? {
        if one.message.contains(text) || has(&one.edits, text) {
            count += 1;
            let (message, edits) = (without(&one.message), replaced(&one.edits, text));
            let mut changed = one.into_active_model();
            changed.message = Set(message);
            changed.edits = Set(edits);
            changed.update(transaction).await?;
        }
    }
    for one in comment::Entity::find().all(transaction).await? {
        if one.text.contains(text) {
            count += 1;
            let said = without(&one.text);
            let mut changed = one.into_active_model();
            changed.text = Set(said);
            changed.update(transaction).await?;
        }
    }
    Ok(count)
}
