//! What an ISCM is: its profile, themes, members, chairs, structures and money.

use entity::enums::ContributorCategory;
use entity::{
    activity, added_value, chairmanship, citation, commitment, contribution, event, fund,
    fund_figure, funding, funding_contributor, instrument, iscm, membership, organization,
    partnership, source, structure, structure_supporter, theme, theme_topic, topic, uptake,
};

use super::Type;
use super::describe::Describe;
use super::field::Natural;
use crate::money;

/// What ISCMs are called by.
static ISCM: Natural = Natural {
    scalar: "String",
    what: "the acronym, the slug or an alias of an ISCM",
    find: |view, key| view.iscm_named(key).map(|row| row.place()),
};

/// The types.
pub(super) fn types() -> Vec<Type> {
    vec![
        iscm(),
        theme(),
        membership(),
        chairmanship(),
        structure(),
        funding(),
        contributor(),
        fund(),
        figure(),
        citation("Citation"),
        citation("Cited"),
    ]
}

fn iscm() -> Type {
    Describe::<iscm::Entity>::fact("Iscm")
        .key("acronym", "The acronym or short name.", &ISCM, |row| {
            &row.model().acronym
        })
        .key("slug", "The key in the data set.", &ISCM, |row| {
            &row.model().id
        })
        .name("name", "The official name.", |row, language| {
            row.model().names.get(language)
        })
        .label()
        .texts("aliases", "Other names and acronyms.", |row| {
            &row.model().aliases.0
        })
        .word("kind", "The place in IOM's taxonomy.", |row| row.kind)
        .word("status", "Whether it is at work.", |row| row.status)
        .year("established", "The year it was founded.", |row| {
            row.established
        })
        .text("region", "The region, as IOM names it.", |row| {
            &row.model().region
        })
        .facet()
        .text("summary", "What it is.", |row| &row.model().summary)
        .prose()
        .maybe_text("website", "The address of its website.", |row| {
            row.model().website.as_deref()
        })
        .prose()
        .many::<theme::Entity>("themes", "theme", "Its themes.", |row| row.many())
        .many::<topic::Entity>("topics", "topic", "Its topics.", |row| row.topics())
        .facet()
        .many(
            "objectives",
            "objective",
            "The objectives it works on.",
            |row| row.objectives(),
        )
        .facet()
        .many::<membership::Entity>(
            "members",
            "member",
            "Its members, observers and partners.",
            |row| row.many(),
        )
        .many::<chairmanship::Entity>("chairs", "chair", "Its terms of chairs.", |row| row.many())
        .many::<structure::Entity>("structures", "structure", "Its structures.", |row| {
            row.many()
        })
        .many::<funding::Entity>(
            "fundingSources",
            "fundingSource",
            "Its funding sources.",
            |row| row.many(),
        )
        .many::<fund::Entity>("funds", "fund", "Its standing funds.", |row| row.many())
        .many::<instrument::Entity>("instruments", "instrument", "Its instruments.", |row| {
            row.many()
        })
        .many::<event::Entity>("events", "event", "Its events.", |row| row.many())
        .many::<contribution::Entity>(
            "contributions",
            "contribution",
            "Its contributions to migration governance.",
            |row| row.many(),
        )
        .many::<partnership::Entity>("partnerships", "partnership", "Its partnerships.", |row| {
            row.many()
        })
        .many::<partnership::Entity>(
            "partnerIn",
            "partnerIn",
            "The partnerships of other ISCMs with it.",
            |row| row.many_by(partnership::Column::PartnerId),
        )
        .many::<added_value::Entity>(
            "addedValue",
            "addedValue",
            "Its members' statements on its added value.",
            |row| row.many(),
        )
        .many::<uptake::Entity>(
            "uptakes",
            "uptake",
            "The national measures built on its work.",
            |row| row.many(),
        )
        .many::<activity::Entity>("activities", "activity", "Its activities.", |row| {
            row.many()
        })
        .many::<commitment::Entity>(
            "commitments",
            "commitment",
            "Its members' commitments.",
            |row| row.many(),
        )
        .done()
}

fn theme() -> Type {
    Describe::<theme::Entity>::fact("Theme")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .text("title", "The title.", |row| &row.model().title)
        .label()
        .many("topics", "topic", "Its topics.", |row| {
            row.through::<theme_topic::Entity, topic::Entity>()
        })
        .facet()
        .one_by::<theme::Entity>(
            "parent",
            "The theme that it is part of.",
            theme::Column::ParentId,
        )
        .many::<theme::Entity>(
            "children",
            "child",
            "The themes that are part of it.",
            |row| row.many_by(theme::Column::ParentId),
        )
        .maybe_year("from", "The first year.", |row| row.from_year)
        .maybe_year("to", "The last year.", |row| row.to_year)
        .done()
}

