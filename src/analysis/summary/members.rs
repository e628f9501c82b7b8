//! Who has a part in the ISCM: a paragraph for each role, in the section where the role belongs.

use std::borrow::Cow;

use entity::enums::{MembershipRole, MembershipStatus};
use entity::{iscm, membership};

use super::document::{Paragraph, Piece};
use super::prose::{capital, named, parties, years};
use crate::analysis::names::party_name;
use crate::graph::Row;

/// The parties in a role, countries first, by name. A first year is told of those who came after the
/// founding.
pub(super) fn paragraph<'a>(
    iscm: Row<'a, iscm::Entity>,
    role: MembershipRole,
) -> Option<Paragraph<'a>> {
    let members = iscm.many::<membership::Entity>();
    let members: Vec<_> = members.iter().filter(|row| row.role == role).collect();
    let countries = members
        .iter()
        .filter(|row| row.country_id.is_some())
        .count();
    let (one, many) = match role {
        MembershipRole::Member => ("a member", "members"),
        MembershipRole::Observer => ("an observer", "observers"),
        MembershipRole::Partner => ("a partner", "partners"),
    };
    let counts = parties(countries, members.len())?;
    let role = match members.len() {
        1 => format!("is {one}"),
        _ => format!("are {many}"),
    };
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
        format!("{} {role}", capital(&counts)),
        members.iter().map(item).collect(),
    ))
}
