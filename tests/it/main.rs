//! The tests of the whole: the real server on a real database, over real sockets. Every case that
//! touches a database runs on SQLite and on PostgreSQL.

#![cfg(test)]

mod support;

mod addresses;
mod alike;
mod clients;
mod compare;
mod data;
mod docs;
mod edge;
mod errors;
mod filters;
mod folders;
mod follow;
mod grammar;
mod group_values;
mod groups;
mod http;
mod import;
mod layers;
mod lists;
mod migrate;
mod nodes;
mod nulls;
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
mod settings;
mod spread;
mod summary;
mod timeline;
mod under_path;
mod valid_time;
mod validation;
mod variables;
