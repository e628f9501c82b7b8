//! How texts become terms: words without capitals and accents, and their stems by language.

use std::cell::RefCell;
use std::ops::Range;

use entity::values::Language;
use sea_orm::Iterable;
use tantivy::tokenizer::{Language as Algorithm, RawTokenizer, Stemmer, TextAnalyzer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::fold::{is_unseen, sign};

/// A word of a text.
pub(super) struct Word<'t> {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    /// The word as it stands there.
    pub(super) text: &'t str,
    /// The word as it is compared: see [`fold`].
    pub(super) folded: String,
    /// Whether it is a single letter beside an apostrophe, as in `l'accord` and `migrant's`: such are not
    /// asked for beside others.
    pub(super) is_elided: bool,
}

impl Word<'_> {
    /// The terms that stand for the word's stems. In a text whose language is not known, there is one
    /// for each language of its script. `:` cannot be in a word, so that no word is a stem's term.
    pub(super) fn stems(&self, language: Option<Language>) -> Vec<String> {
        let of_script = languages(&self.folded);
        let known = language.filter(|language| of_script.contains(language));
        let languages = known.as_ref().map_or(of_script, std::slice::from_ref);
        let seen = self.text.chars().filter(|letter| !is_unseen(*letter));
        let word = seen.nfc().collect::<String>().to_lowercase();
        let term = |language: &Language| {
            let stem = fold(&stem(*language, &word));
            (!stem.is_empty()).then(|| format!(":{}:{stem}", language.code()))
        };
        languages.iter().filter_map(term).collect()
    }
}

/// The words of a text: runs of letters and digits, each with its accents. Letters with dots behind them
/// are one word: `U.S.A.`.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut next = 0;
    std::iter::from_fn(move || {
        loop {
            let start = next + text[next..].find(is_letter)?;
            next = end_of_word(text, start);
            let word = &text[start..next];
            let folded = fold(word);
            if folded.is_empty() {
                continue;
            }
            let is_elided = is_lone(word)
                && (text[..start].ends_with(is_apostrophe)
                    || text[next..].starts_with(is_apostrophe));
            return Some(Word {
                range: start..next,
                text: word,
                folded,
                is_elided,
            });
        }
    })
}

/// Where the word ends that begins at a place.
fn end_of_word(text: &str, start: usize) -> usize {
    let run = |from: usize| {
        let length = text[from..].find(|letter| !is_inner(letter));
        length.map_or(text.len(), |length| from + length)
    };
    let mut end = run(start);
    if is_lone(&text[start..end]) {
        while text[end..].starts_with('.') {
            let next = run(end + 1);
            if !is_lone(&text[end + 1..next]) {
                break;
            }
            end = next;
        }
    }
    end
}

/// Whether a word is a single letter.
fn is_lone(word: &str) -> bool {
    let mut letters = word.chars().filter(|letter| is_letter(*letter));
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// Whether a character is of a word; apostrophes are not, though some count as letters.
fn is_letter(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric();
    }
    letter.is_alphanumeric() && sign(letter).is_none() && !is_unseen(letter)
}

fn is_apostrophe(letter: char) -> bool {
    sign(letter) == Some('\'')
}

/// Whether a character goes on with a word that has begun. What is not seen does.
fn is_inner(letter: char) -> bool {
    is_letter(letter) || !letter.is_ascii() && (is_combining_mark(letter) || is_unseen(letter))
}

/// The letters and digits of a text as they are compared.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        // Most words are; of these there is nothing to compose.
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        return letters.map(|letter| letter.to_ascii_lowercase()).collect();
    }
    let mut folded = crate::fold::fold(text).into_owned();
    folded.retain(is_letter);
    folded
}

/// The languages that are written in a word's script; none for numbers and other scripts.
fn languages(folded: &str) -> &'static [Language] {
    use Language::{Ar, En, Es, Fr, Pt, Ru};
    match folded.chars().find(|letter| letter.is_alphabetic()) {
        Some('a'..='z') => &[En, Es, Fr, Pt],
        Some('\u{400}'..='\u{52f}') => &[Ru],
        Some('\u{600}'..='\u{6ff}') => &[Ar],
        _ => &[],
    }
}

/// The stem of a word in small letters.
fn stem(language: Language, word: &str) -> String {
    thread_local! {
        /// In the order of the languages. Stemmers keep buffers, hence one each for a thread.
        static STEMMERS: RefCell<Vec<TextAnalyzer>> = RefCell::new(Language::iter().map(stemmer).collect());
    }
    STEMMERS.with_borrow_mut(|stemmers| {
        let mut stream = stemmers[language as usize].token_stream(word);
        let mut stem = String::new();
        if stream.advance() {
            std::mem::swap(&mut stem, &mut stream.token_mut().text);
        }
        stem
    })
}

