//! When a webhook that did not take a message is tried again.

/// A second, in milliseconds.
const SECOND: i64 = 1_000;
/// The first pause, and the longest: five seconds to six hours, each four times as long as the one before.
const FIRST: i64 = 5 * SECOND;
const LONGEST: i64 = 6 * 3_600 * SECOND;
const FACTOR: i64 = 4;
/// How long it is tried: three days.
const TRIED: i64 = 3 * 24 * 3_600 * SECOND;

/// What becomes of a webhook that did not take a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It is tried again at a moment.
    At(i64),
    /// It has taken none for as long as it is tried.
    Paused,
}

/// When a webhook is tried again that has failed since a moment, so many times in a row; `asked` is after how many seconds
/// its answer asks for it, and `salt` spreads those that failed together.
pub(super) fn next(now: i64, since: i64, attempts: i32, asked: Option<u64>, salt: u8) -> Next {
    let end = since.saturating_add(TRIED);
    if now >= end {
        return Next::Paused;
    }
    let exponent = u32::try_from(attempts.saturating_sub(1)).unwrap_or_default();
    let pause = FACTOR
        .checked_pow(exponent)
        .and_then(|factor| FIRST.checked_mul(factor));
    let pause = pause.map_or(LONGEST, |pause| pause.min(LONGEST));
    // Up to a tenth more.
    let spread = pause / 10 * i64::from(salt) / 255;
    let asked = asked.and_then(|seconds| i64::try_from(seconds).ok());
    let asked = asked.map_or(0, |seconds| seconds.saturating_mul(SECOND).min(LONGEST));
    // The last attempt is at the end.
    Next::At(now.saturating_add((pause + spread).max(asked)).min(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_until_three_days_are_over() {
        let (mut now, mut pauses) = (0, Vec::new());
        for attempts in 1.. {
            match next(now, 0, attempts, None, 0) {
                Next::At(at) => {
                    pauses.push((at - now) / SECOND);
                    now = at;
                }
                Next::Paused => break,
            }
        }
        assert_eq!(pauses[..6], [5, 20, 80, 320, 1_280, 5_120]);
        assert!(pauses.iter().all(|pause| *pause <= 6 * 3_600), "{pauses:?}");
        assert_eq!(now, TRIED);
        assert!(pauses.len() < 25, "{pauses:?}");
    }

    #[test]
    fn receivers_say_when_to_come_again() {
        assert_eq!(next(0, 0, 1, Some(60), 0), Next::At(60 * SECOND));
        assert_eq!(next(0, 0, 1, Some(1), 0), Next::At(FIRST));
        assert_eq!(next(0, 0, 1, Some(u64::MAX), 0), Next::At(FIRST));
        assert_eq!(next(0, 0, 1, Some(10_000_000), 0), Next::At(LONGEST));
        assert_eq!(next(0, 0, 1, None, 255), Next::At(FIRST + FIRST / 10));
        assert_eq!(next(0, 0, i32::MAX, None, 0), Next::At(LONGEST));
    }
}
