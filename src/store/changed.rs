//! What a changeset changes, and how much of it one statement takes.

use std::collections::BTreeMap;

use entity::enums::Operation;
use entity::tables::NodeType;
use sea_orm::{EntityTrait, Iterable as _};

/// Records that differ, by type and id, and what is to be done to them.
pub type Changed = BTreeMap<NodeType, BTreeMap<String, Operation>>;

/// Values that one statement takes at most: SQLite's limit is 32766.
const VALUES: usize = 30_000;

/// How many rows of a table one statement takes.
pub(super) fn rows_a_statement<E: EntityTrait>() -> usize {
    (VALUES / E::Column::iter().count()).min(1000)
}
