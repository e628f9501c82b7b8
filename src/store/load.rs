//! Reading: the version, and all rows of one version.

use chrono::{DateTime, Utc};
use entity::tables::{AsyncVisitor, Table, Tables, Visitor, each, each_async};
use entity::{changeset, dataset, iscm, meeting_series};
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryOrder};

use super::order::order_key;
use crate::db::{Access, begin};

/// A version of the data set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// 1, 2, 3… without gaps; 0 where there is no data set.
    pub number: i64,
    /// When it was written, in milliseconds since 1970-01-01T00:00:00Z.
    pub published_at: i64,
}

impl Version {
    /// When it was published; nothing before anything was imported.
    #[must_use]
    pub fn published(self) -> Option<DateTime<Utc>> {
        let moment = DateTime::from_timestamp_millis(self.published_at);
        moment.filter(|_| self.number > 0)
    }

    /// The same in seconds since 1970-01-01T00:00:00Z, as files have it; 0 before anything was imported.
    #[must_use]
    pub fn unix_seconds(self) -> u64 {
        let moment = self.published();
        moment.map_or(0, |moment| moment.timestamp().max(0).unsigned_abs())
    }
}

/// All rows of one version.
#[derive(Debug)]
pub struct Loaded {
    /// The version.
    pub version: Version,
    /// The rows, in the tables' orders.
    pub tables: Tables,
}

impl Loaded {
    /// Rows as they are loaded: in the tables' orders.
    #[must_use]
    pub fn new(version: Version, mut tables: Tables) -> Self {
        sort(&mut tables);
        Self { version, tables }
    }
}

/// The present version.
pub async fn version(db: &DatabaseConnection) -> Result<Version, DbErr> {
    let transaction = begin(db, Access::Read).await?;
    let version = version_in(&transaction).await?;
    transaction.commit().await?;
    Ok(version)
}

/// The version that a transaction sees. Its number is 0 where the database holds no data set: where none is noted,
/// or there is no ISCM, or no series of Global Meetings, which each data set has.
pub async fn version_in(transaction: &DatabaseTransaction) -> Result<Version, DbErr> {
    let (number, newest) = newest_in(transaction).await?;
    if number == 0 || !has_rows(transaction).await? {
        return Ok(Version::default());
    }
    Ok(Version {
        number,
        published_at: newest.map_or(0, |changeset| changeset.created_at),
    })
}

/// The number of the version that a transaction sees, and the changeset that made it; 0 and none before
/// anything was imported.
pub async fn newest_in(
    transaction: &DatabaseTransaction,
) -> Result<(i64, Option<changeset::Model>), DbErr> {
    let number = noted(transaction).await?;
    let newest = changeset::Entity::find_by_id(number);
    Ok((number, newest.one(transaction).await?))
}

/// The number that is noted; 0 where none is.
pub(super) async fn noted(transaction: &DatabaseTransaction) -> Result<i64, DbErr> {
    let dataset = dataset::Entity::find_by_id(1).one(transaction).await?;
    Ok(dataset.map_or(0, |dataset| dataset.version))
}

/// The newest changeset of the log, if there is one.
pub(super) async fn newest(
    transaction: &DatabaseTransaction,
) -> Result<Option<changeset::Model>, DbErr> {
    let newest = changeset::Entity::find().order_by_desc(changeset::Column::Version);
    newest.one(transaction).await
}

/// Whether there is what each data set has.
pub(super) async fn has_rows(transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
    let iscm = iscm::Entity::find().one(transaction).await?;
    let series = meeting_series::Entity::find().one(transaction).await?;
    Ok(iscm.is_some() && series.is_some())
}

/// Reads the present version, all of it from one moment.
pub async fn load(db: &DatabaseConnection) -> Result<Loaded, DbErr> {
    let transaction = begin(db, Access::Read).await?;
    let version = version_in(&transaction).await?;
    let tables = rows(&transaction).await?;
    transaction.commit().await?;
    Ok(Loaded { version, tables })
}

/// Reads all rows, in the tables' orders.
pub async fn rows(transaction: &DatabaseTransaction) -> Result<Tables, DbErr> {
    struct Loader<'a> {
        transaction: &'a DatabaseTransaction,
        tables: Tables,
    }
    impl AsyncVisitor for Loader<'_> {
        async fn visit<E: Table>(&mut self) -> Result<(), DbErr> {
            *E::rows_mut(&mut self.tables) = E::find().all(self.transaction).await?;
            Ok(())
        }
    }
    let tables = Tables::default();
    let mut loader = Loader {
        transaction,
        tables,
    };
    each_async(&mut loader).await?;
    sort(&mut loader.tables);
    Ok(loader.tables)
}

/// Puts the rows of each table into its order.
pub(super) fn sort(tables: &mut Tables) {
    struct Sorter<'a>(&'a mut Tables);
    impl Visitor for Sorter<'_> {
        fn visit<E: Table>(&mut self) {
            E::rows_mut(self.0).sort_by_cached_key(order_key::<E>);
        }
    }
    each(&mut Sorter(tables));
}
