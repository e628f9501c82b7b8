//! The pages for readers: HTML that the server writes. Each page is a document, what its answer looks like, and a
//! template; it is answered as any operation is. Its words stand in `texts`.
//!
//! May use: `bibliography`, `country`, `error`, `files`, `fold`, `graphql`, `request`, `texts`.

mod about;
mod address;
mod changes;
mod chart;
mod charts;
mod citation;
mod cited;
mod compare;
mod content;
mod country;
mod data;
mod digests;
mod docs;
mod edition;
mod facts;
mod fault;
mod find;
mod frame;
mod framework;
mod groups;
mod home;
mod iscm;
mod language;
mod map;
mod near;
mod notes;
mod organization;
mod page;
mod place;
mod proposals;
mod reference;
mod run;
mod search;
mod selection;
mod show;
mod source;
mod static_page;
mod summary;
mod table;
mod topic;

pub use address::{Address, Link, part};
pub use citation::{citation, name};
pub use fault::Fault;
pub use find::{documents, find, lists};
pub use frame::{Frame, Question};
pub use language::Language;
pub use near::Near;
pub use page::Page;
pub use show::Shown;

/// The stylesheet of all pages.
pub const STYLE: &str = concat!(
    include_str!("style.css"),
    include_str!("guides.css"),
    include_str!("chart/chart.css"),
    include_str!("map/map.css"),
    include_str!("print.css"),
);

/// What pages do beside being read, where scripts run.
pub const SCRIPT: &str = include_str!("pages.js");
