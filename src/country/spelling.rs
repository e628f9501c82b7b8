//! Names of countries as they are compared: in any spelling that means one country, and in none that means
//! another.

use crate::fold::fold;

/// Words that only join others.
const JOINING: [&str; 18] = [
    "the", "of", "and", "de", "del", "la", "el", "los", "las", "du", "des", "le", "les", "et",
    "do", "da", "dos", "das",
];

/// A word of a name.
struct Word<'n> {
    text: &'n str,
    /// What stands behind it.
    end: Option<char>,
}

impl Word<'_> {
    fn is_lone(&self) -> bool {
        let mut letters = self.text.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    }

    /// Whether it is `d'` or `l'` before a word.
    fn is_elided(&self, next: Option<&Self>) -> bool {
        self.end == Some('\'') && self.elides(next)
    }

    /// Whether it may be that, with a blank for the apostrophe.
    fn elides(&self, next: Option<&Self>) -> bool {
        let begins = |next: &Self| next.text.starts_with(['a', 'e', 'h', 'i', 'o', 'u', 'y']);
        matches!(self.text, "d" | "l") && next.is_some_and(begins)
    }
}

/// What a name of a country is compared by: its words in full and in any order, without those that only join
/// others; of a code, the code. A letter alone is a word that is cut short, and is kept: `S. Sudan` is not Sudan.
pub(super) fn key(name: &str) -> String {
    let folded = fold(name);
    let pieces = folded.split_inclusive(|letter: char| !letter.is_alphanumeric());
    let words: Vec<_> = pieces.filter_map(word).collect();
    if let [word] = &words[..] {
        return code(word.text);
    }
    let words = whole_words(&words);
    let mut said: Vec<&str> = words.iter().map(String::as_str).collect();
    said.retain(|word| !JOINING.contains(word));
    if said.len() > 1 {
        for word in &mut said {
            *word = full(word);
        }
        said.sort_unstable();
    }
    said.join(" ")
}

fn word(piece: &str) -> Option<Word<'_>> {
    let text = piece.trim_end_matches(|letter: char| !letter.is_alphanumeric());
    let end = piece[text.len()..].chars().next();
    (!text.is_empty()).then_some(Word { text, end })
}

/// A text of one word, which may be a code: numeric ones have three digits.
fn code(word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("{word:0>3}")
    } else {
        word.to_owned()
    }
}

/// The words, those of letters in a row as one (`U.S.`, `D R`), and without letters that only join others
/// (`d'`, `l'`, `'s`; in Arabic the "and" that some write apart).
fn whole_words(words: &[Word<'_>]) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let is_genitive = word.text == "s"
            && before.is_some_and(|before| {
                before.end == Some('\'') || matches!(before.text, "people" | "peoples")
            });
        if word.is_elided(words.get(at + 1)) || is_genitive {
            at += 1;
            continue;
        }
        if !word.is_lone() {
            whole.push(word.text.to_owned());
            at += 1;
            continue;
        }
        let row = (at..words.len()).map(|at| (&words[at], words.get(at + 1)));
        let row = row.take_while(|(word, next)| word.is_lone() && !word.is_elided(*next));
        let row: Vec<_> = row.map(|(word, _)| word).collect();
        at += row.len();
        match row[..] {
            [one] if joins(one, before, words.get(at)) => {}
            [one] => whole.push(direction(one.text).to_owned()),
            _ => whole.push(row.iter().map(|word| word.text).collect()),
        }
    }
    whole
}

/// Whether a letter only joins the words around it, and is none that was cut short.
fn joins(letter: &Word<'_>, before: Option<&Word<'_>>, next: Option<&Word<'_>>) -> bool {
    let is_between = before.is_some() && next.is_some() && letter.end == Some(' ');
    is_between && (letter.text == "و" || letter.elides(next))
}

/// The word that a letter stands for, if for a quarter of the sky.
fn direction(letter: &str) -> &str {
    match letter {
        "n" => "north",
        "s" => "south",
        "e" => "east",
        "w" => "west",
        letter => letter,
    }
}

/// A word in full, and one of a form of state in English.
fn full(word: &str) -> &str {
    /// What is a word still without its article.
    const SHORTEST: usize = 3;
    let bare = |word, before| {
        let rest = str::strip_prefix(word, before);
        rest.filter(|rest| rest.chars().count() >= SHORTEST)
    };
    // In Arabic "and" and the article are written as one with the word.
    let word = bare(word, "و").unwrap_or(word);
    let word = bare(word, "ال").unwrap_or(word);
    match word {
        "st" | "ste" => "saint",
        "northern" => "north",
        "southern" => "south",
        "eastern" => "east",
        "western" => "west",
        "eq" => "equatorial",
        "is" | "isl" | "isls" | "island" | "isle" | "isles" | "isla" | "islas" | "ilha"
        | "ilhas" | "ile" | "iles" | "остров" | "острова" | "جزر" | "جزيره" => {
            "islands"
        }
        "sts" | "estados" | "etats" | "штаты" | "ولايات" => "states",
        word => form(word).unwrap_or(word),
    }
}

