//! Terms of an office in which one follows another, as the chairs of an ISCM do: who follows whom, and
//! how long a term may go on whose last year is not known.
//!
//! Such a term ends before the next one begins that does not share the office with it. The last one of all
//! goes on for as long as terms of its ISCM do as a rule; where no rule is known, for [`UNTOLD`] years
//! after the newest source that tells of it, and without an end where a source has no year: a page tells
//! of the present.

use std::cmp::Reverse;

use entity::iscm;
use entity::source;
use entity::tables::Dated;

use super::rows::Row;
use super::scope::Scope;

/// For how many years after the newest source that tells of it a term may go on, where it is not known how
/// long terms are as a rule.
const UNTOLD: i32 = 2;
/// Of how many terms the lengths are to be known to make a rule.
const RULE: usize = 2;

/// Terms of one ISCM, from the first to the last.
pub(super) struct Succession<'a, E: Dated>(Vec<Row<'a, E>>);

impl<'a, E: Dated> Succession<'a, E> {
    pub(super) fn of(terms: &[Row<'a, E>]) -> Self {
        let mut terms = terms.to_vec();
        terms.sort_by_key(order);
        Self(terms)
    }

    /// The last term, and those that share the office with it. Whose term began last stands first; of those
    /// that began together, who holds it alone.
    pub(super) fn last(&self) -> Vec<Row<'a, E>> {
        let Some(last) = self.0.last() else {
            return Vec::new();
        };
        let began = first_year(last);
        let shares = |term: &&Row<'a, E>| {
            let ended = term.period().bounds().1;
            share(term, last) && ended.is_none_or(|ended| Some(ended) >= began)
        };
        let before = self.0[..self.0.len() - 1].iter().filter(shares);
        let mut terms: Vec<_> = before.chain([last]).copied().collect();
        terms.sort_by_key(|term| {
            let began = Reverse(first_year(term));
            (began, E::is_shared(term), term.place())
        });
        terms
    }
}

/// The last year of each term, by its place: the one that is known, or the last one that is possible.
pub(super) fn last_years<E: Dated>(scope: &Scope) -> Vec<Option<i32>> {
    let mut lasts = vec![None; scope.all::<E>().len()];
    for iscm in scope.all::<iscm::Entity>().iter() {
        let terms: Vec<_> = iscm.many::<E>().iter().collect();
        let Succession(terms) = Succession::of(&terms);
        let ends = terms.iter().enumerate().map(|(at, term)| {
            let next = terms[at + 1..].iter().find(|next| !share(term, next));
            E::years(term).1.or_else(|| end_before(term, next?))
        });
        let ends: Vec<_> = ends.collect();
        let usual = usual_length(&terms, &ends);
        for (term, end) in terms.iter().zip(ends) {
            let goes_on = || match (usual, first_year(term)) {
                (Some(length), Some(first)) => first.checked_add(length),
                _ => told_in(term)?.checked_add(UNTOLD),
            };
            lasts[term.place() as usize] = end.or_else(goes_on);
        }
    }
    lasts
}

/// The last year of a term that another one ended.
fn end_before<E: Dated>(term: &Row<'_, E>, next: &Row<'_, E>) -> Option<i32> {
    let before = first_year(next)?.checked_sub(1)?;
    Some(first_year(term).map_or(before, |first| before.max(first)))
}

/// How many years lie between the first and the last year of terms as a rule: of half of them no more.
fn usual_length<E: Dated>(terms: &[Row<'_, E>], ends: &[Option<i32>]) -> Option<i32> {
    let lengths = terms.iter().zip(ends);
    let lengths = lengths.filter_map(|(term, end)| end.as_ref()?.checked_sub(first_year(term)?));
    let mut lengths: Vec<_> = lengths.collect();
    lengths.sort_unstable();
    (lengths.len() >= RULE).then(|| lengths[(lengths.len() - 1) / 2])
}

/// The year of the newest source that tells of a term, or that of its beginning; nothing where a source has
/// no year.
fn told_in<E: Dated>(term: &Row<'_, E>) -> Option<i32> {
    let cited = term.cited().iter();
    let sources = cited.filter_map(|cited| cited.one::<source::Entity>());
    let years = sources.map(|source| source.year);
    let mut years = years.chain([first_year(term)]);
    years.try_fold(i32::MIN, |newest, year| Some(newest.max(year?)))
}

fn first_year<E: Dated>(term: &Row<'_, E>) -> Option<i32> {
    E::years(term).0
}

/// Whether a term and a later one hold the office together: one says that it is shared, and they began
/// together; or both do, and the earlier one is known to have gone on when the later one began.
fn share<E: Dated>(earlier: &Row<'_, E>, later: &Row<'_, E>) -> bool {
    let began = (first_year(earlier), first_year(later));
    let goes_on = E::years(earlier)
        .1
        .is_some_and(|ended| Some(ended) >= began.1);
    match (E::is_shared(earlier), E::is_shared(later)) {
        (false, false) => false,
        (true, true) => began.0 == began.1 || goes_on,
        _ => began.0 == began.1,
    }
}

/// What terms follow each other by: the year in which they began. Of those that began in one year, one that
/// ended in it goes first, and one whose end is known last.
fn order<E: Dated>(term: &Row<'_, E>) -> (Option<i32>, (u8, Option<i32>), u32) {
    let (from, to) = E::years(term);
    let rank = match to {
        Some(_) if to == from => 0,
        None => 1,
        Some(_) => 2,
    };
    (from, (rank, to), term.place())
}
