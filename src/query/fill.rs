//! Fill rates: of how many records a field is known.

use std::convert::Infallible;
use std::sync::Arc;

use entity::tables::NodeType;
use entity::values::Language;

use crate::graph::{Derived, Kept, Scope, Snapshot};
use crate::model::{Field, Kind, Value, types};

/// Of how many records of a type a field is known.
#[derive(Clone, Copy)]
pub struct FillRate {
    /// The records' type.
    pub of: NodeType,
    /// The field.
    pub field: &'static Field,
    /// How many records have a value; of a list, how many have any.
    pub known: usize,
    /// How many records there are.
    pub total: usize,
}

/// The fill rates of all fields, type by type. They are counted once for each snapshot.
pub struct FillRates(pub Vec<FillRate>);

impl Kept for FillRates {}

impl Derived for FillRates {
    type Error = Infallible;

    fn derive(snapshot: &Arc<Snapshot>) -> Result<Self, Infallible> {
        // What is known does not depend on the day.
        let scope = Scope::of_version(Arc::clone(snapshot));
        let mut records: Vec<_> = types()
            .iter()
            .filter_map(|of| Some((of.rows?.record?, of)))
            .collect();
        records.sort_by_key(|(kind, _)| *kind);
        let rates = records.into_iter().flat_map(|(kind, of)| {
            let table = kind as usize;
            let is_told =
                |field: &&Field| !matches!(field.kind, Kind::Id(..)) && !field.is_of_all_nodes();
            let fields = of.asked().filter(is_told);
            let scope = &scope;
            fields.map(move |field| FillRate {
                of: kind,
                field,
                known: known(scope, field, table),
                total: scope.snapshot.len(table),
            })
        });
        Ok(Self(rates.collect()))
    }
}

fn known(scope: &Scope, field: &Field, table: usize) -> usize {
    let places = scope.snapshot.places(table);
    let is_known = |place: &u32| field.value(scope, *place, Language::En) != Value::Unknown;
    places.filter(is_known).count()
}
