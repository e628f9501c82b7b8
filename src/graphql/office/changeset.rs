//! Changesets before they are published.

use std::sync::{Arc, OnceLock};

use entity::office::comment;
use entity::values::Language;

use crate::error::{Error, Result};
use crate::graph::{RecordState, Scope};
use crate::model::{
    Change, FieldChange, LANGUAGE, Object, Out, Record, Word, language_argument, value, word_value,
    worked_out,
};
use crate::office::{
    ChangesetPayload, Draft, MAX_COMMENTS, MAX_EDITS, Proposal, UserError, draft, user_errors,
};
use crate::query::{PageCursor, PageInfo};
use crate::store::Version;

/// A changeset.
pub(super) struct Changeset {
    pub(super) proposal: Proposal,
    /// What it would do now, once that is asked.
    preview: OnceLock<std::result::Result<Preview, Vec<UserError>>>,
}

/// A page of changesets.
pub(super) struct Changesets {
    pub(super) nodes: Vec<Arc<Changeset>>,
    pub(super) has_previous: bool,
    /// The id that the next page begins behind.
    pub(super) last: Option<String>,
    pub(super) has_next: bool,
}

/// A changeset, with its place in the list.
struct Edge(Arc<Changeset>);

/// What became of a changeset.
pub(super) struct Payload {
    changeset: Option<Arc<Changeset>>,
    draft: Option<Draft>,
    errors: Vec<UserError>,
    preview: OnceLock<Result<Preview>>,
}

/// The graph as it would be.
struct Preview {
    scope: Scope,
    changes: Vec<Change>,
}

/// A record that a changeset changes.
struct Proposed {
    change: Change,
    /// Where it is as it would be.
    scope: Scope,
    fields: Vec<FieldChange>,
}

impl Changeset {
    pub(super) fn new(proposal: Proposal) -> Self {
        Self {
            proposal,
            preview: OnceLock::new(),
        }
    }

    /// What it would do to the version that is seen, or what is wrong with it there.
    fn preview(&self, scope: &Scope) -> &std::result::Result<Preview, Vec<UserError>> {
        self.preview.get_or_init(|| {
            let edits = &self.proposal.edits;
            let drafted = draft(&scope.snapshot, edits, scope.today());
            let told = |faults| user_errors(&scope.snapshot, edits, faults);
            let drafted = drafted.map_err(told)?;
            // It was made of the same snapshot: it fits.
            preview(scope, &drafted).map_err(|_unfit| Vec::new())
        })
    }

    /// What it changes: what it did, if it was published, or what it would do now.
    fn changes(&self, scope: &Scope) -> Result<Vec<Proposed>> {
        if let Some(version) = self.proposal.head.version {
            let made = scope.snapshot.log().changeset(version);
            let changes = made.map_or(&[][..], |made| &made.changes).iter();
            let changes = changes.map(|one| Change {
                kind: one.kind,
                id: Arc::clone(&one.id),
                operation: one.operation,
                version,
                from: version - 1,
                to: version,
            });
            return changes.map(|change| proposed(scope, change)).collect();
        }
        match self.preview(scope) {
            Ok(preview) => preview.changes(),
            Err(_) => Ok(Vec::new()),
        }
    }
}

impl Preview {
    fn changes(&self) -> Result<Vec<Proposed>> {
        let changes = self.changes.iter().cloned();
        changes
            .map(|change| proposed(&self.scope, change))
            .collect()
    }
}

impl Payload {
    pub(super) fn new(payload: ChangesetPayload) -> Self {
        let changeset = |proposal| Arc::new(Changeset::new(proposal));
        Self {
            changeset: payload.proposal.map(changeset),
            draft: payload.draft,
            errors: payload.errors,
            preview: OnceLock::new(),
        }
    }

    fn changes(&self, scope: &Scope) -> Result<Vec<Proposed>> {
        let Some(draft) = &self.draft else {
            return Ok(Vec::new());
        };
        // What was published is there by now.
        if let Some(changeset) = self
            .changeset
            .as_ref()
            .filter(|one| one.proposal.head.version.is_some())
        {
            return changeset.changes(scope);
        }
        let preview = self.preview.get_or_init(|| preview(scope, draft));
        preview.as_ref().map_err(Clone::clone)?.changes()
    }
}

fn proposed(scope: &Scope, change: Change) -> Result<Proposed> {
    Ok(Proposed {
        fields: change.fields(scope)?,
        scope: scope.clone(),
        change,
    })
}

