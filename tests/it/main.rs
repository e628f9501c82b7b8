//! The tests of the whole: the real server on a real database, over real sockets. Every case that
//! touches a database runs on SQLite and on PostgreSQL.

#![cfg(test)]

mod support;

mod data;
mod docs;
mod errors;
mod follow;
mod http;
mod import;
mod layers;
mod migrate;
mod nodes;
mod paging;
mod program;
mod queries;
mod schema;
mod search;
