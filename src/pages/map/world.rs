//! The outlines of the world's countries, as `web/map.js` wrote them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What stands in the place of a number for land that is no country's.
pub(super) const LAND: &str = "-";

/// The world.
#[derive(Debug)]
pub(super) struct World {
    places: BTreeMap<&'static str, Place>,
}

/// Where a country is.
#[derive(Debug)]
pub(super) struct Place {
    /// A point in it.
    pub(super) point: (f64, f64),
    /// Its outline; none where it is too small to be seen.
    pub(super) rings: Vec<Ring>,
}

/// A closed line: the outline of an island or a mainland, or of a hole in one.
#[derive(Debug)]
pub(super) struct Ring {
    /// SVG's path data.
    pub(super) path: &'static str,
    /// What it is within.
    pub(super) bounds: Bounds,
    /// How large it is.
    pub(super) area: f64,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Bounds {
    /// The one of a point.
    pub(super) const fn at((x, y): (f64, f64)) -> Self {
        Self {
            left: x,
            top: y,
            right: x,
            bottom: y,
        }
    }

    /// What holds both.
    pub(super) const fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether they have a point in common.
    pub(super) const fn meets(&self, other: &Self) -> bool {
        self.left <= other.right
            && other.left <= self.right
            && self.top <= other.bottom
            && other.top <= self.bottom
    }
}

/// The world, where the program was built with it.
pub(super) fn world() -> Option<&'static World> {
    static WORLD: LazyLock<Option<World>> =
        LazyLock::new(|| World::read(include_str!(concat!(env!("OUT_DIR"), "/map.txt"))));
    WORLD.as_ref()
}

impl World {
    /// Reads the lines of a file; none where it has none, or not such lines.
    pub(super) fn read(text: &'static str) -> Option<Self> {
        let places = text.lines().map(|line| {
            let mut parts = line.splitn(4, ' ');
            let id = parts.next()?;
            let mut number = || parts.next()?.parse().ok();
            let point = (number()?, number()?);
            let rings = parts.next().unwrap_or_default();
            let rings = rings.split_inclusive('z').map(Ring::read);
            let place = Place {
                point,
                rings: rings.collect::<Option<_>>()?,
            };
            Some((id, place))
        });
        let places: BTreeMap<_, _> = places.collect::<Option<_>>()?;
        (!places.is_empty()).then_some(Self { places })
    }

    /// The country with a number.
    pub(super) fn place(&self, id: &str) -> Option<&Place> {
        self.places.get(id)
    }

    /// All, with their numbers.
    pub(super) fn places(&self) -> impl Iterator<Item = (&'static str, &Place)> {
        self.places.iter().map(|(id, place)| (*id, place))
    }

    /// What all is within.
    pub(super) fn bounds(&self) -> Option<Bounds> {
        let bounds = self.places.values().map(|place| {
            let rings = place.rings.iter().map(|ring| ring.bounds);
            rings.fold(Bounds::at(place.point), Bounds::with)
        });
        bounds.reduce(Bounds::with)
    }
}

impl Place {
    /// What its larger parts are within: a mainland, not islands overseas.
    pub(super) fn bounds(&self) -> Bounds {
        /// How large a part is, of the largest, that counts.
        const SHARE: f64 = 0.2;
        let largest = self.rings.iter().map(|ring| ring.area).fold(0.0, f64::max);
        let parts = self
            .rings
            .iter()
            .filter(|ring| ring.area >= largest * SHARE);
        let bounds = parts.map(|ring| ring.bounds).reduce(Bounds::with);
        bounds.unwrap_or(Bounds::at(self.point))
    }
}

impl Ring {
    /// Reads `M0 0l1 0 0 1z`: a place, and steps from it.
    fn read(path: &'static str) -> Option<Self> {
        let (start, steps) = path.strip_prefix('M')?.strip_suffix('z')?.split_once('l')?;
        let mut place = numbers(start)?.into_iter().next()?;
        let mut places = vec![place];
        for step in numbers(steps)? {
            place = (place.0 + step.0, place.1 + step.1);
            places.push(place);
        }
        let next = places.iter().cycle().skip(1);
        let twice = places.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1);
        Some(Self {
            path,
            bounds: places
                .iter()
                .copied()
                .map(Bounds::at)
                .reduce(Bounds::with)?,
            area: (twice.sum::<f64>() / 2.0).abs(),
        })
    }
}

/// Pairs of numbers, parted by spaces or by their minus.
fn numbers(text: &str) -> Option<Vec<(f64, f64)>> {
    let spaced = text.replace('-', " -");
    let numbers = spaced.split_whitespace().map(|number| number.parse().ok());
    let numbers: Vec<f64> = numbers.collect::<Option<_>>()?;
    let (pairs, rest) = numbers.as_chunks::<2>();
    let pairs = pairs.iter().map(|[x, y]| (*x, *y));
    rest.is_empty().then(|| pairs.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_are_read() {
        let text =
            "484 12 20 M10 10l20 0 0 20-20 0zM100-5l3 0 0 3z\n702 50 60\n- 1 1 M0 0l1 0 0 1z\n";
        let world = World::read(text).unwrap();
        let mexico = world.place("484").unwrap();
        assert_eq!(mexico.point, (12.0, 20.0));
        let paths: Vec<_> = mexico.rings.iter().map(|ring| ring.path).collect();
        assert_eq!(paths, ["M10 10l20 0 0 20-20 0z", "M100-5l3 0 0 3z"]);
        assert!((mexico.rings[0].area - 400.0).abs() < 1e-9);
        let bounds = |left, top, right, bottom| Bounds {
            left,
            top,
            right,
            bottom,
        };
        assert_eq!(mexico.rings[1].bounds, bounds(100.0, -5.0, 103.0, -2.0));
        // The island is too small to count.
        assert_eq!(mexico.bounds(), bounds(10.0, 10.0, 30.0, 30.0));
        assert_eq!(world.bounds(), Some(bounds(0.0, -5.0, 103.0, 60.0)));
        let singapore = world.place("702").unwrap();
        assert!(singapore.rings.is_empty());
        assert_eq!(singapore.bounds(), bounds(50.0, 60.0, 50.0, 60.0));
    }

    #[test]
    fn what_is_no_map_is_none() {
        for text in [
            "",
            "484",
            "484 1",
            "484 1 x",
            "484 1 2 M0 0l1z",
            "484 1 2 L0 0z",
            "484 1 2 M0 0l1 1",
        ] {
            assert!(World::read(text).is_none(), "{text:?}");
        }
    }

    /// All of ISO 3166-1, and Kosovo, but for Antarctica, which belongs to no ISCM.
    #[test]
    fn the_built_world_has_every_country() {
        let Some(world) = world() else {
            assert!(
                !env!("ISCM_WEB_MISSING").is_empty(),
                "the world is built, and cannot be read"
            );
            return;
        };
        let codes = crate::country::country_codes();
        let missing = codes.filter(|code| {
            super::super::drawing::number(code)
                .and_then(|id| world.place(id))
                .is_none()
        });
        assert_eq!(missing.collect::<Vec<_>>(), ["AQ"]);
        assert!(!world.place("484").unwrap().rings.is_empty());
        assert!(world.place("702").unwrap().rings.is_empty());
        let bounds = world.bounds().unwrap();
        for (id, place) in world.places() {
            assert!(
                bounds.meets(&Bounds::at(place.point)),
                "{id}: {:?}",
                place.point
            );
        }
    }
}
