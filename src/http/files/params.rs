//! The parameters of a file in its address.

use crate::error::{Error, Result, cut, shown};
use crate::files::Format;
use crate::input::utf8;

/// The parameters of an address, each with its value.
pub(super) type Pairs = Vec<(String, String)>;

/// What is asked of a file, whatever its question.
#[derive(Debug, Default)]
pub(super) struct FileParams {
    /// The format, by `format`.
    pub(super) format: Option<Format>,
    /// The path of the rows, by `rows`.
    pub(super) rows: Option<String>,
    /// Whether lists are joined, by `lists=join`.
    pub(super) join: Option<bool>,
    /// Whether what has no rows is one, by `empty=keep`.
    pub(super) keep_empty: bool,
    /// Whether a CSV file begins with a mark that it is UTF-8, by `bom=1`.
    pub(super) has_bom: bool,
    /// What was had before, by `since`: only what changed is asked for.
    pub(super) since: Option<String>,
    /// The version, by `version`; the newest without.
    pub(super) version: Option<String>,
}

/// The parameters of an address; each stands in it once.
pub(super) fn pairs(query: &str) -> Result<Pairs> {
    let mut pairs = Pairs::new();
    for (name, value) in super::super::params::pairs(query) {
        let value = utf8(&value).map_err(|why| Error::bad_input(&cut(&name), &why.to_string()))?;
        if pairs.iter().any(|(of, _)| *of == name) {
            return Err(Error::bad_input(
                &cut(&name),
                "stands more than once in the address",
            ));
        }
        pairs.push((name, value.to_owned()));
    }
    Ok(pairs)
}

impl FileParams {
    /// Takes them out of the parameters of an address. What is empty is not given.
    pub(super) fn take(pairs: &mut Pairs) -> Result<Self> {
        let mut take = |name: &str| {
            let at = pairs.iter().position(|(of, _)| of == name)?;
            Some(pairs.remove(at).1).filter(|value| !value.is_empty())
        };
        let one_of = |name: &str, value: Option<String>, takes: &[&str]| match value {
            Some(value) if !takes.contains(&&*value) => {
                let takes: Vec<_> = takes.iter().map(|one| format!("`{one}`")).collect();
                let message = format!("takes {}, not {}", takes.join(" or "), shown(&value));
                Err(Error::bad_input(name, &message))
            }
            value => Ok(value),
        };
        let format = take("format")
            .map(|name| Format::named(&name))
            .transpose()?;
        let join = one_of("lists", take("lists"), &["join", "refuse"])?;
        let empty = one_of("empty", take("empty"), &["keep", "drop"])?;
        let bom = one_of("bom", take("bom"), &["1", "0"])?;
        Ok(Self {
            format,
            rows: take("rows"),
            since: take("since"),
            version: take("version"),
            join: join.map(|word| word == "join"),
            keep_empty: empty.as_deref() == Some("keep"),
            has_bom: bom.as_deref() == Some("1"),
        })
    }

    /// How the rows are taken, for what tells questions apart.
    pub(super) fn rule(&self) -> String {
        format!("{:?}{:?}{}", self.rows, self.join, self.keep_empty)
    }

    /// What else they say, for what tells files apart.
    pub(super) fn rest(&self) -> String {
        let has_version = self.version.is_some();
        format!("{}{:?}{has_version}", self.has_bom, self.since)
    }
}
