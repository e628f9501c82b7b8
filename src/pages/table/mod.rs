//! Tables: what there is of a type, narrowed by facets and words, ordered, page by page, and downloaded.

mod asked;
mod chairs;
mod choices;
mod commitments;
mod declaration;
mod events;
mod funding;
mod instruments;
mod iscms;
mod memberships;
mod row;
mod sources;
mod structures;
mod view;

use serde_json::{Map, Value};

use self::asked::Asked;
use self::declaration::Table;
use super::address::Address;
use super::frame::Frame;
use super::page::Page;
use super::show::Shown;
use crate::error::{Error, Result};

/// All tables.
pub(super) static TABLES: [Table; 9] = [
    iscms::ISCMS,
    memberships::MEMBERSHIPS,
    chairs::CHAIRS,
    instruments::INSTRUMENTS,
    events::EVENTS,
    commitments::COMMITMENTS,
    funding::FUNDING,
    structures::STRUCTURES,
    sources::SOURCES,
];

/// A table, with what is asked of it.
pub(super) struct TablePage {
    table: &'static Table,
    asked: Asked,
}

/// The table with a name.
pub(super) fn named(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

impl TablePage {
    /// What an address asks of a table.
    pub(super) fn of(table: &'static Table, address: &Address) -> Result<Self> {
        let asked = Asked::read(table, address)?;
        Ok(Self { table, asked })
    }
}

impl Page for TablePage {
    fn document(&self) -> &'static str {
        self.table.document
    }

    fn variables(&self) -> Map<String, Value> {
        self.asked.variables(self.table).into_iter().collect()
    }

    fn rows(&self) -> Option<&'static str> {
        Some(self.table.list)
    }

    fn is_citing(&self) -> bool {
        true
    }

    fn told(&self, error: Error) -> Error {
        self.table.told(error)
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        view::show(self.table, &self.asked, frame, data).map(Some)
    }
}
