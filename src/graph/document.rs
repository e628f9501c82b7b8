//! Records as the log has them, out of a version and of the log.

use entity::citation;
use entity::tables::{NodeType, Table, Visitor, each};
use serde_json::Value;

use super::snapshot::{LoadError, Snapshot};
use crate::store::{Document, Unreadable};

/// Why it cannot be told how something was.
#[derive(Debug, thiserror::Error)]
pub enum PastError {
    /// There is no version of that number, up to the newest.
    #[error("there is no such version: the newest is {newest}")]
    Unknown {
        /// The newest version.
        newest: i64,
    },
    /// It was so long ago that it is not kept.
    #[error("it is not kept any more: the oldest version that is, is {oldest}")]
    Gone {
        /// The oldest version that is kept.
        oldest: i64,
    },
    /// The log contradicts itself.
    #[error("the log contradicts itself: {0}")]
    Log(String),
    /// What it was makes no graph.
    #[error(transparent)]
    Graph(#[from] LoadError),
}

impl PastError {
    /// That a document of a record cannot be read.
    pub(super) fn unreadable(kind: NodeType, id: &str, why: &Unreadable) -> Self {
        Self::Log(format!("what {}:{id} was: {why}", kind.name()))
    }
}

impl Snapshot {
    /// The oldest version that can be told how it was.
    #[must_use]
    pub fn oldest(&self) -> i64 {
        let present = self.version().number;
        let first = self.log().first().unwrap_or(present);
        // What was before a change is how the version before it was.
        (self.whole_from() - 1).max(first).min(present)
    }

    fn whole_from(&self) -> i64 {
        let log = self.log();
        log.whole_from().unwrap_or(self.version().number + 1)
    }

    /// Refuses versions that never were, and those that are not kept any more.
    pub fn has_version(&self, number: i64) -> Result<(), PastError> {
        let newest = self.version().number;
        let oldest = self.oldest();
        if number < 1 || number > newest {
            return Err(PastError::Unknown { newest });
        }
        if number < oldest {
            return Err(PastError::Gone { oldest });
        }
        Ok(())
    }

    /// A record as it was in a version up to this one; nothing where it was not there.
    pub fn record_at(
        &self,
        kind: NodeType,
        id: &str,
        version: i64,
    ) -> Result<Option<Document>, PastError> {
        if version + 1 < self.whole_from() {
            let oldest = self.oldest();
            return Err(PastError::Gone { oldest });
        }
        let Some(change) = self.log().next_change(kind, id, version) else {
            let place = self.place_of(kind, id);
            return place.map(|place| self.document(kind, place)).transpose();
        };
        let before = change.before.as_ref().map(|before| before.read(kind));
        let before = before.transpose();
        before.map_err(|why| PastError::unreadable(kind, id, &why))
    }

    /// A record of this version as the log has records.
    fn document(&self, kind: NodeType, place: u32) -> Result<Document, PastError> {
        struct Collector<'s> {
            snapshot: &'s Snapshot,
            kind: NodeType,
            place: u32,
            document: Document,
            failed: Option<serde_json::Error>,
        }
        impl Collector<'_> {
            fn own<E: Table>(&mut self) -> Result<(), serde_json::Error> {
                let row = &*self.snapshot.rows::<E>()[self.place as usize];
                if let Value::Object(columns) = serde_json::to_value(row)? {
                    self.document.extend(columns);
                }
                Ok(())
            }

            fn parts<E: Table>(&mut self) -> Result<(), serde_json::Error> {
                let rows = self.snapshot.rows::<E>();
                let own = self.places::<E>().into_iter();
                let own = own.map(|place| serde_json::to_value(&*rows[place as usize]));
                let own = own.collect::<Result<Vec<_>, _>>()?;
                if !own.is_empty() {
                    let name = E::default().table_name().to_owned();
                    self.document.insert(name, Value::Array(own));
                }
                Ok(())
            }

            /// The places of the rows of a table that are part of the record, in their order.
            fn places<E: Table>(&self) -> Vec<u32> {
                let (snapshot, kind) = (self.snapshot, self.kind);
                if E::INDEX == citation::Entity::INDEX {
                    return snapshot.citations(kind, self.place).to_vec();
                }
                let links = snapshot.links()[E::INDEX].iter();
                let keys = links.filter(|link| link.key.to == kind as usize);
                let places = keys.flat_map(|link| snapshot.sources(link.key, self.place));
                let rows = snapshot.rows::<E>();
                let is_part = |place: &u32| {
                    let (of, id) = E::subject(&rows[*place as usize]);
                    of == kind && snapshot.place_of(kind, id) == Some(self.place)
                };
                let mut places: Vec<_> = places.copied().filter(is_part).collect();
                places.sort_unstable();
                places.dedup();
                places
            }
        }
        impl Visitor for Collector<'_> {
            fn visit<E: Table>(&mut self) {
                let collected = match E::RECORD {
                    Some(kind) if kind == self.kind => self.own::<E>(),
                    Some(_) => Ok(()),
                    None => self.parts::<E>(),
                };
                if let Err(error) = collected {
                    self.failed = Some(error);
                }
            }
        }
        let mut collector = Collector {
            snapshot: self,
            kind,
            place,
            document: Document::new(),
            failed: None,
        };
        each(&mut collector);
        match collector.failed {
            Some(error) => Err(PastError::Log(error.to_string())),
            None => Ok(collector.document),
        }
    }
}
