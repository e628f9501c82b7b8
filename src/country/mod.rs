//! Countries: their codes, names and regions, by ISO 3166-1 and UN M49, from a crate; what else they
//! are called (`names`), and what the United Nations say of names (`notes`).
//!
//! May use: `fold`.

mod names;
mod notes;
mod regions;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use entity::values::Language;
use sea_orm::Iterable as _;

use self::names::OTHER;
use self::notes::note;
use self::regions::{kosovo, m49_name};
use crate::fold::fold;

/// What is known of a country or area beside the graph.
#[derive(Debug)]
pub struct CountryInfo {
    /// The ISO 3166-1 alpha-3 code, e.g. `MEX`.
    pub code3: String,
    /// The ISO 3166-1 numeric code, e.g. `484`. `None` for Kosovo, which has none.
    pub number: Option<&'static str>,
    /// The common names, in the order of the languages.
    names: Vec<&'static str>,
    /// Other names in use: official, former, colloquial and short ones.
    pub other_names: Vec<String>,
    /// The M49 region, e.g. `Americas`, and subregion, e.g. `Central America`; Kosovo's, which M49 does not
    /// list, by choice. `None` where M49 has none: Antarctica and some islands.
    pub region: Option<(String, String)>,
    /// What the United Nations say of the name wherever it stands.
    pub note: Option<&'static str>,
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
            let names: Vec<_> = Language::iter().map(name).collect();
            let official = [country.iso_short_name(), country.iso_long_name()];
            let unofficial = country.unofficial_name_list().iter().copied();
            let code = country.alpha2().to_string();
            let info = CountryInfo {
                note: note(&code),
                code3: country.alpha3().to_string(),
                number: Some(country.number()),
                other_names: other_names(&code, &names, official.into_iter().chain(unofficial)),
                names,
                region: region.map(|(region, part)| {
                    (m49_name(&region.to_string()), m49_name(&part.to_string()))
                }),
            };
            (code, info)
        })
        .collect();
    let names = vec!["Kosovo", "Kosovo", "Kosovo", "Kosovo", "Косово", "كوسوفو"];
    // Not of ISO 3166-1, which leaves the code free for use; sources name Kosovo as a participant.
    countries.insert(
        "XK".to_owned(),
        CountryInfo {
            code3: "XKX".to_owned(),
            number: None,
            other_names: other_names("XK", &names, std::iter::empty()),
            names,
            region: Some(kosovo()),
            note: note("XK"),
        },
    );
    countries
});

/// The alpha-2 codes by the other codes, and by names as they are compared. A name that several countries
/// have is that of the one that is called so before all others.
static CODES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut codes = HashMap::new();
    let mut add = |name: &str, code| {
        codes.entry(key(name)).or_insert(code);
    };
    for (code, info) in &*COUNTRIES {
        add(code, code.as_str());
        add(&info.code3, code);
        add(info.number.unwrap_or_default(), code);
    }
    let names = |info: &'static CountryInfo| info.names.iter().copied();
    let others = |info: &'static CountryInfo| info.other_names.iter().map(String::as_str);
    for (code, info) in &*COUNTRIES {
        names(info).for_each(|name| add(name, code));
    }
    for (code, info) in &*COUNTRIES {
        others(info).for_each(|name| add(name, code));
    }
    codes.remove("");
    codes
});

/// What a name of a country is compared by: its words in any order, without those that only join others.
fn key(name: &str) -> String {
    const JOINING: [&str; 18] = [
        "the", "of", "and", "de", "del", "la", "el", "los", "las", "du", "des", "le", "les", "et",
        "do", "da", "dos", "das",
    ];
    let folded = fold(name).replace('.', "");
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    if let [code] = words[..] {
        return code.to_owned();
    }
    let is_said = |word: &&str| word.chars().nth(1).is_some() && !JOINING.contains(word);
    let mut words: Vec<_> = words.into_iter().filter(is_said).map(full).collect();
    words.sort_unstable();
    words.join(" ")
}

/// A word that is mostly written short.
fn full(word: &str) -> &str {
    match word {
        "st" | "ste" => "saint",
        "rep" => "republic",
        "dem" => "democratic",
        "peoples" => "people",
        "is" | "isl" => "islands",
        word => word,
    }
}

/// The names of a country beside its common ones, each once.
fn other_names<'n>(
    code: &str,
    common: &[&str],
    given: impl Iterator<Item = &'n str>,
) -> Vec<String> {
    // Iceland's name in German is a word of English.
    let is_taken = |name: &&str| is_legible(name) && *name != "Island";
    let own = OTHER.iter().filter(|(of, _)| *of == code);
    let own = own.flat_map(|(_, names)| names.iter().copied());
    let mut seen: Vec<String> = common.iter().map(|name| fold(name).into_owned()).collect();
    let mut names = Vec::new();
    for name in given.chain(own).filter(is_taken) {
        let name = name.strip_prefix("The ").unwrap_or(name);
        let name = name.strip_prefix("the ").unwrap_or(name);
        let folded = fold(name).into_owned();
        if !seen.contains(&folded) {
            seen.push(folded);
            names.push(name.to_owned());
        }
    }
    names
}

/// Whether a name is in the scripts of the data set: Latin, Cyrillic, Arabic.
fn is_legible(name: &str) -> bool {
    let is_of_scripts = |letter: char| matches!(letter, ..'\u{700}' | '\u{1e00}'..='\u{206f}');
    name.chars().all(is_of_scripts)
}

