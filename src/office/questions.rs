//! Questions that are saved, in their table.

use std::sync::Arc;

use entity::office::{account, saved_question};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, DatabaseTransaction, EntityTrait as _,
    IntoActiveModel as _, ModelTrait as _, NotSet, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Set,
};

use super::failed::Failed;
use super::policy::{Grant, Target};
use super::question_input::QuestionInput;

/// The most questions of an account.
pub(super) const MOST: u64 = 200;

/// A question that was found: who has the right to read it sees it.
#[derive(Clone, Debug)]
pub(super) struct Found(Arc<saved_question::Model>);

impl Found {
    /// What its rights hang on.
    pub(super) fn target(&self) -> Target {
        Target {
            account: Some(self.0.account_id.clone()),
            is_public: self.0.is_public,
            ..Target::default()
        }
    }

    /// The question.
    pub(super) fn seen(&self, _grant: Grant) -> Arc<saved_question::Model> {
        Arc::clone(&self.0)
    }

    /// About how much memory it takes, in bytes.
    pub(super) fn weight(&self) -> usize {
        let of = &self.0;
        // Variables are held to be no longer than a document.
        of.document.len() * 2 + of.title.len() + of.description.len() + 500
    }
}

/// The question of an account with a name.
pub(super) async fn find(
    transaction: &DatabaseTransaction,
    account: &str,
    name: &str,
) -> std::result::Result<Option<Found>, Failed> {
    let found = saved_question::Entity::find()
        .filter(saved_question::Column::AccountId.eq(account))
        .filter(saved_question::Column::Name.eq(name));
    let found = found.one(transaction).await?;
    Ok(found.map(|model| Found(Arc::new(model))))
}

/// Which questions are listed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Which<'w> {
    /// Those of an account.
    Of(&'w str),
    /// Those that an account made public.
    PublicOf(&'w str),
    /// All.
    All,
}

/// Questions by account and name, so many at most.
pub(super) async fn list(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    which: Which<'_>,
    count: u64,
) -> std::result::Result<Vec<Arc<saved_question::Model>>, Failed> {
    use saved_question::Column;

    let mut questions = saved_question::Entity::find()
        .order_by_asc(Column::AccountId)
        .order_by_asc(Column::Name)
        .limit(count);
    if let Which::Of(account) | Which::PublicOf(account) = which {
        questions = questions.filter(Column::AccountId.eq(account));
    }
    if let Which::PublicOf(_) = which {
        questions = questions.filter(Column::IsPublic.eq(true));
    }
    let questions = questions.all(transaction).await?;
    Ok(questions.into_iter().map(Arc::new).collect())
}

/// Saves a question of an account in the place of the one of its name, or beside its others; nothing where there are as
/// many as may be.
pub(super) async fn save(
    (_create, _amend): (Grant, Grant),
    transaction: &DatabaseTransaction,
    account: &str,
    input: QuestionInput,
    now: i64,
) -> std::result::Result<Option<saved_question::Model>, Failed> {
    // One after the other, so that no two take the same name, or the last place.
    let mine = account::Entity::find_by_id(account).lock_exclusive();
    mine.one(transaction).await?;
    let of_account =
        saved_question::Entity::find().filter(saved_question::Column::AccountId.eq(account));
    let there = of_account
        .clone()
        .filter(saved_question::Column::Name.eq(&*input.name))
        .one(transaction)
        .await?;
    if there.is_none() && of_account.count(transaction).await? >= MOST {
        return Ok(None);
    }
    let new = input.model(account, now).into_active_model();
    let saved = if let Some(there) = there {
        let kept = saved_question::ActiveModel {
            id: Set(there.id),
            created_at: Set(there.created_at),
            ..new.reset_all()
        };
        kept.update(transaction).await?
    } else {
        let new = saved_question::ActiveModel { id: NotSet, ..new };
        new.insert(transaction).await?
    };
    Ok(Some(saved))
}

/// Removes a question.
pub(super) async fn delete(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    question: &saved_question::Model,
) -> std::result::Result<(), Failed> {
    question.clone().delete(transaction).await?;
    Ok(())
}

/// What stands for itself in an address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Where a question is had as a file, below the path of the server.
#[must_use]
pub fn question_path(account: &str, name: &str) -> String {
    let account = utf8_percent_encode(account, PLAIN);
    format!("d/@{account}/{name}.csv")
}
