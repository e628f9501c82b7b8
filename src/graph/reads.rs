//! What an answer depends on: of which tables it may hold something, and whether it asks what time it is.
//! While that stays as it is, so does the answer.

use entity::tables::COUNT;

/// What an answer depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// A bit for each table, by its place in the list of tables.
    pub(super) tables: u64,
    /// Whether it is more than tables: all of them, and which version it is.
    pub(super) version: bool,
    pub(super) time: Time,
}

/// What an answer asks of the time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Time {
    /// Nothing.
    #[default]
    Never,
    /// Which year it is.
    Year,
    /// Which day it is.
    Day,
}

/// [`Reads`] of tables, by the names of their entities.
macro_rules! reads {
    ($($table:ident),+) => {
        $crate::graph::Reads::tables(&[
            $(<entity::$table::Entity as entity::tables::Table>::INDEX),+
        ])
    };
}
pub(crate) use reads;

const _: () = assert!(COUNT <= u64::BITS as usize, "a bit for each table");

impl Reads {
    /// Nothing.
    pub const NOTHING: Self = Self {
        tables: 0,
        version: false,
        time: Time::Never,
    };

    /// All that the version holds, and the version itself.
    pub const VERSION: Self = Self {
        version: true,
        ..Self::NOTHING
    };

    /// Of these tables, by their places in the list of tables.
    #[must_use]
    pub const fn tables(tables: &[usize]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < tables.len() {
            bits |= 1 << tables[at];
            at += 1;
        }
        Self {
            tables: bits,
            ..Self::NOTHING
        }
    }

    /// What the time is.
    #[must_use]
    pub const fn time(time: Time) -> Self {
        Self {
            time,
            ..Self::NOTHING
        }
    }

    /// This, but not the time.
    #[must_use]
    pub const fn without_time(self) -> Self {
        Self {
            time: Time::Never,
            ..self
        }
    }

    /// This and something else.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        let is_later = other.time as u8 > self.time as u8;
        Self {
            tables: self.tables | other.tables,
            version: self.version || other.version,
            time: if is_later { other.time } else { self.time },
        }
    }

    /// Whether something that this reads is of what the other one is, the time apart.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.tables & other.tables != 0 || self.version || other.version
    }
}
