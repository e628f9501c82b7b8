//! What guides and the reference are.

/// What stands inside the frame of a guide, or of a page of the reference.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub(super) title: String,
    /// What it is about, in a sentence.
    pub(super) description: String,
    /// HTML, from the heading on.
    pub(super) body: String,
}
