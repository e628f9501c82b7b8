//! What is found, and where each thing is shown.

use serde::Deserialize;
use serde_json::json;

use super::super::address::part;
use super::super::frame::Frame;
use super::super::place::Place;

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
    pub(super) label: String,
    #[serde(flatten)]
    pub(super) place: Place,
}

/// What is asked of a thing that has no page.
const NODE: &str = "query ($id: ID!) {
  node(id: $id) { type label ... on Cited { citations { locator source { title url } } } }
}";

impl Node {
    /// Where it is shown, ready to stand between quotation marks: assessments and global meetings, which have no page,
    /// in the playground.
    pub(super) fn link(&self, frame: &Frame<'_>) -> String {
        if let Some(path) = self.place.path() {
            return frame.to(&path).to_string();
        }
        let variables = json!({ "id": self.place.id }).to_string();
        let (query, variables) = (part(NODE), part(&variables));
        let root = &frame.root;
        format!("{root}playground#query={query}&amp;variables={variables}")
    }
}
