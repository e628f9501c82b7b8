//! History: what versions changed, page by page, and the graph as it was.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::tables::NodeType;
use entity::values::Language;

use crate::error::{Error, Result};
use crate::graph::{PastError, Scope};
use crate::input::{Given, Place};
use crate::model::{
    AS_OF, Arg, Argued, COMPARING, Change, Field, FieldChange, HISTORY_PAGE, HistoryPage, LANGUAGE,
    Listed, Object, Only, Out, Record, Scan, Word, arg, between, history_arguments,
    language_argument, not_seen, page, root, since, value, word_value, worked_out,
};
use crate::query::{PageCursor, PageInfo};
use crate::search::Index;
use crate::store::Changeset;
use crate::work::{POINT, Work};

/// What making it is counted as, in units of work, beside its records: more than is done at once where requests
/// are taken.
const MAKING: u64 = 600 * POINT;
/// How many fields of a node a change is reckoned to change.
const FIELDS: usize = 20;

/// An item of a page.
struct Edge<T>(T);

/// A page of changes.
type Changes = HistoryPage<Change>;
/// A page of versions.
type Versions = HistoryPage<Arc<Changeset>>;
/// The argument `types`.
type Types = Option<Vec<Word<NodeType>>>;
/// The argument `iscms`.
type Iscms = Option<Vec<Arc<str>>>;
/// The argument `after`.
type After = Option<Arc<str>>;

#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables() -> Vec<Object> {
    vec![
        Object::told("ChangeConnection", "A page of changes.", vec![
            value("edges", "The page's changes, each with its cursor.", "[ChangeEdge!]!", |of: &Changes| Out::list(&of.items, |change| Out::value(Edge(change.clone())))),
            value("nodes", "The page's changes. The same as `edges { node }`.", "[Change!]!", |of: &Changes| Out::inner(&of.items)),
            value("pageInfo", "Where the page lies in the list, and how to ask for the next.", "PageInfo!", |of: &Changes| Out::value(page_info(of))),
            value("totalCount", "How many changes there are, on all pages.", "Int!", |of: &Changes| Out::count(of.total)),
        ]),
        Object::told("ChangeEdge", "A change, with its place in the list.", vec![
            value("cursor", "The change's place in the list, to pass on as `after`. Opaque.", "String!", |of: &Edge<Change>| Out::text(of.0.cursor())),
            value("node", "The change.", "Change!", |of: &Edge<Change>| Out::value(of.0.clone())),
        ]),
        Object::told("Change", "What a version did to a node, its parts and citations included; between two versions, what all after the first\ndid together.", vec![
            worked_out("version", "The version that did it; of several the newest.", "Version!", (), |of: &Change, scope, _, ()| Ok(Out::maybe(scope.snapshot.log().changeset(of.version), |made| Out::value(Arc::clone(made))))),
            word_value("type", "The type of the node.", |of: &Change| of.kind),
            value("nodeId", "The id of the node, which may not be there any more.", "ID!", |of: &Change| Out::text(format!("{}:{}", of.kind.name(), of.id))),
            worked_out("label", "What people called the node after the change; of one that was removed, before it.", "String", (language_argument(LANGUAGE),), |of: &Change, scope, _, (language,): &(Word<Language>,)| Ok(Out::maybe(of.label(scope, language.0)?, Out::text))).costing(1),
            word_value("operation", "What was done.", |of: &Change| of.operation),
            worked_out("node", "The node as it is in the version that is asked; null when it is not there any more.", "Node", (), |of: &Change, scope, _, ()| Ok(Out::maybe(Record::find(scope, of.kind, &of.id), Out::Record))),
            worked_out("fields", "The node's own fields that changed. What follows from other nodes is not among them.", "[FieldChange!]!", (), |of: &Change, scope, _, ()| Ok(Out::list(of.fields(scope)?, Out::value))).costing(2).at_most(FIELDS),
        ]),
        Object::told("FieldChange", "A field that changed.", vec![
            value("field", "The field, as the node's type names it.", "String!", |of: &FieldChange| Out::text(of.field)),
            value("before", "What it was; null when it was not known, or the node was not there.", "JSON", |of: &FieldChange| Out::Json(of.before.clone())),
            value("after", "What it was after the change; null when it is not known, or the node was removed.", "JSON", |of: &FieldChange| Out::Json(of.after.clone())),
        ]),
        Object::told("VersionConnection", "A page of versions.", vec![
            value("edges", "The page's versions, each with its cursor.", "[VersionEdge!]!", |of: &Versions| Out::list(&of.items, |made| Out::value(Edge(Arc::clone(made))))),
            value("nodes", "The page's versions. The same as `edges { node }`.", "[Version!]!", |of: &Versions| Out::inner(&of.items)),
            value("pageInfo", "Where the page lies in the list, and how to ask for the next.", "PageInfo!", |of: &Versions| Out::value(page_info(of))),
            value("totalCount", "How many versions there are, on all pages.", "Int!", |of: &Versions| Out::count(of.total)),
        ]),
        Object::told("VersionEdge", "A version, with its place in the list.", vec![
            value("cursor", "The version's place in the list, to pass on as `after`. Opaque.", "String!", |of: &Edge<Arc<Changeset>>| Out::text(of.0.cursor())),
            value("node", "The version.", "Version!", |of: &Edge<Arc<Changeset>>| Out::value(Arc::clone(&of.0))),
        ]),
        Object::told("Version", "A version of the data set: what one changeset made.", vec![
            value("number", "The number: 1, 2, 3… without gaps.", "Int!", |of: &Arc<Changeset>| Out::Int(of.version.number)),
            value("publishedAt", "When it was published. Of two versions the one with the higher number was published later.", "DateTime!", |of: &Arc<Changeset>| Out::maybe(of.version.published(), Out::Moment)),
            value("actor", "Who made it.", "String!", |of: &Arc<Changeset>| Out::text(&of.actor)),
            value("message", "What it was made for, in words.", "String!", |of: &Arc<Changeset>| Out::text(&of.message)),
            worked_out("changes", "What it changed, by type and id.", "ChangeConnection!", filtered(), of_version).scanning(Scan::Log(1)).at_most(HISTORY_PAGE),
        ]),
    ]
}

