//! The reference: every type of the schema as a page, with an example that runs.

mod cost;
mod example;
mod index;
mod prose;
mod sample;
mod search;
mod selection;
mod type_page;
mod types;
mod uses;
mod ways;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use askama::Template as _;

use self::example::Examples;
use self::prose::first_sentence;
use self::search::Index;
use self::types::Types;
use self::uses::Uses;
use super::content::Content;
use crate::error::{Error, Result};
use crate::graphql;

/// The schema, ready to be shown.
pub(super) fn reference() -> Result<&'static Reference> {
    static REFERENCE: LazyLock<std::result::Result<Reference, String>> =
        LazyLock::new(|| Reference::read().map_err(|why| why.to_string()));
    REFERENCE.as_ref().map_err(Error::internal)
}

/// The schema, ready to be shown.
#[derive(Debug)]
pub(super) struct Reference {
    types: Types,
    examples: Examples,
    uses: BTreeMap<&'static str, Uses>,
    index: Index,
}

impl Reference {
    fn read() -> anyhow::Result<Self> {
        let types = Types::new(graphql::types()?);
        Ok(Self {
            examples: Examples::new(&types),
            uses: uses::uses(&types),
            index: Index::new(&types),
            types,
        })
    }

    /// The list of all types, with what is found by words that were typed.
    pub(super) fn index(&self, typed: &str) -> Content {
        let typed = typed.trim();
        let found = self.index.find(typed);
        Content {
            title: "Reference".to_owned(),
            description: "Every type and field of the GraphQL API, with examples that run."
                .to_owned(),
            body: index::index(&self.types, typed, &found),
        }
    }

    /// The page of a type, or of a directive with `@` before its name.
    pub(super) fn page(&self, name: &str) -> Option<Content> {
        let directive = name.strip_prefix('@');
        let directive = directive.and_then(|of| self.types.schema.directive_definitions.get(of));
        let (page, description) = if let Some(directive) = directive {
            let page = type_page::of_directive(name, directive, &self.types);
            (page, directive.description.as_deref())
        } else {
            let (name, of) = self.types.named(name)?;
            let uses = self.uses.get(name);
            let page = type_page::of_type(name, &self.types, &self.examples, uses)?;
            (page, of.description().map(|text| &**text))
        };
        Some(Content {
            title: name.to_owned(),
            description: first_sentence(description),
            body: page.render().unwrap_or_default(),
        })
    }

    /// The names of all pages.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.index.pages()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The longest page, in bytes; the frame comes on top.
    const LONGEST: usize = 54_500;

    fn reference() -> Reference {
        Reference::read().expect("the schema")
    }

    #[test]
    fn every_type_has_a_page_that_is_short_enough() {
        let reference = reference();
        let names: Vec<_> = reference.names().map(str::to_owned).collect();
        assert!(names.len() > 300, "{} types", names.len());
        let mut too_long = Vec::new();
        for name in &names {
            let page = reference.page(name).expect("a page");
            assert!(page.body.contains(&format!("<h1>{name}</h1>")), "{name}");
            if page.body.len() >= LONGEST {
                too_long.push((name, page.body.len()));
            }
        }
        assert_eq!(too_long, []);
        let index = reference.index("").body;
        assert!(index.len() < LONGEST, "{}", index.len());
        // What it takes to edit one type is named where all of these are.
        let verbs = ["CreateInput", "UpdateInput"];
        let edits = verbs.map(|name| reference.page(name).expect("a page").body);
        for name in &names {
            let link = format!("reference/{name}\"");
            let is_named = edits.iter().any(|page| page.contains(&format!(">{name}<")));
            assert!(index.contains(&link) || is_named, "{name}");
        }
        assert!(reference.page("Nothing").is_none() && reference.page("@nothing").is_none());
    }

    #[test]
    fn search_finds_names_in_any_writing_first() {
        let reference = reference();
        for typed in ["reserveFund", "reserve fund", "RESERVE FUND"] {
            let found = reference.index.find(typed);
            assert_eq!(found[0].label, "Iscm.reserveFund", "{typed}");
        }
        assert!(reference.index.find("xyzzy").is_empty());
        let told = reference.index("<b>\"").body;
        assert!(told.contains("value=\"&#60;b&#62;&#34;\""), "{told}");
    }
}
