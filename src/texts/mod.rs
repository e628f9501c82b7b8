//! The words of pages and mails, in the languages that they are written in. Each language is one file, which has all of
//! them; what is missing or is not known is a fault.
//!
//! May use: nothing of ours.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Declares the words: sections, and in each its texts.
macro_rules! texts {
    ($($section:ident: $name:ident { $($text:ident),* $(,)? })*) => {
        /// The words in a language.
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct Texts {
            /// The code of the language.
            pub(crate) code: String,
            /// What stands between thousands.
            pub(crate) thousands: String,
            $(pub(crate) $section: $name,)*
            /// The words of the schema's vocabularies, by vocabulary.
            pub(crate) words: BTreeMap<String, BTreeMap<String, String>>,
        }

        $(
            #[derive(Debug, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub(crate) struct $name { $(pub(crate) $text: String,)* }
        )*
    };
}

texts! {
    common: Common {
        site, skip, menu, iscms, compare, map, charts, changes, playground, reference, docs, about, search,
        search_label, since, until, not_known, none_recorded, more, all, sources, accessed, archived,
        back, opens_source, yes, year, years, title, kind, country, organization, iscm, name, status, region,
        summary, from, to, topics, of, language, next,
    }
    foot: Foot {
        heading, version, published, cite, bibtex, ris, permanent, licence, report, terms, data, as_graphql, as_json,
        as_csv, of_the_past, newest,
    }
    home: Home {
        title, description, lead, what, whose, questions, by_region, question_chairs, question_instruments, question_funds, see_all,
    }
    iscm: Iscm {
        kind, status, region, established, ended, languages, website, as_known_in, members, observers,
        partners_in, left, chairs, chairs_told, end_not_known, chairs_today, structures, funding, funds, beneficiaries, figures,
        guidelines, instruments, adopted_at, uptakes, measures, commitments, due, partnerships, alike, shared, timeline, coverage,
        coverage_of, no_record, records, summary_link, events, seat, hosted_by, supported_by, frequency, contributors,
        predecessors, successors, other_names, themes, compare_with,
    }
    map: Map {
        counts, counts_lead, states_lead, number, states, role, takes_part_in, alone, points, outlines, disclaimer, no_map,
        choose, show, table,
    }
    summary: Summary {
        title, lead, in_full, as_docx, as_markdown, profile,
    }
    entity: Entity {
        country_lead, organization_lead, topic_lead, framework_lead, takes_part, role, chairs_held, co_chair,
        hosted, endorsed, inputs, given, seats, codes, in_tables, associated, hosted_structures,
        supported_structures, attended, work_on_it, instruments, objectives, adopted,
    }
    source: Source {
        lead, publisher, address, accessed, key, take, cited, of_no_iscm, place,
    }
    compare: Compare {
        title, lead, choose, choice, nobody, in_all, by_all, by_some, alone, general, instruments,
    }
    charts: Charts {
        members, members_lead, members_told, members_counted, instruments, instruments_lead, instruments_told, others, overlaps,
        overlaps_lead, overlaps_told, shared_with, left_out, topics, topics_lead, topics_told, instruments_of, table,
    }
    changes: Changes {
        title, lead, feed, of_type, choose, chosen, all, versions, day, message, actor, between, between_lead,
        between_hint, in_version, older, newer, nothing, field, before, after,
    }
    proposals: Proposals {
        title, lead, key, show, kept, elsewhere, seen_by, none, changeset, status, revision, decided, reason, faults, comments,
    }
    digests: Digests {
        title, lead, by_mail, email, every, weekly, daily, iscms, question, ask, privacy, confirm, to_confirm,
        unsubscribe, to_unsubscribe, asked, confirmed, unsubscribed, old,
    }
    mail: Mail {
        daily, weekly, everything, several, question, confirm_subject, confirm, subject, changed, line, shared, more,
        fields, rows, csv, all_rows, end_subject, end, not_public, not_answered, unsubscribe, errors,
    }
    about: About {
        title, lead, what, schema, method, facts, unknown, times, valid_time, recorded_time, coverage,
        statistics, counts, number, filled, facet, by_iscm, facets, newest, terms, licence, citing, citing_now,
        citing_pages, contact, contact_at, no_contact, names, software, software_licence,
    }
    data: Data {
        title, lead, whose, guide, rule, tables, parameters, columns, whole, sqlite, jsonl, toml, feed,
    }
    table: Table {
        filters, find, apply, chosen, remove, clear, pages, previous, next, nothing, widen, download, in_the_year,
        role, party, date, city, due, amount, currency, publisher, cited_by,
    }
    leads: Leads {
        iscms, memberships, chairs, instruments, events, commitments, funding, structures, sources,
    }
    found: Found {
        title, description, lead, words, anywhere, first_year, last_year, types, what, results, nothing, widen,
        perhaps,
    }
    fault: Fault {
        not_found, not_found_lead, bad, bad_lead, busy, busy_lead, internal, internal_lead, near, request, home,
    }
}

