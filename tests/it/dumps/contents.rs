//! What is in dumps.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use entity::tables::NodeType;
use entity::{change, changeset};
use iscm::config::Settings;
use sea_orm::{DatabaseConnection, EntityTrait, QueryOrder};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{DUMPS, bytes, following, lines, tally, tar_files, two_versions};
use crate::queries;
use crate::support::{Backend, DataFolder, TestDatabase, TestServer, both_databases, connect, run};

both_databases! {
    a_dump_that_is_served_answers_as_the_original,
    the_tar_is_the_data_set,
    lines_have_every_record_as_the_log_has_it,
    a_table_that_takes_several_statements_is_copied_whole,
}

/// A server over a dump.
async fn over(dump: &[u8], folder: &TempDir) -> (TestServer, DatabaseConnection) {
    let file = folder.path().join("home.sqlite");
    fs::write(&file, dump).expect("written");
    let settings = Settings {
        database: Some(format!("sqlite://{}", file.display())),
        ..Settings::default()
    };
    let mut config = settings.resolve().expect("a configuration");
    config.edge.rate_limit = 0;
    config.clock = TestDatabase::empty(Backend::Sqlite).config().clock;
    let db = iscm::db::connect(&config.database).await;
    (TestServer::with(&config).await, db.expect("a connection"))
}

async fn changes(db: &DatabaseConnection) -> (Vec<changeset::Model>, Vec<change::Model>) {
    let changesets = changeset::Entity::find().order_by_asc(changeset::Column::Version);
    let changesets = changesets.all(db).await.expect("changesets");
    let changes = change::Entity::find().all(db).await;
    let mut changes = changes.expect("changes");
    changes.sort_by(|one, other| {
        let key = |change: &change::Model| {
            (
                change.version,
                change.subject_type,
                change.subject_id.clone(),
            )
        };
        key(one).cmp(&key(other))
    });
    (changesets, changes)
}

async fn a_dump_that_is_served_answers_as_the_original(backend: Backend) {
    let database = two_versions(backend).await;
    let temporary = TempDir::new().expect("a folder");
    let server = TestServer::with(&following(&database, &temporary)).await;
    let dump = bytes(&server, "/dump.sqlite").await;
    let folder = TempDir::new().expect("a folder");
    let (copy, db) = over(&dump, &folder).await;
    // The same bytes to every question, with the same `ETag`s.
    let mut questions: Vec<_> = queries::all().map(|(_, query)| query).collect();
    questions.push("{ dataset { version publishedAt citation counts { type count } } }".to_owned());
    assert!(questions.len() > 25);
    for query in questions {
        let mut answers = Vec::new();
        for of in [&server, &copy] {
            let request = of.request(reqwest::Method::GET, "/graphql");
            let answer = request.query(&[("query", &query)]).send().await;
            let answer = answer.expect("an answer");
            let tag = answer.headers().get("etag").cloned();
            assert!(tag.is_some(), "{query}");
            answers.push((answer.status(), tag, answer.bytes().await.expect("bytes")));
        }
        assert_eq!(answers[0], answers[1], "{query}");
    }
    let [schema, its_schema] = [&server, &copy].map(|of| bytes(of, "/schema.graphql"));
    assert_eq!(schema.await, its_schema.await);
    // The same history, in the same tables.
    let original = connect(&database).await;
    let (changesets, log) = changes(&original).await;
    assert_eq!(changesets.len(), 2);
    assert!(
        log.iter().any(|change| change.version == 2),
        "{}",
        log.len()
    );
    assert_eq!(changes(&db).await, (changesets, log));
    let fresh = TestDatabase::filled(Backend::Sqlite).await;
    let tables = |file: &std::path::Path| {
        let sql = "SELECT type, name, sql FROM sqlite_schema ORDER BY name";
        let output = std::process::Command::new("sqlite3")
            .arg(file)
            .arg(sql)
            .output();
        String::from_utf8(output.expect("sqlite3 runs").stdout).expect("text")
    };
    let home = folder.path().join("home.sqlite");
    assert_eq!(tables(&home), tables(&fresh.file()));
    let [loaded, its] = [&original, &db].map(iscm::store::load);
    let (loaded, its) = (loaded.await.expect("rows"), its.await.expect("rows"));
    assert_eq!(loaded.version, its.version);
    assert!(loaded.tables == its.tables);
    original.close().await.expect("closed");
    db.close().await.expect("closed");
    // The dump of the dump is the dump, byte by byte, and so are the others; nothing is left of making them.
    for path in DUMPS {
        let [one, other] = [&server, &copy].map(|of| bytes(of, path));
        assert!(one.await == other.await, "{path} differs");
    }
    let left: Vec<_> = fs::read_dir(temporary.path()).expect("a folder").collect();
    assert!(left.is_empty(), "{left:?}");
}

