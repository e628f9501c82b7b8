//! Imports into a data set that others changed since the files were made.

use entity::tables::Tables;
use iscm::dataset::Files;
use iscm::db::{self, Access};
use iscm::exchange::{change, check, merge};
use iscm::store::{self, Change, Commit, Conflicts, Difference, WriteError};
use sea_orm::DatabaseConnection;

use crate::support::{Backend, DataFolder, TestDatabase, both_databases};

both_databases! {
    what_others_changed_is_kept,
    conflicts_are_told_and_decided,
    what_was_exported_is_compared_with_its_version,
    what_comes_of_both_is_held_to_the_rules,
}

const RCM: &str = "iscm/rcm.toml";

/// Changes the data set as somebody else than an import.
async fn edit(db: &DatabaseConnection, edit: impl FnOnce(&mut Tables)) -> i64 {
    let loaded = store::load(db).await.expect("rows");
    let mut tables = loaded.tables.clone();
    edit(&mut tables);
    let difference = Difference::between(&loaded.tables, &tables);
    let commit = Commit {
        actor: "somebody",
        message: "An edit",
        at: chrono::Utc::now(),
        difference: &difference,
        after: loaded.version.number,
    };
    let transaction = db::begin(db, Access::Write).await.expect("begun");
    let made = store::commit_in(&transaction, commit).await;
    transaction.commit().await.expect("committed");
    made.expect("a version").number
}

fn set_website(address: &str) -> impl FnOnce(&mut Tables) {
    move |tables| {
        let mut iscms = tables.iscm.iter_mut();
        let rcm = iscms.find(|iscm| iscm.id == "rcm").expect("the RCM");
        rcm.website = Some(address.to_owned());
    }
}

async fn website_and_year(db: &DatabaseConnection) -> (Option<String>, i32) {
    let tables = store::load(db).await.expect("rows").tables;
    let mut iscms = tables.iscm.into_iter();
    let rcm = iscms.find(|iscm| iscm.id == "rcm").expect("the RCM");
    (rcm.website, rcm.established)
}

async fn import(
    db: &DatabaseConnection,
    files: &Files,
    conflicts: Conflicts,
) -> Result<i64, WriteError> {
    let tables = check(files).expect("sound");
    let change = Change {
        merge: Some(merge(files, conflicts)),
        ..change(&tables, "Files")
    };
    Ok(iscm::apply(db, change).await?.version)
}

/// The data files, the RCM's with other lines.
fn files(lines: &[(&str, &str)]) -> Files {
    let folder = DataFolder::copy();
    for (old, new) in lines {
        folder.replace(RCM, old, new);
    }
    Files::read(folder.path()).expect("the files")
}

const YEAR: (&str, &str) = ("established = 1996", "established = 1997");

async fn what_others_changed_is_kept(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    let edited = Some("https://example.org/edited".to_owned());
    assert_eq!(
        edit(&db, set_website("https://example.org/edited")).await,
        2
    );
    // The same files as before undo nothing, however often they come.
    for _ in 0..2 {
        let version = import(&db, &files(&[]), Conflicts::Refuse).await;
        assert_eq!(version.expect("imported"), 2);
    }
    // What they say of another column is taken.
    let version = import(&db, &files(&[YEAR]), Conflicts::Refuse).await;
    assert_eq!(version.expect("imported"), 3);
    assert_eq!(website_and_year(&db).await, (edited.clone(), 1997));
    // What was kept then is kept still.
    let version = import(&db, &files(&[]), Conflicts::Refuse).await;
    assert_eq!(version.expect("imported"), 4);
    assert_eq!(website_and_year(&db).await, (edited, 1996));
    // A record that somebody added or removed.
    let added = |tables: &mut Tables| {
        let mut theme = tables.theme[0].clone();
        theme.id = format!("{}/added", theme.iscm_id);
        theme.title = "Added".to_owned();
        let mut citation = tables.citation[0].clone();
        citation.subject_type = entity::tables::NodeType::Theme;
        citation.subject_id.clone_from(&theme.id);
        citation.position = 0;
        let mut topic = tables.theme_topic[0].clone();
        topic.theme_id.clone_from(&theme.id);
        topic.position = 0;
        tables.theme.push(theme);
        tables.theme_topic.push(topic);
        tables.citation.push(citation);
        let id = "rcm/mx-member";
        tables.membership.retain(|membership| membership.id != id);
        tables.citation.retain(|citation| citation.subject_id != id);
    };
    edit(&db, added).await;
    let version = import(&db, &files(&[YEAR]), Conflicts::Refuse).await;
    assert_eq!(version.expect("imported"), 6);
    let tables = store::load(&db).await.expect("rows").tables;
    assert!(tables.theme.iter().any(|theme| theme.title == "Added"));
    assert!(
        tables
            .membership
            .iter()
            .all(|one| one.id != "rcm/mx-member")
    );
}

