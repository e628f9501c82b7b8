//! What records have to be beside being found: of ISCMs, on topics, of years.

use entity::tables::NodeType;

use super::index::Index;
use crate::graph::{Scope, Years};

/// Years from one to another; open where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct YearRange {
    /// The first year.
    pub from: Option<i32>,
    /// The last year.
    pub to: Option<i32>,
}

/// What records have to be beside being found.
pub(super) struct Filter<'i> {
    index: &'i Index,
    /// Those of the ISCMs that are asked for, in order.
    iscms: Option<Vec<u32>>,
    /// Whether each document is on a topic that is asked for.
    on_topic: Option<Vec<bool>>,
    /// The years that are asked for, and those of each document.
    years: Option<(YearRange, &'i [Years])>,
}

impl<'i> Filter<'i> {
    /// Of some ISCMs and on one of some topics, by their places, and of some years.
    pub(super) fn new(
        scope: &Scope,
        index: &'i Index,
        iscms: Option<&[u32]>,
        topics: Option<&[u32]>,
        years: Option<YearRange>,
    ) -> Self {
        let numbers = |kind, places: &[u32]| -> Vec<u32> {
            let numbers = places.iter().map(|place| index.numbers.of(kind, *place));
            let mut numbers: Vec<_> = numbers.collect();
            numbers.sort_unstable();
            numbers
        };
        Self {
            index,
            iscms: iscms.map(|places| numbers(NodeType::Iscm, places)),
            on_topic: topics.map(|places| on_topic(index, &numbers(NodeType::Topic, places))),
            years: years.map(|years| (years, index.years(scope))),
        }
    }

    /// Whether a document is so.
    pub(super) fn takes(&self, number: u32) -> bool {
        let place = number as usize;
        let iscm = self.index.relations.iscms[place];
        self.iscms
            .as_ref()
            .is_none_or(|iscms| iscms.binary_search(&iscm).is_ok())
            && self
                .on_topic
                .as_ref()
                .is_none_or(|on_topic| on_topic[place])
            && self
                .years
                .is_none_or(|(asked, years)| asked.meets(years[place]))
    }
}

impl YearRange {
    /// Whether some year is in both. What has no year at all is of none.
    fn meets(self, (from, to): Years) -> bool {
        let begins = from.is_none_or(|from| self.to.is_none_or(|to| from <= to));
        let ends = to.is_none_or(|to| self.from.is_none_or(|from| from <= to));
        (from.is_some() || to.is_some()) && begins && ends
    }
}

/// Whether each document is on a topic: it names it, or it is the ISCM of a theme that does.
fn on_topic(index: &Index, topics: &[u32]) -> Vec<bool> {
    let mut is_on = vec![false; index.numbers.len()];
    let themes = index.numbers.range(NodeType::Theme);
    for topic in topics {
        for referrer in index.relations.referrers(*topic) {
            is_on[referrer as usize] = true;
            if themes.contains(&referrer) {
                is_on[index.relations.iscms[referrer as usize] as usize] = true;
            }
        }
    }
    is_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_meet_where_they_share_one() {
        let asked = YearRange {
            from: Some(2000),
            to: Some(2010),
        };
        let open = YearRange {
            from: Some(2000),
            to: None,
        };
        for (years, meets) in [
            ((Some(2000), Some(2000)), true),
            ((Some(1990), Some(1999)), false),
            ((Some(1990), None), true),
            ((None, Some(1999)), false),
            ((Some(2011), None), false),
            ((None, None), false),
        ] {
            assert_eq!(asked.meets(years), meets, "{years:?}");
        }
        assert!(open.meets((Some(2011), None)));
    }
}
