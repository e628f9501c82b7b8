//! What came of assessments: findings, recommendations; and the reviews before them.

use async_graphql::{ID, Object};
use entity::{earlier_review, finding, finding_topic, recommendation, recommendation_topic};

use super::assessment::Assessment;
use super::source::{Citation, citations};
use super::theme::Topic;
use crate::graph::Row;
use crate::graphql::connection::lists;
use crate::graphql::node::id;

/// A finding.
pub(in crate::graphql) struct Finding<'a>(pub(in crate::graphql) Row<'a, finding::Entity>);

lists! {
    FindingLists<'a> over Row<'a, finding::Entity> {
        connections {
        }
        lists {
            /// Its topics in the controlled vocabulary, by label; none when it is about ISCMs as such.
            topics: Topic = |finding| finding.through::<finding_topic::Entity, _>();
        }
    }
}

/// Something that an assessment found.
#[Object]
impl<'a> Finding<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The assessment.
    async fn assessment(&self) -> Assessment<'a> {
        Assessment(self.0.parent())
    }

    /// The number, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// What it says.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> FindingLists<'a> {
        FindingLists(self.0)
    }

    /// Where the finding was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// A recommendation.
pub(in crate::graphql) struct Recommendation<'a>(
    pub(in crate::graphql) Row<'a, recommendation::Entity>,
);

lists! {
    RecommendationLists<'a> over Row<'a, recommendation::Entity> {
        connections {
        }
        lists {
            /// Its topics in the controlled vocabulary, by label; none when it is about ISCMs as such.
            topics: Topic = |recommendation| recommendation.through::<recommendation_topic::Entity, _>();
        }
    }
}

/// Something that an assessment recommends.
#[Object]
impl<'a> Recommendation<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The assessment.
    async fn assessment(&self) -> Assessment<'a> {
        Assessment(self.0.parent())
    }

    /// The number, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// What it says.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Its lists.
    #[graphql(flatten)]
    async fn lists(&self) -> RecommendationLists<'a> {
        RecommendationLists(self.0)
    }

    /// Where the recommendation was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}

/// An earlier review.
pub(in crate::graphql) struct EarlierReview<'a>(
    pub(in crate::graphql) Row<'a, earlier_review::Entity>,
);

/// A review of ISCMs before an assessment.
#[Object]
impl<'a> EarlierReview<'a> {
    /// The id. Opaque.
    pub(in crate::graphql) async fn id(&self) -> ID {
        id(&self.0)
    }

    /// The assessment that it came before.
    async fn assessment(&self) -> Assessment<'a> {
        Assessment(self.0.parent())
    }

    /// The title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The series it appeared in.
    async fn series(&self) -> &str {
        &self.0.series
    }

    /// The year it was published.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// How many ISCMs it studied; null when not known.
    async fn iscms(&self) -> Option<i32> {
        self.0.iscms
    }

    /// What it says.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Where the review was found.
    pub(in crate::graphql) async fn citations(&self) -> Vec<Citation<'a>> {
        citations(&self.0)
    }
}
