//! Versions that were, made of what was before each change, are those that were served then.

use std::collections::BTreeSet;
use std::sync::Arc;

use iscm::db::Database;
use iscm::graph::{Log, PastError, Snapshot, load};
use iscm::prepare;
use iscm::search::Index;
use iscm::store::Changeset;

use super::applied::hold_same;
use super::history::History;
use crate::support::{Backend, TestDatabase, both_databases};

both_databases! { versions_that_were_are_those_that_were_served }

/// How many versions are made.
const VERSIONS: i64 = 6;

fn as_of(present: &Arc<Snapshot>, number: i64) -> Arc<Snapshot> {
    let seen = present.as_of(number, |_| Ok::<_, PastError>(()));
    seen.expect("a version that is kept")
}

/// Makes all versions, and tells which of them are the same when they are asked for again, the newest use first.
fn kept(present: &Arc<Snapshot>) -> BTreeSet<i64> {
    let order = || (1..VERSIONS).map(|step| 1 + step * 7 % (VERSIONS - 1));
    let made = order().map(|number| {
        let seen = as_of(present, number);
        seen.derived::<Index>().expect("an index");
        (number, seen)
    });
    let made: Vec<_> = made.collect();
    let numbers: BTreeSet<_> = order().collect();
    assert_eq!(numbers.len(), made.len(), "each is asked for");
    // Asking for one that is not kept makes it, and lets go of another: so each is asked for once, and the last first.
    let made = made.into_iter().rev();
    let known = made.take_while(|(number, seen)| Arc::ptr_eq(seen, &as_of(present, *number)));
    known.map(|(number, _)| number).collect()
}

async fn versions_that_were_are_those_that_were_served(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    let read = Arc::new(Database::new(&database.config().database));
    let log = Arc::new(Log::empty(64 << 20));
    let mut history = History::new(11);
    // What is searched is not compared: the last alone is prepared, of which the others are made.
    let live_now = async || {
        load(&read, &log, |_| Ok(()))
            .await
            .expect("loaded")
            .snapshot
    };
    let mut live = vec![live_now().await];
    while live.len() < usize::try_from(VERSIONS).expect("few") {
        let before = history.tables.clone();
        history.go_on();
        let change = iscm::change(&history.tables, "A change");
        match iscm::apply(&db, change).await {
            Ok(outcome) if outcome.changed.is_empty() => {}
            Ok(_) => live.push(live_now().await),
            // What the database holds to is not all that the graph does.
            Err(_) => history.tables = before,
        }
    }
    let present = live.last().expect("a version");
    prepare(present).expect("an index");
    // Made of the present one, and of others that are kept.
    for number in [4, 2, 6, 1, 3, 5] {
        let right = &live[usize::try_from(number).expect("few") - 1];
        hold_same(&as_of(present, number), right);
    }
    assert_eq!(kept(present).len(), live.len() - 1, "there is room for all");

    // With less room the last ones are kept, and what is asked is the same.
    let rooms = [17, 19, 21].map(|bits| {
        let changesets = present.log().between(0, VERSIONS).iter();
        let changesets = changesets.map(|changeset| Changeset::clone(changeset));
        let log = Log::empty(1 << bits).extended(changesets.collect());
        let close = Arc::new(present.bare().with_log(Arc::new(log)));
        let known = close.oldest();
        if known > 1 {
            return 0;
        }
        let kept = kept(&close).len();
        hold_same(&as_of(&close, 5), &live[4]);
        kept
    });
    assert!(rooms.is_sorted(), "{rooms:?}");
    let all = live.len() - 1;
    let is_part = |kept: &usize| (1..all).contains(kept);
    assert!(rooms.iter().any(is_part), "{rooms:?} of {all} are kept");
}
