//! Fields: what each is, how it is taken from a row, and what it is good for.

use std::borrow::Cow;

use chrono::Datelike;
use entity::iscm;
use entity::tables::NodeType;
use entity::values::Language;

use super::argument::Argument;
use super::coverage::Covered;
use super::list::ListField;
use super::natural::Natural;
use super::out::Told;
use super::relation::{Relation, Target};
use super::value::{Get, GetName, GetText, GetTexts, Value, Vocabulary};
use crate::graph::{Reads, Scope};
use crate::money::Money;
use crate::work::POINT;

/// A field of an object.
pub struct Field {
    /// Its name in the schema.
    pub name: &'static str,
    /// What it is, as the schema describes it wherever it is asked for or asked by.
    pub doc: Cow<'static, str>,
    /// Whether it may be null: not known, or not there.
    pub nullable: bool,
    /// What its values are, and how they are taken.
    pub kind: Kind,
    /// Of a name: other names of the row, by which conditions on it find the row, too.
    pub other_names: Option<GetTexts>,
    /// The arguments that are its own.
    pub arguments: Vec<Argument>,
    /// What it costs each time it is answered, on top of what it holds, in points.
    pub cost: Option<u32>,
    /// What it goes through to be answered.
    pub scan: Scan,
    /// What its values depend on that a function tells: of a list with arguments of its own, where one of
    /// them is given.
    pub told_of: Reads,
    /// How long a list is at most that a function tells.
    pub at_most: usize,
    /// Of a list inside lists that a function gives, how many items it has in all of them together at most.
    pub in_all: Option<usize>,
    /// Whether it tells what its record holds, which was found in the record's sources: not so an id, what the data
    /// set tells of the record, and other records that refer to it.
    pub is_fact: bool,
    /// What it is good for.
    pub uses: Uses,
}

/// How long a list is at most of which nobody has said more.
pub(super) const SHORT: usize = 5;
/// How many sources a fact cites at most.
pub const CITATIONS: usize = 10;

/// What a field goes through to be answered, beside what it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scan {
    /// Nothing.
    #[default]
    Nothing,
    /// The rows of the group that it is of.
    Rows,
    /// The rows of the list that it is of, to group them.
    Groups,
    /// All ISCMs, each with its members and themes.
    Iscms,
    /// All that search knows.
    Documents,
    /// The log: so many steps at most for each change in it.
    Log(usize),
    /// What it takes to make a version that was.
    Past,
}

/// What a field is good for.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
pub struct Uses {
    /// It can be asked for.
    pub answered: bool,
    /// Rows can be asked by it: in conditions, orders and groups.
    pub asked: bool,
    /// Rows are worth counting by its values.
    pub facet: bool,
    /// It is a text of sentences, or an address: nothing to order rows by.
    pub prose: bool,
    /// It is what people read as the row's name.
    pub label: bool,
    /// It is the year in which the row's life began, which goes on.
    pub is_founding: bool,
    /// Search finds rows by it.
    pub searched: Option<SearchedAs>,
    /// The name of the field that search says it found it in, if not this one's.
    pub found_in: Option<&'static str>,
    /// The facet of ISCMs that its records are, if they are one.
    pub covered: Option<Covered>,
}

/// What a text is to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchedAs {
    /// A name or a title.
    Name,
    /// A name or a code beside those that rows are known by first.
    OtherName,
    /// Another text.
    Text,
}

