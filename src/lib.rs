//! lib
pub mod country;
pub mod dataset;
pub mod money;
pub mod db;
pub mod store;
pub mod graph;
pub mod graphql;
