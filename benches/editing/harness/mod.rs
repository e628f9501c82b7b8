//! Editing under load and under faults: servers in processes of their own, writers and readers who note all that they
//! are told, and the verdict on it. The tests run the same for a few seconds.

mod board;
mod client;
mod cluster;
mod crowd;
mod dice;
mod faults;
mod figures;
mod history;
mod load;
mod machine;
mod machine_run;
mod multiplied;
mod proxy;
mod site;
mod sockets;
mod stored;
mod subscribers;
mod two_servers;
mod upgraded;
mod verdict;

#[path = "../../memory/mod.rs"]
mod memory;
#[allow(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    reason = "the tests have it, and use all of it"
)]
#[allow(
    clippy::duplicate_mod,
    reason = "a bench has no other way to what the tests have"
)]
#[path = "../../../tests/it/support/postgres.rs"]
mod postgres;
#[allow(dead_code, reason = "other benches use all of it")]
#[path = "../../server/mod.rs"]
mod server;

pub(crate) use cluster::Cluster;
pub(crate) use faults::{cut, killed, stopped};
pub(crate) use load::under_load;
pub(crate) use machine_run::steps;
pub(crate) use multiplied::{Pace, publishing};
pub(crate) use subscribers::{Audience, subscribed};
pub(crate) use two_servers::seen_elsewhere;
#[allow(unused_imports, reason = "tests have no older program")]
pub(crate) use upgraded::upgraded;
