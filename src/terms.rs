//! The terms that the data are given on: their licence, how they are cited, and what names of countries do not say. The
//! schema, the pages and files have them from here.
//!
//! May use: nothing of ours.

use chrono::{DateTime, Utc};

/// A licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Licence {
    /// The name that it goes by.
    pub name: &'static str,
    /// Its identifier in SPDX's list.
    pub spdx_id: &'static str,
    /// Where its text is.
    pub url: &'static str,
}

/// The licence of the data: that of `data/LICENSE.md`.
pub const LICENCE: Licence = Licence {
    name: "CC BY 4.0",
    spdx_id: "CC-BY-4.0",
    url: "https://creativecommons.org/licenses/by/4.0/",
};

/// What the data set is called where it is cited.
pub const TITLE: &str = "ISCM Graph data set";

/// What names and borders do not say.
pub const DISCLAIMER: &str = "Countries and areas are named as the standards and the sources name them. No name, and no border that follows from one, implies an opinion on the legal status of a country, territory, city or area, on its authorities, or on where its borders run.";

/// The same, where there is little room.
pub const DISCLAIMER_IN_SHORT: &str = "Names and borders imply no opinion on legal status.";

/// How a version of the data set is cited: the same sentence on every server that has it. A version that was never
/// published has no day.
#[must_use]
pub fn citation(version: i64, published_at: Option<DateTime<Utc>>) -> String {
    let day = published_at.map(|moment| format!(", published on {}", moment.format("%Y-%m-%d")));
    let day = day.unwrap_or_default();
    let Licence { name, url, .. } = LICENCE;
    format!("{TITLE}, version {version}{day}, licensed under {name} ({url}).")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_names_version_day_and_licence() {
        let moment = DateTime::from_timestamp_millis(1_795_996_800_000);
        assert_eq!(
            citation(7, moment),
            "ISCM Graph data set, version 7, published on 2026-11-30, licensed under CC BY 4.0 \
             (https://creativecommons.org/licenses/by/4.0/)."
        );
        assert!(citation(0, None).starts_with("ISCM Graph data set, version 0, licensed"));
    }

    #[test]
    fn the_licence_is_that_of_the_files() {
        let file = include_str!("../data/LICENSE.md");
        for text in [LICENCE.name, LICENCE.url, TITLE] {
            assert!(file.contains(text), "{text}");
        }
    }
}
