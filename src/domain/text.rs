//! What may stand in a text: what is seen and read. One rule for all texts.

use std::fmt::Write as _;

use icu_properties::props::{
    BidiClass, BinaryProperty as _, DefaultIgnorableCodePoint, EnumeratedProperty as _,
    GeneralCategory, JoiningType, Script,
};
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// What is wrong with a text, if anything is; it goes on from the text's name.
#[must_use]
pub fn text_fault(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    // Most letters are of ASCII, and those that are printed are seen.
    let mut others = (0..letters.len()).filter(|at| !matches!(letters[*at], ' '..='~'));
    let wrong = others.find_map(|at| Some((letters[at], fault(&letters, at)?)));
    if let Some((letter, what)) = wrong {
        let mut fault = String::from("has ");
        let _ = write!(fault, "U+{:04X}, {what}", u32::from(letter));
        return Some(fault);
    }
    let trimmed = text.trim_matches(is_blank);
    if trimmed.is_empty() {
        Some("is empty: leave it out where nothing is known".to_owned())
    } else if trimmed != text {
        Some("starts or ends with a space".to_owned())
    } else if !is_nfc(text) {
        Some(composed(&letters))
    } else {
        None
    }
}

/// Whether a letter leaves a blank where it stands.
fn is_blank(letter: char) -> bool {
    // The cell of Braille without dots, and a note without a head.
    letter.is_whitespace() || ['\u{2800}', '\u{1D159}'].contains(&letter)
}

/// What is not composed in a text that is not, and how it is written.
fn composed(letters: &[char]) -> String {
    let code = |letter: char| format!("U+{:04X}", u32::from(letter));
    let other = |letter: &char| {
        let written: Vec<char> = std::iter::once(*letter).nfc().collect();
        (written != [*letter]).then_some((*letter, written))
    };
    match letters.iter().find_map(other) {
        Some((letter, written)) => {
            let written: Vec<_> = written.into_iter().map(code).collect();
            let written = written.join(" ");
            format!(
                "has {}, for which {written} is written (Unicode's form NFC)",
                code(letter)
            )
        }
        None => {
            "is not composed (Unicode's form NFC): write é as one character, not as e and an accent"
                .to_owned()
        }
    }
}

/// What is wrong with the letter at a place.
fn fault(letters: &[char], at: usize) -> Option<&'static str> {
    use GeneralCategory as Category;

    const JOINERS: [char; 2] = ['\u{200C}', '\u{200D}'];
    const MARKS: [char; 3] = ['\u{200E}', '\u{200F}', '\u{061C}'];

    let letter = letters[at];
    if JOINERS.contains(&letter) {
        let is_between = at > 0
            && joins(letters[at - 1])
            && letters.get(at + 1).is_some_and(|next| joins(*next));
        return (!is_between)
            .then_some("a joiner or non-joiner that is not between letters that join");
    }
    if MARKS.contains(&letter) {
        let is_needed = letters.iter().any(|letter| is_right_to_left(*letter));
        return (!is_needed).then_some("a mark of direction in a text of one direction");
    }
    match Category::for_char(letter) {
        Category::NonspacingMark | Category::SpacingMark | Category::EnclosingMark
            if !DefaultIgnorableCodePoint::for_char(letter)
                && (at == 0 || is_blank(letters[at - 1])) =>
        {
            Some("a mark without the letter that it stands at")
        }
        Category::Control => Some("a control character or a line break"),
        Category::LineSeparator | Category::ParagraphSeparator => Some("a line break"),
        Category::PrivateUse => Some("a character that has a meaning by private agreement alone"),
        Category::Unassigned => Some("a character that is none in Unicode"),
        // Signs that are seen, around numbers.
        Category::Format if is_number_sign(letter) => None,
        Category::Format if is_direction(letter) => {
            Some("which changes the direction of what follows")
        }
        Category::Format => Some("which is not seen"),
        _ if DefaultIgnorableCodePoint::for_char(letter) => Some("which is not seen"),
        _ if ['\u{FFFC}', '\u{FFFD}'].contains(&letter) => {
            Some("which stands for something that was lost")
        }
        _ => None,
    }
}

