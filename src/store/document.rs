//! Documents: records as the log has them. A document has the row's columns, and the rows that are part of
//! the record as lists under their tables' names.
//!
//! It is written in the present format and never edited. One of an older format is read as if it had been
//! written in the present one: a function for each step from a format to the next adds what it lacks.

use entity::tables::{NodeType, Table, Tables, Visitor, each};
use serde_json::{Map, Value};

/// A record with its parts.
pub type Document = Map<String, Value>;

/// The format that is written: 1 is that of the first edition's tables, 2 of the second's.
pub(super) const FORMAT: i32 = 2;

/// From each format to the next.
const STEPS: [fn(NodeType, &mut Document); FORMAT as usize - 1] = [second_edition];

/// A document that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is of a format that this program does not know.
    #[error("it is of the format {0}, and formats 1 to {FORMAT} are known")]
    Format(i32),
    /// It is not what its format says.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
}

/// A document as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    format: i32,
    json: Box<[u8]>,
}

impl Logged {
    pub(super) fn new(format: i32, document: &Value) -> Self {
        Self {
            format,
            json: document.to_string().into_bytes().into(),
        }
    }

    /// How much memory it takes, in bytes.
    #[must_use]
    pub const fn weight(&self) -> usize {
        self.json.len() + size_of::<Self>()
    }

    /// Reads it, in the present format.
    pub fn read(&self, kind: NodeType) -> Result<Document, Unreadable> {
        let known = usize::try_from(self.format.wrapping_sub(1)).ok();
        let steps = known.and_then(|done| STEPS.get(done..));
        let steps = steps.ok_or(Unreadable::Format(self.format))?;
        let mut document = serde_json::from_slice(&self.json)?;
        for step in steps {
            step(kind, &mut document);
        }
        Ok(document)
    }
}

/// From format 1: ISCMs have languages, and funds a kind. Other columns that came are null where they are not.
fn second_edition(kind: NodeType, document: &mut Document) {
    match kind {
        NodeType::Iscm => {
            let none = || Value::Array(Vec::new());
            document.entry("languages").or_insert_with(none);
        }
        NodeType::Fund => {
            let name = document.get("name").and_then(Value::as_str);
            let is_reserve =
                name.is_some_and(|name| name.to_ascii_lowercase().contains("reserve fund"));
            let fund = if is_reserve { "RESERVE" } else { "OTHER" };
            document.entry("kind").or_insert_with(|| fund.into());
        }
        _ => {}
    }
}

/// Adds the rows of a record to others: its own, and with `parts` those that are part of it.
pub fn add_rows(
    tables: &mut Tables,
    kind: NodeType,
    document: &Document,
    parts: bool,
) -> Result<(), serde_json::Error> {
    struct Adder<'a> {
        tables: &'a mut Tables,
        kind: NodeType,
        document: &'a Document,
        parts: bool,
        failed: Option<serde_json::Error>,
    }
    impl Adder<'_> {
        fn add<E: Table>(&mut self) -> Result<(), serde_json::Error> {
            if E::RECORD == Some(self.kind) {
                let row = serde_json::from_value(Value::Object(self.document.clone()))?;
                E::rows_mut(self.tables).push(row);
            } else if E::RECORD.is_none()
                && self.parts
                && let Some(parts) = self.document.get(E::default().table_name())
            {
                let rows: Vec<E::Model> = serde_json::from_value(parts.clone())?;
                E::rows_mut(self.tables).extend(rows);
            }
            Ok(())
        }
    }
    impl Visitor for Adder<'_> {
        fn visit<E: Table>(&mut self) {
            if let Err(error) = self.add::<E>() {
                self.failed = Some(error);
            }
        }
    }
    let mut adder = Adder {
        tables,
        kind,
        document,
        parts,
        failed: None,
    };
    each(&mut adder);
    adder.failed.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(format: i32, kind: NodeType, document: &Value) -> Result<Value, Unreadable> {
        Ok(Value::Object(Logged::new(format, document).read(kind)?))
    }

    #[test]
    fn documents_of_older_formats_are_read_as_of_the_present_one() {
        let fund = |name: &str| {
            read(1, NodeType::Fund, &json!({ "name": name })).expect("a document")["kind"].clone()
        };
        assert_eq!(fund("The Reserve Fund of 2004"), "RESERVE");
        assert_eq!(fund("A trust fund"), "OTHER");
        let iscm = read(1, NodeType::Iscm, &json!({ "id": "a" })).expect("a document");
        assert_eq!(iscm, json!({ "id": "a", "languages": [] }));
        // What is there stays.
        let newer = json!({ "name": "Reserve Fund", "kind": "OTHER" });
        assert_eq!(read(1, NodeType::Fund, &newer).expect("one"), newer);
        let present = json!({ "name": "Reserve Fund" });
        assert_eq!(
            read(FORMAT, NodeType::Fund, &present).expect("one"),
            present
        );
    }

    #[test]
    fn a_format_that_is_not_known_is_refused() {
        for format in [i32::MIN, -1, 0, FORMAT + 1, i32::MAX] {
            let refused = read(format, NodeType::Fund, &json!({}));
            assert!(matches!(refused, Err(Unreadable::Format(_))), "{format}");
        }
        assert!(read(1, NodeType::Fund, &json!([])).is_err());
    }
}
