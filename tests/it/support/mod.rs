//! What the tests stand on: databases, servers, files.

mod database;
mod facts;
mod files;
mod nginx;
mod pooler;
#[allow(clippy::duplicate_mod, reason = "benches use it, too")]
mod postgres;
mod profiles;
mod program;
mod released;
mod server;
mod tools;
mod valid;
mod versions;

pub(crate) use database::{Backend, TestDatabase, both_databases, config};
pub(crate) use facts::{by_slug, facts, number, text, texts};
pub(crate) use files::{DataFolder, data_folder, records, tables_with, without_version};
pub(crate) use nginx::{Nginx, Prefix};
pub(crate) use pooler::Pooler;
pub(crate) use postgres::{Cluster, cluster, nobody};
pub(crate) use profiles::{Facts, list, texts_at};
pub(crate) use program::{Finished, Program, fails, run, run_as_nobody, run_with};
pub(crate) use released::{Columns, Rows, columns, connect, released, rows, since_0_1_0};
pub(crate) use server::{Shared, TestServer, client, origins};
pub(crate) use tools::{is_there, python, run as run_tool};
pub(crate) use valid::{certainty, chairing, now, party};
pub(crate) use versions::Versions;
