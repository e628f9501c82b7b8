//! Webhooks as they are kept.

use std::collections::HashMap;

use entity::office::webhook::{KeyRing, SigningKey};
use entity::office::{account, delivery, webhook};
use entity::values::Texts;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel,
    NotSet, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use super::super::failed::Failed;
use super::super::key_text::base32;
use super::super::policy::Grant;
use super::info::{MAX_DELIVERIES, MAX_KEYS, WebhookInfo, kept};
use crate::error::{Error, Result};
use crate::webhook::WebhookKeys;

/// How long keys are used beside those that follow, in milliseconds: a day.
const OVERLAP: i64 = 24 * 3_600 * 1_000;

/// What a webhook is to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) url: Option<String>,
    pub(super) description: Option<String>,
    pub(super) iscms: Option<Vec<String>>,
}

fn new_keys(now: i64) -> Result<SigningKey> {
    let internal = |error: String| Error::internal(error);
    let keys = WebhookKeys::random().map_err(|error| internal(error.to_string()))?;
    Ok(SigningKey {
        keys: serde_json::to_value(keys).map_err(|error| internal(error.to_string()))?,
        created_at: now,
        ends_at: None,
    })
}

/// The keys that are used at a moment, the newest first.
pub(super) fn keys_at(webhook: &webhook::Model, now: i64) -> Vec<WebhookKeys> {
    let used = webhook.keys.0.iter();
    let used = used.filter(|one| one.ends_at.is_none_or(|end| end > now));
    used.filter_map(kept).collect()
}

/// Makes a webhook.
pub(super) async fn create(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    account: &str,
    said: Said,
    version: i64,
    now: i64,
) -> std::result::Result<webhook::Model, Failed> {
    let mut random = [0; 10];
    getrandom::fill(&mut random).map_err(|error| Error::internal(error.to_string()))?;
    let webhook = webhook::Model {
        id: base32(&random),
        account_id: account.to_owned(),
        url: said.url.unwrap_or_default(),
        description: said.description.unwrap_or_default(),
        iscms: Texts(said.iscms.unwrap_or_default()),
        keys: KeyRing(vec![new_keys(now)?]),
        version,
        attempts: 0,
        failing_since: None,
        next_at: 0,
        claimed_until: 0,
        paused_at: None,
        paused_because: None,
        created_at: now,
    };
    Ok(webhook.into_active_model().insert(transaction).await?)
}

/// Changes what a webhook is.
pub(super) async fn update(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    webhook: webhook::Model,
    said: Said,
) -> std::result::Result<webhook::Model, Failed> {
    let mut changed = webhook.clone().into_active_model();
    if let Some(url) = said.url {
        changed.url = Set(url);
    }
    if let Some(description) = said.description {
        changed.description = Set(description);
    }
    if let Some(iscms) = said.iscms {
        changed.iscms = Set(Texts(iscms));
    }
    if changed.is_changed() {
        return Ok(changed.update(transaction).await?);
    }
    Ok(webhook)
}

/// Lets a webhook be sent to again at once, from a version on if one is said.
pub(super) async fn resume(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    webhook: webhook::Model,
    version: Option<i64>,
) -> std::result::Result<webhook::Model, Failed> {
    let mut changed = webhook.into_active_model();
    changed.attempts = Set(0);
    changed.failing_since = Set(None);
    changed.next_at = Set(0);
    changed.paused_at = Set(None);
    changed.paused_because = Set(None);
    if let Some(version) = version {
        changed.version = Set(version);
        // Who has it in hand tells of something else.
        changed.claimed_until = Set(0);
    }
    Ok(changed.update(transaction).await?)
}

