//! Fill rates: of how many records a field is known.

use entity::tables::NodeType;
use entity::values::Language;

use super::catalog::{Field, Kind, Value, types};
use super::row::View;

/// Of how many records of a type a field is known.
#[derive(Clone, Debug)]
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

impl View {
    /// The fill rates of all fields, type by type. They are counted once for each snapshot.
    #[must_use]
    pub fn fill_rates(&self) -> &[FillRate] {
        self.snapshot.fill_rates.get_or_init(|| {
            let records = types().iter().filter_map(|of| Some((of, of.record?)));
            let rates = records.flat_map(|(of, kind)| {
                let total = self.snapshot.len(of.table);
                let fields = of.fields.iter();
                let fields = fields.filter(|field| !matches!(field.kind, Kind::Id(..)));
                fields.map(move |field| FillRate {
                    of: kind,
                    field,
                    known: self.known(field, total),
                    total,
                })
            });
            rates.collect()
        })
    }

    fn known(&self, field: &Field, total: usize) -> usize {
        let places = 0..u32::try_from(total).unwrap_or(u32::MAX);
        let is_known = |place: &u32| field.value(self, *place, Language::En) != Value::Unknown;
        places.filter(is_known).count()
    }
}