/// Whether a letter is of a writing whose letters join, so that a joiner beside it has a function.
fn joins(letter: char) -> bool {
    let script = Script::for_char(letter);
    let others = [
        Script::Common,
        Script::Inherited,
        Script::Latin,
        Script::Greek,
        Script::Cyrillic,
    ];
    let joining = JoiningType::for_char(letter);
    // In the writings of India and around, consonants join by a mark.
    let is_letter = letter.is_alphabetic() || joining == JoiningType::Transparent;
    !others.contains(&script) && (is_letter || joining != JoiningType::NonJoining)
}

fn is_right_to_left(letter: char) -> bool {
    let class = BidiClass::for_char(letter);
    class == BidiClass::RightToLeft && letter.is_alphabetic()
        || class == BidiClass::ArabicLetter && letter.is_alphabetic()
}

const fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{206A}'..='\u{206F}')
}

const fn is_number_sign(letter: char) -> bool {
    matches!(
        letter,
        '\u{0600}'..='\u{0605}' | '\u{06DD}' | '\u{070F}' | '\u{0890}' | '\u{0891}' | '\u{08E2}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_may_stand_in_a_text() {
        for text in [
            "Regional Conference on Migration",
            "Côte d’Ivoire – “5+5” № 7, 2 %\u{A0}…",
            "Пуэбла, Процесс",
            "المؤتمر الإقليمي حول الهجرة",
            "می\u{200C}خواهم",
            "क\u{94D}\u{200D}ष",
            "(RCM) \u{200F}الهجرة",
            "移民",
            "🙂",
            "⠁⠃\u{2800}⠉",
            "q\u{303}",
            "हिन्दी",
        ] {
            assert_eq!(text_fault(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_seen_or_breaks_may_not() {
        for (letter, part) in [
            ('\u{0}', "control"),
            ('\t', "control"),
            ('\n', "line break"),
            ('\u{7F}', "control"),
            ('\u{85}', "line break"),
            ('\u{9B}', "control"),
            ('\u{2028}', "line break"),
            ('\u{2029}', "line break"),
            ('\u{202A}', "direction"),
            ('\u{202E}', "direction"),
            ('\u{2066}', "direction"),
            ('\u{2069}', "direction"),
            ('\u{200E}', "direction"),
            ('\u{200B}', "not seen"),
            ('\u{200C}', "joiner"),
            ('\u{200D}', "joiner"),
            ('\u{2060}', "not seen"),
            ('\u{AD}', "not seen"),
            ('\u{34F}', "not seen"),
            ('\u{3164}', "not seen"),
            ('\u{FE0F}', "not seen"),
            ('\u{FEFF}', "not seen"),
            ('\u{FFF9}', "not seen"),
            ('\u{E0041}', "not seen"),
            ('\u{E000}', "private"),
            ('\u{10FFFD}', "private"),
            ('\u{378}', "none in Unicode"),
            ('\u{FDD0}', "none in Unicode"),
            ('\u{FFFE}', "none in Unicode"),
            ('\u{1FFFF}', "none in Unicode"),
            ('\u{FFFC}', "lost"),
            ('\u{FFFD}', "lost"),
        ] {
            for text in [
                format!("a{letter}b"),
                format!("{letter}ab"),
                format!("ab{letter}"),
            ] {
                let fault = text_fault(&text).unwrap_or_default();
                let code = format!("has U+{:04X}, ", u32::from(letter));
                assert!(
                    fault.starts_with(&code) && fault.contains(part),
                    "{text:?}: {fault}"
                );
            }
        }
        for (text, part) in [
            ("", "empty"),
            (" ", "empty"),
            ("a ", "space"),
            ("\u{A0}a", "space"),
            ("e\u{301}", "NFC"),
            (
                "\u{212B}",
                "U+212B, for which U+00C5 is written (Unicode's form NFC)",
            ),
            ("a\u{2000}b", "U+2000, for which U+2002 is written"),
            ("a \u{958}", "U+0958, for which U+0915 U+093C is written"),
            ("\u{2800}", "empty"),
            (" \u{2800}\u{A0}", "empty"),
            ("\u{1D159}", "empty"),
            ("a\u{2800}", "space"),
            ("\u{301}a", "U+0301, a mark without"),
            ("a \u{301}b", "U+0301, a mark without"),
            ("\u{93E}", "U+093E, a mark without"),
            ("\u{20DD}", "U+20DD, a mark without"),
            ("م\u{200C}", "joiner"),
        ] {
            let fault = text_fault(text).unwrap_or_default();
            assert!(fault.contains(part), "{text:?}: {fault}");
        }
    }
}