/// What a field's values are, and how they are taken.
pub enum Kind {
    /// The id of the record's node.
    Id(GetText, NodeType),
    /// A key that rows are looked up by.
    Key(GetText, &'static Natural),
    /// A text.
    Text(GetText),
    /// A name that differs by language.
    Name(GetName),
    /// Several texts.
    Texts(GetTexts),
    /// A whole number.
    Int(Get<Option<i32>>),
    /// A year.
    Year(Get<Option<i32>>),
    /// A number of what another field names.
    Float(Get<Option<f64>>, &'static str),
    /// An amount of the currency that another field names.
    Money(Get<Option<Money>>, &'static str),
    /// A date.
    Date(Get<Option<chrono::NaiveDate>>),
    /// True or false.
    Flag(Get<bool>),
    /// A word of a vocabulary, by its place in it.
    Word(Get<Option<usize>>, Vocabulary),
    /// Several words of a vocabulary.
    Words(Get<Vec<usize>>, Vocabulary),
    /// A row of another table.
    One(Relation, Target),
    /// Rows of another table.
    Many(ListField),
    /// What a function tells.
    Told(Told),
}

impl Field {
    /// The value of a row, where there is one at most. Of a relation: the row, or how many there are.
    #[must_use]
    pub fn value<'v>(&self, scope: &'v Scope, place: u32, language: Language) -> Value<'v> {
        let count = |count: usize| {
            if count == 0 {
                Value::Unknown
            } else {
                Value::Count(count)
            }
        };
        match &self.kind {
            Kind::Id(get, _) | Kind::Key(get, _) | Kind::Text(get) => {
                get(scope, place).map_or(Value::Unknown, Value::Text)
            }
            Kind::Name(get) => Value::Text(get(scope, place, language)),
            Kind::Int(get) | Kind::Year(get) => {
                get(scope, place).map_or(Value::Unknown, Value::Int)
            }
            Kind::Float(get, _) => get(scope, place).map_or(Value::Unknown, Value::Float),
            Kind::Money(get, _) => get(scope, place).map_or(Value::Unknown, Value::Money),
            Kind::Date(get) => get(scope, place).map_or(Value::Unknown, Value::Date),
            Kind::Flag(get) => Value::Flag(get(scope, place)),
            Kind::Word(get, _) => get(scope, place).map_or(Value::Unknown, Value::Word),
            Kind::One(relation, _) => relation
                .one(scope, place)
                .map_or(Value::Unknown, Value::Row),
            Kind::Texts(get) => count(get(scope, place).len()),
            Kind::Words(get, _) => count(get(scope, place).len()),
            Kind::Many(list) => count(list.relation.many(scope, place).len()),
            Kind::Told(_) => Value::Unknown,
        }
    }

    /// The year of a row, if the field tells one.
    #[must_use]
    pub fn year(&self, scope: &Scope, place: u32) -> Option<i32> {
        match &self.kind {
            Kind::Year(get) => get(scope, place),
            Kind::Date(get) => get(scope, place).map(|date| date.year()),
            _ => None,
        }
    }

    /// What it costs each time it is answered, on top of what it holds, in units of work.
    #[must_use]
    pub fn units(&self, scope: &Scope) -> u64 {
        /// What is looked at of an ISCM.
        const PARTS: usize = 20;
        let scanned = match self.scan {
            Scan::Iscms => scope.all::<iscm::Entity>().len() * PARTS,
            Scan::Log(each) => scope.snapshot.log().len().saturating_mul(each),
            Scan::Nothing | Scan::Rows | Scan::Groups | Scan::Documents | Scan::Past => 0,
        };
        u64::from(self.cost.unwrap_or_default()) * POINT + scanned as u64
    }

    /// Whether its function counts by itself what it does of that, which may be little.
    #[must_use]
    pub const fn counts_by_itself(&self) -> bool {
        matches!(self.scan, Scan::Log(_) | Scan::Past)
    }

    /// Whether it is called with arguments: whether it is a list of rows, or a function.
    #[must_use]
    pub const fn is_called(&self) -> bool {
        matches!(self.kind, Kind::Many(_) | Kind::Told(_))
    }

    /// What its values depend on, besides the row.
    #[must_use]
    pub fn reads(&self) -> Reads {
        match &self.kind {
            Kind::One(relation, target) => relation.reads(self.told_of).and(target.reads()),
            Kind::Many(list) => list.relation.reads(self.told_of).and(list.target.reads()),
            _ => self.told_of,
        }
    }

    /// The type that it leads to, if it is a relation.
    #[must_use]
    pub const fn target(&self) -> Option<Target> {
        match &self.kind {
            Kind::One(_, target) => Some(*target),
            Kind::Many(list) => Some(list.target),
            _ => None,
        }
    }

    /// Whether it has one value at most, which rows can be ordered by.
    #[must_use]
    pub const fn is_single(&self) -> bool {
        let is_several = matches!(
            self.kind,
            Kind::Texts(_) | Kind::Words(..) | Kind::One(..) | Kind::Many(..) | Kind::Told(_)
        );
        !is_several && !self.uses.prose
    }

    /// Its type in the schema, as it is answered, e.g. `[Topic!]!`.
    #[must_use]
    pub fn ty(&self) -> String {
        let bang = if self.nullable { "" } else { "!" };
        let name = match &self.kind {
            Kind::Id(..) => "ID",
            Kind::Key(..) | Kind::Text(_) | Kind::Name(_) => "String",
            Kind::Texts(_) => return "[String!]!".to_owned(),
            Kind::Int(_) | Kind::Year(_) => "Int",
            Kind::Float(..) => "Float",
            Kind::Money(..) => "Decimal",
            Kind::Date(_) => "Date",
            Kind::Flag(_) => "Boolean",
            Kind::Word(_, vocabulary) => vocabulary.name,
            Kind::Words(_, vocabulary) => return format!("[{}!]!", vocabulary.name),
            Kind::One(_, target) => target.of().name.as_ref(),
            Kind::Many(list) => return list.ty(),
            Kind::Told(told) => return told.ty.clone(),
        };
        format!("{name}{bang}")
    }
}
