//! The time line of an ISCM: what happened when, in one list.

use chrono::{Datelike, NaiveDate};
use entity::enums::MembershipRole;
use entity::tables::{NodeType, Record, Table};
use entity::{
    activity, chairmanship, commitment, country, event, fund, instrument, iscm, membership,
    organization, structure, theme, uptake,
};
use sea_orm::Related;

use super::names::{country_name, party_name};
use crate::graph::Row;
use crate::vocabulary::words;

words! {
    /// Kinds of entries of a time line.
    pub TimelineKind {
        /// The ISCM was founded.
        Founded = "FOUNDED",
        /// A country or organization came to take part, in any role: the first year of a membership.
        MemberJoined = "MEMBER_JOINED",
        /// The last year of a membership.
        MemberLeft = "MEMBER_LEFT",
        /// The first year of a term as chair.
        ChairBegan = "CHAIR_BEGAN",
        /// The last year of a term as chair.
        ChairEnded = "CHAIR_ENDED",
        /// A structure was set up.
        StructureSetUp = "STRUCTURE_SET_UP",
        /// A standing fund was set up.
        FundSetUp = "FUND_SET_UP",
        /// The first year of work on a theme.
        ThemeBegan = "THEME_BEGAN",
        /// The last year of work on a theme.
        ThemeEnded = "THEME_ENDED",
        /// The first day of a meeting or other event.
        Event = "EVENT",
        /// A document was adopted or published.
        Instrument = "INSTRUMENT",
        /// A commitment was made.
        Commitment = "COMMITMENT",
        /// A commitment is due.
        CommitmentDue = "COMMITMENT_DUE",
        /// A country took a measure built on the ISCM's work.
        Uptake = "UPTAKE",
        /// An activity took place.
        Activity = "ACTIVITY",
    }
}

/// A dated fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimelineEntry<'a> {
    /// The year.
    pub year: i32,
    /// The day; `None` when only the year is known.
    pub date: Option<NaiveDate>,
    /// What happened.
    pub kind: TimelineKind,
    /// What happened, in words.
    pub title: String,
    /// The type and the id of the fact's record.
    pub subject: (NodeType, &'a str),
}

impl TimelineEntry<'_> {
    /// Whether it lies from one day to another, both included; where only the year is known, from one
    /// year to another.
    #[must_use]
    pub fn is_within(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
        match self.date {
            Some(date) => from.is_none_or(|from| from <= date) && to.is_none_or(|to| date <= to),
            None => {
                from.is_none_or(|from| from.year() <= self.year)
                    && to.is_none_or(|to| self.year <= to.year())
            }
        }
    }
}

/// When something happened: a year or a day, if either is known.
type When = Option<(i32, Option<NaiveDate>)>;

fn year(year: impl Into<Option<i32>>) -> When {
    Some((year.into()?, None))
}

fn day(date: Option<NaiveDate>) -> When {
    date.map(|date| (date.year(), Some(date)))
}

