//! Section 2: what the ISCM brought to migration governance, and what came of it.

use entity::enums::{ActivityKind, GovernanceLevel, InstrumentKind};
use entity::{
    activity, commitment, commitment_input, contribution, contribution_instrument, country,
    instrument, instrument_endorser, iscm, uptake,
};

use super::document::{Paragraph, Piece};
use super::prose::{count, grouped, joined, label, named, on_record, parties, quoted, told, years};
use crate::analysis::names::{country_name, party_name};
use crate::graph::Row;

pub(super) fn write(iscm: Row<'_, iscm::Entity>) -> Vec<Paragraph<'_>> {
    let mut paragraphs = Vec::new();
    paragraphs.extend(contributions(iscm));
    paragraphs.extend(instruments(iscm));
    paragraphs.extend(uptakes(iscm));
    paragraphs.extend(commitments(iscm));
    paragraphs.extend(activities(iscm));
    paragraphs
}

fn contributions(iscm: Row<'_, iscm::Entity>) -> impl Iterator<Item = Paragraph<'_>> {
    let by_level = grouped(iscm.many::<contribution::Entity>().iter(), |row| row.level);
    by_level.into_iter().map(|(level, rows)| {
        let level = match level {
            GovernanceLevel::National => "national",
            GovernanceLevel::Regional => "regional",
            GovernanceLevel::Interregional => "interregional",
            GovernanceLevel::Global => "global",
        };
        let lead = on_record(
            rows.len(),
            &format!("contribution at the {level} level"),
            &format!("contributions at the {level} level"),
        );
        let sentence = |row: &Row<'_, contribution::Entity>| {
            let made_with = row.through::<contribution_instrument::Entity, instrument::Entity>();
            row.summary.clone() + &with(made_with.iter())
        };
        let items = rows.iter().map(|row| Piece::fact(sentence(row), row));
        Paragraph::sentences(Some(lead), items.collect())
    })
}

/// A sentence that names instruments, if there are any, for the end of others.
fn with<'a>(instruments: impl Iterator<Item = Row<'a, instrument::Entity>>) -> String {
    let titles: Vec<_> = instruments.map(|row| quoted(&row.title)).collect();
    let noun = match titles.len() {
        1 => "Instrument",
        _ => "Instruments",
    };
    joined(titles).map_or_else(String::new, |titles| format!(" {noun}: {titles}."))
}

fn instruments(iscm: Row<'_, iscm::Entity>) -> impl Iterator<Item = Paragraph<'_>> {
    let by_kind = grouped(iscm.many::<instrument::Entity>().iter(), |row| row.kind);
    by_kind.into_iter().map(|(kind, rows)| {
        let (one, many) = match kind {
            InstrumentKind::Declaration => ("declaration", "declarations"),
            InstrumentKind::Guidelines => ("set of guidelines", "sets of guidelines"),
            InstrumentKind::Guide => ("guide", "guides"),
            InstrumentKind::Manual => ("manual", "manuals"),
            InstrumentKind::ActionPlan => ("action or work plan", "action or work plans"),
            InstrumentKind::Strategy => ("strategy", "strategies"),
            InstrumentKind::Charter => (
                "founding or procedural text",
                "founding or procedural texts",
            ),
            InstrumentKind::Framework => {
                ("framework for cooperation", "frameworks for cooperation")
            }
            InstrumentKind::Agreement => ("agreement", "agreements"),
            InstrumentKind::Report => ("report", "reports"),
            InstrumentKind::Study => ("study", "studies"),
            InstrumentKind::Tool => ("tool", "tools"),
        };
        let item = |row: &Row<'_, instrument::Entity>| {
            let endorsers = row.many::<instrument_endorser::Entity>();
            let countries = endorsers.iter().filter(|row| row.country_id.is_some());
            let endorsed = parties(countries.count(), endorsers.len());
            let details = [
                Some(row.year.to_string()),
                years(row.from_year, row.to_year).map(|years| format!("term: {years}")),
                endorsed.map(|parties| format!("endorsed by {parties}")),
            ];
            named(&quoted(&row.title), details)
        };
        let items = rows.iter().map(|row| Piece::fact(item(row), row));
        Paragraph::list(on_record(rows.len(), one, many), items.collect())
    })
}

