//! When a digest is due.

use chrono::{DateTime, Datelike as _, Days, NaiveTime, Utc};
use entity::office::DigestFrequency;

/// The hour of the day, in UTC.
const HOUR: u32 = 6;

/// When the next digest is due after a moment, in milliseconds since 1970-01-01T00:00:00Z.
pub(super) fn after(now: DateTime<Utc>, every: DigestFrequency) -> i64 {
    let hour = NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default();
    let today = now.date_naive();
    let is_over = now.time() >= hour;
    let days = match every {
        DigestFrequency::Daily => u64::from(is_over),
        DigestFrequency::Weekly => {
            let from_monday = u64::from(today.weekday().num_days_from_monday());
            match (from_monday, is_over) {
                (0, false) => 0,
                (days, _) => 7 - days,
            }
        }
    };
    let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
    day.and_time(hour).and_utc().timestamp_millis()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_due_in_the_morning() {
        use DigestFrequency::{Daily, Weekly};
        for (now, every, due) in [
            ("2026-11-30T05:59:59Z", Daily, "2026-11-30T06:00:00Z"),
            ("2026-11-30T06:00:00Z", Daily, "2026-12-01T06:00:00Z"),
            ("2026-12-31T23:00:00Z", Daily, "2027-01-01T06:00:00Z"),
            // A Monday.
            ("2026-11-30T05:59:59Z", Weekly, "2026-11-30T06:00:00Z"),
            ("2026-11-30T06:00:00Z", Weekly, "2026-12-07T06:00:00Z"),
            ("2026-12-06T23:59:59Z", Weekly, "2026-12-07T06:00:00Z"),
        ] {
            let moment = |text: &str| text.parse::<DateTime<Utc>>().expect("a moment");
            let found = after(moment(now), every);
            assert_eq!(found, moment(due).timestamp_millis(), "{now} {every:?}");
        }
    }
}
