//! How a record is stated: its keys and, for each, where it stands in the tables. That it is read, how its
//! row is made, how it is written again, and what it looks like follow from that.
//!
//! ```text
//! /// `[[themes]]`.
//! Theme of theme(iscm_id = owner) by title {
//!     @key: OptionalKey,
//!     title: String => title,
//!     topics: NonEmpty<Topic> => [theme_topic: theme_id, topic_id],
//!     parent: Option<String> => (parent_id: parent_id, parent_title),
//!     from: Option<Year> => from_year,
//!     @cite: Cite;
//!     notes: [Note]
//! }
//! ```
//!
//! Such a record is a row of the table `theme`. It has no key for its column `iscm_id`: the record's
//! method `owner` gives it. Faults name the record by its title, from which its key follows; without
//! `by`, its [`Rules`](super::record::Rules) stand beside the statement. Then, a line each, the keys
//! with their types, in the order in which they are written:
//!
//! - `=> column`: the column, as the type is stored ([`Column`](super::column::Column));
//! - `=> [table: subject, columns]`: a list; each element is a row of a table of parts, which has the
//!   record's id in the column `subject` and the element in the others;
//! - `=> (column: to, from)`: the column that the record's method `to` makes, and that its function
//!   `from` makes the value of;
//! - `@` before the key: no column; it goes with the id of the row ([`OfId`](super::column::OfId)).
//!
//! After the `;` stand lists of records that belong to this one, as `[[themes.notes]]` would.

