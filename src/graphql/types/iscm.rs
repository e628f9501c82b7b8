//! `Iscm`: the mechanism at the centre of the graph.

use async_graphql::{ID, Object, SimpleObject};
use entity::enums::{
    FundingKind, GovernanceLevel, InstrumentKind, IscmKind, IscmStatus, MembershipRole,
    StructureKind,
};
use entity::{
    chairmanship, contribution, funding, instrument, iscm, membership, partnership, structure,
    theme_topic,
};

use super::activity::{Activity, AddedValue, Contribution, Uptake};
use super::commitment::Commitment;
use super::finance::{Fund, FundingSource};
use super::framework::Objective;
use super::instrument::{Event, Instrument};
use super::overlap::IscmAnalysis;
use super::partnership::Partnership;
use super::party::Membership;
use super::source::{Citation, citations};
use super::structure::{Chairmanship, Structure};
use super::summary::SummaryOfFindings;
use super::theme::{Theme, Topic};
use super::timeline::{TimelineEntry, TimelineKind};
use crate::graph::{List, Row};
use crate::graphql::args::Language;
use crate::graphql::ask::{FilterOf, OrderOf, ask};
use crate::graphql::connection::{lists, wrap};
use crate::graphql::error::{Error, Result, shown};
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

lists! {
    IscmLists<'a> over Row<'a, iscm::Entity> {
        connections {
            /// The countries and organizations that take part; by role, countries before organizations,
            /// then by code or acronym.
            members(role: Option<Word<MembershipRole>> = "Only parties in this role.", on: Option<Date> = "Only parties that take part at this date; a year that is not known does not exclude."): Membership = |iscm, role, on| iscm.many::<membership::Entity>().filter(|row| role.is_none_or(|role| role.0 == row.role)).on(on.map(Into::into));
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
        lists {
            /// The topics of its themes, by label.
            topics: Topic = |iscm| iscm.topics();
            /// The objectives and targets of global frameworks that it works on: those with one of its topics.
            objectives: Objective = |iscm| iscm.objectives();
            /// The terms as chair that are known, by first year.
            chairs(on: Option<Date> = "Only terms that this date is in; all when it is not given."): Chairmanship = |iscm, on| iscm.many().on(on.map(Into::into));
            /// Its standing parts: chair, meetings, networks, secretariat and others; by name.
            structures(kinds: Option<Vec<Word<StructureKind>>> = "Only structures of these kinds.", on: Option<Date> = "Only structures set up by this date; a year that is not known does not exclude."): Structure = |iscm, kinds, on| iscm.many::<structure::Entity>().filter(|row| is_asked(kinds.as_ref(), row.kind)).on(on.map(Into::into));
            /// How it is paid for, by kind.
            funding_sources(kinds: Option<Vec<Word<FundingKind>>> = "Only funding of these kinds."): FundingSource = |iscm, kinds| iscm.many::<funding::Entity>().filter(|row| is_asked(kinds.as_ref(), row.kind));
            /// Its standing funds, by the year they were set up.
            funds: Fund = |iscm| iscm.many();
            /// Its guidelines: the instruments of that kind, by year, then title.
            guidelines: Instrument = |iscm| iscm.many::<instrument::Entity>().filter(|row| row.kind == InstrumentKind::Guidelines);
            /// Its declarations: the instruments of that kind, by year, then title.
            declarations: Instrument = |iscm| iscm.many::<instrument::Entity>().filter(|row| row.kind == InstrumentKind::Declaration);
            /// What it brought to migration governance.
            contributions(level: Option<Word<GovernanceLevel>> = "Only contributions at this level."): Contribution = |iscm, level| iscm.many::<contribution::Entity>().filter(|row| level.is_none_or(|level| level.0 == row.level));
            /// What members say membership is worth.
            added_value: AddedValue = |iscm| iscm.many();
            /// National measures built on its instruments; by year, those without one last.
            uptakes: Uptake = |iscm| iscm.many();
        }
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
        #[graphql(desc = "Only nodes that meet these conditions.")] filter: Option<
            FilterOf<Theme<'a>>,
        >,
        #[graphql(
            desc = "What the nodes are ordered by, first things first, at most 5; ties, and all without it, are in the order that the field's description tells."
        )]
        order_by: Option<Vec<OrderOf<Theme<'a>>>>,
    ) -> Result<Vec<Theme<'a>>> {
        let is_topic = |slug: &&String| self.0.view().find::<entity::topic::Entity>(slug).is_some();
        if let Some(unknown) = topics.iter().flatten().find(|slug| !is_topic(slug)) {
            let message = format!("takes slugs of topics, which {} is none of", shown(unknown));
            return Err(Error::bad_input("topics", message));
        }
        let has_topic = |theme: &Row<'a, entity::theme::Entity>| {
            topics.as_ref().is_none_or(|slugs| {
                let own = theme.through::<theme_topic::Entity, entity::topic::Entity>();
                own.iter().any(|topic| slugs.contains(&topic.id))
            })
        };
        let themes = self
            .0
            .many::<entity::theme::Entity>()
            .on(on.map(Into::into));
        let on_topics = List::of_rows(self.0.view(), themes.iter().filter(has_topic));
        let (themes, order) = ask::<Theme<'a>>(on_topics, filter, order_by)?;
        Ok(wrap(themes.ordered(&order)))
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> IscmLists<'a> {
        IscmLists(self.0)
    }

    /// What tells of its place among the others.
    #[graphql(flatten)]
    async fn analysis(&self) -> IscmAnalysis<'a> {
        IscmAnalysis(self.0)
    }

    /// The chair at a date. Where several are known, because they share the chair or one follows the
    /// other in the same year, the one whose term began last; `chairs(on:)` lists all. A term whose
    /// end is not known counts as going on. Null when none is known.
    async fn chair(
        &self,
        #[graphql(desc = "The date; today when it is not given.")] on: Option<Date>,
    ) -> Option<Chairmanship<'a>> {
        let on = on.map_or(self.0.view().today, Into::into);
        let terms = self.0.many::<chairmanship::Entity>().on(Some(on));
        terms.iter().last().map(Chairmanship)
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
