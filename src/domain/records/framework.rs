//! Global frameworks on migration and their objectives.

use entity::tables::NodeType;

use super::listed::{Organization, Source};
use crate::domain::build::Here;
use crate::domain::column::{Cite, Column, Key, Topic};
use crate::domain::keys::key_in;
use crate::domain::record::Rules;
use crate::domain::rows::Rows;
use crate::domain::shape::Taken;
use crate::domain::statement::{aggregates, records};
use crate::domain::value::{NonEmpty, Year, texts};

aggregates! {
    /// The global frameworks.
    Frameworks {;
        frameworks: [Framework],
        objectives: [Objective],
        organizations: [Organization],
        sources: [Source]
    }
}

records! {
    /// `[[frameworks]]`.
    Framework of framework() {
        @slug: Key,
        name: String => name,
        adopted: Year => adopted,
        summary: String => summary,
        @cite: Cite
    }
    /// `[[objectives]]`.
    Objective of objective(position = position) {
        framework: FrameworkSlug => framework_id,
        code: String => code,
        title: String => title,
        topics: NonEmpty<Topic> => [objective_topic: objective_id, topic_id],
        @cite: Cite
    }
}

texts! {
    /// The slug of a framework.
    FrameworkSlug: Taken::Reference(&[NodeType::Framework]);
}

impl Column for FrameworkSlug {
    type Stored = String;

    fn stored(&self, key: &str, here: &mut Here<'_, '_>) -> String {
        let slug = key_in(NodeType::Framework, &self.0);
        if !here.builder.has(NodeType::Framework, slug) {
            here.fault(key, "is the slug of no framework here");
        }
        slug.to_owned()
    }

    fn value(slug: &String, _rows: &Rows<'_>) -> Self {
        Self(slug.clone())
    }
}

impl Objective {
    /// Its place among those of its framework, from 0.
    fn position(&self, here: &Here<'_, '_>) -> i32 {
        let others = here.builder.tables.objective.iter();
        let own = key_in(NodeType::Framework, &self.framework.0);
        let others = others.filter(|other| other.framework_id == own);
        others.map(|_| 1).sum()
    }
}

impl Rules for Framework {
    const KEYED_BY: &'static str = "slug";

    fn name(&self) -> String {
        self.slug.clone()
    }
}

impl Rules for Objective {
    const KEYED_BY: &'static str = "code";

    fn name(&self) -> String {
        self.code.clone()
    }
}