/// Everything dated of an ISCM: by year; within it what is known by year only, then by day; then by
/// kind and title.
#[must_use]
#[rustfmt::skip] // a table: a line for each kind
pub fn timeline<'a>(iscm: &Row<'a, iscm::Entity>) -> Vec<TimelineEntry<'a>> {
    use TimelineKind::{
        Activity, ChairBegan, ChairEnded, Commitment, CommitmentDue, Event, Founded, FundSetUp,
        Instrument, MemberJoined, MemberLeft, StructureSetUp, ThemeBegan, ThemeEnded, Uptake,
    };
    let mut line = Line(Vec::new());
    line.add(Founded, [*iscm], |row| year(row.established), |row| format!("{} is founded", row.acronym));
    let members = || iscm.many::<membership::Entity>().iter();
    line.add(MemberJoined, members(), |row| year(row.from_year), |row| format!("{} joins as {}", party(row), role(row)));
    line.add(MemberLeft, members(), |row| year(row.to_year), |row| format!("{} leaves as {}", party(row), role(row)));
    let chairs = || iscm.many::<chairmanship::Entity>().iter();
    line.add(ChairBegan, chairs(), |row| year(row.from_year), |row| party(row) + if row.co_chair { " becomes co-chair" } else { " takes the chair" });
    line.add(ChairEnded, chairs(), |row| year(row.to_year), |row| party(row) + if row.co_chair { " leaves as co-chair" } else { " leaves the chair" });
    line.add(StructureSetUp, iscm.many::<structure::Entity>().iter(), |row| year(row.established), |row| format!("{} is set up", row.name));
    line.add(FundSetUp, iscm.many::<fund::Entity>().iter(), |row| year(row.established), |row| format!("{} is set up", row.name));
    let themes = || iscm.many::<theme::Entity>().iter();
    line.add(ThemeBegan, themes(), |row| year(row.from_year), |row| format!("Work begins on “{}”", row.title));
    line.add(ThemeEnded, themes(), |row| year(row.to_year), |row| format!("Work ends on “{}”", row.title));
    line.add(Event, iscm.many::<event::Entity>().iter(), |row| day(row.start_date).or(year(row.year)), |row| row.name.clone());
    line.add(Instrument, iscm.many::<instrument::Entity>().iter(), |row| year(row.year), |row| row.title.clone());
    let commitments = || iscm.many::<commitment::Entity>().iter();
    line.add(Commitment, commitments(), |row| year(row.year), |row| row.title.clone());
    line.add(CommitmentDue, commitments(), |row| day(row.due), |row| format!("Due: {}", row.title));
    line.add(Uptake, iscm.many::<uptake::Entity>().iter(), |row| year(row.year), measure);
    line.add(Activity, iscm.many::<activity::Entity>().iter(), |row| year(row.year), |row| shortened(&row.summary));
    line.0.sort();
    line.0
}

/// The entries so far.
struct Line<'a>(Vec<TimelineEntry<'a>>);

impl<'a> Line<'a> {
    /// Adds those of a kind: when each of the rows was, and how it is called.
    fn add<E: Record>(
        &mut self,
        kind: TimelineKind,
        rows: impl IntoIterator<Item = Row<'a, E>>,
        when: impl Fn(&Row<'a, E>) -> When,
        title: impl Fn(&Row<'a, E>) -> String,
    ) {
        let entry = |row: Row<'a, E>| {
            let (year, date) = when(&row)?;
            Some(TimelineEntry {
                year,
                date,
                kind,
                title: title(&row),
                subject: E::subject(row.model()),
            })
        };
        self.0.extend(rows.into_iter().filter_map(entry));
    }
}

/// The name of a row's party.
fn party<E>(row: &Row<'_, E>) -> String
where
    E: Table + Related<country::Entity> + Related<organization::Entity>,
{
    party_name(row).unwrap_or_default().into_owned()
}

/// A part, with its article.
fn role(row: &Row<'_, membership::Entity>) -> &'static str {
    match row.role {
        MembershipRole::Member => "a member",
        MembershipRole::Observer => "an observer",
        MembershipRole::Partner => "a partner",
    }
}

/// What a country did, in short.
fn measure(row: &Row<'_, uptake::Entity>) -> String {
    let country = row.one::<country::Entity>();
    let country = country.map_or_else(Default::default, |row| country_name(&row));
    match row.one::<instrument::Entity>() {
        Some(instrument) => format!("{country} takes a measure built on “{}”", instrument.title),
        None => format!("{country} takes a measure"),
    }
}

/// A text as a title: its first words, some hundred letters.
fn shortened(text: &str) -> String {
    let end = text
        .char_indices()
        .nth(100)
        .and_then(|(at, _)| text[..at].rfind(' '));
    end.map_or_else(|| text.to_owned(), |end| format!("{}…", &text[..end]))
}
