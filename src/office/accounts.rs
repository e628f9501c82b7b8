//! Accounts as they are kept: who they are, and whether they are disabled.

use entity::office::account;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, DatabaseTransaction, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Set,
};

use super::failed::Failed;
use super::policy::Grant;

/// Accounts by their ids, those behind one, so many at most.
pub(super) async fn list(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    after: Option<&str>,
    count: Option<u64>,
) -> std::result::Result<Vec<account::Model>, Failed> {
    let mut accounts = account::Entity::find()
        .order_by_asc(account::Column::Id)
        .limit(count);
    if let Some(after) = after {
        accounts = accounts.filter(account::Column::Id.gt(after));
    }
    Ok(accounts.all(transaction).await?)
}

/// Disables an account at a moment, or lets it be used again; nothing where there is none. One that is so stays so.
pub(super) async fn set_disabled(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    id: &str,
    at: Option<i64>,
) -> std::result::Result<Option<account::Model>, Failed> {
    let there = account::Entity::find_by_id(id).lock_exclusive();
    let Some(account) = there.one(transaction).await? else {
        return Ok(None);
    };
    if account.disabled_at.is_some() == at.is_some() {
        return Ok(Some(account));
    }
    let mut account = account.into_active_model();
    account.disabled_at = Set(at);
    Ok(Some(account.update(transaction).await?))
}
