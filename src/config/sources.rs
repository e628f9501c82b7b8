//! Where settings come from: a flag, a variable or the configuration file, in this order; and what
//! messages call them, which is how they were given.

use std::collections::BTreeMap;
use std::path::Path;

use crate::secret::shown_path;

/// The variables that settings were given by, by the settings' keys. What is given otherwise is a flag's,
/// or in the file.
pub type Variables = BTreeMap<String, String>;

/// Where settings come from.
#[derive(Clone, Copy)]
pub(super) struct Sources<'s> {
    pub(super) variables: &'s Variables,
    pub(super) file: Option<&'s Path>,
    /// The table of the file.
    pub(super) table: Option<&'static str>,
}

impl Sources<'_> {
    /// A key as it stands in its table, whose name it may begin with: `openid_issuer` is `issuer` under `[openid]`.
    fn in_table(self, key: &str) -> &str {
        let rest = self.table.and_then(|table| key.strip_prefix(table));
        rest.and_then(|rest| rest.strip_prefix('_')).unwrap_or(key)
    }

    /// A setting's value, and what messages call it.
    pub(super) fn value<T>(
        self,
        key: &str,
        given: Option<T>,
        in_file: Option<T>,
    ) -> (Option<T>, String) {
        let is_in_file = given.is_none() && in_file.is_some();
        let name = match (self.variables.get(key), self.file) {
            (_, Some(file)) if is_in_file => {
                let table = self.table.map(|name| format!("[{name}] "));
                let key = self.in_table(key);
                format!("{}: {}{key}", shown_path(file), table.unwrap_or_default())
            }
            (Some(variable), _) => variable.clone(),
            _ => format!("--{}", key.replace('_', "-")),
        };
        (given.or(in_file), name)
    }
}
