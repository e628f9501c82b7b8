//! What is asked for: the address, and the language that a reader wants.

use axum::http::{HeaderMap, Uri, header};

use super::super::list::elements;
use super::super::params::pairs;
use crate::error::{Error, Result, cut, shown};
use crate::input::utf8;
use crate::pages::{Address, Language};

/// The address of a request, and what of it cannot be read.
pub(super) fn read(uri: &Uri) -> (Address, Option<Error>) {
    let mut address = Address {
        path: uri.path().trim_start_matches('/').to_owned(),
        params: Vec::new(),
    };
    for (name, value) in pairs(uri.query().unwrap_or_default()) {
        match utf8(&value) {
            // Empty is not given: forms send all their fields.
            Ok("") => {}
            Ok(value) => address.params.push((name, value.to_owned())),
            Err(why) => {
                return (
                    address,
                    Some(Error::bad_input(&cut(&name), &why.to_string())),
                );
            }
        }
    }
    (address, None)
}

/// The language that a reader wants: the address tells it, or else the browser.
pub(super) fn language(address: &Address, headers: &HeaderMap) -> Result<Language> {
    if let Some(code) = address.param("lang") {
        return Language::named(code).ok_or_else(|| {
            let codes = Language::ALL.map(|language| format!("`{}`", language.code()));
            let takes = format!("takes {}, not {}", codes.join(", "), shown(code));
            Error::bad_input("lang", &takes)
        });
    }
    let mut best = (Language::En, 0.0);
    for wanted in elements(headers, header::ACCEPT_LANGUAGE) {
        if let Some(language) = Language::named(wanted.value())
            && wanted.quality() > best.1
        {
            best = (language, wanted.quality());
        }
    }
    Ok(best.0)
}
