//! The contents of aggregates.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;
use entity::country;
use entity::tables::{NodeType, Tables};
use serde::Serialize;
use toml::Table;

use super::aggregate::Aggregate;
use super::build::{Builder, Others};
use super::fault::{Fault, Place};
use super::read::FromTable as _;
use super::record::{LISTED, Lists as _, Records};
use super::records::assessment::AssessmentRecords;
use super::records::framework::Frameworks;
use super::records::iscm::{Iscm, check_predecessors};
use super::records::meeting::GlobalMeetings;
use super::records::topic::Topics;
use super::rows::{Index, References, Rows, is_listed};
use super::shape::{ListShape, RecordShape};

/// The records of aggregates, each read but not yet held against the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents(BTreeMap<Aggregate, Content>);

/// What an aggregate looks like.
#[derive(Clone, Copy, Debug)]
pub struct AggregateShape {
    /// The record that it is itself, if it is one, or that it has once, with its key.
    pub top: Option<(Option<&'static str>, RecordShape)>,
    /// The lists of its other records.
    pub lists: &'static [ListShape],
    /// The aggregate, by the first part of its records' ids.
    of: fn(&str) -> Aggregate,
}

/// Writes what holds for the contents of each kind of aggregate.
macro_rules! contents {
    ($($kind:ident $pattern:pat => $records:ident, $of:expr;)*) => {
        /// The records of an aggregate.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        enum Content {
            $($kind(Box<$records>),)*
        }

        impl Content {
            fn read(aggregate: &Aggregate, table: Table, faults: &mut Vec<Fault>) -> Option<Self> {
                let place = Place::top(aggregate);
                match aggregate {
                    $($pattern => {
                        let records = $records::from_table(table, &place, faults);
                        records.map(|records| Self::$kind(Box::new(records)))
                    })*
                }
            }

            fn of(aggregate: &Aggregate, rows: &Rows<'_>) -> Option<Self> {
                match aggregate {
                    $($pattern => {
                        let records = <$records as Records>::of(aggregate, rows);
                        records.map(|records| Self::$kind(Box::new(records)))
                    })*
                }
            }

            fn build_lists(
                &self,
                tables: Range<usize>,
                top: &Place<'_>,
                builder: &mut Builder<'_>,
            ) {
                let owner = top.aggregate().owner();
                match self {
                    $(Self::$kind(records) => records.build_lists(tables, top, owner, builder),)*
                }
            }

            fn build_owned(&self, top: &Place<'_>, builder: &mut Builder<'_>) {
                match self {
                    $(Self::$kind(records) => records.build_owned(top, builder),)*
                }
            }
        }

        impl AggregateShape {
            /// What an aggregate looks like.
            #[must_use]
            pub const fn of(aggregate: &Aggregate) -> Self {
                match aggregate {
                    $($pattern => Self {
                        top: $records::TOP,
                        lists: $records::LISTS,
                        of: $of,
                    },)*
                }
            }
        }

        /// What aggregates of each kind look like.
        #[must_use]
        pub const fn shapes() -> &'static [AggregateShape] {
            &[$(AggregateShape {
                top: $records::TOP,
                lists: $records::LISTS,
                of: $of,
            },)*]
        }
    };
}

contents! {
    Topics Aggregate::Topics => Topics, |_| Aggregate::Topics;
    Iscm Aggregate::Iscm(_) => Iscm, |slug| Aggregate::Iscm(slug.to_owned());
    Frameworks Aggregate::Frameworks => Frameworks, |_| Aggregate::Frameworks;
    GlobalMeetings Aggregate::GlobalMeetings => GlobalMeetings, |_| Aggregate::GlobalMeetings;
    Assessment Aggregate::Assessment(_) => AssessmentRecords, |key| Aggregate::Assessment(key.to_owned());
}

/// What records of a type look like; nothing for countries, which are those of their standard.
#[must_use]
pub fn record_shape(kind: NodeType) -> Option<RecordShape> {
    shapes().iter().find_map(|shape| shape.record(kind))
}

/// The aggregate of a record, if its type and id tell. Not so of organizations and sources, whose rows do, and of
/// countries, which are in none.
#[must_use]
pub fn aggregate_of(kind: NodeType, id: &str) -> Option<Aggregate> {
    if is_listed(kind) {
        return None;
    }
    let shape = shapes().iter().find(|shape| shape.record(kind).is_some())?;
    Some((shape.of)(id.split('/').next().unwrap_or_default()))
}

