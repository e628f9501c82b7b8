//! What ISCMs work on: themes, and the topics that make them comparable.

use async_graphql::{ID, Object};
use entity::{
    commitment_topic, finding_topic, instrument_topic, objective_topic, recommendation_topic,
    theme, theme_topic, topic,
};

use super::assessment::{Finding, Recommendation};
use super::commitment::Commitment;
use super::framework::Objective;
use super::instrument::Instrument;
use super::iscm::Iscm;
use super::source::{Citation, citations};
use crate::graph::{List, Row};
use crate::graphql::connection::{connections, wrap};
use crate::graphql::node::id;

/// A theme.
pub(in crate::graphql) struct Theme<'a>(pub(in crate::graphql) Row<'a, theme::Entity>);

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

    /// Its topics in the controlled vocabulary.
    async fn topics(&self) -> Vec<Topic<'a>> {
        wrap(self.0.through::<theme_topic::Entity, topic::Entity>())
    }

    /// The theme that it is part of; null when it stands by itself.
    async fn parent(&self) -> Option<Theme<'a>> {
        self.0.one_by(theme::Column::ParentId).map(Self)
    }

    /// The themes that are part of it, by title.
    async fn children(&self) -> Vec<Theme<'a>> {
        wrap(self.0.many_by(theme::Column::ParentId).iter())
    }

    /// The first year it was worked on; null when not known.
    async fn from(&self) -> Option<i32> {
        self.0.from_year
    }

    /// The last year it was worked on; null when it goes on, or its end is not known.
    async fn to(&self) -> Option<i32> {
        self.0.to_year
    }

    /// Where the theme was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// A topic.
pub(in crate::graphql) struct Topic<'a>(pub(in crate::graphql) Row<'a, topic::Entity>);

connections! {
    TopicConnections<'a> over Row<'a, topic::Entity> {
        /// The ISCMs with a theme on it, by acronym.
        iscms: Iscm = |topic| iscms_on(topic);
        /// The themes on it, by title.
        themes: Theme = |topic| List::of_rows(topic.view(), topic.through::<theme_topic::Entity, _>());
        /// The instruments on it, by year, then title.
        instruments: Instrument = |topic| List::of_rows(topic.view(), topic.through::<instrument_topic::Entity, _>());
        /// The commitments on it, by year, then title.
        commitments: Commitment = |topic| List::of_rows(topic.view(), topic.through::<commitment_topic::Entity, _>());
    }
}

/// The ISCMs with a theme on a topic.
fn iscms_on<'a>(topic: Row<'a, topic::Entity>) -> List<'a, entity::iscm::Entity> {
    let themes = topic.through::<theme_topic::Entity, theme::Entity>();
    List::of_rows(topic.view(), themes.map(|theme| theme.parent()))
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

    /// The connections.
    #[graphql(flatten)]
    async fn connections(&self) -> TopicConnections<'a> {
        TopicConnections(self.0)
    }

    /// The objectives and targets of global frameworks that it meets.
    async fn objectives(&self) -> Vec<Objective<'a>> {
        let rows = self.0.through::<objective_topic::Entity, _>();
        wrap(List::of_rows(self.0.view(), rows).iter())
    }

    /// The assessments' findings on it.
    async fn findings(&self) -> Vec<Finding<'a>> {
        wrap(self.0.through::<finding_topic::Entity, _>())
    }

    /// The assessments' recommendations on it.
    async fn recommendations(&self) -> Vec<Recommendation<'a>> {
        wrap(self.0.through::<recommendation_topic::Entity, _>())
    }
}
