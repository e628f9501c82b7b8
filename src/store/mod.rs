//! The database as the record: reading all rows or what changed, writing changesets to the log, and reading that.
//!
//! All SQL of the graph is here, and none of it names a table: it goes over the list in
//! [`entity::tables`]. What tells whether there is a data set names two.
//!
//! May use: `db`.

mod base;
mod changed;
mod commit;
mod copy;
mod counts;
mod difference;
mod differences;
mod document;
mod documents;
mod history;
mod load;
mod log;
mod merge;
mod order;
mod progress;
mod redact;
mod removals;
mod since;
mod versions;
mod write;

pub use base::IMPORT;
pub use changed::Changed;
pub use commit::{Commit, CommitError, commit_in};
pub use copy::{CopyError, copy};
pub use counts::{Counts, counts, counts_in};
pub use difference::Difference;
pub use differences::differences;
pub use document::{Document, Logged, Unreadable, add_rows};
pub use documents::Documents;
pub use history::{ChangedRecord, Changeset, LogEnd, load_with_log};
pub use load::{Loaded, Version, load, newest_in, rows, version, version_in};
pub use merge::{Conflict, Conflicts, Records, three_way, with_records};
pub use order::{OrderKey, order_key};
pub use redact::{RedactError, Redacted, Redaction, has, note_redaction, redact_in, replaced};
pub use removals::Removals;
pub use since::{Since, since};
pub use versions::{ChangesetSummary, OtherVersion, changesets, first_written};
pub use write::{Change, Merge, Outcome, WriteError, compared, recover_in, write, write_in};
