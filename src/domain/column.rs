//! The values of records, each with its way into the tables and back.

use entity::enums::Vocabulary;
use entity::organization;
use entity::tables::NodeType;
use entity::values::{Names, Texts};

use super::build::Here;
use super::keys::{key_in, key_of};
use super::rows::Rows;
use super::shape::Taken;
use super::value::{Citation, Count, Day, Flag, NonEmpty, Number, Word, Year, texts};
use crate::country::country;

/// A value that is one column of its record's row, or an element of a list that has a row of its own.
pub(super) trait Column {
    /// The column; of an element, its columns.
    type Stored;

    /// What is stored of the value at a key; what is wrong with it is told.
    fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> Self::Stored;

    /// The value that was stored.
    fn value(stored: &Self::Stored, rows: &Rows<'_>) -> Self;

    /// Whether the row of an element is of this list, where a table has the rows of several.
    fn is_of_list(_stored: &Self::Stored) -> bool {
        true
    }
}

/// Values that are stored as they are, but for their type.
macro_rules! as_they_are {
    ($($name:ty, $stored:ty: |$value:ident| $to:expr, |$column:ident| $from:expr;)*) => {$(
        impl Column for $name {
            type Stored = $stored;

            fn stored(&self, _key: &str, _here: &mut Here<'_, '_>) -> $stored {
                let $value = self;
                $to
            }

            fn value($column: &$stored, _rows: &Rows<'_>) -> Self {
                $from
            }
        }
    )*};
}
pub(super) use as_they_are;

as_they_are! {
    String, Self: |text| text.clone(), |text| text.clone();
    Names, Self: |names| names.clone(), |names| names.clone();
    Flag, bool: |flag| flag.0, |is_so| Self(*is_so);
    Year, i32: |year| year.0, |year| Self(*year);
    Count, i32: |count| count.0, |count| Self(*count);
    Day, chrono::NaiveDate: |day| day.0, |date| Self(*date);
    u16, i32: |number| i32::from(*number), |number| Self::try_from(*number).unwrap_or(Self::MAX);
    Number, f64: |number| number.value(), |number| Self::from_text(&number.to_string());
    Vec<String>, Texts: |list| Texts(list.clone()), |list| list.0.clone();
    NonEmpty<String>, Texts: |list| Texts(list.0.clone()), |list| Self(list.0.clone());
}

impl<T: Vocabulary> Column for Word<T> {
    type Stored = T;

    fn stored(&self, _key: &str, _here: &mut Here<'_, '_>) -> T {
        self.0
    }

    fn value(word: &T, _rows: &Rows<'_>) -> Self {
        Self(*word)
    }
}

impl<T: Column> Column for Option<T> {
    type Stored = Option<T::Stored>;

    fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> Self::Stored {
        self.as_ref().map(|value| value.stored(key, here))
    }

    fn value(stored: &Self::Stored, rows: &Rows<'_>) -> Self {
        stored.as_ref().map(|stored| T::value(stored, rows))
    }
}

/// The types of parties.
pub(super) const PARTIES: &[NodeType] = &[NodeType::Country, NodeType::Organization];

texts! {
    /// A country's ISO 3166-1 alpha-2 code.
    CountryCode: Taken::Reference(&[NodeType::Country]);
    /// The acronym of an organization.
    Acronym: Taken::Reference(&[NodeType::Organization]);
    /// The slug of a topic.
    Topic: Taken::Reference(&[NodeType::Topic]);
    /// A country's alpha-2 code or an organization's acronym. A code that is both says which:
    /// `country:AU`, `organization:AU`.
    PartyCode: Taken::Reference(PARTIES);
}

impl Column for CountryCode {
    type Stored = String;

    fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> String {
        let code = key_in(NodeType::Country, &self.0);
        if country(code).is_none() {
            let message = format!("{code:?} is no ISO 3166-1 alpha-2 code in capitals");
            here.fault(key, message);
        }
        code.to_owned()
    }

    fn value(code: &String, _rows: &Rows<'_>) -> Self {
        Self(code.clone())
    }
}

impl Column for Acronym {
    type Stored = String;

    fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> String {
        let acronym = key_in(NodeType::Organization, &self.0);
        if !here.builder.has(NodeType::Organization, acronym) {
            let message = format!("{acronym:?} is the acronym of no organization that is listed");
            here.fault(key, message);
        }
        acronym.to_owned()
    }

    fn value(acronym: &String, _rows: &Rows<'_>) -> Self {
        Self(acronym.clone())
    }
}

impl Column for Topic {
    type Stored = String;

    fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> String {
        let slug = key_in(NodeType::Topic, &self.0);
        if !here.builder.has(NodeType::Topic, slug) {
            here.fault(key, format!("{slug:?} is the slug of no topic"));
        }
        slug.to_owned()
    }

