//! The names of countries and organizations in English, for texts.

use std::borrow::Cow;

use entity::tables::Table;
use entity::values::Language;
use entity::{country, organization};
use sea_orm::Related;

use crate::graph::{PartyRow, Row};

use crate::country::country as country_info;

/// A country's name, in the order of speech: not `Congo, The Democratic Republic of the`.
pub(crate) fn country_name<'a>(row: &Row<'a, country::Entity>) -> Cow<'a, str> {
    let code = &row.model().id;
    let name = country_info(code).map_or(code.as_str(), |info| info.name(Language::En));
    match name.split_once(", ") {
        Some((last, first)) if first.ends_with(" of") || first.ends_with(" of the") => {
            format!("{first} {last}").into()
        }
        _ => name.into(),
    }
}

/// The name of the country or organization that a row names, if it names one.
pub(crate) fn party_name<'a, E>(row: &Row<'a, E>) -> Option<Cow<'a, str>>
where
    E: Table + Related<country::Entity> + Related<organization::Entity>,
{
    Some(match PartyRow::of(*row)? {
        PartyRow::Country(row) => country_name(&row),
        PartyRow::Organization(row) => Cow::from(&row.model().name),
    })
}
