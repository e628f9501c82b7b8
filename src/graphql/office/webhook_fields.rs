//! The fields of the roots for webhooks.

use std::sync::Arc;

use super::webhook::WebhookPayload;
use crate::error::Result;
use crate::model::{Arg, Field, Id, Loaded, MAX_LIST, arg, loaded};
use crate::office::{OfficeRequest, WebhookInfo, WebhookInput, WebhookRequest};

type Text = Arc<str>;
type Asked = Arc<OfficeRequest>;

#[rustfmt::skip] // tables: a line for each field
pub(super) fn query() -> Field {
    loaded("webhooks", "The webhooks of the account that asks, oldest first; with `all`, those of all accounts, which takes the role `ADMIN`.\nPrivate.", "[Webhook!]!", || (arg("all", "Whether those of all accounts are meant.").or("false"),), webhooks).costing(50).at_most(MAX_LIST)
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn mutations() -> Vec<Field> {
    vec![
        loaded("createWebhook", "Makes a webhook of the account that asks. The secret that its messages are signed with is told once.", "WebhookPayload!", || (
            arg("url", "The address, `https://…`, on the public internet."),
            arg("description", "What it is for, in words."),
            iscms(),
            arg("since", "The version after which it is told of changes; the newest one when it is not given."),
        ), create).costing(50),
        loaded("updateWebhook", "Changes what a webhook is. What is not given stays.", "WebhookPayload!", || (
            of_id(),
            arg("url", "The address, `https://…`, on the public internet."),
            arg("description", "What it is for, in words."),
            iscms(),
        ), update).costing(50),
        loaded("deleteWebhook", "Takes a webhook away, with what is kept of its messages.", "WebhookPayload!", || (of_id(),), delete).costing(50),
        loaded("testWebhook", "Sends a webhook a message to try it with, and tells in `deliveries` what became of it. It waits up to ten seconds.", "WebhookPayload!", || (of_id(),), test).costing(200),
        loaded("resumeWebhook", "Lets a webhook be sent to again at once, after it was paused or while it fails.", "WebhookPayload!", || (of_id(),), resume).costing(50),
        loaded("replayWebhook", "Tells a webhook anew of what changed since a version, in one message.", "WebhookPayload!", || (
            of_id(),
            arg("since", "The version, 0 to the newest one."),
        ), replay).costing(50),
        loaded("rotateWebhookKeys", "Gives a webhook new keys. Those that it has sign its messages beside them for another day. The new secret is told once.", "WebhookPayload!", || (of_id(),), rotate).costing(50),
    ]
}

fn of_id() -> Arg<Id> {
    arg("id", "The `id` of the webhook.")
}

fn iscms() -> Arg<Option<Vec<Text>>> {
    arg(
        "iscms",
        "Only changes of these ISCMs and of what is theirs, by acronym, slug or `id`; none, `[]`, for all changes.",
    )
    .at_most(20, "ISCMs")
}

async fn webhooks(asked: Asked, (all,): (bool,)) -> Result<Loaded> {
    Ok(Loaded::values(asked.webhooks(all).await?))
}

type Created = (Text, Option<Text>, Option<Vec<Text>>, Option<i32>);

async fn create(asked: Asked, (url, description, iscms, since): Created) -> Result<Loaded> {
    let input = WebhookInput {
        url: Some(url),
        description,
        iscms,
    };
    let (webhook, errors) = asked.create_webhook(input, since).await?;
    Ok(Loaded::value(WebhookPayload {
        secret: webhook.as_ref().and_then(WebhookInfo::secret),
        webhook,
        errors,
    }))
}

type Updated = (Id, Option<Text>, Option<Text>, Option<Vec<Text>>);

async fn update(asked: Asked, (Id(id), url, description, iscms): Updated) -> Result<Loaded> {
    let input = WebhookInput {
        url,
        description,
        iscms,
    };
    let request = WebhookRequest::Update(input);
    changed(&asked, "updateWebhook", &id, request).await
}

async fn delete(asked: Asked, (Id(id),): (Id,)) -> Result<Loaded> {
    changed(&asked, "deleteWebhook", &id, WebhookRequest::Delete).await
}

async fn test(asked: Asked, (Id(id),): (Id,)) -> Result<Loaded> {
    changed(&asked, "testWebhook", &id, WebhookRequest::Test).await
}

async fn resume(asked: Asked, (Id(id),): (Id,)) -> Result<Loaded> {
    changed(&asked, "resumeWebhook", &id, WebhookRequest::Resume).await
}

async fn replay(asked: Asked, (Id(id), since): (Id, i32)) -> Result<Loaded> {
    changed(&asked, "replayWebhook", &id, WebhookRequest::Replay(since)).await
}

async fn rotate(asked: Asked, (Id(id),): (Id,)) -> Result<Loaded> {
    let request = WebhookRequest::RotateKeys;
    changed(&asked, "rotateWebhookKeys", &id, request).await
}

async fn changed(
    asked: &OfficeRequest,
    name: &'static str,
    id: &str,
    request: WebhookRequest,
) -> Result<Loaded> {
    let is_new = matches!(request, WebhookRequest::RotateKeys);
    let (webhook, errors) = asked.change_webhook(name, id, request).await?;
    let secret = webhook.as_ref().and_then(WebhookInfo::secret);
    Ok(Loaded::value(WebhookPayload {
        secret: secret.filter(|_| is_new),
        webhook,
        errors,
    }))
}
