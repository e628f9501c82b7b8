//! Nodes: every type with an id, listed once.

use async_graphql::{ID, Interface};
use entity::citation;
use entity::tables::{NodeType, Record, Table};

use sea_orm::Iterable;

use super::connection::Wraps;
use super::error::{Error, Result, shown};
use super::types::{
    Activity, AddedValue, Assessment, AssessmentQuestion, AssessmentRespondent, AssessmentSection,
    Chairmanship, Citation, Commitment, CommitmentInput, Contribution, Contributor, Country,
    EarlierReview, Event, Finding, Framework, Fund, FundFigure, FundingSource, GlobalMeeting,
    Instrument, Iscm, MeetingSeries, Membership, Objective, Organization, Partnership,
    Recommendation, RelatedEvent, Source, Structure, Theme, Topic, Uptake,
};
use crate::graph::catalog::Target;
use crate::graph::{Row, View};

/// The id of a record's node.
pub(super) fn id<E: Record>(row: &Row<'_, E>) -> ID {
    ID(format!("{}:{}", E::TYPE.name(), E::id(row)))
}

/// The type and the key of a node's id.
pub(super) fn parse(argument: &'static str, id: &ID) -> Result<(NodeType, String)> {
    let parts = id.split_once(':').and_then(|(name, key)| {
        let kind = NodeType::iter().find(|kind: &NodeType| kind.name() == name)?;
        (!key.is_empty()).then(|| (kind, key.to_owned()))
    });
    parts.ok_or_else(|| {
        let shown = shown(id);
        let message = format!("takes the `id` of a node as this API gave it, not {shown}");
        Error::bad_input(argument, message)
    })
}

/// Lists the types of nodes: the name of the GraphQL type, its record's type and its table; facts,
/// which cite sources, apart from others.
///
/// ```text
/// Theme: Theme theme  =>  impl Wraps for Theme<'a>, Node::Theme(Theme<'a>) and its arm in Node::find
///                         and, as it is a fact, Cited::Theme(Theme<'a>) and its arm in Cited::wrap
/// ```
macro_rules! nodes {
    (
        facts { $($Fact:ident: $FactKind:ident $fact:ident;)* }
        others { $($Other:ident: $OtherKind:ident $other:ident;)* }
    ) => {
        $(wraps!($Fact $fact);)*
        $(wraps!($Other $other);)*

        /// What has an id: it can be fetched again with `node`.
        #[derive(Interface)]
        #[graphql(field(
            name = "id",
            ty = "ID",
            desc = "The id: unique among all nodes, the same in every installation and version. Opaque."
        ))]
        pub(super) enum Node<'a> {
            $($Fact($Fact<'a>),)*
            $($Other($Other<'a>),)*
        }

        impl<'a> Node<'a> {
            /// The node of a type with a key, if there is one.
            pub(super) fn find(view: &'a View, kind: NodeType, key: &str) -> Option<Self> {
                match kind {
                    $(NodeType::$FactKind => view.find::<entity::$fact::Entity>(key).map(|row| Self::$Fact($Fact(row))),)*
                    $(NodeType::$OtherKind => view.find::<entity::$other::Entity>(key).map(|row| Self::$Other($Other(row))),)*
                }
            }
        }

        impl<'a> Node<'a> {
            /// The node at a place of a table, if the table's rows are nodes.
            pub(super) fn at(view: &'a View, table: Target, place: u32) -> Option<Self> {
                $(if table.0 == entity::$fact::Entity::INDEX {
                    return Some(Self::$Fact($Fact(view.row(place)?)));
                })*
                $(if table.0 == entity::$other::Entity::INDEX {
                    return Some(Self::$Other($Other(view.row(place)?)));
                })*
                None
            }
        }

        /// The table and the place of a node, by its id.
        pub(super) fn place(view: &View, id: &str) -> Option<(usize, u32)> {
            let (name, key) = id.split_once(':')?;
            match NodeType::iter().find(|kind: &NodeType| kind.name() == name)? {
                $(NodeType::$FactKind => view.place::<entity::$fact::Entity>(key),)*
                $(NodeType::$OtherKind => view.place::<entity::$other::Entity>(key),)*
            }
        }

        /// A fact: it tells where it was found.
        #[derive(Interface)]
        #[graphql(field(
            name = "citations",
            ty = "Vec<Citation<'a>>",
            desc = "Where the fact was found: at least one source."
        ))]
        pub(super) enum Cited<'a> {
            $($Fact($Fact<'a>),)*
        }

        impl<'a> Wraps<'a> for Cited<'a> {
            type Entity = citation::Entity;

            fn wrap(row: Row<'a, citation::Entity>) -> Option<Self> {
                let (kind, key) = row.subject();
                match kind {
                    $(NodeType::$FactKind => row.view().find::<entity::$fact::Entity>(key).map(|row| Self::$Fact($Fact(row))),)*
                    $(NodeType::$OtherKind => None,)*
                }
            }
        }
    };
}

/// A GraphQL type wraps the rows of a table.
macro_rules! wraps {
    ($Type:ident $table:ident) => {
        impl<'a> Wraps<'a> for $Type<'a> {
            type Entity = entity::$table::Entity;

            fn wrap(row: Row<'a, Self::Entity>) -> Option<Self> {
                Some(Self(row))
            }
        }
    };
}

// Not a node: a part of one, which lists can be asked for all the same.
wraps!(Contributor funding_contributor);

nodes! {
    facts {
        Activity: Activity activity;
        AddedValue: AddedValue added_value;
        Assessment: Assessment assessment;
        AssessmentQuestion: AssessmentQuestion assessment_question;
        AssessmentRespondent: AssessmentRespondent assessment_respondent;
        AssessmentSection: AssessmentSection assessment_section;
        Chairmanship: Chairmanship chairmanship;
        Commitment: Commitment commitment;
        CommitmentInput: CommitmentInput commitment_input;
        Contribution: Contribution contribution;
        EarlierReview: EarlierReview earlier_review;
        Event: Event event;
        Finding: Finding finding;
        Framework: Framework framework;
        Fund: Fund fund;
        FundFigure: FundFigure fund_figure;
        FundingSource: Funding funding;
        GlobalMeeting: GlobalMeeting global_meeting;
        Instrument: Instrument instrument;
        Iscm: Iscm iscm;
        Membership: Membership membership;
        MeetingSeries: MeetingSeries meeting_series;
        Objective: Objective objective;
        Partnership: Partnership partnership;
        Recommendation: Recommendation recommendation;
        RelatedEvent: RelatedEvent related_event;
        Structure: Structure structure;
        Theme: Theme theme;
        Uptake: Uptake uptake;
    }
    others {
        Country: Country country;
        Organization: Organization organization;
        Source: Source source;
        Topic: Topic topic;
    }
}