    fn value(slug: &String, _rows: &Rows<'_>) -> Self {
        Self(slug.clone())
    }
}

/// The ids of a country and of an organization, of which a party has one.
pub(super) type PartyIds = (Option<String>, Option<String>);

impl Column for PartyCode {
    type Stored = PartyIds;

    fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> PartyIds {
        let code = &*self.0;
        if let Some(code) = code.strip_prefix("country:") {
            return (Some(CountryCode(code.to_owned()).stored(key, here)), None);
        }
        if let Some(acronym) = code.strip_prefix("organization:") {
            return (None, Some(Acronym(acronym.to_owned()).stored(key, here)));
        }
        let is_organization = here.builder.has(NodeType::Organization, code);
        let message = match (country(code).is_some(), is_organization) {
            (true, false) => return (Some(code.to_owned()), None),
            (false, true) => return (None, Some(code.to_owned())),
            (true, true) => format!(
                "{code:?} is a country and an organization: write \"country:{code}\" or \
                 \"organization:{code}\""
            ),
            (false, false) => format!("{code:?} is no alpha-2 code and no organization's acronym"),
        };
        here.fault(key, message);
        (None, None)
    }

    fn value(party: &PartyIds, rows: &Rows<'_>) -> Self {
        let is_organization =
            |code: &str| rows.is_by_id() || rows.find::<organization::Entity>(code).is_some();
        Self(match party {
            (Some(code), _) if is_organization(code) => format!("country:{code}"),
            (_, Some(acronym)) if rows.is_by_id() || country(acronym).is_some() => {
                format!("organization:{acronym}")
            }
            (code, acronym) => code
                .as_ref()
                .or(acronym.as_ref())
                .cloned()
                .unwrap_or_default(),
        })
    }
}

/// Texts that name a record of the same owner, by its id or a column of it.
macro_rules! siblings {
    ($($name:ident of $table:ident by $column:ident: $wrong:literal;)*) => {$(
        impl $crate::domain::column::Column for $name {
            type Stored = String;

            fn stored(&self, key: &str, here: &mut $crate::domain::build::Here<'_, '_>) -> String {
                let kind = <entity::$table::Entity as entity::tables::Record>::TYPE;
                let id = here.sibling(kind, &self.0);
                if id.is_none() {
                    let message = format!(concat!("{:?} ", $wrong), self.0);
                    here.fault(key, message);
                }
                id.unwrap_or_default()
            }

            fn value(id: &String, rows: &$crate::domain::rows::Rows<'_>) -> Self {
                let kind = <entity::$table::Entity as entity::tables::Record>::TYPE;
                if rows.is_by_id() {
                    return Self(format!("{}:{id}", kind.name()));
                }
                let row = rows.find::<entity::$table::Entity>(id);
                Self(row.map_or_else(String::new, |row| row.$column.clone()))
            }
        }
    )*};
}
pub(super) use siblings;

/// A value that goes with its record's id: a key, or the citations.
pub(super) trait OfId {
    /// The key, if this is one and it is written.
    fn written(&self) -> Option<&str> {
        None
    }

    /// Makes the rows of the citations, if this is them.
    fn cite(&self, _here: &mut Here<'_, '_>) {}

    /// The value for a record with the id.
    fn value(kind: NodeType, id: &str, rows: &Rows<'_>) -> Self;

    /// Leaves a key out that follows from the rest of the record, if it need not be written.
    fn leave_out(&mut self, _key: &str) {}
}

/// A key that must be written.
pub(super) type Key = String;

impl OfId for Key {
    fn written(&self) -> Option<&str> {
        Some(self)
    }

    fn value(_kind: NodeType, id: &str, _rows: &Rows<'_>) -> Self {
        key_of(id).to_owned()
    }
}

/// A key that is written where another is meant than the one that follows from the record.
pub(super) type OptionalKey = Option<String>;

impl OfId for OptionalKey {
    fn written(&self) -> Option<&str> {
        self.as_deref()
    }

    fn value(_kind: NodeType, id: &str, _rows: &Rows<'_>) -> Self {
        Some(key_of(id).to_owned())
    }

    fn leave_out(&mut self, key: &str) {
        if self.as_deref() == Some(key) {
            *self = None;
        }
    }
}

/// The citations of a record.
pub(super) type Cite = NonEmpty<Citation>;

impl OfId for Cite {
    fn cite(&self, here: &mut Here<'_, '_>) {
        here.cite(&self.0);
    }

    fn value(kind: NodeType, id: &str, rows: &Rows<'_>) -> Self {
        rows.citations(kind, id).map(Citation).collect()
    }
}
