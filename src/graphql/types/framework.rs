//! Global frameworks on migration and their objectives.

use async_graphql::{ID, Object};
use entity::{framework, objective, objective_topic, theme, theme_topic, topic};

use super::iscm::Iscm;
use super::source::{Citation, citations};
use super::theme::Topic;
use crate::graph::{List, Row};
use crate::graphql::connection::{connections, wrap};
use crate::graphql::node::id;

/// A framework.
pub(in crate::graphql) struct Framework<'a>(pub(in crate::graphql) Row<'a, framework::Entity>);

/// A global framework on migration, e.g. the Global Compact for Migration.
#[Object]
impl<'a> Framework<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The key in the data set, e.g. `gcm`.
    async fn slug(&self) -> &str {
        &self.0.id
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The year it was adopted.
    async fn adopted(&self) -> i32 {
        self.0.adopted
    }

    /// What it is.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Its objectives or targets on migration, in its order.
    async fn objectives(&self) -> Vec<Objective<'a>> {
        wrap(self.0.many().iter())
    }

    /// Where the framework was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// An objective.
pub(in crate::graphql) struct Objective<'a>(pub(in crate::graphql) Row<'a, objective::Entity>);

connections! {
    ObjectiveConnections<'a> over Row<'a, objective::Entity> {
        /// The ISCMs that work on what it asks: those with a theme on one of its topics, by acronym.
        iscms: Iscm = |objective| iscms_on(objective);
    }
}

/// The ISCMs with a theme on one of an objective's topics.
fn iscms_on<'a>(objective: Row<'a, objective::Entity>) -> List<'a, entity::iscm::Entity> {
    let topics = objective.through::<objective_topic::Entity, topic::Entity>();
    let iscms = topics.flat_map(|topic| {
        let themes = topic.through::<theme_topic::Entity, theme::Entity>();
        themes.map(|theme| theme.parent()).collect::<Vec<_>>()
    });
    List::of_rows(objective.view(), iscms)
}

/// An objective or target of a framework, e.g. objective 23 of the Global Compact for Migration.
#[Object]
impl<'a> Objective<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The framework.
    async fn framework(&self) -> Framework<'a> {
        Framework(self.0.parent())
    }

    /// The code, e.g. `GCM 23` or `SDG 10.7`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The topics that it is about.
    async fn topics(&self) -> Vec<Topic<'a>> {
        wrap(self.0.through::<objective_topic::Entity, _>())
    }

    /// The connections.
    #[graphql(flatten)]
    async fn connections(&self) -> ObjectiveConnections<'a> {
        ObjectiveConnections(self.0)
    }

    /// Where the objective was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}