/// The graph as a draft would make it, as if it were the next version.
fn preview(scope: &Scope, draft: &Draft) -> Result<Preview> {
    let internal = |error: &dyn std::fmt::Display| Error::internal(error.to_string());
    let present = scope.snapshot.version();
    let version = Version {
        number: present.number + 1,
        published_at: scope.now.timestamp_millis().max(present.published_at + 1),
    };
    let made = draft.difference.changeset(version, "", "");
    let made = made.map_err(|error| internal(&error))?;
    let changes = made.changes.iter().map(|one| Change {
        kind: one.kind,
        id: Arc::clone(&one.id),
        operation: one.operation,
        version: version.number,
        from: present.number,
        to: version.number,
    });
    let changes = changes.collect();
    let states = draft.difference.after().map_err(|error| internal(&error))?;
    let states = states
        .into_iter()
        .map(|(kind, id, document)| RecordState { kind, id, document });
    let after = scope.snapshot.apply(version, states.collect());
    let after = after.map_err(|error| internal(&error))?;
    let log = Arc::new(scope.snapshot.log().extended(vec![made]));
    Ok(Preview {
        scope: Scope {
            snapshot: Arc::new(after.with_log(log)),
            ..scope.clone()
        },
        changes,
    })
}

/// A moment in milliseconds.
pub(super) fn moment<'s>(milliseconds: i64) -> Out<'s> {
    Out::maybe(
        chrono::DateTime::from_timestamp_millis(milliseconds),
        Out::Moment,
    )
}

