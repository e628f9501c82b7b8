//! What is private: tables outside the graph. They are in no snapshot, no file and no dump.
//!
//! ```text
//! account ◀── api_key
//!    ▲
//!    ├────── proposal ◀── revision, comment
//!    ├────── saved_question
//!    └────── audit, spent
//! ```

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::vocabulary::vocabularies;

pub mod account;
pub mod api_key;
pub mod audit;
pub mod comment;
pub mod proposal;
pub mod revision;
pub mod saved_question;
pub mod spent;

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

/// The roles that somebody has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct RoleGrants(pub Vec<RoleGrant>);
