//! A new SQLite file, to be handed on.

use std::path::Path;

use migration::seaql_migrations;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait,
    Statement,
};

use super::error::Error;
use super::schema;
use super::sqlite::{Mode, SqliteAddress};
use super::transaction::{Access, begin};

/// A new SQLite database with this program's schema and no rows. What is written into it becomes a file with
/// nothing beside it.
#[derive(Debug)]
pub struct NewFile {
    address: SqliteAddress,
    db: DatabaseConnection,
    transaction: DatabaseTransaction,
}

impl NewFile {
    /// Makes the schema, as of a moment, in a file that serves to write the new one.
    pub async fn begin(working_file: &Path, unix_seconds: i64) -> Result<Self, Error> {
        let address = SqliteAddress::file(working_file.to_owned(), Mode::Create, false);
        let db = address.open_new().await?;
        let transaction = begin(&db, Access::SetUp).await?;
        schema::migrate(&transaction).await?;
        // Rows that refer to others of their table may come before those: it is looked at the end.
        transaction
            .execute_unprepared("PRAGMA defer_foreign_keys = ON")
            .await?;
        // Otherwise no two files were the same.
        seaql_migrations::Entity::update_many()
            .col_expr(
                seaql_migrations::Column::AppliedAt,
                Expr::value(unix_seconds),
            )
            .exec(&transaction)
            .await?;
        Ok(Self {
            address,
            db,
            transaction,
        })
    }

    /// The transaction to write in.
    #[must_use]
    pub const fn transaction(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Writes the file, which must be new, without gaps.
    pub async fn write(self, file: &Path) -> Result<(), Error> {
        let path = file.to_str().ok_or_else(|| Error::Open {
            url: self.address.url(),
            reason: "the path of its folder is no UTF-8".to_owned(),
        })?;
        self.transaction.commit().await?;
        let write =
            Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [path.into()]);
        self.db.execute_raw(write).await?;
        Ok(self.db.close().await?)
    }
}
