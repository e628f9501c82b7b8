//! Who has a part in the ISCM: paragraphs for each role, in the section where the role belongs.

use std::borrow::Cow;

use entity::enums::{MembershipRole, MembershipStatus};
use entity::{iscm, membership};

use super::document::{Paragraph, Piece};
use super::prose::{Times, capital, named, parties, years};
use crate::analysis::names::party_name;
use crate::graph::Row;

/// The parties in a role: those that have it now, those that had it, and those that will.
pub(super) fn paragraphs(
    iscm: Row<'_, iscm::Entity>,
    role: MembershipRole,
) -> impl Iterator<Item = Paragraph<'_>> {
    let members = iscm.many::<membership::Entity>();
    let times = Times::of(members.iter().filter(|row| row.role == role));
    let (one, many) = match role {
        MembershipRole::Member => ("a member", "members"),
        MembershipRole::Observer => ("an observer", "observers"),
        MembershipRole::Partner => ("a partner", "partners"),
    };
    let paragraphs = [
        (times.now, format!("is {one}"), format!("are {many}")),
        (
            times.earlier,
            format!("was {one} earlier"),
            format!("were {many} earlier"),
        ),
        (
            times.later,
            format!("is to be {one}"),
            format!("are to be {many}"),
        ),
    ];
    let paragraphs = paragraphs.map(|(members, one, many)| {
        let are = if members.len() == 1 { one } else { many };
        paragraph(iscm, members, &are)
    });
    paragraphs.into_iter().flatten()
}

/// What parties are, countries first, by name. A first year is told of those who came after the founding.
fn paragraph<'a>(
    iscm: Row<'a, iscm::Entity>,
    members: Vec<Row<'a, membership::Entity>>,
    are: &str,
) -> Option<Paragraph<'a>> {
    let countries = members
        .iter()
        .filter(|row| row.country_id.is_some())
        .count();
    let counts = parties(countries, members.len())?;
    let mut members: Vec<_> = members
        .into_iter()
        .filter_map(|member| Some((member.country_id.is_none(), party_name(&member)?, member)))
        .collect();
    members.sort_by(|(is_last, name, _), (is_other_last, other, _)| {
        (is_last, name).cmp(&(is_other_last, other))
    });
    let item = |(_, name, member): &(bool, Cow<'a, str>, Row<'a, membership::Entity>)| {
        let from = member.from_year.filter(|from| *from > iscm.established);
        let since = member.status_since.map(|year| format!(" in {year}"));
        let status = member.status.map(|status| match status {
            MembershipStatus::Suspended => "suspended",
            MembershipStatus::Withdrawn => "withdrew",
        });
        let status = status.map(|status| status.to_owned() + &since.unwrap_or_default());
        let years = years(from, member.to_year);
        Piece::fact(named(name, [years, status]), member)
    };
    Some(Paragraph::list(
        format!("{} {are}", capital(&counts)),
        members.iter().map(item).collect(),
    ))
}
