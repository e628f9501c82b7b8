//! What files tell of themselves.

use crate::files::About;
use crate::graph::Scope;

/// What a file tells of itself.
pub(super) fn about(scope: &Scope, title: &str, description: &str) -> About {
    let version = scope.snapshot.version();
    About {
        title: title.to_owned(),
        description: description.to_owned(),
        version: version.number,
        published_at: version.published(),
        contact: scope.contact.as_deref().map(str::to_owned),
        url: None,
        next_since: None,
    }
}
