//! What ISCMs work on: themes, and the topics that make them comparable.

use async_graphql::{ID, Object};
use entity::{
    commitment_topic, finding_topic, instrument_topic, objective_topic, recommendation_topic,
    theme, theme_topic, topic,
};

use super::commitment::Commitment;
use super::finding::{Finding, Recommendation};
use super::framework::Objective;
use super::instrument::Instrument;
use super::iscm::Iscm;
use super::source::{Citation, citations};
use crate::graph::Row;
use crate::graphql::connection::lists;
use crate::graphql::node::id;
use crate::graphql::scalar::Date;

/// A theme.
pub(in crate::graphql) struct Theme<'a>(pub(in crate::graphql) Row<'a, theme::Entity>);

lists! {
    ThemeLists<'a> over Row<'a, theme::Entity> {
        connections {
        }
        lists {
            /// Its topics in the controlled vocabulary, by label.
            topics: Topic = |theme| theme.through::<theme_topic::Entity, _>();
            /// The themes that are part of it, by title.
            children: Theme = |theme| theme.many_by(theme::Column::ParentId);
        }
    }
}

/// Something an ISCM works on or worked on.
#[Object]
impl<'a> Theme<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The ISCM.
    async fn iscm(&self) -> Iscm<'a> {
        Iscm(self.0.parent())
    }

    /// The title, as the ISCM words it.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The theme that it is part of; null when it stands by itself.
    async fn parent(&self) -> Option<Theme<'a>> {
        self.0.one_by(theme::Column::ParentId).map(Self)
    }

    /// The first year it was worked on; null when not known.
    async fn from(&self) -> Option<i32> {
        self.0.from_year
    }

    /// The last year it was worked on; null when it goes on, or its end is not known.
    async fn to(&self) -> Option<i32> {
        self.0.to_year
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> ThemeLists<'a> {
        ThemeLists(self.0)
    }

    /// Where the theme was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// A topic.
pub(in crate::graphql) struct Topic<'a>(pub(in crate::graphql) Row<'a, topic::Entity>);

lists! {
    TopicLists<'a> over Row<'a, topic::Entity> {
        connections {
            /// The ISCMs with a theme on it, by acronym.
            iscms: Iscm = |topic| topic.iscms();
            /// The themes on it, by title.
            themes(on: Option<Date> = "Only themes worked on at this date; a year that is not known does not exclude."): Theme = |topic, on| topic.through::<theme_topic::Entity, theme::Entity>().on(on.map(Into::into));
            /// The instruments on it, by year, then title.
            instruments: Instrument = |topic| topic.through::<instrument_topic::Entity, _>();
            /// The commitments on it, by year, then title.
            commitments: Commitment = |topic| topic.through::<commitment_topic::Entity, _>();
        }
        lists {
            /// The objectives and targets of global frameworks that it meets; by framework, then in its
            /// order.
            objectives: Objective = |topic| topic.through::<objective_topic::Entity, _>();
            /// The assessments' findings on it, by number.
            findings: Finding = |topic| topic.through::<finding_topic::Entity, _>();
            /// The assessments' recommendations on it, by number.
            recommendations: Recommendation = |topic| topic.through::<recommendation_topic::Entity, _>();
        }
    }
}

/// A topic of the controlled vocabulary that makes ISCMs comparable.
#[Object]
impl<'a> Topic<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The key in the vocabulary, e.g. `labour-migration`.
    async fn slug(&self) -> &str {
        &self.0.id
    }

    /// The label in English.
    async fn label(&self) -> &str {
        &self.0.label
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> TopicLists<'a> {
        TopicLists(self.0)
    }
}
