//! Import and export: all or nothing, and only what differs.

use std::fs;

use entity::enums::Operation;
use entity::tables::NodeType;
use entity::{change, changeset};
use iscm::dataset::Files;
use iscm::store;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::{
    Backend, DataFolder, Program, TestDatabase, both_databases, data_folder, facts, without_version,
};

both_databases! {
    importing_again_changes_nothing,
    a_changed_file_is_one_changeset_of_what_changed,
    a_faulty_file_changes_nothing,
    what_is_exported_imports_to_the_same,
    a_killed_import_leaves_the_old_version_whole,
    an_input_to_a_commitment_is_imported,
}

async fn importing_again_changes_nothing(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    let files = Files::read(&data_folder()).expect("the files");
    let outcome = iscm::import(&db, &files, "again").await.expect("imported");
    assert_eq!((outcome.version, outcome.changed.len()), (1, 0));
    assert_eq!(store::version(&db).await.expect("a version").number, 1);
    let log = changeset::Entity::find().all(&db).await.expect("the log");
    assert_eq!(log.len(), 1);
}

async fn a_changed_file_is_one_changeset_of_what_changed(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    let before = store::load(&db).await.expect("rows").tables;
    let folder = DataFolder::copy();
    // A text, a list of topics, a record more, a record less.
    folder.replace("iscm/rcm.toml", "established = 1996", "established = 1997");
    folder.replace(
        "iscm/rcm.toml",
        r#"topics = ["health"]"#,
        r#"topics = ["health", "tourism"]"#,
    );
    folder.append(
        "iscm/sacm.toml",
        "[[activities]]\nkey = \"new\"\nkind = \"TRAINING\"\nsummary = \"New.\"\ncite = [\"summary-2019\"]",
    );
    let tourism = "tourism = \"Tourism\"";
    folder.replace("topics.toml", tourism, "tourism = \"Tourism and travel\"");
    let files = Files::read(folder.path()).expect("the files");
    let outcome = iscm::import(&db, &files, "A change")
        .await
        .expect("imported");
    assert_eq!(outcome.version, 2);
    let log = change::Entity::find()
        .filter(change::Column::Version.eq(2))
        .all(&db)
        .await;
    let log = log.expect("the log");
    let mut changed: Vec<_> = log
        .iter()
        .map(|row| (row.subject_type, row.subject_id.as_str(), row.operation))
        .collect();
    changed.sort_unstable();
    assert_eq!(
        changed,
        [
            (NodeType::Topic, "tourism", Operation::Update),
            (NodeType::Iscm, "rcm", Operation::Update),
            (
                NodeType::Theme,
                "rcm/migration-and-health",
                Operation::Update
            ),
            (NodeType::Activity, "sacm/new", Operation::Insert),
        ]
    );
    let theme = log
        .iter()
        .find(|row| row.subject_type == NodeType::Theme)
        .expect("a theme");
    let topics =
        |json: &Option<sea_orm::JsonValue>| json.as_ref().expect("a record")["theme_topic"].clone();
    assert_eq!(topics(&theme.before).as_array().expect("a list").len(), 1);
    assert_eq!(topics(&theme.after)[1]["topic_id"], "tourism");
    let message = changeset::Entity::find_by_id(2)
        .one(&db)
        .await
        .expect("the log")
        .expect("a changeset");
    assert_eq!(
        (message.message.as_str(), message.actor.as_str()),
        ("A change", "import")
    );

    // And back: what was added is removed, and all is as before.
    let files = Files::read(&data_folder()).expect("the files");
    let outcome = iscm::import(&db, &files, "Back").await.expect("imported");
    assert_eq!(outcome.version, 3);
    let activities = &outcome.changed[&NodeType::Activity];
    assert_eq!(activities.get("sacm/new"), Some(&Operation::Delete));
    assert_eq!(store::load(&db).await.expect("rows").tables, before);
}

