//! What is searched of each type of record: its names, its texts, words of its vocabularies, its years.

use chrono::NaiveDate;
use entity::tables::{NodeType, Tables};
use entity::values::{Language, Names, Texts};
use sea_orm::Iterable;
use serde::Serialize;
use serde_json::Value;

use crate::country::country;

/// A text of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Text<'r> {
    /// The name of the field that holds it.
    pub(super) field: &'static str,
    /// Its language, if it is known.
    pub(super) language: Option<Language>,
    pub(super) text: &'r str,
}

/// What a record says.
#[derive(Debug, Default)]
pub(super) struct Document<'r> {
    /// Its names and titles.
    pub(super) names: Vec<Text<'r>>,
    /// Its other texts.
    pub(super) texts: Vec<Text<'r>>,
    /// Its type and its values in vocabularies, as words.
    pub(super) words: Vec<String>,
    /// The first and the last year it is of; one is `None` where it is open, both where it has none.
    pub(super) years: (Option<i32>, Option<i32>),
}

/// Lists the types: table, type, and the columns that hold names, texts, words and years. A column
/// that the API calls otherwise says how. Two years are the first and the last.
///
/// ```text
/// structure Structure names [name] texts [summary] words [kind] years [established];
/// =>  NodeType::Structure => Document { names: the texts of name, texts: the texts of summary, … }
/// ```
macro_rules! documents {
    ($($table:ident $Type:ident
        names [$($name:ident $(as $name_shown:literal)?),*]
        texts [$($text:ident),*]
        words [$($word:ident),*]
        years [$($year:ident),*];)*) => {
        /// What the record at a place of its table says.
        pub(super) fn document(tables: &Tables, kind: NodeType, place: usize) -> Document<'_> {
            let mut document = Document::default();
            document.words.push(kind.name().to_owned());
            match kind {
                $(NodeType::$Type => {
                    let row = &tables.$table[place];
                    $(row.$name.say(field(stringify!($name), None$(.or(Some($name_shown)))?), &mut document.names);)*
                    $(row.$text.say(field(stringify!($text), None), &mut document.texts);)*
                    $(add_words(&row.$word, &mut document.words);)*
                    document.years = span(&[$(row.$year.year()),*]);
                    let _ = row;
                })*
            }
            complete(document, key(tables, kind, place), kind)
        }

        /// The key of the record at a place of its table.
        pub(super) fn key(tables: &Tables, kind: NodeType, place: usize) -> &str {
            match kind { $(NodeType::$Type => &tables.$table[place].id,)* }
        }

        /// How many records of a type there are.
        pub(super) fn count(tables: &Tables, kind: NodeType) -> usize {
            match kind { $(NodeType::$Type => tables.$table.len(),)* }
        }
    };
}

documents! {
    country Country names [] texts [] words [] years [];
    topic Topic names [label] texts [] words [] years [];
    organization Organization names [id as "acronym", name] texts [] words [kind] years [];
    source Source names [title] texts [publisher] words [kind] years [year];
    iscm Iscm names [acronym, names, aliases] texts [summary, region] words [kind, status] years [established];
    theme Theme names [title] texts [] words [] years [from_year, to_year];
    membership Membership names [] texts [] words [role] years [from_year, to_year];
    chairmanship Chairmanship names [] texts [] words [] years [from_year, to_year];
    structure Structure names [name] texts [summary] words [kind] years [established];
    funding Funding names [] texts [summary] words [kind] years [year];
    fund Fund names [name] texts [summary, purpose, beneficiaries] words [] years [established];
    fund_figure FundFigure names [label] texts [unit] words [] years [from_year, to_year];
    event Event names [name] texts [theme, city] words [kind] years [year];
    instrument Instrument names [title] texts [summary] words [kind] years [year];
    contribution Contribution names [] texts [summary] words [level] years [];
    partnership Partnership names [] texts [summary] words [category, modalities] years [];
    added_value AddedValue names [] texts [summary] words [values] years [];
    uptake Uptake names [] texts [summary] words [] years [year];
    activity Activity names [] texts [summary] words [kind] years [year];
    commitment Commitment names [title] texts [summary] words [status] years [year];
    commitment_input CommitmentInput names [] texts [summary] words [] years [received];
    framework Framework names [name] texts [summary] words [] years [adopted];
    objective Objective names [code, title] texts [] words [] years [];
    meeting_series MeetingSeries names [acronym, name, former_name] texts [aims, participants, frequency] words [] years [since];
    global_meeting GlobalMeeting names [name] texts [theme, summary, outcomes, participants, city] words [] years [year];
    related_event RelatedEvent names [name] texts [summary, participants, city] words [] years [year];
    assessment Assessment names [title] texts [summary, purpose, methods] words [] years [year];
    assessment_respondent AssessmentRespondent names [] texts [] words [kind] years [];
    assessment_section AssessmentSection names [title] texts [covers] words [] years [];
    assessment_question AssessmentQuestion names [] texts [text] words [audience, basis] years [];
    finding Finding names [] texts [summary] words [] years [];
    recommendation Recommendation names [] texts [summary] words [] years [];
    earlier_review EarlierReview names [title] texts [summary, series] words [] years [year];
}

