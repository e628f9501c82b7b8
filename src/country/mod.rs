//! Countries: their codes, names and regions, by ISO 3166-1 and UN M49, from a crate; what else they
//! are called (`names.txt`), and what the United Nations say of names (`notes`).
//!
//! May use: `fold`.

mod notes;
mod regions;
mod spelling;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use entity::values::Language;
use sea_orm::Iterable as _;

use self::notes::note;
use self::regions::{kosovo, m49_name};
use self::spelling::{form_of_state, key};
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
    /// How many of these are in languages of the API; the others, which the crate has, may be in any.
    own: usize,
    /// The form of state that its official name tells, e.g. `republic`.
    form: Option<String>,
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

    /// All names.
    fn all_names(&self) -> impl Iterator<Item = &str> {
        let others = self.other_names.iter().map(String::as_str);
        self.names.iter().copied().chain(others)
    }
}

/// Names in use that the crate does not have: see there.
const OTHER: &str = include_str!("names.txt");

/// Names that the crate has wrong.
const CORRECTED: [(&str, Language, &str); 6] = [
    ("AX", Language::Es, "Islas Åland"),
    ("CI", Language::Es, "Costa de Marfil"),
    ("MD", Language::Ar, "مولدوفا"),
    ("TN", Language::Es, "Túnez"),
    ("SX", Language::Es, "San Martín (zona neerlandesa)"),
    ("VA", Language::Ar, "الكرسي الرسولي (دولة مدينة الفاتيكان)"),
];

/// The names of countries that [`OTHER`] has, by alpha-2 code.
fn names_in_use() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    let lines = OTHER.lines().filter(|line| !line.starts_with('#'));
    let countries = lines.filter_map(|line| line.split_once(' '));
    countries.map(|(code, names)| (code, names.split("; ")))
}

static COUNTRIES: LazyLock<BTreeMap<String, CountryInfo>> = LazyLock::new(|| {
    let mut countries: BTreeMap<_, _> = keshvar::CountryIterator::new()
        .map(|country| {
            let code = country.alpha2().to_string();
            let name = |language: Language| {
                let mut corrected = CORRECTED.iter();
                let corrected = corrected.find(|(of, its, _)| *of == code && *its == language);
                let translated = country.translations().get(&*language.code()).copied();
                let name = corrected.map(|(.., name)| *name).or(translated);
                name.unwrap_or(country.iso_short_name())
            };
            let region = country.maybe_region().zip(country.maybe_subregion());
            let names: Vec<_> = Language::iter().map(name).collect();
            let official = [country.iso_short_name(), country.iso_long_name()];
            let unofficial = country.unofficial_name_list();
            let (other_names, own) = other_names(&code, &names, &official, unofficial);
            let known = names
                .iter()
                .chain(unofficial)
                .chain(&official[..1])
                .copied();
            let info = CountryInfo {
                code3: country.alpha3().to_string(),
                number: Some(country.number()),
                other_names,
                own,
                form: form_of_state(country.iso_long_name(), known),
                names,
                region: region.map(|(region, part)| {
                    (m49_name(&region.to_string()), m49_name(&part.to_string()))
                }),
                note: note(&code),
            };
            (code, info)
        })
        .collect();
    let names = vec!["Kosovo", "Kosovo", "Kosovo", "Kosovo", "Косово", "كوسوفو"];
    let (other_names, own) = other_names("XK", &names, &[], &[]);
    // Not of ISO 3166-1, which leaves the code free for use; sources name Kosovo as a participant.
    countries.insert(
        "XK".to_owned(),
        CountryInfo {
            code3: "XKX".to_owned(),
            number: None,
            other_names,
            own,
            form: Some("republic".to_owned()),
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
    for (code, info) in &*COUNTRIES {
        info.names.iter().for_each(|name| add(name, code));
    }
    for (code, info) in &*COUNTRIES {
        info.other_names.iter().for_each(|name| add(name, code));
    }
    // In each language and by each name with the form of state: `República de Cuba`, `Republic of Turkey`.
    for (code, info) in &*COUNTRIES {
        if let Some(form) = &info.form {
            info.all_names()
                .for_each(|name| add(&format!("{form} {name}"), code));
        }
    }
    codes.remove("");
    codes
});

/// The names of a country beside its common ones, each once; and how many of them are not of those that the
/// crate has in any language.
fn other_names(
    code: &str,
    common: &[&str],
    official: &[&'static str],
    unofficial: &[&'static str],
) -> (Vec<String>, usize) {
    // Iceland's name in German is a word of English.
    let is_taken = |name: &&str| is_legible(name) && *name != "Island";
    let in_use = names_in_use().filter(|(of, _)| *of == code);
    let in_use = in_use.flat_map(|(_, names)| names);
    let own = official.iter().copied().chain(in_use);
    let all = own.map(|name| (name, true));
    let all = all.chain(unofficial.iter().map(|name| (*name, false)));
    let mut count = 0;
    let mut seen: Vec<String> = common.iter().map(|name| fold(name).into_owned()).collect();
    let mut names = Vec::new();
    for (name, is_own) in all.filter(|(name, _)| is_taken(name)) {
        let name = name.strip_prefix("The ").unwrap_or(name);
        let name = name.strip_prefix("the ").unwrap_or(name);
        let folded = fold(name).into_owned();
        if !seen.contains(&folded) {
            seen.push(folded);
            names.push(name.to_owned());
            count += usize::from(is_own);
        }
    }
    (names, count)
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

/// The codes of a country by its alpha-2 code, and its names in the languages of the API, as they are written.
pub fn names_of(code: &str) -> impl Iterator<Item = &'static str> {
    let country = COUNTRIES.get_key_value(code).into_iter();
    country.flat_map(|(code, info)| {
        let codes = [code.as_str(), info.code3.as_str()].into_iter();
        codes.chain(info.all_names().take(info.names.len() + info.own))
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
