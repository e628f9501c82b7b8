//! Who held the chair in which years.

use super::super::chart::{Caption, Markup, Strip, Term};
use super::super::frame::Frame;
use super::data::{Chair, Iscm};
use crate::error::Result;

/// The years of an ISCM's chairs, from the first that is known to the last that is told of; nothing where no year is.
pub(super) fn strip(frame: &Frame<'_>, iscm: &Iscm) -> Result<Option<Markup>> {
    let terms = iscm.chairs.iter().filter_map(|chair| term(frame, chair));
    let terms: Vec<_> = terms.collect();
    let first = terms.iter().map(|term| term.from).min();
    let last = terms.iter().map(|term| term.to.unwrap_or(term.from)).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(None);
    };
    let t = &frame.t.iscm;
    let strip = Strip {
        caption: Caption {
            id: "chairs-by-year",
            title: &t.chairs,
            description: &t.chairs_told,
            empty: &frame.t.common.none_recorded,
        },
        years: (first, last.max(iscm.known_in().unwrap_or(last))),
        terms,
        gap: &frame.t.common.not_known,
        open: &t.end_not_known,
    };
    strip.markup().map(Some)
}

fn term<'a>(frame: &Frame<'_>, chair: &'a Chair) -> Option<Term<'a>> {
    let from = chair.from.or(chair.to)?;
    let (name, short, href) = match (&chair.party.country, &chair.party.organization) {
        (Some(country), _) => {
            let code = country.code.as_deref().unwrap_or_default();
            let page = country
                .code
                .as_ref()
                .map(|_| frame.page("country", country.slug()));
            (country.name.as_str(), code, page)
        }
        (None, Some(of)) => {
            let page = frame.page("organization", &of.acronym);
            (of.name.as_str(), of.acronym.as_str(), Some(page))
        }
        (None, None) => return None,
    };
    Some(Term {
        from,
        to: chair.to,
        name,
        short,
        href: href.map(|link| link.plain()),
    })
}
