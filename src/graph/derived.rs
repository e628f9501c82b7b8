//! What other layers derive from a snapshot: it is kept with the snapshot and goes with it.

use std::any::Any;
use std::fmt;
use std::sync::OnceLock;

/// What was derived so far, one of each type: a list that only grows, so that reading takes no lock.
#[derive(Default)]
pub(super) struct AllDerived(OnceLock<Box<Link>>);

struct Link {
    value: Box<dyn Any + Send + Sync>,
    next: AllDerived,
}

impl AllDerived {
    pub(super) fn get<T: Any>(&self) -> Option<&T> {
        let mut rest = self;
        while let Some(link) = rest.0.get() {
            if let Some(found) = link.value.downcast_ref() {
                return Some(found);
            }
            rest = &link.next;
        }
        None
    }

    /// Adds a value; the one of its type that is found from now on, which is another thread's where
    /// that was faster.
    pub(super) fn add<T: Any + Send + Sync>(&self, value: T) -> &T {
        let mut value = Some(value);
        let mut rest = self;
        loop {
            let link = rest.0.get_or_init(|| {
                Box::new(Link {
                    value: match value.take() {
                        Some(value) => Box::new(value),
                        None => Box::new(()),
                    },
                    next: Self::default(),
                })
            });
            if let Some(found) = link.value.downcast_ref() {
                return found;
            }
            rest = &link.next;
        }
    }
}

impl fmt::Debug for AllDerived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AllDerived").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
