//! What is written and read: pairs of ISCMs. Each changeset gives both of a pair the same token, as their website, and puts a
//! theme with it in the place of the one before; so whoever reads sees whether all of a changeset is there.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};

/// How many pairs there are.
pub(super) const COUNT: usize = 4;

/// The pairs, by the ISCMs' slugs.
const PAIRS: [[&str; 2]; COUNT] = [
    ["rcm", "sacm"],
    ["midsa", "midwa"],
    ["apc", "pidc"],
    ["ocam", "afml"],
];

/// Where the websites are.
const SITE: &str = "https://example.org/";

/// What the titles of the themes begin with.
const TITLE: &str = "Token ";

/// The tokens of all pairs.
pub(super) type Tokens = [String; COUNT];

/// What a reader saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) version: i64,
    pub(super) tokens: Tokens,
}

/// One changeset: a pair is to have a token.
#[derive(Clone, Debug)]
pub(super) struct Move {
    pub(super) pair: usize,
    pub(super) token: String,
    /// The token that it takes the place of.
    pub(super) before: Option<String>,
    /// The version in which that was read; nothing where it does not matter.
    pub(super) expected: Option<i64>,
    /// The version that it takes back, if it is that.
    pub(super) reverts: Option<i64>,
}

impl Move {
    /// What takes it back, once it made a version.
    pub(super) fn taken_back(&self, version: i64) -> Option<Self> {
        let before = self.before.clone()?;
        Some(Self {
            pair: self.pair,
            token: before,
            before: Some(self.token.clone()),
            expected: None,
            reverts: Some(version),
        })
    }

    /// What is sent where it takes nothing back.
    pub(super) fn input(&self) -> Value {
        let [first, second] = PAIRS[self.pair];
        let of = |slug: &str| {
            let site = format!("{SITE}{}", self.token);
            let id = format!("iscm:{slug}");
            json!({ "update": { "iscm": { "id": id, "website": site, "expectedVersion": self.expected } } })
        };
        let mut changes = vec![of(first), of(second)];
        if let Some(before) = &self.before {
            let id = format!("theme:{first}/{before}");
            changes.push(json!({ "delete": { "id": id, "expectedVersion": self.expected } }));
        }
        changes.push(json!({ "create": { "theme": {
            "iscm": format!("iscm:{first}"),
            "key": self.token,
            "title": format!("{TITLE}{}", self.token),
            "topics": ["topic:children"],
            "citations": [{ "source": "source:summary-2019" }],
        } } }));
        json!({
            "title": self.title(),
            "changes": changes,
            "publish": true,
            "idempotencyKey": self.token,
        })
    }

    /// What the version says that it makes.
    pub(super) fn title(&self) -> String {
        if let Some(version) = self.reverts {
            return format!("Reverts version {version}");
        }
        format!("{} of {}", self.token, PAIRS[self.pair].join(" and "))
    }

    /// The records that it changes, with what is done to them, by type and id.
    pub(super) fn records(&self) -> Vec<String> {
        let [first, second] = PAIRS[self.pair];
        let mut records = vec![
            format!("UPDATE iscm:{first}"),
            format!("UPDATE iscm:{second}"),
            format!("INSERT theme:{first}/{}", self.token),
        ];
        let gone = self.before.iter();
        records.extend(gone.map(|before| format!("DELETE theme:{first}/{before}")));
        records.sort();
        records
    }
}

/// The question of readers.
pub(super) fn question() -> String {
    let mut query = "{ dataset { version }".to_owned();
    for (at, pair) in PAIRS.iter().enumerate() {
        for (side, slug) in pair.iter().enumerate() {
            let _ = write!(
                query,
                " p{at}{side}: node(id: \"iscm:{slug}\") {{ ... on Iscm {{ website themes {{ title }} }} }}"
            );
        }
    }
    query + " }"
}

/// The version that is answered from.
pub(super) fn version(data: &Value) -> Result<i64> {
    let version = data["dataset"]["version"].as_i64();
    version.context("an answer without a version")
}

/// What was read; an error where it is no whole version.
pub(super) fn seen(data: &Value) -> Result<Seen> {
    let version = version(data)?;
    let mut tokens = Tokens::default();
    for (at, token) in tokens.iter_mut().enumerate() {
        *token = match read(data, at)? {
            (Some(first), Some(second), themes) if first == second && themes == [&*first] => first,
            half => bail!("version {version} has half of a changeset of pair {at}: {half:?}"),
        };
    }
    Ok(Seen { version, tokens })
}

/// The tokens that pairs have by their themes before anything is written.
pub(super) fn left_over(data: &Value) -> Result<[Option<String>; COUNT]> {
    let mut all = [const { None }; COUNT];
    for (at, left) in all.iter_mut().enumerate() {
        let (_, _, mut themes) = read(data, at)?;
        ensure!(themes.len() < 2, "pair {at} has {themes:?}");
        *left = themes.pop();
    }
    Ok(all)
}

/// The tokens of a pair's websites, and those of its themes.
fn read(data: &Value, at: usize) -> Result<(Option<String>, Option<String>, Vec<String>)> {
    let side = |side: usize| &data[format!("p{at}{side}")];
    let site = |number: usize| {
        let site = side(number)["website"].as_str()?;
        site.strip_prefix(SITE).map(str::to_owned)
    };
    let themes = side(0)["themes"].as_array().context("no themes")?;
    let titles = themes.iter().filter_map(|theme| theme["title"].as_str());
    let tokens = titles.filter_map(|title| title.strip_prefix(TITLE));
    Ok((site(0), site(1), tokens.map(str::to_owned).collect()))
}
