//! Links: a foreign key as index arrays, in both directions.

use std::collections::HashMap;

use super::lists::Lists;
use entity::tables::Table;
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
pub(super) struct Link {
    pub(super) column: &'static str,
    pub(super) to: usize,
    targets: Vec<u32>,
    pub(super) sources: Lists,
}

impl Link {
    /// The row that `source` refers to.
    pub(super) fn target(&self, source: u32) -> Option<u32> {
        Some(self.targets[source as usize]).filter(|target| *target != NONE)
    }

    /// The same where the key is never null, which the database holds.
    pub(super) fn required(&self, source: u32) -> u32 {
        self.targets[source as usize]
    }

    /// The link of rows that refer to the given targets, out of `count`.
    pub(super) fn new(
        column: &'static str,
        to: usize,
        targets: &[Option<u32>],
        count: usize,
    ) -> Self {
        let sources = (0_u32..).zip(targets);
        let pairs = sources.filter_map(|(source, target)| Some(((*target)?, source)));
        Self {
            column,
            to,
            sources: Lists::new(count, pairs),
            targets: targets
                .iter()
                .map(|target| target.unwrap_or(NONE))
                .collect(),
        }
    }
}

/// A table's place in the list, and its records' places by id.
pub(super) type Ids = HashMap<&'static str, (usize, HashMap<String, u32>)>;

/// The links of a table: its foreign keys, as SeaORM's relations declare them and in that order.
pub(super) fn links<E: Table>(rows: &[E::Model], ids: &Ids) -> Result<Vec<Link>, Dangling> {
    // Of a relation's two sides the one that holds the key is not the owner.
    let keys = E::Relation::iter()
        .map(|relation| relation.def())
        .filter(|relation| !relation.is_owner);
    let link = |relation: RelationDef| {
        let to = relation.to_tbl.sea_orm_table().to_string();
        let column = match &relation.from_col {
            Identity::Unary(column) => column.to_string().parse::<E::Column>().ok()?,
            _ => return None,
        };
        let (place, targets) = ids.get(to.as_str())?;
        Some((column, to, *place, targets))
    };
    keys.filter_map(link)
        .map(|(column, to, place, targets)| {
            let target = |row: &E::Model| match row.get(column) {
                Value::String(Some(id)) => match targets.get(&id) {
                    Some(target) => Ok(Some(*target)),
                    None => Err(Dangling {
                        table: E::default().table_name().to_owned(),
                        column: column.as_str().to_owned(),
                        row: E::subject(row).1.to_owned(),
                        target: id,
                        to: to.clone(),
                    }),
                },
                _ => Ok(None),
            };
            let found = rows.iter().map(target).collect::<Result<Vec<_>, _>>()?;
            Ok(Link::new(column.as_str(), place, &found, targets.len()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_followed_both_ways() {
        let link = Link::new("a", 0, &[Some(1), None, Some(0), Some(1)], 3);
        let targets: Vec<_> = (0..4).map(|source| link.target(source)).collect();
        assert_eq!(targets, [Some(1), None, Some(0), Some(1)]);
        let sources: Vec<_> = (0..3).map(|target| link.sources.of(target)).collect();
        assert_eq!(sources, [&[2][..], &[0, 3], &[]]);
    }
}