impl AggregateShape {
    /// Whether there are several such aggregates, each with an id of its own.
    #[must_use]
    pub fn is_keyed(&self) -> bool {
        !(self.of)("key").owner().is_empty()
    }

    /// What its records of a type look like, if it has any.
    fn record(&self, kind: NodeType) -> Option<RecordShape> {
        fn among(lists: &'static [ListShape], kind: NodeType) -> Option<RecordShape> {
            lists.iter().find_map(|list| {
                let is_meant = list.record.kind == kind;
                let record = is_meant.then_some(list.record);
                record.or_else(|| among(list.record.lists, kind))
            })
        }
        let top = self.top.map(|(_, record)| record);
        let top = top.filter(|record| record.kind == kind);
        top.or_else(|| among(self.lists, kind))
    }
}

impl Contents {
    /// Reads the values of aggregates, or tells every fault that can be seen in each alone.
    pub fn read(tables: impl IntoIterator<Item = (Aggregate, Table)>) -> Result<Self, Vec<Fault>> {
        let (mut contents, mut faults) = (BTreeMap::new(), Vec::new());
        for (aggregate, table) in tables {
            if let Some(content) = Content::read(&aggregate, table, &mut faults) {
                contents.insert(aggregate, content);
            }
        }
        if faults.is_empty() {
            Ok(Self(contents))
        } else {
            Err(faults)
        }
    }

    /// The rows of the whole data set, or everything that is wrong when its aggregates are held against each
    /// other.
    pub fn build(&self, today: NaiveDate) -> Result<Tables, Vec<Fault>> {
        let mut builder = Builder::new(today, None);
        for code in crate::country::country_codes() {
            let id = code.to_owned();
            builder.tables.country.push(country::Model { id });
        }
        self.build_in(&mut builder);
        if builder.faults.is_empty() {
            Ok(builder.tables)
        } else {
            Err(builder.faults)
        }
    }

    /// The rows of aggregates beside others, with everything that is wrong in them.
    pub(super) fn build_beside(
        &self,
        others: &dyn Others,
        today: NaiveDate,
    ) -> (Tables, Vec<Fault>) {
        let mut builder = Builder::new(today, Some(others));
        self.build_in(&mut builder);
        (builder.tables, builder.faults)
    }

    fn build_in(&self, builder: &mut Builder<'_>) {
        for aggregate in self.0.keys() {
            if let Aggregate::Iscm(slug) = aggregate {
                builder.add(NodeType::Iscm, slug);
            }
        }
        for (aggregate, content) in &self.0 {
            content.build_lists(LISTED, &Place::top(aggregate), builder);
        }
        for (aggregate, content) in &self.0 {
            content.build_owned(&Place::top(aggregate), builder);
        }
        check_predecessors(builder);
    }

    /// The records that the rows of a whole data set were made from, in the rows' order; `None` where one is
    /// missing that every data set has.
    #[must_use]
    pub fn of(tables: &Tables) -> Option<Self> {
        let iscms = tables
            .iscm
            .iter()
            .map(|row| Aggregate::Iscm(row.id.clone()));
        let assessments = tables.assessment.iter();
        let assessments = assessments.map(|row| Aggregate::Assessment(row.id.clone()));
        let others = [
            Aggregate::Topics,
            Aggregate::Frameworks,
            Aggregate::GlobalMeetings,
        ];
        Self::among(
            tables,
            others.into_iter().chain(iscms).chain(assessments),
            References::Names,
        )
    }

    /// The records of aggregates that rows are made from; they refer to each other in a way.
    pub(super) fn among(
        tables: &Tables,
        aggregates: impl IntoIterator<Item = Aggregate>,
        references: References,
    ) -> Option<Self> {
        let index = Index::new(tables);
        let contents = aggregates.into_iter().map(|aggregate| {
            let name = aggregate.to_string();
            let content = Content::of(&aggregate, &Rows::new(&index, &name, references))?;
            Some((aggregate, content))
        });
        contents.collect::<Option<_>>().map(Self)
    }

    /// Each aggregate as a text of TOML, its keys in the order in which they are stated.
    pub fn texts(&self) -> impl Iterator<Item = Result<(&Aggregate, String), toml::ser::Error>> {
        let contents = self.0.iter();
        contents.map(|(aggregate, content)| Ok((aggregate, toml::to_string(content)?)))
    }
}