/// Gives a webhook new keys; those that it has are used for another day, and those that have ended are forgotten.
pub(super) async fn rotate(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    webhook: webhook::Model,
    now: i64,
) -> std::result::Result<webhook::Model, Failed> {
    let mut keys = vec![new_keys(now)?];
    for mut one in webhook.keys.0.clone() {
        let end = one.ends_at.get_or_insert(now.saturating_add(OVERLAP));
        if *end > now {
            keys.push(one);
        }
    }
    keys.truncate(MAX_KEYS);
    let mut changed = webhook.into_active_model();
    changed.keys = Set(KeyRing(keys));
    Ok(changed.update(transaction).await?)
}

/// Takes a webhook away, with its log.
pub(super) async fn delete(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    id: &str,
) -> std::result::Result<(), Failed> {
    delivery::Entity::delete_many()
        .filter(delivery::Column::WebhookId.eq(id))
        .exec(transaction)
        .await?;
    webhook::Entity::delete_by_id(id).exec(transaction).await?;
    Ok(())
}

/// A webhook, by its id.
pub(super) async fn find(
    transaction: &DatabaseTransaction,
    id: &str,
) -> std::result::Result<Option<webhook::Model>, Failed> {
    Ok(webhook::Entity::find_by_id(id).one(transaction).await?)
}

/// A webhook, by its id, which nobody else changes before the transaction ends.
pub(super) async fn held(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    id: &str,
) -> std::result::Result<Option<webhook::Model>, Failed> {
    let held = webhook::Entity::find_by_id(id).lock_exclusive();
    Ok(held.one(transaction).await?)
}

/// How many webhooks an account has. Nobody makes another for it before the transaction ends.
pub(super) async fn count(
    transaction: &DatabaseTransaction,
    account: &str,
) -> std::result::Result<u64, Failed> {
    let mine = account::Entity::find_by_id(account).lock_exclusive();
    mine.one(transaction).await?;
    let of = webhook::Entity::find().filter(webhook::Column::AccountId.eq(account));
    Ok(of.count(transaction).await?)
}

/// The webhooks of an account, or all, the oldest first, each with the newest of its attempts.
pub(super) async fn list(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    account: Option<&str>,
    most: u64,
) -> std::result::Result<Vec<WebhookInfo>, Failed> {
    let mut webhooks = webhook::Entity::find()
        .order_by_asc(webhook::Column::CreatedAt)
        .order_by_asc(webhook::Column::Id)
        .limit(most);
    if let Some(account) = account {
        webhooks = webhooks.filter(webhook::Column::AccountId.eq(account));
    }
    with_deliveries(transaction, webhooks.all(transaction).await?).await
}

/// Webhooks with the newest of their attempts.
pub(super) async fn with_deliveries(
    transaction: &DatabaseTransaction,
    webhooks: Vec<webhook::Model>,
) -> std::result::Result<Vec<WebhookInfo>, Failed> {
    let ids = webhooks.iter().map(|webhook| webhook.id.clone());
    let deliveries = delivery::Entity::find()
        .filter(delivery::Column::WebhookId.is_in(ids))
        .order_by_desc(delivery::Column::Id)
        .all(transaction)
        .await?;
    let mut by_webhook: HashMap<String, Vec<delivery::Model>> = HashMap::new();
    for delivery in deliveries {
        let of = by_webhook.entry(delivery.webhook_id.clone()).or_default();
        of.push(delivery);
    }
    let webhooks = webhooks.into_iter().map(|webhook| WebhookInfo {
        deliveries: by_webhook.remove(&webhook.id).unwrap_or_default(),
        webhook,
    });
    Ok(webhooks.collect())
}

/// The webhooks that are to be told of a version at a moment, those that wait longest first.
pub(super) async fn due(
    transaction: &DatabaseTransaction,
    version: i64,
    now: i64,
    most: u64,
) -> std::result::Result<Vec<webhook::Model>, Failed> {
    let enabled = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(account::Column::DisabledAt.is_null())
        .to_owned();
    let due = webhook::Entity::find()
        .filter(webhook::Column::AccountId.in_subquery(enabled))
        .filter(webhook::Column::PausedAt.is_null())
        .filter(webhook::Column::Version.lt(version))
        .filter(webhook::Column::NextAt.lte(now))
        .filter(webhook::Column::ClaimedUntil.lte(now))
        .order_by_asc(webhook::Column::NextAt)
        .order_by_asc(webhook::Column::Id)
        .limit(most);
    Ok(due.all(transaction).await?)
}

