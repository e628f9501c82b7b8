//! Facts of ISCMs as other pages tell them: of a country, an organization, a topic.

use serde::Deserialize;

use super::cited::{Citation, IscmName};

/// Somebody takes part in an ISCM.
#[derive(Debug, Deserialize)]
pub(super) struct Membership {
    pub(super) role: String,
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
    pub(super) status: Option<String>,
    pub(super) iscm: IscmName,
    pub(super) citations: Vec<Citation>,
}

/// A term as chair.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Chairmanship {
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
    pub(super) co_chair: bool,
    pub(super) iscm: IscmName,
    pub(super) citations: Vec<Citation>,
}

/// A meeting.
#[derive(Debug, Deserialize)]
pub(super) struct Event {
    pub(super) name: String,
    pub(super) year: i32,
    pub(super) kind: String,
    pub(super) city: Option<String>,
    pub(super) iscm: IscmName,
    pub(super) citations: Vec<Citation>,
}

/// An instrument.
#[derive(Debug, Deserialize)]
pub(super) struct Instrument {
    pub(super) title: String,
    pub(super) year: i32,
    pub(super) kind: String,
    pub(super) iscm: IscmName,
    pub(super) citations: Vec<Citation>,
}

/// A source of funding.
#[derive(Debug, Deserialize)]
pub(super) struct Funding {
    pub(super) kind: String,
    pub(super) summary: String,
    pub(super) amount: Option<String>,
    pub(super) currency: Option<String>,
    pub(super) year: Option<i32>,
    pub(super) iscm: IscmName,
    pub(super) citations: Vec<Citation>,
}

/// A structure of an ISCM.
#[derive(Debug, Deserialize)]
pub(super) struct Structure {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) iscm: IscmName,
    pub(super) citations: Vec<Citation>,
}

/// What somebody did on a commitment.
#[derive(Debug, Deserialize)]
pub(super) struct Input {
    pub(super) received: Option<String>,
    pub(super) summary: String,
    pub(super) commitment: Commitment,
    pub(super) citations: Vec<Citation>,
}

/// The commitment that an input is on.
#[derive(Debug, Deserialize)]
pub(super) struct Commitment {
    pub(super) title: String,
    pub(super) iscm: IscmName,
}
