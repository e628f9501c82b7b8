//! What is private: tables outside the graph. They are in no snapshot, no file and no dump.
//!
//! ```text
//! account ◀── api_key
//!    ▲
//!    ├────── proposal ◀── revision, comment
//!    ├────── saved_question
//!    ├────── webhook ◀── delivery
//!    └────── audit, spent
//! digest
//! ```

use std::fmt;

use sea_orm::Iterable as _;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::Vocabulary as _;
use crate::vocabulary::vocabularies;

pub mod account;
pub mod api_key;
pub mod audit;
pub mod comment;
pub mod delivery;
pub mod digest;
pub mod proposal;
pub mod revision;
pub mod saved_question;
pub mod spent;
pub mod webhook;

vocabularies! {
    /// What somebody may do.
    Role {
        /// Keeps the whole data set: proposes and publishes changes of all records, and decides on others'.
        Curator,
        /// The secretariat of ISCMs: proposes and publishes changes of what is recorded of them.
        Secretariat,
        /// The focal point of a country: proposes changes of what is recorded of it.
        FocalPoint,
        /// A partner organization: has a larger budget, saved questions and webhooks.
        Partner,
        /// Runs the server: manages accounts and keys, and reads the audit.
        Admin,
    }

    /// Where a proposal stands.
    ChangesetStatus {
        /// It waits for a decision.
        Proposed,
        /// It was published, as a version of the data set.
        Published,
        /// It was rejected.
        Rejected,
        /// Its author withdrew it.
        Withdrawn,
    }

    /// What a message to a webhook is.
    DeliveryKind {
        /// That the data set has changed.
        Change,
        /// A message to try it with.
        Test,
    }

    /// How often a person is told by mail what changed.
    DigestFrequency {
        /// Each day at 06:00 UTC.
        Daily,
        /// Each Monday at 06:00 UTC.
        Weekly,
    }

    /// Why a message was not taken.
    DeliveryFault {
        /// The address leads where messages do not go: to a private, loopback or link-local network.
        AddressNotAllowed,
        /// Nobody is there: the name is unknown, the connection is refused or breaks, or is not encrypted as it should be.
        Unreachable,
        /// No answer came in time.
        TimedOut,
        /// The answer leads to another address, which is not followed.
        Redirected,
        /// The receiver says that it is gone for good (410).
        Gone,
        /// The answer has another status than 200 to 299.
        Status,
    }
}

vocabularies! {
    /// What becomes of lists that are not the rows of a file.
    OtherLists {
        /// Their values are joined into one text.
        Join,
        /// They are left out.
        Omit,
        /// They are refused.
        Refuse,
    }
}

/// A role, and what it is for: ISCMs or a country, where the role is one for some.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleGrant {
    /// The role.
    pub role: Role,
    /// The slug of the ISCM whose secretariat this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iscm: Option<String>,
    /// The code of the country whose focal point this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

impl RoleGrant {
    /// What [`Self::parse`] takes, as messages tell it.
    pub const TAKEN: &str =
        "CURATOR, SECRETARIAT:<ISCM's slug>, FOCAL_POINT:<country's code>, PARTNER or ADMIN";

    /// A role as it is written: `CURATOR`, `SECRETARIAT:rcm`, `FOCAL_POINT:MX`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (word, of) = match text.split_once(':') {
            Some((word, of)) => (word, Some(of.to_owned())),
            None => (text, None),
        };
        let role = Role::iter().find(|role| role.word() == word)?;
        let (iscm, country) = match (role, of) {
            (Role::Secretariat, Some(iscm)) => (Some(iscm), None),
            (Role::FocalPoint, Some(country)) => (None, Some(country)),
            (Role::Curator | Role::Partner | Role::Admin, None) => (None, None),
            _ => return None,
        };
        Some(Self {
            role,
            iscm,
            country,
        })
    }
}

impl fmt::Display for RoleGrant {
    /// As it is written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.role.word())?;
        match self.iscm.as_ref().or(self.country.as_ref()) {
            Some(of) => write!(f, ":{of}"),
            None => Ok(()),
        }
    }
}

/// The roles that somebody has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct RoleGrants(pub Vec<RoleGrant>);
