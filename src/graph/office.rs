//! Terms of an office in which one follows another, as the chairs of an ISCM do: who follows whom, and
//! how long a term may go on whose last year is not known.
//!
//! Such a term ends before the next one begins that does not share the office with it. The last one of all
//! goes on for as long as terms of its ISCM do as a rule; where no rule is known, for [`UNTOLD`] years
//! after the newest source that tells of it. A source without a year, a page, tells of the day on which it
//! was read; where that is not known, either, of the present: then the term goes on without an end.
//!
//! Of some terms only their place in the succession is known. Such a term began when the one before it was
//! known to be served, or later, and before a source tells of the one after it.

use std::borrow::Cow;
use std::convert::Infallible;
use std::marker::PhantomData;
use std::sync::Arc;

use chrono::Datelike;
use entity::iscm;
use entity::source;
use entity::tables::{Dated, Table};

use super::derived::Kept;
use super::reads::Reads;
use super::rows::{List, Row};
use super::scope::Scope;
use super::snapshot::{Derived, Snapshot};

/// For how many years after the newest source that tells of it a term may go on, where it is not known how
/// long terms are as a rule.
const UNTOLD: i32 = 2;
/// Of how many terms the lengths are to be known to make a rule.
const RULE: usize = 2;

impl<'a> Row<'a, iscm::Entity> {
    /// Its terms of an office, from the first to the last.
    #[must_use]
    pub fn terms<E: Dated>(&self) -> List<'a, E> {
        let scope = self.scope();
        let Ok(Successions::<E> { places, .. }) = scope.snapshot.derived();
        List::at(scope, Cow::Borrowed(&places[self.place() as usize]))
    }
}

/// The terms of an ISCM, from the first to the last.
fn in_succession<'a, E: Dated>(iscm: &Row<'a, iscm::Entity>) -> Vec<Row<'a, E>> {
    let terms = iscm.many::<E>().iter();
    let (mut yearless, mut terms): (Vec<_>, Vec<_>) =
        terms.partition(|term| first_year(term).is_none());
    terms.sort_by_key(order);
    yearless.sort_by_key(|term| (E::order(term), term.place()));
    for term in yearless {
        terms.insert(place_of(&term, &terms), term);
    }
    terms
}

/// Where a term without a year stands among others, by its place in the succession.
fn place_of<E: Dated>(term: &Row<'_, E>, others: &[Row<'_, E>]) -> usize {
    let Some(own) = E::order(term) else {
        return 0;
    };
    let before = others
        .iter()
        .rposition(|other| E::order(other).is_some_and(|other| other < own));
    let behind = others
        .iter()
        .position(|other| E::order(other).is_some_and(|other| other > own));
    let counted = usize::try_from(own).unwrap_or_default().saturating_sub(1);
    before.map_or_else(
        || counted.min(behind.unwrap_or(others.len())),
        |before| before + 1,
    )
}

/// The terms of each ISCM, from the first to the last.
struct Successions<E> {
    places: Vec<Vec<u32>>,
    table: PhantomData<fn() -> E>,
}

impl<E: Dated> Kept for Successions<E> {
    fn reads(&self) -> Reads {
        Reads::tables(&[E::INDEX, iscm::Entity::INDEX])
    }
}

impl<E: Dated> Derived for Successions<E> {
    type Error = Infallible;

    fn derive(snapshot: &Arc<Snapshot>) -> Result<Self, Infallible> {
        let scope = Scope::of_version(Arc::clone(snapshot));
        let places = scope.all::<iscm::Entity>().iter().map(|iscm| {
            let terms = in_succession::<E>(&iscm);
            terms.iter().map(Row::place).collect()
        });
        Ok(Self {
            places: places.collect(),
            table: PhantomData,
        })
    }
}

/// The first and the last year in which each term is possible, by its place, where its own years are not
/// known.
pub(super) fn bounds<E: Dated>(scope: &Scope) -> Vec<(Option<i32>, Option<i32>)> {
    let mut bounds = vec![(None, None); scope.all::<E>().len()];
    for iscm in scope.all::<iscm::Entity>().iter() {
        let terms: Vec<_> = iscm.terms::<E>().iter().collect();
        let begins = terms.iter().enumerate().map(|(at, term)| {
            let before = terms[..at].iter().filter_map(|before| {
                let (from, to) = E::years(before);
                to.or(from)
            });
            first_year(term).or(before.max())
        });
        let begins: Vec<_> = begins.collect();
        let ends = terms.iter().enumerate().map(|(at, term)| {
            let next = terms[at + 1..].iter().filter(|next| !share(term, next));
            let before = || next.filter_map(|next| begun_by(next)?.checked_sub(1)).min();
            let before = E::years(term).1.or_else(before);
            before.map(|before| begins[at].map_or(before, |first| before.max(first)))
        });
        let ends: Vec<_> = ends.collect();
        let usual = usual_length(&terms, &ends);
        for (at, term) in terms.iter().enumerate() {
            let goes_on = || match (usual, first_year(term)) {
                (Some(length), Some(first)) => first.checked_add(length),
                _ => told_in(term)?.checked_add(UNTOLD),
            };
            bounds[term.place() as usize] = (begins[at], ends[at].or_else(goes_on));
        }
    }
    bounds
}

/// The year in which a term had begun: its first, or that of the oldest source that tells of it.
fn begun_by<E: Dated>(term: &Row<'_, E>) -> Option<i32> {
    first_year(term).or_else(|| told(term).flatten().min())
}

/// How many years lie between the first and the last year of terms as a rule: of half of them no more.
fn usual_length<E: Dated>(terms: &[Row<'_, E>], ends: &[Option<i32>]) -> Option<i32> {
    let lengths = terms.iter().zip(ends);
    let lengths = lengths.filter_map(|(term, end)| end.as_ref()?.checked_sub(first_year(term)?));
    let mut lengths: Vec<_> = lengths.collect();
    lengths.sort_unstable();
    (lengths.len() >= RULE).then(|| lengths[(lengths.len() - 1) / 2])
}

/// The year of the newest source that tells of a term, or that of its beginning; nothing where it is not
/// known of when a source tells.
fn told_in<E: Dated>(term: &Row<'_, E>) -> Option<i32> {
    let mut years = told(term).chain(first_year(term).map(Some));
    years.try_fold(i32::MIN, |newest, year| Some(newest.max(year?)))
}

/// The years that the sources of a term tell of.
fn told<E: Dated>(term: &Row<'_, E>) -> impl Iterator<Item = Option<i32>> {
    let cited = term.cited().iter();
    let sources = cited.filter_map(|cited| cited.one::<source::Entity>());
    sources.map(|source| source.year.or(source.accessed.map(|day| day.year())))
}

pub(super) fn first_year<E: Dated>(term: &Row<'_, E>) -> Option<i32> {
    E::years(term).0
}

/// Whether a term and a later one hold the office together: one says that it is shared, and they began
/// together; or both do, and the earlier one is known to have gone on when the later one began.
pub(super) fn share<E: Dated>(earlier: &Row<'_, E>, later: &Row<'_, E>) -> bool {
    let began_together = match (first_year(earlier), first_year(later)) {
        (None, None) => E::order(earlier) == E::order(later),
        (one, other) => one == other,
    };
    let ended = E::years(earlier).1.zip(first_year(later));
    let goes_on = ended.is_some_and(|(ended, began)| ended >= began);
    match (E::is_shared(earlier), E::is_shared(later)) {
        (false, false) => false,
        (true, true) => began_together || goes_on,
        _ => began_together,
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
