//! What the changelog lists of the schema under `## Unreleased`.
//!
//! Code in a line is a schema coordinate (`Iscm.name`, `Query.iscms(first:)`, `IscmKind.GLOBAL_PROCESS`, `@cost`),
//! several of one type (`Iscm { ended languages }`), or what a type is part of (`Iscm implements Cited`).

use std::collections::BTreeSet;

/// What stands under the headings that tell of the schema.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Unreleased {
    /// `### Breaking`: what its lines begin with.
    pub(super) breaking: BTreeSet<String>,
    /// `### Deprecated`: what its lines begin with.
    pub(super) deprecated: BTreeSet<String>,
    /// `### Schema`: all that is named.
    pub(super) schema: BTreeSet<String>,
}

impl Unreleased {
    pub(super) fn read(changelog: &str) -> Self {
        let section = |text: &str, heading: &str| {
            let (mark, _) = heading.split_once(' ').unwrap_or_default();
            let lines = text.lines().skip_while(|line| *line != heading).skip(1);
            let lines = lines.take_while(|line| !line.starts_with(&format!("{mark} ")));
            lines.collect::<Vec<_>>().join("\n")
        };
        let unreleased = section(changelog, "## Unreleased");
        let items = |heading| {
            let text = format!("\n{}", section(&unreleased, heading));
            let items = text.split("\n- ").skip(1);
            items.map(str::to_owned).collect::<Vec<_>>()
        };
        let heads = |heading| {
            items(heading)
                .iter()
                .flat_map(|item| codes(head(item)))
                .collect()
        };
        Self {
            breaking: heads("### Breaking"),
            deprecated: heads("### Deprecated"),
            schema: items("### Schema")
                .iter()
                .flat_map(|item| codes(item))
                .collect(),
        }
    }
}

/// What an item begins with: code, and what joins it.
fn head(item: &str) -> &str {
    let mut end = 0;
    for (at, text) in item.split('`').enumerate() {
        let is_code = at % 2 == 1;
        let joins = matches!(text.trim(), "" | "," | "and" | ", and");
        if !(is_code || joins) {
            break;
        }
        end += text.len() + 1;
    }
    &item[..end.min(item.len())]
}

/// The coordinates in a text's code.
fn codes(text: &str) -> Vec<String> {
    let codes = text.split('`').skip(1).step_by(2);
    codes.flat_map(coordinates).collect()
}

fn coordinates(code: &str) -> Vec<String> {
    if let Some((of, members)) = code.split_once('{') {
        let members = members.trim_end().trim_end_matches('}');
        let members = members.split(|letter: char| letter == ',' || letter.is_whitespace());
        let members = members.filter(|member| !member.is_empty());
        return members
            .map(|member| format!("{}.{member}", of.trim()))
            .collect();
    }
    let words: Vec<_> = code.split_whitespace().collect();
    vec![words.join(" ")]
}
