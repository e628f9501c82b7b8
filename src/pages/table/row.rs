//! Rows of a table: what stands in their cells.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::cited::{Citation, CountryName, IscmName, OrganizationName, Source, TopicName};
use super::declaration::{Cell, Column};
use crate::error::{Error, Result};

/// A row.
#[derive(Debug)]
pub(super) struct Row {
    /// What stands in each column; nothing where it is not known.
    pub(super) cells: Vec<Vec<Content>>,
    pub(super) citations: Vec<Citation>,
}

/// A thing in a cell.
#[derive(Debug)]
pub(super) enum Content {
    /// An ISCM by its name.
    Itself(IscmName),
    Iscm(IscmName),
    Country(CountryName),
    Organization(OrganizationName),
    Topic(TopicName),
    /// A vocabulary, and a word of it.
    Word(&'static str, String),
    Text(String),
    /// The first day, and the last where it is another.
    Days(String, Option<String>),
    /// A title, and where it is.
    Link(String, String),
    /// A source's key and title.
    Source(Source, String),
}

/// Who contributes.
#[derive(Debug, Deserialize)]
struct Contributor {
    category: Option<String>,
    country: Option<CountryName>,
    organization: Option<OrganizationName>,
}

impl Row {
    pub(super) fn read(columns: &[Column], node: &Value) -> Result<Self> {
        let cells = columns.iter().map(|column| column.cell.read(node));
        let citations = field::<Option<Vec<Citation>>>(node, "citations")?;
        Ok(Self {
            cells: cells.collect::<Result<_>>()?,
            citations: citations.unwrap_or_default(),
        })
    }
}

impl Cell {
    /// Whether it is a number, to be set at the end of its column.
    pub(super) const fn is_number(self) -> bool {
        matches!(self, Self::Number(_) | Self::Count(_) | Self::Amount)
    }

    /// What stands in it.
    fn read(self, node: &Value) -> Result<Vec<Content>> {
        let text = |name: &str| written(&node[name]);
        let one = |content: Option<Content>| content.into_iter().collect();
        Ok(match self {
            Self::Itself => vec![Content::Itself(value(node)?)],
            Self::Iscm => vec![Content::Iscm(field(node, "iscm")?)],
            Self::Party => party(field(node, "country")?, field(node, "organization")?),
            Self::Country(name) => one(field::<Option<_>>(node, name)?.map(Content::Country)),
            Self::Organizations(name) => {
                let some = field::<Vec<_>>(node, name)?;
                some.into_iter().map(Content::Organization).collect()
            }
            Self::Contributors => {
                let some = field::<Vec<Contributor>>(node, "contributors")?;
                some.into_iter().flat_map(contents).collect()
            }
            Self::Topics => {
                let some = field::<Vec<_>>(node, "topics")?;
                some.into_iter().map(Content::Topic).collect()
            }
            Self::Word(name, vocabulary) => {
                one(text(name).map(|word| Content::Word(vocabulary, word)))
            }
            Self::Role => {
                let role = text("role").map(|word| Content::Word("MembershipRole", word));
                let status = text("status").map(|word| Content::Word("MembershipStatus", word));
                role.into_iter().chain(status).collect()
            }
            Self::Text(name) | Self::Number(name) => one(text(name).map(Content::Text)),
            Self::Amount => {
                let amount = text("amount").zip(text("currency"));
                one(amount.map(|(amount, currency)| Content::Text(format!("{amount} {currency}"))))
            }
            Self::Count(name) => one(written(&node[name]["totalCount"]).map(Content::Text)),
            Self::Date(name) => one(text(name).map(|day| Content::Days(day, None))),
            Self::Days => one(match (text("start"), text("end")) {
                (Some(start), end) => {
                    let end = end.filter(|end| *end != start);
                    Some(Content::Days(start, end))
                }
                (None, Some(end)) => Some(Content::Days(end, None)),
                (None, None) => text("year").map(Content::Text),
            }),
            Self::Title => one(match (text("title"), text("url")) {
                (Some(title), Some(url)) => Some(Content::Link(title, url)),
                (title, _) => title.map(Content::Text),
            }),
            Self::Source => {
                let title = text("title").unwrap_or_default();
                vec![Content::Source(value(node)?, title)]
            }
        })
    }
}

fn party(country: Option<CountryName>, organization: Option<OrganizationName>) -> Vec<Content> {
    let country = country.map(Content::Country);
    let organization = organization.map(Content::Organization);
    country.into_iter().chain(organization).collect()
}

fn contents(of: Contributor) -> Vec<Content> {
    let category = of.category;
    let category = category.map(|word| Content::Word("ContributorCategory", word));
    let party = party(of.country, of.organization);
    category.into_iter().chain(party).collect()
}

/// A value of an answer as a text; nothing for null.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// A field of an answer, read.
fn field<T: DeserializeOwned>(node: &Value, name: &str) -> Result<T> {
    value(&node[name])
}

/// A part of an answer, read.
pub(super) fn value<T: DeserializeOwned>(part: &Value) -> Result<T> {
    let read = T::deserialize(part);
    read.map_err(|why| Error::internal(format!("an answer that its table cannot read: {why}")))
}
