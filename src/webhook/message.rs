//! A message to a webhook.

/// A message: what is signed and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id, the same each time it is sent.
    pub id: String,
    /// When it is sent, in seconds since 1970-01-01T00:00:00Z.
    pub timestamp: i64,
    /// What it says, as JSON.
    pub body: String,
}

impl Message {
    /// What is signed of it.
    pub(super) fn signed(&self) -> String {
        format!("{}.{}.{}", self.id, self.timestamp, self.body)
    }
}