async fn conflicts_are_told_and_decided(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    edit(&db, set_website("https://example.org/theirs")).await;
    let mine = files(&[YEAR, ("https://crmsv.org", "https://example.org/mine")]);
    let refused = import(&db, &mine, Conflicts::Refuse).await;
    let refused = refused.expect_err("a conflict").to_string();
    assert_eq!(refused, "iscm:rcm (website) in conflict");
    let theirs = Some("https://example.org/theirs".to_owned());
    assert_eq!(website_and_year(&db).await, (theirs.clone(), 1996));
    let version = import(&db, &mine, Conflicts::Theirs).await;
    assert_eq!(version.expect("imported"), 3);
    assert_eq!(website_and_year(&db).await, (theirs, 1997));
    let version = import(&db, &mine, Conflicts::Mine).await;
    assert_eq!(version.expect("imported"), 4);
    let mine_won = Some("https://example.org/mine".to_owned());
    assert_eq!(website_and_year(&db).await, (mine_won, 1997));
    // Now the files said it last.
    let version = import(&db, &mine, Conflicts::Refuse).await;
    assert_eq!(version.expect("imported"), 4);
}

async fn what_was_exported_is_compared_with_its_version(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    edit(&db, set_website("https://example.org/first")).await;
    let exported = iscm::export(&db).await.expect("exported");
    edit(&db, set_website("https://example.org/second")).await;
    // They hold the first edit, and know that they do.
    let version = import(&db, &exported, Conflicts::Refuse).await;
    assert_eq!(version.expect("imported"), 3);
    let folder = DataFolder::of(&exported);
    folder.replace(
        RCM,
        "https://example.org/first",
        "https://example.org/third",
    );
    let changed = Files::read(folder.path()).expect("the files");
    assert!(changed.exported().is_some());
    let refused = import(&db, &changed, Conflicts::Refuse).await;
    assert!(matches!(refused, Err(WriteError::Conflicts(all)) if all.len() == 1));
    // Of another database's version nothing is known here: its number may be this one's, too.
    let other = TestDatabase::filled(backend).await;
    let other = other.open().await;
    edit(&other, set_website("https://example.org/other")).await;
    let version = import(&other, &exported, Conflicts::Refuse).await;
    assert!(matches!(version, Err(WriteError::Conflicts(all)) if all.len() == 1));
}

async fn what_comes_of_both_is_held_to_the_rules(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    // Sound alone: an end in one, a later beginning in the other.
    edit(&db, |tables| {
        let mut memberships = tables.membership.iter_mut();
        let mx = memberships.find(|one| one.id == "rcm/mx-member");
        mx.expect("a membership").to_year = Some(2000);
    })
    .await;
    let from = files(&[(
        "country = \"MX\"\nrole = \"MEMBER\"\nfrom = 1996",
        "country = \"MX\"\nrole = \"MEMBER\"\nfrom = 2001",
    )]);
    let refused = import(&db, &from, Conflicts::Refuse).await;
    let refused = refused.expect_err("a fault").to_string();
    assert!(refused.contains("2000 is before `from`, 2001"), "{refused}");
    assert_eq!(store::version(&db).await.expect("a version").number, 2);
}
