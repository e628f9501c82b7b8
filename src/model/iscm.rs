//! `Iscm`: the mechanism at the centre of the graph.

#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the values of arguments are passed by reference, however many"
)]

use std::sync::Arc;

use chrono::NaiveDate;
use entity::enums::{
    FundKind, FundingKind, GovernanceLevel, InstrumentKind, MembershipRole, StructureKind,
    Vocabulary as _,
};
use entity::tables::{NodeType, Table};
use entity::values::Language;
use entity::{
    activity, added_value, chairmanship, commitment, contribution, event, fund, funding,
    instrument, iscm, iscm_association, iscm_predecessor, membership, objective, organization,
    partnership, structure, theme, theme_topic, topic, uptake,
};

use super::argument::{Word, arg};
use super::coverage::Coverage;
use super::field::Scan;
use super::fields::{id, key, maybe_text, name, text, texts, word, year};
use super::natural::Natural;
use super::object::{Object, Valid, object};
use super::out::Out;
use super::overlap::{OverlapMeasure, overlaps};
use super::practice::Partner;
use super::related::{
    HowCertain, On, all, certainty, citations, held, many, many_by, rows, terms, through,
    through_by, told,
};
use super::summary::Summary;
use super::theme::TOPIC;
use super::timeline::{TimelineKind, in_year, timeline};
use super::told::{value, word_value};
use crate::error::{Error, Result};
use crate::graph::{List, Reads, Row, Time, reads};
use crate::input::Place;

/// What ISCMs are called by.
pub(super) static ISCM: Natural = Natural {
    scalar: "String",
    what: "the acronym, the slug, a name or an alias of an ISCM",
    kind: NodeType::Iscm,
    meant: None,
    names: |scope| {
        let rows = || scope.all::<iscm::Entity>().iter();
        let acronyms = rows().map(|row| (&*row.model().acronym, row.place()));
        let slugs = rows().map(|row| (&*row.model().id, row.place()));
        let aliases = rows().flat_map(|row| {
            let aliases = row.model().aliases.0.iter();
            aliases.map(move |alias| (&**alias, row.place()))
        });
        let names = rows().flat_map(|row| {
            let names = row.model().names.0.values();
            names.map(move |name| (&**name, row.place()))
        });
        Box::new(acronyms.chain(slugs).chain(aliases).chain(names))
    },
};

/// What the topics of ISCMs depend on.
const TOPICS: Reads = reads![theme, theme_topic, topic];

/// What it depends on who chairs ISCMs today.
const CHAIRS: Reads = Valid::reads::<chairmanship::Entity>().and(Reads::time(Time::Day));

/// The types of rows.
pub(super) fn types() -> Vec<Object> {
    vec![iscm().into()]
}

/// The types that functions give.
pub(super) fn told_types() -> Vec<Object> {
    vec![localized_name()]
}

