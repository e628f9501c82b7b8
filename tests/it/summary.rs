//! The summary of findings: every fact in its section, with its sources, and nothing of data a markup.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::{Backend, DataFolder, TestServer, both_databases, records};

both_databases! {
    sections_hold_the_facts_of_the_files,
    paragraphs_tell_facts_and_sources,
    each_source_is_listed_once_and_each_mark_has_one,
    data_cannot_be_markup,
    without_an_assessment_sections_have_titles_of_their_own,
}

const QUERY: &str = "query ($slug: String!) { iscm(acronym: $slug) { id summaryOfFindings {
    iscm { id } title markdown
    sections { number title isEmpty assessmentSection { number title } paragraphs { text
        facts { __typename ... on Node { id } citations { source { id } locator } }
        citations { source { id } locator } } } } } }";

type Record = toml::Table;

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn slugs() -> Vec<String> {
    let files = records()
        .into_iter()
        .filter(|(_, table, _)| table == "iscm");
    let slug = |file: String| file.strip_prefix("iscm/").expect("its file").to_owned();
    files.map(|(file, ..)| slug(file)).collect()
}

async fn summary(server: &TestServer, slug: &str) -> Value {
    let mut data = server.data(QUERY, json!({ "slug": slug })).await;
    let iscm = data["iscm"].take();
    assert_eq!(iscm["id"], format!("iscm:{slug}"));
    assert_eq!(iscm["summaryOfFindings"]["iscm"]["id"], iscm["id"]);
    iscm["summaryOfFindings"].clone()
}

/// The section and the type of a record's fact; `None` for records that belong in no section.
fn place(table: &str, record: &Record) -> Option<(usize, &'static str)> {
    let is = |key: &str, value: &str| record.get(key).and_then(toml::Value::as_str) == Some(value);
    Some(match table {
        "iscm" => (1, "Iscm"),
        "themes" => (1, "Theme"),
        "events" if record.contains_key("theme") => (1, "Event"),
        "members" if is("role", "MEMBER") => (1, "Membership"),
        "contributions" => (2, "Contribution"),
        "instruments" => (2, "Instrument"),
        "uptakes" => (2, "Uptake"),
        "commitments" => (2, "Commitment"),
        "activities" => (2, "Activity"),
        "structures" => (3, "Structure"),
        "chairs" => (3, "Chairmanship"),
        "funding" => (3, "FundingSource"),
        "funds" => (3, "Fund"),
        "partnerships" => (4, "Partnership"),
        "members" => (4, "Membership"),
        "added_value" => (5, "AddedValue"),
        _ => return None,
    })
}

/// What of a record must stand in the text.
fn words<'r>(table: &str, record: &'r Record) -> Vec<&'r str> {
    let keys: &[&str] = match table {
        "iscm" | "contributions" | "uptakes" | "activities" | "funding" | "partnerships"
        | "added_value" => &["summary"],
        "themes" | "instruments" => &["title"],
        "commitments" => &["title", "summary"],
        "events" => &["name", "theme"],
        "structures" => &["name", "summary"],
        "funds" => &["name", "purpose", "summary"],
        _ => &[],
    };
    keys.iter()
        .map(|key| record[*key].as_str().expect("text"))
        .collect()
}

/// Markdown as it reads: without its escapes.
fn unescaped(markdown: &str) -> String {
    let mut read = String::new();
    let mut letters = markdown.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_escape = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        read.extend(if is_escape {
            letters.next()
        } else {
            Some(letter)
        });
    }
    read
}

