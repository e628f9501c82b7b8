//! What the tests stand on: databases, servers, files.

mod database;
mod facts;
mod files;
mod nginx;
mod postgres;
mod profiles;
mod program;
mod server;

pub(crate) use database::{Backend, TestDatabase, both_databases};
pub(crate) use facts::{by_slug, facts, number, text, texts};
pub(crate) use files::{DataFolder, data_folder, records};
pub(crate) use nginx::{Nginx, Prefix};
pub(crate) use profiles::{Facts, list, texts_at};
pub(crate) use program::{Program, run};
pub(crate) use server::{TestServer, client};
