//! What a file tells of itself.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::clock::written;
use crate::terms::{DISCLAIMER, LICENCE, citation};

/// What the data of a file are, and where they are from. The licence, how to cite the version, and the disclaimer
/// come to it from the terms.
#[derive(Clone, Debug)]
pub struct About {
    /// What the file is called.
    pub title: String,
    /// What it holds, in sentences; empty when nothing is said.
    pub description: String,
    /// The version of the data set.
    pub version: i64,
    /// When the version was published; nothing where none ever was.
    pub published_at: Option<DateTime<Utc>>,
    /// Where to report an error in the data.
    pub contact: Option<String>,
    /// Where the same file is for good.
    pub url: Option<String>,
    /// What to ask from next, by `since`, for what changed after this file.
    pub next_since: Option<String>,
}

/// A fact of a file: its name for programs, its name for people, and what it is.
pub(super) struct Fact {
    #[cfg_attr(
        not(feature = "parquet"),
        expect(dead_code, reason = "programs find it in Parquet alone")
    )]
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) value: String,
}

impl About {
    /// How the version is cited.
    pub(super) fn citation(&self) -> String {
        citation(self.version, self.published_at)
    }

    /// When the version was published, as text.
    pub(super) fn published_at(&self) -> Option<String> {
        self.published_at.map(written)
    }

    /// All that is known, one after the other.
    pub(super) fn facts(&self) -> Vec<Fact> {
        let description = Some(self.description.clone());
        let facts = [
            ("title", "Title", Some(self.title.clone())),
            ("description", "Description", description),
            ("version", "Version", Some(self.version.to_string())),
            ("publishedAt", "Published at", self.published_at()),
            ("licence", "Licence", Some(LICENCE.name.to_owned())),
            (
                "licenceSpdxId",
                "Licence, by SPDX",
                Some(LICENCE.spdx_id.to_owned()),
            ),
            (
                "licenceUrl",
                "Text of the licence",
                Some(LICENCE.url.to_owned()),
            ),
            ("citation", "How to cite", Some(self.citation())),
            ("disclaimer", "Disclaimer", Some(DISCLAIMER.to_owned())),
            ("contact", "Where to report errors", self.contact.clone()),
            ("url", "Address of this file", self.url.clone()),
            (
                "nextSince",
                "What to ask from next, as since",
                self.next_since.clone(),
            ),
        ];
        let facts = facts.into_iter().filter_map(|(name, label, value)| {
            let value = value.filter(|value| !value.is_empty())?;
            Some(Fact { name, label, value })
        });
        facts.collect()
    }

    /// The same as an object, with the names that the API has for them.
    pub(super) fn json(&self) -> Value {
        json!({
            "title": self.title,
            "description": self.description,
            "version": self.version,
            "publishedAt": self.published_at(),
            "licence": {
                "name": LICENCE.name,
                "spdxId": LICENCE.spdx_id,
                "url": LICENCE.url,
            },
            "citation": self.citation(),
            "disclaimer": DISCLAIMER,
            "contact": self.contact,
            "url": self.url,
            "nextSince": self.next_since,
        })
    }
}
