//! The tests of the whole: the real server on a real database, over real sockets. Every case that
//! touches a database runs on SQLite and on PostgreSQL.

#![cfg(test)]

mod support;

mod clients;
mod compare;
mod data;
mod docs;
mod edge;
mod errors;
mod filters;
mod follow;
mod groups;
mod http;
mod import;
mod layers;
mod lists;
mod migrate;
mod nodes;
mod order;
mod overlap;
mod paging;
mod program;
mod queries;
mod random;
mod refusals;
mod results;
mod schema;
mod search;
mod spread;
mod summary;
mod timeline;
mod under_path;
mod validation;