#[rustfmt::skip] // a table: a line for each field
fn iscm() -> super::object::ObjectOf<iscm::Entity> {
    type E = iscm::Entity;
    object("Iscm", "An inter-State consultation mechanism on migration (ISCM): a regional consultative process, an\ninterregional forum or a global process in which States talk about migration.")
        .found("iscm", "The ISCM with an acronym, slug, alias or official name in any language, capital or small letters\nalike; an acronym goes before another ISCM's slug, alias or name, in this order. Null when there is none, with an error `NOT_FOUND` that says what may have been\nmeant.", (arg("acronym", "The acronym, slug, an alias or a name, e.g. `RCM` or `Puebla Process`."),), |scope, (acronym,): &(Arc<str>,)| ISCM.row(scope, "acronym", acronym))
        .listed(|| all("iscms", "All ISCMs, by acronym.").paged())
        .weighing(1.25)
        .suggested()
        .field(id("The id, e.g. `iscm:rcm`. Opaque."))
        .field(citations("Where the fields of the ISCM itself were found."))
        .field(key::<E>("acronym", "The acronym or short name, e.g. `RCM`.", &ISCM, |row| &row.acronym).named())
        .field(key::<E>("slug", "The key in the data set, e.g. `rcm`: lower case, never changes.", &ISCM, |row| &row.id))
        .field(name::<E>("name", "The official name.", "The language of the name; English where there is none in it.", |row, language| row.names.get(language)).title().found_in("names"))
        .field(told::<E, _>("names", "The official names in all languages that sources give them in.", "[LocalizedName!]!", (), |row, ()| Ok(names(row))).fact(true).reading(Reads::NOTHING).at_most(6))
        .field(texts::<E>("aliases", "Other names and acronyms it is or was known by.", |row| &row.aliases.0).named())
        .field(word::<E, _>("kind", "Its place in IOM's taxonomy.", |row| row.kind))
        .field(word::<E, _>("status", "Whether it is at work, as of the newest source.", |row| row.status))
        .field(year::<E, _>("established", "The year it was founded.", |row| row.established).founding())
        .field(year::<E, _>("ended", "The year it ended; null when it has not, or when that is not known.", |row| row.ended))
        .field(text::<E>("summary", "What it is, in a few sentences.", |row| &row.summary).prose())
        .field(text::<E>("region", "The region it covers, as IOM names it.", |row| &row.region).facet().searched())
        .field(texts::<E>("languages", "Its working languages, as ISO 639-1 codes in capitals, e.g. `EN`. Empty when not known.", |row| &row.languages.0).facet())
        .field(told::<E, _>("associatedWith", "What it is formally part of or associated with: organizations and other ISCMs.", "[Partner!]!", (), |row, ()| Ok(associated_with(row))).fact(true).reading(reads![iscm, organization, iscm_association]).at_most(5))
        .field(through::<iscm_association::Entity, organization::Entity, _>("associatedOrganizations", "associatedOrganization", "The organizations that it is formally part of or associated with, by acronym.").at_most(5).facet())
        .field(through_by::<iscm_association::Entity, iscm::Entity, _>("associatedIscms", "associatedIscm", "The other ISCMs that it is formally part of or associated with, by acronym.", (iscm_association::Column::IscmId, iscm_association::Column::AssociatedIscmId)).at_most(5))
        .field(through_by::<iscm_association::Entity, iscm::Entity, _>("associates", "associate", "The ISCMs that are formally part of this one or associated with it, by acronym.", (iscm_association::Column::AssociatedIscmId, iscm_association::Column::IscmId)).at_most(10))
        .field(through_by::<iscm_predecessor::Entity, iscm::Entity, _>("predecessors", "predecessor", "The ISCMs that it grew out of, by acronym.", (iscm_predecessor::Column::IscmId, iscm_predecessor::Column::PredecessorId)).at_most(5))
        .field(through_by::<iscm_predecessor::Entity, iscm::Entity, _>("successors", "successor", "The ISCMs that grew out of it, by acronym.", (iscm_predecessor::Column::PredecessorId, iscm_predecessor::Column::IscmId)).at_most(10))
        .field(maybe_text::<E>("website", "The address of its website; null when none is known.", |row| row.website.as_deref()).unordered())
        .field(many::<theme::Entity, _>("themes", "theme", "What it works on or worked on, by title. A theme may be part of another one.").narrowed_or_refused((arg("on", "Only themes worked on at this date, for certain or possibly."), certainty(), arg("topics", "Only themes with one of these topics, by slug or label.")), themes).reading(Valid::reads::<theme::Entity>().and(reads![theme_topic, topic])).covered("What it works on").at_most(50))
        .field(rows::<topic::Entity, E>("topics", "topic", "The topics of its themes, by label.", |row| row.topics()).reading(TOPICS).at_most(40).facet())
        .field(rows::<objective::Entity, E>("objectives", "objective", "The objectives and targets of global frameworks that it works on: those with one of its topics.", |row| row.objectives()).reading(TOPICS.and(reads![objective, objective_topic])).at_most(50).facet())
        .field(many::<membership::Entity, _>("members", "member", "The countries and organizations that take part; by role, countries before organizations,\nthen by code or acronym.").narrowed((arg("role", "Only parties in this role."), arg("on", "Only parties that take part at this date, for certain or possibly."), certainty()), members).reading(Valid::reads::<membership::Entity>()).covered("Who takes part, in any role").paged())
        .field(terms::<chairmanship::Entity>("chairs", "chair", "The terms as chair that are known, in the order in which they followed each other.").on("Only terms that this date is in, for certain or possibly; all when it is not given.").covered("Terms as chair").at_most(50))
        .field(told::<E, _>("chair", "The chair at a date: the one whose term began last. Where several share the chair, the one that is\nnot recorded as co-chair, or else the first of them; `currentChairs` has all. Null when none is known\nfor the date. A term whose end is not known ends before the next one begins; the last of all goes on as\nlong as terms of this ISCM do as a rule, and is then told by `lastKnownChair` alone.", "Chairmanship", (arg("on", "The date; today when it is not given."),), |row, (on,)| Ok(chair(row, *on))).reading(CHAIRS))
        .field(rows("currentChairs", "currentChair", "Who chairs it today: one, or all who share the chair, by first year. Empty when that is not known.", in_office_now).reading(CHAIRS).at_most(5).only_answered())
        .field(told::<E, _>("lastKnownChair", "The newest term as chair that is known, whether it goes on or not. Null when none is known.", "Chairmanship", (), |row, ()| Ok(first(&row.last_in_office::<chairmanship::Entity>()))).reading(Valid::reads::<chairmanship::Entity>()))
        .field(many::<structure::Entity, _>("structures", "structure", "Its standing parts: chair, meetings, networks, secretariat and others; by name.").narrowed((arg("kinds", "Only structures of these kinds."), arg("on", "Only structures that stand at this date, for certain or possibly."), certainty()), structures).reading(Valid::reads::<structure::Entity>()).covered("Its standing parts").at_most(40))
        .field(many::<funding::Entity, _>("fundingSources", "fundingSource", "How it is paid for, by kind.").narrowed((arg("kinds", "Only funding of these kinds."),), funding).covered_as("FUNDING", "How it is paid for").at_most(30))
        .field(many::<fund::Entity, _>("funds", "fund", "Its standing funds, by the year they were set up.").covered("Its standing funds").at_most(5))
        .field(told::<E, _>("reserveFund", "Its reserve fund: the first of its standing funds of that kind. Null when none is known.", "Fund", (), |row, ()| Ok(reserve_fund(row))).reading(reads![fund]))
        .field(many::<instrument::Entity, _>("instruments", "instrument", "Documents it adopted or published: declarations, guidelines, manuals, plans, studies and\nothers; by year, then title.").covered("Documents").paged())
        .field(rows("guidelines", "guidelines", "What guides its members: its guidelines, guides and manuals, by year, then title.", |row| of_kinds(row, &GUIDING)).narrowed_or_refused((arg("kinds", "Only those of these kinds, of `GUIDELINES`, `GUIDE` and `MANUAL`."),), guidelines).reading(reads![instrument]).at_most(40).only_answered())
        .field(rows("declarations", "declaration", "Its declarations: the instruments of that kind, by year, then title.", |row| of_kinds(row, &[InstrumentKind::Declaration])).reading(reads![instrument]).at_most(60).only_answered())
        .field(many::<event::Entity, _>("events", "event", "Its meetings and other events, by date.").covered("Meetings and other events").paged())
        .field(many::<contribution::Entity, _>("contributions", "contribution", "What it brought to migration governance.").narrowed((arg("level", "Only contributions at this level."),), contributions).covered("What it brought to migration governance").at_most(40))
        .field(many::<partnership::Entity, _>("partnerships", "partnership", "Its work with other ISCMs, organizations and categories of partners, as its sources tell it.").covered("Its work with others, as its own sources tell it").paged())
        .field(many_by::<partnership::Entity, _>("partnerIn", "partnerIn", "Partnerships that other ISCMs' sources tell of with this one.", partnership::Column::PartnerId).paged())
        .field(many::<added_value::Entity, _>("addedValue", "addedValue", "What members say membership is worth.").covered("What members say membership is worth").at_most(20))
        .field(many::<uptake::Entity, _>("uptakes", "uptake", "National measures built on its instruments; by year, those without one last.").covered("National measures built on its instruments").at_most(40))
        .field(many::<activity::Entity, _>("activities", "activity", "What it does or did between its meetings; by year, those without one last.").covered("What it does between meetings").paged())
        .field(many::<commitment::Entity, _>("commitments", "commitment", "What its members committed to, by year, then title.").covered("What its members committed to").paged())
        .field(told::<E, _>("overlaps", "The other ISCMs that share members or topics with it, the highest score first; what ties twice,\nby acronym. One with a score of 0 is left out.", "[Overlap!]!", (arg("by", "What they are ranked by.").or("COMBINED"), arg("first", "How many ISCMs at most; 0 to 100.").or("10")), |row, (by, first): &(Word<OverlapMeasure>, i32)| overlaps(row, by.0, *first)).costing(50).scanning(Scan::Iscms))
        .field(told::<E, _>("summaryOfFindings", "Its summary of findings: the five sections of IOM's document of 2019, written from this graph.", "SummaryOfFindings!", (), |row, ()| Ok(Out::value(Summary::of(row)))).reading(Reads::VERSION.and(Reads::time(Time::Day))).costing(20))
        .field(told::<E, _>("timeline", "What happened when, in one list: by year; within it what is known by year only, then by day;\nthen by kind, in the order of `TimelineKind`, and title. What has no known year is not in it.", "[TimelineEntry!]!", (arg("from", "Only what was on this day or later; what is known by year only is in if its year is that of the day or later."), arg("to", "Only what was on this day or before; what is known by year only is in if its year is that of the day or before."), arg("kinds", "Only entries of these kinds.")), |row, (from, to, kinds): &Period| timeline(row, *from, *to, kinds.as_deref())).costing(10).at_most(250))
        .field(told::<E, _>("coverage", "How much is recorded of it and how new that is, facet by facet. It measures the data set, not the\nISCM.", "Coverage!", (), |row, ()| Ok(Out::value(Coverage::of(row)))).costing(10))
        .in_own_timeline("FOUNDED", "The ISCM was founded.", |row| in_year(row.established), |row| format!("{} is founded", row.acronym))
        .in_own_timeline("ENDED", "The ISCM ended.", |row| in_year(row.ended), |row| format!("{} ends", row.acronym))
}

