//! Digests as they are kept.

use entity::office::{DigestFrequency, digest};
use entity::values::{Language, Texts};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use subtle::ConstantTimeEq as _;

use super::super::failed::Failed;
use super::super::key_text::base32;
use super::super::policy::Grant;
use crate::error::{Error, Result};

/// How many digests a mail address has at most.
const MOST: u64 = 20;
/// How long after one that asks to confirm no other is sent to an address, in milliseconds: an hour.
const PAUSE: i64 = 3_600_000;
/// How long a digest is kept that is not confirmed: two days.
const UNCONFIRMED: i64 = 48 * 3_600_000;

/// What is wished.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub(super) email: String,
    pub(super) every: DigestFrequency,
    pub(super) iscms: Vec<String>,
    pub(super) question: Option<String>,
    pub(super) language: Language,
}

/// What digests tell, and how often: an address has one of each, in one language.
type Tells<'w> = (DigestFrequency, &'w [String], Option<&'w str>);

fn tells(digest: &digest::Model) -> Tells<'_> {
    (digest.every, &digest.iscms.0, digest.question.as_deref())
}

impl Wish {
    fn tells(&self) -> Tells<'_> {
        (self.every, &self.iscms, self.question.as_deref())
    }
}

fn random<const BYTES: usize>() -> Result<String> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| Error::internal(error.to_string()))?;
    Ok(base32(&bytes))
}

/// Makes a digest that is to be confirmed; nothing where there is the same already, where the address has had a mail not
/// long ago that asks to confirm one, or has many.
pub(super) async fn create(
    _grant: Grant,
    transaction: &DatabaseTransaction,
    wish: Wish,
    version: i64,
    now: i64,
) -> std::result::Result<Option<digest::Model>, Failed> {
    digest::Entity::delete_many()
        .filter(digest::Column::ConfirmedAt.is_null())
        .filter(digest::Column::CreatedAt.lt(now.saturating_sub(UNCONFIRMED)))
        .exec(transaction)
        .await?;
    let of_address = digest::Entity::find().filter(digest::Column::Email.eq(&wish.email));
    let there = of_address.limit(MOST).all(transaction).await?;
    let is_same = |one: &digest::Model| {
        one.confirmed_at.is_some() && tells(one) == wish.tells() && one.language == wish.language
    };
    let is_asked = |one: &digest::Model| {
        one.confirmed_at.is_none() && one.created_at > now.saturating_sub(PAUSE)
    };
    let is_full = u64::try_from(there.len()).unwrap_or(u64::MAX) >= MOST;
    if is_full || there.iter().any(|one| is_same(one) || is_asked(one)) {
        return Ok(None);
    }
    let digest = digest::Model {
        id: random::<10>()?,
        email: wish.email,
        every: wish.every,
        iscms: Texts(wish.iscms),
        question: wish.question,
        language: wish.language,
        token: random::<20>()?,
        created_at: now,
        confirmed_at: None,
        version,
        next_at: 0,
        attempts: 0,
    };
    digest::Entity::insert(digest.clone().into_active_model())
        .exec_without_returning(transaction)
        .await?;
    Ok(Some(digest))
}

/// The digest that a link is for; nothing where there is none, or the link is another one's.
pub(super) async fn linked(
    transaction: &DatabaseTransaction,
    id: &str,
    token: &str,
) -> std::result::Result<Option<digest::Model>, Failed> {
    let digest = digest::Entity::find_by_id(id).one(transaction).await?;
    let is_its = |one: &digest::Model| one.token.as_bytes().ct_eq(token.as_bytes()).into();
    Ok(digest.filter(is_its))
}

/// Confirms a digest, which tells of what comes after a version. The same in another language ends, and what that has not
/// told yet is told by this one.
pub(super) async fn confirm(
    transaction: &DatabaseTransaction,
    digest: &digest::Model,
    version: i64,
    (now, next_at): (i64, i64),
) -> std::result::Result<(), Failed> {
    let others = digest::Entity::find()
        .filter(digest::Column::Email.eq(&digest.email))
        .filter(digest::Column::ConfirmedAt.is_not_null())
        .filter(digest::Column::Language.ne(digest.language));
    let mut others = others.all(transaction).await?;
    others.retain(|other| tells(other) == tells(digest));
    for other in &others {
        delete(transaction, &other.id).await?;
    }
    let told = others.iter().map(|other| other.version).min();
    let version = told.unwrap_or(version);
    digest::Entity::update_many()
        .col_expr(digest::Column::ConfirmedAt, Expr::value(now))
        .col_expr(digest::Column::Version, Expr::value(version))
        .col_expr(digest::Column::NextAt, Expr::value(next_at))
        .filter(digest::Column::Id.eq(&digest.id))
        .filter(digest::Column::ConfirmedAt.is_null())
        .exec(transaction)
        .await?;
    Ok(())
}

/// Takes a digest away, and with it the address.
pub(super) async fn delete(
    transaction: &DatabaseTransaction,
    id: &str,
) -> std::result::Result<(), Failed> {
    digest::Entity::delete_by_id(id).exec(transaction).await?;
    Ok(())
}

/// The digests that are due at a moment, those that wait longest first.
pub(super) async fn due(
    transaction: &DatabaseTransaction,
    now: i64,
    most: u64,
) -> std::result::Result<Vec<digest::Model>, Failed> {
    let due = digest::Entity::find()
        .filter(digest::Column::ConfirmedAt.is_not_null())
        .filter(digest::Column::NextAt.lte(now))
        .order_by_asc(digest::Column::NextAt)
        .order_by_asc(digest::Column::Id)
        .limit(most);
    Ok(due.all(transaction).await?)
}

/// What is noted of a digest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noted {
    pub(super) version: i64,
    pub(super) next_at: i64,
    pub(super) attempts: i32,
}

/// Notes it; false where the digest is not as it was: another server has it in hand, or it is gone.
pub(super) async fn note(
    transaction: &DatabaseTransaction,
    digest: &digest::Model,
    noted: Noted,
) -> std::result::Result<bool, Failed> {
    let done = digest::Entity::update_many()
        .col_expr(digest::Column::Version, Expr::value(noted.version))
        .col_expr(digest::Column::NextAt, Expr::value(noted.next_at))
        .col_expr(digest::Column::Attempts, Expr::value(noted.attempts))
        .filter(digest::Column::Id.eq(&digest.id))
        .filter(digest::Column::NextAt.eq(digest.next_at))
        .filter(digest::Column::Version.eq(digest.version))
        .exec(transaction)
        .await?;
    Ok(done.rows_affected == 1)
}
