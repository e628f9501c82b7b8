//! What the compared ISCMs say of themselves: what they are part of or associated with, and the languages that
//! they work in.

use std::cmp::Reverse;

use super::comparison::Comparison;
use super::object::Object;
use super::out::{Out, Record};
use super::practice::Partner;
use super::told::value;
use crate::graph::Scope;

/// What at least one of the compared ISCMs is part of or associated with.
pub(super) struct ComparedAssociate {
    associate: Option<Record>,
    iscms: Vec<u32>,
}

/// A language that at least one of the compared ISCMs works in.
pub(super) struct ComparedLanguage {
    language: String,
    iscms: Vec<u32>,
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn told() -> Vec<Object> {
    vec![
        Object::told("ComparedAssociate", "What at least one of the compared ISCMs is formally part of or associated with.", vec![
            value("associate", "The organization or the other ISCM.", "Partner!", |of: &ComparedAssociate| Out::maybe(of.associate, Out::Record)),
            value("iscms", "Which of the ISCMs are part of it or associated with it.", "[Iscm!]!", |of: &ComparedAssociate| Out::Rows((&of.iscms).into())).at_most(10).in_all(50),
        ]),
        Object::told("ComparedLanguage", "A language that at least one of the compared ISCMs works in.", vec![
            value("language", "The ISO 639-1 code in capitals, e.g. `EN`.", "String!", |of: &ComparedLanguage| Out::text(&of.language)),
            value("iscms", "Which of the ISCMs work in it.", "[Iscm!]!", |of: &ComparedLanguage| Out::Rows((&of.iscms).into())).at_most(10).in_all(60),
        ]),
    ]
}

impl Comparison {
    /// What the ISCMs are part of or associated with; what most of them share goes first.
    pub(super) fn associations(&self, scope: &Scope) -> Vec<ComparedAssociate> {
        let associates = self.matrix(scope, |iscm| {
            Partner::associates(iscm).map(|associate| (associate, ()))
        });
        let compared = |(associate, cells): (Partner<'_>, &[Vec<()>])| ComparedAssociate {
            associate: associate.record(),
            iscms: self.having(cells),
        };
        let mut compared: Vec<_> = associates.rows().map(compared).collect();
        compared.sort_by_key(|one| Reverse(one.iscms.len()));
        compared
    }

    /// The languages that the ISCMs work in; those of most of them go first.
    pub(super) fn languages(&self, scope: &Scope) -> Vec<ComparedLanguage> {
        let languages = self.matrix(scope, |iscm| {
            let codes = iscm.model().languages.0.iter();
            codes.map(|code| (code.as_str(), ()))
        });
        let compared = |(language, cells): (&str, &[Vec<()>])| ComparedLanguage {
            language: language.to_owned(),
            iscms: self.having(cells),
        };
        let mut compared: Vec<_> = languages.rows().map(compared).collect();
        compared.sort_by_key(|one| Reverse(one.iscms.len()));
        compared
    }
}
