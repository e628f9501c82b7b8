//! Global frameworks on migration and their objectives.

use async_graphql::{ID, Object};
use entity::{framework, objective, objective_topic};

use super::iscm::Iscm;
use super::source::{Citation, citations};
use super::theme::Topic;
use crate::graph::Row;
use crate::graphql::connection::lists;
use crate::graphql::node::id;

/// A framework.
pub(in crate::graphql) struct Framework<'a>(pub(in crate::graphql) Row<'a, framework::Entity>);

lists! {
    FrameworkLists<'a> over Row<'a, framework::Entity> {
        connections {
        }
        lists {
            /// Its objectives or targets on migration, in its order.
            objectives: Objective = |framework| framework.many();
        }
    }
}

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

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> FrameworkLists<'a> {
        FrameworkLists(self.0)
    }

    /// Where the framework was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// An objective.
pub(in crate::graphql) struct Objective<'a>(pub(in crate::graphql) Row<'a, objective::Entity>);

lists! {
    ObjectiveLists<'a> over Row<'a, objective::Entity> {
        connections {
            /// The ISCMs that work on what it asks: those with a theme on one of its topics, by acronym.
            iscms: Iscm = |objective| objective.iscms();
        }
        lists {
            /// The topics that it is about, by label.
            topics: Topic = |objective| objective.through::<objective_topic::Entity, _>();
        }
    }
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

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> ObjectiveLists<'a> {
        ObjectiveLists(self.0)
    }

    /// Where the objective was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}