/// A name in one language.
struct LocalizedName {
    language: Language,
    name: String,
}

fn localized_name() -> Object {
    Object::told(
        "LocalizedName",
        "A name in one language.",
        vec![
            word_value("language", "The language.", |of: &LocalizedName| {
                of.language
            }),
            value(
                "name",
                "The name in that language.",
                "String!",
                |of: &LocalizedName| Out::text(&of.name),
            ),
        ],
    )
}

fn names(iscm: Row<'_, iscm::Entity>) -> Out<'_> {
    Out::list(&iscm.names.0, |(language, name)| {
        Out::value(LocalizedName {
            language: *language,
            name: name.clone(),
        })
    })
}

/// Whether a value is among those asked for; all are where none are asked for.
fn is_asked<V: PartialEq + Copy>(asked: Option<&Vec<Word<V>>>, value: V) -> bool {
    asked.is_none_or(|asked| asked.contains(&Word(value)))
}

fn themes<'v>(
    themes: List<'v, theme::Entity>,
    (on, certainty, topics): &(On, HowCertain, Option<Vec<Arc<str>>>),
) -> Result<List<'v, theme::Entity>> {
    let themes = held(themes, *on, *certainty);
    let Some(slugs) = topics else {
        return Ok(themes);
    };
    let scope = themes.scope();
    let at = Place::argument("topics");
    let place = |slug: &Arc<str>| TOPIC.place(scope, at, slug);
    let places = slugs.iter().map(place).collect::<Result<Vec<_>>>()?;
    let has_topic = |theme: &Row<'v, theme::Entity>| {
        let own = theme.through::<theme_topic::Entity, topic::Entity>();
        own.iter().any(|topic| places.contains(&topic.place()))
    };
    Ok(List::of_rows(scope, themes.iter().filter(has_topic)))
}

