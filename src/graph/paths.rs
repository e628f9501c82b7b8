//! Relations that lead through others. They are made on first use, once for each snapshot.

use std::borrow::Cow;
use std::sync::OnceLock;

use entity::tables::Table;
use entity::{iscm, objective, objective_topic, theme, theme_topic, topic};

use super::lists::Lists;
use super::page::List;
use super::row::Row;
use super::snapshot::Snapshot;

/// The relations.
#[derive(Debug, Default)]
pub(super) struct Paths {
    iscm_topics: OnceLock<Lists>,
    topic_iscms: OnceLock<Lists>,
    iscm_objectives: OnceLock<Lists>,
    objective_iscms: OnceLock<Lists>,
}

impl Snapshot {
    fn iscm_topics(&self) -> &Lists {
        self.paths.iscm_topics.get_or_init(|| {
            let themes = &self
                .link::<theme::Entity>(|link| link.to == iscm::Entity::INDEX)
                .sources;
            themes.then(
                self.through::<theme_topic::Entity>(theme::Entity::INDEX, topic::Entity::INDEX),
            )
        })
    }

    fn topic_iscms(&self) -> &Lists {
        let count = self.rows::<topic::Entity>().len();
        self.paths
            .topic_iscms
            .get_or_init(|| self.iscm_topics().back(count))
    }

    fn iscm_objectives(&self) -> &Lists {
        self.paths.iscm_objectives.get_or_init(|| {
            let objectives = self
                .through::<objective_topic::Entity>(topic::Entity::INDEX, objective::Entity::INDEX);
            self.iscm_topics().then(objectives)
        })
    }

    fn objective_iscms(&self) -> &Lists {
        let count = self.rows::<objective::Entity>().len();
        self.paths
            .objective_iscms
            .get_or_init(|| self.iscm_objectives().back(count))
    }
}

impl<'a> Row<'a, iscm::Entity> {
    /// The topics of its themes.
    #[must_use]
    pub fn topics(&self) -> List<'a, topic::Entity> {
        let lists = self.view().snapshot.iscm_topics();
        List::new(self.view(), Cow::Borrowed(lists.of(self.place())))
    }

    /// The objectives with one of its topics.
    #[must_use]
    pub fn objectives(&self) -> List<'a, objective::Entity> {
        let lists = self.view().snapshot.iscm_objectives();
        List::new(self.view(), Cow::Borrowed(lists.of(self.place())))
    }
}

impl<'a> Row<'a, topic::Entity> {
    /// The ISCMs with a theme on it.
    #[must_use]
    pub fn iscms(&self) -> List<'a, iscm::Entity> {
        let lists = self.view().snapshot.topic_iscms();
        List::new(self.view(), Cow::Borrowed(lists.of(self.place())))
    }
}

impl<'a> Row<'a, objective::Entity> {
    /// The ISCMs with a theme on one of its topics.
    #[must_use]
    pub fn iscms(&self) -> List<'a, iscm::Entity> {
        let lists = self.view().snapshot.objective_iscms();
        List::new(self.view(), Cow::Borrowed(lists.of(self.place())))
    }
}
