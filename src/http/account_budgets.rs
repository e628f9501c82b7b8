//! The budgets of accounts: a bucket each, which can be told what was taken out of it elsewhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::office::Spent;

/// How often other servers are told of an account that goes on spending.
pub(super) const EVERY: Duration = Duration::from_secs(1);

/// How fast a budget comes back, and how much of it can be saved up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate {
    pub(super) per_second: u32,
    pub(super) burst: u32,
}

/// The budgets of accounts, by their ids. One that is full need not be kept.
#[derive(Debug, Default)]
pub(super) struct AccountBudgets {
    buckets: Mutex<HashMap<Arc<str>, Bucket>>,
    /// Woken by an account that begins to spend.
    begun: Notify,
}

/// What an account has spent that did not come back yet.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    spent: f64,
    at: Instant,
    per_second: f64,
    /// What of it no other server was told.
    untold: f64,
    /// When others were told last.
    told: Option<Instant>,
}

impl Bucket {
    /// What is spent at a moment.
    fn at(&mut self, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(self.at).as_secs_f64();
        self.spent = seconds.mul_add(-self.per_second, self.spent).max(0.0);
        self.at = now;
        self.spent
    }
}

impl AccountBudgets {
    /// Takes points: how many are left, or in how many seconds there are enough.
    pub(super) fn take(
        &self,
        account: &Arc<str>,
        rate: Rate,
        points: u64,
        now: Instant,
    ) -> Result<u32, u64> {
        // No operation costs more than a number of a bucket can hold exactly.
        let points = u32::try_from(points.max(1)).unwrap_or(u32::MAX);
        if points > rate.burst {
            return Err(3600);
        }
        let mut buckets = self.buckets();
        let bucket = buckets.entry(Arc::clone(account)).or_insert(Bucket {
            spent: 0.0,
            at: now,
            per_second: 0.0,
            untold: 0.0,
            told: None,
        });
        let before = bucket.at(now);
        bucket.per_second = rate.per_second.into();
        let after = before + f64::from(points);
        let burst = f64::from(rate.burst);
        if after > burst {
            let seconds = ((after - burst) / bucket.per_second).floor();
            return Err(whole(seconds) + 1);
        }
        bucket.spent = after;
        bucket.untold += f64::from(points);
        let is_told = |told: Instant| now.saturating_duration_since(told) <= EVERY;
        if !bucket.told.is_some_and(is_told) {
            // What it spends elsewhere is not known here, and asked for at once.
            bucket.told = Some(now);
            self.begun.notify_one();
        }
        Ok(u32::try_from(whole(burst - after)).unwrap_or(rate.burst))
    }

    /// What accounts have spent here since it was last told, by their ids. What is full again is removed.
    pub(super) fn tell(&self, now: Instant) -> Vec<Spent> {
        let mut buckets = self.buckets();
        let mut told = Vec::new();
        buckets.retain(|account, bucket| {
            if bucket.untold > 0.0 {
                bucket.told = Some(now);
                told.push(Spent {
                    account: Arc::clone(account),
                    points: std::mem::take(&mut bucket.untold),
                    per_second: bucket.per_second,
                });
            }
            bucket.at(now) > 0.0
        });
        told.sort_by(|one, other| one.account.cmp(&other.account));
        told
    }

    /// Takes into account what was spent on all servers when it was told.
    pub(super) fn learn(&self, spent: &[Spent], now: Instant) {
        let mut buckets = self.buckets();
        for all in spent {
            if let Some(bucket) = buckets.get_mut(&all.account) {
                // What was spent here meanwhile comes on top. Where others lost what they had to tell, this one knows more.
                bucket.spent = bucket.at(now).max(all.points + bucket.untold);
            }
        }
    }

    /// Waits until an account begins to spend here.
    pub(super) async fn begun(&self) {
        self.begun.notified().await;
    }

    /// Removes those that are full again.
    pub(super) fn tidy(&self, now: Instant) {
        self.buckets().retain(|_, bucket| bucket.at(now) > 0.0);
    }

    fn buckets(&self) -> MutexGuard<'_, HashMap<Arc<str>, Bucket>> {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A number of points or seconds that is not negative, without its fraction.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from a float keeps to the bounds"
)]
const fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const RATE: Rate = Rate {
        per_second: 10,
        burst: 100,
    };

    fn one() -> Arc<str> {
        "one".into()
    }

    #[test]
    fn points_are_taken_and_come_back() {
        let (budgets, begun) = (AccountBudgets::default(), Instant::now());
        let take = |points, seconds| {
            let now = begun + Duration::from_secs(seconds);
            budgets.take(&one(), RATE, points, now)
        };
        assert_eq!(take(60, 0), Ok(40));
        assert_eq!(take(60, 0), Err(3), "20 are missing");
        assert_eq!(take(60, 2), Ok(0));
        assert_eq!(take(0, 3), Ok(9), "nothing is for nothing");
        assert_eq!(take(101, 60), Err(3600), "more than a bucket holds");
        assert_eq!(take(1, 60), Ok(99));
        budgets.tidy(begun + Duration::from_secs(61));
        assert!(budgets.buckets().is_empty());
    }

    #[test]
    fn what_others_took_is_taken_off() {
        let (budgets, now) = (AccountBudgets::default(), Instant::now());
        assert_eq!(budgets.take(&one(), RATE, 10, now), Ok(90));
        let told = budgets.tell(now);
        assert_eq!(told.len(), 1);
        assert!((told[0].points - 10.0).abs() < 1e-9);
        assert!(budgets.tell(now).is_empty(), "it is told once");
        assert_eq!(budgets.take(&one(), RATE, 5, now), Ok(85));
        let all = |points| {
            let account = one();
            [Spent {
                account,
                points,
                per_second: 10.0,
            }]
        };
        budgets.learn(&all(70.0), now);
        assert_eq!(budgets.take(&one(), RATE, 1, now), Ok(24));
        // What is known here is not forgotten.
        budgets.learn(&all(0.0), now);
        assert_eq!(budgets.take(&one(), RATE, 1, now), Ok(23));
        // Who took more than there is waits until it is repaid.
        budgets.learn(&all(150.0), now);
        assert_eq!(budgets.take(&one(), RATE, 8, now), Err(7));
    }
}
