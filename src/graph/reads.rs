//! What an answer depends on: of which tables it may hold something, and whether it asks what time it is.
//! While that stays as it is, so does the answer.

use std::io;

use chrono::{DateTime, Datelike, NaiveTime, Utc};
use entity::tables::{COUNT, Table, Tables, Visitor, each};
use sha2::{Digest, Sha256};

use super::scope::Scope;
use super::snapshot::Snapshot;

/// What an answer depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// A bit for each table, by its place in the list of tables.
    tables: u64,
    /// Whether it is more than tables: all of them, and which version it is.
    version: bool,
    time: Time,
}

/// What an answer asks of the time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Time {
    /// Nothing.
    #[default]
    Never,
    /// Which year it is.
    Year,
    /// Which day it is.
    Day,
}

/// [`Reads`] of tables, by the names of their entities.
macro_rules! reads {
    ($($table:ident),+) => {
        $crate::graph::Reads::tables(&[
            $(<entity::$table::Entity as entity::tables::Table>::INDEX),+
        ])
    };
}
pub(crate) use reads;

const _: () = assert!(COUNT <= u64::BITS as usize, "a bit for each table");

impl Reads {
    /// Nothing.
    pub const NOTHING: Self = Self {
        tables: 0,
        version: false,
        time: Time::Never,
    };

    /// All that the version holds, and the version itself.
    pub const VERSION: Self = Self {
        version: true,
        ..Self::NOTHING
    };

    /// Of these tables, by their places in the list of tables.
    #[must_use]
    pub const fn tables(tables: &[usize]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < tables.len() {
            bits |= 1 << tables[at];
            at += 1;
        }
        Self {
            tables: bits,
            ..Self::NOTHING
        }
    }

    /// What the time is.
    #[must_use]
    pub const fn time(time: Time) -> Self {
        Self {
            time,
            ..Self::NOTHING
        }
    }

    /// This, but not the time.
    #[must_use]
    pub const fn without_time(self) -> Self {
        Self {
            time: Time::Never,
            ..self
        }
    }

    /// This and something else.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        let is_later = other.time as u8 > self.time as u8;
        Self {
            tables: self.tables | other.tables,
            version: self.version || other.version,
            time: if is_later { other.time } else { self.time },
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
    /// Of the rows of each table, in their order.
    tables: Vec<u128>,
    /// Of all of them, and of which version it is: another database may have a version of the same number.
    whole: u128,
}

impl Digests {
    fn of(snapshot: &Snapshot) -> Self {
        struct Digester<'t>(&'t Tables, Vec<u128>);
        impl Visitor for Digester<'_> {
            fn visit<E: Table>(&mut self) {
                let mut hash = io::BufWriter::new(Hash(Sha256::new()));
                // Rows are plain values, which are always written, and a hash takes all.
                let written = serde_json::to_writer(&mut hash, E::rows(self.0));
                let hash = hash.into_inner().map(|Hash(hash)| hash.finalize());
                let digest = match (written, hash) {
                    (Ok(()), Ok(hash)) => hash
                        .iter()
                        .take(16)
                        .fold(0, |number, byte| number << 8 | u128::from(*byte)),
                    _ => 0,
                };
                self.1.push(digest);
            }
        }
        let mut digester = Digester(snapshot.tables(), Vec::with_capacity(COUNT));
        each(&mut digester);
        let Digester(_, tables) = digester;
        let version = snapshot.version();
        let number = mixed(0, version.number);
        let whole = tables
            .iter()
            .fold(mixed(number, version.published_at), |whole, table| {
                mixed(whole, 1) ^ table
            });
        Self { tables, whole }
    }
}

struct Hash(Sha256);

impl io::Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Snapshot {
    /// Works out what [`Reads::digest`] is made of, so that no request waits for it.
    pub fn digest(&self) {
        self.kept(|| Digests::of(self));
    }
}
