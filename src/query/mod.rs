//! What lists of rows can be asked: conditions, orders, pages and groups, over any type of the model by
//! the same code; and how much of each field is known.
//!
//! May use: `error`, `fold`, `graph`, `input`, `model`, `money`, `store`, `vocabulary`, `work`.

mod condition;
mod connection;
mod fill;
mod filter;
mod group;
mod length;
mod order;
mod page;
mod spread;
mod text;
mod values;

pub use connection::{CommonValue, Connection, Edge, Group, GroupValue, PageCursor, PageInfo};
pub use fill::{FillRate, FillRates};
pub use filter::Filter;
pub use group::{
    Common, GroupOrder, GroupRequest, MAX_GROUPS, MAX_KEYS, NoNumbers, Numbers, numbers,
};
pub use length::most_text_units;
pub use order::{MAX_TERMS, NullsOrder, Order, OrderDirection, Term};
pub use page::{DEFAULT_PAGE, MAX_PAGE, Page, PageRequest, SORTING, Sorted, cursor, page_size};
pub use spread::Spread;
pub use text::collation_key;