/// The field of the root that reads the log.
pub(super) fn changes() -> Field {
    let (types, iscms, first, after) = filtered();
    let arguments = (
        arg(
            "since",
            "Only changes of versions after this one; 0, or nothing, for all. Ask again with the newest version\nthat you have seen.",
        ),
        types,
        iscms,
        first,
        after,
    );
    let doc = "What versions changed, oldest first; in a version by type and id. Gapless and complete: who applies all changes since\na version has what the data set is now. A node that was removed has the operation `DELETE`, and its `node` is null.";
    root("changes", doc, "ChangeConnection!", arguments, all_since)
        .scanning(Scan::Log(1))
        .at_most(HISTORY_PAGE)
}

/// The field of the root of subscriptions that tells of changes.
pub(super) fn changes_told() -> Field {
    let (types, iscms, first, _) = filtered();
    let arguments = (
        arg(
            "after",
            "The version that was seen last: what changed since is told at once. Only what comes from now on is told without it.",
        ),
        types,
        iscms,
        first,
    );
    let doc = "What new versions changed, as soon as they are served; nothing where none of it is meant. Each change is told once, in order;\nwho comes again with the newest version that was seen misses none. Where there are more changes than `first`\n(`pageInfo { hasNextPage }`), `Query.changes(since:)` has all.";
    root("changes", doc, "ChangeConnection!", arguments, told_after)
        .scanning(Scan::Log(1))
        .at_most(HISTORY_PAGE)
}

fn told_after<'s>(
    scope: &'s Scope,
    work: &Work,
    (after, types, iscms, first): &(Option<i32>, Types, Iscms, Option<i32>),
) -> Result<Out<'s>> {
    let newest = scope.snapshot.version().number;
    let told = scope.told.map(|told| told.min(newest));
    let after = match told.and_then(|told| i32::try_from(told).ok()) {
        None => after.or_else(|| i32::try_from(newest).ok()),
        told => told,
    };
    let only = Only::read(scope, types.as_deref(), iscms.as_deref())?;
    let changes = only.of(since(scope, after)?, work)?;
    Ok(Out::value(page(scope, changes, *first, None)?))
}

/// The fields of the data set that tell of its versions.
#[rustfmt::skip] // a table: a line for each field
pub(super) fn of_dataset() -> [Field; 2] {
    let (first, after) = history_arguments();
    let (types, iscms, page_first, page_after) = filtered();
    [
        root("versions", "Its versions, newest first, as far back as the log goes.", "VersionConnection!", (first, after), versions).scanning(Scan::Log(1)).at_most(HISTORY_PAGE),
        root("diff", "What differs between two versions, by type and id: of each node what all changes together come to.", "ChangeConnection!", (
            arg("from", "The number of the older version."),
            arg("to", "The number of the newer version."),
            types, iscms, page_first, page_after,
        ), diff).scanning(Scan::Log(1 + COMPARING)).at_most(HISTORY_PAGE),
    ]
}

/// The field of the root with the graph as it was.
#[rustfmt::skip] // a table: a line for each field
pub(super) fn as_of() -> Field {
    root("asOf", "The graph as it was recorded in a version, or at a moment: what was known then. Give one of the two. What\nfacts say of a time (`on`, `certainty`) is asked by their own arguments, and today is today. Null, with an error\nthat says why, where there is no such version, or it is not kept any more.", "QueryAsOf", (
        arg("version", "The number of a version."),
        arg("at", "A moment that has passed: the version that was the newest then."),
    ), seen).scanning(Scan::Past).costing(AS_OF)
}

type Filters = (Arg<Types>, Arg<Iscms>, Arg<Option<i32>>, Arg<After>);

/// The arguments of a list of changes.
fn filtered() -> Filters {
    let (first, after) = history_arguments();
    (
        arg("types", "Only changes of nodes of these types."),
        arg(
            "iscms",
            "Only changes of these ISCMs and what is of them; by acronym, slug, alias or name, like `iscm`.",
        ),
        first,
        after,
    )
}

