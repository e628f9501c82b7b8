//! What all pages have: their language, their address, their head and their foot.

use serde_json::{Map, Value};

use super::address::{Address, Link, part};
use super::edition::Edition;
use super::language::Language;
use super::notes::Notes;
use crate::bibliography::Sources;
use crate::files::Listing;
use crate::request::sha256;
use crate::texts::{AllTexts, Texts};

/// What a page is made with, beside its answer.
#[derive(Debug)]
pub struct Frame<'p> {
    /// The language of names.
    pub language: Language,
    pub(super) t: &'p Texts,
    pub(super) address: &'p Address,
    /// Where the pages are published, without a slash at the end.
    pub(super) public: Option<&'p str>,
    /// The version that the address names.
    pub(super) version: Option<i64>,
    pub(super) question: Question,
    /// Whether the server sends mail.
    pub sends_mail: bool,
    /// The data sets that are had as files.
    pub listings: &'p [Listing],
    pub(super) notes: Notes,
    pub(super) root: String,
}

/// What the page is the answer to.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The document.
    pub document: &'static str,
    /// The values of its variables.
    pub variables: Map<String, Value>,
    /// The list that is its rows, and what becomes of others.
    pub rows: Option<(&'static str, &'static str)>,
}

/// What the head of a page says of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) description: String,
    /// What it is about, in the vocabulary of schema.org, as JSON.
    pub(super) json_ld: Option<Value>,
}

impl<'p> Frame<'p> {
    /// The frame of a page.
    #[must_use]
    pub fn new(
        (texts, language): (&'p AllTexts, Language),
        address: &'p Address,
        public: Option<&'p str>,
        question: Question,
        sources: Sources,
    ) -> Self {
        Self {
            language,
            t: texts.of(language.code()),
            address,
            public,
            version: address
                .param("version")
                .and_then(|number| number.parse().ok()),
            question,
            sends_mail: false,
            listings: &[],
            notes: Notes::of(sources),
            root: address.root(),
        }
    }

    /// A link to another page of the same version, in the same language.
    pub(super) fn to(&self, path: &str) -> Link {
        self.to_with(path, &[])
    }

    /// A link to the page of a thing of a kind, by its key.
    pub(super) fn page(&self, kind: &str, key: impl AsRef<str>) -> Link {
        self.below(kind, key, "")
    }

    /// A link to what is below such a page.
    pub(super) fn below(&self, kind: &str, key: impl AsRef<str>, rest: &str) -> Link {
        self.to(&format!("{kind}/{}{rest}", part(key.as_ref())))
    }

    /// The same with parameters.
    pub(super) fn to_with(&self, path: &str, params: &[(&str, &str)]) -> Link {
        let path = format!("{}{path}", self.root);
        let (path, fragment) = path.split_once('#').unwrap_or((&path, ""));
        let link = Link::new(path, params.iter().copied().chain(self.lasting()));
        if fragment.is_empty() {
            link
        } else {
            link.at(fragment)
        }
    }

    /// The parameters of the address that go along to other pages.
    pub(super) fn lasting(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = ["lang", "version"].into_iter();
        names.filter_map(|name| Some((name, self.address.param(name)?)))
    }

    /// The address of the page for search engines: with its parameters, but in no version.
    pub(super) fn canonical(&self) -> String {
        self.here(&["version", "cite"], None)
    }

    /// The address of the page in a language.
    pub(super) fn in_language(&self, code: &str) -> String {
        self.here(&["version", "cite", "lang"], Some(("lang", code)))
    }

    /// The address of the page as it is in a version.
    pub(super) fn permanent(&self, edition: &Edition) -> String {
        self.at(edition.version)
    }

    /// The same, by the version's number.
    pub(super) fn at(&self, version: i64) -> String {
        let version = version.to_string();
        self.here(&["version", "cite"], Some(("version", &version)))
    }

    /// The page's address without some parameters, and with another one.
    fn here(&self, without: &[&str], with: Option<(&str, &str)>) -> String {
        let params = self.address.params.iter();
        let params = params.filter(|(name, _)| !without.contains(&name.as_str()));
        let params = params.map(|(name, value)| (name.as_str(), value.as_str()));
        self.whole(&Link::new(&self.address.path, params.chain(with)))
    }

    /// A whole address, where it is known where the pages are published; else one from here.
    fn whole(&self, link: &Link) -> String {
        match self.public {
            Some(public) => format!("{public}/{}", link.plain()),
            None => format!("{}{}", self.root, link.plain()),
        }
    }

    /// The answer that the page shows, in a version, in another form.
    pub(super) fn answer(&self, edition: &Edition, form: &[(&str, &str)]) -> Link {
        self.answer_to(
            (self.question.document, &self.question.variables),
            edition,
            form,
        )
    }

    /// The answer to a document with its variables, in a version and a form.
    pub(super) fn answer_to(
        &self,
        (document, variables): (&str, &Map<String, Value>),
        edition: &Edition,
        form: &[(&str, &str)],
    ) -> Link {
        let hash = sha256(document);
        let variables = Value::Object(variables.clone()).to_string();
        let version = edition.version.to_string();
        let params = [("variables", &*variables), ("version", &*version)];
        let path = format!("{}q/{hash}", self.root);
        Link::new(&path, params.into_iter().chain(form.iter().copied()))
    }

    /// The answer's rows as CSV.
    pub(super) fn csv(&self, edition: &Edition) -> Option<Link> {
        let (rows, lists) = self.question.rows?;
        let form = [("format", "csv"), ("rows", rows), ("lists", lists)];
        Some(self.answer(edition, &form))
    }

    /// The playground with the question.
    pub(super) fn playground(&self) -> String {
        let variables = Value::Object(self.question.variables.clone());
        let variables = serde_json::to_string_pretty(&variables).unwrap_or_default();
        format!(
            "{}playground#query={}&variables={}",
            self.root,
            part(self.question.document.trim()),
            part(&variables)
        )
    }

    /// A word of a vocabulary of the schema, as people say it.
    pub(super) fn word<'w>(&'w self, vocabulary: &str, word: &'w str) -> &'w str {
        self.t.word(vocabulary, word)
    }

    /// The address of a file of the server.
    pub(super) fn file(&self, path: &str) -> String {
        self.whole(&Link::new(path, std::iter::empty()))
    }

    /// Whether the page's own words are in a language.
    pub(super) fn is_in(&self, code: &str) -> bool {
        self.t.code == code
    }

    /// The code of the language of the page's own words.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.t.code
    }

    /// A number as the language writes it.
    pub(super) fn number(&self, number: impl std::borrow::Borrow<u64>) -> String {
        let digits = number.borrow().to_string();
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(&self.t.thousands);
            }
            text.push(digit);
        }
        text
    }

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "templates give places"
    )]
    /// The years from one to another, as far as they are known.
    pub(super) fn years(&self, from: &Option<i32>, to: &Option<i32>) -> String {
        match (from, to) {
            (None, None) => String::new(),
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => format!("{from}–{to}"),
            (Some(from), None) => format!("{} {from}", self.t.common.since),
            (None, Some(to)) => format!("{} {to}", self.t.common.until),
        }
    }
}

impl Head {
    /// The JSON, which ends no script.
    pub(super) fn json_ld(&self) -> Option<String> {
        let json = self.json_ld.as_ref()?.to_string();
        Some(json.replace('<', "\\u003c"))
    }
}