/// Adds what is not in the columns of one type: the names of countries, which no row holds, the
/// language of texts, which are English unless they say otherwise, and years as words.
fn complete<'r>(mut document: Document<'r>, key: &str, kind: NodeType) -> Document<'r> {
    if let (NodeType::Country, Some(info)) = (kind, country(key)) {
        document.names = Language::iter()
            .map(|language| Text {
                field: "name",
                language: Some(language),
                text: info.name(language),
            })
            .collect();
        // Many languages share a name; it is shown once.
        let mut seen = Vec::new();
        document.names.retain(|name| {
            let is_new = !seen.contains(&name.text);
            seen.push(name.text);
            is_new
        });
    }
    for text in &mut document.texts {
        text.language = text.language.or(Some(Language::En));
    }
    let (from, to) = document.years;
    let years = [from, to.filter(|to| from != Some(*to))];
    document
        .words
        .extend(years.iter().flatten().map(i32::to_string));
    document
}

/// The name of a column's field in the API.
fn field(column: &'static str, shown: Option<&'static str>) -> &'static str {
    shown.unwrap_or(match column {
        "former_name" => "formerName",
        column => column,
    })
}

/// First and last year.
fn span(years: &[Option<i32>]) -> (Option<i32>, Option<i32>) {
    match years {
        [] => (None, None),
        [one] => (*one, *one),
        [first, .., last] => (*first, *last),
    }
}

/// What holds texts.
trait Says {
    /// Adds its texts.
    fn say<'r>(&'r self, field: &'static str, texts: &mut Vec<Text<'r>>);
}

impl Says for String {
    fn say<'r>(&'r self, field: &'static str, texts: &mut Vec<Text<'r>>) {
        texts.push(Text {
            field,
            language: None,
            text: self,
        });
    }
}

impl Says for Option<String> {
    fn say<'r>(&'r self, field: &'static str, texts: &mut Vec<Text<'r>>) {
        if let Some(text) = self {
            text.say(field, texts);
        }
    }
}

impl Says for Texts {
    fn say<'r>(&'r self, field: &'static str, texts: &mut Vec<Text<'r>>) {
        for text in &self.0 {
            text.say(field, texts);
        }
    }
}

impl Says for Names {
    fn say<'r>(&'r self, field: &'static str, texts: &mut Vec<Text<'r>>) {
        let names = self.0.iter();
        texts.extend(names.map(|(language, text)| Text {
            field,
            language: Some(*language),
            text,
        }));
    }
}

/// What holds a year.
trait Dated {
    /// The year.
    fn year(&self) -> Option<i32>;
}

impl Dated for i32 {
    fn year(&self) -> Option<i32> {
        Some(*self)
    }
}

impl Dated for Option<i32> {
    fn year(&self) -> Option<i32> {
        *self
    }
}

impl Dated for Option<NaiveDate> {
    fn year(&self) -> Option<i32> {
        self.as_ref().map(chrono::Datelike::year)
    }
}

/// Adds the values of vocabularies that a column holds: one, perhaps one, or a list.
fn add_words(column: &impl Serialize, words: &mut Vec<String>) {
    match serde_json::to_value(column) {
        Ok(Value::String(word)) => words.push(word),
        Ok(Value::Array(list)) => {
            words.extend(list.iter().filter_map(Value::as_str).map(str::to_owned));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_a_point_a_span_or_none() {
        assert_eq!(span(&[]), (None, None));
        assert_eq!(span(&[Some(2016)]), (Some(2016), Some(2016)));
        assert_eq!(span(&[Some(2016), None]), (Some(2016), None));
    }

    #[test]
    fn a_country_has_each_of_its_names_once() {
        let tables = Tables {
            country: vec![entity::country::Model { id: "MX".into() }],
            ..Tables::default()
        };
        let document = document(&tables, NodeType::Country, 0);
        let names: Vec<_> = document.names.iter().map(|name| name.text).collect();
        assert_eq!(names.iter().filter(|name| **name == "México").count(), 1);
        assert!(
            names.contains(&"Mexico") && names.contains(&"Мексика"),
            "{names:?}"
        );
    }
}
