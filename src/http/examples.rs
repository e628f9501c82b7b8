//! The example queries that the pages offer: those that the tests run, by subject as `docs/examples.md` has them.

use std::sync::LazyLock;

use rust_embed::RustEmbed;
use serde_json::{Value, json};

/// The page of examples: its headings are the subjects, its links to the files of queries the order.
const PAGE: &str = include_str!("../../docs/examples.md");

/// The files.
#[derive(RustEmbed)]
#[folder = "tests/it/queries/"]
#[include = "*.graphql"]
struct Files;

/// The examples: name, subject, the first line's comment as title, and the query.
pub(super) static EXAMPLES: LazyLock<Value> = LazyLock::new(|| {
    let example = |(subject, name): (&str, &str)| {
        let file = Files::get(&format!("{name}.graphql"))?;
        let query = String::from_utf8_lossy(&file.data).into_owned();
        let title = query.lines().next()?.strip_prefix('#')?.trim().to_owned();
        Some(json!({ "name": name, "subject": subject, "title": title, "query": query }))
    };
    named().into_iter().filter_map(example).collect()
});

/// The names of the examples, each with its subject.
fn named() -> Vec<(&'static str, &'static str)> {
    let mut subject = "";
    let mut named = Vec::new();
    for line in PAGE.lines() {
        subject = line.strip_prefix("## ").unwrap_or(subject);
        let links = line.split("](../tests/it/queries/").skip(1);
        let names = links.filter_map(|link| link.split_once(".graphql)"));
        named.extend(names.map(|(name, _)| (subject, name)));
    }
    named
}