/// The arguments of `timeline`.
type Period = (
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<Vec<Word<TimelineKind>>>,
);

fn members<'v>(
    members: List<'v, membership::Entity>,
    (role, on, certainty): &(Option<Word<MembershipRole>>, On, HowCertain),
) -> List<'v, membership::Entity> {
    let role = *role;
    let members = match role {
        Some(role) => members.filter(|row| role.0 == row.role),
        None => members,
    };
    held(members, *on, *certainty)
}

fn structures<'v>(
    structures: List<'v, structure::Entity>,
    (kinds, on, certainty): &(Option<Vec<Word<StructureKind>>>, On, HowCertain),
) -> List<'v, structure::Entity> {
    let of_kinds = match kinds {
        Some(_) => structures.filter(|row| is_asked(kinds.as_ref(), row.kind)),
        None => structures,
    };
    held(of_kinds, *on, *certainty)
}

fn funding<'v>(
    funding: List<'v, funding::Entity>,
    (kinds,): &(Option<Vec<Word<FundingKind>>>,),
) -> List<'v, funding::Entity> {
    match kinds {
        Some(_) => funding.filter(|row| is_asked(kinds.as_ref(), row.kind)),
        None => funding,
    }
}

fn contributions<'v>(
    contributions: List<'v, contribution::Entity>,
    (level,): &(Option<Word<GovernanceLevel>>,),
) -> List<'v, contribution::Entity> {
    let level = *level;
    match level {
        Some(level) => contributions.filter(|row| level.0 == row.level),
        None => contributions,
    }
}

