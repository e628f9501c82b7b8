//! What of the world a map shows.

use std::fmt::{Display, Formatter};

use super::world::{Bounds, Place, World};

/// A part of the world, as a view box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct View {
    bounds: Bounds,
    /// How wide the whole is.
    whole: f64,
}

/// How wide a map is where there is room.
const WIDE: f64 = 1500.0;
/// How much is shown around what a map is about, of its width.
const MARGIN: f64 = 0.06;
/// How wide a view is at least, of the whole.
const NARROWEST: f64 = 0.22;
/// How wide it is at least and at most, of its height.
const SHAPE: (f64, f64) = (1.0, 2.3);

impl View {
    /// The whole world.
    pub(super) fn of_all(world: &World) -> Self {
        let bounds = world.bounds().unwrap_or(Bounds::at((0.0, 0.0)));
        Self {
            bounds: grown(bounds, 8.0),
            whole: bounds.right - bounds.left,
        }
    }

    /// What some places are within.
    pub(super) fn around<'p>(world: &World, places: impl Iterator<Item = &'p Place>) -> Self {
        let all = Self::of_all(world);
        let Some(bounds) = places.map(Place::bounds).reduce(Bounds::with) else {
            return all;
        };
        let bounds = grown(bounds, (bounds.right - bounds.left) * MARGIN + 4.0);
        let (wide, high) = (bounds.right - bounds.left, bounds.bottom - bounds.top);
        let wide = wide.max(high * SHAPE.0).max(all.whole * NARROWEST);
        let high = high.max(wide / SHAPE.1);
        let outer = all.bounds;
        let (left, right) = within((bounds.left, bounds.right), wide, (outer.left, outer.right));
        let (top, bottom) = within((bounds.top, bounds.bottom), high, (outer.top, outer.bottom));
        Self {
            bounds: Bounds {
                left,
                top,
                right,
                bottom,
            },
            whole: all.whole,
        }
    }

    fn width(&self) -> f64 {
        self.bounds.right - self.bounds.left
    }

    /// How wide and how high it is where there is room.
    pub(super) fn size(&self) -> (f64, f64) {
        let ratio = (self.bounds.bottom - self.bounds.top) / self.width();
        (WIDE, (WIDE * ratio).round())
    }

    /// How large a point is: as large to the eye in each view.
    pub(super) fn radius(&self) -> f64 {
        tenths(self.width() / 230.0)
    }

    /// How coarse patterns are, so that they are as coarse to the eye in each view.
    pub(super) fn grain(&self) -> f64 {
        tenths(self.width() / 900.0).max(0.1)
    }

    /// The path data of a place, as far as it is to be seen. What is smaller than a dot is not.
    pub(super) fn outline(&self, place: &Place) -> String {
        let dot = (self.width() / 500.0).powi(2);
        let is_alone = place.rings.len() == 1;
        let rings = place.rings.iter();
        let seen =
            rings.filter(|ring| ring.bounds.meets(&self.bounds) && (is_alone || ring.area > dot));
        seen.map(|ring| ring.path).collect()
    }
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A rectangle, larger by a margin on each side.
fn grown(bounds: Bounds, margin: f64) -> Bounds {
    Bounds {
        left: (bounds.left - margin).floor(),
        top: (bounds.top - margin).floor(),
        right: (bounds.right + margin).ceil(),
        bottom: (bounds.bottom + margin).ceil(),
    }
}

/// A range of a length around another's middle, as far as it fits into the outer.
fn within((from, to): (f64, f64), length: f64, outer: (f64, f64)) -> (f64, f64) {
    let length = length.min(outer.1 - outer.0).round();
    let start = f64::midpoint(from, to) - length / 2.0;
    let start = start.min(outer.1 - length).max(outer.0).round();
    (start, start + length)
}

impl Display for View {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        let Bounds {
            left,
            top,
            right,
            bottom,
        } = self.bounds;
        write!(out, "{left} {top} {} {}", right - left, bottom - top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "1 10 10 M0 0l20 0 0 20-20 0z\n2 900 300 M880 280l40 0 0 40-40 0zM0 480l3 0 0 3z\n3 500 500 M0 0l1000 0 0 500-1000 0z\n4 950 20\n";

    #[test]
    fn a_view_holds_what_it_is_of_and_stays_in_the_world() {
        let world = World::read(TEXT).unwrap();
        let all = View::of_all(&world);
        assert_eq!(all.to_string(), "-8 -8 1016 516");
        let none = View::around(&world, std::iter::empty());
        assert_eq!(none, all);
        for ids in [&["1"][..], &["2"], &["4"], &["1", "2"], &["1", "4"], &["3"]] {
            let places: Vec<_> = ids.iter().map(|id| world.place(id).unwrap()).collect();
            let View { bounds, .. } = View::around(&world, places.iter().copied());
            for place in places {
                assert_eq!(bounds.with(place.bounds()), bounds, "{ids:?}");
            }
            assert_eq!(all.bounds.with(bounds), all.bounds, "{ids:?}");
            let (wide, high) = (bounds.right - bounds.left, bounds.bottom - bounds.top);
            assert!(wide >= 219.0, "{ids:?}: {wide}");
            assert!(
                (0.9..2.4).contains(&(wide / high)),
                "{ids:?}: {wide}, {high}"
            );
        }
    }

    #[test]
    fn what_is_not_to_be_seen_is_not_drawn() {
        let world = World::read(TEXT).unwrap();
        let place = |id| world.place(id).unwrap();
        let view = View::around(&world, std::iter::once(place("1")));
        assert_eq!(view.outline(place("1")), "M0 0l20 0 0 20-20 0z");
        assert_eq!(view.outline(place("2")), "");
        let all = View::of_all(&world);
        assert_eq!(
            all.outline(place("2")),
            "M880 280l40 0 0 40-40 0zM0 480l3 0 0 3z"
        );
        assert_eq!(all.outline(place("4")), "");
        assert!(all.radius() > view.radius());
    }
}