async fn a_faulty_file_changes_nothing(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    let folder = DataFolder::copy();
    folder.replace("iscm/rcm.toml", "established = 1996", "established = 1997");
    folder.append(
        "iscm/sacm.toml",
        "[[activities]]\nkind = \"DANCE\"\nspeed = 3",
    );
    let files = Files::read(folder.path()).expect("the files");
    let error = iscm::import(&db, &files, "Faulty")
        .await
        .expect_err("faults");
    assert!(error.to_string().contains("nothing is written"), "{error}");
    let loaded = store::load(&db).await.expect("rows");
    assert_eq!(loaded.version.number, 1);
    let rcm = loaded
        .tables
        .iscm
        .iter()
        .find(|row| row.id == "rcm")
        .expect("the RCM");
    assert_eq!(rcm.established, 1996);
}

async fn what_is_exported_imports_to_the_same(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    let exported = iscm::export(&db).await.expect("exported");
    // And the one that tells the version.
    let embedded = Files::embedded().iter().count();
    assert_eq!(exported.iter().count(), embedded + 1);
    let outcome = iscm::import(&db, &exported, "The same")
        .await
        .expect("imported");
    assert_eq!(outcome.changed.len(), 0);
    let other = TestDatabase::empty(backend);
    let setup = iscm::db::Setup::begin(&other.config().database).await;
    let mut setup = setup.expect("begun");
    setup.migrate().await.expect("migrated");
    let other = setup.commit().await.expect("committed");
    iscm::import(&other, &exported, "A copy")
        .await
        .expect("imported");
    let rows = store::load(&db).await.expect("rows").tables;
    assert_eq!(store::load(&other).await.expect("rows").tables, rows);
    let copied = iscm::export(&other).await.expect("exported");
    assert_eq!(without_version(&copied), without_version(&exported));
}

async fn a_killed_import_leaves_the_old_version_whole(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let many = database.folder().join("many");
    let files = iscm::dataset::multiplied(12).expect("files");
    files.write(&many).expect("written");
    let url = database.url();
    let mut program = Program::start(&["import", &many.display().to_string(), "--database", &url]);
    program.wait_for("comparing them with the database");
    // It is reading, writing or logging rows now.
    std::thread::sleep(std::time::Duration::from_millis(300));
    program.signal("KILL");
    assert_eq!(program.wait(), None, "it was killed before it ended");
    let db = database.open().await;
    let loaded = store::load(&db).await.expect("rows");
    assert_eq!(loaded.version.number, 1);
    assert_eq!(loaded.tables.iscm.len(), facts("iscm").len());
    let log = changeset::Entity::find().all(&db).await.expect("the log");
    assert_eq!(log.len(), 1);
    iscm::graph::Snapshot::new(loaded).expect("a graph without a gap");
}

async fn an_input_to_a_commitment_is_imported(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let db = database.open().await;
    let folder = DataFolder::copy();
    let path = folder.path().join("iscm/rcm.toml");
    let text = fs::read_to_string(&path).expect("a file");
    let last = text.rfind("[[commitments]]").expect("commitments");
    let end = text[last..]
        .find("\n\n")
        .map_or(text.len(), |end| last + end);
    let input = "\nstatus = \"IN_PROGRESS\"\n[[commitments.inputs]]\nkey = \"mx-2020\"\ncountry = \"MX\"\n\
                 summary = \"Done.\"\nreceived = 2020-02-03\ncite = [\"summary-2019\"]\n";
    fs::write(&path, format!("{}{input}{}", &text[..end], &text[end..])).expect("written");
    let files = Files::read(folder.path()).expect("the files");
    iscm::import(&db, &files, "An input")
        .await
        .expect("imported");
    let server = crate::support::TestServer::with(&database.config()).await;
    let query = "{ country(code: \"MX\") { commitmentInputs { id summary received party { __typename }
        commitment { status iscm { acronym } inputs { summary } } citations { source { id } } } } }";
    let data = server.data(query, serde_json::json!({})).await;
    let input = &data["country"]["commitmentInputs"][0];
    assert_eq!(input["received"], "2020-02-03", "{data}");
    assert_eq!(input["commitment"]["status"], "IN_PROGRESS");
    assert_eq!(input["commitment"]["inputs"][0]["summary"], "Done.");
    let exported = iscm::export(&db).await.expect("exported");
    assert_eq!(
        iscm::import(&db, &exported, "The same")
            .await
            .expect("imported")
            .changed
            .len(),
        0
    );
}
