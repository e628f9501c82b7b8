//! What a version is written as.

/// How hard it is tried to compress: above it, time grows faster than size falls.
pub(super) const LEVEL: i32 = 9;

/// What a version is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// An SQLite file with the rows and the log.
    Sqlite,
    /// The data set's files in one, a compressed tar.
    Toml,
    /// A line of JSON for each record, compressed.
    JsonLines,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::Toml, Self::JsonLines];

    /// What names of its files end with.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Toml => "toml.tar.zst",
            Self::JsonLines => "jsonl.zst",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Sqlite => "application/vnd.sqlite3",
            Self::Toml | Self::JsonLines => "application/zstd",
        }
    }
}

/// What the files of a version are called, without what they end with.
pub(super) fn stem(version: i64) -> String {
    format!("iscm-graph-{version}")
}