fn of_kinds<'v>(
    iscm: Row<'v, iscm::Entity>,
    kinds: &[InstrumentKind],
) -> List<'v, instrument::Entity> {
    let instruments = iscm.many::<instrument::Entity>();
    instruments.filter(|row| kinds.contains(&row.kind))
}

/// The kinds of instruments that guide members.
const GUIDING: [InstrumentKind; 3] = [
    InstrumentKind::Guidelines,
    InstrumentKind::Guide,
    InstrumentKind::Manual,
];

fn guidelines<'v>(
    guidelines: List<'v, instrument::Entity>,
    (kinds,): &(Option<Vec<Word<InstrumentKind>>>,),
) -> Result<List<'v, instrument::Entity>> {
    let other = kinds
        .iter()
        .flatten()
        .find(|Word(kind)| !GUIDING.contains(kind));
    if let Some(Word(kind)) = other {
        let words = GUIDING.map(InstrumentKind::word).join(", ");
        let takes = format!(
            "takes {words}, not {}; `instruments` has all kinds",
            kind.word()
        );
        return Err(Error::bad_input("kinds", &takes));
    }
    Ok(guidelines.filter(|row| is_asked(kinds.as_ref(), row.kind)))
}

/// What an ISCM is part of or associated with, in the sources' order.
fn associated_with(iscm: Row<'_, iscm::Entity>) -> Out<'_> {
    Out::Records(Partner::associates(iscm).map(Partner::record).collect())
}

fn in_office_now(iscm: Row<'_, iscm::Entity>) -> List<'_, chairmanship::Entity> {
    let scope = iscm.scope();
    List::of_rows(scope, iscm.in_office(scope.today()).into_iter())
}

fn chair(iscm: Row<'_, iscm::Entity>, on: On) -> Out<'_> {
    let on = on.unwrap_or_else(|| iscm.scope().today());
    first(&iscm.in_office::<chairmanship::Entity>(on))
}

fn first<'v, E: Table>(rows: &[Row<'v, E>]) -> Out<'v> {
    Out::maybe(rows.first(), |row| Out::Row(row.place()))
}

fn reserve_fund(iscm: Row<'_, iscm::Entity>) -> Out<'_> {
    let mut funds = iscm.many::<fund::Entity>().iter();
    let fund = funds.find(|fund| fund.kind == FundKind::Reserve);
    Out::maybe(fund, |fund| Out::Row(fund.place()))
}
