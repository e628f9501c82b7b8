//! The pages for readers: HTML that the server writes. Each page is a document, what its answer looks like, and a
//! template; it is answered as any operation is. The words of the pages stand in `texts`, one file a language.
//!
//! May use: `bibliography`, `country`, `error`, `fold`, `graphql`, `request`.

mod about;
mod address;
mod changes;
#[expect(
    dead_code,
    unused_imports,
    reason = "the pages that draw charts follow"
)]
mod chart;
mod citation;
mod cited;
mod compare;
mod country;
mod docs;
mod edition;
mod facts;
mod fault;
mod find;
mod frame;
mod framework;
mod home;
mod iscm;
mod language;
mod map;
mod near;
mod notes;
mod organization;
mod place;
mod reference;
mod run;
mod search;
mod selection;
mod show;
mod source;
mod static_page;
mod summary;
mod table;
mod texts;
mod topic;

use serde_json::{Map, Value};

pub use address::{Address, Link, part};
pub use citation::{citation, name};
pub use fault::Fault;
pub use find::{LISTS, find};
pub use frame::{Frame, Question};
pub use language::Language;
pub use near::Near;
pub use show::Shown;
pub use texts::AllTexts;

use crate::error::{Error, Result};

/// The stylesheet of all pages.
pub const STYLE: &str = concat!(
    include_str!("style.css"),
    include_str!("guides.css"),
    include_str!("chart/chart.css"),
    include_str!("map/map.css"),
    include_str!("print.css"),
);

/// What pages do beside being read, where scripts run.
pub const SCRIPT: &str = include_str!("pages.js");

/// A page.
pub trait Page: Send + Sync {
    /// Its document.
    fn document(&self) -> &'static str;

    /// The values of the document's variables, but for `language`.
    fn variables(&self) -> Map<String, Value>;

    /// The list in the answer whose items are the rows of its CSV; none where it has no such list.
    fn rows(&self) -> Option<&'static str> {
        None
    }

    /// Whether it shows the sources of its facts.
    fn is_citing(&self) -> bool {
        false
    }

    /// Where the page is, from where all paths begin, if what it is about goes by another key than the address has.
    fn moved(&self, _data: &[u8]) -> Result<Option<String>> {
        Ok(None)
    }

    /// The page that is shown instead where its document is refused; none where the refusal is.
    fn instead(&self, _refused: &Error) -> Option<Box<dyn Page>> {
        None
    }

    /// What is wrong with the answer's question, in the words of the address.
    fn told(&self, error: Error) -> Error {
        error
    }

    /// The page, made of the answer's data as JSON; none where what it is about is not there.
    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>>;
}

/// The documents of single pages.
const DOCUMENTS: [&str; 20] = [
    about::DOCUMENT,
    changes::DIFF,
    changes::VERSION,
    changes::VERSIONS,
    compare::DOCUMENT,
    country::DOCUMENT,
    framework::DOCUMENT,
    home::DOCUMENT,
    iscm::DOCUMENT,
    map::COUNTS,
    map::STATES,
    near::DOCUMENT,
    organization::DOCUMENT,
    search::DOCUMENT,
    source::DOCUMENT,
    source::ITSELF,
    static_page::DOCUMENT,
    summary::DOCUMENT,
    summary::MARKDOWN,
    topic::DOCUMENT,
];

/// The documents of all pages.
#[must_use]
pub fn documents() -> Vec<&'static str> {
    DOCUMENTS.into_iter().chain(table::DOCUMENTS).collect()
}

/// A document with the fragments that it uses.
macro_rules! document {
    ($($file:literal),+ $(,)?) => { concat!($(include_str!($file)),+) };
}
use document;
