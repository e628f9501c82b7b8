//! Search in the schema: types, fields, arguments and values of enums, by name and by description.

use apollo_compiler::schema::ExtendedType;

use super::prose::first_sentence;
use super::types::Types;
use crate::fold::fold;

/// How many results are shown at most.
pub(super) const MOST: usize = 60;

/// The longest text that is searched for, in characters.
const LONGEST: usize = 100;

/// Something that can be found.
#[derive(Debug)]
pub(super) struct Entry {
    rank: u8,
    name: String,
    /// What it is called, as `Iscm.members(role)`.
    pub(super) label: String,
    /// The type or directive whose page it is on.
    pub(super) page: String,
    /// Where on the page; none for the page itself.
    pub(super) anchor: Option<String>,
    pub(super) summary: String,
    text: String,
}

/// All that can be found.
#[derive(Debug)]
pub(super) struct Index(Vec<Entry>);

impl Index {
    pub(super) fn new(types: &Types) -> Self {
        let mut index = Self(Vec::new());
        for (of, ty) in types.all() {
            index.add(0, of, of, None, of, ty.description().map(|of| &**of));
            // What one asks goes before what one asks it with.
            for field in types.fields(of) {
                let place = format!("{of}.{}", field.name);
                index.add(
                    1,
                    of,
                    &field.name,
                    Some(&place),
                    &place,
                    field.description.as_deref(),
                );
                for argument in &field.arguments {
                    let label = format!("{place}({})", argument.name);
                    let description = argument.description.as_deref();
                    index.add(2, of, &argument.name, Some(&place), &label, description);
                }
            }
            for field in types.inputs(of) {
                let place = format!("{of}.{}", field.name);
                index.add(
                    3,
                    of,
                    &field.name,
                    Some(&place),
                    &place,
                    field.description.as_deref(),
                );
            }
            if let ExtendedType::Enum(ty) = ty {
                for (name, value) in &ty.values {
                    let place = format!("{of}.{name}");
                    index.add(
                        3,
                        of,
                        name,
                        Some(&place),
                        &place,
                        value.description.as_deref(),
                    );
                }
            }
        }
        for (name, directive) in &types.schema.directive_definitions {
            let page = format!("@{name}");
            index.add(
                0,
                &page,
                &page,
                None,
                &page,
                directive.description.as_deref(),
            );
        }
        index
    }

    fn add(
        &mut self,
        rank: u8,
        page: &str,
        name: &str,
        anchor: Option<&str>,
        label: &str,
        description: Option<&str>,
    ) {
        let text = format!("{label} {}", description.unwrap_or_default());
        self.0.push(Entry {
            rank,
            name: fold(name).into_owned(),
            label: label.to_owned(),
            page: page.to_owned(),
            anchor: anchor.map(str::to_owned),
            summary: first_sentence(description),
            text: fold(&text).into_owned(),
        });
    }

    /// What has all the words, best first: a name that is what was typed, then names that begin with it, names that
    /// hold it, and descriptions. `reserve fund` finds `reserveFund`.
    pub(super) fn find(&self, typed: &str) -> Vec<&Entry> {
        let typed: String = typed.chars().take(LONGEST).collect();
        let typed = fold(&typed);
        let words: Vec<_> = typed.split_whitespace().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let joined = words.concat();
        let found = self.0.iter().filter_map(|entry| {
            let is_named = entry.name.contains(&joined);
            let is_told = || words.iter().all(|word| entry.text.contains(word));
            (is_named || is_told()).then(|| (entry.score(&joined, is_named), entry))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|(score, entry)| (*score, entry.rank, entry.label.len()));
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// The names of types and directives, each with the page that it has.
    pub(super) fn pages(&self) -> impl Iterator<Item = &str> {
        let pages = self.0.iter().filter(|entry| entry.anchor.is_none());
        pages.map(|entry| entry.page.as_str())
    }
}

impl Entry {
    fn score(&self, joined: &str, is_named: bool) -> u8 {
        if self.name == joined || fold(&self.label) == joined {
            0
        } else if !is_named {
            3
        } else if self.name.starts_with(joined) {
            1
        } else {
            2
        }
    }
}
