//! The map: in how many ISCMs each State takes part, or the States of one or several ISCMs, drawn by the server.
//!
//! The outlines are those of Natural Earth, which `web/map.js` projects when the program is built. A program that was
//! built without npm has no map: the page says so, and tells the same as a table.

mod drawing;
mod page;
mod points;
mod told;
mod view;
mod world;

pub(super) use page::{COUNTS, MapPage, STATES};
