//! What ISCMs run on: their structures, how they are paid for, and their standing funds.

use entity::{
    country, fund, fund_figure, funding, funding_contributor, iscm, organization, structure,
    structure_supporter,
};

use super::fields::{float, id, maybe_text, maybe_word, money, name, text, texts, word, year};
use super::label::{LANGUAGE, shortened};
use super::object::{Object, ObjectOf, object};
use super::related::{all, citations, many, maybe_one, one, through};
use super::timeline::in_year;
use crate::money::Money;

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![
        structure().into(),
        funding().into(),
        contributor().into(),
        fund().into(),
        figure().into(),
    ]
}

#[rustfmt::skip] // a table: a line for each field
fn structure() -> ObjectOf<structure::Entity> {
    type E = structure::Entity;
    object("Structure", "A standing part of an ISCM, e.g. its meeting of vice-ministers or its technical secretariat.")
        .listed(|| all("structures", "The structures of all ISCMs, by name.").on("Only structures that stand at this date, for certain or possibly.").paged())
        .weighing(1.0)
        .field(id("The id. Opaque."))
        .field(citations("Where the structure was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(text::<E>("name", "The name.", |row| &row.name).title())
        .field(word::<E, _>("kind", "What kind of structure it is.", |row| row.kind))
        .field(text::<E>("summary", "What it does and how it works.", |row| &row.summary).prose())
        .field(year::<E, _>("established", "The year it was set up; null when not known.", |row| row.established).founding())
        .dated()
        .field(maybe_word::<E, _>("frequency", "How often it meets or works; null when not known.", |row| row.frequency))
        .field(maybe_text::<E>("seatCity", "The city it is seated in, as a secretariat is; null when not known, or when it has no seat.", |row| row.seat_city.as_deref()).facet().searched())
        .field(maybe_one::<country::Entity, _>("seatCountry", "The country it is seated in; null when not known, or when it has no seat."))
        .field(maybe_one::<organization::Entity, _>("hostedBy", "The organization that houses it; null when not known, or when none does."))
        .field(through::<structure_supporter::Entity, organization::Entity, _>("supportedBy", "supporter", "The organizations that support it.").at_most(10).facet())
        .in_timeline("STRUCTURE_SET_UP", "A structure was set up.", |row| in_year(row.established), |row| format!("{} is set up", row.name))
}

#[rustfmt::skip] // a table: a line for each field
fn funding() -> ObjectOf<funding::Entity> {
    type E = funding::Entity;
    object::<E>("FundingSource", "A way in which an ISCM is paid for.")
        .listed(|| all("fundingSources", "The funding sources of all ISCMs, by kind.").paged())
        .labelled(|row| shortened(&row.summary))
        .field(id("The id. Opaque."))
        .field(citations("Where the funding was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(word::<E, _>("kind", "What kind of funding it is.", |row| row.kind))
        .field(many::<funding_contributor::Entity, _>("contributors", "contributor", "Who contributes.").at_most(20))
        .field(text::<E>("summary", "How it works.", |row| &row.summary).prose())
        .field(money::<E>("amount", "The amount, in units of `currency`; null when not known.", "currency", |row| Money::new(row.amount_minor?, row.currency.as_deref()?)))
        .field(maybe_text::<E>("currency", "The ISO 4217 code of the amount's currency, e.g. `EUR`; null when no amount is known.", |row| row.currency.as_deref()).facet())
        .field(year::<E, _>("year", "The year it was given or is for; null when not known.", |row| row.year))
}

#[rustfmt::skip] // a table: a line for each field
fn contributor() -> ObjectOf<funding_contributor::Entity> {
    type E = funding_contributor::Entity;
    object("Contributor", "Who contributes to a funding source: a category of contributors, a country or an organization.\nOne of the three fields has a value.")
        .field(maybe_word::<E, _>("category", "The category; null when a country or an organization is named.", |row| row.category))
        .field(maybe_one::<country::Entity, _>("country", "The country; null when another contributes."))
        .field(maybe_one::<organization::Entity, _>("organization", "The organization; null when another contributes."))
}

#[rustfmt::skip] // a table: a line for each field
fn fund() -> ObjectOf<fund::Entity> {
    type E = fund::Entity;
    object("Fund", "A standing fund of an ISCM, e.g. the RCM's reserve fund for assisted voluntary return.")
        .listed(|| all("funds", "The standing funds of all ISCMs, by the year they were set up.").paged())
        .weighing(1.0)
        .field(id("The id. Opaque."))
        .field(citations("Where the fund was found."))
        .field(one::<iscm::Entity, _>("iscm", "The ISCM."))
        .field(text::<E>("name", "The name.", |row| &row.name).title())
        .field(word::<E, _>("kind", "What kind of fund it is.", |row| row.kind))
        .field(year::<E, _>("established", "The year it was set up.", |row| row.established).founding())
        .field(text::<E>("summary", "How it works: who asks, who decides, who pays out.", |row| &row.summary).prose())
        .field(text::<E>("purpose", "What it is for.", |row| &row.purpose).prose())
        .field(texts::<E>("beneficiaries", "Whom it helps.", |row| &row.beneficiaries.0).searched())
        .field(many::<fund_figure::Entity, _>("figures", "figure", "Numbers known of it.").at_most(5))
        .in_timeline("FUND_SET_UP", "A standing fund was set up.", |row| in_year(row.established), |row| format!("{} is set up", row.name))
}

#[rustfmt::skip] // a table: a line for each field
fn figure() -> ObjectOf<fund_figure::Entity> {
    type E = fund_figure::Entity;
    object("FundFigure", "A number known of a fund.")
        .weighing(0.9)
        .field(id("The id. Opaque."))
        .field(citations("Where the figure was found."))
        .field(one::<fund::Entity, _>("fund", "The fund."))
        .field(name::<E>("label", "What it counts, e.g. `Maximum assistance per case`.", LANGUAGE, |row, _| &row.label).title())
        .field(float::<E>("value", "The number, in `unit`.", "unit", |row| row.value))
        .field(text::<E>("unit", "The unit: an ISO 4217 code or a noun, e.g. `persons`.", |row| &row.unit).facet().searched())
        .field(year::<E, _>("from", "The first year it is for; null when not known.", |row| row.from_year))
        .field(year::<E, _>("to", "The last year it is for; null when not known.", |row| row.to_year))
}
