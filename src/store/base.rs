//! What files say that an import brings, as far as the log knows: what they are compared with beside what is there.

use std::collections::{BTreeMap, BTreeSet};

use entity::tables::NodeType;
use entity::{change, changeset};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::document::{Document, Logged};
use super::load::Version;

/// Who writes what files say.
pub const IMPORT: &str = "import";

/// The records that others changed than who made the files, as these knew them; nothing where they knew none.
pub(super) type Base = BTreeMap<(NodeType, String), Option<Document>>;

/// How many records one statement asks for.
const RECORDS: usize = 200;

/// The records that others than imports changed after the version that files were exported from, as the files know them:
/// as they were in it, with what imports made of them since. Where that version is not known, or not of this log, it is
/// what imports made of them alone.
pub(super) async fn base(
    transaction: &DatabaseTransaction,
    exported: Option<Version>,
) -> Result<Base, DbErr> {
    let after = match exported {
        None => 0,
        Some(exported) => {
            let of_number = changeset::Entity::find_by_id(exported.number);
            let of_number = of_number.one(transaction).await?;
            let is_it = of_number.is_some_and(|one| one.created_at == exported.published_at);
            if is_it { exported.number } else { 0 }
        }
    };
    let subjects = change::Entity::find()
        .inner_join(changeset::Entity)
        .filter(changeset::Column::Actor.ne(IMPORT))
        .filter(change::Column::Version.gt(after))
        .select_only()
        .columns([change::Column::SubjectType, change::Column::SubjectId])
        .distinct()
        .into_tuple::<(NodeType, String)>()
        .all(transaction)
        .await?;
    let mut of_type: BTreeMap<NodeType, Vec<String>> = BTreeMap::new();
    for (kind, id) in subjects {
        of_type.entry(kind).or_default().push(id);
    }
    let mut base = Base::new();
    for (kind, ids) in of_type {
        for ids in ids.chunks(RECORDS) {
            let changes = change::Entity::find()
                .find_also_related(changeset::Entity)
                .filter(change::Column::Version.gt(after))
                .filter(change::Column::SubjectType.eq(kind))
                .filter(change::Column::SubjectId.is_in(ids.iter().map(String::as_str)))
                .order_by_asc(change::Column::Version);
            for (change, changeset) in changes.all(transaction).await? {
                let before = read(kind, change.format, change.before)?;
                let said = base.entry((kind, change.subject_id));
                let said = said.or_insert_with(|| before.clone());
                if changeset.is_some_and(|changeset| changeset.actor == IMPORT) {
                    let after = read(kind, change.format, change.after)?;
                    *said = follow(said.take(), before, after);
                }
            }
        }
    }
    Ok(base)
}

fn read(
    kind: NodeType,
    format: i32,
    json: Option<serde_json::Value>,
) -> Result<Option<Document>, DbErr> {
    let json = json.filter(|json| !json.is_null());
    let document = json.map(|json| Logged::new(format, &json).read(kind));
    document
        .transpose()
        .map_err(|error| DbErr::Json(error.to_string()))
}

/// What files say of a record after one more import, which changed it so: of columns that this left as they were they
/// say what they said.
fn follow(
    said: Option<Document>,
    before: Option<Document>,
    after: Option<Document>,
) -> Option<Document> {
    let (Some(mut said), Some(before), Some(after)) = (said, before, after.clone()) else {
        return after;
    };
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        if before.get(name) != after.get(name) {
            match after.get(name) {
                Some(value) => drop(said.insert(name.clone(), value.clone())),
                None => drop(said.remove(name)),
            }
        }
    }
    Some(said)
}
