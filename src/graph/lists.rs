//! Lists of places: for each row of one table the rows of another that it leads to.

use super::moves::Moves;

/// One list for each row, all in one array.
#[derive(Debug)]
pub struct Lists {
    starts: Vec<u32>,
    places: Vec<u32>,
    longest: usize,
}

impl Lists {
    /// The lists of `count` rows from pairs of a row and a place in its list; in the pairs' order.
    pub(super) fn new(count: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for (row, _) in pairs.clone() {
            starts[row as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut places = vec![0; starts.last().map_or(0, |count| *count as usize)];
        for (row, place) in pairs {
            let at = &mut next[row as usize];
            places[*at as usize] = place;
            *at += 1;
        }
        let lengths = starts.windows(2).map(|ends| ends[1] - ends[0]);
        Self {
            longest: lengths.max().unwrap_or_default() as usize,
            starts,
            places,
        }
    }

    /// The same from pairs in any order: each list in its table's order, each place once.
    #[must_use]
    pub fn sorted(count: usize, mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        Self::new(count, pairs.iter().copied())
    }

    /// The same for `count` rows after rows and the places in their lists moved, each list in its table's order, with
    /// pairs added. The error is a place that is there in the list of a row that is not.
    pub(super) fn moved(
        &self,
        rows: Option<&Moves>,
        places: Option<&Moves>,
        count: usize,
        added: &[(u32, u32)],
    ) -> Result<Self, u32> {
        let of = |moves: Option<&Moves>, place| moves.map_or(Some(place), |moves| moves.of(place));
        let mut pairs = Vec::with_capacity(self.places.len() + added.len());
        for row in (0..).take(self.len()) {
            let moved = of(rows, row);
            for place in self.of(row).iter().filter_map(|place| of(places, *place)) {
                pairs.push((moved.ok_or(place)?, place));
            }
        }
        pairs.extend_from_slice(added);
        let mut lists = Self::new(count, pairs.iter().copied());
        for (row, _) in added {
            let (from, to) = (lists.starts[*row as usize], lists.starts[*row as usize + 1]);
            lists.places[from as usize..to as usize].sort_unstable();
        }
        Ok(lists)
    }

    /// So many lists with nothing in them.
    pub(super) fn empty(count: usize) -> Self {
        Self::sorted(count, Vec::new())
    }

    /// How much memory it takes, in bytes.
    pub(super) const fn weight(&self) -> usize {
        (self.starts.len() + self.places.len()) * size_of::<u32>()
    }

    /// How many lists there are.
    pub(super) const fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// How long the longest list is.
    pub(super) const fn longest(&self) -> usize {
        self.longest
    }

    /// The list of a row.
    #[must_use]
    pub fn of(&self, row: u32) -> &[u32] {
        let row = row as usize;
        &self.places[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    /// From each row to what `next` leads to from the places of its list.
    pub(super) fn then(&self, next: &Self) -> Self {
        let pairs = self.pairs().flat_map(|(row, place)| {
            let places = next.of(place).iter();
            places.map(move |further| (row, *further))
        });
        Self::sorted(self.len(), pairs.collect())
    }

    /// The other way: from each of `count` places to the rows with it in their lists.
    pub(super) fn back(&self, count: usize) -> Self {
        let pairs = self.pairs().map(|(row, place)| (place, row));
        Self::sorted(count, pairs.collect())
    }

    fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        let rows = (0..).take(self.len());
        rows.flat_map(|row| self.of(row).iter().map(move |place| (row, *place)))
    }
}

#[cfg(test)]
mod tests {
    use super::Lists;

    fn all(lists: &Lists) -> Vec<&[u32]> {
        (0..lists.len())
            .map(|row| lists.of(u32::try_from(row).expect("small")))
            .collect()
    }

    #[test]
    fn lists_are_joined_and_turned() {
        let first = Lists::sorted(3, vec![(2, 1), (0, 1), (0, 0), (2, 1)]);
        assert_eq!(all(&first), [&[0, 1][..], &[], &[1]]);
        assert_eq!((first.longest(), Lists::empty(2).longest()), (2, 0));
        let second = Lists::new(2, [(0, 4), (1, 4), (1, 0)].into_iter());
        assert_eq!(all(&second), [&[4][..], &[4, 0]]);
        assert_eq!(all(&first.then(&second)), [&[0, 4][..], &[], &[0, 4]]);
        assert_eq!(all(&first.back(2)), [&[0][..], &[0, 2]]);
    }
}
