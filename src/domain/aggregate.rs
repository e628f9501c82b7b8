//! Aggregates: records that are held to their rules together, and stand together in one file.

use std::fmt;

use super::keys::is_key;

/// Records that belong together. Most rules are about those of one aggregate; others refer to records of other
/// ones by their ids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aggregate {
    /// The vocabulary of topics.
    Topics,
    /// An ISCM with all that is told of it, by its slug.
    Iscm(String),
    /// The global frameworks.
    Frameworks,
    /// The series of global meetings.
    GlobalMeetings,
    /// An assessment, by its key.
    Assessment(String),
}

const TOPICS: &str = "topics";
const FRAMEWORKS: &str = "frameworks";
const GLOBAL_MEETINGS: &str = "global-meetings";
const ISCM: &str = "iscm/";
const ASSESSMENT: &str = "assessment-";

impl Aggregate {
    /// The aggregate with a name, e.g. `iscm/rcm`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            TOPICS => return Some(Self::Topics),
            FRAMEWORKS => return Some(Self::Frameworks),
            GLOBAL_MEETINGS => return Some(Self::GlobalMeetings),
            _ => {}
        }
        let key = |prefix| name.strip_prefix(prefix).filter(|key| is_key(key));
        let assessment = || key(ASSESSMENT).map(|key| Self::Assessment(key.to_owned()));
        key(ISCM)
            .map(|slug| Self::Iscm(slug.to_owned()))
            .or_else(assessment)
    }

    /// The id that the ids of its records begin with; nothing where they do not begin alike.
    pub(super) fn owner(&self) -> &str {
        match self {
            Self::Iscm(key) | Self::Assessment(key) => key,
            Self::Topics | Self::Frameworks | Self::GlobalMeetings => "",
        }
    }
}

/// Its name, e.g. `iscm/rcm`, `assessment-2019`.
impl fmt::Display for Aggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Topics => f.write_str(TOPICS),
            Self::Frameworks => f.write_str(FRAMEWORKS),
            Self::GlobalMeetings => f.write_str(GLOBAL_MEETINGS),
            Self::Iscm(slug) => write!(f, "{ISCM}{slug}"),
            Self::Assessment(key) => write!(f, "{ASSESSMENT}{key}"),
        }
    }
}
