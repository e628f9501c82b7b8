//! What a page is.

use serde_json::{Map, Value};

use super::frame::Frame;
use super::show::Shown;
use crate::error::{Error, Result};

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

    /// What becomes of the other lists in that CSV, as `lists` of files takes it.
    fn other_lists(&self) -> &'static str {
        "omit"
    }

    /// Whether it shows to some what others do not see: it is made for who asks.
    fn is_private(&self) -> bool {
        false
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

/// A document with the fragments that it uses.
macro_rules! document {
    ($($file:literal),+ $(,)?) => { concat!($(include_str!($file)),+) };
}
pub(super) use document;
