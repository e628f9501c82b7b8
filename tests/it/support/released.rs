//! Databases as released versions made them, and reading any database's rows without the product's entities.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io::Cursor};

use iscm::db::{self, Access};
use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use super::database::{Backend, TestDatabase};

/// The columns of tables, by the tables' names.
pub(crate) type Columns = BTreeMap<String, Vec<String>>;

/// The rows of tables, in texts.
pub(crate) type Rows = BTreeMap<String, BTreeSet<Vec<Option<String>>>>;

/// A database as a released version made it and filled it.
pub(crate) async fn released(backend: Backend, version: &str) -> TestDatabase {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/released");
    let folder = folder.join(version);
    let schema = match backend {
        Backend::Sqlite => "schema.sqlite.sql",
        Backend::Postgres => "schema.postgres.sql",
    };
    let schema = fs::read_to_string(folder.join(schema)).expect("a schema");
    let rows = fs::read(folder.join("rows.sql.zst")).expect("rows");
    let rows = zstd::decode_all(Cursor::new(rows)).expect("zstd");
    let rows = String::from_utf8(rows).expect("UTF-8");
    let database = TestDatabase::empty(backend);
    let db = connect(&database).await;
    let transaction = db::begin(&db, Access::Write).await.expect("a transaction");
    for sql in [schema, rows] {
        transaction
            .execute_unprepared(&sql)
            .await
            .expect("statements");
    }
    transaction.commit().await.expect("committed");
    db.close().await.expect("closed");
    database
}

/// The names of the migrations since 0.1.0, in order.
pub(crate) fn since_0_1_0() -> Vec<String> {
    const LAST: &str = "m20261125_000007_create_log";
    let all = Migrator::migrations();
    let all = all.iter().map(|migration| migration.name().to_owned());
    all.skip_while(|name| name != LAST).skip(1).collect()
}

/// A connection to a database, which is left as it is.
pub(crate) async fn connect(database: &TestDatabase) -> DatabaseConnection {
    let db = db::connect(&database.config().database).await;
    db.expect("a connection")
}

/// The tables that there are.
pub(crate) async fn columns(db: &DatabaseConnection) -> Columns {
    let sql = match db.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT t.name AS t, c.name AS c FROM sqlite_schema t JOIN pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
        }
        _ => {
            "SELECT table_name AS t, column_name AS c FROM information_schema.columns
             WHERE table_schema = 'public'"
        }
    };
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let mut columns = Columns::new();
    for row in db.query_all_raw(statement).await.expect("columns") {
        let name = |name| row.try_get::<String>("", name).expect("a name");
        columns.entry(name("t")).or_default().push(name("c"));
    }
    columns
}

/// What stands in these columns.
pub(crate) async fn rows(db: &DatabaseConnection, columns: &Columns) -> Rows {
    let mut rows = Rows::new();
    for (table, columns) in columns {
        let texts = columns.iter().enumerate();
        let texts = texts.map(|(at, name)| format!(r#"CAST("{name}" AS text) AS "{at}""#));
        let texts = texts.collect::<Vec<_>>().join(", ");
        let sql = format!(r#"SELECT {texts} FROM "{table}""#);
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let read = db.query_all_raw(statement).await.expect("rows");
        let of_row = |row: &sea_orm::QueryResult| {
            let text = |at: usize| row.try_get("", &at.to_string()).expect("a text");
            (0..columns.len()).map(text).collect()
        };
        rows.insert(table.clone(), read.iter().map(of_row).collect());
    }
    rows
}