/// A struct with keys and lists that reads itself key by key, going on after a fault, and writes
/// itself with serde, leaving out what is blank.
macro_rules! keys {
    ($(#[doc = $doc:literal])+ $name:ident { $($key:ident: $type:ty),*; $([$($list:ident: $record:ident),+])? }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub(in crate::domain) struct $name {
            $(#[serde(skip_serializing_if = "crate::domain::read::is_blank")] $key: $type,)*
            $($(#[serde(skip_serializing_if = "Vec::is_empty")] $list: Vec<$record>,)+)?
        }

        impl $crate::domain::read::FromTable for $name {
            const KEYS: &'static [$crate::domain::shape::KeyShape] = &[
                $($crate::domain::shape::KeyShape::of::<$type>(stringify!($key)),)*
            ];

            fn from_table(
                table: toml::Table,
                place: &$crate::domain::fault::Place<'_>,
                faults: &mut Vec<$crate::domain::fault::Fault>,
            ) -> Option<Self> {
                let known = &[$(stringify!($key),)* $($(stringify!($list),)+)?];
                let mut fields = $crate::domain::read::Fields::new(table, place, faults, known);
                $(let $key = fields.take(stringify!($key));)*
                $($(let $list = fields.take_records(stringify!($list));)+)?
                Some(Self { $($key: $key?,)* $($($list: $list?,)+)? })
            }
        }

        impl $crate::domain::record::Lists for $name {
            $(const LISTS: &'static [$crate::domain::shape::ListShape] =
                &[$($crate::domain::shape::ListShape::of::<$record>(stringify!($list)),)+];

            fn build_lists(
                &self,
                tables: std::ops::Range<usize>,
                place: &$crate::domain::fault::Place<'_>,
                owner: &str,
                builder: &mut $crate::domain::build::Builder<'_>,
            ) {
                use $crate::domain::record::{List, Rules as _, table};

                for number in tables {
                    $(if number == table::<$record>() {
                        let list = List { name: stringify!($list), place, owner };
                        $record::build_all(&self.$list, &list, builder);
                    })+
                }
            })?
        }
    };
}
pub(super) use keys;

/// States records, as the head of this file tells.
macro_rules! records {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident of $table:ident($($given:ident = $method:ident),*) $(by $by:ident)? {
            $(
                $(@$own:ident: $own_type:ident)?
                $($key:ident: $type:ty
                    $(=> $column:ident)?
                    $(=> [$part:ident: $subject:ident, $($value:ident),+])?
                    $(=> ($made:ident: $to:ident, $from:ident))?
                )?
            ),*
            $(; $($list:ident: [$record:ident]),+)?
        }
    )*) => {$(
        $crate::domain::statement::keys! {
            $(#[doc = $doc])+
            $name { $($($own: $own_type)? $($key: $type)?),*; $([$($list: $record),+])? }
        }

        $(impl $crate::domain::record::Rules for $name {
            fn name(&self) -> String {
                self.$by.clone()
            }
        })?

        impl $crate::domain::record::Recorded for $name {
            type Entity = entity::$table::Entity;

            fn written(&self) -> Option<&str> {
                None$($(.or($crate::domain::column::OfId::written(&self.$own)))?)*
            }

            fn leave_out(&mut self, key: &str) {
                $($($crate::domain::column::OfId::leave_out(&mut self.$own, key);)?)*
            }

            fn row(&self, here: &mut $crate::domain::build::Here<'_, '_>) -> entity::$table::Model {
                use $crate::domain::column::Column as _;
                use $crate::domain::record::{Lists as _, Rules as _};

                $($($crate::domain::column::OfId::cite(&self.$own, here);)?)*
                self.check(here);
                $($($(let mut before = Vec::new();
                for element in &self.$key {
                    let position = here.next::<entity::$part::Entity>();
                    let faults = here.builder.faults.len();
                    let stored = element.stored(stringify!($key), here);
                    // One thing may be written in two ways.
                    if before.contains(&stored) && here.builder.faults.len() == faults {
                        here.fault(stringify!($key), $crate::domain::value::TWICE);
                    }
                    before.push(stored.clone());
                    #[allow(unused_parens, reason = "an element may have one column")]
                    let ($($value),+) = stored;
                    let $subject = here.id.clone();
                    let row = entity::$part::Model { $subject, position, $($value),+ };
                    here.builder.tables.$part.push(row);
                })?)?)*
                self.build_lists($crate::domain::record::OWNED, here.place, &here.id, here.builder);
                entity::$table::Model {
                    id: here.id.clone(),
                    $($given: self.$method(here),)*
                    $($(
                        $($column: self.$key.stored(stringify!($key), here),)?
                        $($made: self.$to(here),)?
                    )?)*
                }
            }

            fn record(row: &entity::$table::Model, rows: &$crate::domain::rows::Rows<'_>) -> Self {
                let kind = <Self::Entity as entity::tables::Record>::TYPE;
                Self {
                    $(
                        $($own: $crate::domain::column::OfId::value(kind, &row.id, rows),)?
                        $($key:
                            $($crate::domain::column::Column::value(&row.$column, rows))?
                            $(rows.parts::<entity::$part::Entity>(kind, &row.id)
                                .map(|part| ($(Clone::clone(&part.$value)),+))
                                .filter(<<$type as IntoIterator>::Item as $crate::domain::column::Column>::is_of_list)
                                .map(|part| $crate::domain::column::Column::value(&part, rows))
                                .collect())?
                            $(Self::$from(row, rows))?,
                        )?
                    )*
                    $($($list: <$record as $crate::domain::record::Recorded>::of(&row.id, rows),)+)?
                }
            }
        }
    )*};
}
pub(super) use records;

/// A record that may not be there.
macro_rules! top {
    () => {
        None
    };
    ($one:ident: $single:ident) => {
        Some((
            Some(stringify!($one)),
            $crate::domain::shape::RecordShape::of::<$single>(),
        ))
    };
}
pub(super) use top;

/// States aggregates: a record that stands once in each, if there is one, and lists of records.
macro_rules! aggregates {
    ($($(#[doc = $doc:literal])+ $name:ident { $($one:ident: $single:ident)?; $($list:ident: [$record:ident]),+ })*) => {$(
        $crate::domain::statement::keys! {
            $(#[doc = $doc])+
            $name { $($one: $crate::domain::read::Single<$single>)?; [$($list: $record),+] }
        }

        impl $crate::domain::record::Records for $name {
            const TOP: Option<(Option<&'static str>, $crate::domain::shape::RecordShape)> =
                $crate::domain::statement::top!($($one: $single)?);

            fn build_owned(
                &self,
                top: &$crate::domain::fault::Place<'_>,
                builder: &mut $crate::domain::build::Builder<'_>,
            ) {
                let owner = top.aggregate().owner();
                $({
                    let place = top.key(stringify!($one));
                    $crate::domain::record::Recorded::build(&self.$one.0, &place, owner, 0, builder);
                })?
                let tables = $crate::domain::record::OWNED;
                $crate::domain::record::Lists::build_lists(self, tables, top, owner, builder);
            }

            fn of(
                aggregate: &$crate::domain::aggregate::Aggregate,
                rows: &$crate::domain::rows::Rows<'_>,
            ) -> Option<Self> {
                let owner = aggregate.owner();
                Some(Self {
                    $($one: $crate::domain::read::Single::of(owner, rows)?,)?
                    $($list: <$record as $crate::domain::record::Recorded>::of(owner, rows),)+
                })
            }
        }
    )*};
}
pub(super) use aggregates;
