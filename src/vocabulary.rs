//! Vocabularies of the API that the data set does not have.
//!
//! May use: nothing of ours.

/// Declares vocabularies of the API that the data set does not have: names and meanings of their
/// values, as the data set's own are declared in `entity`.
macro_rules! words {
    ($($(#[doc = $doc:literal])+ $vis:vis $name:ident { $($(#[doc = $vdoc:literal])+ $variant:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sea_orm::EnumIter)]
        $vis enum $name {
            $($(#[doc = $vdoc])+ $variant,)+
        }

        impl entity::enums::Vocabulary for $name {
            const NAME: &'static str = stringify!($name);
            const DOC: &'static str = concat!($($doc, "\n"),+).trim_ascii();

            fn doc(self) -> &'static str {
                match self { $(Self::$variant => concat!($($vdoc, "\n"),+),)+ }
            }

            fn word(self) -> String {
                match self { $(Self::$variant => $word,)+ }.to_owned()
            }
        }
    )+};
}
pub(crate) use words;

/// Declares a vocabulary of the API whose words others say: a list of what has a `word` and a `doc`,
/// which is made at the start. A value is a place in it.
macro_rules! said_words {
    ($(#[doc = $doc:literal])+ $vis:vis $name:ident in $all:path) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(usize);

        impl sea_orm::Iterable for $name {
            type Iterator = std::iter::Map<std::ops::Range<usize>, fn(usize) -> Self>;

            fn iter() -> Self::Iterator {
                (0..$all.len()).map(Self)
            }
        }

        impl entity::enums::Vocabulary for $name {
            const NAME: &'static str = stringify!($name);
            const DOC: &'static str = concat!($($doc, "\n"),+).trim_ascii();

            fn doc(self) -> &'static str {
                &$all[self.0].doc
            }

            fn word(self) -> String {
                $all[self.0].word.to_string()
            }
        }
    };
}
pub(crate) use said_words;
