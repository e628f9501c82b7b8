//! Columns: the values of fields of rows as they stand in answers, written when a page of rows is first
//! asked for and kept with the snapshot. No text is escaped anew for each answer.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io::Write as _;
use std::iter::repeat_with;
use std::sync::{Arc, LazyLock, OnceLock};

use entity::values::Language;
use sea_orm::Iterable;

use super::json;
use crate::graph::{Derived, Kept, Reads, Scope, Snapshot};
use crate::model::{Field, Kind, Object, Value, types};

/// Rows of a page.
const PAGE: usize = 64;

/// The columns of a snapshot.
pub(super) struct Columns {
    all: Vec<Arc<Column>>,
}

/// The number of a column, the same in all snapshots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ColumnId(u32);

/// The values of a field, page by page; room for those is made when the first is asked for.
#[derive(Default)]
struct Column(OnceLock<Box<[OnceLock<Page>]>>);

/// The values of some rows, one after the other.
struct Page {
    ends: Box<[usize]>,
    bytes: Box<[u8]>,
}

/// What each column has: a field, and a language where it is a name.
struct Contents {
    of: &'static Object,
    field: &'static Field,
    language: Language,
}

static CONTENTS: LazyLock<Vec<Contents>> = LazyLock::new(|| {
    let mut contents = Vec::new();
    for of in types() {
        for field in of.fields.iter().filter(|field| is_column(field)) {
            let languages = match field.kind {
                Kind::Name(_) => Language::iter().collect(),
                _ => vec![Language::En],
            };
            let column = |language| Contents {
                of,
                field,
                language,
            };
            contents.extend(languages.into_iter().map(column));
        }
    }
    contents
});

/// The numbers of fields' first columns, by where the fields lie in memory.
static NUMBERS: LazyLock<HashMap<usize, u32>> = LazyLock::new(|| {
    let mut numbers = HashMap::new();
    for (number, contents) in (0..).zip(CONTENTS.iter()) {
        numbers.entry(address(contents.field)).or_insert(number);
    }
    numbers
});

fn address(field: &Field) -> usize {
    std::ptr::from_ref(field).addr()
}

fn is_column(field: &Field) -> bool {
    field.uses.answered && !matches!(field.kind, Kind::One(..) | Kind::Many(_) | Kind::Told(_))
}

impl ColumnId {
    /// The column of a field; of a name, the one in English. Nothing for what is no column.
    pub(super) fn of(field: &Field) -> Option<Self> {
        NUMBERS.get(&address(field)).copied().map(Self)
    }

    /// Of the column of a name, the one in a language: they stand one after the other.
    pub(super) const fn in_language(self, language: Language) -> Self {
        Self(self.0 + language as u32)
    }
}

/// What a column has: a field, and a language where it is a name.
pub(super) fn contents(id: ColumnId) -> (&'static Field, Language) {
    let Contents {
        field, language, ..
    } = &CONTENTS[id.0 as usize];
    (field, *language)
}

impl Kept for Columns {
    fn carried(self: &Arc<Self>, changed: Reads) -> Option<Arc<Self>> {
        let columns = self.all.iter().zip(CONTENTS.iter());
        let carried = columns.map(|(column, contents)| {
            if changed.meets(contents.reads()) {
                Arc::default()
            } else {
                Arc::clone(column)
            }
        });
        Some(Arc::new(Self {
            all: carried.collect(),
        }))
    }

    fn weight(&self) -> usize {
        let own = self.all.iter().filter(|one| Arc::strong_count(one) == 1);
        own.map(|column| column.weight()).sum()
    }
}

impl Column {
    /// How much memory the pages take that are written, in bytes.
    fn weight(&self) -> usize {
        let pages = self.0.get().into_iter().flatten();
        let room = pages.clone().count() * size_of::<OnceLock<Page>>();
        let written = pages.filter_map(OnceLock::get);
        let written = written.map(|page| page.bytes.len() + size_of_val(&*page.ends));
        room + written.sum::<usize>()
    }
}

