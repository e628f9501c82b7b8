//! What the database holds: its log, and that the log is the state.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, ensure};
use entity::enums::Vocabulary as _;
use entity::tables::NodeType;
use entity::{change, changeset};
use iscm::config::Settings;
use iscm::db::Database;
use iscm::store::{Documents, load};
use sea_orm::{EntityTrait as _, QueryOrder as _};

/// A version as the log has it.
pub(super) struct Stored {
    pub(super) number: i64,
    pub(super) message: String,
    /// What was done to which records, in order.
    pub(super) records: Vec<String>,
}

/// The versions of a database, oldest first; an error where the log does not lead to what is there.
pub(super) async fn versions(database: &str) -> Result<Vec<Stored>> {
    let settings = Settings {
        database: Some(database.to_owned()),
        ..Settings::default()
    };
    let database = Database::new(&settings.resolve()?.database);
    let versions = database.read(async |reading| {
        let db = reading.db();
        let changesets = changeset::Entity::find().order_by_asc(changeset::Column::Version);
        let changesets = changesets.all(db).await?;
        let changes = change::Entity::find().order_by_asc(change::Column::Version);
        let changes = changes.all(db).await?;
        let tables = load(db).await?.tables;
        let there = Documents::new(&tables, |_, _| true);
        check(&changes, &there)?;
        let mut records: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        for change in changes {
            let (operation, kind) = (change.operation.word(), change.subject_type.name());
            let done = format!("{operation} {kind}:{}", change.subject_id);
            records.entry(change.version).or_default().push(done);
        }
        let stored = changesets.into_iter().map(|one| {
            let mut of_it = records.remove(&one.version).unwrap_or_default();
            of_it.sort();
            Stored {
                number: one.version,
                message: one.message,
                records: of_it,
            }
        });
        anyhow::Ok(stored.collect())
    });
    let versions = versions.await?;
    database.close().await?;
    Ok(versions)
}

/// Each change goes on from the one before, and the last is what is there.
fn check(changes: &[change::Model], there: &Documents<'_>) -> Result<()> {
    let mut last: BTreeMap<(NodeType, &str), &change::Model> = BTreeMap::new();
    for change in changes {
        let key = (change.subject_type, &*change.subject_id);
        let (version, kind) = (change.version, change.subject_type.name());
        let before = last.insert(key, change).and_then(|of| of.after.as_ref());
        ensure!(
            before == change.before.as_ref(),
            "version {version} does not go on from what {kind}:{} was",
            change.subject_id
        );
    }
    for ((kind, id), change) in &last {
        let is = there.of(*kind, id)?.map(serde_json::Value::Object);
        let name = kind.name();
        ensure!(is == change.after, "{name}:{id} is not what the log says");
    }
    let is_there = |change: &&change::Model| change.after.is_some();
    let logged: BTreeSet<_> = last
        .iter()
        .filter(|(_, change)| is_there(change))
        .map(|(key, _)| *key)
        .collect();
    let unknown = there.records().into_iter();
    let mut unknown = unknown.filter(|key| !logged.contains(key));
    let unknown = unknown.next();
    ensure!(unknown.is_none(), "the log knows nothing of {unknown:?}");
    Ok(())
}

/// What a version says that it is for.
pub(super) fn message(versions: &[Stored], number: i64) -> Result<&str> {
    let stored = versions.iter().find(|one| one.number == number);
    let stored = stored.with_context(|| format!("there is no version {number}"))?;
    Ok(&stored.message)
}
