//! Natural keys: what people call rows by.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use entity::tables::{NodeType, Table};
use sea_orm::Iterable as _;

use crate::error::{Error, Result, cut, shown};
use crate::fold::{fold, nearest};
use crate::graph::{Kept, Reads, Row, Scope};
use crate::input::Place;

/// The longest text that is looked up, in bytes. No name is longer.
const LONGEST: usize = 1_000;

/// Names of rows, each with its row's place.
pub type Names<'s> = Box<dyn Iterator<Item = (&'s str, u32)> + 's>;

/// A natural key: what people call a row by.
pub struct Natural {
    /// The name of its scalar in the schema.
    pub scalar: &'static str,
    /// What it is, for messages, e.g. `the slug of a topic`.
    pub what: &'static str,
    /// The type of the rows.
    pub kind: NodeType,
    /// The name that a text means, where more texts mean one than are listed.
    pub meant: Option<fn(&str) -> Option<&'static str>>,
    /// What rows are called, each with its place: what goes before another row's name first.
    pub names: fn(&Scope) -> Names<'_>,
}

/// The places of a snapshot's rows by what they are called, as it is compared: for each type that is looked up.
struct Called(Vec<Arc<OnceLock<HashMap<String, u32>>>>);

impl Kept for Called {
    fn weight(&self) -> usize {
        let own = self.0.iter().filter(|one| Arc::strong_count(one) == 1);
        let names = own.filter_map(|by_name| by_name.get()).flatten();
        names
            .map(|(name, _)| size_of::<(String, u32)>() + name.len())
            .sum()
    }

    fn carried(self: &Arc<Self>, changed: Reads) -> Option<Arc<Self>> {
        // Names are the rows' own.
        let carried = (0..).zip(&self.0).map(|(table, by_name)| {
            if changed.meets(Reads::tables(&[table])) {
                Arc::default()
            } else {
                Arc::clone(by_name)
            }
        });
        Some(Arc::new(Self(carried.collect())))
    }
}

impl Default for Called {
    fn default() -> Self {
        Self(NodeType::iter().map(|_| Arc::default()).collect())
    }
}

/// A name as it is compared with others.
fn key(name: &str) -> String {
    let folded = fold(name);
    let name = folded.trim();
    name.strip_prefix("the ").unwrap_or(name).to_owned()
}

impl Natural {
    /// The place of the row that is called so, however it is written.
    #[must_use]
    pub fn find(&self, scope: &Scope, name: &str) -> Option<u32> {
        if name.len() > LONGEST {
            return None;
        }
        let name = match self.meant {
            Some(meant) => meant(name)?,
            None => name,
        };
        let called = scope.snapshot.kept(Called::default);
        let by_name = called.0[self.kind as usize].get_or_init(|| {
            let mut by_name = HashMap::new();
            for (name, place) in (self.names)(scope) {
                by_name.entry(key(name)).or_insert(place);
            }
            by_name
        });
        by_name.get(&key(name)).copied()
    }

    /// The place of the row that is called so; an error that says what is taken where there is none.
    pub fn place(&self, scope: &Scope, at: Place<'_>, name: &str) -> Result<u32> {
        let place = self.find(scope, name);
        place.ok_or_else(|| at.wrong(&self.takes(scope, name)))
    }

    /// The row that is called so by an argument of a field that looks it up.
    pub(super) fn row<'s, E: Table>(
        &self,
        scope: &'s Scope,
        argument: &str,
        name: &str,
    ) -> Result<Row<'s, E>> {
        let row = self.find(scope, name).and_then(|place| scope.row(place));
        row.ok_or_else(|| Error::not_found(argument, &self.takes(scope, name)))
    }

    /// What is taken instead of a name that no row has. What was meant begins with its first letter.
    fn takes(&self, scope: &Scope, name: &str) -> String {
        let first = |name: &str| fold(name).trim_start().chars().next();
        let begin = first(&cut(name));
        let names = (self.names)(scope).map(|(name, _)| name);
        let near = names.filter(|known| first(known) == begin);
        let meant = nearest(near, name);
        let meant = meant.map(|meant| format!("; did you mean {}?", shown(meant)));
        let meant = meant.unwrap_or_default();
        format!("takes {}, not {}{meant}", self.what, shown(name))
    }
}
