//! From a database that a released version made to this one: nothing is lost, on the way here and back.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::status::{on, status};
use crate::support::{
    Backend, Columns, Program, Rows, TestDatabase, both_databases, client, columns, connect,
    released, rows, since_0_1_0,
};

both_databases! {
    the_first_edition_becomes_the_second,
    a_migration_that_is_taken_back_leaves_all_as_it_was,
}

/// The version that served the first edition.
const FIRST: &str = "0.1.0";

/// The list of migrations, of which there are more now.
const MIGRATIONS: &str = "seaql_migrations";

async fn read(database: &TestDatabase, columns: &Columns) -> Rows {
    let db = connect(database).await;
    let mut rows = rows(&db, columns).await;
    db.close().await.expect("closed");
    rows.remove(MIGRATIONS);
    rows
}

/// The first edition's database, its tables and its rows.
async fn first_edition(backend: Backend) -> (TestDatabase, Columns, Rows) {
    let database = released(backend, FIRST).await;
    let db = connect(&database).await;
    let columns = columns(&db).await;
    db.close().await.expect("closed");
    let rows = read(&database, &columns).await;
    assert_eq!(rows["iscm"].len(), 38);
    assert_eq!(rows["source"].len(), 784);
    assert_eq!(rows["change"].len(), 4462, "the log");
    (database, columns, rows)
}

async fn ask(endpoint: &str, query: &str) -> Value {
    let request = client().post(endpoint).json(&json!({ "query": query }));
    let answer = request.send().await.expect("an answer");
    let mut answer: Value = answer.json().await.expect("JSON");
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"].take()
}

/// How many records of each type are served, by the tables' names, and the version.
async fn served(endpoint: &str) -> (Value, BTreeMap<String, usize>) {
    let data = ask(endpoint, "{ dataset { version counts { type count } } }").await;
    let counts = data["dataset"]["counts"].as_array().expect("counts");
    let counts = counts.iter().map(|one| {
        let table = one["type"].as_str().expect("a type").to_lowercase();
        let count = one["count"].as_u64().expect("a count");
        (table, usize::try_from(count).expect("a number"))
    });
    (data["dataset"]["version"].clone(), counts.collect())
}

