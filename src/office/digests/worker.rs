//! Who sends digests: a task of each server. Each digest is sent by one of them.
//!
//! A mail cannot be sent exactly once. A digest is noted as sent until its next day before it is sent: where the program dies in
//! between, nothing comes twice; what changed is told the next time, as the version is noted behind.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use entity::office::digest;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tracing::{debug, warn};

use super::super::desk::Office;
use super::super::failed::{Failed, within};
use super::due::after;
use super::letters::{End, LISTED, Writer};
use super::rows::{self, Noted};
use crate::apart::apart;
use crate::error::{Error, Result};
use crate::graph::{PastError, Scope};
use crate::mail::{Letter, MailFault};
use crate::model::{Only, between};
use crate::work::Work;

/// How many are looked at at once.
const BATCH: u64 = 50;
/// The first pause after a mail that was not taken, each twice as long as the one before.
const PAUSE: TimeDelta = TimeDelta::minutes(10);
/// How often in a row a mail may be refused or not be taken before the digest ends.
const ATTEMPTS: i32 = 8;
/// How long it is waited at most after what failed.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// What a digest tells.
enum Told {
    Nothing,
    Letter(Letter),
    /// What there is could not be found out: it is told the next day.
    Later,
    /// That no more comes, and why.
    End(End),
}

/// Sends digests until it is dropped.
#[derive(Debug)]
pub struct DigestWorker(JoinHandle<()>);

impl DigestWorker {
    /// Looks each `period` for digests that are due. Where no mail is sent it does nothing.
    #[must_use]
    pub fn start(office: Arc<Office>, period: Duration) -> Self {
        Self(tokio::spawn(async move {
            if office.services.mailer.is_none() || office.services.published_at.is_none() {
                return;
            }
            let mut pause = period;
            loop {
                sleep(pause).await;
                // The follower has the connection first, and tells of what is wrong.
                if office.graph.behind().is_some() {
                    continue;
                }
                match office.send_digests().await {
                    Ok(()) => pause = period,
                    Err(failed) => {
                        let reason = failed.reason();
                        debug!(reason, "digests are not looked for");
                        pause = (pause * 2).min(LONGEST_PAUSE);
                    }
                }
            }
        }))
    }
}

impl Drop for DigestWorker {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Office {
    /// Sends the digests that are due.
    async fn send_digests(self: &Arc<Self>) -> std::result::Result<(), Failed> {
        loop {
            let now = self.now();
            let due = within!(self, Look, |transaction| {
                rows::due(transaction, now, BATCH).await?
            });
            if due.is_empty() {
                return Ok(());
            }
            for digest in due {
                self.send_digest(digest).await?;
            }
        }
    }

    async fn send_digest(
        self: &Arc<Self>,
        mut digest: digest::Model,
    ) -> std::result::Result<(), Failed> {
        let services = &self.services;
        let (Some(mailer), Some(base)) = (&services.mailer, &services.published_at) else {
            return Ok(());
        };
        let scope = self.graph.scope();
        let version = scope.snapshot.version().number;
        // What is wrong with one holds up no other.
        let told = self
            .letter(&digest, base, scope)
            .await
            .unwrap_or_else(|mut error| {
                let (id, cause) = (&digest.id, error.take_cause());
                let reason = &error.message;
                warn!(id, reason, cause, "a digest is put off to the next day");
                Told::Later
            });
        let claimed = Noted {
            // Where nothing is to be told, it is as if it had been.
            version: match told {
                Told::Nothing => version,
                Told::Letter(_) | Told::Later | Told::End(_) => digest.version,
            },
            next_at: after(self.graph.now(), digest.every),
            attempts: digest.attempts,
        };
        let is_ours = within!(self, Write, |transaction| {
            let is_ours = rows::note(transaction, &digest, claimed).await?;
            if is_ours && matches!(told, Told::End(_)) {
                rows::delete(transaction, &digest.id).await?;
            }
            is_ours
        });
        let letter = match told {
            Told::Letter(letter) if is_ours => letter,
            Told::End(why) if is_ours => {
                let letter = Writer::new(self, &digest, base).ending(why);
                // Where it is not taken, nothing comes any more all the same.
                let _ = mailer.send(&letter).await;
                return Ok(());
            }
            _ => return Ok(()),
        };
        digest.next_at = claimed.next_at;
        let sent = mailer.send(&letter).await;
        self.note_sent(&digest, version, sent).await
    }

    async fn note_sent(
        &self,
        digest: &digest::Model,
        version: i64,
        sent: std::result::Result<(), MailFault>,
    ) -> std::result::Result<(), Failed> {
        let attempts = digest.attempts.saturating_add(1);
        let noted = match sent {
            Ok(()) => Noted {
                version,
                next_at: digest.next_at,
                attempts: 0,
            },
            Err(_) if attempts >= ATTEMPTS => {
                let id = &digest.id;
                warn!(id, "a digest ends: its mails are not taken");
                within!(self, Write, |transaction| {
                    rows::delete(transaction, id).await?;
                });
                return Ok(());
            }
            // Somebody's mistake, perhaps, until the next day.
            Err(MailFault::Refused) => Noted {
                version: digest.version,
                next_at: digest.next_at,
                attempts,
            },
            Err(MailFault::Later) => {
                let doubled = 1_i32.checked_shl(u32::try_from(digest.attempts).unwrap_or(0));
                let pause = PAUSE.checked_mul(doubled.unwrap_or(1)).unwrap_or(PAUSE);
                let again = self.now().saturating_add(pause.num_milliseconds());
                Noted {
                    version: digest.version,
                    next_at: again.min(digest.next_at),
                    attempts,
                }
            }
        };
        within!(self, Write, |transaction| {
            rows::note(transaction, digest, noted).await?;
        });
        Ok(())
    }

    /// The letter of a digest.
    async fn letter(
        self: &Arc<Self>,
        digest: &digest::Model,
        base: &str,
        scope: Scope,
    ) -> Result<Told> {
        let question = match digest.question.as_deref() {
            None => None,
            Some(named) => match self.public_question(named).await? {
                Some(question) => Some(question),
                None => return Ok(Told::End(End::NotPublic)),
            },
        };
        let (office, digest, base) = (Arc::clone(self), digest.clone(), base.to_owned());
        let written = apart(move || {
            let newest = scope.snapshot.version().number;
            // What is not kept any more is not told.
            let since = digest.version.max(scope.snapshot.oldest()).min(newest);
            let writer = Writer::new(&office, &digest, &base);
            if let Some(question) = question {
                let before = scope.as_of(since, |_| Ok::<_, PastError>(()));
                let before = before.map_err(|error| Error::internal(error.to_string()))?;
                let reader = &office.services.reader;
                if reader.columns(&question).is_err() {
                    return Ok(Told::End(End::NotAnswered));
                }
                let changes = reader.changes(&question, (&before, &scope), LISTED)?;
                if changes.upserts + changes.deletes == 0 {
                    return Ok(Told::Nothing);
                }
                let letter = writer.answering(&question, (since, newest), &changes);
                return Ok(Told::Letter(letter));
            }
            let number = |version: i64| i32::try_from(version).unwrap_or(i32::MAX);
            let only = Only::of_iscms(&digest.iscms.0);
            let versions = (number(since), number(newest));
            let changes = between(&scope, versions, &only, &Work::unbounded())?;
            if changes.is_empty() {
                return Ok(Told::Nothing);
            }
            writer.telling(&scope, (since, &changes)).map(Told::Letter)
        });
        let written = written.await;
        written.map_err(|stopping| Error::internal(stopping.to_string()))?
    }
}
