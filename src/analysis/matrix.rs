//! Matrices: what several ISCMs have, side by side.

use std::collections::BTreeMap;

/// Records under keys, a column for each ISCM: a row for each key, a cell for each column, in the
/// cell the column's records with the key.
#[derive(Debug)]
pub struct Matrix<K, R> {
    columns: usize,
    rows: BTreeMap<K, Vec<Vec<R>>>,
}

impl<K: Copy + Ord, R> Matrix<K, R> {
    /// Sorts each column's records by their keys.
    pub fn new<C>(columns: impl ExactSizeIterator<Item = C>) -> Self
    where
        C: IntoIterator<Item = (K, R)>,
    {
        let count = columns.len();
        let mut rows: BTreeMap<K, Vec<Vec<R>>> = BTreeMap::new();
        for (column, pairs) in columns.enumerate() {
            for (key, record) in pairs {
                let empty = || (0..count).map(|_| Vec::new()).collect();
                rows.entry(key).or_insert_with(empty)[column].push(record);
            }
        }
        Self {
            columns: count,
            rows,
        }
    }

    /// The keys, in their order, each with its cells.
    pub fn rows(&self) -> impl Iterator<Item = (K, &[Vec<R>])> {
        self.rows
            .iter()
            .map(|(key, cells)| (*key, cells.as_slice()))
    }

    /// How many records each cell of a key has.
    pub fn counts(&self, key: K) -> Vec<usize> {
        let cells = self.rows.get(&key);
        cells.map_or_else(
            || vec![0; self.columns],
            |cells| cells.iter().map(Vec::len).collect(),
        )
    }

    /// The keys that every column has.
    pub fn shared(&self) -> impl Iterator<Item = K> {
        let full = self
            .rows()
            .filter(|(_, cells)| !cells.iter().any(Vec::is_empty));
        full.map(|(key, _)| key)
    }

    /// The keys that one column has and no other.
    pub fn only(&self, column: usize) -> impl Iterator<Item = K> {
        let own = self.rows().filter(move |(_, cells)| {
            let mut cells = cells.iter().enumerate();
            cells.all(|(at, cell)| cell.is_empty() != (at == column))
        });
        own.map(|(key, _)| key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_shared_or_of_one_column_alone_or_neither() {
        let columns = [
            vec![('b', 1), ('a', 2), ('b', 3)],
            vec![('b', 4), ('c', 5), ('d', 6)],
            vec![('b', 7), ('d', 8)],
        ];
        let matrix = Matrix::new(columns.into_iter());
        let keys: Vec<_> = matrix.rows().map(|(key, _)| key).collect();
        assert_eq!(keys, ['a', 'b', 'c', 'd']);
        assert_eq!(matrix.shared().collect::<Vec<_>>(), ['b']);
        let only = |column| matrix.only(column).collect::<Vec<_>>();
        assert_eq!([only(0), only(1), only(2)], [vec!['a'], vec!['c'], vec![]]);
        assert_eq!(matrix.counts('b'), [2, 1, 1]);
        assert_eq!(matrix.counts('x'), [0, 0, 0]);
    }
}
