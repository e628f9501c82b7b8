//! Topics.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::references::references;

/// A term of the controlled vocabulary that makes ISCMs comparable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "topic")]
pub struct Model {
    /// The slug, e.g. `labour-migration`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The English label.
    pub label: String,
}

references! {}

impl ActiveModelBehavior for ActiveModel {}
