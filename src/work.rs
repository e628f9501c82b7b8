//! Work: what an operation has done so far, held to what it was priced at.
//!
//! It is counted in thousandths of the points that costs are told in: a value that is written is one,
//! 64 bytes that are written are one, a row that a condition looks at is one. What an operation costs is
//! told before it is executed, and is more than it works.
//!
//! May use: `error`.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::error::{Error, ErrorCode, Result};

/// Units of work in a point.
pub const POINT: u64 = 1_000;
/// Bytes that are written for a unit.
pub const BYTES: usize = 64;
/// Units that are done beside what is priced: an answer of nothing is some work as well.
const BESIDE: u64 = POINT;
/// After so many units the clock is looked at, and whether somebody still waits.
const CHECK: u64 = 20_000;

/// What bounds the work of an operation.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Units of work: what the operation was priced at.
    pub units: u64,
    /// Bytes of the answer.
    pub bytes: usize,
    /// How long it may take.
    pub time: Duration,
    /// Whether nobody waits for the answer any more.
    pub abandoned: Arc<AtomicBool>,
}

/// Tells the work that nobody waits for it any more, when it is dropped.
#[derive(Debug, Default)]
pub struct Waiting(pub Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Bound {
    /// The units that may be done.
    const fn most(&self) -> u64 {
        self.units.saturating_add(BESIDE)
    }
}

/// The work of one operation.
#[derive(Debug)]
pub struct Work {
    done: Cell<u64>,
    /// The clock is looked at when so much is done.
    check: Cell<u64>,
    is_stopped: Cell<bool>,
    began: Instant,
    bound: Bound,
}

impl Work {
    /// Begins.
    #[must_use]
    pub fn begin(bound: Bound) -> Self {
        Self {
            done: Cell::new(0),
            check: Cell::new(CHECK.min(bound.most())),
            is_stopped: Cell::new(false),
            began: Instant::now(),
            bound,
        }
    }

    /// Work that nothing bounds.
    #[must_use]
    pub fn unbounded() -> Self {
        Self::begin(Bound {
            units: u64::MAX,
            bytes: usize::MAX,
            time: Duration::MAX,
            abandoned: Arc::default(),
        })
    }

    /// How much is done.
    #[must_use]
    pub const fn done(&self) -> u64 {
        self.done.get()
    }

    /// Whether the operation has come to an end before it was finished.
    #[must_use]
    pub const fn is_stopped(&self) -> bool {
        self.is_stopped.get()
    }

    /// Whether more is done than is allowed.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.done() > self.bound.most()
    }

    /// Counts work. The error ends the operation as a whole.
    pub fn spend(&self, units: u64) -> Result<()> {
        let done = self.done.get().saturating_add(units);
        self.done.set(done);
        if done < self.check.get() {
            return Ok(());
        }
        self.look(done)
    }

    /// Counts a number of things as work.
    pub fn spend_on(&self, count: usize) -> Result<()> {
        self.spend(count as u64)
    }

    /// Holds the length of the answer so far to its bound.
    pub fn hold(&self, bytes: usize) -> Result<()> {
        let allowed = self.bound.bytes;
        if bytes <= allowed {
            return Ok(());
        }
        let message = format!(
            "the answer has more than {allowed} bytes, {allowed} at most are answered: ask for smaller pages (`first`), or for less inside lists"
        );
        Err(self.stop(exceeded("response", bytes as u64, allowed as u64, message)))
    }

    #[cold]
    fn look(&self, done: u64) -> Result<()> {
        if self.is_spent() {
            let (is, allowed) = (done.div_ceil(POINT), self.bound.units.div_ceil(POINT));
            let message = format!(
                "the answer takes more work than its cost of {allowed}: the data set has longer lists than are reckoned with; ask for smaller pages (`first`), or for less inside lists"
            );
            return Err(self.stop(exceeded("work", is, allowed, message)));
        }
        if self.bound.abandoned.load(Ordering::Relaxed) {
            return Err(self.stop(Error::new(
                ErrorCode::Timeout,
                "nobody waits for the answer",
            )));
        }
        if self.began.elapsed() > self.bound.time {
            return Err(self.stop(late(self.bound.time)));
        }
        self.check
            .set(done.saturating_add(CHECK).min(self.bound.most()));
        Ok(())
    }

    fn stop(&self, error: Error) -> Error {
        self.is_stopped.set(true);
        error
    }
}

/// That an answer was not made in time.
#[must_use]
pub fn late(time: Duration) -> Error {
    let seconds = time.as_secs();
    let message = format!("the answer was not made within {seconds} seconds; ask for less at once");
    Error::new(ErrorCode::Timeout, message)
}

/// That there is more of something than is allowed.
#[must_use]
pub fn exceeded(limit: &'static str, is: u64, allowed: u64, message: String) -> Error {
    Error::new(ErrorCode::LimitExceeded, message)
        .with("limit", limit.into())
        .with("is", is.into())
        .with("allowed", allowed.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(units: u64, time: Duration) -> Bound {
        Bound {
            units,
            bytes: 100,
            time,
            abandoned: Arc::default(),
        }
    }

    #[test]
    fn work_ends_at_its_bound() {
        let work = Work::begin(bound(30_000, Duration::from_mins(1)));
        assert!(work.spend(30_000 + BESIDE).is_ok() && !work.is_stopped());
        let error = work.spend(1).expect_err("too much");
        assert_eq!(error.code, ErrorCode::LimitExceeded);
        assert_eq!(error.detail("limit"), Some(&"work".into()));
        assert_eq!(error.detail("allowed"), Some(&30.into()));
        assert!(work.is_stopped());
        assert!(work.hold(100).is_ok() && work.hold(101).is_err());
    }

    #[test]
    fn work_ends_with_its_time_and_when_nobody_waits() {
        let work = Work::begin(bound(u64::MAX, Duration::ZERO));
        assert!(work.spend(1).is_ok());
        let error = work.spend(CHECK).expect_err("too late");
        assert_eq!(error.code, ErrorCode::Timeout);
        let abandoned = Arc::new(AtomicBool::new(false));
        let work = Work::begin(Bound {
            abandoned: Arc::clone(&abandoned),
            ..bound(u64::MAX, Duration::from_mins(1))
        });
        assert!(work.spend(CHECK).is_ok());
        abandoned.store(true, Ordering::Relaxed);
        assert!(work.spend(CHECK).is_err());
    }
}
