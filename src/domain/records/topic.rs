//! The vocabulary of topics.

use crate::domain::column::Key;
use crate::domain::record::Rules;
use crate::domain::statement::{aggregates, records};

aggregates! {
    /// The vocabulary of topics.
    Topics {;
        topics: [Topic]
    }
}

records! {
    /// `[[topics]]`.
    Topic of topic() {
        @slug: Key,
        label: String => label
    }
}

impl Rules for Topic {
    const KEYED_BY: &'static str = "slug";

    fn name(&self) -> String {
        self.slug.clone()
    }
}
