//! Section 1: what the ISCM is, who its members are, what it works on and how that evolved.

use entity::enums::{IscmStatus, MembershipRole};
use entity::{event, iscm, theme, theme_topic, topic};

use super::document::{Fact, Paragraph, Piece};
use super::members;
use super::prose::{Times, count, full_name, grouped, joined, named, quoted, years};
use crate::graph::{List, Row};

pub(super) fn write(iscm: Row<'_, iscm::Entity>) -> Vec<Paragraph<'_>> {
    let mut paragraphs = vec![founding(iscm)];
    paragraphs.extend(members::paragraphs(iscm, MembershipRole::Member));
    let themes: Vec<_> = iscm.many::<theme::Entity>().iter().collect();
    let whole = themes.iter().filter(|row| row.parent_id.is_none());
    let Times {
        now,
        earlier,
        later,
    } = Times::of(whole.copied());
    for (themes, one, many) in [
        (now, "Its theme is", "Its themes are"),
        (
            earlier,
            "An earlier theme on record is",
            "Earlier themes on record are",
        ),
        (later, "A theme to come is", "Themes to come are"),
    ] {
        let lead = if themes.len() == 1 { one } else { many };
        paragraphs.extend(list(lead.to_owned(), &themes));
    }
    for whole in &themes {
        let parts: Vec<_> = whole.many_by(theme::Column::ParentId).iter().collect();
        let title = quoted(&whole.title);
        let lead = match parts.len() {
            1 => format!("Part of the theme {title} is"),
            _ => format!("Parts of the theme {title} are"),
        };
        paragraphs.extend(list(lead, parts.iter()));
    }
    paragraphs.extend(topics(iscm, &themes));
    paragraphs.extend(meetings(iscm));
    paragraphs
}

fn founding(iscm: Row<'_, iscm::Entity>) -> Paragraph<'_> {
    let status = match iscm.status {
        IscmStatus::Active => "It is active.",
        IscmStatus::Dormant => "It is dormant: it has not met for years but was not ended.",
        IscmStatus::Ended => "It has ended.",
    };
    let text = format!(
        "The {} was founded in {}. Its region, as IOM names it, is {}. {status} {}",
        full_name(&iscm),
        iscm.established,
        iscm.region,
        iscm.summary,
    );
    Paragraph::sentences(None, vec![Piece::fact(text, &iscm)])
}

fn list<'r, 'a: 'r>(
    lead: String,
    themes: impl IntoIterator<Item = &'r Row<'a, theme::Entity>>,
) -> Option<Paragraph<'a>> {
    let item = |row: &Row<'a, theme::Entity>| {
        Piece::fact(named(&row.title, [years(row.from_year, row.to_year)]), row)
    };
    let items: Vec<_> = themes.into_iter().map(item).collect();
    (!items.is_empty()).then(|| Paragraph::list(lead, items))
}

fn topics<'a>(
    iscm: Row<'a, iscm::Entity>,
    themes: &[Row<'a, theme::Entity>],
) -> Option<Paragraph<'a>> {
    let topics = themes.iter().flat_map(|theme| {
        let topics = theme.through::<theme_topic::Entity, topic::Entity>();
        topics.iter().collect::<Vec<_>>()
    });
    let topics = List::of_rows(iscm.scope(), topics);
    let labels = joined(topics.iter().map(|topic| topic.model().label.as_str()))?;
    let topics = count(topics.len(), "topic", "topics");
    let lead =
        format!("By the vocabulary that makes mechanisms comparable, its themes are on {topics}");
    let facts: Vec<_> = themes.iter().map(Fact::of).collect();
    Some(Paragraph::list(lead, vec![Piece::of(labels, &facts)]))
}

/// What its meetings were about, decade by decade.
fn meetings(iscm: Row<'_, iscm::Entity>) -> impl Iterator<Item = Paragraph<'_>> {
    let events = iscm.many::<event::Entity>().iter();
    let by_decade = grouped(events.filter(|row| row.theme.is_some()), |row| {
        row.year / 10
    });
    by_decade.into_iter().map(|(decade, events)| {
        let item = |row: &Row<'_, event::Entity>| {
            let theme = quoted(row.theme.as_deref().unwrap_or_default());
            named(&theme, [Some(row.name.clone()), Some(row.year.to_string())])
        };
        let count = count(
            events.len(),
            "event had a theme of its own",
            "events had themes of their own",
        );
        let items = events.iter().map(|row| Piece::fact(item(row), row));
        Paragraph::list(format!("In the {decade}0s, {count}"), items.collect())
    })
}
