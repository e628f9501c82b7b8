//! Links between documents, as they lead between the pages that are made of them.

use super::guides::{DECISIONS, GUIDES, name};

/// Where documents show the server.
pub(super) const SHOWN: &str = "http://127.0.0.1:8000";

/// What is served of a file or a folder of the repository that is no document of its own.
const SERVED: [(&str, &str); 5] = [
    ("docs", "docs/"),
    (DECISIONS, "docs/#decisions"),
    ("data/LICENSE.md", "terms"),
    ("schema.graphql", "schema.graphql"),
    ("tests/it/queries", "examples.json"),
];

/// The address that a link of a document leads to; none where nothing is served of what it leads to. `root` leads
/// from the document's page to where all addresses begin.
pub(super) fn address(file: &str, link: &str, root: &str) -> Option<String> {
    if let Some(path) = link.strip_prefix(SHOWN) {
        return Some(format!("{root}{}", path.trim_start_matches('/')));
    }
    let is_outside = link.contains("://") || link.starts_with("mailto:");
    if is_outside || link.starts_with('#') {
        return Some(link.to_owned());
    }
    let (path, fragment) = match link.split_once('#') {
        Some((path, fragment)) => (path, format!("#{fragment}")),
        None => (link, String::new()),
    };
    let target = resolved(file, path)?;
    let served = served(&target)?;
    Some(format!("{root}{served}{fragment}"))
}

/// What is served of a file of the repository.
fn served(target: &str) -> Option<String> {
    if let Some((_, served)) = SERVED.iter().find(|(of, _)| *of == target) {
        return Some((*served).to_owned());
    }
    let example = target
        .strip_prefix("tests/it/queries/")
        .and_then(|file| file.strip_suffix(".graphql"));
    if let Some(example) = example {
        return Some(format!("playground#example={example}"));
    }
    let decision = target
        .strip_prefix(DECISIONS)
        .and_then(|file| file.strip_suffix(".md"));
    let is_guide = GUIDES.iter().any(|guide| guide.file == target);
    (is_guide || decision.is_some()).then(|| format!("docs/{}", name(target)))
}

/// The file that a path in a file leads to; none outside the repository.
pub(super) fn resolved(file: &str, path: &str) -> Option<String> {
    let mut parts: Vec<_> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_what_is_served() {
        for (file, link, right) in [
            (
                "docs/http.md",
                "citing.md#permanent-links",
                Some("../docs/citing#permanent-links"),
            ),
            ("docs/http.md", "#caches", Some("#caches")),
            (
                "docs/http.md",
                "https://example.org/a",
                Some("https://example.org/a"),
            ),
            (
                "docs/asking.md",
                "../data/FORMAT.md",
                Some("../docs/format"),
            ),
            ("README.md", "docs/decisions", Some("../docs/#decisions")),
            ("README.md", "schema.graphql", Some("../schema.graphql")),
            ("README.md", "http://127.0.0.1:8000/about", Some("../about")),
            ("README.md", "http://127.0.0.1:8000/", Some("../")),
            (
                "docs/decisions/0001-a.md",
                "0002-b.md",
                Some("../docs/decisions/0002-b"),
            ),
            (
                "docs/decisions/0001-a.md",
                "../performance.md",
                Some("../docs/performance"),
            ),
            (
                "docs/examples.md",
                "../tests/it/queries/rcm.graphql",
                Some("../playground#example=rcm"),
            ),
            ("docs/clients.md", "../clients/curl/get.sh", None),
            ("README.md", "../outside.md", None),
        ] {
            assert_eq!(
                address(file, link, "../").as_deref(),
                right,
                "{file} {link}"
            );
        }
    }
}
