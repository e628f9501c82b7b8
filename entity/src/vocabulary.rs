//! Closed vocabularies: what all have in common, and how one is declared.

use sea_orm::Iterable;

/// A closed vocabulary: what is needed to describe it to others.
pub trait Vocabulary: Iterable + Copy + Eq + Send + Sync + 'static {
    /// Its name.
    const NAME: &'static str;
    /// What it is, from its doc comment.
    const DOC: &'static str;

    /// What a value means, from its doc comment.
    fn doc(self) -> &'static str;

    /// A value as it is written, e.g. `MEMBER`.
    fn word(self) -> String;
}

/// Declares a vocabulary: each value is stored, read from TOML and written to JSON as its name in the
/// given case.
macro_rules! vocabulary {
    ($(#[doc = $doc:expr])* $name:ident as $case:literal { $($(#[doc = $vdoc:expr])* $variant:ident),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
        #[sea_orm(rs_type = "String", db_type = "Text", rename_all = $case)]
        #[serde(rename_all = $case)]
        pub enum $name {
            $($(#[doc = $vdoc])* $variant,)*
        }

        impl $crate::vocabulary::Vocabulary for $name {
            const NAME: &'static str = stringify!($name);
            const DOC: &'static str = concat!($($doc),*);

            fn doc(self) -> &'static str {
                match self { $(Self::$variant => concat!($($vdoc),*),)* }
            }

            fn word(self) -> String {
                self.to_value().to_uppercase()
            }
        }
    };
}
pub(crate) use vocabulary;

/// Declares vocabularies that are written in `SCREAMING_SNAKE_CASE`.
macro_rules! vocabularies {
    ($($(#[doc = $doc:expr])* $name:ident { $($(#[doc = $vdoc:expr])* $variant:ident),* $(,)? })*) => {$(
        $crate::vocabulary::vocabulary! { $(#[doc = $doc])* $name as "SCREAMING_SNAKE_CASE" { $($(#[doc = $vdoc])* $variant,)* } }
    )*};
}
pub(crate) use vocabularies;
