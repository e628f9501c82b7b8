//! How much memory a version takes beside another one that it shares with.

use std::sync::Arc;

use entity::tables::{Table, Visitor, each};

use super::snapshot::Snapshot;

impl Snapshot {
    /// About how many bytes it takes that another version has no part in: its arrays, and what is kept with it. Its
    /// own rows are not in it.
    pub(super) fn weight_beside(&self, other: &Self) -> usize {
        struct Scales<'s>(&'s Snapshot, &'s Snapshot, usize);
        impl Visitor for Scales<'_> {
            fn visit<E: Table>(&mut self) {
                let Self(own, other, weight) = self;
                let rows = E::shared(&own.tables);
                if !Arc::ptr_eq(rows, E::shared(&other.tables)) {
                    *weight += rows.len() * size_of::<Arc<E::Model>>();
                }
                let ids = &own.ids[E::INDEX];
                if !Arc::ptr_eq(ids, &other.ids[E::INDEX]) {
                    *weight += ids.weight();
                }
                let links = own.links[E::INDEX].iter().zip(&other.links[E::INDEX]);
                let own_links = links.filter(|(link, other)| !link.is_same(other));
                *weight += own_links.map(|(link, _)| link.weight()).sum::<usize>();
                let joined = own.joined[E::INDEX].iter().zip(&other.joined[E::INDEX]);
                for (lists, other) in joined {
                    if let Some(lists) = lists.get()
                        && other.get().is_none_or(|other| !Arc::ptr_eq(lists, other))
                    {
                        *weight += lists.weight();
                    }
                }
            }
        }
        let mut scales = Scales(self, other, size_of::<Self>());
        each(&mut scales);
        scales.2 + self.citations.weight_beside(&other.citations) + self.derived.weight()
    }
}