fn page_info<T: Listed>(of: &HistoryPage<T>) -> PageInfo {
    let cursor = |item: &T| PageCursor::Made(item.cursor());
    PageInfo {
        has_previous: of.has_previous,
        has_next: of.has_next,
        start: of.items.first().map(cursor),
        end: of.items.last().map(cursor),
    }
}

fn all_since<'s>(
    scope: &'s Scope,
    work: &Work,
    (version, types, iscms, first, after): &(Option<i32>, Types, Iscms, Option<i32>, After),
) -> Result<Out<'s>> {
    let only = Only::read(scope, types.as_deref(), iscms.as_deref())?;
    let changes = only.of(since(scope, *version)?, work)?;
    Ok(Out::value(page(scope, changes, *first, after.as_deref())?))
}

fn of_version<'s>(
    of: &Arc<Changeset>,
    scope: &'s Scope,
    work: &Work,
    (types, iscms, first, after): &(Types, Iscms, Option<i32>, After),
) -> Result<Out<'s>> {
    let only = Only::read(scope, types.as_deref(), iscms.as_deref())?;
    let changes = only.of(std::slice::from_ref(of), work)?;
    Ok(Out::value(page(scope, changes, *first, after.as_deref())?))
}

fn versions<'s>(
    scope: &'s Scope,
    work: &Work,
    (first, after): &(Option<i32>, After),
) -> Result<Out<'s>> {
    let made = scope.snapshot.log();
    let made = made.between(0, scope.snapshot.version().number);
    work.spend_on(made.len())?;
    let newest_first: Vec<_> = made.iter().rev().cloned().collect();
    Ok(Out::value(page(
        scope,
        newest_first,
        *first,
        after.as_deref(),
    )?))
}

fn diff<'s>(
    scope: &'s Scope,
    work: &Work,
    (from, to, types, iscms, first, after): &(i32, i32, Types, Iscms, Option<i32>, After),
) -> Result<Out<'s>> {
    let only = Only::read(scope, types.as_deref(), iscms.as_deref())?;
    let changes = between(scope, (*from, *to), &only, work)?;
    Ok(Out::value(page(scope, changes, *first, after.as_deref())?))
}

/// A moment, as an argument.
#[derive(Clone, Copy, Debug)]
struct Moment(DateTime<Utc>);

impl Argued for Moment {
    fn ty() -> String {
        "DateTime!".to_owned()
    }

    fn read(given: Option<Given<'_>>, at: Place<'_>) -> Result<Self> {
        let text = given.and_then(Given::text);
        let moment = text.and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        let moment = moment.ok_or_else(|| Error::internal(format!("`{at}` has no moment")))?;
        Ok(Self(moment.to_utc()))
    }
}

/// Why a version that was is not seen.
enum NotSeen {
    Past(PastError),
    Stopped(Error),
}

impl From<PastError> for NotSeen {
    fn from(error: PastError) -> Self {
        Self::Past(error)
    }
}

fn seen<'s>(
    scope: &'s Scope,
    work: &Work,
    (version, at): &(Option<i32>, Option<Moment>),
) -> Result<Out<'s>> {
    let (argument, version) = match (version, at) {
        (Some(version), None) => ("version", i64::from(*version)),
        (None, Some(Moment(at))) => ("at", version_at(scope, *at)?),
        (Some(_), Some(_)) => {
            let takes = "cannot be given together with `version`: give one of them";
            return Err(Error::bad_input("at", takes));
        }
        (None, None) => {
            let takes = "or `at` is to be given: the number of a version, or a moment";
            return Err(Error::bad_input("version", takes));
        }
    };
    let mut is_made = false;
    let count = |records| {
        is_made = true;
        work.spend(MAKING.saturating_add(records as u64))
            .map_err(NotSeen::Stopped)
    };
    let seen = scope.as_of(version, count).map_err(|why| match why {
        NotSeen::Past(error) => not_seen(argument, &error),
        NotSeen::Stopped(error) => error,
    })?;
    let is_indexed = seen.snapshot.kept_so_far::<Index>().is_some();
    if !is_made && !is_indexed {
        work.spend(MAKING)?;
    }
    Ok(Out::Root(Box::new(seen)))
}

/// The version that was the newest at a moment.
fn version_at(scope: &Scope, at: DateTime<Utc>) -> Result<i64> {
    let present = scope.snapshot.version();
    let now = present.published().max(Some(scope.now));
    if now.is_some_and(|now| at > now) {
        let takes = "takes a moment that has passed: nobody knows yet what will be recorded then";
        return Err(Error::bad_input("at", takes));
    }
    if present.published().is_some_and(|published| published <= at) {
        return Ok(present.number);
    }
    let version = scope.snapshot.log().version_at(at, present.number);
    version.ok_or_else(|| {
        let first = scope.snapshot.log().between(0, present.number).first();
        let first = first.and_then(|first| first.version.published());
        let first = first.map(|first| format!(", {}", first.to_rfc3339()));
        let first = first.unwrap_or_default();
        let takes =
            format!("takes a moment since the first version that is known was published{first}");
        Error::bad_input("at", &takes)
    })
}
