//! What other layers derive from a snapshot: it is kept with the snapshot and goes with it.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, OnceLock};

use super::reads::Reads;

/// What can be kept with a snapshot.
pub trait Kept: Any + Send + Sync + Sized {
    /// What it depends on: while that stays as it is, later versions have it, too.
    fn reads(&self) -> Reads {
        Reads::VERSION
    }

    /// What of it a later version has, in which something of these tables changed.
    fn carried(self: &Arc<Self>, changed: Reads) -> Option<Arc<Self>> {
        (!changed.meets(self.reads())).then(|| Arc::clone(self))
    }

    /// About how much memory it takes that no other version has a part in, in bytes; nothing for what is small.
    fn weight(&self) -> usize {
        0
    }
}

/// What was derived so far, one of each type: a list that only grows, so that reading takes no lock.
#[derive(Default)]
pub(super) struct AllDerived(OnceLock<Box<Link>>);

struct Link {
    value: Box<dyn AnyKept>,
    next: AllDerived,
}

/// Something that is kept, its type forgotten.
trait AnyKept: Send + Sync {
    fn value(&self) -> &dyn Any;
    fn carried(&self, changed: Reads) -> Option<Box<dyn AnyKept>>;
    fn weight(&self) -> usize;
}

impl<T: Kept> AnyKept for Arc<T> {
    fn value(&self) -> &dyn Any {
        &**self
    }

    fn carried(&self, changed: Reads) -> Option<Box<dyn AnyKept>> {
        let carried = T::carried(self, changed)?;
        Some(Box::new(carried))
    }

    fn weight(&self) -> usize {
        let is_shared = Self::strong_count(self) > 1;
        if is_shared { 0 } else { T::weight(self) }
    }
}

impl AllDerived {
    pub(super) fn get<T: Any>(&self) -> Option<&T> {
        self.values().find_map(|value| value.value().downcast_ref())
    }

    /// Adds a value; the one of its type that is found from now on, which is another thread's where
    /// that was faster.
    pub(super) fn add<T: Kept>(&self, value: T) -> &T {
        let mut value: Option<Box<dyn AnyKept>> = Some(Box::new(Arc::new(value)));
        let mut rest = self;
        loop {
            let link = rest.or_with(&mut value);
            if let Some(found) = link.value.value().downcast_ref() {
                return found;
            }
            rest = &link.next;
        }
    }

    /// What is so in a later version, too, in which something of these tables changed.
    pub(super) fn carried(&self, changed: Reads) -> Self {
        let carried = Self::default();
        let mut last = &carried;
        for value in self.values().filter_map(|value| value.carried(changed)) {
            last = &last.or_with(&mut Some(value)).next;
        }
        carried
    }

    /// About how much memory it takes that no other version has a part in, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.values().map(AnyKept::weight).sum()
    }

    /// The first link, which has a value from now on, if there was none.
    fn or_with(&self, value: &mut Option<Box<dyn AnyKept>>) -> &Link {
        self.0.get_or_init(|| {
            // It is there: who has added it goes no further.
            let value = value.take().unwrap_or_else(|| Box::new(Arc::new(Nothing)));
            let next = Self::default();
            Box::new(Link { value, next })
        })
    }

    fn values(&self) -> impl Iterator<Item = &dyn AnyKept> {
        let links = std::iter::successors(self.0.get(), |link| link.next.0.get());
        links.map(|link| &*link.value)
    }
}

/// Stands where nothing is kept.
struct Nothing;

impl Kept for Nothing {}

impl fmt::Debug for AllDerived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AllDerived").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Goes on while the first table does not change.
    #[derive(Debug, PartialEq)]
    struct OfFirst(u8);

    impl Kept for OfFirst {
        fn reads(&self) -> Reads {
            Reads::tables(&[0])
        }
    }

    impl Kept for u8 {}
    impl Kept for u16 {}
    impl Kept for &'static str {}

    #[test]
    fn what_does_not_change_is_carried_over() {
        let all = AllDerived::default();
        all.add(1_u8);
        all.add(OfFirst(7));
        let later = all.carried(Reads::tables(&[1]));
        assert_eq!(
            (later.get::<OfFirst>(), later.get::<u8>()),
            (Some(&OfFirst(7)), None)
        );
        assert_eq!(
            later.add(OfFirst(8)),
            &OfFirst(7),
            "it is there as if it was just made"
        );
        let last = later.carried(Reads::tables(&[0, 1]));
        assert_eq!(last.get::<OfFirst>(), None);
        assert_eq!(last.add(OfFirst(8)), &OfFirst(8));
    }

    #[test]
    fn one_of_each_type_is_found() {
        let all = AllDerived::default();
        assert_eq!(all.get::<u8>(), None);
        all.add(1_u8);
        all.add("two");
        all.add(3_u8);
        assert_eq!(
            (all.get::<u8>(), all.get::<&str>()),
            (Some(&1), Some(&"two"))
        );
        assert_eq!(all.get::<u16>(), None);
    }
}
