//! What an import would remove: told, and asked for where it is much.

use std::fs;

use crate::support::{Backend, DataFolder, TestDatabase, both_databases, facts, run};

both_databases! {
    what_would_be_removed_is_told_and_asked_for,
    most_of_a_type_is_not_removed_by_the_way,
}

async fn what_would_be_removed_is_told_and_asked_for(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let url = database.url();
    let folder = DataFolder::copy();
    let data = folder.path().display().to_string();
    let import = |args: &[&str]| {
        run(&[
            &["import", &data, "--database", &url, "--log", "error"],
            args,
        ]
        .concat())
    };
    // A record less goes by the way.
    folder.append("iscm/cmc.toml", "[[activities]]\nkey = \"x\"\nkind = \"TRAINING\"\nsummary = \"A.\"\ncite = [\"summary-2019\"]");
    assert_eq!(
        import(&[]).out,
        "version 2: 1 records added, 0 changed, 0 removed\n"
    );
    folder.replace("iscm/cmc.toml", "[[activities]]\nkey = \"x\"\nkind = \"TRAINING\"\nsummary = \"A.\"\ncite = [\"summary-2019\"]", "");
    let dry = import(&["--dry-run"]);
    assert!(
        dry.out
            .starts_with("- activity:cmc/x\nversion 3: 0 records added, 0 changed, 1 removed\n"),
        "{dry:?}"
    );
    assert!(
        dry.out.ends_with("nothing is written (`--dry-run`)\n"),
        "{dry:?}"
    );
    assert_eq!(
        import(&[]).out,
        "version 3: 0 records added, 0 changed, 1 removed\n"
    );
    // A whole file does not.
    fs::remove_file(folder.path().join("iscm/fibemyd.toml")).expect("removed");
    let refused = import(&[]);
    assert_eq!(
        (refused.code, refused.err.lines().count()),
        (Some(1), 1),
        "{refused:?}"
    );
    for part in [
        "would be removed",
        " of fibemyd",
        "nothing is written",
        "--allow-removals",
        "--dry-run",
    ] {
        assert_eq!(refused.err.matches(part).count(), 1, "{part}: {refused:?}");
    }
    let dry = import(&["--dry-run"]);
    assert!(
        dry.out.contains("- iscm:fibemyd\n") && dry.out.contains("needs `--allow-removals`"),
        "{dry:?}"
    );
    let loaded = iscm::store::load(&database.open().await)
        .await
        .expect("rows");
    assert_eq!(
        (loaded.version.number, loaded.tables.iscm.len()),
        (3, facts("iscm").len())
    );
    let allowed = import(&["--allow-removals"]);
    assert!(
        allowed
            .out
            .starts_with("version 4: 0 records added, 0 changed, "),
        "{allowed:?}"
    );
    // Nor does most of one.
    let path = folder.path().join("iscm/sacm.toml");
    let text = fs::read_to_string(&path).expect("a file");
    let mut file: toml::Table = text.parse().expect("TOML");
    file.retain(|name, value| {
        let is_list = value.as_array().is_some_and(|list| list[0].is_table());
        !is_list || ["sources", "organizations", "themes"].contains(&name)
    });
    fs::write(&path, toml::to_string(&file).expect("TOML")).expect("written");
    let refused = import(&[]);
    assert!(refused.err.contains(" of sacm"), "{refused:?}");
    assert_eq!(import(&["--allow-removals"]).code, Some(0));
}

async fn most_of_a_type_is_not_removed_by_the_way(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let url = database.url();
    for (table, kind, kept) in [
        ("chairs", "chairmanship", 0),
        ("activities", "activity", 0),
        ("uptakes", "uptake", 1),
    ] {
        let folder = DataFolder::copy();
        let data = folder.path().display().to_string();
        let mut left = kept;
        for entry in fs::read_dir(folder.path().join("iscm")).expect("a folder") {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("a file");
            let mut file: toml::Table = text.parse().expect("TOML");
            let Some(toml::Value::Array(records)) = file.get_mut(table) else {
                continue;
            };
            records.truncate(left);
            left = left.saturating_sub(records.len());
            fs::write(&path, toml::to_string(&file).expect("TOML")).expect("written");
        }
        let import = ["import", &data, "--database", &url, "--log", "error"];
        let refused = run(&import);
        assert_eq!(refused.code, Some(1), "{table}: {refused:?}");
        for part in [" of the type ", kind, "--allow-removals"] {
            assert!(refused.err.contains(part), "{table} {part}: {refused:?}");
        }
        let dry = run(&[&import[..], &["--dry-run"]].concat());
        assert!(
            dry.out.contains("needs `--allow-removals`"),
            "{table}: {dry:?}"
        );
    }
    let loaded = iscm::store::load(&database.open().await)
        .await
        .expect("rows");
    assert_eq!(loaded.version.number, 1);
}
