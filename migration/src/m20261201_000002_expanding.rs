//! What tells older programs that they go on beside a migration.

use sea_orm_migration::prelude::*;

use crate::expanding::table;

/// The table.
pub(crate) fn tables() -> Vec<TableCreateStatement> {
    vec![table()]
}
