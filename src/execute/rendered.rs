//! Rendered values: what fields and objects of a plan are for rows, as they stand in answers, where they
//! hang on nothing but the row. They are written when they are asked for and kept with the plan, so that
//! it copies them when it runs again, with other variables or the same. Where something changed of what the plan
//! depends on, it starts anew.

use std::iter::repeat_with;
use std::mem::size_of;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwapOption;

use crate::graph::Scope;

/// Memory that the rendered values of all plans of the process take at most, in bytes. Once it is used
/// up, others are written each time; a plan that is forgotten gives back what it took.
const ROOM: usize = 32 << 20;
/// What is taken of it.
static TAKEN: AtomicUsize = AtomicUsize::new(0);

/// How much memory the rendered values of all plans take, in bytes.
#[must_use]
pub fn rendered_bytes() -> u64 {
    TAKEN.load(Ordering::Relaxed) as u64
}

/// Rows of a page.
const PAGE: usize = 64;

/// The number of something in its plan that is rendered.
pub(super) type RenderedId = usize;

/// What a plan has rendered so far.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// The table of the rows that each is of.
    tables: Vec<usize>,
    values: ArcSwapOption<Values>,
}

/// What is rendered of a version of the graph, and of others that are the same in what the plan depends on.
#[derive(Debug)]
pub(super) struct Values {
    /// The digest of what they depend on.
    digest: u128,
    columns: Box<[OnceLock<Column>]>,
    taken: AtomicUsize,
}

/// The values of a table's rows, page by page.
pub(super) type Column = Box<[OnceLock<Page>]>;
pub(super) type Page = Box<[OnceLock<Box<[u8]>>]>;

impl Rendered {
    /// The number of what is rendered of a table's rows.
    pub(super) fn add(&mut self, table: usize) -> RenderedId {
        self.tables.push(table);
        self.tables.len() - 1
    }

    /// What is kept of a version, by the digest of what the plan depends on. Nothing when the plan runs on it for
    /// the first time: most run once.
    pub(super) fn of(&self, digest: u128) -> Option<Arc<Values>> {
        if self.tables.is_empty() {
            return None;
        }
        let values = self.values.load();
        let is_present = |values: &&Arc<Values>| values.digest == digest;
        if let Some(values) = values.as_ref().filter(is_present) {
            return Some(Arc::clone(values));
        }
        let columns = self.tables.iter().map(|_| OnceLock::new());
        self.values.store(Some(Arc::new(Values {
            digest,
            columns: columns.collect(),
            taken: AtomicUsize::new(0),
        })));
        None
    }

    /// Keeps the value for a row, if there is room.
    pub(super) fn keep(
        &self,
        values: &Values,
        id: RenderedId,
        scope: &Scope,
        place: u32,
        value: &[u8],
    ) {
        if !values.take(value.len()) {
            return;
        }
        let (page, row) = (place as usize / PAGE, place as usize % PAGE);
        let column = values.columns[id].get_or_init(|| {
            let rows = scope.snapshot.len(self.tables[id]);
            values.slots(rows.div_ceil(PAGE))
        });
        let page = column[page].get_or_init(|| values.slots(PAGE));
        // Another thread may have been faster, with the same value.
        let _ = page[row].set(value.into());
    }
}

impl Values {
    /// The value for a row, if it is kept.
    pub(super) fn get(&self, id: RenderedId, place: u32) -> Option<&[u8]> {
        value(self.of_table(id)?, place)
    }

    /// The values of a table's rows, if some are kept.
    pub(super) fn of_table(&self, id: RenderedId) -> Option<&Column> {
        self.columns[id].get()
    }

    /// So many slots for what comes.
    fn slots<T>(&self, count: usize) -> Box<[OnceLock<T>]> {
        let bytes = count * size_of::<OnceLock<T>>();
        self.taken.fetch_add(bytes, Ordering::Relaxed);
        TAKEN.fetch_add(bytes, Ordering::Relaxed);
        repeat_with(OnceLock::new).take(count).collect()
    }

    /// Takes room for a value, if there is some.
    fn take(&self, bytes: usize) -> bool {
        let has_room = TAKEN.fetch_add(bytes, Ordering::Relaxed) + bytes <= ROOM;
        if has_room {
            self.taken.fetch_add(bytes, Ordering::Relaxed);
        } else {
            TAKEN.fetch_sub(bytes, Ordering::Relaxed);
        }
        has_room
    }
}

/// The value for a row, if it is kept.
pub(super) fn value(of: &Column, place: u32) -> Option<&[u8]> {
    let (page, row) = (place as usize / PAGE, place as usize % PAGE);
    Some(of[page].get()?[row].get()?)
}

impl Drop for Values {
    fn drop(&mut self) {
        TAKEN.fetch_sub(*self.taken.get_mut(), Ordering::Relaxed);
    }
}
