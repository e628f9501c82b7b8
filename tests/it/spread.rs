//! How many sources a type of rows is spread over.

use std::collections::BTreeSet;
use std::path::Path;

use iscm::model::{CITED, Kind, types};

use crate::layers::{code, sources};

/// Types that more files know of, and why.
const CENTRAL: [(&str, &str); 7] = [
    (
        "Citation",
        "every fact has citations, which the graph keeps by record",
    ),
    ("Country", "a party of most facts; named by the standard"),
    ("Iscm", "what all is about"),
    ("Organization", "a party of most facts"),
    (
        "Source",
        "where all was found; the word is also used of what else things come from",
    ),
    (
        "Theme",
        "leads from ISCMs to topics, in search and in comparisons",
    ),
    ("Topic", "what most types of facts are compared by"),
];

/// The most sources that may have a type's name, as the schema spells it.
const NAMED: usize = 8;
/// The most sources that may know of a type, however it is spelt there: its entity and the list of tables,
/// its migration, its record and the list of it, its table in the model and those that lead to it, and what
/// is worked out of it.
const KNOWING: usize = 12;

/// The names in a source: the words of its code, and its texts of one word. Sentences and the names of
/// files are left out.
fn names_in(code: &str) -> BTreeSet<String> {
    let lines = code.lines();
    let is_file = |line: &&str| line.ends_with(';') && line.trim_start().starts_with("mod ");
    let code: Vec<_> = lines.filter(|line| !is_file(line)).collect();
    let code = code.join("\n");
    let code = ["\\\\", "\\\"", "'\"'"]
        .iter()
        .fold(code, |code, quoted| code.replace(quoted, ""));
    let is_inside = |c: char| c.is_alphanumeric() || c == '_';
    let parts = code.split('"').enumerate();
    let words = parts.flat_map(|(at, part)| {
        let is_text = at % 2 == 1;
        let is_sentence = is_text && !part.chars().all(is_inside);
        let words = part.split(move |c| !is_inside(c));
        words
            .filter(move |word| !is_sentence && !word.is_empty())
            .map(move |word| {
                if is_text {
                    format!("\"{word}\"")
                } else {
                    word.to_owned()
                }
            })
    });
    words.collect()
}

/// Whether a file is the entity of another table, which may refer to this one.
fn is_other_entity(path: &Path, table: &str) -> bool {
    let stem = path.file_stem().expect("a name");
    path.components().any(|part| part.as_os_str() == "entity") && stem != "lib" && stem != table
}

#[test]
fn a_type_stands_in_few_files() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["src", "entity/src", "migration/src"];
    let files = folders.iter().flat_map(|folder| sources(&top.join(folder)));
    // Migrations that change tables are history, and there will be more of them.
    let is_change = |path: &Path| {
        let name = path.file_name().expect("a name").to_string_lossy();
        name.starts_with("m2") && !name.contains("_create_")
    };
    // Pages ask the API by name, as all clients do.
    let pages = top.join("src/pages");
    let files = files.filter(|path| !is_change(path) && !path.starts_with(&pages));
    let names: Vec<_> = files.map(|path| (names_in(&code(&path)), path)).collect();
    let (mut known, mut wrong) = (0, Vec::new());
    for of in types().iter().filter(|of| of.name != CITED) {
        let table = of.rows.expect("rows").name;
        let lists = of
            .roots()
            .filter(|field| matches!(field.kind, Kind::Many(_)));
        let own = [of.name.to_string(), table.to_owned()];
        let own = own
            .iter()
            .flat_map(|name| [name.clone(), format!("\"{name}\"")]);
        let own: Vec<_> = own
            .chain(lists.map(|list| format!("\"{}\"", list.name)))
            .collect();
        let is_central = CENTRAL.iter().any(|(name, _)| *name == of.name);
        let named = names
            .iter()
            .filter(|(names, path)| names.contains(&*of.name) && !is_other_entity(path, table));
        let named = named.count();
        if named > NAMED && !is_central {
            wrong.push(format!("{} is named in {named} files", of.name));
        }
        let knowing = names.iter().filter(|(names, path)| {
            own.iter().any(|name| names.contains(name)) && !is_other_entity(path, table)
        });
        let knowing: Vec<_> = knowing.map(|(_, path)| path).collect();
        if (knowing.len() > KNOWING) != is_central {
            wrong.push(format!(
                "{} stands in {}: {knowing:#?}",
                of.name,
                knowing.len()
            ));
        }
        known += knowing.len();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(known > types().len() * 4, "{known} files");
}
