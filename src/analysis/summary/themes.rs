//! Section 1: what the ISCM is, who its members are, what it works on and how that evolved.

use entity::enums::{EventStatus, IscmStatus, MembershipRole, Vocabulary as _};
use entity::{event, event_attendee, iscm, theme, theme_topic, topic};

use super::document::{Fact, Paragraph, Piece};
use super::prose::{
    Times, count, full_name, grouped, joined, named, parties, quoted, thousands, years,
};
use super::{members, origins};
use crate::graph::{List, Row};

pub(super) fn write(iscm: Row<'_, iscm::Entity>) -> Vec<Paragraph<'_>> {
    let mut paragraphs = vec![founding(iscm)];
    paragraphs.extend(origins::paragraphs(iscm));
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
    let status = match (iscm.status, iscm.ended) {
        (IscmStatus::Active, _) => "It is active.".to_owned(),
        (IscmStatus::Dormant, _) => {
            "It is dormant: it has not met for years but was not ended.".to_owned()
        }
        (IscmStatus::Ended, None) => "It has ended.".to_owned(),
        (IscmStatus::Ended, Some(year)) => format!("It ended in {year}."),
    };
    let text = format!(
        "The {} was founded in {}. Its region, as IOM names it, is {}. {status}{} {}",
        full_name(&iscm),
        iscm.established,
        iscm.region,
        languages(&iscm).unwrap_or_default(),
        iscm.summary,
    );
    Paragraph::sentences(None, vec![Piece::fact(text, &iscm)])
}

/// A sentence on the languages it works in, after another one.
fn languages(iscm: &Row<'_, iscm::Entity>) -> Option<String> {
    let codes = iscm.languages.0.iter();
    let names = codes.map(|code| {
        let language = isolang::Language::from_639_1(&code.to_lowercase());
        language.map_or_else(|| code.clone(), |language| language.to_name().to_owned())
    });
    let names = joined(names)?;
    Some(match iscm.languages.0.len() {
        1 => format!(" Its working language is {names}."),
        _ => format!(" Its working languages are {names}."),
    })
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
            let status = row.status.filter(|status| *status != EventStatus::Held);
            let attendees = row.many::<event_attendee::Entity>();
            let countries = attendees.iter().filter(|row| row.country_id.is_some());
            let attended = parties(countries.count(), attendees.len());
            let details = [
                Some(row.name.clone()),
                Some(row.year.to_string()),
                status.map(|status| status.word().to_lowercase()),
                row.participants
                    .map(|number| format!("{} participants", thousands(&number.to_string()))),
                attended.map(|parties| format!("attended by {parties}")),
            ];
            named(&theme, details)
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
