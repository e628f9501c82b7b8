//! The log as history: in which format each document is, and the way from a record to what changed it.

use sea_orm_migration::schema::integer;

use crate::alter::Change::{self, Add, Index};

/// The changes, in order.
pub(crate) fn changes() -> Vec<Change> {
    vec![
        // Documents that are there are of the first format, or can be read as if they were.
        Add("change", integer("format").default(1).take()),
        Index("change", &["subject_type", "subject_id", "version"]),
    ]
}
