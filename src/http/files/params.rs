//! The parameters of a file in its address.

use crate::bibliography::Style;
use crate::error::{Error, Result, cut, shown};
use crate::execute::OtherLists;
use crate::files::Format;
use crate::input::utf8;

/// The parameters of an address, each with its value.
pub(in crate::http) type Pairs = Vec<(String, String)>;

/// What is asked of a file, whatever its question.
#[derive(Debug, Default)]
pub(in crate::http) struct FileParams {
    /// The format, by `format`.
    pub(in crate::http) format: Option<Format>,
    /// The path of the rows, by `rows`.
    pub(in crate::http) rows: Option<String>,
    /// What becomes of other lists.
    pub(super) lists: Option<OtherLists>,
    /// Whether what has no rows is one, by `empty=keep`.
    pub(super) keep_empty: bool,
    /// Whether a CSV file begins with a mark that it is UTF-8, by `bom=1`.
    pub(super) has_bom: bool,
    /// What was had before, by `since`: only what changed is asked for.
    pub(in crate::http) since: Option<String>,
    /// The version, by `version`; the newest without.
    pub(super) version: Option<String>,
    /// The style of the bibliography that is wanted instead of the rows, by `cite`.
    pub(in crate::http) cite: Option<Style>,
}

/// The parameters of an address; each stands in it once.
pub(in crate::http) fn pairs(query: &str) -> Result<Pairs> {
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
    pub(in crate::http) fn take(pairs: &mut Pairs) -> Result<Self> {
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
        let cite = take("cite").map(|name| Style::named(&name)).transpose()?;
        let lists = one_of(
            "lists",
            take("lists"),
            &OtherLists::ALL.map(|(word, _)| word),
        )?;
        let empty = one_of("empty", take("empty"), &["keep", "drop"])?;
        let bom = one_of("bom", take("bom"), &["1", "0"])?;
        Ok(Self {
            format,
            rows: take("rows"),
            since: take("since"),
            version: take("version"),
            cite,
            lists: lists.as_deref().and_then(OtherLists::named),
            keep_empty: empty.as_deref() == Some("keep"),
            has_bom: bom.as_deref() == Some("1"),
        })
    }

    /// Refuses those that are of rows alone.
    pub(in crate::http) fn without_rows(&self) -> Result<()> {
        let given = [
            ("rows", self.rows.is_some()),
            ("lists", self.lists.is_some()),
            ("empty", self.keep_empty),
            ("bom", self.has_bom),
            ("since", self.since.is_some()),
        ];
        match given.iter().find(|(_, is_given)| *is_given) {
            Some((name, _)) => {
                let takes = "is taken of rows alone: give their `format`, too";
                Err(Error::bad_input(name, takes))
            }
            None => Ok(()),
        }
    }

    /// The number of the version, if one is named.
    pub(in crate::http) fn version(&self) -> Result<Option<i64>> {
        let number = self.version.as_deref().map(str::parse);
        let number = number.transpose();
        number.map_err(|_none| Error::bad_input("version", "takes the number of a version"))
    }

    /// How the rows are taken, for what tells questions apart.
    pub(super) fn rule(&self) -> String {
        format!("{:?}{:?}{}", self.rows, self.lists, self.keep_empty)
    }

    /// What else they say, for what tells files apart.
    pub(super) fn rest(&self) -> String {
        let has_version = self.version.is_some();
        let Self {
            has_bom,
            since,
            cite,
            ..
        } = self;
        format!("{has_bom}{since:?}{has_version}{cite:?}")
    }
}
