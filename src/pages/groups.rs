//! Groups, as documents ask them of lists.

use serde::Deserialize;

/// A list in groups.
#[derive(Debug, Deserialize)]
pub(super) struct Grouped {
    #[serde(rename = "groupBy")]
    pub(super) groups: Vec<Group>,
}

/// Records with the same values, in the order of the keys that are asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Group {
    pub(super) count: u32,
    values: Vec<Value>,
}

#[derive(Debug, Deserialize)]
struct Value {
    /// A word, a year, or the natural key of a record.
    value: Option<String>,
    /// What a record is called, where that is asked for.
    label: Option<String>,
}

impl Group {
    /// One of its values; none where it is not known.
    pub(super) fn value(&self, at: usize) -> Option<&str> {
        self.values.get(at)?.value.as_deref()
    }

    /// What the record is called that is one of its values.
    pub(super) fn label(&self, at: usize) -> Option<&str> {
        self.values.get(at)?.label.as_deref()
    }
}
