//! The layers: imports point one way, as the crate's documentation draws them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The layers of `src`: each may use those above it in this list. The layers of answering go in one
/// line; the others hang on it at their sides.
const MAY_USE: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("country", &[]),
    ("error", &[]),
    ("money", &[]),
    ("vocabulary", &[]),
    ("db", &[]),
    ("input", &["error"]),
    ("work", &["error"]),
    ("config", &["clock", "db"]),
    ("telemetry", &["config"]),
    ("dataset", &["country", "money"]),
    ("store", &[]),
    ("graph", &["clock", "store", "country", "money"]),
    ("analysis", &["graph", "country", "money"]),
    (
        "model",
        &[
            "analysis",
            "graph",
            "country",
            "error",
            "input",
            "money",
            "store",
            "vocabulary",
            "work",
        ],
    ),
    (
        "query",
        &[
            "model",
            "graph",
            "error",
            "input",
            "money",
            "store",
            "vocabulary",
            "work",
        ],
    ),
    (
        "search",
        &["query", "model", "graph", "country", "error", "work"],
    ),
    (
        "graphql",
        &[
            "search",
            "query",
            "model",
            "graph",
            "error",
            "input",
            "vocabulary",
            "work",
        ],
    ),
    (
        "execute",
        &[
            "graphql", "search", "query", "model", "graph", "error", "input", "work",
        ],
    ),
    (
        "request",
        &[
            "execute", "graphql", "graph", "config", "error", "input", "work",
        ],
    ),
    (
        "http",
        &["request", "execute", "graphql", "graph", "config", "error"],
    ),
    (
        "commands",
        &["config", "dataset", "db", "graphql", "store", "telemetry"],
    ),
    (
        "lib",
        &[
            "clock",
            "config",
            "dataset",
            "db",
            "graph",
            "http",
            "search",
            "store",
            "telemetry",
        ],
    ),
];

/// The sources in a folder and those in it.
pub(crate) fn sources(folder: &Path) -> Vec<PathBuf> {
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
        let text = code(&path);
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

/// Folders in which files may go in a circle: in the model a field leads to an object, which has fields.
const CIRCULAR: [&str; 1] = ["model"];

/// The names behind `super::` or `crate::folder::`, in braces or not.
fn names_after<'t>(text: &'t str, prefix: &str) -> Vec<&'t str> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices(prefix) {
        // `super::super::` leaves the folder.
        if text[..at].ends_with("super::") || text[..at].ends_with("::") {
            continue;
        }
        let rest = &text[at + prefix.len()..];
        let Some(inside) = rest.strip_prefix('{') else {
            names.push(rest);
            continue;
        };
        let (mut depth, mut start) = (0, 0);
        for (at, letter) in inside.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    names.push(&inside[start..at]);
                    break;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    names.push(&inside[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
        }
    }
    let word = |name: &'t str| {
        let name = name.trim_start();
        let end = name.find(|c: char| !c.is_alphanumeric() && c != '_');
        &name[..end.unwrap_or(name.len())]
    };
    names.into_iter().map(word).collect()
}

/// A source without comments and unit tests.
pub(crate) fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source");
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines();
    let code: Vec<_> = lines
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    code.join("\n")
}

/// The files of a folder, each with those of the others that it uses.
fn arrows(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let name = |path: &Path| {
        path.file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned()
    };
    let files: BTreeMap<_, _> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .map(|path| (name(&path), code(&path)))
        .collect();
    let inside = format!("crate::{}::", name(folder));
    let uses = |(of, text): (&String, &String)| {
        let used: BTreeSet<_> = if of == "mod" {
            let used = files.keys().filter(|file| {
                let mut lines = text.lines().filter(|line| !line.starts_with("pub"));
                lines.any(|line| line.contains(&format!("{file}::")))
            });
            used.cloned().collect()
        } else {
            let names = names_after(text, "super::").into_iter();
            let names = names.chain(names_after(text, &inside));
            let files = names
                .filter(|name| !["", "super", "self"].contains(name))
                .map(|name| {
                    let is_file = files.contains_key(name);
                    if is_file { name } else { "mod" }.to_owned()
                });
            files.collect()
        };
        (
            of.clone(),
            used.into_iter().filter(|file| file != of).collect(),
        )
    };
    files.iter().map(uses).collect()
}

#[test]
fn files_go_in_no_circle() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut circles) = (0, Vec::new());
    for entry in fs::read_dir(&top).expect("a folder") {
        let folder = entry.expect("an entry").path();
        let name = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if !folder.is_dir() || CIRCULAR.contains(&&*name) {
            continue;
        }
        folders += 1;
        let mut arrows = arrows(&folder);
        assert!(arrows.len() > 1, "{name} has one file");
        // Files that use none that is left are taken away, until none is left or all go in circles.
        loop {
            let free: Vec<_> = arrows
                .iter()
                .filter(|(_, used)| used.iter().all(|file| !arrows.contains_key(file)))
                .map(|(file, _)| file.clone())
                .collect();
            if free.is_empty() {
                break;
            }
            for file in free {
                arrows.remove(&file);
            }
        }
        if !arrows.is_empty() {
            circles.push(format!("{name}: {arrows:?}"));
        }
    }
    assert!(folders > 10, "{folders} folders");
    assert!(circles.is_empty(), "{}", circles.join("\n"));
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
