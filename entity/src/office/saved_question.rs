//! Questions that are saved.

use sea_orm::entity::prelude::*;

use super::OtherLists;
use crate::references::references;

/// A query that an account saved under a name. Its answer is had as a file.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_question")]
pub struct Model {
    /// Its number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Who saved it.
    pub account_id: String,
    /// Its name, of which the account has one: lower-case letters, digits and hyphens.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it holds, in sentences; empty when nothing is said.
    pub description: String,
    /// The document.
    pub document: String,
    /// Values of the document's variables, by name, which take the place of its own defaults.
    #[sea_orm(column_type = "JsonBinary")]
    pub variables: Json,
    /// The path of the rows; null where the document has one list.
    pub rows: Option<String>,
    /// What becomes of its other lists.
    pub lists: OtherLists,
    /// Whether everybody may ask it.
    pub is_public: bool,
    /// When it was saved first, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_at: i64,
    /// When it was saved last.
    pub updated_at: i64,
}

references! {
    /// Who saved it.
    Account: super::account by AccountId;
}

impl ActiveModelBehavior for ActiveModel {}
