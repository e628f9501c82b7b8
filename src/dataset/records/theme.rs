//! Themes of ISCMs.

use std::collections::BTreeSet;

use entity::{tables::NodeType, theme};

use crate::dataset::build::{Builder, Here};
use crate::dataset::column::{Cite, OptionalKey, Topic};
use crate::dataset::record::{List, Rules};
use crate::dataset::rows::Rows;
use crate::dataset::statement::records;
use crate::dataset::value::{NonEmpty, Year};

records! {
    /// `[[themes]]`.
    Theme of theme(iscm_id = owner) {
        @key: OptionalKey,
        title: String => title,
        topics: NonEmpty<Topic> => [theme_topic: theme_id, topic_id],
        parent: Option<String> => (parent_id: parent_id, parent_title),
        from: Option<Year> => from_year,
        to: Option<Year> => to_year,
        @cite: Cite
    }
}

impl Theme {
    fn parent_id(&self, here: &Here<'_>) -> Option<String> {
        let title = self.parent.as_ref()?;
        here.builder.named(NodeType::Theme, here.owner, title)
    }

    fn parent_title(row: &theme::Model, rows: &Rows<'_>) -> Option<String> {
        let parent = rows.find::<theme::Entity>(row.parent_id.as_ref()?)?;
        Some(parent.title.clone())
    }
}

impl Rules for Theme {
    fn name(&self) -> String {
        self.title.clone()
    }

    fn check(&self, here: &mut Here<'_>) {
        here.name(&self.title);
        here.period(self.from, self.to);
    }

    /// A parent before its children.
    fn build_all(themes: &[Self], list: &List<'_>, builder: &mut Builder) {
        let mut waiting: Vec<_> = themes.iter().enumerate().collect();
        let mut done = BTreeSet::new();
        while !waiting.is_empty() {
            let is_ready = |theme: &Self| {
                let parent = theme.parent.as_deref();
                parent.is_none_or(|title| done.contains(title))
            };
            let (ready, others): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|(_, theme)| is_ready(theme));
            if ready.is_empty() {
                let message = "is the title of no theme here, or of one below this one";
                for (number, theme) in others {
                    list.fault(number, theme, "parent", message, builder);
                }
                return;
            }
            for (number, theme) in ready {
                list.build(number, theme, builder);
                done.insert(&*theme.title);
            }
            waiting = others;
        }
        for (number, theme) in themes.iter().enumerate() {
            let parent = theme.parent.as_ref();
            let of_title = |title: &String| themes.iter().filter(|one| one.title == *title).count();
            if parent.is_some_and(|title| of_title(title) > 1) {
                let message = "is the title of more than one theme";
                list.fault(number, theme, "parent", message, builder);
            }
        }
    }
}