/// Takes a webhook in hand until a moment; false where another server was faster.
pub(super) async fn claim(
    transaction: &DatabaseTransaction,
    webhook: &webhook::Model,
    until: i64,
) -> std::result::Result<bool, Failed> {
    let claimed = webhook::Entity::update_many()
        .col_expr(webhook::Column::ClaimedUntil, Expr::value(until))
        .filter(as_it_was(webhook))
        .filter(webhook::Column::PausedAt.is_null())
        .exec(transaction)
        .await?;
    Ok(claimed.rows_affected == 1)
}

/// That a webhook is in the same hands, and at the same version.
fn as_it_was(webhook: &webhook::Model) -> Condition {
    Condition::all()
        .add(webhook::Column::Id.eq(&webhook.id))
        .add(webhook::Column::ClaimedUntil.eq(webhook.claimed_until))
        .add(webhook::Column::Version.eq(webhook.version))
}

/// What is noted of a webhook that was in hand.
#[derive(Clone, Debug)]
pub(super) struct Noted {
    pub(super) version: i64,
    pub(super) attempts: i32,
    pub(super) failing_since: Option<i64>,
    pub(super) next_at: i64,
    pub(super) paused: Option<(i64, String)>,
}

/// Notes it, and lets go; nothing where the webhook is not as it was: it was sent somewhere else meanwhile.
pub(super) async fn let_go(
    transaction: &DatabaseTransaction,
    webhook: &webhook::Model,
    noted: Noted,
) -> std::result::Result<(), Failed> {
    let (paused_at, because) = noted.paused.unzip();
    webhook::Entity::update_many()
        .col_expr(webhook::Column::Version, Expr::value(noted.version))
        .col_expr(webhook::Column::Attempts, Expr::value(noted.attempts))
        .col_expr(
            webhook::Column::FailingSince,
            Expr::value(noted.failing_since),
        )
        .col_expr(webhook::Column::NextAt, Expr::value(noted.next_at))
        .col_expr(webhook::Column::ClaimedUntil, Expr::value(0_i64))
        .col_expr(webhook::Column::PausedAt, Expr::value(paused_at))
        .col_expr(webhook::Column::PausedBecause, Expr::value(because))
        .filter(as_it_was(webhook))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Notes an attempt, and forgets the oldest ones; nothing where the webhook is gone meanwhile.
pub(super) async fn note(
    transaction: &DatabaseTransaction,
    attempt: delivery::Model,
) -> std::result::Result<Option<delivery::Model>, Failed> {
    let id = attempt.webhook_id.clone();
    // Held until the end: nobody takes it away in between.
    let there = webhook::Entity::find_by_id(&id).lock_shared();
    if there.one(transaction).await?.is_none() {
        return Ok(None);
    }
    let noted = delivery::ActiveModel {
        id: NotSet,
        ..attempt.into_active_model().reset_all()
    };
    let noted = noted.insert(transaction).await?;
    let newest = Query::select()
        .column(delivery::Column::Id)
        .from(delivery::Entity)
        .and_where(delivery::Column::WebhookId.eq(&id))
        .order_by(delivery::Column::Id, sea_orm::Order::Desc)
        .limit(MAX_DELIVERIES as u64)
        .to_owned();
    delivery::Entity::delete_many()
        .filter(delivery::Column::WebhookId.eq(&id))
        .filter(delivery::Column::Id.not_in_subquery(newest))
        .exec(transaction)
        .await?;
    Ok(Some(noted))
}
