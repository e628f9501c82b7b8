//! What files tell of themselves, and what tells of their columns.

use crate::files::About;
use crate::graph::Scope;

/// How names of files end that tell of the columns of CSV.
pub(super) const METADATA: &str = ".csv-metadata.json";

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
    }
}