fn membership() -> Type {
    Describe::<membership::Entity>::fact("Membership")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .maybe_one::<entity::country::Entity>("country", "The country.")
        .maybe_one::<organization::Entity>("organization", "The organization.")
        .word("role", "The part it has.", |row| row.role)
        .maybe_year("from", "The first year.", |row| row.from_year)
        .maybe_year("to", "The last year.", |row| row.to_year)
        .done()
}

fn chairmanship() -> Type {
    Describe::<chairmanship::Entity>::fact("Chairmanship")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .maybe_one::<entity::country::Entity>("country", "The country.")
        .maybe_one::<organization::Entity>("organization", "The organization.")
        .year("from", "The first year.", |row| row.from_year)
        .maybe_year("to", "The last year.", |row| row.to_year)
        .flag("coChair", "Whether the chair was shared.", |row| {
            row.co_chair
        })
        .done()
}

fn structure() -> Type {
    Describe::<structure::Entity>::fact("Structure")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .text("name", "The name.", |row| &row.model().name)
        .label()
        .word("kind", "What kind of structure it is.", |row| row.kind)
        .text("summary", "What it does and how it works.", |row| {
            &row.model().summary
        })
        .prose()
        .maybe_year("established", "The year it was set up.", |row| {
            row.established
        })
        .many(
            "supportedBy",
            "supporter",
            "The organizations that support it.",
            |row| row.through::<structure_supporter::Entity, organization::Entity>(),
        )
        .facet()
        .done()
}

fn funding() -> Type {
    Describe::<funding::Entity>::fact("FundingSource")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .word("kind", "What kind of funding it is.", |row| row.kind)
        .many::<funding_contributor::Entity>(
            "contributors",
            "contributor",
            "Its contributors.",
            |row| row.many(),
        )
        .text("summary", "How it works.", |row| &row.model().summary)
        .prose()
        .label()
        .amount(
            "amount",
            "The amount, in units of `currency`.",
            true,
            "currency",
            |row| money::amount(row.amount_minor?, row.currency.as_deref()?),
        )
        .maybe_text(
            "currency",
            "The ISO 4217 code of the amount's currency.",
            |row| row.model().currency.as_deref(),
        )
        .facet()
        .maybe_year("year", "The year it was given or is for.", |row| row.year)
        .done()
}

fn contributor() -> Type {
    Describe::<funding_contributor::Entity>::new("Contributor")
        .maybe_word::<ContributorCategory>("category", "The category of contributors.", |row| {
            row.category
        })
        .maybe_one::<entity::country::Entity>("country", "The country.")
        .maybe_one::<organization::Entity>("organization", "The organization.")
        .done()
}

fn fund() -> Type {
    Describe::<fund::Entity>::fact("Fund")
        .one::<iscm::Entity>("iscm", "The ISCM.")
        .text("name", "The name.", |row| &row.model().name)
        .label()
        .year("established", "The year it was set up.", |row| {
            row.established
        })
        .text("purpose", "What it is for.", |row| &row.model().purpose)
        .prose()
        .texts("beneficiaries", "Whom it helps.", |row| {
            &row.model().beneficiaries.0
        })
        .text("summary", "How it works.", |row| &row.model().summary)
        .prose()
        .many::<fund_figure::Entity>("figures", "figure", "Its figures.", |row| row.many())
        .done()
}

fn figure() -> Type {
    Describe::<fund_figure::Entity>::fact("FundFigure")
        .one::<fund::Entity>("fund", "The fund.")
        .text("label", "What it counts.", |row| &row.model().label)
        .label()
        .amount("value", "The number, in `unit`.", false, "unit", |row| {
            Some(row.value)
        })
        .text("unit", "The unit.", |row| &row.model().unit)
        .facet()
        .maybe_year("from", "The first year it is for.", |row| row.from_year)
        .maybe_year("to", "The last year it is for.", |row| row.to_year)
        .done()
}

/// Citations, as such and in the place of the facts that cite.
fn citation(name: &'static str) -> Type {
    Describe::<citation::Entity>::new(name)
        .one::<source::Entity>("source", "The source.")
        .maybe_text("locator", "The place in the source.", |row| {
            row.model().locator.as_deref()
        })
        .word("type", "The type of the fact.", |row| row.subject_type)
        .done()
}