async fn the_tar_is_the_data_set(backend: Backend) {
    let database = two_versions(backend).await;
    let server = TestServer::with(&database.config()).await;
    let files = tar_files(&bytes(&server, "/dump.toml.tar.zst").await);
    let published = server.graph().snapshot().version().published_at / 1000;
    let folder = TempDir::new().expect("a folder");
    for (path, text, owner, time) in &files {
        assert_eq!(
            (*owner, *time),
            ((0, 0), published.unsigned_abs()),
            "{path}"
        );
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
    }
    let paths: Vec<_> = files.iter().map(|(path, ..)| path.as_str()).collect();
    assert!(paths[1..].is_sorted(), "{paths:?}");
    assert_eq!(paths[0], "iscm-graph-2/README.md");
    let about = &files[0].1;
    for part in [
        "version 2",
        "CC BY 4.0",
        "Cite it as: ISCM Graph data set",
        "legal status",
    ] {
        assert!(about.contains(part), "{about}");
    }
    // As an export writes them.
    let (url, exported) = (database.url(), folder.path().join("exported"));
    let exported = exported.display().to_string();
    let export = run(&["export", &exported, "--database", &url, "--log", "error"]);
    assert_eq!(export.code, Some(0), "{export:?}");
    let written = files.iter().skip(1).map(|(path, text, ..)| {
        let path = path.strip_prefix("iscm-graph-2/").expect("inside");
        (path.to_owned(), text.clone())
    });
    let written: iscm::dataset::Files = written.collect();
    let exported = iscm::dataset::Files::read(exported.as_ref()).expect("files");
    assert!(written == exported);
    let data = folder.path().join("iscm-graph-2").display().to_string();
    let check = run(&["check", &data]);
    assert_eq!(check.code, Some(0), "{check:?}");
    let import = run(&["import", &data, "--database", &url, "--log", "error"]);
    assert_eq!(import.code, Some(0), "{import:?}");
    let db = connect(&database).await;
    assert_eq!(changes(&db).await.0.len(), 2, "{import:?}");
}

async fn lines_have_every_record_as_the_log_has_it(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let server = TestServer::with(&database.config()).await;
    let lines = lines(&bytes(&server, "/dump.jsonl.zst").await);
    let (about, records) = lines.split_first().expect("lines");
    let query = "{ dataset { version publishedAt citation disclaimer licence { name spdxId url } counts { type count } } }";
    let data = server.data(query, json!({})).await;
    let dataset = &data["dataset"];
    for key in ["version", "citation", "disclaimer", "licence"] {
        assert_eq!(about["about"][key], dataset[key], "{key}");
    }
    let moment = |value: &Value| {
        let text = value.as_str().expect("a moment");
        text.parse::<chrono::DateTime<chrono::Utc>>()
            .expect("a moment")
    };
    assert_eq!(
        moment(&about["about"]["publishedAt"]),
        moment(&dataset["publishedAt"])
    );
    assert_eq!(about["about"]["records"], records.len());
    // Each once, as many as the API counts.
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let ids: BTreeSet<_> = records.iter().map(|line| text(&line["id"])).collect();
    assert_eq!(ids.len(), records.len());
    let kinds = tally(
        records
            .iter()
            .map(|line| line["type"].as_str().expect("a type")),
    );
    let counts = dataset["counts"].as_array().expect("counts");
    let counts = counts.iter().filter(|count| count["count"] != 0);
    let counted: Vec<_> = counts
        .map(|count| (text(&count["type"]).to_lowercase(), count["count"].as_u64()))
        .collect();
    assert!(counted.len() > 25, "{counted:?}");
    assert_eq!(kinds.len(), counted.len());
    for (kind, count) in counted {
        assert_eq!(kinds.get(&kind).copied(), count, "{kind}");
    }
    for id in ["iscm:rcm", "country:NA"] {
        let data = server.data(
            "query($id: ID!) { node(id: $id) { id } }",
            json!({ "id": id }),
        );
        assert_eq!(data.await["node"]["id"], id);
        assert!(ids.contains(id), "{id}");
    }
    // In the order of types and ids.
    let order: Vec<_> = records
        .iter()
        .map(|line| {
            let kind: NodeType = serde_json::from_value(line["type"].clone()).expect("a type");
            (kind, text(&line["record"]["id"]))
        })
        .collect();
    assert!(order.is_sorted());
    // What the log has of the first version is what there is.
    let db = connect(&database).await;
    let (_, log) = changes(&db).await;
    assert_eq!(log.len(), records.len());
    for ((change, line), (kind, id)) in log.iter().zip(records).zip(order) {
        assert_eq!((change.subject_type, &change.subject_id), (kind, &id));
        assert_eq!(change.after.as_ref(), Some(&line["record"]), "{id}");
    }
    let cited = records
        .iter()
        .filter(|line| line["record"]["citation"].is_array());
    assert!(cited.count() > 100);
}

/// Themes come by title: parts of one before it, in another statement.
async fn a_table_that_takes_several_statements_is_copied_whole(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    // More themes than a statement takes, each of them part of one that comes after it.
    let theme = |number: u32| {
        let title = format!("title = \"A theme, number {number:04}\"");
        let rest = "parent = \"Human Rights\"\ntopics = [\"health\"]\ncite = [\"summary-2019#1\"]";
        format!("[[themes]]\n{title}\n{rest}\n\n")
    };
    let folder = DataFolder::copy();
    let themes: String = (0..1_000).map(theme).collect();
    folder.append("iscm/rcm.toml", &themes);
    let files = iscm::dataset::Files::read(folder.path()).expect("the files");
    let db = database.open().await;
    let imported = iscm::import(&db, &files, "More themes").await;
    imported.expect("imported");
    db.close().await.expect("closed");
    let server = TestServer::with(&database.config()).await;
    let themes = server.graph().snapshot().tables().theme.clone();
    let place = |id: &str| themes.iter().position(|theme| theme.id == id);
    let is_apart = |(at, theme): (usize, &Arc<entity::theme::Model>)| {
        let parent = theme.parent_id.as_deref().and_then(place);
        parent.is_some_and(|parent| at < 1000 && parent >= 1000)
    };
    assert!(themes.iter().enumerate().any(is_apart));
    let folder = TempDir::new().expect("a folder");
    let dump = bytes(&server, "/dump.sqlite").await;
    let (copy, db) = over(&dump, &folder).await;
    assert!(copy.graph().snapshot().tables() == server.graph().snapshot().tables());
    assert_eq!(changes(&db).await.0.len(), 2);
}
