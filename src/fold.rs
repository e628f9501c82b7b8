//! Texts as they are compared, wherever they are: in conditions, in searches, in names that something is
//! looked up by.
//!
//! May use: nothing of ours.

use std::borrow::Cow;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A text as it is compared: small letters without accents, in any script; one kind of quotation marks,
/// dashes and blanks, a row of blanks as one; nothing that is not seen.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if is_folded(text) {
        return text.into();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        if sign(letter).is_some() || is_unseen(letter) {
            put(letter, &mut folded);
            continue;
        }
        decompose_compatible(letter, |part| {
            for small in part.to_lowercase() {
                put(small, &mut folded);
            }
        });
    }
    folded.into()
}

/// Whether a text is as [`fold`] leaves it, as far as that is told quickly.
fn is_folded(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase() && byte != b'`';
    let mut before = 0;
    text.bytes().all(|byte| {
        let is_blank = byte == b' ' && before != b' ';
        before = byte;
        is_blank || is_plain(byte)
    })
}

/// The sign that stands for all of a kind: quotation marks and apostrophes, dashes, blanks.
#[must_use]
pub fn sign(letter: char) -> Option<char> {
    Some(match letter {
        '\'' | '`' | '´' | '‘' | '’' | '‚' | '‛' | '′' | '‵' | '‹' | '›' | 'ʹ' | 'ʻ' | 'ʼ'
        | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' | 'ˊ' | 'ˋ' | '՚' | '׳' | 'ꞌ' | '＇' | '｀' => '\'',
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | 'ʺ' | '＂' => '"',
        '-' | '\u{2010}'..='\u{2015}' | '⁃' | '−' | '˗' | '־' | '﹘' | '﹣' | '－' => '-',
        _ if letter.is_whitespace() => ' ',
        _ => return None,
    })
}

/// Whether a character is not seen: soft hyphens, joiners, marks of direction, the stroke that lengthens
/// Arabic words.
#[must_use]
pub const fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{61c}' | '\u{640}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// Adds a small letter without its accents.
fn put(letter: char, folded: &mut String) {
    match letter {
        _ if is_unseen(letter) || is_combining_mark(letter) => {}
        // Letters that Unicode does not take apart, and spellings that Arabic readers do not tell apart.
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'þ' => folded.push_str("th"),
        'ƀ' | 'ɓ' => folded.push('b'),
        'ƈ' | 'ȼ' => folded.push('c'),
        'đ' | 'ð' | 'ɖ' | 'ɗ' => folded.push('d'),
        'ə' | 'ɛ' | 'ǝ' | 'ɇ' => folded.push('e'),
        'ƒ' => folded.push('f'),
        'ǥ' | 'ɠ' | 'ɣ' => folded.push('g'),
        'ħ' => folded.push('h'),
        'ı' | 'ɨ' | 'ɩ' => folded.push('i'),
        'ɉ' => folded.push('j'),
        'ƙ' => folded.push('k'),
        'ł' | 'ƚ' => folded.push('l'),
        'ŋ' | 'ɲ' => folded.push('n'),
        'ø' | 'ɔ' | 'ɵ' => folded.push('o'),
        'ƥ' => folded.push('p'),
        'ŧ' | 'ƭ' | 'ʈ' => folded.push('t'),
        'ʉ' | 'ʊ' => folded.push('u'),
        'ʋ' => folded.push('v'),
        'ƴ' | 'ɏ' => folded.push('y'),
        'ƶ' | 'ȥ' => folded.push('z'),
        'ς' => folded.push('σ'),
        'ٱ' => folded.push('ا'),
        'ى' | 'ی' => folded.push('ي'),
        'ة' => folded.push('ه'),
        'ک' => folded.push('ك'),
        '٠'..='٩' => folded.extend(digit(letter, '٠')),
        '۰'..='۹' => folded.extend(digit(letter, '۰')),
        _ => match sign(letter) {
            Some(' ') if folded.ends_with(' ') => {}
            Some(sign) => folded.push(sign),
            None => folded.push(letter),
        },
    }
}

