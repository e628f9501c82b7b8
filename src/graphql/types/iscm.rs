//! `Iscm`: the mechanism at the centre of the graph.

use async_graphql::{ID, Object, SimpleObject};
use entity::enums::{FundingKind, StructureKind};
use entity::enums::{GovernanceLevel, InstrumentKind, IscmKind, IscmStatus, MembershipRole};
use entity::{instrument, iscm, membership, objective_topic, partnership, theme_topic};

use super::activity::{Activity, AddedValue, Contribution, Uptake};
use super::commitment::Commitment;
use super::finance::{Fund, FundingSource};
use super::framework::Objective;
use super::instrument::{Event, Instrument};
use super::partnership::Partnership;
use super::party::Membership;
use super::source::{Citation, citations};
use super::structure::{Chairmanship, Structure};
use super::summary::SummaryOfFindings;
use super::theme::{Theme, Topic};
use super::timeline::{TimelineEntry, TimelineKind};
use crate::graph::{List, Row};
use crate::graphql::args::{Language, holds};
use crate::graphql::connection::{Connection, connections, wrap};
use crate::graphql::error::{Error, Result};
use crate::graphql::node::id;
use crate::graphql::scalar::Date;
use crate::graphql::word::{Word, is_asked};

/// An ISCM.
pub(in crate::graphql) struct Iscm<'a>(pub(in crate::graphql) Row<'a, iscm::Entity>);

/// A name in one language.
#[derive(SimpleObject)]
pub(in crate::graphql) struct LocalizedName<'a> {
    /// The language.
    language: Language,
    /// The name in that language.
    name: &'a str,
}

connections! {
    IscmConnections<'a> over Row<'a, iscm::Entity> {
        /// Documents it adopted or published: declarations, guidelines, manuals, plans, studies and
        /// others; by year, then title.
        instruments: Instrument = |iscm| iscm.many();
        /// Its meetings and other events, by date.
        events: Event = |iscm| iscm.many();
        /// Its work with other ISCMs, organizations and categories of partners, as its sources tell it.
        partnerships: Partnership = |iscm| iscm.many();
        /// Partnerships that other ISCMs' sources tell of with this one.
        partner_in: Partnership = |iscm| iscm.many_by(partnership::Column::PartnerId);
        /// What it does or did between its meetings; by year, those without one last.
        activities: Activity = |iscm| iscm.many();
        /// What its members committed to, by year, then title.
        commitments: Commitment = |iscm| iscm.many();
    }
}

/// An inter-State consultation mechanism on migration (ISCM): a regional consultative process, an
/// interregional forum or a global process in which States talk about migration.
#[Object]
impl<'a> Iscm<'a> {
    /// The id, e.g. `iscm:rcm`. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The key in the data set, e.g. `rcm`: lower case, never changes.
    async fn slug(&self) -> &str {
        &self.0.id
    }

    /// The acronym or short name, e.g. `RCM`.
    async fn acronym(&self) -> &str {
        &self.0.acronym
    }

