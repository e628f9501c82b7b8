//! Values kept in one JSON column: short lists and texts by language, which no other row points at.

use std::collections::BTreeMap;

use sea_orm::FromJsonQueryResult;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::{AddedValueKind, Modality};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// A language of the data set.
    Language as "snake_case" {
        /// English, which every name has.
        En,
        /// Spanish.
        Es,
        /// French.
        Fr,
        /// Portuguese.
        Pt,
        /// Russian.
        Ru,
        /// Arabic.
        Ar,
    }
}

impl Language {
    /// The ISO 639-1 code, e.g. `es`.
    #[must_use]
    pub fn code(self) -> String {
        self.to_value()
    }
}

/// A name in one or more languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Names(pub BTreeMap<Language, String>);

impl Names {
    /// The name in `language`, or else in English.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        self.0
            .get(&language)
            .or_else(|| self.0.get(&Language::En))
            .map_or("", String::as_str)
    }
}

/// A list of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Texts(pub Vec<String>);

/// The forms of a partnership.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Modalities(pub Vec<Modality>);

/// The kinds of value that members named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct AddedValueKinds(pub Vec<AddedValueKind>);
