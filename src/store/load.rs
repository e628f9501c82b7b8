//! Reading: the version, and all rows of one version.

use entity::tables::{AsyncVisitor, Table, Tables, Visitor, each, each_async};
use entity::{changeset, dataset};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, IsolationLevel,
    TransactionOptions, TransactionTrait,
};

use super::order::order_key;

/// A version of the data set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// 1, 2, 3… without gaps; 0 before anything was imported.
    pub number: i64,
    /// When it was written, in milliseconds since 1970-01-01T00:00:00Z.
    pub published_at: i64,
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
pub async fn version(db: &impl ConnectionTrait) -> Result<Version, DbErr> {
    let Some(dataset) = dataset::Entity::find_by_id(1).one(db).await? else {
        return Ok(Version::default());
    };
    let newest = changeset::Entity::find_by_id(dataset.version)
        .one(db)
        .await?;
    Ok(Version {
        number: dataset.version,
        published_at: newest.map_or(0, |changeset| changeset.created_at),
    })
}

/// Reads the present version, all of it from one moment.
pub async fn load(db: &DatabaseConnection) -> Result<Loaded, DbErr> {
    let options = match db.get_database_backend() {
        DbBackend::Postgres => TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        },
        // A transaction in SQLite reads one moment as it is.
        _ => TransactionOptions::default(),
    };
    let transaction = db.begin_with_options(options).await?;
    let version = version(&transaction).await?;
    let tables = rows(&transaction).await?;
    transaction.commit().await?;
    Ok(Loaded { version, tables })
}

/// Reads all rows, in the tables' orders.
pub(super) async fn rows<C: ConnectionTrait + Send + Sync>(db: &C) -> Result<Tables, DbErr> {
    struct Loader<'a, C> {
        db: &'a C,
        tables: Tables,
    }
    impl<C: ConnectionTrait + Send + Sync> AsyncVisitor for Loader<'_, C> {
        async fn visit<E: Table>(&mut self) -> Result<(), DbErr> {
            *E::rows_mut(&mut self.tables) = E::find().all(self.db).await?;
            Ok(())
        }
    }
    let tables = Tables::default();
    let mut loader = Loader { db, tables };
    each_async(&mut loader).await?;
    sort(&mut loader.tables);
    Ok(loader.tables)
}

/// Puts the rows of each table into its order.
fn sort(tables: &mut Tables) {
    struct Sorter<'a>(&'a mut Tables);
    impl Visitor for Sorter<'_> {
        fn visit<E: Table>(&mut self) {
            E::rows_mut(self.0).sort_by_cached_key(order_key::<E>);
        }
    }
    each(&mut Sorter(tables));
}
