//! What is seen of a version that an address names.

use axum::response::Response;

use super::payer::Payer;
use super::state::State;
use crate::apart::apart;
use crate::error::Error;
use crate::graph::Scope;
use crate::model::{AS_OF, not_seen};

/// Why a version is not seen.
pub(super) enum NotSeen {
    /// It is none that can be had.
    Refused(Error),
    /// Its snapshot could not be made, for which the client has paid.
    Failed(Error),
    /// The client's budget does not allow it.
    NoPoints(Response),
}

impl State {
    /// What is seen of a version that an argument names. One that was is made, for points, where it holds up no other
    /// requests.
    pub(super) async fn seen_at(
        &self,
        payer: &Payer,
        argument: &str,
        number: i64,
    ) -> Result<Scope, NotSeen> {
        let snapshot = self.graph.snapshot();
        let has = snapshot.has_version(number);
        has.map_err(|error| NotSeen::Refused(not_seen(argument, &error)))?;
        if number != snapshot.version().number {
            let charged = self.charge(payer, AS_OF.into());
            charged.map_err(NotSeen::NoPoints)?;
        }
        let graph = self.graph.clone();
        let made = apart(move || graph.scope_at(number)).await;
        let failed = |stopping: String| NotSeen::Failed(Error::internal(stopping));
        let made = made.map_err(|stopping| failed(stopping.to_string()))?;
        made.map_err(|error| NotSeen::Failed(not_seen(argument, &error)))
    }
}
