//! What a file is written from.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::super::encode::Encoding;
use super::stream::{Counted, Counter};
use crate::apart::apart;
use crate::bibliography::Style;
use crate::error::{Error, Result};
use crate::execute::{Cell, Table};
use crate::files::{Format, Layout, Row, begin, changes};
use crate::graph::Scope;
use crate::request::Operation;
use crate::work::{Bound, POINT, Waiting, Work};

/// How long the rows of a file may take to be written, whoever reads them.
const LONGEST: Duration = Duration::from_hours(1);

/// Bytes that are written for a point, before they are compressed. Few rows of long texts cost more than their values.
const BYTES_A_POINT: u64 = 64 << 10;

/// All that a file is written from.
pub(super) struct Source {
    pub(super) operation: Operation,
    pub(super) table: Arc<Table>,
    pub(super) scope: Scope,
    pub(super) layout: Layout,
    pub(super) format: Format,
    /// The folder for what is made in files.
    pub(super) temporary: PathBuf,
    /// The style of the bibliography that is written instead of the rows.
    pub(super) cite: Option<Style>,
    pub(super) rows: u64,
    /// What the rows come to, in units of work.
    pub(super) units: u64,
    /// Whether all rows are asked for, and not what changed alone.
    pub(super) is_whole: bool,
    /// What was had before, where there are changes since then, if they are asked for.
    pub(super) before: Option<Scope>,
    /// What is to be asked from next.
    pub(super) next: String,
    /// How many bytes were written, each time that it was.
    pub(super) bytes: AtomicU64,
}

impl Source {
    /// Writes the file, encoded.
    pub(super) fn write(&self, encoding: Encoding, to: &mut (dyn Write + Send)) -> Result<()> {
        // Who reads no further is noticed when more is written.
        self.written(encoding, to, &Arc::default())
    }

    /// What the bytes that were written cost beyond the points that were paid.
    pub(super) fn unpaid(&self, paid: u64) -> u64 {
        let points = self.bytes.load(Ordering::Relaxed) / BYTES_A_POINT;
        points.saturating_sub(paid)
    }

    /// How many bytes the file has.
    pub(super) async fn length(self: &Arc<Self>) -> Result<u64> {
        let (waiting, source) = (Waiting::default(), Arc::clone(self));
        let flag = Arc::clone(&waiting.0);
        let counted = apart(move || {
            let mut counter = Counter::default();
            let written = source.written(Encoding::Identity, &mut counter, &flag);
            written.map(|()| counter.0)
        });
        let counted = counted.await;
        counted.map_err(|stopping| Error::internal(stopping.to_string()))?
    }

    fn written(
        &self,
        encoding: Encoding,
        to: &mut (dyn Write + Send),
        abandoned: &Arc<AtomicBool>,
    ) -> Result<()> {
        let mut wrong = None;
        let written = encoding.writing(to, |out| {
            let mut counted = Counted(out, &self.bytes);
            self.rows(&mut counted, abandoned).map_err(|error| {
                wrong = Some(error);
                io::ErrorKind::Other.into()
            })
        });
        match (wrong, written) {
            (Some(error), _) => Err(error),
            (None, written) => written.map_err(|fault| Error::internal(fault.to_string())),
        }
    }

    fn rows(&self, out: &mut (dyn Write + Send), abandoned: &Arc<AtomicBool>) -> Result<()> {
        // What was counted is less than what is done: texts are written, too.
        let units = self.units.saturating_mul(4).saturating_add(1_000 * POINT);
        let work = Work::begin(Self::bound(units, LONGEST, abandoned));
        let rows = self.operation.rows(&self.table, &self.scope);
        if let Some(style) = self.cite {
            let text = rows.sources(&work)?.written(style);
            let written = out.write_all(text.as_bytes());
            return written.map_err(|fault| Error::internal(fault.to_string()));
        }
        let mut writer = begin(self.format, &self.layout, &self.temporary, out)?;
        let mut write = |leading: &[&str], key: &str, cells: &[Cell<'_>]| {
            writer.row(Row {
                leading,
                key,
                cells,
            })
        };
        if self.is_whole {
            rows.each(&work, &mut |key, cells| write(&[], key, cells))?;
            return writer.finish();
        }
        if let Some(before) = &self.before {
            let old = self.operation.rows(&self.table, before);
            changes((&old, &rows), &work, &mut |operation, key, cells| {
                write(&[operation.name()], key, cells)
            })?;
        }
        if self.format.is_bare() {
            write(&["next"], &self.next, &[])?;
        }
        writer.finish()
    }

    pub(super) fn bound(units: u64, time: Duration, abandoned: &Arc<AtomicBool>) -> Bound {
        Bound {
            units,
            bytes: usize::MAX,
            time,
            abandoned: Arc::clone(abandoned),
        }
    }
}
