//! Files against a database that others changed since these were made: three ways of each record, of which each column
//! is taken from whoever changed it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use entity::tables::{NodeType, Table, Tables, Visitor, each};

use super::base::Base;
use super::document::{Document, add_rows};
use super::documents::Documents;
use super::load::sort;

/// What is done where both changed one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Conflicts {
    /// Nothing is written, and they are told.
    #[default]
    Refuse,
    /// The files are right.
    Mine,
    /// The database is right.
    Theirs,
}

/// A record that files and others changed differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The record's type.
    pub kind: NodeType,
    /// Its id.
    pub id: String,
    /// The columns, and the lists of parts; none where one of both removed the record.
    pub columns: Vec<String>,
}

/// Its id and columns.
impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.name(), self.id)?;
        if self.columns.is_empty() {
            f.write_str(" (removed by one, changed by the other)")
        } else {
            write!(f, " ({})", self.columns.join(", "))
        }
    }
}

/// What is to be there: what the files say, `mine`, with what others did to what is there, `theirs`, since the files knew
/// `base`; or what is in conflict. Nothing where the files alone count.
pub(super) fn merge(
    base: &Base,
    theirs: &Tables,
    mine: &Tables,
    conflicts: Conflicts,
) -> Result<Option<Tables>, Vec<Conflict>> {
    let is_meant = |kind, id: &str| base.contains_key(&(kind, id.to_owned()));
    let (of_theirs, of_mine) = (
        Documents::new(theirs, is_meant),
        Documents::new(mine, is_meant),
    );
    let mut found = Vec::new();
    let mut merged = BTreeMap::new();
    for ((kind, id), before) in base {
        // Rows are written as they were read.
        let document = |of: &Documents<'_>| of.of(*kind, id).unwrap_or_default();
        let (theirs, mine) = (document(&of_theirs), document(&of_mine));
        let (document, columns) = three_way(before.as_ref(), theirs, mine.as_ref(), conflicts);
        if let Some(columns) = columns {
            let id = id.clone();
            found.push(Conflict {
                kind: *kind,
                id,
                columns,
            });
        }
        if document != mine {
            merged.insert((*kind, id.clone()), document);
        }
    }
    if !found.is_empty() && conflicts == Conflicts::Refuse {
        return Err(found);
    }
    if merged.is_empty() {
        return Ok(None);
    }
    // Documents of rows are ones of rows.
    Ok(Some(
        with_records(mine, &merged).unwrap_or_else(|_| mine.clone()),
    ))
}

/// Records as they are to be; nothing for those that are to go.
pub type Records = BTreeMap<(NodeType, String), Option<Document>>;

/// Rows, with records in place of what these are among them.
pub fn with_records(rows: &Tables, records: &Records) -> serde_json::Result<Tables> {
    let mut tables = rows.clone();
    each(&mut Without(&mut tables, records));
    for ((kind, _), document) in records {
        if let Some(document) = document {
            add_rows(&mut tables, *kind, document, true)?;
        }
    }
    sort(&mut tables);
    Ok(tables)
}

/// What a record is to be that was `base`, is `theirs` by now, and is to be `mine`; and the columns that both changed
/// differently, none where one of both removed it.
#[must_use]
pub fn three_way(
    base: Option<&Document>,
    theirs: Option<Document>,
    mine: Option<&Document>,
    conflicts: Conflicts,
) -> (Option<Document>, Option<Vec<String>>) {
    if mine == base || mine == theirs.as_ref() {
        return (theirs, None);
    }
    if theirs.as_ref() == base {
        return (mine.cloned(), None);
    }
    let is_mine = conflicts == Conflicts::Mine;
    let (Some(theirs), Some(mine)) = (&theirs, mine) else {
        let right = if is_mine { mine.cloned() } else { theirs };
        return (right, Some(Vec::new()));
    };
    let nothing = Document::new();
    let base = base.unwrap_or(&nothing);
    let names = [base, theirs, mine].into_iter().flat_map(Document::keys);
    let names: BTreeSet<&String> = names.collect();
    let (mut merged, mut both) = (theirs.clone(), Vec::new());
    for name in names {
        let (before, there, here) = (base.get(name), theirs.get(name), mine.get(name));
        if here == before || here == there {
            continue;
        }
        let is_conflict = there != before;
        if is_conflict {
            both.push(name.clone());
        }
        if !is_conflict || is_mine {
            match here {
                Some(value) => drop(merged.insert(name.clone(), value.clone())),
                None => drop(merged.remove(name)),
            }
        }
    }
    (Some(merged), (!both.is_empty()).then_some(both))
}

/// Takes the rows of records away.
struct Without<'a>(&'a mut Tables, &'a Records);

impl Visitor for Without<'_> {
    fn visit<E: Table>(&mut self) {
        E::rows_mut(self.0).retain(|row| {
            let (kind, id) = E::subject(row);
            !self.1.contains_key(&(kind, id.to_owned()))
        });
    }
}
