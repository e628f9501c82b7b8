//! `frameworks.toml`: global frameworks on migration and their objectives.

use entity::tables::NodeType;

use super::listed::{Organization, Source};
use crate::dataset::build::Here;
use crate::dataset::column::{Cite, Key, Topic};
use crate::dataset::record::Rules;
use crate::dataset::statement::{files, records};
use crate::dataset::value::{NonEmpty, Year};

files! {
    /// `frameworks.toml`.
    FrameworksFile {;
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
        framework: String => framework_id,
        code: String => code,
        title: String => title,
        topics: NonEmpty<Topic> => [objective_topic: objective_id, topic_id],
        @cite: Cite
    }
}

impl Objective {
    /// Its place among those of its framework, from 0.
    fn position(&self, here: &Here<'_>) -> i32 {
        let others = here.builder.tables.objective.iter();
        let others = others.filter(|other| other.framework_id == self.framework);
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

    fn check(&self, here: &mut Here<'_>) {
        if !here.builder.has(NodeType::Framework, &self.framework) {
            here.fault("framework", "is the slug of no framework here");
        }
    }
}
