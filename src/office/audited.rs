//! What is asked for and done, as the audit has it.

use super::audit::{self, Entry};
use super::desk::OfficeRequest;
use super::failed::within;
use super::payload::ChangesetPayload;
use super::policy::{Action, Subject, Target};
use super::user_error::UserError;
use crate::error::Result;

/// What may tell of errors instead of having been done.
pub(super) trait Refusable {
    /// The errors.
    fn errors(&self) -> &[UserError];
}

impl Refusable for ChangesetPayload {
    fn errors(&self) -> &[UserError] {
        &self.errors
    }
}

impl<T> Refusable for (T, Vec<UserError>) {
    fn errors(&self) -> &[UserError] {
        &self.1
    }
}

impl OfficeRequest {
    /// What is noted of something that is done.
    pub(super) fn entry<'e>(
        &'e self,
        action: &'e str,
        subject: &'e str,
        version: Option<i64>,
    ) -> Entry<'e> {
        Entry {
            subject: Some(subject),
            version,
            ..self.attempt(action)
        }
    }

    fn attempt<'e>(&'e self, action: &'e str) -> Entry<'e> {
        Entry {
            at: self.office.now(),
            viewer: self.viewer.as_ref(),
            request: &self.id,
            action,
            subject: None,
            refused: None,
            version: None,
        }
    }

    /// What was written and what was refused, the newest first.
    pub async fn audit(&self, count: usize) -> Result<Vec<entity::office::audit::Model>> {
        let grant = self.may(Action::Read, Subject::Audit, &Target::default())?;
        Ok(within!(self.office, Read, |transaction| {
            audit::newest(grant, transaction, count as u64).await?
        }))
    }

    /// Notes an attempt that was refused; what was done is noted with it.
    pub(super) async fn audited<D: Refusable>(
        &self,
        action: &str,
        subject: Option<&str>,
        done: Result<D>,
    ) -> Result<D> {
        let refused = match &done {
            Ok(done) => done.errors().first().map(UserError::code_word),
            Err(error) => Some(error.code.as_str().to_owned()),
        };
        if let Some(refused) = refused {
            let entry = Entry {
                subject,
                refused: Some(&refused),
                ..self.attempt(action)
            };
            if let Err(error) = self.note(entry).await {
                tracing::warn!(
                    error = error.message,
                    "a refused attempt is not in the audit"
                );
            }
        }
        done
    }

    async fn note(&self, entry: Entry<'_>) -> Result<()> {
        within!(self.office, Write, |transaction| {
            audit::note(transaction, entry).await?;
        });
        Ok(())
    }
}
