//! Digests of what answers depend on, which stay the same as long as that does, and since when it is so.

use chrono::{DateTime, Datelike, NaiveTime, Utc};
use entity::tables::{COUNT, SharedTables, Table, Visitor, each};

use super::derived::Kept;
use super::hash::row_digest;
use super::reads::{Reads, Time};
use super::scope::Scope;
use super::snapshot::Snapshot;
use crate::store::Version;

impl Reads {
    /// A number that stays the same as long as what is read does: on all servers of one release.
    #[must_use]
    pub fn digest(&self, scope: &Scope) -> u128 {
        let Digests { tables, whole } = scope.snapshot.kept(|| Digests::of(&scope.snapshot));
        let mut digest = 0;
        if self.version {
            digest = *whole;
        } else {
            let mut rest = self.tables;
            while rest != 0 {
                digest = mixed(digest, 1) ^ tables[rest.trailing_zeros() as usize];
                rest &= rest - 1;
            }
        }
        digest = mixed(digest, self.version);
        match self.time {
            Time::Never => digest,
            Time::Year => mixed(digest, scope.this_year()),
            Time::Day => mixed(digest, i64::from(scope.today().num_days_from_ce()) << 32),
        }
    }

    /// Since when it is so, at the earliest: the version's moment, or the beginning of the day or the year that it
    /// asks for.
    #[must_use]
    pub fn changed_at(&self, scope: &Scope) -> DateTime<Utc> {
        let today = scope.today();
        let begin = match self.time {
            Time::Never => None,
            Time::Year => today.with_ordinal(1),
            Time::Day => Some(today),
        };
        let begin = begin.map(|day| day.and_time(NaiveTime::MIN).and_utc());
        let published = scope.snapshot.version().published();
        published.max(begin).unwrap_or_default()
    }
}

/// Two numbers as one that differs where one of them does.
fn mixed(digest: u128, with: impl Into<i64>) -> u128 {
    /// A large odd number, by which no two numbers come to the same.
    const ODD: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
    let with = u128::from(with.into().cast_unsigned());
    (digest ^ with).wrapping_mul(ODD).rotate_left(41)
}

/// Digests of a version.
struct Digests {
    /// Of each table, the sum of those of its rows: their order follows from what they are.
    tables: Vec<u128>,
    /// Of all of them, and of which version it is: another database may have a version of the same number.
    whole: u128,
}

impl Kept for Digests {}

impl Digests {
    fn of(snapshot: &Snapshot) -> Self {
        struct Digester<'t>(&'t SharedTables, Vec<u128>);
        impl Visitor for Digester<'_> {
            fn visit<E: Table>(&mut self) {
                let rows = E::shared(self.0).iter();
                let digest = rows.fold(0_u128, |sum, row| sum.wrapping_add(row_digest::<E>(row)));
                self.1.push(digest);
            }
        }
        let mut digester = Digester(snapshot.tables(), Vec::with_capacity(COUNT));
        each(&mut digester);
        let Digester(_, tables) = digester;
        Self::new(tables, snapshot.version())
    }

    fn new(tables: Vec<u128>, version: Version) -> Self {
        let number = mixed(0, version.number);
        let whole = tables
            .iter()
            .fold(mixed(number, version.published_at), |whole, table| {
                mixed(whole, 1) ^ table
            });
        Self { tables, whole }
    }
}

impl Snapshot {
    /// Works out what [`Reads::digest`] is made of, so that no request waits for it.
    pub fn digest(&self) {
        self.kept(|| Digests::of(self));
    }

    /// The same from what is known of the version before, and what its rows add.
    pub(super) fn digest_after(&self, before: &Self, added: impl Iterator<Item = u128>) {
        if let Some(Digests { tables, .. }) = before.kept_so_far() {
            let tables = tables.iter().zip(added);
            let tables = tables.map(|(digest, added)| digest.wrapping_add(added));
            self.kept(|| Digests::new(tables.collect(), self.version()));
        }
    }
}
