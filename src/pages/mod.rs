//! The pages for readers: HTML that the server writes. Each page is a document, what its answer looks like, and a
//! template; it is answered as any operation is. The words of the pages stand in `texts`, one file a language.
//!
//! May use: `bibliography`, `error`, `fold`, `graphql`, `request`.

mod address;
mod citation;
mod cited;
mod docs;
mod edition;
mod fault;
mod find;
mod frame;
mod home;
mod iscm;
mod language;
mod near;
mod notes;
mod reference;
mod run;
mod show;
mod static_page;
mod summary;
mod texts;

use serde_json::{Map, Value};

pub use address::Address;
pub use citation::{citation, name};
pub use fault::Fault;
pub use find::find;
pub use frame::{Frame, Question};
pub use language::Language;
pub use near::Near;
pub use show::Shown;
pub use texts::AllTexts;

use crate::error::Result;

/// The stylesheet of all pages.
pub const STYLE: &str = concat!(
    include_str!("style.css"),
    include_str!("guides.css"),
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

    /// The page, made of the answer's data as JSON; none where what it is about is not there.
    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>>;
}

/// The documents of all pages.
pub const DOCUMENTS: [&str; 6] = [
    home::DOCUMENT,
    iscm::DOCUMENT,
    near::DOCUMENT,
    static_page::DOCUMENT,
    summary::DOCUMENT,
    summary::MARKDOWN,
];

/// A document with the fragments that it uses.
macro_rules! document {
    ($($file:literal),+ $(,)?) => { concat!($(include_str!($file)),+) };
}
use document;
