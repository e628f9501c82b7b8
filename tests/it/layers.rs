//! The layers: imports point one way, as the crate's documentation draws them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What holds all layers together, and may use each.
const TOP: [&str; 2] = ["lib", "main"];

/// The layers of `src`, each with those that its documentation says it may use.
fn layers() -> BTreeMap<String, BTreeSet<String>> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = fs::read_dir(&top).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let layers = paths.map(|path| {
        let name = path.file_stem().expect("a name").to_string_lossy();
        let file = if path.is_dir() {
            path.join("mod.rs")
        } else {
            path.clone()
        };
        let text = fs::read_to_string(file).expect("a source");
        let docs: Vec<_> = text
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .collect();
        let docs = docs.join("");
        let may_use = docs.split_once("May use: ").map(|(_, list)| {
            let list = list.split('.').next().unwrap_or_default();
            let names = list.split('`').skip(1).step_by(2);
            names.map(str::to_owned).collect()
        });
        (name.into_owned(), may_use)
    });
    layers
        .filter(|(name, _)| !TOP.contains(&&**name))
        .map(|(name, may_use)| {
            let may_use = may_use.unwrap_or_else(|| panic!("{name} does not say what it may use"));
            (name, may_use)
        })
        .collect()
}

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
    let layers = layers();
    assert!(layers.len() > 15, "{} layers", layers.len());
    let circle = circle(layers.clone());
    assert!(circle.is_empty(), "layers in a circle: {circle:?}");
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in sources(&top) {
        let inside = path.strip_prefix(&top).expect("inside");
        let layer = inside.components().next().expect("a part").as_os_str();
        let layer = layer.to_string_lossy().trim_end_matches(".rs").to_owned();
        let text = code(&path);
        let names = names_after(&text, "crate::").into_iter();
        let others = names.filter(|name| layers.contains_key(*name) && **name != layer);
        used.entry(layer.clone())
            .or_default()
            .extend(others.map(str::to_owned));
    }
    for (layer, may_use) in &layers {
        assert_eq!(
            &used[layer], may_use,
            "left: what {layer} uses; right: what its documentation says that it may use"
        );
    }
}

/// What goes in circles: those that use none that is left are taken away, until none is left or all go
/// in circles.
fn circle(mut arrows: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    loop {
        let free: Vec<_> = arrows
            .iter()
            .filter(|(_, used)| used.iter().all(|name| !arrows.contains_key(name)))
            .map(|(name, _)| name.clone())
            .collect();
        if free.is_empty() {
            return arrows;
        }
        for name in free {
            arrows.remove(&name);
        }
    }
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
    let text = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let lines = text.lines();
    let code: Vec<_> = lines
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    code.join("\n")
}

/// The folders in a folder, each with its sources as one, as if it were a file of the outer one.
fn nested(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let inside = paths.filter(|path| path.join("mod.rs").exists());
    let outwards = |path: &Path| {
        let text = code(path);
        if path.ends_with("mod.rs") {
            return text;
        }
        // One `super` leads to the folder's own files, two lead out of it.
        let marked = text.replace("super::super::", "\u{0}");
        marked.replace("super::", "").replace('\u{0}', "super::")
    };
    inside
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            let texts: Vec<_> = sources(&path).iter().map(|path| outwards(path)).collect();
            (name.into_owned(), texts.join("\n"))
        })
        .collect()
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
        .chain(nested(folder))
        .collect();
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let inside = folder.strip_prefix(top).expect("inside").components();
    let inside: Vec<_> = inside
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    let inside = format!("crate::{}::", inside.join("::"));
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

/// The folders in a folder, and those in them.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let inside = paths.filter(|path| path.is_dir());
    inside
        .flat_map(|path| {
            let deeper = folders(&path);
            std::iter::once(path).chain(deeper)
        })
        .collect()
}

#[test]
fn files_go_in_no_circle() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders = folders(&top);
    assert!(folders.len() > 12, "{} folders", folders.len());
    for folder in folders {
        let inside = folder.strip_prefix(&top).expect("inside").display();
        if CIRCULAR.contains(&&*inside.to_string()) {
            continue;
        }
        let arrows = arrows(&folder);
        // A page is a folder: its document and its template beside its source.
        let files = fs::read_dir(&folder).expect("a folder").count();
        assert_ne!(files, 1, "{inside} has one file");
        let circle = circle(arrows);
        assert!(circle.is_empty(), "{inside}: {circle:?}");
    }
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
