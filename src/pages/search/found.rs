//! What is found, and where each thing is shown.

use serde::Deserialize;
use serde_json::json;

use super::super::address::part;
use super::super::cited::{CountryName, IscmName, Source};
use super::super::frame::Frame;

/// Something that is found.
#[derive(Debug, Deserialize)]
pub(super) struct Hit {
    pub(super) node: Node,
    pub(super) highlights: Vec<Highlight>,
}

/// Where the words stand: HTML that is safe, with the words in `<mark>`.
#[derive(Debug, Deserialize)]
pub(super) struct Highlight {
    pub(super) fragment: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Node {
    id: String,
    #[serde(rename = "type")]
    pub(super) of: String,
    pub(super) label: String,
    slug: Option<String>,
    code: Option<String>,
    acronym: Option<String>,
    iscm: Option<IscmName>,
    framework: Option<Framework>,
    fund: Option<OfIscm>,
    commitment: Option<OfIscm>,
}

#[derive(Debug, Deserialize)]
struct Framework {
    slug: String,
}

#[derive(Debug, Deserialize)]
struct OfIscm {
    iscm: IscmName,
}

/// What is asked of a thing that has no page.
const NODE: &str = "query ($id: ID!) {
  node(id: $id) { type label ... on Cited { citations { locator source { title url } } } }
}";

impl Node {
    /// The ISCM that it is of.
    pub(super) fn iscm(&self) -> Option<&IscmName> {
        let part_of = self.fund.as_ref().or(self.commitment.as_ref());
        self.iscm.as_ref().or(part_of.map(|of| &of.iscm))
    }

    /// Where it is shown, ready to stand between quotation marks.
    pub(super) fn link(&self, frame: &Frame<'_>) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let link = match &*self.of {
            "ISCM" => frame.page("iscm", text(&self.slug)),
            "TOPIC" => frame.page("topic", text(&self.slug)),
            "FRAMEWORK" => frame.page("framework", text(&self.slug)),
            "ORGANIZATION" => frame.page("organization", text(&self.acronym)),
            "COUNTRY" => {
                let country = CountryName {
                    code: self.code.clone(),
                    name: String::new(),
                };
                frame.page("country", country.slug())
            }
            "SOURCE" => {
                let id = self.id.clone();
                frame.page("source", Source { id }.key())
            }
            of => match (self.iscm(), &self.framework) {
                (Some(iscm), _) => frame.below("iscm", &iscm.slug, section(of)),
                (None, Some(framework)) => frame.page("framework", &framework.slug),
                (None, None) => return self.playground(frame),
            },
        };
        link.to_string()
    }

    /// The playground with it: assessments and global meetings have no page.
    fn playground(&self, frame: &Frame<'_>) -> String {
        let variables = json!({ "id": self.id }).to_string();
        let (query, variables) = (part(NODE), part(&variables));
        let root = &frame.root;
        format!("{root}playground#query={query}&amp;variables={variables}")
    }
}

/// The section of an ISCM's page that shows what is of a type.
fn section(of: &str) -> &'static str {
    match of {
        "MEMBERSHIP" => "#members",
        "CHAIRMANSHIP" => "#chairs",
        "THEME" => "#themes",
        "STRUCTURE" => "#structures",
        "FUNDING" => "#funding",
        "FUND" | "FUND_FIGURE" => "#funds",
        "INSTRUMENT" => "#instruments",
        "UPTAKE" => "#uptakes",
        "COMMITMENT" | "COMMITMENT_INPUT" => "#commitments",
        "PARTNERSHIP" => "#partners",
        "EVENT" => "#events",
        _ => "",
    }
}
