//! Topics.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A term of the controlled vocabulary that makes ISCMs comparable.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "topic", model_attrs(derive(Serialize, Deserialize)))]
pub struct Model {
    /// The slug, e.g. `labour-migration`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The English label.
    pub label: String,
}

impl ActiveModelBehavior for ActiveModel {}
