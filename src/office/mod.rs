//! What people do to the data set: who they are, what they may do, what they propose, and what becomes of it. What is
//! private lies here, in tables outside the graph; each read of these and each write takes a [`Grant`], which the policy
//! alone makes.
//!
//! May use: `apart`, `clock`, `db`, `domain`, `error`, `graph`, `input`, `mail`, `model`, `openid`, `store`,
//! `texts`, `vocabulary`, `webhook`, `work`.

mod account_requests;
mod accounts;
mod audit;
mod audited;
mod authenticate;
mod beside;
mod by_hand;
mod deciding;
mod desk;
mod digests;
mod draft;
mod edit_input;
mod edit_types;
mod failed;
mod kept_edits;
mod key_requests;
mod key_text;
mod keys;
mod known_accounts;
mod known_keys;
mod known_questions;
mod listing;
mod payload;
mod policy;
mod proposals;
mod propose_input;
mod proposing;
mod publish;
mod question_input;
mod question_reader;
mod question_requests;
mod questions;
mod redacting;
mod reverting;
mod rights;
mod spending;
mod tokens;
mod user_error;
mod viewer;
mod webhooks;

pub use authenticate::bearer;
pub use by_hand::ByHand;
pub use desk::{Office, OfficeRequest, Services};
pub use digests::{DigestRequest, DigestWorker};
pub use draft::{Draft, Fault, Intended, draft};
pub use edit_input::MAX_EDITS;
pub use edit_types::{CITATION, EditKey, EditType, NAME, Of, edit_types, owner_name};
pub use key_requests::KeyRequest;
pub use key_text::KeyText;
pub use keys::{KeyInfo, NewKey, role};
pub use listing::{ListRequest, Listed};
pub use payload::ChangesetPayload;
pub use policy::{Action, Denied, Grant, POLICY, Row, Subject, Target, Who, Whose, denied, may};
pub use proposals::{MAX_COMMENTS, Proposal};
pub use propose_input::{ProposeInput, argument_text};
pub use question_input::QuestionInput;
pub use question_reader::{AnswerChanges, QuestionFault, QuestionReader};
pub use question_requests::SavedQuestion;
pub use questions::question_path;
pub use redacting::RedactOutcome;
pub use reverting::Revert;
pub use rights::may_change;
pub use spending::Spent;
pub use user_error::{UserError, UserErrorCode, user_errors};
pub use viewer::{Budget, Viewer};
pub use webhooks::{
    MAX_DELIVERIES, MAX_KEYS, WebhookInfo, WebhookInput, WebhookKey, WebhookRequest, WebhookStatus,
    WebhookWorker,
};