async fn sections_hold_the_facts_of_the_files(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let records = records();
    for slug in slugs() {
        let summary = summary(&server, &slug).await;
        let mut served: BTreeMap<(usize, String), BTreeSet<String>> = BTreeMap::new();
        for section in list(&summary["sections"]) {
            let number =
                usize::try_from(section["number"].as_u64().expect("a number")).expect("small");
            for fact in list(&section["paragraphs"])
                .iter()
                .flat_map(|one| list(&one["facts"]))
            {
                let key = (number, text(&fact["__typename"]).to_owned());
                served
                    .entry(key)
                    .or_default()
                    .insert(text(&fact["id"]).to_owned());
            }
        }
        let served: BTreeMap<_, _> = served
            .into_iter()
            .map(|(key, ids)| (key, ids.len()))
            .collect();
        let parts: Vec<String> = text(&summary["markdown"])
            .split("\n## ")
            .map(unescaped)
            .collect();
        assert_eq!(parts.len(), 7, "{slug}: a heading, five sections, sources");
        let mut expected: BTreeMap<(usize, String), usize> = BTreeMap::new();
        let file = format!("iscm/{slug}");
        for (_, table, record) in records.iter().filter(|(its, ..)| *its == file) {
            let Some((section, kind)) = place(table, record) else {
                continue;
            };
            *expected.entry((section, kind.to_owned())).or_default() += 1;
            for (part, kind) in [("figures", "FundFigure"), ("inputs", "CommitmentInput")] {
                if let Some(toml::Value::Array(rows)) = record.get(part) {
                    *expected.entry((section, kind.to_owned())).or_default() += rows.len();
                }
            }
            for words in words(table, record) {
                assert!(parts[section].contains(words), "{slug} {section}: {words}");
            }
        }
        // Those that grew out of it say so themselves.
        let successors = records.iter().filter(|(_, table, record)| {
            let named = record.get("predecessors").and_then(toml::Value::as_array);
            let is_named = |one: &toml::Value| one.as_str() == Some(&*slug);
            table == "iscm" && named.is_some_and(|named| named.iter().any(is_named))
        });
        *expected.entry((1, "Iscm".to_owned())).or_default() += successors.count();
        assert_eq!(served, expected, "{slug}");
    }
}

async fn paragraphs_tell_facts_and_sources(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let mut empty = 0;
    for slug in slugs() {
        let summary = summary(&server, &slug).await;
        let sections = list(&summary["sections"]);
        let numbers: Vec<_> = sections.iter().map(|one| one["number"].clone()).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
        let read = unescaped(text(&summary["markdown"]));
        assert!(read.starts_with(&format!("# {}\n", text(&summary["title"]))));
        for section in sections {
            assert_eq!(section["title"], section["assessmentSection"]["title"]);
            let (number, title) = (&section["number"], text(&section["title"]));
            assert!(
                read.contains(&format!("\n## {number}. {title}\n")),
                "{slug}: {title}"
            );
            let paragraphs = list(&section["paragraphs"]);
            assert!(!paragraphs.is_empty(), "{slug} {number}");
            if section["isEmpty"] == true {
                empty += 1;
                let only = &paragraphs[0];
                let words = text(&only["text"]);
                assert!(
                    words.starts_with("No ") && words.ends_with(" is recorded."),
                    "{words}"
                );
                assert_eq!((paragraphs.len(), list(&only["facts"]).len()), (1, 0));
                assert!(list(&only["citations"]).is_empty() && read.contains(words));
                continue;
            }
            for paragraph in paragraphs {
                let words = text(&paragraph["text"]);
                assert!(
                    words.ends_with('.') && !words.contains("  ") && !words.contains("()"),
                    "{words}"
                );
                let facts = list(&paragraph["facts"]);
                assert!(!facts.is_empty(), "{slug}: {words}");
                // The citations are those of the facts, in order, each once.
                let mut expected: Vec<&Value> = Vec::new();
                for citation in facts.iter().flat_map(|fact| list(&fact["citations"])) {
                    if !expected.contains(&citation) {
                        expected.push(citation);
                    }
                }
                let citations: Vec<_> = list(&paragraph["citations"]).iter().collect();
                assert_eq!(citations, expected, "{slug}: {words}");
                assert!(!citations.is_empty(), "{slug}: {words}");
            }
        }
    }
    assert!(empty > 0, "some sections of some ISCMs have no facts");
}

/// The numbers of the marks in a text.
fn marks(markdown: &str) -> BTreeSet<usize> {
    let without_escapes = markdown.replace(r"\\", "").replace(r"\[", "");
    let opened = without_escapes.split('[').skip(1);
    opened
        .map(|rest| {
            rest.split(']')
                .next()
                .expect("a mark")
                .parse()
                .expect("a number")
        })
        .collect()
}

