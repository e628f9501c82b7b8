//! Digests: mails that tell people what changed, each day or each week, after they have confirmed that they want them.

mod due;
mod letters;
mod requests;
mod rows;
mod worker;

pub use requests::DigestRequest;
pub use worker::DigestWorker;
