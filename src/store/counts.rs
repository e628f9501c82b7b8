//! How many records there are.

use std::collections::BTreeMap;

use entity::tables::{AllTables, AsyncVisitor, NodeType, Table, Visitor, each, each_async};
use sea_orm::sea_query::{Asterisk, Expr, Func};
use sea_orm::{DatabaseTransaction, DbErr, QuerySelect};

use crate::db::has_table;

/// The number of records of each type.
pub type Counts = BTreeMap<NodeType, u64>;

/// The records among rows.
#[must_use]
pub fn counts(tables: &impl AllTables) -> Counts {
    struct Counter<'t, T>(&'t T, Counts);
    impl<T: AllTables> Visitor for Counter<'_, T> {
        fn visit<E: Table>(&mut self) {
            let count = self.0.of::<E>().len() as u64;
            self.1.extend(E::RECORD.map(|kind| (kind, count)));
        }
    }
    let mut counter = Counter(tables, Counts::new());
    each(&mut counter);
    counter.1
}

/// The records in a database whose schema need not be this program's: a table that is not there has none.
pub async fn counts_in(transaction: &DatabaseTransaction) -> Result<Counts, DbErr> {
    struct Counter<'t>(&'t DatabaseTransaction, Counts);
    impl AsyncVisitor for Counter<'_> {
        async fn visit<E: Table>(&mut self) -> Result<(), DbErr> {
            let Some(kind) = E::RECORD else {
                return Ok(());
            };
            if !has_table(self.0, E::default().table_name()).await? {
                return Ok(());
            }
            let count = Func::count(Expr::col(Asterisk));
            let query = E::find().select_only().expr(count).into_tuple();
            let count: Option<i64> = query.one(self.0).await?;
            self.1.insert(kind, count.unwrap_or(0).unsigned_abs());
            Ok(())
        }
    }
    let mut counter = Counter(transaction, Counts::new());
    each_async(&mut counter).await?;
    Ok(counter.1)
}
