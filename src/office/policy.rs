//! Who may do what: constant rows, and the one place where rights are granted. What no row allows is denied.

use std::fmt;

use entity::enums::Vocabulary as _;
use entity::office::{Role, RoleGrant};

use super::viewer::Viewer;
use crate::vocabulary::words;

words! {
    /// What is acted on.
    pub Subject {
        /// A record of an ISCM, or of what belongs to one. A secretariat's own are those of its ISCMs.
        Iscm = "ISCM",
        /// A record of an ISCM that names a country. A focal point's own are those that name its country.
        Country = "COUNTRY",
        /// A record that belongs to no ISCM: topics, organizations, sources, frameworks, meetings, assessments.
        Shared = "SHARED",
        /// A changeset before it is published. Own are those that the account made, and a secretariat's those that
        /// change its ISCMs.
        Changeset = "CHANGESET",
        /// A key. Own are those of the account.
        Key = "KEY",
        /// An account. Own is the account itself.
        Account = "ACCOUNT",
        /// The audit.
        Audit = "AUDIT",
        /// A webhook. Own are those of the account.
        Webhook = "WEBHOOK",
        /// A digest by mail.
        Digest = "DIGEST",
        /// A question that is saved. Own are those of the account.
        Question = "QUESTION",
    }

    /// What is done.
    pub Action {
        /// Reading it.
        Read = "READ",
        /// Making it.
        Create = "CREATE",
        /// Proposing that it be changed.
        Propose = "PROPOSE",
        /// Publishing a change of it, or rejecting one.
        Publish = "PUBLISH",
        /// Changing what it says.
        Amend = "AMEND",
        /// Taking it back.
        Withdraw = "WITHDRAW",
        /// Saying something of it.
        Comment = "COMMENT",
        /// Ending it.
        Revoke = "REVOKE",
    }
}

/// Of which subjects a row speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those that are the account's, or of what it has its role for.
    Own,
    /// Those that their accounts made public.
    Public,
    /// All.
    Any,
}

/// Of whom a row speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody, known or not.
    Everybody,
    /// All who are known.
    Known,
    /// Those who have a role.
    Role(Role),
}

/// A row: whom it speaks of, and what these may do to what.
pub type Row = (Who, Subject, Whose, &'static [Action]);

/// All that is allowed.
pub const POLICY: &[Row] = {
    use Action::{Amend, Comment, Create, Propose, Publish, Read, Revoke, Withdraw};
    use Role::{Admin, Curator, FocalPoint, Partner, Secretariat};
    use Subject::{
        Account, Audit, Changeset, Country, Digest, Iscm, Key, Question, Shared, Webhook,
    };
    use Who::{Everybody, Known, Role as Having};
    use Whose::{Any, Own, Public};
    const KEEPING: &[Action] = &[Create, Read, Amend, Revoke];
    &[
        (Having(Curator), Iscm, Any, &[Propose, Publish]),
        (Having(Curator), Shared, Any, &[Propose, Publish]),
        (Having(Curator), Changeset, Any, &[Read, Amend, Comment]),
        (Having(Curator), Changeset, Own, &[Create, Withdraw]),
        (Having(Curator), Question, Own, KEEPING),
        (Having(Curator), Webhook, Own, KEEPING),
        (Having(Secretariat), Iscm, Own, &[Propose, Publish]),
        (Having(Secretariat), Shared, Any, &[Propose]),
        (
            Having(Secretariat),
            Changeset,
            Own,
            &[Create, Read, Amend, Withdraw, Comment],
        ),
        (Having(Secretariat), Question, Own, KEEPING),
        (Having(Secretariat), Webhook, Own, KEEPING),
        (Having(FocalPoint), Country, Own, &[Propose]),
        (Having(FocalPoint), Shared, Any, &[Propose]),
        (
            Having(FocalPoint),
            Changeset,
            Own,
            &[Create, Read, Amend, Withdraw, Comment],
        ),
        (Having(FocalPoint), Question, Own, KEEPING),
        (Having(FocalPoint), Webhook, Own, KEEPING),
        (Having(Partner), Question, Own, KEEPING),
        (Having(Partner), Webhook, Own, KEEPING),
        (Having(Admin), Account, Any, &[Read, Create, Revoke]),
        (Having(Admin), Key, Any, &[Read, Create, Revoke]),
        (Having(Admin), Audit, Any, &[Read]),
        (Having(Admin), Question, Any, &[Read, Revoke]),
        (Having(Admin), Webhook, Any, &[Read, Revoke]),
        (Known, Account, Own, &[Read]),
        (Known, Key, Own, &[Read, Create, Revoke]),
        (Everybody, Question, Public, &[Read]),
        (Everybody, Digest, Any, &[Create]),
    ]
};

/// One thing that is acted on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The account that made it, or that it is or is of.
    pub account: Option<String>,
    /// The ISCMs that it is of.
    pub iscms: Vec<String>,
    /// The countries that it names.
    pub countries: Vec<String>,
    /// Whether its account made it public.
    pub is_public: bool,
}

