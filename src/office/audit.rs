//! The audit: every write, and every attempt that was refused.

use entity::office::audit;
use sea_orm::{DatabaseTransaction, EntityTrait, NotSet, QueryOrder, QuerySelect, Set};

use super::failed::Failed;
use super::policy::Grant;
use super::viewer::Viewer;

/// What is noted of a write.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'e> {
    pub(super) at: i64,
    pub(super) viewer: Option<&'e Viewer>,
    pub(super) request: &'e str,
    pub(super) action: &'e str,
    pub(super) subject: Option<&'e str>,
    /// The code of what it was refused with.
    pub(super) refused: Option<&'e str>,
    pub(super) version: Option<i64>,
}

/// Notes a write, in its own transaction.
pub(super) async fn note(
    transaction: &DatabaseTransaction,
    entry: Entry<'_>,
) -> std::result::Result<(), Failed> {
    let text = |text: &str| text.to_owned();
    let noted = audit::ActiveModel {
        id: NotSet,
        at: Set(entry.at),
        account_id: Set(entry.viewer.map(|viewer| viewer.account.to_string())),
        key_prefix: Set(entry
            .viewer
            .and_then(|viewer| viewer.key.as_deref().map(text))),
        request_id: Set(entry.request.to_owned()),
        action: Set(entry.action.to_owned()),
        subject: Set(entry.subject.map(text)),
        refused: Set(entry.refused.map(text)),
        version: Set(entry.version),
    };
    audit::Entity::insert(noted)
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// What was noted last, the newest first.
pub(super) async fn newest(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    count: u64,
) -> std::result::Result<Vec<audit::Model>, Failed> {
    let newest = audit::Entity::find()
        .order_by_desc(audit::Column::Id)
        .limit(count);
    Ok(newest.all(transaction).await?)
}