fn uptakes(iscm: Row<'_, iscm::Entity>) -> Option<Paragraph<'_>> {
    let rows = iscm.many::<uptake::Entity>();
    let sentence = |row: &Row<'_, uptake::Entity>| {
        let country = row.one::<country::Entity>();
        let country = country.map_or_else(Default::default, |row| country_name(&row));
        let year = row.year.map(|year| year.to_string());
        told(&country, [year], &row.summary) + &with(row.one().into_iter())
    };
    let items: Vec<_> = rows
        .iter()
        .map(|row| Piece::fact(sentence(&row), &row))
        .collect();
    let lead = on_record(
        items.len(),
        "national measure built on its work",
        "national measures built on its work",
    );
    (!items.is_empty()).then(|| Paragraph::sentences(Some(lead), items))
}

/// Commitments, by year and by the instrument they were made in.
fn commitments(iscm: Row<'_, iscm::Entity>) -> impl Iterator<Item = Paragraph<'_>> {
    let rows = iscm.many::<commitment::Entity>().iter();
    let groups = grouped(rows, |row| (row.year, row.instrument_id.clone()));
    groups.into_iter().map(|((year, _), rows)| {
        let count = count(rows.len(), "commitment", "commitments");
        let made_in = rows.first().and_then(Row::one::<instrument::Entity>);
        let lead = match made_in {
            Some(instrument) => {
                let title = named(&quoted(&instrument.title), [Some(year.to_string())]);
                format!("{title} holds {count}")
            }
            None => on_record(
                rows.len(),
                &format!("commitment of {year} that names no instrument"),
                &format!("commitments of {year} that name no instrument"),
            ),
        };
        let items = rows.iter().flat_map(commitment);
        Paragraph::sentences(Some(lead), items.collect())
    })
}

/// A commitment, and what is reported on it.
fn commitment<'a>(row: &Row<'a, commitment::Entity>) -> Vec<Piece<'a>> {
    let sentences = [
        Some(told(&row.title, [], &row.summary)),
        row.due
            .map(|due| format!("Due: {}.", due.format("%-d %B %Y"))),
        row.status
            .map(|status| format!("Status: {}.", label(status))),
    ];
    let text: Vec<_> = sentences.into_iter().flatten().collect();
    let mut pieces = vec![Piece::fact(text.join(" "), row)];
    for input in row.many::<commitment_input::Entity>().iter() {
        let received = input
            .received
            .map(|date| date.format("%-d %B %Y").to_string());
        let party = party_name(&input).unwrap_or_default();
        let reporter = format!("Report of {party}");
        pieces.push(Piece::fact(
            told(&reporter, [received], &input.summary),
            &input,
        ));
    }
    pieces
}

fn activities(iscm: Row<'_, iscm::Entity>) -> impl Iterator<Item = Paragraph<'_>> {
    let by_kind = grouped(iscm.many::<activity::Entity>().iter(), |row| row.kind);
    by_kind.into_iter().map(|(kind, rows)| {
        let (one, many) = match kind {
            ActivityKind::Cooperation => ("activity of cooperation", "activities of cooperation"),
            ActivityKind::Assistance => ("activity of assistance", "activities of assistance"),
            ActivityKind::Training => ("training activity", "training activities"),
            ActivityKind::TechnicalAssistance => (
                "activity of technical assistance",
                "activities of technical assistance",
            ),
            ActivityKind::Analysis => ("activity of analysis", "activities of analysis"),
            ActivityKind::Campaign => ("campaign", "campaigns"),
        };
        let sentence = |row: &Row<'_, activity::Entity>| match row.year {
            Some(year) => told(&year.to_string(), [], &row.summary),
            None => row.summary.clone(),
        };
        let items = rows.iter().map(|row| Piece::fact(sentence(row), row));
        Paragraph::sentences(Some(on_record(rows.len(), one, many)), items.collect())
    })
}