fn errors<'s>(errors: &'s [UserError]) -> Out<'s> {
    Out::inner(errors)
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables() -> Vec<Object> {
    type Of = Arc<Changeset>;
    vec![
        Object::told("Changeset", "Changes that somebody proposed, and what became of them. It is seen by its author, by curators, and by the\nsecretariats of the ISCMs that it changes.", vec![
            value("id", "The id. Opaque.", "ID!", |of: &Of| Out::text(&of.proposal.head.id)),
            value("title", "What it is called.", "String!", |of: &Of| Out::text(&of.proposal.head.title)),
            value("message", "Why, in the author's words.", "String!", |of: &Of| Out::text(&of.proposal.revision.message)),
            word_value("status", "Where it stands.", |of: &Of| of.proposal.head.status),
            value("revision", "The number of its newest revision, from 1: amending it makes another. A verdict is on one.", "Int!", |of: &Of| Out::Int(of.proposal.head.revision.into())),
            value("author", "The account that proposed it.", "String!", |of: &Of| Out::text(&of.proposal.head.account_id)),
            value("createdAt", "When it was proposed.", "DateTime", |of: &Of| moment(of.proposal.head.created_at)),
            value("basedOn", "The version that the author saw.", "Int!", |of: &Of| Out::Int(of.proposal.revision.based_on)),
            value("decidedAt", "When it was decided on; null while it is not.", "DateTime", |of: &Of| Out::maybe(of.proposal.head.decided_at, moment)),
            value("decidedBy", "The account that decided on it; null while it is not.", "String", |of: &Of| Out::maybe(of.proposal.head.decided_by.as_deref(), Out::text)),
            value("reason", "Why it was rejected, in the decider's words; null where it was not.", "String", |of: &Of| Out::maybe(of.proposal.head.reason.as_deref(), Out::text)),
            value("version", "The version that it was published as; null where it was not.", "Int", |of: &Of| Out::maybe(of.proposal.head.version, Out::Int)),
            worked_out("changes", "What it changes, by type and id: what it did, if it was published, or what it would do to the version that is\nserved now. None where something is wrong with it there (`userErrors`).", "[ProposedChange!]!", (), |of: &Of, scope, _, ()| Ok(Out::list(of.changes(scope)?, Out::value))).costing(200).at_most(MAX_EDITS),
            worked_out("userErrors", "What is wrong with it now; empty for one that is decided on.", "[UserError!]!", (), |of: &Of, scope, _, ()| Ok(faults(of, scope))).costing(100).at_most(20),
            worked_out("preview", "The graph as it would be if it were published now; null where something is wrong with it, and once it is\ndecided on.", "QueryAsOf", (), |of: &Of, scope, _, ()| Ok(shown(of, scope))).costing(1_000),
            value("comments", "What was said of it, oldest first.", "[ChangesetComment!]!", |of: &Of| Out::inner(&of.proposal.comments)).at_most(MAX_COMMENTS),
        ]),
        Object::told("ChangesetConnection", "A page of changesets.", vec![
            value("edges", "The page's changesets, each with its cursor.", "[ChangesetEdge!]!", |of: &Changesets| Out::list(&of.nodes, |one| Out::value(Edge(Arc::clone(one))))),
            value("nodes", "The page's changesets. The same as `edges { node }`.", "[Changeset!]!", |of: &Changesets| Out::inner(&of.nodes)),
            value("pageInfo", "Where the page lies in the list, and how to ask for the next.", "PageInfo!", |of: &Changesets| Out::value(page_info(of))),
        ]),
        Object::told("ChangesetEdge", "A changeset, with its place in the list.", vec![
            value("cursor", "The changeset's place in the list, to pass on as `after`. Opaque.", "String!", |of: &Edge| Out::text(&of.0.proposal.head.id)),
            value("node", "The changeset.", "Changeset!", |of: &Edge| Out::Inner(&of.0)),
        ]),
        Object::told("ChangesetComment", "What somebody said of a changeset.", vec![
            value("author", "The account that said it.", "String!", |of: &comment::Model| Out::text(&of.account_id)),
            value("text", "What was said.", "String!", |of: &comment::Model| Out::text(&of.text)),
            value("revision", "The revision that was the newest then.", "Int!", |of: &comment::Model| Out::Int(of.revision.into())),
            value("createdAt", "When.", "DateTime", |of: &comment::Model| moment(of.created_at)),
        ]),
        Object::told("ProposedChange", "What a changeset does to a node, its parts and citations included.", vec![
            word_value("type", "The type of the node.", |of: &Proposed| of.change.kind),
            value("nodeId", "The id of the node.", "ID!", |of: &Proposed| Out::text(format!("{}:{}", of.change.kind.name(), of.change.id))),
            word_value("operation", "What is done.", |of: &Proposed| of.change.operation),
            worked_out("label", "What people call the node after the change; of one that is removed, before it.", "String", (language_argument(LANGUAGE),), |of: &Proposed, _, _, (language,): &(Word<Language>,)| Ok(Out::maybe(of.change.label(&of.scope, language.0)?, Out::text))).costing(1),
            value("fields", "The node's own fields that change.", "[FieldChange!]!", |of: &Proposed| Out::inner(&of.fields)).at_most(20),
            worked_out("node", "The node as it is now; null where it is not there.", "Node", (), |of: &Proposed, scope, _, ()| Ok(Out::maybe(Record::find(scope, of.change.kind, &of.change.id), Out::Record))),
        ]),
        Object::told("ChangesetPayload", "What became of a changeset.", vec![
            value("changeset", "The changeset; null where it was not kept.", "Changeset", |of: &Payload| Out::maybe(of.changeset.as_ref(), |one| Out::Inner(one))),
            worked_out("changes", "What it does, or would do; none where something is wrong.", "[ProposedChange!]!", (), |of: &Payload, scope, _, ()| Ok(Out::list(of.changes(scope)?, Out::value))).costing(200).at_most(MAX_EDITS),
            value("userErrors", "What is wrong; empty where it was done.", "[UserError!]!", |of: &Payload| errors(&of.errors)).at_most(100),
        ]),
        Object::told("UserError", "One thing that is wrong with what was given.", vec![
            word_value("code", "What kind of thing.", |of: &UserError| of.code),
            value("path", "Where in the arguments, e.g. `input`, `changes`, `0`, `create`, `theme`, `title`.", "[String!]!", |of: &UserError| Out::list(&of.path, Out::text)).at_most(10),
            value("message", "What is wrong, and what would be right.", "String!", |of: &UserError| Out::text(&of.message)),
            value("node", "What is there now, where somebody changed it meanwhile.", "Node", |of: &UserError| Out::maybe(of.node, Out::Record)),
        ]),
    ]
}

fn page_info(of: &Changesets) -> PageInfo {
    let cursor = |one: &Arc<Changeset>| PageCursor::Made(one.proposal.head.id.clone());
    PageInfo {
        has_previous: of.has_previous,
        has_next: of.has_next,
        start: of.nodes.first().map(cursor),
        end: of.last.clone().map(PageCursor::Made),
    }
}

fn is_open(of: &Changeset) -> bool {
    of.proposal.head.status == entity::office::ChangesetStatus::Proposed
}

/// What is wrong with one that waits.
fn faults<'s>(of: &'s Changeset, scope: &Scope) -> Out<'s> {
    match of.preview(scope) {
        Err(faults) if is_open(of) => errors(faults),
        _ => Out::List(Vec::new()),
    }
}

/// The graph as one that waits would make it.
fn shown<'s>(of: &'s Changeset, scope: &Scope) -> Out<'s> {
    match of.preview(scope) {
        Ok(preview) if is_open(of) => Out::Root(Box::new(preview.scope.clone())),
        _ => Out::Null,
    }
}
