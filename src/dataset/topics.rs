//! `topics.toml`: a label for each slug.

use toml::{Table, Value};

/// The list of the records, and the keys of one.
const TOPICS: &str = "topics";
const SLUG: &str = "slug";
const LABEL: &str = "label";

/// The values of the records.
pub(super) fn values(file: Table) -> Table {
    let record = |(slug, label)| {
        let slug = (SLUG.to_owned(), Value::String(slug));
        Value::Table(Table::from_iter([slug, (LABEL.to_owned(), label)]))
    };
    let records = Value::Array(file.into_iter().map(record).collect());
    Table::from_iter([(TOPICS.to_owned(), records)])
}

/// The file, made of the records as TOML.
pub(super) fn text(records: &str) -> Result<String, toml::ser::Error> {
    let table: Table = toml::from_str(records).unwrap_or_default();
    let records = table.get(TOPICS).and_then(Value::as_array);
    let records = records.into_iter().flatten().filter_map(|record| {
        let slug = record.get(SLUG)?.as_str()?.to_owned();
        Some((slug, record.get(LABEL)?.clone()))
    });
    toml::to_string(&records.collect::<Table>())
}
