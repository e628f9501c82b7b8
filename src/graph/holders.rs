//! Who holds an office: those of its terms that are served on a date, and the last that are known.

use std::cmp::Reverse;

use chrono::NaiveDate;
use entity::iscm;
use entity::tables::Dated;

use super::office::{first_year, share};
use super::rows::Row;

impl<'a> Row<'a, iscm::Entity> {
    /// Its terms of an office that are served on a date: a term that another one followed is not, even in its last year.
    /// Whose term began last stands first; of those that began together, who holds the office alone.
    #[must_use]
    pub fn in_office<E: Dated>(&self, date: NaiveDate) -> Vec<Row<'a, E>> {
        let terms = self.terms::<E>().iter();
        let holding: Vec<_> = terms.filter(|term| term.holds(date).is_some()).collect();
        newest(&holding)
    }

    /// Its newest terms of an office, whether they are still served or not.
    #[must_use]
    pub fn last_in_office<E: Dated>(&self) -> Vec<Row<'a, E>> {
        let terms: Vec<_> = self.terms::<E>().iter().collect();
        newest(&terms)
    }
}

/// The last of terms that stand in their succession, and those that share the office with it.
fn newest<'a, E: Dated>(terms: &[Row<'a, E>]) -> Vec<Row<'a, E>> {
    let Some((last, before)) = terms.split_last() else {
        return Vec::new();
    };
    let began = first_year(last);
    let shares = |term: &&Row<'a, E>| {
        let ended = term.period().bounds().1;
        share(term, last) && ended.is_none_or(|ended| Some(ended) >= began)
    };
    let sharing = before.iter().filter(shares);
    let mut newest: Vec<_> = sharing.chain([last]).copied().collect();
    newest.sort_by_key(|term| {
        let began = Reverse(first_year(term));
        (began, E::is_shared(term), term.place())
    });
    newest
}
