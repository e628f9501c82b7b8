//! Links: a foreign key as index arrays, in both directions.

use std::sync::Arc;

use super::ids::Ids;
use super::lists::Lists;
use super::moves::{Moves, NONE};
use entity::tables::{NodeType, SharedTables, Table};
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

/// One foreign key: for each row of the referring table the row it refers to, and for each row of
/// the other table those that refer to it, in their table's order.
#[derive(Clone, Debug)]
pub struct Link {
    /// The key.
    pub key: Key,
    /// The key's column.
    pub column: &'static str,
    targets: Arc<Vec<u32>>,
    pub(super) sources: Arc<Lists>,
}

impl Link {
    /// The row that `source` refers to.
    #[must_use]
    pub fn target(&self, source: u32) -> Option<u32> {
        Some(self.targets[source as usize]).filter(|target| *target != NONE)
    }

    /// The rows that refer to one.
    #[must_use]
    pub fn sources(&self, target: u32) -> &[u32] {
        self.sources.of(target)
    }

    /// Whether it leads from the same places to the same as another, being shared with it.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.targets, &other.targets) && Arc::ptr_eq(&self.sources, &other.sources)
    }

    /// How much memory it takes, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.targets.len() * size_of::<u32>() + self.sources.weight()
    }

    /// The link of rows that refer to the given targets, out of `count`.
    fn new(key: Key, column: &'static str, targets: Vec<u32>, count: usize) -> Self {
        let sources = (0_u32..).zip(&targets);
        let sources = sources.filter(|(_, target)| **target != NONE);
        let pairs = sources.map(|(source, target)| (*target, source));
        Self {
            key,
            column,
            sources: Arc::new(Lists::new(count, pairs)),
            targets: Arc::new(targets),
        }
    }

    /// The same after rows moved to those of `tables`.
    fn after<E: Table>(
        &self,
        column: E::Column,
        tables: &SharedTables,
        ids: &[Arc<Ids>],
        moves: &[Option<Moves>],
    ) -> Result<Self, Dangling> {
        let (own, others) = (&moves[E::INDEX], &moves[self.key.to]);
        let others = others.as_ref().filter(|moves| !moves.keeps_places());
        if own.is_none() && others.is_none() {
            return Ok(self.clone());
        }
        let rows = E::shared(tables);
        let mut targets = vec![NONE; rows.len()];
        let mut again = Vec::new();
        for (source, target) in (0..).zip(&*self.targets) {
            let Some(source) = own.as_ref().map_or(Some(source), |moves| moves.of(source)) else {
                continue;
            };
            if *target == NONE {
                continue;
            }
            match others.map_or(Some(*target), |moves| moves.of(*target)) {
                Some(target) => targets[source as usize] = target,
                // What it refers to is gone: it is another row by now, or one too many.
                None => again.push(source),
            }
        }
        again.extend(own.iter().flat_map(Moves::changed));
        for source in again {
            let row = &rows[source as usize];
            targets[source as usize] = target_of::<E>(row, column, self.key, tables, ids)?;
        }
        let count = ids[self.key.to].len();
        if targets == *self.targets && count == self.sources.len() {
            return Ok(self.clone());
        }
        Ok(Self::new(self.key, self.column, targets, count))
    }
}

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
    /// The keys of a table with their columns, as the entity lists its references and in that order.
    pub fn all<E: Table>() -> impl Iterator<Item = (E::Column, Self)> {
        let relations = E::Relation::iter().map(|relation| relation.def());
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
pub(super) fn links<E: Table>(
    tables: &SharedTables,
    ids: &[Arc<Ids>],
) -> Result<Vec<Link>, Dangling> {
    let link = |(column, key): (E::Column, Key)| {
        let rows = E::shared(tables).iter();
        let targets = rows.map(|row| target_of::<E>(row, column, key, tables, ids));
        let targets = targets.collect::<Result<Vec<_>, _>>()?;
        Ok(Link::new(key, column.as_str(), targets, ids[key.to].len()))
    };
    Key::all::<E>().map(link).collect()
}

/// The same after rows moved to those of `tables`.
pub(super) fn links_after<E: Table>(
    links: &[Link],
    tables: &SharedTables,
    ids: &[Arc<Ids>],
    moves: &[Option<Moves>],
) -> Result<Vec<Link>, Dangling> {
    let keys = Key::all::<E>().zip(links);
    keys.map(|((column, _), link)| link.after::<E>(column, tables, ids, moves))
        .collect()
}

/// The place of what a row refers to by a column; [`NONE`] where that is nothing.
fn target_of<E: Table>(
    row: &E::Model,
    column: E::Column,
    key: Key,
    tables: &SharedTables,
    ids: &[Arc<Ids>],
) -> Result<u32, Dangling> {
    let Value::String(Some(id)) = row.get(column) else {
        return Ok(NONE);
    };
    let target = ids[key.to].get(tables, &id);
    target.ok_or_else(|| Dangling {
        table: E::default().table_name().to_owned(),
        column: column.as_str().to_owned(),
        row: E::subject(row).1.to_owned(),
        target: id,
        to: NodeType::iter()
            .nth(key.to)
            .map_or_else(String::new, |kind| kind.name().to_owned()),
    })
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
            vec![1, NONE, 0, 1],
            3,
        );
        let targets: Vec<_> = (0..4).map(|source| link.target(source)).collect();
        assert_eq!(targets, [Some(1), None, Some(0), Some(1)]);
        let sources: Vec<_> = (0..3).map(|target| link.sources.of(target)).collect();
        assert_eq!(sources, [&[2][..], &[0, 3], &[]]);
    }
}
