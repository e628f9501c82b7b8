//! Numbers that documents tell: those of an answer are in the recorded answer, and how much the data set holds is told
//! nowhere, as it grows.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn top(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(top(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A text without what stands in it as code, in lines and in blocks, and without the addresses of links.
fn prose(text: &str) -> String {
    let outside = text.split("```").step_by(2).collect::<String>();
    let outside = outside.split('`').step_by(2).collect::<String>();
    let mut parts = outside.split("](");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + part.split_once(')').map_or("", |(_, rest)| rest)
    })
}

/// The numbers that a text tells, in digits and in words. `one` is mostly none; `18th`, `5+5` and `M49` are names.
fn numbers(text: &str) -> BTreeSet<u64> {
    const WORDS: [&str; 19] = [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let words = text.split(|letter: char| letter.is_whitespace() || "()“”–;:*".contains(letter));
    let words = words.map(|word| word.trim_matches([',', '.', '?']).trim_end_matches("'s"));
    let number = |word: &str| {
        let word = word.to_lowercase();
        let told = WORDS.iter().position(|one| **one == word);
        let told = told.and_then(|place| u64::try_from(place + 2).ok());
        told.or_else(|| word.replace(',', "").parse().ok())
    };
    words.filter_map(number).collect()
}

/// The numbers that an answer has: values, what stands in texts, and how long lists are.
fn answered(value: &Value, found: &mut BTreeSet<u64>) {
    match value {
        Value::Array(items) => {
            found.extend(u64::try_from(items.len()));
            for item in items {
                answered(item, found);
            }
        }
        Value::Object(fields) => fields.values().for_each(|value| answered(value, found)),
        other => {
            let text = other.to_string();
            let digits = text.split(|letter: char| !letter.is_ascii_digit());
            found.extend(digits.filter_map(|digits| digits.parse::<u64>().ok()));
        }
    }
}

#[test]
fn numbers_told_of_answers_are_in_them() {
    const QUERIES: &str = "(../tests/it/queries/";
    let page = read("docs/examples.md");
    let mut told = 0;
    let mut wrong = Vec::new();
    // A question in bold type, its answer, the link to its query.
    for item in page.split("\n**").skip(1) {
        let name = item
            .split(QUERIES)
            .nth(1)
            .and_then(|rest| rest.split(".graphql").next());
        let name = name.unwrap_or_else(|| panic!("no query: {item}"));
        let recorded = read(&format!("tests/it/queries/{name}.snap"));
        let recorded = recorded.splitn(3, "---\n").nth(2).expect("an answer");
        let mut known = numbers(&read(&format!("tests/it/queries/{name}.graphql")));
        answered(&serde_json::from_str(recorded).expect("JSON"), &mut known);
        let (question, answer) = item.split_once("**").expect("a question");
        known.extend(numbers(question));
        let query = Value::String(read(&format!("tests/it/queries/{name}.graphql")));
        answered(&query, &mut known);
        let answer = answer.split("\n## ").next().unwrap_or_default();
        let numbers = numbers(&prose(answer));
        told += numbers.len();
        wrong.extend(
            numbers
                .difference(&known)
                .map(|number| format!("{name}: {number}")),
        );
    }
    assert!(told > 100, "{told} numbers");
    assert!(
        wrong.is_empty(),
        "told, and not in the answers:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn no_document_tells_how_much_the_data_set_holds() {
    const COUNTED: [&str; 14] = [
        "ISCMs",
        "facts",
        "sources",
        "citations",
        "records",
        "members",
        "memberships",
        "instruments",
        "events",
        "commitments",
        "mechanisms",
        "structures",
        "partnerships",
        "examples",
    ];
    // Answers are held against the recorded ones; what was measured is of its day.
    let apart = ["docs/examples.md", "docs/performance.md"].map(top);
    let folders = ["docs", "docs/decisions", "web"];
    let files = folders
        .iter()
        .flat_map(|folder| fs::read_dir(top(folder)).expect("a folder"));
    let files = files
        .map(|file| file.expect("a file").path())
        .chain(["README.md", "CONTRIBUTING.md"].map(top));
    let is_read = |path: &PathBuf| {
        path.extension()
            .is_some_and(|end| end == "md" || end == "html")
            && !apart.contains(path)
    };
    let mut texts: Vec<_> = files
        .filter(is_read)
        .map(|path| {
            (
                path.display().to_string(),
                prose(&fs::read_to_string(path).expect("a text")),
            )
        })
        .collect();
    assert!(texts.len() > 20, "{} documents", texts.len());
    texts.push((
        "Cargo.toml".to_owned(),
        env!("CARGO_PKG_DESCRIPTION").to_owned(),
    ));
    texts.push((
        "the schema".to_owned(),
        iscm::graphql::DESCRIPTION.to_owned(),
    ));
    for (path, text) in texts {
        let words: Vec<_> = text.split_whitespace().collect();
        for pair in words.windows(2) {
            let counted = pair[1].trim_matches(|letter: char| !letter.is_alphanumeric());
            let is_number = pair[0]
                .trim_matches(['(', '*'])
                .replace(',', "")
                .parse::<u64>()
                .is_ok();
            assert!(
                !(is_number && COUNTED.contains(&counted)),
                "{path}: {}",
                pair.join(" ")
            );
        }
    }
}
