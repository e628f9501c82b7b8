//! Who sends to webhooks: a task of each server. A webhook is sent to by one server at a time, and by one that has failed to
//! others are not kept waiting.

use std::sync::Arc;
use std::time::Duration;

use entity::office::{DeliveryFault, DeliveryKind, webhook};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tracing::{debug, info, warn};

use super::super::desk::Office;
use super::super::failed::{Failed, within};
use super::notice::Notice;
use super::outcome::Outcome;
use super::rows::{self, Noted};
use super::schedule::{Next, next};
use crate::error::{Error, Result};
use crate::model::Only;

/// How many messages are under way at once to webhooks that took the last one, and to those that did not.
const HEALTHY: usize = 64;
const FAILING: usize = 16;
/// How many webhooks are looked at at once.
const BATCH: u64 = 128;
/// How long a webhook is in the hands of a server, in milliseconds: longer than a message takes.
const CLAIM: i64 = 60_000;
/// How long it is waited at most after what failed.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Sends to webhooks until it is dropped. What is under way then is sent again by the next who looks.
#[derive(Debug)]
pub struct WebhookWorker(JoinHandle<()>);

impl WebhookWorker {
    /// Looks for webhooks that are to be told of something whenever a version is served, and each `period`.
    #[must_use]
    pub fn start(office: Arc<Office>, period: Duration) -> Self {
        let slots = Slots {
            healthy: Arc::new(Semaphore::new(HEALTHY)),
            failing: Arc::new(Semaphore::new(FAILING)),
        };
        Self(tokio::spawn(async move {
            let mut versions = office.graph.versions();
            let mut pause = period;
            loop {
                let woken = async {
                    tokio::select! {
                        _ = versions.changed() => {}
                        () = office.waiting.notified() => {}
                    }
                };
                let _ = timeout(pause, woken).await;
                // The follower has the connection first, and tells of what is wrong.
                if office.graph.behind().is_some() {
                    continue;
                }
                match slots.tell(&office).await {
                    Ok(()) => pause = period,
                    Err(failed) => {
                        let reason = failed.reason();
                        debug!(reason, "webhooks are not looked for");
                        pause = (pause * 2).min(LONGEST_PAUSE);
                    }
                }
            }
        }))
    }
}

impl Drop for WebhookWorker {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Places for messages that are under way.
struct Slots {
    healthy: Arc<Semaphore>,
    failing: Arc<Semaphore>,
}

impl Slots {
    fn take(&self, webhook: &webhook::Model) -> Option<OwnedSemaphorePermit> {
        let slots = if webhook.attempts == 0 {
            &self.healthy
        } else {
            &self.failing
        };
        Arc::clone(slots).try_acquire_owned().ok()
    }

    /// Tells the webhooks that are to be told of something, as many as there are places for.
    async fn tell(&self, office: &Arc<Office>) -> std::result::Result<(), Failed> {
        let (now, newest) = (office.now(), office.graph.snapshot().version().number);
        let due = within!(office, Look, |transaction| {
            rows::due(transaction, newest, now, BATCH).await?
        });
        let (mut told, mut passed) = (Vec::new(), Vec::new());
        for webhook in due {
            if !office.concerns(&webhook, newest) {
                passed.push(webhook);
            } else if let Some(place) = self.take(&webhook) {
                told.push((webhook, place));
            }
        }
        if told.is_empty() && passed.is_empty() {
            return Ok(());
        }
        let claimed = within!(office, Write, |transaction| {
            for webhook in passed {
                let noted = Noted {
                    version: newest,
                    attempts: webhook.attempts,
                    failing_since: webhook.failing_since,
                    next_at: webhook.next_at,
                    paused: None,
                };
                rows::let_go(transaction, &webhook, noted).await?;
            }
            let mut claimed = Vec::new();
            for (mut webhook, place) in told {
                let until = now.saturating_add(CLAIM);
                if rows::claim(transaction, &webhook, until).await? {
                    webhook.claimed_until = until;
                    claimed.push((webhook, place));
                }
            }
            claimed
        });
        for (webhook, place) in claimed {
            let office = Arc::clone(office);
            tokio::spawn(async move {
                let told = office.tell(&webhook, newest).await;
                if let Err(failed) = told {
                    let (id, reason) = (webhook.id, failed.reason());
                    warn!(id, reason, "a webhook is told again");
                }
                drop(place);
                // It may be behind again.
                office.waiting.notify_one();
            });
        }
        Ok(())
    }
}

impl Office {
    /// Whether a webhook is to be told of what changed up to a version. What the log does not tell any more may be.
    fn concerns(&self, webhook: &webhook::Model, newest: i64) -> bool {
        if webhook.iscms.0.is_empty() {
            return true;
        }
        let snapshot = self.graph.snapshot();
        let log = snapshot.log();
        if log.first().is_none_or(|first| first > webhook.version + 1) {
            return true;
        }
        let only = Only::of_iscms(&webhook.iscms.0);
        let since = log.between(webhook.version, newest);
        since.iter().any(|changeset| only.is_in(changeset))
    }

    /// Sends a webhook that is in hand what there is to be told, and notes what became of it.
    async fn tell(&self, webhook: &webhook::Model, newest: i64) -> std::result::Result<(), Failed> {
        let notice = Notice {
            kind: DeliveryKind::Change,
            since: webhook.version,
            version: newest,
        };
        let attempt = webhook.attempts.saturating_add(1);
        let (outcome, delivery) = self.send(webhook, notice, attempt).await;
        let noted = noted(webhook, outcome, newest, self.now())?;
        if let Some((_, because)) = &noted.paused {
            let id = &webhook.id;
            info!(id, because, "a webhook is paused");
        }
        within!(self, Write, |transaction| {
            rows::let_go(transaction, webhook, noted).await?;
            rows::note(transaction, delivery).await?;
        });
        Ok(())
    }
}

/// What is noted of a webhook that was sent a message.
fn noted(webhook: &webhook::Model, outcome: Outcome, newest: i64, now: i64) -> Result<Noted> {
    let Some(fault) = outcome.fault else {
        return Ok(Noted {
            version: newest,
            attempts: 0,
            failing_since: None,
            next_at: 0,
            paused: None,
        });
    };
    let since = webhook.failing_since.unwrap_or(now);
    let attempts = webhook.attempts.saturating_add(1);
    let mut salt = [0];
    getrandom::fill(&mut salt).map_err(|error| Error::internal(error.to_string()))?;
    let again = next(now, since, attempts, outcome.retry_after, salt[0]);
    let (next_at, paused) = match (fault, again) {
        (DeliveryFault::Gone, _) => (
            now,
            Some((now, "the receiver says that it is gone (410)".to_owned())),
        ),
        (_, Next::Paused) => (
            now,
            Some((now, "no message was taken for three days".to_owned())),
        ),
        (_, Next::At(at)) => (at, None),
    };
    Ok(Noted {
        version: webhook.version,
        attempts,
        failing_since: Some(since),
        next_at,
        paused,
    })
}
