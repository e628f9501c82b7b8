//! The documents that are published: each stated once, with whom it is for and what it is about.

use rust_embed::RustEmbed;
use std::borrow::Cow;

/// Whom a guide is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// Who builds on the API.
    Developer,
    /// Who takes the data into a system of their own.
    Partner,
    /// Who runs a server.
    Operator,
    /// Who changes the program or the data.
    Contributor,
}

impl Reader {
    pub(super) const ALL: [Self; 4] = [
        Self::Developer,
        Self::Partner,
        Self::Operator,
        Self::Contributor,
    ];

    /// The heading of their guides, and the anchor that it has.
    pub(super) const fn heading(self) -> (&'static str, &'static str) {
        match self {
            Self::Developer => ("For developers of apps and pages", "developers"),
            Self::Partner => ("For partners who take the data along", "partners"),
            Self::Operator => ("For operators of a server", "operators"),
            Self::Contributor => ("For contributors", "contributors"),
        }
    }
}

/// A document of the repository that is published.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guide {
    /// Its file in the repository.
    pub(super) file: &'static str,
    pub(super) reader: Reader,
    /// What it is about, in a sentence.
    pub(super) about: &'static str,
    pub(super) text: &'static str,
}

/// The guides: whom each is for, its file, what it is about.
macro_rules! guides {
    ($($reader:ident $file:literal $about:literal,)*) => {
        &[$(Guide {
            file: $file,
            reader: Reader::$reader,
            about: $about,
            text: include_str!(concat!("../../../", $file)),
        }),*]
    };
}

#[rustfmt::skip] // a table: a line for each guide
pub(super) const GUIDES: &[Guide] = guides! {
    Developer "docs/examples.md" "Some sixty questions with their answers and the queries that give them.",
    Developer "docs/asking.md" "Conditions, orders, groups, pages, search and dates: what every list can be asked.",
    Developer "docs/http.md" "The endpoint: requests, subscriptions, documents by name, caches, costs and limits.",
    Developer "docs/clients.md" "Tested set-ups of Apollo Client, urql, Relay, typed fetch, Python and curl.",
    Developer "docs/pages.md" "The pages for readers: their addresses, languages and versions, and how each is had as data.",
    Developer "docs/errors.md" "The codes of errors, when each comes and what to do about it.",
    Developer "docs/history.md" "What changed since a version, the history of each node, and the graph as it was.",
    Developer "docs/citing.md" "The sources of an answer as a bibliography, and permanent links to answers.",
    Partner "docs/partners.md" "From the first file to a pull of what changed each night, step by step.",
    Partner "docs/files.md" "Any query as CSV, JSON Lines, JSON, Parquet or a workbook of Excel.",
    Partner "docs/dumps.md" "A whole version in one file, and the feed that tells of new ones.",
    Partner "docs/editing.md" "Keys and roles, proposing changes, deciding on them, and imports beside edits.",
    Partner "docs/webhooks.md" "Messages to an address of yours when the data set changes: signed, in order, tried for three days.",
    Partner "docs/digests.md" "Mails that tell people what changed, each day or each week.",
    Operator "README.md" "What the program is, how it is built and run, its settings and commands.",
    Operator "docs/operations.md" "Databases, upgrades, settings of the edge, logs, traces and metrics.",
    Operator "docs/deploying.md" "Several servers, standbys, proxies and CDNs, backups, and newer versions without downtime.",
    Operator "docs/performance.md" "What was measured: requests a second, memory, starts, publishing and files.",
    Contributor "CONTRIBUTING.md" "How to test, to correct a fact, to add a field or a type, and to release.",
    Contributor "docs/architecture.md" "What lies where in the program, and the ways of a query and of an import.",
    Contributor "data/FORMAT.md" "The grammar of the data set's files, file by file and key by key.",
    Contributor "CHANGELOG.md" "What is new, changed and removed in each version of the program.",
};

/// The decisions behind the program.
#[derive(RustEmbed)]
#[folder = "docs/decisions/"]
#[include = "*.md"]
struct Decisions;

/// The folder of the decisions.
pub(super) const DECISIONS: &str = "docs/decisions";

/// The files of the decisions, in their order, with their texts.
pub(super) fn decisions() -> Vec<(String, Cow<'static, str>)> {
    let mut files: Vec<_> = Decisions::iter().collect();
    files.sort();
    let read = |file: Cow<'static, str>| {
        let text = Decisions::get(&file)?.data;
        Some((
            format!("{DECISIONS}/{file}"),
            String::from_utf8_lossy(&text).into_owned().into(),
        ))
    };
    files.into_iter().filter_map(read).collect()
}

/// The name of a document's page, made of its file: without the folder of documents and the ending, in small
/// letters.
pub(super) fn name(file: &str) -> String {
    let name = file.strip_suffix(".md").unwrap_or(file);
    let name = ["docs/", "data/"]
        .iter()
        .find_map(|folder| name.strip_prefix(folder));
    name.unwrap_or(file.strip_suffix(".md").unwrap_or(file))
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_document_is_published() {
        let top = Path::new(env!("CARGO_MANIFEST_DIR"));
        let files = fs::read_dir(top.join("docs")).expect("a folder");
        let files = files.map(|file| file.expect("a file").file_name());
        for file in files.filter_map(|file| file.into_string().ok()) {
            let file = format!("docs/{file}");
            let is_guide = GUIDES.iter().any(|guide| guide.file == file);
            assert!(
                is_guide || !file.to_ascii_lowercase().ends_with(".md"),
                "{file}"
            );
        }
        let decisions = decisions();
        let folder = fs::read_dir(top.join(DECISIONS)).expect("a folder");
        assert_eq!(decisions.len(), folder.count());
    }

    #[test]
    fn names_are_made_of_files() {
        for (file, right) in [
            ("docs/http.md", "http"),
            ("docs/decisions/0012-pages.md", "decisions/0012-pages"),
            ("data/FORMAT.md", "format"),
            ("CHANGELOG.md", "changelog"),
        ] {
            assert_eq!(name(file), right);
        }
    }
}