async fn the_first_edition_becomes_the_second(backend: Backend) {
    let (database, columns, before) = first_edition(backend).await;
    let (words, told) = status(&database);
    assert_eq!(told["schema"], "OLDER", "{words}");
    assert_eq!(told["dataset"]["version"], 1, "{words}");
    assert_eq!(told["dataset"]["records"]["iscm"], 38, "{words}");

    // The new program migrates it, serves what was there, and offers what it brings.
    let url = database.url();
    let args = [
        "--listen",
        "127.0.0.1:0",
        "--refresh",
        "1",
        "--database",
        &url,
    ];
    let mut server = Program::start(&args);
    let line = server.wait_for("the database's schema is migrated");
    assert!(line.contains("m20261125_000007_create_log"), "{line}");
    let endpoint = server.endpoint();
    let (version, counts) = served(&endpoint).await;
    assert_eq!(version, 1);
    for (table, count) in counts {
        assert_eq!(count, before[&table].len(), "{table}");
    }
    let data = ask(
        &endpoint,
        r#"{ iscm(acronym: "RCM") { established reserveFund { name } chairs { from } } }"#,
    )
    .await;
    let rcm = &data["iscm"];
    assert_eq!(rcm["established"], 1996, "{data}");
    // What a migration says of rows that are there.
    assert!(rcm["reserveFund"]["name"].is_string(), "{data}");
    let chairs = rcm["chairs"].as_array().expect("chairs");
    assert!(chairs.iter().all(|chair| chair["from"].is_i64()), "{data}");
    assert_eq!(read(&database, &columns).await, before);
    let (words, told) = status(&database);
    assert_eq!(told["schema"], "CURRENT", "{words}");
    assert_eq!(told["dataset"]["version"], 1, "{words}");
    assert!(words.contains("`iscm import --embedded"), "{words}");

    // What it brings is told before it is taken.
    let count = |what: &str| told["import"][what].as_u64().expect("a count");
    let (added, changed, removed) = (count("added"), count("changed"), count("removed"));
    assert!(added > 0 && changed > 0, "{words}");
    let told_as = format!("version 2: {added} records added, {changed} changed, {removed} removed");
    let allow = told["import"]["needsAllowRemovals"] == json!(true);
    let allow = if allow {
        &["--allow-removals"][..]
    } else {
        &[]
    };
    let import = [&["import", "--embedded"], allow].concat();
    let dry = on(&database, &[&import[..], &["--dry-run"]].concat());
    assert_eq!(dry.code, Some(0), "{dry:?}");
    assert!(
        dry.out.lines().any(|line| line == told_as),
        "{told_as}: {}",
        dry.out
    );
    assert_eq!(read(&database, &columns).await, before);
    let imported = on(&database, &import);
    assert_eq!(
        (imported.code, imported.out.trim_end()),
        (Some(0), &*told_as)
    );
    server.wait_for("a new version is served");
    let (version, counts) = served(&endpoint).await;
    assert_eq!(version, 2);
    let (words, told) = status(&database);
    for (table, count) in counts {
        assert_eq!(told["embedded"][&table], count, "{table}");
    }
    assert_eq!(told["dataset"]["records"], told["embedded"]);
    assert!(words.contains("nothing: the database holds"), "{words}");
    // The log goes on.
    let after = read(&database, &columns).await;
    assert!(after["change"].is_superset(&before["change"]));
    assert_eq!(after["changeset"].len(), 2);
    let logged = after["change"].len() - before["change"].len();
    assert_eq!(logged as u64, added + changed + removed);
    server.signal("TERM");
    assert_eq!(server.wait(), Some(0));

    // And back: what the older schema has a place for stays.
    let steps = since_0_1_0().len().to_string();
    let back = on(&database, &["migrate", "down", "--steps", &steps]);
    assert_eq!(back.code, Some(0), "{back:?}");
    let left = read(&database, &columns).await;
    let at = |table: &str, name: &str| {
        let at = columns[table].iter().position(|column| column == name);
        at.expect("a column")
    };
    let (id, from) = (at("chairmanship", "id"), at("chairmanship", "from_year"));
    let yearless: Vec<_> = after["chairmanship"]
        .iter()
        .filter(|row| row[from].is_none())
        .map(|row| row[id].clone())
        .collect();
    assert!(!yearless.is_empty());
    let (subject, of) = (at("citation", "subject_id"), at("citation", "subject_type"));
    for (table, rows) in &after {
        let stays = |row: &&Vec<Option<String>>| match &**table {
            "chairmanship" => row[from].is_some(),
            "citation" => {
                row[of].as_deref() != Some("chairmanship") || !yearless.contains(&row[subject])
            }
            _ => true,
        };
        let expected = rows.iter().filter(stays).cloned().collect();
        assert_eq!(left[table], expected, "{table}");
    }
}

async fn a_migration_that_is_taken_back_leaves_all_as_it_was(backend: Backend) {
    let (database, columns, before) = first_edition(backend).await;
    let steps = since_0_1_0().len().to_string();
    for args in [&["migrate"][..], &["migrate", "down", "--steps", &steps]] {
        let done = on(&database, args);
        assert_eq!(done.code, Some(0), "{done:?}");
        assert_eq!(read(&database, &columns).await, before, "{args:?}");
    }
    let db = connect(&database).await;
    let left = crate::support::columns(&db).await;
    db.close().await.expect("closed");
    // In whatever order.
    let sorted = |columns: Columns| {
        let sorted = columns.into_iter().map(|(table, mut columns)| {
            columns.sort_unstable();
            (table, columns)
        });
        sorted.collect::<Columns>()
    };
    assert_eq!(sorted(left), sorted(columns));
}
