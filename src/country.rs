//! Countries: their codes, names and regions, by ISO 3166-1 and UN M49, from a crate.
//!
//! May use: nothing of ours.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use entity::values::Language;
use sea_orm::Iterable as _;

/// What is known of a country or area beside the graph.
#[derive(Debug)]
pub struct CountryInfo {
    /// The ISO 3166-1 alpha-3 code, e.g. `MEX`.
    pub code3: String,
    /// The common names, in the order of the languages.
    names: Vec<&'static str>,
    /// The M49 region, e.g. `Americas`, and subregion, e.g. `Central America`. `None` where M49
    /// lists none: Antarctica and some islands, and Kosovo.
    pub region: Option<(String, String)>,
}

impl CountryInfo {
    /// The name in `language`.
    #[must_use]
    pub fn name(&self, language: Language) -> &'static str {
        self.names[language as usize]
    }
}

static COUNTRIES: LazyLock<BTreeMap<String, CountryInfo>> = LazyLock::new(|| {
    let mut countries: BTreeMap<_, _> = keshvar::CountryIterator::new()
        .map(|country| {
            let name = |language: Language| {
                let translated = country.translations().get(&*language.code());
                translated.copied().unwrap_or(country.iso_short_name())
            };
            let region = country.maybe_region().zip(country.maybe_subregion());
            let info = CountryInfo {
                code3: country.alpha3().to_string(),
                names: Language::iter().map(name).collect(),
                region: region.map(|(region, part)| {
                    (m49_name(&region.to_string()), m49_name(&part.to_string()))
                }),
            };
            (country.alpha2().to_string(), info)
        })
        .collect();
    // Not of ISO 3166-1, which leaves the code free for use; sources name Kosovo as a participant.
    countries.insert(
        "XK".to_owned(),
        CountryInfo {
            code3: "XKX".to_owned(),
            names: vec!["Kosovo", "Kosovo", "Kosovo", "Kosovo", "Косово", "كوسوفو"],
            region: None,
        },
    );
    countries
});

/// The country of an alpha-2 code in capitals, if there is one.
#[must_use]
pub fn country(code: &str) -> Option<&'static CountryInfo> {
    COUNTRIES.get(code)
}

/// All alpha-2 codes, in order.
pub fn country_codes() -> impl Iterator<Item = &'static str> {
    COUNTRIES.keys().map(String::as_str)
}

/// The M49 name of the crate's slug of a region.
fn m49_name(slug: &str) -> String {
    if slug == "south-eastern-asia" {
        return "South-eastern Asia".to_owned();
    }
    let capital = |word: &str| match word.split_at_checked(1) {
        Some((first, rest)) if word != "and" => first.to_uppercase() + rest,
        _ => word.to_owned(),
    };
    slug.split('-').map(capital).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_has_codes_names_and_regions() {
        let mexico = country("MX").expect("Mexico is a country");
        assert_eq!(mexico.code3, "MEX");
        assert_eq!(mexico.name(Language::Es), "México");
        assert_eq!(mexico.name(Language::Ru), "Мексика");
        let region = ("Americas".to_owned(), "Central America".to_owned());
        assert_eq!(mexico.region, Some(region));
    }

    #[test]
    fn each_country_has_a_name_in_each_language() {
        let languages = Language::iter().count();
        for code in country_codes() {
            let names = country(code).map(|country| country.names.len());
            assert_eq!(names, Some(languages), "{code}");
        }
    }

    #[test]
    fn there_are_the_countries_of_the_standard_and_kosovo() {
        assert_eq!(country_codes().count(), 250);
        assert_eq!(country("XK").and_then(|kosovo| kosovo.region.clone()), None);
        assert!(country("mx").is_none() && country("ZZ").is_none());
    }

    #[test]
    fn regions_have_the_names_of_m49() {
        let subregions: std::collections::BTreeSet<_> = country_codes()
            .filter_map(|code| country(code)?.region.clone())
            .map(|(_, part)| part)
            .collect();
        assert_eq!(subregions.len(), 22);
        assert!(subregions.contains("South-eastern Asia"));
        assert!(subregions.contains("Australia and New Zealand"));
    }
}
