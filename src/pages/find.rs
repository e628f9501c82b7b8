//! Which page an address leads to.

use chrono::NaiveDate;
use percent_encoding::percent_decode_str;

use super::Page;
use super::address::Address;
use super::home::Home;
use super::iscm::IscmPage;
use super::map::MapPage;
use super::summary::{SummaryMarkdown, SummaryPage};
use crate::error::{Error, Result, cut};

/// Parameters that all pages take.
const COMMON: [&str; 3] = ["lang", "version", "cite"];

/// Parameters that others add to links to find out who follows them: they say nothing to us.
fn is_of_trackers(name: &str) -> bool {
    name.starts_with("utm_") || ["fbclid", "gclid", "mc_cid", "mc_eid"].contains(&name)
}

/// The page at an address, on a day, or what is wrong with what is asked of it; nothing where no address of a page is
/// like that.
#[must_use]
pub fn find(address: &Address, today: NaiveDate) -> Option<Result<Box<dyn Page>>> {
    let parts: Vec<_> = address.path.split('/').map(decoded).collect();
    let parts: Vec<_> = parts.iter().map(String::as_str).collect();
    let page: Result<Box<dyn Page>> = match parts[..] {
        [""] => taking(address, &[], || Home { today }),
        ["iscm", slug] if !slug.is_empty() => taking(address, &[], || IscmPage {
            slug: slug.to_owned(),
        }),
        ["iscm", slug, "summary"] => taking(address, &[], || SummaryPage {
            slug: slug.to_owned(),
        }),
        ["iscm", slug, "summary.md"] => taking(address, &[], || SummaryMarkdown {
            slug: slug.to_owned(),
        }),
        ["map"] => MapPage::at(address, today).and_then(|page| taking(address, &["iscm"], || page)),
        _ => return None,
    };
    Some(page)
}

/// A page that takes some parameters, beside those that all take.
fn taking<P: Page + 'static>(
    address: &Address,
    takes: &[&str],
    page: impl FnOnce() -> P,
) -> Result<Box<dyn Page>> {
    let mut seen = Vec::new();
    for (name, _) in &address.params {
        let name = name.as_str();
        if is_of_trackers(name) {
            continue;
        }
        let is_common = COMMON.contains(&name);
        if !is_common && !takes.contains(&name) {
            let names: Vec<_> = takes
                .iter()
                .chain(&COMMON)
                .map(|name| format!("`{name}`"))
                .collect();
            let takes = format!(
                "is no parameter of this page, which takes {}",
                names.join(", ")
            );
            return Err(Error::bad_input(&cut(name), &takes));
        }
        if is_common && seen.contains(&name) {
            return Err(Error::bad_input(
                name,
                "stands more than once in the address",
            ));
        }
        seen.push(name);
    }
    Ok(Box::new(page()))
}

/// What a part of a path means. What is no text is nothing that any page is called.
fn decoded(part: &str) -> String {
    percent_decode_str(part).decode_utf8_lossy().into_owned()
}