    /// The official name.
    async fn name(
        &self,
        #[graphql(
            desc = "The language of the name; English where there is none in it.",
            default
        )]
        language: Language,
    ) -> &str {
        self.0.names.get(language.into())
    }

    /// The official names in all languages that sources give them in.
    async fn names(&self) -> Vec<LocalizedName<'_>> {
        let names = self.0.names.0.iter();
        names
            .map(|(language, name)| LocalizedName {
                language: (*language).into(),
                name,
            })
            .collect()
    }

    /// Other names and acronyms it is or was known by.
    async fn aliases(&self) -> &[String] {
        &self.0.aliases.0
    }

    /// Its place in IOM's taxonomy.
    async fn kind(&self) -> Word<IscmKind> {
        Word(self.0.kind)
    }

    /// Whether it is at work, as of the newest source.
    async fn status(&self) -> Word<IscmStatus> {
        Word(self.0.status)
    }

    /// The year it was founded.
    async fn established(&self) -> i32 {
        self.0.established
    }

    /// The region it covers, as IOM names it.
    async fn region(&self) -> &str {
        &self.0.region
    }

    /// What it is, in a few sentences.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// The address of its website; null when none is known.
    async fn website(&self) -> Option<&str> {
        self.0.website.as_deref()
    }

    /// What it works on or worked on, by title. A theme may be part of another one.
    async fn themes(
        &self,
        #[graphql(
            desc = "Only themes worked on at this date; a year that is not known does not exclude."
        )]
        on: Option<Date>,
        #[graphql(desc = "Only themes with one of these topics, by slug.")] topics: Option<
            Vec<String>,
        >,
    ) -> Result<Vec<Theme<'a>>> {
        if let Some(unknown) = topics
            .iter()
            .flatten()
            .find(|slug| self.0.view().find::<entity::topic::Entity>(slug).is_none())
        {
            let message = format!("takes slugs of topics, which {unknown:?} is none of");
            return Err(Error::bad_input("topics", message));
        }
        let has_topic = |theme: &Row<'a, entity::theme::Entity>| {
            topics.as_ref().is_none_or(|slugs| {
                let own = theme.many::<theme_topic::Entity>();
                own.iter().any(|row| slugs.contains(&row.topic_id))
            })
        };
        let themes = self.0.many::<entity::theme::Entity>();
        let on_date = themes.filter(|theme| holds(theme.from_year, theme.to_year, on));
        Ok(wrap(on_date.iter().filter(has_topic)))
    }

    /// The topics of its themes, by label.
    async fn topics(&self) -> Vec<Topic<'a>> {
        wrap(self.own_topics().iter())
    }

    /// The objectives and targets of global frameworks that it works on: those with one of its topics.
    async fn objectives(&self) -> Vec<Objective<'a>> {
        let topics = self.own_topics();
        let objectives = topics.iter().flat_map(|topic| {
            let objectives = topic.through::<objective_topic::Entity, _>();
            objectives.collect::<Vec<_>>()
        });
        wrap(List::of_rows(self.0.view(), objectives).iter())
    }

    /// The countries and organizations that take part; by role, countries before organizations, then
    /// by code or acronym.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of the field in the schema"
    )]
    async fn members(
        &self,
        #[graphql(desc = "Only parties in this role.")] role: Option<Word<MembershipRole>>,
        #[graphql(
            desc = "Only parties that take part at this date; a year that is not known does not exclude."
        )]
        on: Option<Date>,
        #[graphql(
            desc = "How many nodes at most, from the start or from `after` on; 0 to 100. 50 when neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands after this cursor.")] after: Option<String>,
        #[graphql(
            desc = "How many nodes at most, from the end or from `before` back; 0 to 100. Not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<Connection<'a, Membership<'a>>> {
        let members = self.0.many::<membership::Entity>().filter(|member| {
            role.is_none_or(|role| role.0 == member.role)
                && holds(member.from_year, member.to_year, on)
        });
        Connection::new(&members, first, after, last, before)
    }

    /// The connections.
    #[graphql(flatten)]
    async fn connections(&self) -> IscmConnections<'a> {
        IscmConnections(self.0)
    }

    /// The chair at a date. Where several are known, because they share the chair or one follows the
    /// other in the same year, the one whose term began last; `chairs(on:)` lists all. A term whose
    /// end is not known counts as going on. Null when none is known.
    async fn chair(
        &self,
        #[graphql(desc = "The date; today when it is not given.")] on: Option<Date>,
    ) -> Option<Chairmanship<'a>> {
        let on = on.unwrap_or(Date(self.0.view().today));
        self.chairs_on(Some(on)).iter().last().map(Chairmanship)
    }

    /// The terms as chair that are known, by first year.
    async fn chairs(
        &self,
        #[graphql(desc = "Only terms that this date is in; all when it is not given.")] on: Option<
            Date,
        >,
    ) -> Vec<Chairmanship<'a>> {
        wrap(self.chairs_on(on).iter())
    }

    /// Its standing parts: chair, meetings, networks, secretariat and others; by name.
    async fn structures(
        &self,
        #[graphql(desc = "Only structures of these kinds.")] kinds: Option<
            Vec<Word<StructureKind>>,
        >,
    ) -> Vec<Structure<'a>> {
        let structures = self.0.many::<entity::structure::Entity>();
        let asked = structures.filter(|row| is_asked(kinds.as_ref(), row.kind));
        wrap(asked.iter())
    }

    /// How it is paid for, by kind.
    async fn funding_sources(
        &self,
        #[graphql(desc = "Only funding of these kinds.")] kinds: Option<Vec<Word<FundingKind>>>,
    ) -> Vec<FundingSource<'a>> {
        let funding = self.0.many::<entity::funding::Entity>();
        let asked = funding.filter(|row| is_asked(kinds.as_ref(), row.kind));
        wrap(asked.iter())
    }

    /// Its reserve fund: the standing fund whose name says so. Null when none is known; the RCM alone
    /// is known to have one.
    async fn reserve_fund(&self) -> Option<Fund<'a>> {
        let funds = self.0.many::<entity::fund::Entity>();
        funds
            .iter()
            .find(|fund| fund.name.to_lowercase().contains("reserve fund"))
            .map(Fund)
    }

    /// Its standing funds, by the year they were set up.
    async fn funds(&self) -> Vec<Fund<'a>> {
        wrap(self.0.many().iter())
    }

    /// Its guidelines: the instruments of that kind, by year, then title.
    async fn guidelines(&self) -> Vec<Instrument<'a>> {
        wrap(self.instruments_of(InstrumentKind::Guidelines).iter())
    }

    /// Its declarations: the instruments of that kind, by year, then title.
    async fn declarations(&self) -> Vec<Instrument<'a>> {
        wrap(self.instruments_of(InstrumentKind::Declaration).iter())
    }

    /// What it brought to migration governance.
    async fn contributions(
        &self,
        #[graphql(desc = "Only contributions at this level.")] level: Option<Word<GovernanceLevel>>,
    ) -> Vec<Contribution<'a>> {
        let contributions = self.0.many::<entity::contribution::Entity>();
        let asked = contributions.filter(|row| level.is_none_or(|level| level.0 == row.level));
        wrap(asked.iter())
    }

    /// What members say membership is worth.
    async fn added_value(&self) -> Vec<AddedValue<'a>> {
        wrap(self.0.many().iter())
    }

    /// National measures built on its instruments; by year, those without one last.
    async fn uptakes(&self) -> Vec<Uptake<'a>> {
        wrap(self.0.many().iter())
    }

    /// Its summary of findings: the five sections of IOM's document of 2019, written from this graph.
    async fn summary_of_findings(&self) -> SummaryOfFindings<'a> {
        SummaryOfFindings::of(self.0)
    }

    /// What happened when, in one list: by year; within it what is known by year only, then by day;
    /// then by kind, in the order of `TimelineKind`, and title. What has no known year is not in it.
    async fn timeline(
        &self,
        #[graphql(
            desc = "Only what was on this day or later; what is known by year only is in if its year is that of the day or later."
        )]
        from: Option<Date>,
        #[graphql(
            desc = "Only what was on this day or before; what is known by year only is in if its year is that of the day or before."
        )]
        to: Option<Date>,
        #[graphql(desc = "Only entries of these kinds.")] kinds: Option<Vec<TimelineKind>>,
    ) -> Result<Vec<TimelineEntry<'a>>> {
        TimelineEntry::within(&self.0, from, to, kinds.as_ref())
    }

    /// Where the fields of the ISCM itself were found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

impl<'a> Iscm<'a> {
    fn own_topics(&self) -> List<'a, entity::topic::Entity> {
        let themes = self.0.many::<entity::theme::Entity>();
        let topics = themes.iter().flat_map(|theme| {
            let topics = theme.through::<theme_topic::Entity, entity::topic::Entity>();
            topics.collect::<Vec<_>>()
        });
        List::of_rows(self.0.view(), topics)
    }

    fn chairs_on(&self, on: Option<Date>) -> List<'a, entity::chairmanship::Entity> {
        let chairs = self.0.many::<entity::chairmanship::Entity>();
        chairs.filter(|chair| holds(Some(chair.from_year), chair.to_year, on))
    }

    fn instruments_of(&self, kind: InstrumentKind) -> List<'a, instrument::Entity> {
        self.0
            .many::<instrument::Entity>()
            .filter(|row| row.kind == kind)
    }
}
