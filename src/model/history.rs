//! History: which versions changed which records, and what was before.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::enums::Operation;
use entity::tables::NodeType;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::argument::{MAX_LIST, Word};
use super::of_record;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{PastError, Scope};
use crate::input::{Place, count};
use crate::store::{ChangedRecord, Changeset};
use crate::work::Work;

/// What it costs to see the graph as it was, in points: a version that was may have to be made, and indexed.
pub const AS_OF: u32 = 1_000;
/// How many items a page has unless `first` says otherwise.
pub const HISTORY_PAGE: usize = 50;

/// What it takes to compare a record of two versions, in units of work.
pub const COMPARING: usize = 10;

/// What one version, or several together, did to a record.
#[derive(Clone, Debug)]
pub struct Change {
    /// The record's type.
    pub kind: NodeType,
    /// Its id in its table.
    pub id: Arc<str>,
    /// What was done.
    pub operation: Operation,
    /// The newest version that did it.
    pub version: i64,
    /// The version before it.
    pub from: i64,
    /// The version after it.
    pub to: i64,
}

/// A page of a list that cursors lead through.
pub struct HistoryPage<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Whether something stands before it.
    pub has_previous: bool,
    /// Whether something stands after it.
    pub has_next: bool,
    /// How many items the whole list has.
    pub total: usize,
}

/// An item of such a list.
pub trait Listed {
    /// What a cursor holds of it.
    type Key: Serialize + DeserializeOwned;

    /// What a cursor holds of it.
    fn key(&self) -> Self::Key;

    /// Whether it is the one that a cursor was given for.
    fn is_at(&self, key: &Self::Key) -> bool;

    /// Its cursor.
    fn cursor(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&self.key()).unwrap_or_default())
    }
}

impl Listed for Change {
    type Key = (i64, String, String);

    fn key(&self) -> Self::Key {
        (self.version, self.kind.name().to_owned(), (*self.id).into())
    }

    fn is_at(&self, (version, kind, id): &Self::Key) -> bool {
        self.version == *version && self.kind.name() == kind && &*self.id == id
    }
}

impl Listed for Arc<Changeset> {
    type Key = (i64,);

    fn key(&self) -> Self::Key {
        (self.version.number,)
    }

    fn is_at(&self, (number,): &Self::Key) -> bool {
        self.version.number == *number
    }
}

/// The page of a list that is asked for; all of it where lists are whole.
pub fn page<T: Listed>(
    scope: &Scope,
    mut all: Vec<T>,
    first: Option<i32>,
    after: Option<&str>,
) -> Result<HistoryPage<T>> {
    let (first, after) = if scope.is_whole {
        (all.len(), None)
    } else {
        let first = first.map_or(Ok(HISTORY_PAGE), |first| count("first", first, MAX_LIST));
        (first?, after)
    };
    let start = match after {
        None => 0,
        Some(cursor) => {
            let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
            let key = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
            let at = key.and_then(|key| all.iter().position(|item| item.is_at(&key)));
            let takes = "is no cursor of this list: pass on a `cursor` that it gave";
            at.ok_or_else(|| Error::bad_input("after", takes))? + 1
        }
    };
    let total = all.len();
    let end = total.min(start.saturating_add(first));
    all.truncate(end);
    Ok(HistoryPage {
        items: all.split_off(start),
        has_previous: start > 0,
        has_next: end < total,
        total,
    })
}

/// Which changes are asked for.
#[derive(Clone, Debug, Default)]
pub struct Only {
    types: Option<Vec<NodeType>>,
    /// The ids of ISCMs.
    iscms: Option<Vec<String>>,
}

impl Only {
    /// Those of nodes of these types, and of these ISCMs and what is theirs.
    pub fn read(
        scope: &Scope,
        types: Option<&[Word<NodeType>]>,
        iscms: Option<&[Arc<str>]>,
    ) -> Result<Self> {
        let of = of_record(NodeType::Iscm);
        let id = |name: &Arc<str>| {
            let natural = of.natural();
            let natural = natural.ok_or_else(|| Error::internal("ISCMs have no natural key"))?;
            let place = natural.place(scope, Place::argument("iscms"), name)?;
            Ok(of.id_of(scope, place).to_owned())
        };
        let iscms = iscms.map(|names| names.iter().map(id).collect::<Result<_>>());
        Ok(Self {
            types: types.map(|types| types.iter().map(|word| word.0).collect()),
            iscms: iscms.transpose()?,
        })
    }

    /// Those of ISCMs with these ids, and what is theirs; of all where there are none.
    #[must_use]
    pub fn of_iscms(ids: &[String]) -> Self {
        Self {
            types: None,
            iscms: (!ids.is_empty()).then(|| ids.to_vec()),
        }
    }

    /// The ids of the ISCMs whose changes are meant; nothing where those of all are.
    #[must_use]
    pub fn iscms(&self) -> &[String] {
        self.iscms.as_deref().unwrap_or_default()
    }