impl Target {
    /// What an account has made.
    pub(super) fn of_account(account: &str) -> Self {
        Self {
            account: Some(account.to_owned()),
            ..Self::default()
        }
    }
}

/// A right to do one thing, which is made here alone: who has one was allowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    action: Action,
    subject: Subject,
}

impl Grant {
    /// What may be done.
    #[must_use]
    pub const fn action(self) -> Action {
        self.action
    }

    /// To what.
    #[must_use]
    pub const fn subject(self) -> Subject {
        self.subject
    }

    /// The right of who runs the server, with the database at hand: no request has it.
    pub(super) const fn by_hand(action: Action, subject: Subject) -> Self {
        Self { action, subject }
    }
}

/// A right that somebody lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Denied {
    /// What was to be done.
    pub action: Action,
    /// To what.
    pub subject: Subject,
    /// Whether there is somebody known who lacks it.
    pub is_known: bool,
}

impl Denied {
    /// The right, e.g. `PUBLISH on ISCM`.
    #[must_use]
    pub fn right(&self) -> String {
        format!("{} on {}", self.action.word(), self.subject.word())
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let right = self.right();
        if self.is_known {
            write!(f, "the right {right} is missing")
        } else {
            write!(
                f,
                "the right {right} is missing: send a key (`Authorization: Bearer …`)"
            )
        }
    }
}

/// The right to do something to something, if this is allowed to somebody, known or not.
pub fn may(
    viewer: Option<&Viewer>,
    action: Action,
    subject: Subject,
    target: &Target,
) -> Result<Grant, Denied> {
    let is_allowed = POLICY.iter().any(|(who, of, whose, actions)| {
        *of == subject
            && actions.contains(&action)
            && is_meant(viewer, (*who, *whose), subject, target)
    });
    if is_allowed {
        return Ok(Grant { action, subject });
    }
    Err(Denied {
        action,
        subject,
        is_known: viewer.is_some(),
    })
}

/// Whether a row speaks of somebody and a target.
fn is_meant(
    viewer: Option<&Viewer>,
    (who, whose): (Who, Whose),
    subject: Subject,
    target: &Target,
) -> bool {
    let is_account =
        viewer.is_some_and(|viewer| target.account.as_deref() == Some(&*viewer.account));
    let by_role = match who {
        Who::Everybody => None,
        Who::Known if viewer.is_some() => None,
        Who::Known => return false,
        Who::Role(role) => Some(role),
    };
    let Some(role) = by_role else {
        return match whose {
            Whose::Any => true,
            Whose::Public => target.is_public,
            Whose::Own => is_account,
        };
    };
    let roles = viewer.iter().flat_map(|viewer| viewer.roles.iter());
    roles.filter(|one| one.role == role).any(|one| match whose {
        Whose::Any => true,
        Whose::Public => target.is_public,
        Whose::Own => {
            let is_by_account = matches!(
                subject,
                Subject::Changeset | Subject::Question | Subject::Webhook
            );
            is_by_account && is_account || is_of(one, target)
        }
    })
}

impl Viewer {
    /// The right to do something to something, if this is allowed.
    pub fn may(&self, action: Action, subject: Subject, target: &Target) -> Result<Grant, Denied> {
        may(Some(self), action, subject, target)
    }
}

/// Whether a target is of what a role is for.
fn is_of(role: &RoleGrant, target: &Target) -> bool {
    let iscm = role.iscm.as_ref();
    let country = role.country.as_ref();
    iscm.is_some_and(|iscm| target.iscms.contains(iscm))
        || country.is_some_and(|country| target.countries.contains(country))
}

/// What nobody may do who is not known.
#[must_use]
pub const fn denied(action: Action, subject: Subject) -> Denied {
    Denied {
        action,
        subject,
        is_known: false,
    }
}
