//! What people do to the data set: edits, who may make them, and what becomes of them. What is private lies here, in
//! tables outside the graph.
//!
//! May use: `domain`, `graph`, `store`, `vocabulary`.

mod beside;
mod draft;
mod key_text;
mod policy;
mod viewer;

pub use draft::{Draft, Fault, Intended, draft};
pub use key_text::KeyText;
pub use policy::{Action, Denied, Grant, POLICY, Row, Subject, Target, Whose, denied};
pub use viewer::Viewer;
