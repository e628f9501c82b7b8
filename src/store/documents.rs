//! Records as documents: the row's columns, and the rows that are part of it as lists under their tables'
//! names. So the log keeps them.

use std::collections::BTreeSet;

use entity::tables::{AllTables, NodeType, Table, Visitor, each};
use serde_json::Value;

use super::document::Document;

/// The documents of the records among rows, each made when it is asked for.
pub struct Documents<'t>(Vec<Indexed<'t>>);

/// A table's rows by their records.
struct Indexed<'t> {
    name: String,
    is_of_records: bool,
    /// Each row's record, its position in that's list and its place in the table; in order.
    rows: Vec<(NodeType, &'t str, i32, usize)>,
    /// A row as JSON, by its place.
    json: Box<dyn Fn(usize) -> serde_json::Result<Value> + Send + Sync + 't>,
}

impl Indexed<'_> {
    /// The rows of a record.
    fn of(&self, kind: NodeType, id: &str) -> impl Iterator<Item = serde_json::Result<Value>> {
        let key = (kind, id);
        let start = self.rows.partition_point(|(of, its, ..)| (*of, *its) < key);
        let rows = self.rows[start..].iter();
        let rows = rows.take_while(move |(of, its, ..)| (*of, *its) == key);
        rows.map(|(.., place)| (self.json)(*place))
    }
}

impl<'t> Documents<'t> {
    /// Those of the records that are meant.
    pub fn new(tables: &'t impl AllTables, is_meant: impl Fn(NodeType, &str) -> bool) -> Self {
        struct Indexer<'t, 'f, T> {
            tables: &'t T,
            is_meant: &'f dyn Fn(NodeType, &str) -> bool,
            indexed: Vec<Indexed<'t>>,
        }
        impl<T: AllTables> Visitor for Indexer<'_, '_, T> {
            fn visit<E: Table>(&mut self) {
                let all: Vec<_> = self.tables.of::<E>().collect();
                let rows = all.iter().enumerate().filter_map(|(place, row)| {
                    let (kind, id) = E::subject(row);
                    let meant = (self.is_meant)(kind, id);
                    meant.then(|| (kind, id, E::position(row), place))
                });
                let mut rows: Vec<_> = rows.collect();
                rows.sort_unstable();
                self.indexed.push(Indexed {
                    name: E::default().table_name().to_owned(),
                    is_of_records: E::RECORD.is_some(),
                    rows,
                    json: Box::new(move |place| serde_json::to_value(all[place])),
                });
            }
        }
        let mut indexer = Indexer {
            tables,
            is_meant: &is_meant,
            indexed: Vec::new(),
        };
        each(&mut indexer);
        Self(indexer.indexed)
    }

    /// The records, by type, of one type by id.
    #[must_use]
    pub fn records(&self) -> BTreeSet<(NodeType, &'t str)> {
        let tables = self.0.iter().filter(|table| table.is_of_records);
        let rows = tables.flat_map(|table| &table.rows);
        rows.map(|(kind, id, ..)| (*kind, *id)).collect()
    }

    /// A record's; nothing where it is not there.
    pub fn of(&self, kind: NodeType, id: &str) -> serde_json::Result<Option<Document>> {
        let mut document = Document::new();
        for table in &self.0 {
            let mut rows = table.of(kind, id).peekable();
            if rows.peek().is_none() {
                continue;
            }
            let rows: Vec<_> = rows.collect::<serde_json::Result<_>>()?;
            if table.is_of_records {
                let columns = rows.into_iter().filter_map(|row| match row {
                    Value::Object(columns) => Some(columns),
                    _ => None,
                });
                document.extend(columns.flatten());
            } else {
                document.insert(table.name.clone(), Value::Array(rows));
            }
        }
        Ok((!document.is_empty()).then_some(document))
    }
}
