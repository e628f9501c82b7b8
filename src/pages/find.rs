//! Which page an address leads to.

use chrono::NaiveDate;
use percent_encoding::percent_decode_str;

use super::about::{self, AboutPage};
use super::address::Address;
use super::changes::{self, ChangeFilter, DiffPage, VersionPage, VersionsPage};
use super::charts::{CHARTS, ChartPage};
use super::compare::{self, ComparePage};
use super::country::{self, CountryPage};
use super::data::{self, DataPage};
use super::digests::{self, DigestPage};
use super::framework::{self, FrameworkPage};
use super::home::{self, Home};
use super::iscm::{self, IscmPage};
use super::map::{self, MapPage};
use super::near;
use super::organization::{self, OrganizationPage};
use super::page::Page;
use super::proposals::{self, ProposalPage, ProposalsPage};
use super::search::{self, SearchPage};
use super::source::{self, SourcePage};
use super::static_page::{self, StaticPage};
use super::summary::{self, SummaryDocx, SummaryMarkdown, SummaryPage};
use super::table::{self, TABLES, TablePage};
use super::topic::{self, TopicPage};
use crate::error::{Error, Result, cut};

/// The documents of single pages.
const DOCUMENTS: [&str; 24] = [
    about::DOCUMENT,
    changes::DIFF,
    changes::VERSION,
    changes::VERSIONS,
    compare::DOCUMENT,
    country::DOCUMENT,
    data::DOCUMENT,
    digests::DOCUMENT,
    framework::DOCUMENT,
    home::DOCUMENT,
    iscm::DOCUMENT,
    map::COUNTS,
    map::STATES,
    near::DOCUMENT,
    organization::DOCUMENT,
    proposals::PROPOSAL,
    proposals::PROPOSALS,
    search::DOCUMENT,
    source::DOCUMENT,
    source::ITSELF,
    static_page::DOCUMENT,
    summary::DOCUMENT,
    summary::MARKDOWN,
    topic::DOCUMENT,
];

/// The documents of all pages.
#[must_use]
pub fn documents() -> Vec<&'static str> {
    let charts = CHARTS.iter().map(|chart| chart.document);
    let tables = TABLES.iter().map(|table| table.document);
    DOCUMENTS.into_iter().chain(charts).chain(tables).collect()
}

/// Parameters that all pages take.
const COMMON: [&str; 3] = ["lang", "version", "cite"];

/// The pages that are of no single record, beside charts and tables.
const SINGLE: [&str; 8] = [
    "",
    "about",
    "changes",
    "compare",
    "data",
    "docs/",
    "map",
    "reference",
];

/// The pages that are of no single record, which search engines are told of.
pub fn lists() -> impl Iterator<Item = &'static str> {
    let charts = CHARTS.iter().map(|chart| chart.path);
    let tables = TABLES.iter().map(|table| table.name);
    SINGLE.into_iter().chain(charts).chain(tables)
}

/// The parameters of pages that tell changes.
const OF_CHANGES: [&str; 3] = ["type", "iscm", "after"];

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
        ["iscm", slug, "summary.docx"] => taking(address, &[], || SummaryDocx {
            slug: slug.to_owned(),
        }),
        ["iscm", slug, "summary.md"] => taking(address, &[], || SummaryMarkdown {
            slug: slug.to_owned(),
        }),
        ["docs", ""] => taking(address, &[], || StaticPage::Guides),
        ["docs", ref name @ ..] => taking(address, &[], || StaticPage::Guide(name.join("/"))),
        ["reference"] => taking(address, &["q"], || {
            StaticPage::Types(address.param("q").unwrap_or_default().to_owned())
        }),
        ["reference", name] => taking(address, &[], || StaticPage::Type(name.to_owned())),
        ["about"] => taking(address, &[], || AboutPage),
        ["data"] => taking(address, &[], || DataPage),
        ["changes"] => taking(address, &OF_CHANGES, || VersionsPage {
            filter: ChangeFilter::of(address),
        }),
        ["changes", "proposals"] => ProposalsPage::of(address)
            .and_then(|page| taking(address, &ProposalsPage::PARAMS, || page)),
        ["changes", "proposals", id] => taking(address, &[], || ProposalPage { id: id.to_owned() }),
        ["changes", versions] => return told(address, versions),
        ["digests"] => taking(address, &["question"], || {
            DigestPage::Ask(address.param("question").map(str::to_owned))
        }),
        ["digests", name] => {
            let page = DigestPage::find(name, address)?;
            page.and_then(|page| taking(address, &["id", "token"], || page))
        }
        ["charts", ..] => {
            let chart = CHARTS.iter().find(|chart| chart.path == address.path)?;
            taking(address, &[], || ChartPage(chart))
        }
        ["compare"] => taking(address, &["iscm"], || ComparePage::of(address)),
        ["country", code] if !code.is_empty() => taking(address, &[], || CountryPage {
            code: code.to_owned(),
        }),
        ["framework", slug] if !slug.is_empty() => taking(address, &[], || FrameworkPage {
            slug: slug.to_owned(),
        }),
        ["organization", acronym] if !acronym.is_empty() => {
            taking(address, &[], || OrganizationPage {
                acronym: acronym.to_owned(),
            })
        }
        ["source", ref key @ ..] if key.iter().any(|part| !part.is_empty()) => {
            taking(address, &["after"], || SourcePage {
                key: key.join("/"),
                after: address.param("after").map(str::to_owned),
            })
        }
        ["topic", slug] if !slug.is_empty() => taking(address, &[], || TopicPage {
            slug: slug.to_owned(),
        }),
        ["search"] => {
            SearchPage::of(address).and_then(|page| taking(address, &search::PARAMS, || page))
        }
        ["map"] => MapPage::at(address, today).and_then(|page| taking(address, &["iscm"], || page)),
        [name] => {
            let table = table::named(name)?;
            let page = TablePage::of(table, address);
            page.and_then(|page| taking(address, &table.params(), || page))
        }
        _ => return None,
    };
    Some(page)
}

/// The changes of a version, `3`, or between two, `3..12`.
fn told(address: &Address, versions: &str) -> Option<Result<Box<dyn Page>>> {
    let filter = || ChangeFilter::of(address);
    let number = |text: &str| {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i32>().ok().filter(|_| is_number)
    };
    if let Some((from, to)) = versions.split_once("..") {
        let (from, to) = (number(from)?, number(to)?);
        return Some(taking(address, &OF_CHANGES, || DiffPage {
            from,
            to,
            filter: filter(),
        }));
    }
    let number = number(versions).filter(|number| *number > 0)?;
    Some(taking(address, &OF_CHANGES, || VersionPage {
        number,
        filter: filter(),
    }))
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
        if (is_common || name == "after") && seen.contains(&name) {
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
