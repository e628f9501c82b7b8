//! What holds for every table of the graph, written over the list of them.
//!
//! A **record** is what has an id and a type of its own (an ISCM, a theme, a source). A **part** is a
//! row that belongs to one record and has no id (a theme's topic, a record's citation). The log's
//! tables (`dataset`, `changeset`, `change`) are not of the graph and not listed.

use std::future::Future;

use sea_orm::entity::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::vocabulary::vocabulary;

/// What every table of the graph has in common. Implemented by `tables!` alone.
pub trait Table:
    EntityTrait<
        Model: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
        ActiveModel: Send,
        Column: Send + Sync,
    >
{
    /// The table's place in the list.
    const INDEX: usize;
    /// The type of its rows if they are records; `None` if they are parts of records.
    const RECORD: Option<NodeType>;
    /// The column with the id of the record that a part belongs to; `None` for records.
    const OWNER: Option<&'static str>;
    /// What rows are ordered by; ties by key.
    const ORDER: &'static [Self::Column];

    /// The record that a row is, or is part of.
    fn subject(row: &Self::Model) -> (NodeType, &str);
    /// A part's place in its list; 0 for a record. With the subject, the row's key.
    fn position(row: &Self::Model) -> i32;
    /// The row as SeaORM writes it.
    fn active(row: Self::Model) -> Self::ActiveModel;
    /// The table's rows.
    fn rows(tables: &Tables) -> &Vec<Self::Model>;
    /// The table's rows, to change.
    fn rows_mut(tables: &mut Tables) -> &mut Vec<Self::Model>;
}

/// A table of records.
pub trait Record: Table {
    /// The records' type.
    const TYPE: NodeType;

    /// A record's id: its natural key, unique in its table.
    fn id(row: &Self::Model) -> &str {
        Self::subject(row).1
    }
}

/// A table of facts of ISCMs that hold for a time.
pub trait Dated: Record + Related<crate::iscm::Entity> {
    /// Whether they are terms of an office, in which one follows another.
    const IS_OFFICE: bool = false;
    /// Whether a row without a last year goes on.
    const GOES_ON: bool = !Self::IS_OFFICE;

    /// The first and the last year that a row holds in; a year that is not known, and an end that is
    /// still to come, are nothing.
    fn years(row: &Self::Model) -> (Option<i32>, Option<i32>);

    /// Whether a row is of a kind that holds for a time at all.
    fn is_dated(_row: &Self::Model) -> bool {
        true
    }

    /// A year before which a row without a first year does not hold, beside that of its ISCM's founding.
    fn not_before(_row: &Self::Model) -> Option<i32> {
        None
    }

    /// Whether it ended, be it in a year that is not known.
    fn is_over(_row: &Self::Model) -> bool {
        false
    }

    /// The place of a term in the succession, if a source tells it.
    fn order(_row: &Self::Model) -> Option<i32> {
        None
    }

    /// Whether the office is held together with others.
    fn is_shared(_row: &Self::Model) -> bool {
        false
    }
}

/// Does one thing to each table.
pub trait Visitor {
    /// Does it to the table of `E`.
    fn visit<E: Table>(&mut self);
}

/// Does one thing to each table, with I/O.
pub trait AsyncVisitor {
    /// Does it to the table of `E`.
    fn visit<E: Table>(&mut self) -> impl Future<Output = Result<(), DbErr>> + Send;
}

