//! The language of digests. Those that were asked for before are in English.

use sea_orm_migration::schema::text;

use crate::alter::Change::{self, Add};

/// The changes, in order.
pub(crate) fn changes() -> Vec<Change> {
    vec![Add("digest", text("language").default("en").take())]
}
