//! Section 3: how the ISCM is built, who chairs it, and how it is paid for.

use std::borrow::Cow;

use entity::enums::{FundingKind, MeetingFrequency, Vocabulary as _};
use entity::{
    chairmanship, country, fund, fund_figure, funding, funding_contributor, iscm, organization,
    structure, structure_supporter,
};

use super::document::{Paragraph, Piece};
use super::prose::{Times, grouped, joined, label, named, on_record, thousands, told, years};
use crate::analysis::names::{country_name, party_name};
use crate::graph::Row;
use crate::money;

pub(super) fn write(iscm: Row<'_, iscm::Entity>) -> Vec<Paragraph<'_>> {
    let mut paragraphs = structures(iscm);
    paragraphs.extend(chairs(iscm));
    paragraphs.extend(funding_by_kind(iscm));
    paragraphs.extend(iscm.many::<fund::Entity>().iter().map(fund));
    paragraphs
}

/// A paragraph for each kind: of those that stand now, those that stood, and those to come; the first of
/// each begins with how many they are.
fn structures<'a>(iscm: Row<'a, iscm::Entity>) -> Vec<Paragraph<'a>> {
    let times = Times::of(iscm.many::<structure::Entity>().iter());
    let sentence = |row: &Row<'_, structure::Entity>| {
        let supporters = row.through::<structure_supporter::Entity, organization::Entity>();
        let supporters = joined(supporters.iter().map(|row| row.model().name.as_str()));
        let country = row.one::<country::Entity>();
        let country = country.as_ref().map(country_name);
        let seat = [row.seat_city.as_deref(), country.as_deref()];
        let seat = seat.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let host = row.one::<organization::Entity>();
        let details = [
            row.established.map(|year| format!("set up in {year}")),
            row.frequency.map(frequency),
            (!seat.is_empty()).then(|| format!("seat: {seat}")),
            host.map(|host| format!("hosted by: {}", host.name)),
            supporters.map(|names| format!("support: {names}")),
        ];
        told(&row.name, details, &row.summary)
    };
    let mut paragraphs = Vec::new();
    for (rows, one, many) in [
        (times.now, "structure", "structures"),
        (times.earlier, "earlier structure", "earlier structures"),
        (times.later, "structure to come", "structures to come"),
    ] {
        let mut lead = Some(on_record(rows.len(), one, many));
        for rows in grouped(rows.into_iter(), |row| row.kind).into_values() {
            let items = rows.iter().map(|row| Piece::fact(sentence(row), row));
            paragraphs.push(Paragraph::sentences(lead.take(), items.collect()));
        }
    }
    paragraphs
}

/// How often a structure meets, as a phrase of its own.
fn frequency(frequency: MeetingFrequency) -> String {
    match frequency {
        MeetingFrequency::Irregular | MeetingFrequency::Continuous => {
            frequency.word().to_lowercase()
        }
        _ => label(frequency),
    }
}

/// Who chairs it, or the last who are known to have, and the chairs before.
fn chairs<'a>(iscm: Row<'a, iscm::Entity>) -> Vec<Paragraph<'a>> {
    let terms = iscm.terms::<chairmanship::Entity>();
    let now = iscm.in_office(iscm.scope().today());
    let (latest, one, many) = if now.is_empty() {
        let last = iscm.last_in_office();
        (last, "The last known chair is", "The last known chairs are")
    } else {
        (now, "The chair is", "The chairs are")
    };
    let others = terms.iter().filter(|term| !latest.contains(term));
    let Times {
        now,
        mut earlier,
        later,
    } = Times::of(others);
    // Who was followed in the year is no chair any more.
    earlier.extend(now);
    earlier.sort_by_key(Row::place);
    let list = |one: &str, many: &str, terms: Vec<Row<'a, chairmanship::Entity>>| {
        let item = |term: &Row<'a, chairmanship::Entity>| {
            let place = || {
                term.succession
                    .map(|place| format!("number {place} in the succession"))
            };
            let years = years(term.from_year, term.to_year).or_else(place);
            let shared = term.co_chair.then(|| "co-chair".to_owned());
            Some(Piece::fact(
                named(&party_name(term)?, [years, shared]),
                term,
            ))
        };
        let lead = if terms.len() == 1 { one } else { many };
        let items: Vec<_> = terms.iter().filter_map(item).collect();
        (!items.is_empty()).then(|| Paragraph::list(lead.to_owned(), items))
    };
    let latest = list(one, many, latest);
    let earlier = list(
        "An earlier chair on record is",
        "Earlier chairs on record are",
        earlier,
    );
    let later = list("A chair to come is", "Chairs to come are", later);
    latest.into_iter().chain(earlier).chain(later).collect()
}

fn funding_by_kind(iscm: Row<'_, iscm::Entity>) -> impl Iterator<Item = Paragraph<'_>> {
    let by_kind = grouped(iscm.many::<funding::Entity>().iter(), |row| row.kind);
    by_kind.into_iter().map(|(kind, rows)| {
        let kind = match kind {
            FundingKind::MemberFees => "through members' fees",
            FundingKind::VoluntaryContribution => "through voluntary contributions",
            FundingKind::InKind => "in kind",
            FundingKind::ProjectDonor => "through donors' projects",
            FundingKind::HostFunded => "by the hosts of meetings",
            FundingKind::Other => "by other means",
        };
        let lead = on_record(
            rows.len(),
            &format!("source of funding {kind}"),
            &format!("sources of funding {kind}"),
        );
        let items = rows.iter().map(|row| Piece::fact(funding(row), row));
        Paragraph::sentences(Some(lead), items.collect())
    })
}

fn funding(row: &Row<'_, funding::Entity>) -> String {
    let contributors = row.many::<funding_contributor::Entity>();
    let contributors = contributors.iter().filter_map(|row| match row.category {
        Some(category) => Some(label(category)),
        None => party_name(&row).map(Cow::into_owned),
    });
    let amount = row.amount_minor.zip(row.currency.as_deref());
    let amount = amount.and_then(|(minor, code)| {
        let amount = money::format(minor, money::minor_digits(code)?);
        Some(format!("{code} {}", thousands(&amount)))
    });
    let details = [row.year.map(|year| year.to_string()), amount];
    match joined(contributors) {
        Some(contributors) => told(&contributors, details, &row.summary),
        None => told("Contributors not known", details, &row.summary),
    }
}

/// A fund, with its figures.
fn fund(row: Row<'_, fund::Entity>) -> Paragraph<'_> {
    let set_up = Some(format!("set up in {}", row.established));
    let beneficiaries = joined(&row.beneficiaries.0);
    let sentences = [
        Some(told(&row.name, [set_up], &row.purpose)),
        beneficiaries.map(|names| format!("Beneficiaries: {names}.")),
        Some(row.summary.clone()),
    ];
    let text: Vec<_> = sentences.into_iter().flatten().collect();
    let mut pieces = vec![Piece::fact(text.join(" "), &row)];
    for figure in row.many::<fund_figure::Entity>().iter() {
        let value = format!("{} {}", thousands(&figure.value.to_string()), figure.unit);
        let value = named(&value, [years(figure.from_year, figure.to_year)]);
        pieces.push(Piece::fact(format!("{}: {value}.", figure.label), &figure));
    }
    let lead = "The mechanism has a fund of its own".to_owned();
    Paragraph::sentences(Some(lead), pieces)
}
