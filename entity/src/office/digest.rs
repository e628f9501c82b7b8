//! Digests: who is told by mail what changed.

use sea_orm::entity::prelude::*;

use super::DigestFrequency;
use crate::references::references;
use crate::values::{Language, Texts};

/// A person's wish to be told by mail what changed. It is gone when the person takes it back.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "digest")]
pub struct Model {
    /// The id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The mail address.
    pub email: String,
    /// How often.
    pub every: DigestFrequency,
    /// The slugs of the ISCMs whose changes are told; all changes where there are none.
    #[sea_orm(column_type = "JsonBinary")]
    pub iscms: Texts,
    /// The public saved question, as `@account/name`, of whose answer it is told what changed; null where changes of ISCMs are.
    pub question: Option<String>,
    /// The language of the mails.
    pub language: Language,
    /// What the links in the mails prove by that they are the person's.
    pub token: String,
    /// When it was asked for, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_at: i64,
    /// When the person confirmed it; null while that is not so: then nothing is told.
    pub confirmed_at: Option<i64>,
    /// The version that was told of last.
    pub version: i64,
    /// When the next one is due, in milliseconds since 1970-01-01T00:00:00Z.
    pub next_at: i64,
    /// How often in a row a mail was not taken.
    pub attempts: i32,
}

references! {}

impl ActiveModelBehavior for ActiveModel {}