    /// Whether a changeset has one of them.
    #[must_use]
    pub fn is_in(&self, changeset: &Changeset) -> bool {
        changeset.changes.iter().any(|change| self.has(change))
    }

    /// Whether a change is one of them. What is an ISCM's has its id before its own.
    fn has(&self, change: &ChangedRecord) -> bool {
        let is_typed = |types: &Vec<NodeType>| types.contains(&change.kind);
        let is_of = |iscms: &Vec<String>| {
            let owner = change.id.split_once('/').map(|(owner, _)| owner);
            let own = (change.kind == NodeType::Iscm).then_some(&*change.id);
            iscms.iter().any(|iscm| owner.or(own) == Some(iscm))
        };
        self.types.as_ref().is_none_or(is_typed) && self.iscms.as_ref().is_none_or(is_of)
    }

    /// Their changes in changesets, in that order.
    pub fn of(&self, changesets: &[Arc<Changeset>], work: &Work) -> Result<Vec<Change>> {
        let mut found = Vec::new();
        for changeset in changesets {
            work.spend_on(changeset.changes.len())?;
            let version = changeset.version.number;
            let changes = changeset.changes.iter().filter(|change| self.has(change));
            found.extend(changes.map(|change| of_version(version, change)));
        }
        Ok(found)
    }
}

fn of_version(version: i64, change: &ChangedRecord) -> Change {
    Change {
        kind: change.kind,
        id: Arc::clone(&change.id),
        operation: change.operation,
        version,
        from: version - 1,
        to: version,
    }
}

/// The changesets after a version, oldest first.
pub fn since(scope: &Scope, since: Option<i32>) -> Result<&[Arc<Changeset>]> {
    let snapshot = &scope.snapshot;
    let newest = snapshot.version().number;
    let Some(since) = since.map(i64::from) else {
        return Ok(snapshot.log().between(0, newest));
    };
    if since < 0 || since > newest {
        let takes = format!("takes the number of a version, 0 to {newest}, not {since}");
        return Err(Error::bad_input("since", &takes));
    }
    let before = snapshot.log().first().map_or(newest, |first| first - 1);
    if since < before {
        return Err(gone("since", before));
    }
    Ok(snapshot.log().between(since, newest))
}

/// The changes of a record, newest first.
pub(super) fn of_node(scope: &Scope, kind: NodeType, id: &str) -> Vec<Change> {
    let snapshot = &scope.snapshot;
    let present = snapshot.version().number;
    let versions = snapshot.log().of_record(kind, id).iter().rev();
    let seen = versions.filter(|number| **number <= present);
    let change = |number: &i64| {
        let changeset = snapshot.log().changeset(*number)?;
        Some(of_version(*number, changeset.change(kind, id)?))
    };
    seen.filter_map(change).collect()
}

/// What differs between two versions, by type and id.
pub fn between(
    scope: &Scope,
    (from, to): (i32, i32),
    only: &Only,
    work: &Work,
) -> Result<Vec<Change>> {
    let snapshot = &scope.snapshot;
    for (argument, version) in [("from", from), ("to", to)] {
        let seen = snapshot.has_version(version.into());
        seen.map_err(|error| not_seen(argument, &error))?;
    }
    if from > to {
        let takes = format!("takes `to` or a version before it, not {from} with {to}");
        return Err(Error::bad_input("from", &takes));
    }
    let (from, to) = (i64::from(from), i64::from(to));
    let changes = only.of(snapshot.log().between(from, to), work)?;
    let mut newest = BTreeMap::new();
    for change in changes {
        newest.insert((change.kind, Arc::clone(&change.id)), change);
    }
    let mut differing = Vec::new();
    for change in newest.into_values() {
        work.spend_on(COMPARING)?;
        let at = |version| {
            let record = snapshot.record_at(change.kind, &change.id, version);
            record.map_err(|error| not_seen("from", &error))
        };
        let (before, after) = (at(from)?, at(to)?);
        let operation = match (&before, &after) {
            (Some(before), Some(after)) if before != after => Operation::Update,
            (None, Some(_)) => Operation::Insert,
            (Some(_), None) => Operation::Delete,
            _ => continue,
        };
        differing.push(Change {
            operation,
            from,
            to,
            ..change
        });
    }
    Ok(differing)
}

/// Why a version that an argument names is not seen.
#[must_use]
pub fn not_seen(argument: &str, error: &PastError) -> Error {
    match error {
        PastError::Unknown { newest } => {
            let takes = format!("takes the number of a version, 1 to {newest}");
            Error::bad_input(argument, &takes)
        }
        PastError::Gone { oldest } => gone(argument, *oldest),
        PastError::Log(_) | PastError::Graph(_) => Error::internal(error.to_string()),
    }
}

fn gone(argument: &str, oldest: i64) -> Error {
    let message = format!(
        "`{argument}` goes back to a version that is not kept any more: the oldest that can be asked for is {oldest}"
    );
    Error::new(ErrorCode::VersionGone, message)
        .with("argument", argument.into())
        .with("oldest", oldest.into())
}