/// A word of a form of state in English: `república` is a republic.
fn form(word: &str) -> Option<&'static str> {
    Some(match word {
        "republic" | "rep" | "republica" | "republique" | "республика" | "جمهوريه" => {
            "republic"
        }
        "kingdom" | "reino" | "royaume" | "королевство" | "مملكه" => "kingdom",
        "state" | "estado" | "etat" | "государство" | "دوله" => "state",
        "principality" | "principado" | "principaute" | "княжество" | "اماره" => {
            "principality"
        }
        "duchy" | "ducado" | "duche" | "герцогство" | "دوقيه" => "duchy",
        "grand" | "gran" | "grao" | "великое" | "كبري" => "grand",
        "sultanate" | "sultanato" | "sultania" | "sultanat" | "султанат" | "سلطنه" => {
            "sultanate"
        }
        "union" | "uniao" | "союз" | "اتحاد" => "union",
        "commonwealth" | "mancomunidad" | "comunidade" | "содружество" | "كومنولث" => {
            "commonwealth"
        }
        "people" | "peoples" | "popular" | "populaire" | "народная" | "شعبيه" => {
            "people"
        }
        "democratic"
        | "dem"
        | "democratica"
        | "democratico"
        | "democratique"
        | "демократическая"
        | "ديمقراطيه"
        | "ديموقراطيه" => "democratic",
        "socialist" | "socialista" | "socialiste" | "социалистическая" | "اشتراكيه" => {
            "socialist"
        }
        "federal"
        | "fed"
        | "federated"
        | "federation"
        | "federale"
        | "federativa"
        | "federative"
        | "federados"
        | "federes"
        | "федеративная"
        | "федеративные"
        | "федеральная"
        | "اتحاديه"
        | "فيدراليه" => "federal",
        "islamic" | "islamica" | "islamique" | "исламская" | "اسلاميه" => "islamic",
        "arab" | "arabe" | "арабская" | "عربيه" => "arab",
        "united"
        | "utd"
        | "unido"
        | "unida"
        | "unidos"
        | "uni"
        | "unie"
        | "unis"
        | "объединенная"
        | "соединенные"
        | "متحده" => "united",
        "independent"
        | "independiente"
        | "independant"
        | "independente"
        | "независимое"
        | "مستقله" => "independent",
        _ => return None,
    })
}

/// The form of state in an official name: its words that are in none of the names beside it, if all of them
/// tell a form.
pub(super) fn form_of_state<'n>(
    official: &str,
    names: impl Iterator<Item = &'n str>,
) -> Option<String> {
    let official = key(official);
    let names: Vec<_> = names.map(key).collect();
    let is_name = |word: &&str| {
        names
            .iter()
            .any(|name| name.split(' ').any(|of| of == *word))
    };
    let others: Vec<_> = official.split(' ').filter(|word| !is_name(word)).collect();
    let all_tell = !others.is_empty() && others.iter().all(|word| form(word) == Some(*word));
    all_tell.then(|| others.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_one_country_has_one_key() {
        for (one, other) in [
            ("U.S.A.", "usa"),
            ("U S A", "USA"),
            ("D. R. Congo", "DR Congo"),
            ("Rep.of Korea", "Korea, Republic of"),
            ("St.Lucia", "Saint Lucia"),
            ("S. Sudan", "South Sudan"),
            ("N Ireland", "Northern Ireland"),
            ("Cote d Ivoire", "Côte d’Ivoire"),
            ("Lao People s Dem. Rep.", "Lao Peoples' Democratic Republic"),
            ("Antigua Y Barbuda", "Barbuda y Antigua"),
            ("البوسنة و الهرسك", "البوسنة والهرسك"),
            ("República de Cuba", "Cuba (Republic of)"),
            ("4", "004"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
    }

    #[test]
    fn letters_that_were_cut_short_are_kept() {
        for (cut, other) in [
            ("A. Samoa", "Samoa"),
            ("République d du Congo", "République du Congo"),
            ("E. Guinea", "Guinea"),
            ("Guinea E", "Guinea"),
            ("D. Republic of the Congo", "Republic of the Congo"),
            ("Congo K", "Congo"),
            ("Republic of E Guinea", "Republic of Guinea"),
        ] {
            assert_ne!(key(cut), key(other), "{cut}");
        }
    }

    #[test]
    fn forms_of_state_are_told_from_official_names() {
        let form = |official, name| form_of_state(official, std::iter::once(name));
        assert_eq!(
            form("The Republic of Cuba", "Cuba").as_deref(),
            Some("republic")
        );
        let arab = form("The Arab Republic of Egypt", "Egypt");
        assert_eq!(arab.as_deref(), Some("arab republic"));
        assert_eq!(form("Canada", "Canada"), None);
        assert_eq!(form("The Hellenic Republic", "Greece"), None);
    }
}
