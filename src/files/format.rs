//! The formats of files.

use crate::error::{Error, Result, shown};

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// One object of JSON: what the data are, the columns, and the rows as objects.
    Json,
    /// An object of JSON a line for each row.
    JsonLines,
    /// Comma-separated values, to RFC 4180.
    Csv,
    /// A workbook of Excel.
    Xlsx,
    /// Apache Parquet.
    Parquet,
}

impl Format {
    /// All formats, as they are told.
    pub const ALL: [Self; 5] = [
        Self::Csv,
        Self::Xlsx,
        Self::JsonLines,
        Self::Json,
        Self::Parquet,
    ];

    /// What people call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::JsonLines => "JSON Lines",
            Self::Csv => "CSV",
            Self::Xlsx => "Excel",
            Self::Parquet => "Parquet",
        }
    }

    /// How names of such files end, without the dot: what the format is called in addresses, too.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
        }
    }

    /// The format that an extension or a parameter names.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == extension)
    }

    /// The same, or what is taken instead.
    pub fn named(name: &str) -> Result<Self> {
        Self::of_extension(name).ok_or_else(|| {
            let all = Self::ALL.map(Self::extension);
            let takes = format!("takes `{}`, not {}", all.join("`, `"), shown(name));
            Error::bad_input("format", &takes).with("allowed", all.to_vec().into())
        })
    }

    /// The media type that such a file has, with its parameter.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            _ => self.media_types()[0],
        }
    }

    /// The media types that it is asked for by, without parameters: its own, and what others call it.
    #[must_use]
    pub const fn media_types(self) -> &'static [&'static str] {
        match self {
            Self::Json => &["application/json"],
            Self::JsonLines => &["application/x-ndjson", "application/jsonl"],
            Self::Csv => &["text/csv"],
            Self::Xlsx => &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
            Self::Parquet => &["application/vnd.apache.parquet"],
        }
    }

    /// The format that a media type without parameters names, in any case.
    #[must_use]
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| {
            let names = format.media_types();
            names
                .iter()
                .any(|name| name.eq_ignore_ascii_case(media_type))
        })
    }

    /// Whether it is rows alone, without what the file tells of itself.
    #[must_use]
    pub const fn is_bare(self) -> bool {
        matches!(self, Self::Csv | Self::JsonLines)
    }

    /// Those that this program writes: Parquet may be left out when it is built.
    pub fn built() -> impl Iterator<Item = Self> {
        let is_built = |format: &Self| *format != Self::Parquet || cfg!(feature = "parquet");
        Self::ALL.into_iter().filter(is_built)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_found_by_all_its_names() {
        for format in Format::ALL {
            assert_eq!(Format::of_extension(format.extension()), Some(format));
            assert!(format.media_type().starts_with(format.media_types()[0]));
            for name in format.media_types() {
                assert_eq!(Format::of_media_type(name), Some(format));
            }
        }
        assert_eq!(Format::of_media_type("Text/CSV"), Some(Format::Csv));
        for name in ["", "CSV", "xls", "csv "] {
            assert_eq!(Format::of_extension(name), None, "{name}");
        }
        for name in ["", "text/csv; charset=utf-8", "text/*", "text/plain"] {
            assert_eq!(Format::of_media_type(name), None, "{name}");
        }
    }
}
