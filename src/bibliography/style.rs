//! The styles that bibliographies are written in.

use crate::error::{Error, Result, shown};

/// How a bibliography is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// CSL-JSON: what citation processors read (pandoc, Zotero, citeproc).
    Csl,
    /// BibTeX, for TeX.
    Bibtex,
    /// RIS, which most programs that manage references read.
    Ris,
}

impl Style {
    /// All styles.
    pub const ALL: [Self; 3] = [Self::Csl, Self::Bibtex, Self::Ris];

    /// What the style is called in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csl => "csl",
            Self::Bibtex => "bibtex",
            Self::Ris => "ris",
        }
    }

    /// The style that a parameter names, or what is taken instead.
    pub fn named(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|style| style.name() == name);
        found.ok_or_else(|| {
            let all = Self::ALL.map(Self::name);
            let takes = format!("takes `{}`, not {}", all.join("`, `"), shown(name));
            Error::bad_input("cite", &takes).with("allowed", all.to_vec().into())
        })
    }

    /// How names of such files end, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csl => "json",
            Self::Bibtex => "bib",
            Self::Ris => "ris",
        }
    }

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csl => "application/vnd.citationstyles.csl+json",
            Self::Bibtex => "application/x-bibtex",
            Self::Ris => "application/x-research-info-systems",
        }
    }
}