impl Texts {
    /// A word of a vocabulary; as the schema has it where there is none.
    pub(crate) fn word<'t>(&'t self, vocabulary: &str, word: &'t str) -> &'t str {
        let words = self.words.get(vocabulary);
        words
            .and_then(|words| words.get(word))
            .map_or(word, |word| word)
    }
}

/// A text with values in their places: `{name}` is where that of this name stands.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let place = part.split_once('}').and_then(|(name, rest)| {
            let value = values.iter().find(|(known, _)| *known == name)?;
            Some((value.1, rest))
        });
        match place {
            Some((value, rest)) => filled.extend([value, rest]),
            None => filled.extend(["{", part]),
        }
    }
    filled
}

/// The words in all languages.
#[derive(Debug)]
pub struct AllTexts {
    // Hundreds of texts: what holds them is moved about while a server starts.
    english: Box<Texts>,
    others: Vec<Texts>,
}

impl AllTexts {
    /// Reads the files of the program.
    pub fn read() -> Result<Self, toml::de::Error> {
        let others = [include_str!("es.toml"), include_str!("fr.toml")];
        let others = others.into_iter().map(toml::from_str);
        Ok(Self {
            english: Box::new(toml::from_str(include_str!("en.toml"))?),
            others: others.collect::<Result<_, _>>()?,
        })
    }

    /// The words in a language, by its code, or in English where there are none in it.
    pub(crate) fn of(&self, code: &str) -> &Texts {
        let is_of = |texts: &&Texts| texts.code == code;
        self.others.iter().find(is_of).unwrap_or(&self.english)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_their_places() {
        let values = [("about", "{count}"), ("count", "3")];
        for (text, filled) in [
            ("{count} in {about}", "3 in {count}"),
            ("{none} {", "{none} {"),
            ("}{count}{count}", "}33"),
            ("", ""),
        ] {
            assert_eq!(fill(text, &values), filled, "{text}");
        }
    }

    /// The values that a text has places for.
    fn places(text: &str) -> Vec<&str> {
        let parts = text.split('{').skip(1);
        let mut places: Vec<_> = parts.filter_map(|part| part.split('}').next()).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn texts_have_the_same_places_in_every_language() {
        let read = |text: &str| text.parse::<toml::Table>().expect("TOML");
        let english = read(include_str!("en.toml"));
        let mut count = 0;
        for other in [include_str!("es.toml"), include_str!("fr.toml")].map(read) {
            for (section, texts) in english.iter().filter(|(name, _)| *name != "words") {
                for (name, text) in texts.as_table().into_iter().flatten() {
                    let (text, said) = (text.as_str(), other[section][name].as_str());
                    let [text, said] = [text, said].map(|text| places(text.expect("a text")));
                    assert_eq!(text, said, "{section}.{name}");
                    count += text.len();
                }
            }
        }
        assert!(count > 40, "{count} places");
    }

    #[test]
    fn every_language_has_all_words() {
        let all = AllTexts::read().expect("the files have all words, and no others");
        let codes: Vec<_> = all.others.iter().map(|texts| &*texts.code).collect();
        assert_eq!(codes, ["es", "fr"]);
        let names = |texts: &Texts| -> Vec<(String, Vec<String>)> {
            let words = texts.words.iter();
            words
                .map(|(name, words)| (name.clone(), words.keys().cloned().collect()))
                .collect()
        };
        for texts in &all.others {
            assert_eq!(
                names(texts),
                names(&all.english),
                "the vocabularies in {}",
                texts.code
            );
        }
    }
}
