//! The layers: imports point one way, as the crate's documentation draws them.

use std::fs;
use std::path::{Path, PathBuf};

/// What each part of `src` may use of the others.
const MAY_USE: &[(&str, &[&str])] = &[
    ("config", &["db"]),
    ("telemetry", &["config"]),
    ("country", &[]),
    ("money", &[]),
    ("db", &[]),
    ("dataset", &["country", "money"]),
    ("store", &[]),
    ("graph", &["store", "country", "money"]),
    ("graphql", &["graph", "country", "money"]),
    ("front", &["config", "graphql"]),
    ("http", &["config", "front", "graphql", "graph"]),
    (
        "lib",
        &[
            "config",
            "dataset",
            "db",
            "graph",
            "http",
            "store",
            "telemetry",
        ],
    ),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .collect()
}

#[test]
fn no_arrow_points_back() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for path in sources(&top) {
        let inside = path.strip_prefix(&top).expect("inside");
        let part = inside
            .components()
            .next()
            .expect("a part")
            .as_os_str()
            .to_string_lossy();
        let part = part.trim_end_matches(".rs");
        if part == "main" {
            continue;
        }
        let (_, allowed) = MAY_USE
            .iter()
            .find(|(name, _)| *name == part)
            .unwrap_or_else(|| {
                panic!("{part} is a new part of src: draw it in src/lib.rs and list it here")
            });
        let text = fs::read_to_string(&path).expect("a source");
        for used in text.split("crate::").skip(1) {
            let name: String = used
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            let is_part = MAY_USE.iter().any(|(part, _)| *part == name);
            if is_part && name != part && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{}: {part} may not use {name}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_lower_crates_know_nothing_of_the_upper() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (manifest, banned) in [
        (
            "entity/Cargo.toml",
            &["async-graphql", "axum", "migration", "tokio"][..],
        ),
        ("migration/Cargo.toml", &["async-graphql", "axum", "entity"]),
    ] {
        let text = fs::read_to_string(top.join(manifest)).expect("a manifest");
        let manifest_toml: toml::Table = text.parse().expect("TOML");
        let dependencies = manifest_toml["dependencies"].as_table().expect("a table");
        for name in banned {
            assert!(!dependencies.contains_key(*name), "{manifest} has {name}");
        }
    }
}

#[test]
fn files_have_one_subject_and_fewer_than_400_lines() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src", "entity/src", "migration/src", "tests"] {
        for path in sources(&top.join(folder)) {
            let lines = fs::read_to_string(&path).expect("a source").lines().count();
            assert!(lines < 400, "{} has {lines} lines", path.display());
        }
    }
}
