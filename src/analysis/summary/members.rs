//! Who has a part in the ISCM: a paragraph for each role, in the section where the role belongs.

use std::borrow::Cow;

use entity::enums::MembershipRole;
use entity::{iscm, membership};

use super::document::{Paragraph, Piece};
use super::prose::{capital, count, joined, named, years};
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
    let counts = [
        (countries, "country", "countries"),
        (members.len() - countries, "organization", "organizations"),
    ];
    let counts = counts.into_iter().filter(|(number, ..)| *number > 0);
    let counts = joined(counts.map(|(number, one, many)| count(number, one, many)))?;
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
        Piece::fact(named(name, [years(from, member.to_year)]), member)
    };
    Some(Paragraph::list(
        format!("{} {role}", capital(&counts)),
        members.iter().map(item).collect(),
    ))
}
