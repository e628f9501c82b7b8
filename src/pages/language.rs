//! The languages of names.

/// A language that names may be known in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Arabic.
    Ar,
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Portuguese.
    Pt,
    /// Russian.
    Ru,
}

impl Language {
    /// All, by their codes.
    pub const ALL: [Self; 6] = [Self::Ar, Self::En, Self::Es, Self::Fr, Self::Pt, Self::Ru];

    /// The code of ISO 639-1.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::En => "en",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::Pt => "pt",
            Self::Ru => "ru",
        }
    }

    /// What it is called in itself.
    #[must_use]
    pub const fn endonym(self) -> &'static str {
        match self {
            Self::Ar => "العربية",
            Self::En => "English",
            Self::Es => "español",
            Self::Fr => "français",
            Self::Pt => "português",
            Self::Ru => "русский",
        }
    }

    /// The one with a code, whatever its case, and whatever region or script is added to it.
    #[must_use]
    pub fn named(code: &str) -> Option<Self> {
        let (code, _region) = code.split_once('-').unwrap_or((code, ""));
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// Which way it is written.
    #[must_use]
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            _ => "ltr",
        }
    }

    /// As the schema writes it.
    #[must_use]
    pub fn word(self) -> String {
        self.code().to_ascii_uppercase()
    }
}
