//! The page that tells the terms of the data in full, of the version that is served.

use super::file::File;
use super::foot::{FOOT, escaped, foot};
use super::pages::{ASK_AGAIN, STRICT, content_type};
use crate::graph::Scope;
use crate::terms::{DISCLAIMER, LICENCE, citation};

const PAGE: &str = include_str!("plain/terms.html");
/// What it says where nobody takes reports.
const NOT_TAKEN: &str = "Who runs this server names no address for it.";

/// The page of what a request sees.
pub(super) fn of(scope: &Scope) -> File {
    let version = scope.snapshot.version();
    let contact = scope.contact.as_deref();
    let report = contact.map(|address| {
        let address = escaped(address);
        let shown = address.trim_start_matches("mailto:");
        format!(r#"Errors in the data are taken at <a href="{address}">{shown}</a>."#)
    });
    let page = PAGE
        .replace("<!-- licence -->", LICENCE.name)
        .replace("<!-- licence url -->", LICENCE.url)
        .replace(
            "<!-- citation -->",
            &escaped(&citation(version.number, version.published())),
        )
        .replace("<!-- report -->", report.as_deref().unwrap_or(NOT_TAKEN))
        .replace("<!-- disclaimer -->", &escaped(DISCLAIMER))
        .replace(FOOT, &foot(contact));
    File::new(
        page.as_bytes(),
        content_type("terms.html"),
        STRICT,
        ASK_AGAIN,
    )
}