/// What stems the words of a language.
fn stemmer(language: Language) -> TextAnalyzer {
    let algorithm = match language {
        Language::En => Algorithm::English,
        Language::Es => Algorithm::Spanish,
        Language::Fr => Algorithm::French,
        Language::Pt => Algorithm::Portuguese,
        Language::Ru => Algorithm::Russian,
        Language::Ar => Algorithm::Arabic,
    };
    TextAnalyzer::builder(RawTokenizer::default())
        .filter(Stemmer::new(algorithm))
        .build()
}

/// Whether a word only joins others, in some language of the data: such are not searched for beside
/// others, since a record need not hold them to be what is meant.
pub(super) fn is_function_word(folded: &str) -> bool {
    const WORDS: &[&str] = &[
        "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
        "al", "con", "de", "del", "el", "en", "la", "las", "los", "para", "por", "sobre", "y",
        "au", "aux", "avec", "des", "dans", "du", "et", "le", "les", "pour", "sur", "ao", "com",
        "da", "das", "do", "dos", "e", "em", "na", "nas", "no", "nos", "o", "os", "в", "для", "и",
        "из", "к", "на", "о", "об", "по", "с", "الي", "حول", "علي", "عن", "في", "من",
    ];
    WORDS.contains(&folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).map(|word| word.folded).collect()
    }

    fn stem_of(language: Language, text: &str) -> Vec<String> {
        words(text)
            .flat_map(|word| word.stems(Some(language)))
            .collect()
    }

    #[test]
    fn words_lose_capitals_and_accents_in_any_script() {
        assert_eq!(folded("Diálogo DE Migração"), ["dialogo", "de", "migracao"]);
        assert_eq!(folded("Йод Ёлка"), ["иод", "елка"]);
        assert_eq!(folded("الْهِجْرَة إلى أوروبا"), ["الهجره", "الي", "اوروبا"]);
        assert_eq!(
            folded("e\u{301}te\u{301} Œuvre Straße ٢٠١٦"),
            ["ete", "oeuvre", "strasse", "2016"]
        );
    }

    #[test]
    fn words_end_at_what_is_no_letter() {
        assert_eq!(
            folded("5+5, co-chair (RCM)"),
            ["5", "5", "co", "chair", "rcm"]
        );
        assert_eq!(
            folded("l’accord migrant's d'août"),
            ["l", "accord", "migrant", "s", "d", "aout"]
        );
        let elided = |text| words(text).map(|word| word.is_elided).collect::<Vec<_>>();
        assert_eq!(elided("d`Ivoire d ivoire"), [true, false, false, false]);
        assert_eq!(
            folded("U.S.A. e.g. a.bc 5.5"),
            ["usa", "eg", "a", "bc", "5", "5"]
        );
        assert_eq!(
            folded("mi\u{ad}gra\u{200d}tion Oʻzbekiston"),
            ["migration", "o", "zbekiston"]
        );
        assert_eq!(folded("\u{301} … \u{200d}🌍 \u{fe0f}"), [""; 0]);
    }

    #[test]
    fn inflections_have_one_stem() {
        for (language, one, other) in [
            (Language::En, "guideline", "Guidelines"),
            (Language::Es, "migración", "MIGRACIONES"),
            (Language::Fr, "migratoire", "migratoires"),
            (Language::Pt, "organização", "organizações"),
            (Language::Ru, "процесс", "Процесса"),
            (Language::Ar, "عملية", "العملية"),
        ] {
            assert_eq!(stem_of(language, one), stem_of(language, other));
        }
    }

    #[test]
    fn a_word_has_stems_of_its_script_alone() {
        let word = |text| words(text).next().expect("a word");
        let stems = word("migrants").stems(None);
        let codes: Vec<_> = stems.iter().map(|stem| &stem[..4]).collect();
        assert_eq!(codes, [":en:", ":es:", ":fr:", ":pt:"]);
        assert_eq!(
            word("Процесс").stems(Some(Language::En)),
            word("процессы").stems(None)
        );
        assert_eq!(word("2016").stems(None), [""; 0]);
    }

    #[test]
    fn no_text_is_too_strange() {
        for text in [
            "\u{fdfa}",
            "\u{0}",
            "\u{202e}abc",
            "İI",
            "ǅ",
            "\u{1f468}\u{200d}\u{1f469}",
            "ﷺﷺ",
            "𝔐𝔦𝔤",
            "ｆｕｌｌ",
            "한국어",
            "ศูนย์",
        ] {
            for word in words(text) {
                assert!(text.is_char_boundary(word.range.start) && !word.folded.is_empty());
                for language in Language::iter() {
                    word.stems(Some(language));
                }
            }
        }
    }
}