/// The digit as 0 to 9 that stands as far behind `zero`.
fn digit(letter: char, zero: char) -> Option<char> {
    char::from_digit(u32::from(letter) - u32::from(zero), 10)
}

/// How like two texts have to be for one to be meant by the other.
const LIKE: f64 = 0.5;
/// The longest text that others are compared with: comparing takes time by its length.
const LONGEST: usize = 100;

/// The name that was meant by a misspelt one, if one of these is near. Of several as near, one as long; or else
/// the first.
#[must_use]
pub fn nearest<N: AsRef<str>>(names: impl IntoIterator<Item = N>, misspelt: &str) -> Option<N> {
    if misspelt.len() > LONGEST {
        return None;
    }
    let misspelt = fold(misspelt);
    let likeness =
        |name: &N| strsim::normalized_damerau_levenshtein(&fold(name.as_ref()), &misspelt);
    let length = misspelt.chars().count();
    let names = names
        .into_iter()
        .filter(|name| name.as_ref().len() <= LONGEST);
    let mut nearest = None;
    let (mut most, mut least) = (LIKE, 0);
    for name in names {
        let likeness = likeness(&name);
        // Letters are put in another order more often than left out.
        let difference = name.as_ref().chars().count().abs_diff(length);
        let order = likeness.total_cmp(&most).then(least.cmp(&difference));
        if likeness > LIKE && order.is_gt() {
            (nearest, most, least) = (Some(name), likeness, difference);
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_do_not_tell_apart_is_one() {
        for (text, folded) in [
            ("Puebla", "puebla"),
            ("Migración", "migracion"),
            ("Федерация Ёж", "федерация еж"),
            ("عَرَبِيّ", "عربي"),
            ("الـهـجـرة إلى ٱلمغرب", "الهجره الي المغرب"),
            ("Kırıkkale İZMİR", "kirikkale izmir"),
            ("KIRIKKALE", "kirikkale"),
            (
                "Łódź Đà Øre Æon Œuvre Straße ẞ",
                "lodz da ore aeon oeuvre strasse ss",
            ),
            ("Côte d’Ivoire", "cote d'ivoire"),
            ("Cote d`Ivoire", "cote d'ivoire"),
            ("Cote d´Ivoire Oʻzbekiston", "cote d'ivoire o'zbekiston"),
            ("«Rabat» “x” ‹y›", "\"rabat\" \"x\" 'y'"),
            ("2016–2018 a—b −5", "2016-2018 a-b -5"),
            ("a\u{a0}b\u{2009}\u{3000}c  d", "a b c d"),
            ("mi\u{ad}gra\u{200b}tion\u{feff}", "migration"),
            ("ＦＵＬＬ ﬁne ٢٠١٦ ۲۰", "full fine 2016 20"),
            ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
            (
                "Ɓauchi Ɗan Ƙano Ɛʋe Ɔkwan Ŋgo Ƒo Ƴa",
                "bauchi dan kano eve okwan ngo fo ya",
            ),
            ("Oˊz Oˋz O՚z", "o'z o'z o'z"),
            ("", ""),
            ("\u{301}", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
            assert_eq!(
                fold(&fold(text)),
                fold(text),
                "folding again changes nothing"
            );
        }
        assert!(matches!(fold("plain text, 5+5"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_misspelt_name_has_a_nearest() {
        let names = ["RCM", "SACM", "Bali Process"];
        assert_eq!(nearest(names, "RMC"), Some("RCM"));
        assert_eq!(nearest(names, "bali proces"), Some("Bali Process"));
        assert_eq!(nearest(["HN", "HND", "HD"], "HDN"), Some("HND"));
        assert_eq!(nearest(names, "xyz"), None);
        assert_eq!(nearest(names, &"x".repeat(1_000)), None);
    }
}
