//! The documents tell the truth: queries and answers in the README are those of the server.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use apollo_compiler::{ExecutableDocument, Schema};
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases, since_0_1_0};

both_databases! {
    the_readme_shows_real_answers,
    queries_in_documents_are_answered,
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a document")
}

/// The fenced blocks of a language in a document, with what stands between their fences.
pub(crate) fn blocks(document: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let after = document.split(&fence).skip(1);
    after
        .map(|rest| rest.split("\n```").next().expect("a block").to_owned())
        .collect()
}

async fn the_readme_shows_real_answers(backend: Backend) {
    let readme = read("README.md");
    let (queries, answers) = (blocks(&readme, "graphql"), blocks(&readme, "json"));
    assert_eq!((queries.len(), answers.len()), (3, 3));
    let server = TestServer::shared(backend).await;
    for (query, answer) in queries.iter().zip(&answers) {
        let shown: Value = serde_json::from_str(answer).expect("JSON");
        let data = server.data(query, json!({})).await;
        assert_eq!(json!({ "data": data }), shown, "{query}\n{data:#}");
    }
}

async fn queries_in_documents_are_answered(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for page in ["docs/asking.md", "docs/examples.md"] {
        let queries = blocks(&read(page), "graphql");
        assert!(!queries.is_empty(), "{page}");
        for query in queries {
            let data = server.data(&query, json!({})).await;
            assert_ne!(data, Value::Null, "{query}");
        }
    }
}

/// Also what takes a key, or a server that sends mail.
#[test]
fn operations_in_documents_are_of_the_schema() {
    let schema = read("schema.graphql");
    let schema = Schema::parse_and_validate(schema, "schema.graphql").expect("a schema");
    let mut count = 0;
    for (_, text) in documents() {
        for operation in blocks(&text, "graphql") {
            if let Err(faults) =
                ExecutableDocument::parse_and_validate(&schema, &operation, "block")
            {
                panic!("{}\n{operation}", faults.errors);
            }
            count += 1;
        }
    }
    assert!(count >= 15, "{count} operations");
}

#[test]
fn every_example_is_on_the_page_of_examples() {
    let page = read("docs/examples.md");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/queries");
    let files = fs::read_dir(folder).expect("a folder");
    let names = files.map(|file| {
        file.expect("a file")
            .file_name()
            .to_string_lossy()
            .into_owned()
    });
    let queries: Vec<_> = names.filter(|name| name.ends_with(".graphql")).collect();
    assert!(queries.len() >= 25, "{} examples", queries.len());
    for name in queries {
        assert!(
            page.contains(&format!("(../tests/it/queries/{name})")),
            "{name}"
        );
        // Its title is its question, on the page as in the file, and there is no fragment that fields of
        // interfaces make needless.
        let query = read(&format!("tests/it/queries/{name}"));
        let (title, query) = query.split_once('\n').expect("a title");
        let title = title.strip_prefix("# ").expect("a title");
        assert!(title.ends_with('?'), "{name}: {title}");
        let words: Vec<_> = page.split_whitespace().collect();
        assert!(words.join(" ").contains(&format!("**{title}**")), "{title}");
        for needless in [
            "on Country { name }",
            "on Party",
            "on Partner",
            "sum(of: AMOUNT)",
        ] {
            assert!(!query.contains(needless), "{name}: {needless}");
        }
    }
}

/// What the set-ups show is what the tests run.
#[test]
fn set_ups_of_clients_are_those_that_run() {
    let page = read("docs/clients.md");
    let (mut place, mut count) = (String::new(), 0);
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            if ["ts", "tsx", "python", "sh", "json", "js"].contains(&language) {
                let file = place
                    .rsplit("](../")
                    .next()
                    .and_then(|rest| rest.split(')').next());
                let file = file.unwrap_or_else(|| panic!("no file is named before {block:?}"));
                assert!(
                    read(file).contains(&block.join("\n")),
                    "{file} has no\n{}",
                    block.join("\n")
                );
                count += 1;
            }
        } else if !line.trim().is_empty() {
            line.clone_into(&mut place);
        }
    }
    assert!(count >= 15, "{count} blocks");
}

#[test]
fn the_way_back_to_the_first_release_is_documented() {
    let steps = since_0_1_0().len().to_string();
    for page in ["docs/operations.md", "CHANGELOG.md"] {
        let text = read(page);
        let told = text.split("`iscm migrate down --steps ").skip(1);
        let told: Vec<_> = told.filter_map(|rest| rest.split('`').next()).collect();
        assert!(
            !told.is_empty() && told.iter().all(|told| *told == steps),
            "{page}: {told:?}"
        );
    }
}

#[test]
fn every_error_code_is_documented() {
    let text = read("docs/errors.md");
    for code in iscm::error::ErrorCode::ALL {
        assert!(
            text.contains(&format!("`{}`", code.as_str())),
            "{}",
            code.as_str()
        );
    }
}

/// All documents, each where it is with its text.
fn documents() -> Vec<(PathBuf, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "data/FORMAT.md",
    ];
    let folders = ["docs", "docs/decisions"].map(|folder| fs::read_dir(top.join(folder)));
    let entries = folders
        .into_iter()
        .flat_map(|folder| folder.expect("a folder"));
    let paths = entries.map(|entry| entry.expect("a file").path());
    let paths = paths.filter(|path| path.extension().is_some_and(|end| end == "md"));
    let paths = own.iter().map(|name| top.join(name)).chain(paths);
    paths
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a document");
            (path, text)
        })
        .collect()
}

/// Where links lead to within a document: its headings, as GitHub names them.
fn headings(document: &str) -> BTreeSet<String> {
    let outside = document.split("```").step_by(2);
    let lines = outside
        .flat_map(str::lines)
        .filter(|line| line.starts_with('#'));
    let names = lines.map(|line| line.trim_start_matches('#').trim().to_lowercase());
    names
        .map(|name| {
            let kept = name
                .chars()
                .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

/// Decisions tell of what was.
#[test]
fn paths_in_documents_are_there() {
    const FOLDERS: [&str; 8] = [
        "src",
        "entity",
        "migration",
        "tests",
        "benches",
        "clients",
        "web",
        "deploy",
    ];
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut count, mut wrong) = (0, Vec::new());
    let is_of_now = |path: &Path| {
        !path.ends_with("CHANGELOG.md") && !path.starts_with(top.join("docs/decisions"))
    };
    for (page, text) in documents().into_iter().filter(|(path, _)| is_of_now(path)) {
        let outside = text.split("```").step_by(2);
        let code = outside.flat_map(|part| part.split('`').skip(1).step_by(2));
        for word in code.flat_map(str::split_whitespace) {
            // Of `src/model/<subject>.rs` the folder.
            let path = word.split('<').next().unwrap_or_default();
            let path = path.trim_end_matches([',', '.', ';', ':', ')']);
            let is_path = FOLDERS
                .iter()
                .any(|folder| path.starts_with(&format!("{folder}/")));
            if is_path {
                count += 1;
                if !top.join(path).exists() {
                    wrong.push(format!("{} names {path}", page.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 60, "{count} paths");
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut wrong = Vec::new();
    for (page, text) in documents() {
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            if link.contains("://") {
                continue;
            }
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let target = page.parent().expect("a folder").join(file);
            let target = if file.is_empty() {
                page.clone()
            } else {
                target
            };
            let is_there = match fs::read_to_string(&target) {
                Ok(text) => place.is_empty() || headings(&text).contains(place),
                Err(_) => target.exists() && place.is_empty(),
            };
            if !is_there {
                wrong.push(format!("{} links to {link}", page.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