impl Contents {
    /// What the values depend on.
    fn reads(&self) -> Reads {
        let rows = self.of.rows.map(|rows| Reads::tables(&[rows.table]));
        self.field.reads().and(rows.unwrap_or(Reads::NOTHING))
    }
}

impl Derived for Columns {
    type Error = Infallible;

    fn derive(_snapshot: &Arc<Snapshot>) -> Result<Self, Infallible> {
        let columns = CONTENTS.iter().map(|_| Arc::default());
        Ok(Self {
            all: columns.collect(),
        })
    }
}

impl Columns {
    /// The value of the row at a place, with the comma behind it.
    pub(super) fn get(&self, id: ColumnId, scope: &Scope, place: u32) -> &[u8] {
        let place = place as usize;
        let column = &self.all[id.0 as usize];
        let pages = column.0.get_or_init(|| room(id, scope));
        let page = pages[place / PAGE].get_or_init(|| Page::write(id, scope, place / PAGE));
        page.value(place % PAGE)
    }
}

/// Room for the pages of a column.
#[cold]
fn room(id: ColumnId, scope: &Scope) -> Box<[OnceLock<Page>]> {
    let rows = CONTENTS[id.0 as usize].of.rows;
    let rows = rows.map_or(0, |rows| scope.snapshot.len(rows.table));
    let pages = repeat_with(OnceLock::new).take(rows.div_ceil(PAGE));
    pages.collect()
}

impl Page {
    #[cold]
    fn write(id: ColumnId, scope: &Scope, number: usize) -> Self {
        let Contents {
            of,
            field,
            language,
        } = &CONTENTS[id.0 as usize];
        let rows = of
            .rows
            .map_or(0..0, |rows| scope.snapshot.places(rows.table));
        let (mut ends, mut bytes) = (Vec::with_capacity(PAGE), Vec::new());
        for place in rows.skip(number * PAGE).take(PAGE) {
            write(field, scope, place, *language, &mut bytes);
            ends.push(bytes.len());
        }
        Self {
            ends: ends.into(),
            bytes: bytes.into(),
        }
    }

    fn value(&self, row: usize) -> &[u8] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.bytes[start..self.ends[row]]
    }
}

/// Writes the value of a row.
fn write(field: &Field, scope: &Scope, place: u32, language: Language, out: &mut Vec<u8>) {
    let word = |out: &mut Vec<u8>, word: Option<&str>| match word {
        Some(word) => json::text(out, word),
        None => out.extend_from_slice(json::NULL),
    };
    match &field.kind {
        Kind::Id(get, kind) => {
            let id = format!("{}:{}", kind.name(), get(scope, place).unwrap_or_default());
            return json::text(out, &id);
        }
        Kind::Texts(get) => {
            out.push(b'[');
            for text in get(scope, place) {
                json::text(out, text);
            }
            return json::close(out, b']');
        }
        Kind::Words(get, vocabulary) => {
            out.push(b'[');
            for at in get(scope, place) {
                word(out, vocabulary.word(at));
            }
            return json::close(out, b']');
        }
        Kind::Word(get, vocabulary) => {
            let at = get(scope, place);
            return word(out, at.and_then(|at| vocabulary.word(at)));
        }
        _ => {}
    }
    match field.value(scope, place, language) {
        Value::Text(text) => json::text(out, text),
        Value::Int(number) => json::int(out, number.into()),
        Value::Float(number) => json::float(out, number),
        Value::Money(money) => {
            let _ = write!(out, "\"{money}\",");
        }
        Value::Date(date) => json::date(out, date),
        Value::Flag(flag) => json::flag(out, flag),
        Value::Unknown | Value::Count(_) | Value::Word(_) | Value::Row(_) => {
            out.extend_from_slice(json::NULL);
        }
    }
}
