//! The tests of the whole: the real server on a real database, over real sockets. Every case that
//! touches a database runs on SQLite and on PostgreSQL.

#![cfg(test)]

/// Memory is from where the program has it.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod support;

mod addresses;
mod alike;
mod alter;
mod as_of;
mod away;
mod citing;
mod clients;
mod compare;
mod data;
mod details;
mod docs;
mod dumps;
mod edge;
mod editing;
mod errors;
mod file_formats;
mod files;
mod filters;
mod folders;
mod follow;
mod grammar;
mod group_values;
mod groups;
mod hints;
mod history;
mod http;
mod import;
mod keys;
mod layers;
mod links;
mod lists;
mod log;
mod look_ups;
mod looking;
mod merging;
mod migrate;
mod nodes;
mod nulls;
mod numbers;
mod office;
mod operating;
mod order;
mod overlap;
mod pages;
mod paging;
mod partners;
mod pooled;
mod program;
mod queries;
mod random;
mod readonly;
mod refusals;
mod released;
mod removals;
mod restored;
mod results;
mod rights;
mod rules;
mod schema;
mod search;
mod secrets;
mod settings;
mod spread;
mod status;
mod summary;
mod summary_times;
mod terms;
mod timeline;
mod under_load;
mod under_path;
mod upgrade;
mod valid_time;
mod validation;
mod variables;
