//! Webhooks that are asked for, made, changed, tried and taken away over the API.

use entity::office::{DeliveryKind, delivery, webhook};

use super::super::audit;
use super::super::desk::OfficeRequest;
use super::super::failed::within;
use super::super::policy::{Action, Subject, Target};
use super::super::tokens;
use super::super::user_error::{UserError, UserErrorCode};
use super::info::WebhookInfo;
use super::input::WebhookInput;
use super::notice::Notice;
use super::rows;
use crate::error::{Error, Result};

/// The most webhooks of an account.
const MOST: u64 = 20;
/// The most that are listed.
const LISTED: u64 = 100;

/// What is to be done with a webhook that is there.
#[derive(Clone, Debug)]
pub enum WebhookRequest {
    /// Changing what it is.
    Update(WebhookInput),
    /// Taking it away.
    Delete,
    /// Sending it a message to try it with.
    Test,
    /// Sending to it again after it was paused, or at once.
    Resume,
    /// Telling it anew of what changed since a version.
    Replay(i32),
    /// Giving it new keys.
    RotateKeys,
}

/// What became of it.
pub(in crate::office) type Done = (Option<WebhookInfo>, Vec<UserError>);

fn refused(error: UserError) -> Done {
    (None, vec![error])
}

impl OfficeRequest {
    /// The webhooks of the account that asks, or of all.
    pub async fn webhooks(&self, all: bool) -> Result<Vec<WebhookInfo>> {
        let viewer = self.known(Action::Read, Subject::Webhook)?;
        let account = (!all).then_some(&*viewer.account);
        let meant = account.map_or_else(Target::default, Target::of_account);
        let grant = viewer.may(Action::Read, Subject::Webhook, &meant)?;
        Ok(within!(self.office, Read, |transaction| {
            rows::list(grant, transaction, account, LISTED).await?
        }))
    }

    /// Makes a webhook, which is told of what comes after a version; of the newest where none is said.
    pub async fn create_webhook(&self, input: WebhookInput, since: Option<i32>) -> Result<Done> {
        let done = self.created_webhook(input, since).await;
        self.audited("createWebhook", None, done).await
    }

    async fn created_webhook(&self, input: WebhookInput, since: Option<i32>) -> Result<Done> {
        let viewer = self.known(Action::Create, Subject::Webhook)?;
        let account = &*viewer.account;
        let grant = viewer.may(
            Action::Create,
            Subject::Webhook,
            &Target::of_account(account),
        )?;
        let said = match input.said(&self.office)? {
            Ok(said) => said,
            Err(wrong) => return Ok(refused(wrong)),
        };
        let version = self.version("since", since)?;
        let now = self.office.now();
        Ok(within!(self.office, Write, |transaction| {
            tokens::known(transaction, viewer, now).await?;
            if rows::count(transaction, account).await? >= MOST {
                let message =
                    format!("an account has {MOST} webhooks at most: take one away first");
                let many = UserError::new(UserErrorCode::TooMany, &["url"], message);
                return Ok(refused(many));
            }
            let webhook = rows::create(grant, transaction, account, said, version, now).await?;
            audit::note(transaction, self.entry("createWebhook", &webhook.id, None)).await?;
            let deliveries = Vec::new();
            let made = WebhookInfo {
                webhook,
                deliveries,
            };
            (Some(made), Vec::new())
        }))
    }

    /// Does something with a webhook.
    pub async fn change_webhook(
        &self,
        name: &'static str,
        id: &str,
        request: WebhookRequest,
    ) -> Result<Done> {
        let done = self.changed_webhook(name, id, request).await;
        self.audited(name, Some(id), done).await
    }

    async fn changed_webhook(
        &self,
        name: &'static str,
        id: &str,
        request: WebhookRequest,
    ) -> Result<Done> {
        let action = match request {
            WebhookRequest::Delete => Action::Revoke,
            _ => Action::Amend,
        };
        let viewer = self.known(action, Subject::Webhook)?;
        let found = within!(self.office, Read, |transaction| {
            rows::find(transaction, id).await?
        });
        let meant = found.and_then(|webhook| {
            let of = Target::of_account(&webhook.account_id);
            // Who may not see it is told nothing of it.
            viewer.may(Action::Read, Subject::Webhook, &of).ok()?;
            Some((viewer.may(action, Subject::Webhook, &of), webhook))
        });
        let Some((grant, webhook)) = meant else {
            let message = "there is no such webhook";
            let absent = UserError::new(UserErrorCode::NotFound, &["id"], message);
            return Ok(refused(absent));
        };
        let grant = grant?;
        let tried = match request {
            WebhookRequest::Test => Some(self.tried(&webhook).await),
            _ => None,
        };
        let said = match &request {
            WebhookRequest::Update(input) => match input.said(&self.office)? {
                Ok(said) => Some(said),
                Err(wrong) => return Ok(refused(wrong)),
            },
            _ => None,
        };
        let since = match request {
            WebhookRequest::Replay(since) => Some(self.version("since", Some(since))?),
            _ => None,
        };
        let now = self.office.now();
        let done = within!(self.office, Write, |transaction| {
            // As it is now, and nobody else's until the end.
            let Some(webhook) = rows::held(grant, transaction, id).await? else {
                let message = "there is no such webhook";
                let absent = UserError::new(UserErrorCode::NotFound, &["id"], message);
                return Ok(refused(absent));
            };
            audit::note(transaction, self.entry(name, id, None)).await?;
            let changed = match request {
                WebhookRequest::Delete => {
                    rows::delete(grant, transaction, id).await?;
                    None
                }
                WebhookRequest::Update(_) => {
                    let said = said.unwrap_or_default();
                    Some(rows::update(grant, transaction, webhook, said).await?)
                }
                WebhookRequest::RotateKeys => {
                    Some(rows::rotate(grant, transaction, webhook, now).await?)
                }
                WebhookRequest::Resume | WebhookRequest::Replay(_) => {
                    Some(rows::resume(grant, transaction, webhook, since).await?)
                }
                WebhookRequest::Test => {
                    if let Some(tried) = tried {
                        rows::note(transaction, tried).await?;
                    }
                    Some(webhook)
                }
            };
            let changed = changed.into_iter().collect();
            rows::with_deliveries(transaction, changed).await?.pop()
        });
        self.office.waiting.notify_one();
        Ok((done, Vec::new()))
    }

    /// Sends a webhook a message to try it with.
    async fn tried(&self, webhook: &webhook::Model) -> delivery::Model {
        let newest = self.office.graph.snapshot().version().number;
        let notice = Notice {
            kind: DeliveryKind::Test,
            since: webhook.version.min(newest),
            version: newest,
        };
        self.office.send(webhook, notice, 1).await.1
    }

    /// The number of a version that is there, or of the newest one.
    fn version(&self, argument: &str, given: Option<i32>) -> Result<i64> {
        let newest = self.office.graph.snapshot().version().number;
        match given.map(i64::from) {
            None => Ok(newest),
            Some(number) if (0..=newest).contains(&number) => Ok(number),
            Some(number) => {
                let takes = format!("takes the number of a version, 0 to {newest}, not {number}");
                Err(Error::bad_input(argument, &takes))
            }
        }
    }
}
