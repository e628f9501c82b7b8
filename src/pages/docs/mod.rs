//! The documentation: the Markdown of the repository as pages.

mod guides;
mod headings;
mod links;
mod markdown;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use askama::Template;

use self::guides::{GUIDES, Reader, decisions, name};
use self::headings::Heading;
use self::links::SHOWN;
use self::markdown::{HERE, render};
use super::content::Content;

/// The pages of the documentation.
pub(super) fn docs() -> &'static Docs {
    static DOCS: LazyLock<Docs> = LazyLock::new(Docs::render);
    &DOCS
}

/// The pages of the documentation, each rendered once.
#[derive(Debug)]
pub(super) struct Docs {
    index: Content,
    pages: BTreeMap<String, Content>,
}

/// A document inside its page.
#[derive(Template)]
#[template(path = "docs/guide.html")]
struct Guide<'g> {
    root: &'g str,
    title: &'g str,
    contents: &'g [Heading],
    html: &'g str,
}

/// The list of all.
#[derive(Template)]
#[template(path = "docs/index.html")]
struct Index {
    sections: Vec<Section>,
    decisions: Vec<Entry>,
}

/// The guides for one kind of reader.
struct Section {
    heading: &'static str,
    anchor: &'static str,
    guides: Vec<Entry>,
}

/// A page in the list.
struct Entry {
    name: String,
    title: String,
    about: String,
}

impl Docs {
    fn render() -> Self {
        let mut pages = BTreeMap::new();
        let mut add = |file: &str, text: &str, about: Option<&str>| {
            let name = name(file);
            let content = content(file, &name, text, about);
            let entry = Entry {
                name: name.clone(),
                title: content.title.clone(),
                about: content.description.clone(),
            };
            pages.insert(name, content);
            entry
        };
        let sections = Reader::ALL.map(|reader| {
            let (heading, anchor) = reader.heading();
            let guides = GUIDES.iter().filter(|guide| guide.reader == reader);
            let guides = guides.map(|guide| add(guide.file, guide.text, Some(guide.about)));
            Section {
                heading,
                anchor,
                guides: guides.collect(),
            }
        });
        let decisions = decisions().into_iter();
        let index = Index {
            sections: sections.into(),
            decisions: decisions
                .map(|(file, text)| add(&file, &text, None))
                .collect(),
        };
        let index = Content {
            title: "Guides".to_owned(),
            description: "Guides for developers, partners, operators and contributors.".to_owned(),
            body: index.render().unwrap_or_default(),
        };
        Self { index, pages }
    }

    /// The list of all pages.
    pub(super) fn index(&self) -> Content {
        self.index.clone()
    }

    /// The page with a name, as `http` or `decisions/0012-pages`. Requests that it shows go to where the server is
    /// published, if that is known.
    pub(super) fn page(&self, name: &str, public: Option<&str>) -> Option<Content> {
        let mut page = self.pages.get(name)?.clone();
        page.body = page.body.replace(HERE, public.unwrap_or(SHOWN));
        Some(page)
    }

    /// The names of all pages.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.pages.keys().map(String::as_str)
    }
}

/// The page of a document. A decision is about what its title says.
fn content(file: &str, name: &str, text: &str, about: Option<&str>) -> Content {
    let root = "../".repeat(name.matches('/').count() + 1);
    let rendered = render(file, text, &root);
    let guide = Guide {
        root: &root,
        title: &rendered.title,
        contents: &rendered.contents,
        html: &rendered.html,
    };
    let body = guide.render().unwrap_or_default();
    let about = about.map_or_else(|| format!("Decision {}.", rendered.title), str::to_owned);
    Content {
        title: rendered.title,
        description: about,
        body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The longest page, in bytes; the frame comes on top.
    const LONGEST: usize = 54_000;

    #[test]
    fn every_page_has_a_title_and_is_short_enough() {
        let docs = Docs::render();
        let pages: Vec<_> = docs
            .names()
            .filter_map(|name| docs.page(name, None))
            .collect();
        assert!(pages.len() > 30, "{} pages", pages.len());
        for page in pages.into_iter().chain([docs.index()]) {
            let length = page.body.len();
            assert!(
                !page.title.is_empty() && page.description.ends_with('.'),
                "{page:?}"
            );
            assert!(length < LONGEST, "{}: {length}", page.title);
        }
        let public = docs.page("files", Some("https://iscm.example"));
        let public = public.expect("a page").body;
        assert!(public.contains("https://iscm.example/d/memberships.csv"));
        let local = docs.page("files", None).expect("a page").body;
        assert!(local.contains("http://127.0.0.1:8000/d/memberships.csv"));
    }
}
