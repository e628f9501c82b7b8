//! Links: a foreign key as index arrays, in both directions.

use std::collections::HashMap;

use super::lists::Lists;
use entity::tables::{NodeType, Table};
use sea_orm::{IdenStatic, Identity, Iterable, ModelTrait, RelationDef, RelationTrait, Value};

/// A row that refers to one that is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{table}.{column} of the row {row:?} refers to {target:?}, which is not in {to}")]
pub struct Dangling {
    /// The referring table.
    pub table: String,
    /// The referring column.
    pub column: String,
    /// The referring row's record.
    pub row: String,
    /// The key it refers to.
    pub target: String,
    /// The table it refers to.
    pub to: String,
}

/// Stands for "refers to nothing".
const NONE: u32 = u32::MAX;

/// One foreign key: for each row of the referring table the row it refers to, and for each row of
/// the other table those that refer to it, in their table's order.
#[derive(Debug)]
pub struct Link {
    /// The key.
    pub key: Key,
    /// The key's column.
    pub column: &'static str,
    targets: Vec<u32>,
    pub(super) sources: Lists,
}

impl Link {
    /// The row that `source` refers to.
    #[must_use]
    pub fn target(&self, source: u32) -> Option<u32> {
        Some(self.targets[source as usize]).filter(|target| *target != NONE)
    }

    /// The link of rows that refer to the given targets, out of `count`.
    pub(super) fn new(
        key: Key,
        column: &'static str,
        targets: &[Option<u32>],
        count: usize,
    ) -> Self {
        let sources = (0_u32..).zip(targets);
        let pairs = sources.filter_map(|(source, target)| Some(((*target)?, source)));
        Self {
            key,
            column,
            sources: Lists::new(count, pairs),
            targets: targets
                .iter()
                .map(|target| target.unwrap_or(NONE))
                .collect(),
        }
    }
}

/// The places of a table's records, by id.
pub(super) type Ids = HashMap<String, u32>;

/// A foreign key of a table, by its place among the table's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The referring table, by its place in the list of tables.
    pub table: usize,
    /// The table that it refers to.
    pub to: usize,
    number: usize,
}

impl Key {
    /// The keys of a table with their columns, as SeaORM's relations declare them and in that order.
    pub fn all<E: Table>() -> impl Iterator<Item = (E::Column, Self)> {
        // Of a relation's two sides the one that holds the key is not the owner.
        let relations = E::Relation::iter()
            .map(|relation| relation.def())
            .filter(|relation| !relation.is_owner);
        let column = |relation: RelationDef| {
            let to = relation.to_tbl.sea_orm_table().to_string();
            let to = NodeType::iter().find(|kind| kind.name() == to)?;
            match &relation.from_col {
                Identity::Unary(column) => {
                    Some((column.to_string().parse::<E::Column>().ok()?, to))
                }
                _ => None,
            }
        };
        relations
            .filter_map(column)
            .enumerate()
            .map(|(number, (column, to))| {
                let key = Self {
                    table: E::INDEX,
                    // Records stand first in the list of tables.
                    to: to as usize,
                    number,
                };
                (column, key)
            })
    }

    /// The first key of a table to another.
    #[must_use]
    pub fn to<E: Table>(table: usize) -> Option<Self> {
        let mut keys = Self::all::<E>().map(|(_, key)| key);
        keys.find(|key| key.to == table)
    }

    /// The key of a table that a column is.
    #[must_use]
    pub fn by<E: Table>(column: &str) -> Option<Self> {
        let mut keys = Self::all::<E>();
        keys.find(|(of, _)| of.as_str() == column)
            .map(|(_, key)| key)
    }

    pub(super) const fn number(self) -> usize {
        self.number
    }
}

/// The links of a table, one for each of its keys.
pub(super) fn links<E: Table>(rows: &[E::Model], ids: &[Ids]) -> Result<Vec<Link>, Dangling> {
    Key::all::<E>()
        .map(|(column, key)| {
            let target = |row: &E::Model| match row.get(column) {
                Value::String(Some(id)) => match ids[key.to].get(&id) {
                    Some(target) => Ok(Some(*target)),
                    None => Err(Dangling {
                        table: E::default().table_name().to_owned(),
                        column: column.as_str().to_owned(),
                        row: E::subject(row).1.to_owned(),
                        target: id,
                        to: NodeType::iter()
                            .nth(key.to)
                            .map_or_else(String::new, |kind| kind.name().to_owned()),
                    }),
                },
                _ => Ok(None),
            };
            let found = rows.iter().map(target).collect::<Result<Vec<_>, _>>()?;
            Ok(Link::new(key, column.as_str(), &found, ids[key.to].len()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_followed_both_ways() {
        let link = Link::new(
            Key {
                table: 1,
                to: 0,
                number: 0,
            },
            "a",
            &[Some(1), None, Some(0), Some(1)],
            3,
        );
        let targets: Vec<_> = (0..4).map(|source| link.target(source)).collect();
        assert_eq!(targets, [Some(1), None, Some(0), Some(1)]);
        let sources: Vec<_> = (0..3).map(|target| link.sources.of(target)).collect();
        assert_eq!(sources, [&[2][..], &[0, 3], &[]]);
    }
}
