//! Themes of ISCMs.

use std::collections::BTreeSet;

use entity::tables::NodeType;

use crate::domain::build::{Builder, Here};
use crate::domain::column::{Cite, OptionalKey, Topic, siblings};
use crate::domain::record::{List, Rules};
use crate::domain::shape::Taken;
use crate::domain::statement::records;
use crate::domain::value::{NonEmpty, Year, texts};

records! {
    /// `[[themes]]`.
    Theme of theme(iscm_id = owner) {
        @key: OptionalKey,
        title: String => title,
        topics: NonEmpty<Topic> => [theme_topic: theme_id, topic_id],
        parent: Option<ThemeTitle> => parent_id,
        from: Option<Year> => from_year,
        to: Option<Year> => to_year,
        @cite: Cite
    }
}

texts! {
    /// The title of a theme of the same ISCM.
    ThemeTitle: Taken::Reference(&[NodeType::Theme]);
}

siblings! {
    ThemeTitle of theme by title: "is the title of no theme here";
}

impl Rules for Theme {
    fn name(&self) -> String {
        self.title.clone()
    }

    fn check(&self, here: &mut Here<'_, '_>) {
        here.name(&self.title);
        here.period(self.from, self.to);
    }

    /// A parent before its children.
    fn build_all(themes: &[Self], list: &List<'_>, builder: &mut Builder<'_>) {
        let mut waiting: Vec<_> = themes.iter().enumerate().collect();
        let mut done = BTreeSet::new();
        while !waiting.is_empty() {
            let is_ready = |theme: &Self| {
                let parent = theme.parent.as_ref();
                parent.is_none_or(|ThemeTitle(title)| done.contains(title))
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
                let id = builder.named(NodeType::Theme, list.owner, &theme.title);
                let name = NodeType::Theme.name();
                done.extend(id.map(|id| format!("{name}:{id}")));
                done.insert(theme.title.clone());
            }
            waiting = others;
        }
        for (number, theme) in themes.iter().enumerate() {
            let parent = theme.parent.as_ref();
            let of_title = |title: &String| themes.iter().filter(|one| one.title == *title).count();
            if parent.is_some_and(|ThemeTitle(title)| of_title(title) > 1) {
                let message = "is the title of more than one theme";
                list.fault(number, theme, "parent", message, builder);
            }
        }
    }
}
