//! `iscm status`, the embedded data set, and the start of a server on a database of an older program.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::support::{
    Backend, DataFolder, Finished, Program, TestDatabase, both_databases, client, data_folder,
    fails, released, run, since_0_1_0,
};

both_databases! {
    each_state_is_told,
    the_embedded_data_set_is_offered_and_taken,
    a_start_migrates_and_imports_nothing,
    an_older_schema_is_not_compared,
}

/// The first migration since 0.1.0.
const SECOND: &str = "m20261129_000001_second_edition";

pub(crate) fn on(database: &TestDatabase, args: &[&str]) -> Finished {
    let url = database.url();
    run(&[args, &["--database", &url, "--log", "error"]].concat())
}

/// What `iscm status` tells, in words and in JSON.
pub(crate) fn status(database: &TestDatabase) -> (String, Value) {
    let words = on(database, &["status"]);
    assert_eq!((words.code, &*words.err), (Some(0), ""), "{words:?}");
    let json = on(database, &["status", "--json"]);
    assert_eq!(json.code, Some(0), "{json:?}");
    (words.out, serde_json::from_str(&json.out).expect("JSON"))
}

/// Whether lines begin with these labels and texts.
fn tells(words: &str, lines: &[(&str, &str)]) {
    for (label, text) in lines {
        let told = words.lines().any(|line| {
            let rest = line.strip_prefix(label);
            rest.is_some_and(|rest| rest.trim_start().starts_with(text))
        });
        assert!(told, "{label}: {text}\n{words}");
    }
}

/// A data set that differs from the embedded one in a record.
fn changed() -> DataFolder {
    let folder = DataFolder::copy();
    folder.replace("iscm/rcm.toml", "established = 1996", "established = 1997");
    folder
}

fn import(database: &TestDatabase, folder: &DataFolder) {
    let path = folder.path().display().to_string();
    let imported = on(database, &["import", &path, "--message", "Ours"]);
    assert_eq!(imported.code, Some(0), "{imported:?}");
}

async fn each_state_is_told(backend: Backend) {
    let database = TestDatabase::empty(backend);
    let (words, told) = status(&database);
    let state = match backend {
        Backend::Sqlite => "MISSING",
        Backend::Postgres => "EMPTY",
    };
    assert_eq!(
        (&told["schema"], &told["dataset"]),
        (&json!(state), &Value::Null)
    );
    tells(
        &words,
        &[
            ("program", concat!("iscm ", env!("CARGO_PKG_VERSION"))),
            ("schema", "none: "),
            ("data set", "none"),
            ("embedded", ""),
            ("to do", "`iscm serve`"),
        ],
    );

    assert_eq!(on(&database, &["migrate"]).code, Some(0));
    let (words, told) = status(&database);
    assert_eq!(
        (&told["schema"], &told["dataset"]),
        (&json!("CURRENT"), &Value::Null)
    );
    tells(
        &words,
        &[
            ("schema", "up to date"),
            ("data set", "none"),
            ("to do", "`iscm serve`"),
        ],
    );

    let imported = on(&database, &["import", &data_folder().display().to_string()]);
    assert_eq!(imported.code, Some(0), "{imported:?}");
    let (words, told) = status(&database);
    assert_eq!(told["dataset"]["version"], 1);
    assert_eq!(told["dataset"]["message"], "Import of files");
    assert_eq!(told["dataset"]["records"], told["embedded"]);
    assert!(told["embedded"]["iscm"].as_u64() >= Some(38), "{told}");
    tells(
        &words,
        &[("data set", "version 1 of 20"), ("to do", "nothing")],
    );

    import(&database, &changed());
    let (words, told) = status(&database);
    let one = json!({ "added": 0, "changed": 1, "removed": 0, "needsAllowRemovals": false });
    assert_eq!(told["import"], one);
    tells(
        &words,
        &[
            ("data set", "version 2 of 20"),
            (
                "to do",
                "`iscm import --embedded` takes the embedded data set: 0 records added, 1 changed, 0 removed",
            ),
        ],
    );

    let db = database.open().await;
    let newer =
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 0)";
    db.execute_unprepared(newer).await.expect("inserted");
    db.close().await.expect("closed");
    let (words, told) = status(&database);
    assert_eq!(told["schema"], "NEWER");
    assert_eq!(told["unknown"], json!(["m29990101_000001_later"]));
    assert_eq!(told["dataset"]["version"], 2, "{told}");
    assert_eq!(told["dataset"]["records"], told["embedded"]);
    tells(
        &words,
        &[
            (
                "schema",
                "newer than this program, which knows nothing of m29990101_000001_later",
            ),
            ("to do", "use the newer version"),
        ],
    );
}

