//! What tables refer to.

/// Writes SeaORM's `Relation` of a table's references, each `Name: table by Column;`, and `Related` to the
/// tables. What is referred to is a table's `Id`, or what stands behind it: `table(Version)`. A second
/// reference to a table ends with `, by name`: it is meant only where it is named.
///
/// `#[sea_orm::model]` would write the same, and beside it models that hold what they refer to, which nothing
/// here uses: with them this crate took three times as long to build.
macro_rules! references {
    ($($(#[doc = $doc:expr])* $name:ident: $($table:ident)::+ $(($key:ident))? by $column:ident $(, $by:ident name)?;)*) => {
        /// What it refers to.
        #[derive(Clone, Copy, Debug, EnumIter)]
        pub enum Relation {
            $($(#[doc = $doc])* $name,)*
        }

        impl RelationTrait for Relation {
            fn def(&self) -> RelationDef {
                match *self {
                    $(Self::$name => Entity::belongs_to($($table)::+::Entity)
                        .from(Column::$column)
                        .to($crate::references::references!(@key $($table)::+ $(, $key)?))
                        .into(),)*
                }
            }
        }

        $($crate::references::references!(@related $name, $($table)::+ $(, $by)?);)*
    };
    (@key $($table:ident)::+) => { $($table)::+::Column::Id };
    (@key $($table:ident)::+, $key:ident) => { $($table)::+::Column::$key };
    (@related $name:ident, $($table:ident)::+) => {
        impl Related<$($table)::+::Entity> for Entity {
            fn to() -> RelationDef {
                Relation::$name.def()
            }
        }
    };
    (@related $name:ident, $($table:ident)::+, by) => {};
}
pub(crate) use references;
