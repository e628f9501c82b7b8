//! The log: which changes are asked for, what is wrong with what is asked, and the log of older versions.

use std::time::Duration;

use entity::tables::NodeType;
use entity::{change, changeset};
use iscm::graph::Log;
use iscm::store::{Changeset, load_with_log};
use sea_orm::EntityTrait;
use serde_json::json;

use crate::as_of::served;
use crate::history::{logged, with_history};
use crate::support::{Backend, TestServer, both_databases, connect, released};

both_databases! {
    changes_are_of_types_and_iscms,
    what_is_wrong_is_told,
    the_log_of_a_released_version_is_read,
    a_bound_lets_the_oldest_go_first,
}

async fn changes_are_of_types_and_iscms(backend: Backend) {
    let server = with_history(backend).await;
    let logged = logged(&server).await;
    let query = "{ rcm: changes(iscms: [\"RCM\"]) { totalCount } activities: changes(types: [ACTIVITY]) { totalCount }
        both: changes(types: [ACTIVITY, ISCM], iscms: [\"Puebla Process\", \"SACM\"]) { totalCount } }";
    let data = server.data(query, json!({})).await;
    let count = |is: &dyn Fn(NodeType, &str) -> bool| {
        let changes = logged.iter().filter(|(_, kind, id, _)| is(*kind, id));
        json!(changes.count())
    };
    let is_of = |kind: NodeType, id: &str, iscm: &str| {
        (kind == NodeType::Iscm && id == iscm) || id.starts_with(&format!("{iscm}/"))
    };
    assert_eq!(
        data["rcm"]["totalCount"],
        count(&|kind, id| is_of(kind, id, "rcm"))
    );
    assert_eq!(
        data["activities"]["totalCount"],
        count(&|kind, _| kind == NodeType::Activity)
    );
    assert_eq!(
        data["both"]["totalCount"],
        count(&|kind, id| {
            [NodeType::Activity, NodeType::Iscm].contains(&kind)
                && (is_of(kind, id, "rcm") || is_of(kind, id, "sacm"))
        })
    );
    // What refers to an ISCM as the one it is of has its id before its own.
    let tables = server.graph().snapshot();
    let tables = tables.tables();
    assert!(
        tables
            .activity
            .iter()
            .all(|row| row.id.starts_with(&format!("{}/", row.iscm_id)))
    );
    assert!(
        tables
            .membership
            .iter()
            .all(|row| row.id.starts_with(&format!("{}/", row.iscm_id)))
    );
    assert!(
        tables
            .event
            .iter()
            .all(|row| row.id.starts_with(&format!("{}/", row.iscm_id)))
    );
}

async fn what_is_wrong_is_told(backend: Backend) {
    let server = TestServer::start(backend).await;
    for (query, argument) in [
        ("{ changes(since: 2) { totalCount } }", "since"),
        ("{ changes(since: -1) { totalCount } }", "since"),
        ("{ changes(first: 101) { totalCount } }", "first"),
        ("{ changes(first: -1) { totalCount } }", "first"),
        ("{ changes(after: \"x\") { totalCount } }", "after"),
        (
            "{ changes(after: \"WzEsImlzY20iLCJub3doZXJlIl0\") { totalCount } }",
            "after",
        ),
        ("{ changes(iscms: [\"nowhere\"]) { totalCount } }", "iscms"),
        ("{ changes(types: []) { totalCount } }", "types"),
        (
            "{ dataset { versions(first: 1000) { totalCount } } }",
            "first",
        ),
        (
            "{ dataset { versions(after: \"é\") { totalCount } } }",
            "after",
        ),
        (
            "{ dataset { diff(from: 0, to: 1) { totalCount } } }",
            "from",
        ),
        ("{ dataset { diff(from: 1, to: 2) { totalCount } } }", "to"),
        (
            "{ iscm(acronym: \"RCM\") { history(after: \"e30\") { totalCount } } }",
            "after",
        ),
    ] {
        let answer = server.ask(query, json!({})).await;
        let error = &answer["errors"][0];
        assert_eq!(
            error["extensions"]["code"], "BAD_USER_INPUT",
            "{query}: {answer}"
        );
        assert_eq!(
            error["extensions"]["argument"], argument,
            "{query}: {answer}"
        );
    }
}

async fn the_log_of_a_released_version_is_read(backend: Backend) {
    let database = released(backend, "0.1.0").await;
    let before = {
        let db = connect(&database).await;
        let columns = crate::support::columns(&db).await;
        let before = crate::support::rows(&db, &columns).await["change"].len();
        db.close().await.expect("closed");
        before
    };
    let mut config = database.config();
    config.refresh = Duration::from_millis(50);
    let server = TestServer::with(&config).await;
    // What the second edition brings is the second version.
    let db = database.open().await;
    let files = iscm::dataset::Files::embedded();
    let imported = iscm::import(&db, &files, "The second edition").await;
    assert_eq!(imported.expect("imported").version, 2);
    served(&server, 2).await;
    for server in [&server, &TestServer::with(&config).await] {
        let query = "{ asOf(version: 1) { dataset { version counts { type count } }
            iscm(acronym: \"RCM\") { established languages reserveFund { name kind } } }
            changes(since: 1, types: [ISCM], first: 5) { nodes { label fields { field before after } } } }";
        let data = server.data(query, json!({})).await;
        let old = &data["asOf"];
        let iscms = old["dataset"]["counts"].as_array().expect("counts");
        let iscms = iscms.iter().find(|count| count["type"] == "ISCM");
        assert_eq!(iscms.expect("ISCMs")["count"], 38);
        assert_eq!(old["iscm"]["established"], 1996);
        assert_eq!(old["iscm"]["reserveFund"]["kind"], "RESERVE");
        assert!(
            !data["changes"]["nodes"]
                .as_array()
                .expect("nodes")
                .is_empty()
        );
    }
    // The rows of the log are never edited.
    let after = changeset::Entity::find().all(&db).await.expect("the log");
    assert_eq!(after.len(), 2);
    let formats = change::Entity::find().all(&db).await.expect("the log");
    let old: Vec<_> = formats.iter().filter(|row| row.version == 1).collect();
    assert_eq!(old.len(), before);
    assert!(old.iter().all(|row| row.format == 1));
    assert!(
        formats
            .iter()
            .all(|row| row.version == 1 || row.format == 2)
    );
    // Written by the first version, the log says of each record what it was.
    assert!(
        old.iter()
            .all(|row| row.before.is_none() && row.after.is_some())
    );
}

async fn a_bound_lets_the_oldest_go_first(backend: Backend) {
    let server = with_history(backend).await;
    let db = server.database().open().await;
    let read = async |held: Option<&Changeset>, bytes: usize| {
        let (_, end) = load_with_log(&db, held, bytes).await.expect("the log");
        end
    };
    let all = read(None, usize::MAX).await.changesets;
    assert!(all.iter().all(|changeset| changeset.is_whole));
    let numbers: Vec<_> = all.iter().map(|one| one.version.number).collect();
    assert!(numbers.is_sorted() && numbers[0] == 1, "{numbers:?}");
    assert_eq!(all[0].weight(), 0, "nothing was before the first version");
    // What nothing was before takes no room.
    for kept in 0..all.len() - 1 {
        let newest = &all[all.len() - kept..];
        let room = newest.iter().map(Changeset::weight).sum();
        let whole_from = numbers[numbers.len() - 1] + 1 - i64::try_from(kept).expect("small");
        // Read with so much room, and read before there was more than room for.
        let read = Log::empty(room).extended(read(None, room).await.changesets);
        let grown = all.iter().fold(Log::empty(room), |log, changeset| {
            log.extended(vec![changeset.clone()])
        });
        for log in [read, grown] {
            assert_eq!(log.whole_from(), Some(whole_from), "{kept}");
            let changes: usize = all.iter().map(|one| one.changes.len()).sum();
            assert_eq!(log.len(), changes);
            for number in &numbers {
                let changeset = log.changeset(*number).expect("a version");
                let is_whole = *number >= whole_from;
                assert!(changeset.is_whole == is_whole, "{kept}: {number}");
                assert!(is_whole || changeset.weight() == 0);
            }
        }
    }
    // What is held is not read again, if it is of the same log.
    let more = read(Some(&all[2]), usize::MAX).await;
    assert!(more.goes_on);
    assert_eq!(more.changesets, all[3..]);
    let mut other = all[2].clone();
    other.version.published_at += 1;
    let whole = read(Some(&other), usize::MAX).await;
    assert!(!whole.goes_on);
    assert_eq!(whole.changesets, all);
}
