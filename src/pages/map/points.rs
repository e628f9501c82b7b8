//! Points that lie too close together.

/// Moves points that would hide each other apart, each no further than it must be; `radius` is theirs.
pub(super) fn apart(points: impl Iterator<Item = (f64, f64)>, radius: f64) -> Vec<(f64, f64)> {
    /// How often all are looked at. Where there is no room they stay close.
    const ROUNDS: usize = 40;
    /// How far apart two are, in radiuses: they may touch.
    const DISTANCE: f64 = 1.9;
    let mut points: Vec<_> = points.collect();
    for _ in 0..ROUNDS {
        for second in 1..points.len() {
            for first in 0..second {
                let (a, b) = (points[first], points[second]);
                let (x, y) = (b.0 - a.0, b.1 - a.1);
                let distance = x.hypot(y);
                let missing = radius.mul_add(DISTANCE, -distance) / 2.0;
                if missing <= 0.05 {
                    continue;
                }
                // Two in one place part from left to right.
                let (x, y) = if distance > 0.0 {
                    (x / distance, y / distance)
                } else {
                    (1.0, 0.0)
                };
                points[first] = (a.0 - x * missing, a.1 - y * missing);
                points[second] = (b.0 + x * missing, b.1 + y * missing);
            }
        }
    }
    let rounded = |value: f64| (value * 10.0).round() / 10.0;
    let points = points.into_iter();
    points.map(|(x, y)| (rounded(x), rounded(y))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_hide_each_other_part_and_the_others_stay() {
        let given = [(0.0, 0.0), (0.0, 0.0), (1.0, 0.0), (50.0, 50.0), (1.0, 2.0)];
        let points = apart(given.into_iter(), 3.0);
        assert_eq!(points[3], given[3]);
        for (at, a) in points.iter().enumerate() {
            for b in &points[..at] {
                assert!((a.0 - b.0).hypot(a.1 - b.1) > 5.0, "{points:?}");
            }
            assert!(
                (a.0 - given[at].0).hypot(a.1 - given[at].1) < 8.0,
                "{points:?}"
            );
        }
        assert!(apart(std::iter::empty(), 3.0).is_empty());
    }
}
