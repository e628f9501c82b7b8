//! Relations that lead through others. They are made on first use, once for each snapshot.

use std::borrow::Cow;
use std::sync::OnceLock;

use entity::tables::Table;
use entity::{iscm, objective, objective_topic, theme, theme_topic, topic};

use super::derived::Kept;
use super::lists::Lists;
use super::reads::{Reads, reads};
use super::rows::{List, Row};
use super::snapshot::Snapshot;

/// The relations.
#[derive(Debug, Default)]
pub(super) struct Paths {
    iscm_topics: OnceLock<Lists>,
    topic_iscms: OnceLock<Lists>,
    iscm_objectives: OnceLock<Lists>,
    objective_iscms: OnceLock<Lists>,
}

impl Kept for Paths {
    fn reads(&self) -> Reads {
        reads![iscm, objective, objective_topic, theme, theme_topic, topic]
    }
}

impl Snapshot {
    fn paths(&self) -> &Paths {
        self.kept(Paths::default)
    }

    fn iscm_topics(&self) -> &Lists {
        self.paths().iscm_topics.get_or_init(|| {
            let themes = self.sources_of::<theme::Entity>(iscm::Entity::INDEX);
            let topics =
                self.joined::<theme_topic::Entity>(theme::Entity::INDEX, topic::Entity::INDEX);
            let all = themes.zip(topics);
            all.map_or_else(
                || Lists::empty(self.len(iscm::Entity::INDEX)),
                |(themes, topics)| themes.then(topics),
            )
        })
    }

    fn topic_iscms(&self) -> &Lists {
        let back = || self.iscm_topics().back(self.len(topic::Entity::INDEX));
        self.paths().topic_iscms.get_or_init(back)
    }

    fn iscm_objectives(&self) -> &Lists {
        self.paths().iscm_objectives.get_or_init(|| {
            let objectives = self
                .joined::<objective_topic::Entity>(topic::Entity::INDEX, objective::Entity::INDEX);
            objectives.map_or_else(
                || Lists::empty(self.len(iscm::Entity::INDEX)),
                |objectives| self.iscm_topics().then(objectives),
            )
        })
    }

    fn objective_iscms(&self) -> &Lists {
        let back = || {
            let count = self.len(objective::Entity::INDEX);
            self.iscm_objectives().back(count)
        };
        self.paths().objective_iscms.get_or_init(back)
    }
}

impl<'a> Row<'a, iscm::Entity> {
    /// The topics of its themes.
    #[must_use]
    pub fn topics(&self) -> List<'a, topic::Entity> {
        let lists = self.scope().snapshot.iscm_topics();
        List::new(self.scope(), Cow::Borrowed(lists.of(self.place())))
    }

    /// The objectives with one of its topics.
    #[must_use]
    pub fn objectives(&self) -> List<'a, objective::Entity> {
        let lists = self.scope().snapshot.iscm_objectives();
        List::new(self.scope(), Cow::Borrowed(lists.of(self.place())))
    }
}

impl<'a> Row<'a, topic::Entity> {
    /// The ISCMs with a theme on it.
    #[must_use]
    pub fn iscms(&self) -> List<'a, iscm::Entity> {
        let lists = self.scope().snapshot.topic_iscms();
        List::new(self.scope(), Cow::Borrowed(lists.of(self.place())))
    }
}

impl<'a> Row<'a, objective::Entity> {
    /// The ISCMs with a theme on one of its topics.
    #[must_use]
    pub fn iscms(&self) -> List<'a, iscm::Entity> {
        let lists = self.scope().snapshot.objective_iscms();
        List::new(self.scope(), Cow::Borrowed(lists.of(self.place())))
    }
}
