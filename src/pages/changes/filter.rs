//! Which changes are told: of some types, of some ISCMs, and from where on.

use serde_json::{Map, Value};

use super::super::address::{Address, Link};

/// Which changes are told.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct ChangeFilter {
    /// Of which types; of all where none is named.
    pub(in super::super) types: Vec<String>,
    /// Of which ISCMs; of all records where none is named.
    pub(in super::super) iscms: Vec<String>,
    /// After which one they begin.
    pub(in super::super) after: Option<String>,
}

impl ChangeFilter {
    /// What an address asks for.
    #[must_use]
    pub(in super::super) fn of(address: &Address) -> Self {
        let values = |name: &str| address.values(name).into_iter().map(str::to_owned);
        Self {
            types: values("type").collect(),
            iscms: values("iscm").collect(),
            after: address.param("after").map(str::to_owned),
        }
    }

    /// The values of the variables of documents that tell changes.
    pub(super) fn variables(&self) -> Map<String, Value> {
        let some = |values: &[String]| match values {
            [] => Value::Null,
            values => values.into(),
        };
        Map::from_iter([
            ("type".to_owned(), some(&self.types)),
            ("iscm".to_owned(), some(&self.iscms)),
            ("after".to_owned(), self.after.clone().into()),
        ])
    }

    /// The parameters of links to changes that pass the same filter.
    pub(super) fn params(&self) -> Vec<(&str, &str)> {
        let types = self.types.iter().map(|value| ("type", value.as_str()));
        let iscms = self.iscms.iter().map(|value| ("iscm", value.as_str()));
        types.chain(iscms).collect()
    }

    /// A link to all changes; none where all are told.
    pub(super) fn without(&self, address: &Address) -> Option<Link> {
        if self.types.is_empty() && self.iscms.is_empty() {
            return None;
        }
        let kept = address.without(&["type", "iscm", "after"]);
        Some(kept.with("type", &[]))
    }

    /// Whether a type is among those that it names.
    pub(super) fn has_type(&self, of: &str) -> bool {
        self.types.iter().any(|one| one == of)
    }

    /// Whether an ISCM is.
    pub(super) fn has_iscm(&self, slug: &str) -> bool {
        self.iscms.iter().any(|one| one.eq_ignore_ascii_case(slug))
    }
}
