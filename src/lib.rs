//! lib
pub mod country;
pub mod dataset;
pub mod money;
