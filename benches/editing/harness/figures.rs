//! Figures, as they are told.

use std::fmt;
use std::time::Duration;

/// Times in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(super) fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time that so many of a hundred are not longer than, in milliseconds; 0 where there are none.
    pub(crate) fn at(&self, percent: usize) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let time = self.0.get(last * percent / 100);
        time.copied().unwrap_or_default().as_secs_f64() * 1e3
    }

    /// How many there are.
    pub(crate) const fn count(&self) -> usize {
        self.0.len()
    }
}

/// The median, what 99 of 100 are not longer than, and the longest.
impl fmt::Display for Times {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [median, most, longest] = [50, 99, 100].map(|percent| self.at(percent));
        write!(out, "{median:.1} / {most:.1} / {longest:.1}")
    }
}

/// What a run under load came to, once the verdict is that nothing is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    /// Changesets that were acknowledged, each of which is a version.
    pub(crate) acknowledged: usize,
    /// Changesets that were refused, as others had changed the same meanwhile.
    pub(crate) refused: usize,
    /// Changesets that were sent more than once, as no answer came.
    pub(crate) resent: usize,
    /// The newest version.
    pub(crate) newest: i64,
    /// How many versions were read while they were the newest.
    pub(crate) seen: usize,
    /// Reads that were not answered.
    pub(crate) unanswered: usize,
    /// Reads that another server answered than the one that was asked first.
    pub(crate) moved: usize,
    /// How long the load lasted.
    pub(crate) lasted: Duration,
    /// The times of reads that were answered.
    pub(crate) reads: Times,
    /// The times of changesets until their answers.
    pub(crate) writes: Times,
}

impl Figures {
    /// How many reads of a hundred were answered.
    pub(crate) fn answered(&self) -> f64 {
        let answered = self.reads.count();
        100.0 * share(answered, answered + self.unanswered)
    }
}

/// A part of a whole; 1 where there is nothing.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{:.0} s | {} acknowledged | {} refused | {} resent | version {} | {} versions read | {} reads, {:.3} % answered, \
             {} by the other server | a read {} ms | a changeset {} ms",
            self.lasted.as_secs_f64(),
            self.acknowledged,
            self.refused,
            self.resent,
            self.newest,
            self.seen,
            self.reads.count() + self.unanswered,
            self.answered(),
            self.moved,
            self.reads,
            self.writes,
        )
    }
}
