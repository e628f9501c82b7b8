//! What changed of a table between two versions: it is worked out of both, row by row, so that a file that was had
//! before, with what changed since, is the file of now.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::error::Result;
use crate::execute::{Cell, Rows};
use crate::work::Work;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// It is new, or has other values.
    Upsert,
    /// It is gone.
    Delete,
}

impl Operation {
    /// As files name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Upsert => "upsert",
            Self::Delete => "delete",
        }
    }
}

/// What is done with each row that changed: what became of it, its key, and its values; of one that is gone none.
pub type EachChange<'e> = &'e mut dyn FnMut(Operation, &str, &[Cell<'_>]) -> Result<()>;

/// Goes through the rows that changed: those that are there in their order, then those that are gone, by key.
pub fn changes(
    (old, new): (&Rows<'_>, &Rows<'_>),
    work: &Work,
    each: EachChange<'_>,
) -> Result<()> {
    let mut known: HashMap<Box<str>, u64> = HashMap::new();
    old.each(work, &mut |key, cells| {
        known.insert(key.into(), digest(cells));
        Ok(())
    })?;
    new.each(work, &mut |key, cells| match known.remove(key) {
        Some(before) if before == digest(cells) => Ok(()),
        _ => each(Operation::Upsert, key, cells),
    })?;
    let mut gone: Vec<_> = known.into_keys().collect();
    gone.sort_unstable();
    gone.iter()
        .try_for_each(|key| each(Operation::Delete, key, &[]))
}

/// A number that differs where the values do.
fn digest(cells: &[Cell<'_>]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for cell in cells {
        std::mem::discriminant(cell).hash(&mut hasher);
        match cell {
            Cell::Null => {}
            Cell::Text(text) => text.hash(&mut hasher),
            Cell::Int(number) => number.hash(&mut hasher),
            Cell::Float(number) => number.to_bits().hash(&mut hasher),
            Cell::Money(money) => money.to_string().hash(&mut hasher),
            Cell::Date(day) => day.hash(&mut hasher),
            Cell::Moment(moment) => moment.hash(&mut hasher),
            Cell::Flag(flag) => flag.hash(&mut hasher),
        }
    }
    hasher.finish()
}
