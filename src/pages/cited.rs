//! What documents ask of many things: where facts were found, who takes part.

use serde::Deserialize;

use super::address::{Address, Link};

/// Where a fact was found.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(super) struct Citation {
    /// The place in the source.
    pub(super) locator: Option<String>,
    pub(super) source: Source,
}

/// A source, by its id.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(super) struct Source {
    pub(super) id: String,
}

impl Source {
    /// The id as addresses and bibliographies have it.
    pub(super) fn key(&self) -> &str {
        self.id.strip_prefix("source:").unwrap_or(&self.id)
    }
}

/// An ISCM that is named.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct IscmName {
    pub(super) slug: String,
    pub(super) acronym: String,
    pub(super) name: String,
}

/// A country that is named.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct CountryName {
    pub(super) code: Option<String>,
    pub(super) name: String,
}

/// An organization that is named.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct OrganizationName {
    pub(super) acronym: String,
    pub(super) name: String,
}

/// A topic.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct TopicName {
    pub(super) slug: String,
    pub(super) label: String,
}

/// What comes after a page of a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

impl PageInfo {
    /// A link to the next page of the list.
    pub(super) fn next(&self, address: &Address) -> Option<Link> {
        let cursor = self.end_cursor.as_deref().filter(|_| self.has_next_page)?;
        Some(address.with("after", &[cursor]))
    }
}

/// A page of a list that another may follow.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Paged<T> {
    pub(super) total_count: u64,
    pub(super) page_info: PageInfo,
    pub(super) nodes: Vec<T>,
}

/// A page of a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Nodes<T> {
    pub(super) total_count: u64,
    pub(super) nodes: Vec<T>,
}

impl<T> Nodes<T> {
    /// How many are not on this page.
    pub(super) fn left(&self) -> u64 {
        self.total_count.saturating_sub(self.nodes.len() as u64)
    }
}

impl CountryName {
    /// Its flag: the letters of its code, as those that stand for regions.
    pub(super) fn flag(&self) -> String {
        let code = self.code.as_deref().unwrap_or_default();
        let letters = code.bytes().filter(u8::is_ascii_uppercase);
        let letters =
            letters.filter_map(|letter| char::from_u32(0x1F1E6 + u32::from(letter - b'A')));
        letters.collect()
    }

    /// The code as addresses have it.
    pub(super) fn slug(&self) -> String {
        self.code
            .as_deref()
            .unwrap_or_default()
            .to_ascii_lowercase()
    }
}
