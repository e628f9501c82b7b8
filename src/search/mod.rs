//! Full-text search over one snapshot: an index of every record's texts, which versions share but for what differs
//! in them.
//!
//! ```text
//! rows ──documents──▶ names, texts, words ──analysis──▶ terms ──index──▶ postings (tantivy)
//! what is asked ──query──▶ clauses ──patterns──▶ terms ──ranking──▶ scores ──find──▶ a page, counts
//!                                      └──────highlight──▶ fragments of the rows' texts
//! ```
//!
//! A record is a *document*; its number is its place in the list of all records, table after table,
//! so that ties are decided alike on every database.
//!
//! May use: `error`, `fold`, `graph`, `model`, `work`.

mod analysis;
mod automata;
mod differences;
mod documents;
mod filter;
mod find;
mod highlight;
mod index;
mod names;
mod part;
mod patterns;
mod query;
mod ranking;
mod relations;
mod suggest;
mod weights;

pub use filter::YearRange;
pub use find::{Found, Hit, SearchRequest, search};
pub use highlight::Highlight;
pub use index::{DOCUMENTS, Index};
pub use query::{MAX_WORDS, Query, QueryError, check_text};
pub use suggest::{Suggestion, suggest};