async fn an_older_schema_is_not_compared(backend: Backend) {
    let database = released(backend, "0.1.0").await;
    let (words, told) = status(&database);
    assert_eq!(told["schema"], "OLDER");
    let lacks = since_0_1_0();
    assert_eq!(lacks[0], SECOND);
    assert_eq!(told["pending"], json!(lacks));
    assert_eq!(
        (&told["dataset"]["version"], &told["import"]),
        (&json!(1), &Value::Null)
    );
    let records = &told["dataset"]["records"];
    assert_eq!(
        (&records["iscm"], &records["source"]),
        (&json!(38), &json!(784))
    );
    tells(
        &words,
        &[
            (
                "schema",
                &format!("older than this program: it lacks {}", lacks.join(", ")),
            ),
            ("data set", "version 1 of 20"),
            ("to do", "back the database up; `iscm migrate`"),
        ],
    );
    // What would change is not to be told either: the rows are of another shape.
    let url = database.url();
    for args in [
        &["import", "--embedded", "--dry-run"][..],
        &[
            "export",
            &database.folder().join("export").display().to_string(),
        ],
    ] {
        fails(
            &[args, &["--database", &url]].concat(),
            &[SECOND, "run `iscm migrate` first"],
        );
    }
    // A part of the tables is there.
    let back = on(&database, &["migrate", "down", "--steps", "5"]);
    assert_eq!(back.code, Some(0), "{back:?}");
    let (_, told) = status(&database);
    assert_eq!(
        (&told["schema"], &told["dataset"]),
        (&json!("OLDER"), &Value::Null)
    );
}

async fn the_embedded_data_set_is_offered_and_taken(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    import(&database, &changed());
    let before = on(&database, &["status"]).out;
    let dry = on(&database, &["import", "--embedded", "--dry-run"]);
    assert_eq!(
        dry.out,
        "~ iscm:rcm\nversion 3: 0 records added, 1 changed, 0 removed\nnothing is written (`--dry-run`)\n"
    );
    assert_eq!(on(&database, &["status"]).out, before);
    // A server offers it, and takes nothing by itself.
    let (mut server, endpoint) = Program::serving(&database.url());
    server.wait_for("the data set that comes with this program differs");
    let body = json!({ "query": "{ dataset { version } iscm(acronym: \"RCM\") { established } }" });
    let answer = client()
        .post(&endpoint)
        .json(&body)
        .send()
        .await
        .expect("an answer");
    let answer: Value = answer.json().await.expect("JSON");
    assert_eq!(
        answer["data"],
        json!({ "dataset": { "version": 2 }, "iscm": { "established": 1997 } })
    );
    server.signal("TERM");
    assert!(
        !server.rest().contains("the data set that comes with"),
        "told once"
    );
    assert_eq!(server.wait(), Some(0));

    let taken = on(&database, &["import", "--embedded"]);
    assert_eq!(
        taken.out,
        "version 3: 0 records added, 1 changed, 0 removed\n"
    );
    let (_, told) = status(&database);
    let message = concat!("The data set of iscm ", env!("CARGO_PKG_VERSION"));
    assert_eq!(told["dataset"]["message"], message);
    let again = on(&database, &["import", "--embedded", "--message", "Again"]);
    assert_eq!(
        again.out,
        "nothing differs: the data set stays at version 3\n"
    );

    let (mut server, _) = Program::serving(&database.url());
    std::thread::sleep(std::time::Duration::from_secs(8));
    server.signal("TERM");
    assert!(
        !server.rest().contains("comes with this program"),
        "it is the same"
    );
    assert_eq!(server.wait(), Some(0));
}

async fn a_start_migrates_and_imports_nothing(backend: Backend) {
    let database = released(backend, "0.1.0").await;
    let mut server = Program::start(&["--listen", "127.0.0.1:0", "--database", &database.url()]);
    let line = server.wait_for("the database's schema is migrated");
    let from = "m20261125_000007_create_log".to_owned();
    for part in [from].into_iter().chain(since_0_1_0()) {
        assert!(line.contains(&part), "{line}");
    }
    server.wait_for("endpoint ");
    server.signal("TERM");
    assert_eq!(server.wait(), Some(0));
    let (_, told) = status(&database);
    assert_eq!(
        (&told["schema"], &told["dataset"]["version"]),
        (&json!("CURRENT"), &json!(1))
    );
    assert_ne!(told["import"]["changed"], 0);
}

#[test]
fn a_folder_or_the_embedded_data_set_is_imported() {
    let database = TestDatabase::empty(Backend::Sqlite);
    for (args, parts) in [
        (&["import"][..], &["FOLDER", "--embedded"][..]),
        (
            &["import", "data", "--embedded"],
            &["FOLDER", "--embedded", "cannot be used with"],
        ),
        (&["import", "--embedded", "--message", ""], &["--message"]),
    ] {
        let finished = on(&database, args);
        assert_ne!(finished.code, Some(0), "{args:?}");
        for part in parts {
            assert!(finished.err.contains(part), "{part}: {finished:?}");
        }
        assert!(!database.file().exists());
    }
}

#[test]
fn what_cannot_be_told_is_an_error() {
    let unreachable = "postgres://iscm:s3cret@127.0.0.1:1/graph";
    fails(
        &["status", "--database", unreachable],
        &["cannot open the database", "iscm:***@127.0.0.1"],
    );
}
