//! What countries are called.

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
                "Rep. of Cote d'Ivoire",
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
        (
            "XK",
            &["XKX", "Kosovo", "Косово", "Kosovo*", "República de Kosovo"],
        ),
        (
            "SS",
            &["S. Sudan", "S Sudan", "Rep. of S. Sudan", "Sudan (South)"],
        ),
        ("GS", &["S. Georgia"]),
        ("EH", &["W. Sahara", "W Sahara"]),
        (
            "HN",
            &[
                "República de Honduras",
                "République du Honduras",
                "Республика Гондурас",
            ],
        ),
        (
            "CU",
            &["República de Cuba", "جمهورية كوبا", "Cuba, Rep. of"],
        ),
        (
            "ES",
            &[
                "Reino de España",
                "Royaume d’Espagne",
                "Королевство Испания",
            ],
        ),
        (
            "EG",
            &[
                "República Árabe de Egipto",
                "جمهورية مصر العربية",
                "Egypt, Arab Rep.",
            ],
        ),
        ("BD", &["050", "50", "République populaire du Bangladesh"]),
        ("PH", &["Philippines (the)", "the Philippines", "608"]),
        (
            "MD",
            &["Moldova (the Republic of)", "Rep. of Moldova", "مولدوفا"],
        ),
        ("MV", &["المالديف", "Maldives, Republic of"]),
        ("TR", &["Republic of Turkey", "República de Turquía"]),
        ("IS", &["Iceland", "Islandia"]),
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
        "N. Cyprus",
        "D. Republic of the Congo",
        "E. Guinea",
        "A. Samoa",
        "F. Guiana",
        "Congo K",
        "1000",
        "0",
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
        for name in info.names.iter().copied().filter(|_| info.form.is_some()) {
            let form = info.form.as_deref().unwrap_or_default();
            let (before, behind) = (format!("the {form} of {name}"), format!("{name}, {form}"));
            assert_eq!(called(&before), Some(code.as_str()), "{before}");
            assert_eq!(called(&behind), Some(code.as_str()), "{behind}");
        }
    }
}

#[test]
fn each_name_in_use_is_that_of_one_country() {
    let mut seen = HashMap::new();
    for (code, names) in names_in_use() {
        assert!(country(code).is_some(), "{code}");
        for name in names {
            assert_eq!(called(name), Some(code), "{name}");
            let before = seen.insert(name, code);
            assert_eq!(before, None, "{name} stands twice");
        }
    }
    assert!(seen.len() > 400);
}

#[test]
fn a_name_with_a_word_cut_short_is_never_that_of_another_country() {
    let mut cut = 0;
    for (code, info) in &*COUNTRIES {
        for name in info.all_names() {
            let own = called(name);
            let begins = name.char_indices().filter(|(at, letter)| {
                let before = name[..*at].chars().next_back();
                letter.is_alphabetic() && !before.is_some_and(char::is_alphanumeric)
            });
            for (at, letter) in begins {
                let rest = &name[at..];
                let end = rest.find(|letter: char| !letter.is_alphanumeric());
                let (word, rest) = rest.split_at(end.unwrap_or(rest.len()));
                if word.chars().nth(1).is_none() {
                    continue;
                }
                for sign in ["", ".", "’"] {
                    for small in [false, true] {
                        let text = format!("{}{letter}{sign}{rest}", &name[..at]);
                        let text = if small { text.to_lowercase() } else { text };
                        let found = called(&text);
                        assert!(
                            found.is_none() || found == own || found == Some(code),
                            "{text:?} of {name:?} is taken for {found:?}"
                        );
                        cut += 1;
                    }
                }
            }
        }
    }
    assert!(cut > 10_000, "{cut}");
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
