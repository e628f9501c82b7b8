//! Values kept in one JSON column: short lists and texts by language, which no other row points at.

use std::collections::BTreeMap;

use sea_orm::FromJsonQueryResult;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::enums::{AddedValueKind, Modality, Vocabulary};

/// The languages of the data set, by their ISO 639-1 codes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
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

impl Vocabulary for Language {
    const NAME: &'static str = "Language";
    const DOC: &'static str = "A language of the data set.";

    fn doc(self) -> &'static str {
        match self {
            Self::En => "English, which every name has.",
            Self::Es => "Spanish.",
            Self::Fr => "French.",
            Self::Pt => "Portuguese.",
            Self::Ru => "Russian.",
            Self::Ar => "Arabic.",
        }
    }

    fn word(self) -> String {
        self.code().to_uppercase()
    }
}

impl Language {
    /// The ISO 639-1 code, e.g. `es`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::Pt => "pt",
            Self::Ru => "ru",
            Self::Ar => "ar",
        }
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