async fn each_source_is_listed_once_and_each_mark_has_one(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let records = records();
    let source = |id: &str| {
        let is_it = |record: &Record| record["id"].as_str() == Some(id);
        let mut all = records.iter().filter(|(_, table, _)| table == "sources");
        all.find(|(.., record)| is_it(record))
            .expect("a source")
            .2
            .clone()
    };
    for slug in slugs() {
        let summary = summary(&server, &slug).await;
        let (body, listed) = text(&summary["markdown"])
            .split_once("\n## Sources\n\n")
            .expect("sources");
        let lines: Vec<_> = listed.lines().collect();
        assert_eq!(marks(body), (1..=lines.len()).collect(), "{slug}");
        let sections = list(&summary["sections"]).iter();
        let paragraphs = sections.flat_map(|section| list(&section["paragraphs"]));
        let mut cited: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for citation in paragraphs.flat_map(|paragraph| list(&paragraph["citations"])) {
            let places = cited.entry(text(&citation["source"]["id"])).or_default();
            places.extend(citation["locator"].as_str());
        }
        let mut expected = Vec::new();
        for (id, places) in cited {
            let source = source(id.strip_prefix("source:").expect("an id"));
            let field = |key: &str| source.get(key).and_then(toml::Value::as_str);
            let places: Vec<_> = places.into_iter().collect();
            let year = source.get("year").map(|year| format!(", {year}"));
            let url = field("url").map(|url| format!(" <{url}>"));
            let places = (!places.is_empty()).then(|| format!(" (at: {})", places.join("; ")));
            let [year, url, places] = [year, url, places].map(Option::unwrap_or_default);
            let (title, publisher) = (
                field("title").expect("a title"),
                field("publisher").expect("one"),
            );
            expected.push(format!("{title}. {publisher}{year}.{url}{places}"));
        }
        let listed = lines.iter().zip(1..).map(|(line, number)| {
            let line = line
                .strip_prefix(&format!("{number}. "))
                .expect("its number");
            unescaped(line)
        });
        let mut listed: Vec<_> = listed.collect();
        listed.sort_unstable();
        expected.sort_unstable();
        assert_eq!(listed, expected, "{slug}");
    }
}

/// The Markdown of the Tripoli Process with the data files changed.
async fn changed(backend: Backend, change: impl Fn(&DataFolder)) -> Value {
    let server = TestServer::changed(backend, change).await;
    summary(&server, "tripoli-process").await
}

async fn data_cannot_be_markup(backend: Backend) {
    const FILE: &str = "iscm/tripoli-process.toml";
    let hostile = r"# A [link](javascript:alert(1)) <img src=x onerror=alert(1)> ![image](https://evil.example) ## 9. Section - item 1. `code` | *a* __b__ &lt; www.evil.example [1]: https://evil.example";
    let quiet = changed(backend, |_| ()).await;
    for (part, old) in [
        (1, "Sharing best practices"),
        (
            2,
            "The declaration led to the EU-Africa Partnership on Migration, Mobility and Employment, now part of the EU-Africa strategic partnership.",
        ),
        (3, "There is no official secretariat."),
        (4, "Supports capacity building."),
        (6, "Tripoli Process (version with table of members)"),
    ] {
        let folder = |folder: &DataFolder| {
            folder.replace(
                FILE,
                &format!("\"{old}\""),
                &format!("\"\"\"{hostile}\"\"\""),
            );
        };
        let summary = changed(backend, folder).await;
        let markdown = text(&summary["markdown"]);
        let (lines, before) = (markdown.lines(), text(&quiet["markdown"]).lines());
        assert_eq!(lines.clone().count(), before.count(), "no line is added");
        let headings = lines.filter(|line| line.starts_with('#'));
        assert_eq!(headings.count(), 7);
        let (body, sources) = markdown.split_once("\n## Sources").expect("sources");
        assert_eq!(marks(body), (1..=sources.trim().lines().count()).collect());
        assert!(!body.replace(r"\<", "").contains('<'), "{body}");
        let section = markdown.split("\n## ").nth(part).expect("a section");
        assert!(unescaped(section).contains(hostile), "{section}");
        assert!(
            section.contains(r"\# A \[link\](javascript:alert(1)) \<img src=x"),
            "{section}"
        );
        assert!(
            section.contains(r"www\.evil.example \[1\]: https\://evil.example"),
            "{section}"
        );
    }
}

async fn without_an_assessment_sections_have_titles_of_their_own(backend: Backend) {
    let summary = changed(backend, |folder| {
        let section = "[[sections]]\nnumber = 4\n";
        folder.replace(
            "assessment-2019.toml",
            section,
            "[[sections]]\nnumber = 14\n",
        );
        folder.replace("assessment-2019.toml", "section = 4\n", "section = 14\n");
        folder.replace("assessment-2019.toml", "section = 4\n", "section = 14\n");
    });
    let summary = summary.await;
    let fourth = &summary["sections"][3];
    assert_eq!(fourth["title"], "Partnership models");
    assert_eq!(fourth["assessmentSection"], Value::Null);
}
