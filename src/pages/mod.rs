//! The pages for readers: HTML that the server writes.
//!
//! May use: `fold`, `graphql`.

pub mod docs;
pub mod reference;
mod run;

/// What stands inside the frame of a page.
#[derive(Clone, Debug)]
pub struct Content {
    /// What the page is called.
    pub title: String,
    /// What it is about, in a sentence.
    pub description: String,
    /// The HTML of the page, from its heading on.
    pub body: String,
}
