//! What accounts spend, told between the servers of one database.

use std::sync::Arc;

use entity::office::spent::{Column, Entity};
use sea_orm::sea_query::{self, Expr, ExprTrait as _, Func, InsertStatement, OnConflict, Query};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction};

use super::desk::Office;
use super::failed::{Failed, within};
use crate::error::{Error, Result};

/// What an account has spent.
#[derive(Clone, Debug, PartialEq)]
pub struct Spent {
    /// The account.
    pub account: Arc<str>,
    /// How many points.
    pub points: f64,
    /// How many come back in each second.
    pub per_second: f64,
}

/// The present moment by the database's clock, which all servers share, in milliseconds.
const NOW: &str = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint)";

impl Office {
    /// Whether other servers may be beside this one.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.database.is_shared()
    }

    /// Adds what accounts have spent here to what they have spent everywhere, and tells that. They are in the order of their
    /// ids, in which all servers lock their rows.
    pub async fn add_spent(&self, spent: &[Spent]) -> Result<Vec<Spent>> {
        if spent.is_empty() {
            return Ok(Vec::new());
        }
        let statement = statement(spent).map_err(|error| Error::internal(error.to_string()))?;
        Ok(within!(self, Write, |transaction| {
            add(transaction, &statement).await?
        }))
    }
}

async fn add(
    transaction: &DatabaseTransaction,
    statement: &InsertStatement,
) -> std::result::Result<Vec<Spent>, Failed> {
    let rows = transaction.query_all(statement).await?.into_iter();
    let all = rows.map(|row| {
        Ok(Spent {
            account: row.try_get::<String>("", "account_id")?.into(),
            points: row.try_get("", "points")?,
            per_second: row.try_get("", "per_second")?,
        })
    });
    all.collect()
}

/// Adds them up: what came back since it was told last is taken off first.
fn statement(spent: &[Spent]) -> std::result::Result<InsertStatement, sea_query::error::Error> {
    let there = |column: Column| Expr::col((Entity, column));
    let added = |column: Column| Expr::col(("excluded", column));
    let milliseconds = Func::greatest([added(Column::At).sub(there(Column::At)), 0.into()]);
    let come_back = added(Column::PerSecond).mul(milliseconds).div(1_000.0);
    let left = Func::greatest([there(Column::Points).sub(come_back), 0.0.into()]);
    let latest = Func::greatest([there(Column::At), added(Column::At)]);
    let sum = Expr::from(left).add(added(Column::Points));
    let mut insert = Query::insert();
    insert.into_table(Entity).columns([
        Column::AccountId,
        Column::Points,
        Column::PerSecond,
        Column::At,
    ]);
    for one in spent {
        insert.values([
            Expr::from(&*one.account),
            one.points.into(),
            one.per_second.into(),
            Expr::cust(NOW),
        ])?;
    }
    let told = [Column::AccountId, Column::Points, Column::PerSecond];
    insert
        .on_conflict(
            OnConflict::column(Column::AccountId)
                .value(Column::Points, sum)
                .value(Column::PerSecond, added(Column::PerSecond))
                .value(Column::At, latest)
                .to_owned(),
        )
        .returning(Query::returning().columns(told));
    Ok(insert)
}