/// The alpha-2 code of the country that a text means: by a code (alpha-2, alpha-3 or numeric), or by a
/// name in use, in any spelling.
#[must_use]
pub fn called(text: &str) -> Option<&'static str> {
    /// No name is longer.
    const LONGEST: usize = 200;
    if text.len() > LONGEST {
        return None;
    }
    CODES.get(&key(text)).copied()
}

/// All names and codes of countries, as they are written.
pub fn country_names() -> impl Iterator<Item = &'static str> {
    COUNTRIES.iter().flat_map(|(code, info)| {
        let codes = [code.as_str(), info.code3.as_str()].into_iter();
        let others = info.other_names.iter().map(String::as_str);
        codes.chain(info.names.iter().copied()).chain(others)
    })
}

/// The country of an alpha-2 code in capitals, if there is one.
#[must_use]
pub fn country(code: &str) -> Option<&'static CountryInfo> {
    COUNTRIES.get(code)
}

/// All alpha-2 codes, in order.
pub fn country_codes() -> impl Iterator<Item = &'static str> {
    COUNTRIES.keys().map(String::as_str)
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
    fn countries_are_called_by_codes_and_names_in_use() {
        for (code, names) in [
            (
                "MX",
                &[
                    "mx",
                    "MEX",
                    "484",
                    "México",
                    "MEXIKO",
                    "United Mexican States",
                ][..],
            ),
            ("AF", &["004", "Afghanistan", "Афганистан", "أفغانستان"]),
            (
                "US",
                &[
                    "USA",
                    "U.S.A.",
                    "U.S.",
                    "United States",
                    "the United States of America",
                ],
            ),
            (
                "GB",
                &[
                    "UK",
                    "U.K.",
                    "Great Britain",
                    "England",
                    "Royaume-Uni",
                    "826",
                ],
            ),
            (
                "CD",
                &[
                    "DR Congo",
                    "DRC",
                    "Congo (Dem. Rep.)",
                    "Congo, Democratic Republic of the",
                    "Zaïre",
                ],
            ),
            (
                "CG",
                &["Congo", "Republic of the Congo", "Congo-Brazzaville"],
            ),
            (
                "KR",
                &[
                    "Republic of Korea",
                    "Korea, Rep.",
                    "South Korea",
                    "Korea (South)",
                ],
            ),
            (
                "KP",
                &[
                    "DPRK",
                    "Democratic People’s Republic of Korea",
                    "North Korea",
                ],
            ),
            (
                "CI",
                &[
                    "Ivory Coast",
                    "Côte d’Ivoire",
                    "Cote d Ivoire",
                    "Cote d`Ivoire",
                ],
            ),
            (
                "LA",
                &["Lao PDR", "Laos", "Lao People's Democratic Republic", "LA"],
            ),
            ("TR", &["Turkey", "Türkiye", "TURKIYE"]),
            ("CZ", &["Czech Republic", "Czechia"]),
            ("SZ", &["Swaziland", "Eswatini"]),
            ("MM", &["Burma", "Myanmar"]),
            ("CV", &["Cape Verde", "Cabo Verde"]),
            ("TL", &["East Timor", "Timor-Leste"]),
            (
                "NL",
                &["Holland", "The Netherlands", "Kingdom of the Netherlands"],
            ),
            ("MK", &["Macedonia", "FYROM", "North Macedonia"]),
            ("TZ", &["Tanzania", "United Republic of Tanzania"]),
            ("VN", &["Vietnam", "Viet Nam"]),
            ("LC", &["St. Lucia", "Saint Lucia"]),
            ("AE", &["UAE", "U.A.E.", "United Arab Emirates"]),
            ("XK", &["XKX", "Kosovo", "Косово"]),
            ("IS", &["Iceland", "Islandia"]),
            // As the United Nations name them.
            ("TW", &["Taiwan, Province of China", "Taiwan"]),
            ("PS", &["State of Palestine", "Palestine"]),
            ("HK", &["Hong Kong SAR", "China, Hong Kong SAR"]),
            ("MO", &["Macao SAR", "China, Macao SAR"]),
            ("FK", &["Falkland Islands (Malvinas)"]),
        ] {
            for name in names {
                assert_eq!(called(name), Some(code), "{name}");
            }
        }
        for name in [
            "",
            "ZZ",
            "999",
            "Korea",
            "Island",
            "the",
            "d",
            "no such",
            &"x".repeat(500),
        ] {
            assert_eq!(called(name), None, "{name}");
        }
    }

    #[test]
    fn every_country_is_called_by_each_of_its_names() {
        for (code, info) in &*COUNTRIES {
            let number = info.number.unwrap_or(code);
            let names = info
                .names
                .iter()
                .copied()
                .chain([code, &*info.code3, number]);
            for name in names {
                assert_eq!(called(name), Some(code.as_str()), "{name}");
            }
            for name in &info.other_names {
                assert!(called(name).is_some(), "{name}");
                assert!(!info.names.contains(&&**name), "{name} is a common name");
            }
        }
        for (code, _) in OTHER {
            assert!(country(code).is_some(), "{code}");
        }
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
        let (kosovo, albania) = (country("XK"), country("AL"));
        assert_eq!(kosovo.map(|of| &of.region), albania.map(|of| &of.region));
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
