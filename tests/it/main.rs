//! The tests of the whole: the real server on a real database, over real sockets. Every case that
//! touches a database runs on SQLite and on PostgreSQL.

#![cfg(test)]

mod support;

mod addresses;
mod clients;
mod compare;
mod data;
mod docs;
mod edge;
mod errors;
mod filters;
mod folders;
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
mod pooled;
mod program;
mod queries;
mod random;
mod readonly;
mod refusals;
mod restored;
mod results;
mod schema;
mod search;
mod spread;
mod summary;
mod timeline;
mod validation;
