//! The facts of the data files, to hold answers against: read without any of the product's code.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use toml::Table;

use super::files::records;

/// A record, with the slug of its ISCM or the name of its file.
pub(crate) type Fact = (String, Table);

/// The records of a table.
pub(crate) fn facts(table: &str) -> &'static [Fact] {
    static FACTS: LazyLock<BTreeMap<String, Vec<Fact>>> = LazyLock::new(|| {
        let mut facts: BTreeMap<String, Vec<Fact>> = BTreeMap::new();
        for (file, table, record) in records() {
            let iscm = file.trim_start_matches("iscm/").to_owned();
            facts.entry(table).or_default().push((iscm, record));
        }
        facts
    });
    FACTS.get(table).map_or(&[], Vec::as_slice)
}

/// A text of a record; empty where there is none.
pub(crate) fn text<'r>(record: &'r Table, key: &str) -> &'r str {
    let text = record.get(key).and_then(toml::Value::as_str);
    text.unwrap_or_default()
}

/// A number of a record.
pub(crate) fn number(record: &Table, key: &str) -> Option<i64> {
    record.get(key).and_then(toml::Value::as_integer)
}

/// A list of texts of a record.
pub(crate) fn texts<'r>(record: &'r Table, key: &str) -> Vec<&'r str> {
    let list = record.get(key).and_then(toml::Value::as_array);
    let texts = list.into_iter().flatten();
    texts.filter_map(toml::Value::as_str).collect()
}

/// What each ISCM has under a key, by slug.
pub(crate) fn by_slug(key: &str) -> BTreeMap<&'static str, &'static str> {
    let heads = facts("iscm").iter();
    heads
        .map(|(slug, head)| (slug.as_str(), text(head, key)))
        .collect()
}
