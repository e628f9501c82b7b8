//! Texts in a language's order.

use std::sync::LazyLock;

use entity::values::Language;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use sea_orm::Iterable;

/// What texts are ordered by in a language: Unicode's collation with the language's own rules.
#[must_use]
pub fn collation_key(text: &str, language: Language) -> Vec<u8> {
    static COLLATORS: LazyLock<Vec<Option<CollatorBorrowed<'static>>>> =
        LazyLock::new(|| Language::iter().map(collator).collect());
    let mut key = Vec::with_capacity(text.len() * 2);
    if let Some(collator) = &COLLATORS[language as usize] {
        let Ok(()) = collator.write_sort_key_to(text, &mut key);
    }
    key
}

/// The collation of a language: its data are compiled in.
fn collator(language: Language) -> Option<CollatorBorrowed<'static>> {
    let preferences: CollatorPreferences = match language {
        Language::En => locale!("en").into(),
        Language::Es => locale!("es").into(),
        Language::Fr => locale!("fr").into(),
        Language::Pt => locale!("pt").into(),
        Language::Ru => locale!("ru").into(),
        Language::Ar => locale!("ar").into(),
    };
    Collator::try_new(preferences, CollatorOptions::default()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_order() {
        let sorted = |language, mut texts: Vec<&'static str>| {
            texts.sort_by_key(|text| collation_key(text, language));
            texts
        };
        let names = vec!["Zambia", "Österreich", "Oman", "éclair", "Edam", "España"];
        let english = sorted(Language::En, names.clone());
        assert_eq!(
            english,
            ["éclair", "Edam", "España", "Oman", "Österreich", "Zambia"]
        );
        // In Spanish ñ is a letter of its own, after n.
        assert_eq!(
            sorted(Language::Es, vec!["ñu", "nz", "na"]),
            ["na", "nz", "ñu"]
        );
        assert_eq!(
            sorted(Language::En, vec!["ñu", "nz", "na"]),
            ["na", "ñu", "nz"]
        );
        // In Arabic its own script comes first.
        assert_eq!(
            sorted(Language::Ar, vec!["Iran", "إيران"]),
            ["إيران", "Iran"]
        );
    }
}