/// Writes what holds for all tables over the list of them, which stands in `lib.rs`.
macro_rules! tables {
    (
        records { $($(#[doc = $doc:expr])* $record:ident $Type:ident [$($order:ident),*];)* }
        parts { $($part:ident of $Owner:ident by $owner:ident;)* }
    ) => {
        vocabulary! {
            /// The types of nodes.
            NodeType as "snake_case" {
                $($(#[doc = $doc])* $Type,)*
            }
        }

        impl NodeType {
            /// The type in ids and in the database, e.g. `added_value`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Type => stringify!($record),)* }
            }
        }

        /// The rows of all tables.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Tables {
            $(#[doc = concat!("Rows of `", stringify!($record), "`.")]
            pub $record: Vec<crate::$record::Model>,)*
            $(#[doc = concat!("Rows of `", stringify!($part), "`.")]
            pub $part: Vec<crate::$part::Model>,)*
            /// Rows of `citation`.
            pub citation: Vec<crate::citation::Model>,
        }

        #[allow(non_camel_case_types, reason = "only the order of the tables is taken from it")]
        enum Index { $($record,)* $($part,)* citation }

        $(impl_table!($record, Some(NodeType::$Type), None, [$($order),*], |row| (NodeType::$Type, &row.id), |_row| 0);
        impl Record for crate::$record::Entity {
            const TYPE: NodeType = NodeType::$Type;
        })*
        $(impl_table!($part, None, Some(stringify!($owner)), [Position], |row| (NodeType::$Owner, &row.$owner), |row| row.position);)*
        impl_table!(citation, None, Some("subject_id"), [Position, SubjectType], |row| (row.subject_type, &row.subject_id), |row| row.position);

        /// How many tables there are.
        pub const COUNT: usize = Index::citation as usize + 1;

        /// Visits every table, referenced ones first.
        pub fn each(visitor: &mut impl Visitor) {
            $(visitor.visit::<crate::$record::Entity>();)*
            $(visitor.visit::<crate::$part::Entity>();)*
            visitor.visit::<crate::citation::Entity>();
        }

        /// Visits every table with I/O, referenced ones first; stops at the first error.
        pub async fn each_async(visitor: &mut impl AsyncVisitor) -> Result<(), DbErr> {
            $(visitor.visit::<crate::$record::Entity>().await?;)*
            $(visitor.visit::<crate::$part::Entity>().await?;)*
            visitor.visit::<crate::citation::Entity>().await
        }

        /// Visits every table with I/O, records after their parts and parts in the order of the
        /// list: what refers to others comes before them.
        pub async fn each_async_back(visitor: &mut impl AsyncVisitor) -> Result<(), DbErr> {
            back!(visitor, [citation $($part)* ] [$($record)*]);
            Ok(())
        }
    };
}

/// Visits parts in their order, then records in the opposite of theirs.
macro_rules! back {
    ($visitor:ident, [$($part:ident)*] [$($record:ident)*]) => {
        $($visitor.visit::<crate::$part::Entity>().await?;)*
        back!(@records $visitor, $($record)*);
    };
    (@records $visitor:ident, $first:ident $($rest:ident)*) => {
        back!(@records $visitor, $($rest)*);
        $visitor.visit::<crate::$first::Entity>().await?;
    };
    (@records $visitor:ident,) => {};
}

/// One table's [`Table`]: its module, its records' type, a part's owner, its order, a row's subject and a row's
/// position.
macro_rules! impl_table {
    ($table:ident, $type:expr, $owner:expr, [$($order:ident),*], |$s:ident| $subject:expr, |$p:ident| $position:expr) => {
        impl Table for crate::$table::Entity {
            const INDEX: usize = Index::$table as usize;
            const RECORD: Option<NodeType> = $type;
            const OWNER: Option<&'static str> = $owner;
            const ORDER: &'static [Self::Column] = &[$(crate::$table::Column::$order),*];

            fn subject($s: &Self::Model) -> (NodeType, &str) {
                $subject
            }
            fn position($p: &Self::Model) -> i32 {
                $position
            }
            fn active(row: Self::Model) -> Self::ActiveModel {
                row.into()
            }
            fn rows(tables: &Tables) -> &Vec<Self::Model> {
                &tables.$table
            }
            fn rows_mut(tables: &mut Tables) -> &mut Vec<Self::Model> {
                &mut tables.$table
            }
        }
    };
}

list_of_tables!(tables);
