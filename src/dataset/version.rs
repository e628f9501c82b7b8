//! `version.toml`: the version that files were exported from.

use chrono::{DateTime, Utc};
use toml::{Table, Value};

use super::toml_text;

/// The name of the file.
pub(super) const VERSION_FILE: &str = "version.toml";

/// The version that files were exported from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Its number.
    pub version: i64,
    /// When it was published, in whole milliseconds.
    pub published: DateTime<Utc>,
}

impl Exported {
    /// Reads the file; or what is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, Vec<String>> {
        let table = toml_text::parse(text)?;
        let others = table
            .keys()
            .filter(|key| !["version", "published"].contains(&&***key));
        let mut faults: Vec<_> = others
            .map(|key| {
                format!(
                    "{}: is unknown; the keys here are version, published",
                    key.escape_debug()
                )
            })
            .collect();
        let version = table.get("version").and_then(Value::as_integer);
        let version = version.filter(|version| *version > 0);
        if version.is_none() {
            faults.push("version: takes the number of a version, from 1".to_owned());
        }
        let published = table.get("published").and_then(Value::as_datetime);
        let published = published.and_then(|moment| {
            let moment = DateTime::parse_from_rfc3339(&moment.to_string());
            moment.ok().map(|moment| moment.to_utc())
        });
        if published.is_none() {
            faults.push("published: takes a moment, as 2026-11-30T09:00:00.000Z".to_owned());
        }
        match (version, published) {
            (Some(version), Some(published)) if faults.is_empty() => {
                Ok(Self { version, published })
            }
            _ => Err(faults),
        }
    }

    /// The file.
    pub(super) fn text(self) -> String {
        let published = self.published.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
        let published = published.parse().map(Value::Datetime);
        let table = Table::from_iter([
            ("version".to_owned(), Value::Integer(self.version)),
            (
                "published".to_owned(),
                published.unwrap_or(Value::Boolean(false)),
            ),
        ]);
        table.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let exported = Exported {
            version: 12,
            published: "2026-11-30T09:00:00.012Z".parse().expect("a moment"),
        };
        assert_eq!(Exported::read(&exported.text()), Ok(exported));
    }

    #[test]
    fn every_fault_is_told() {
        for (text, faults) in [
            ("", 2),
            ("version = 0\npublished = 2026-11-30", 2),
            (
                "version = 1\npublished = 2026-11-30T09:00:00Z\nother = 1",
                1,
            ),
            ("version = ", 1),
        ] {
            assert_eq!(
                Exported::read(text).expect_err(text).len(),
                faults,
                "{text}"
            );
        }
    }
}
