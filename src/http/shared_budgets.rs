//! The budgets of accounts, shared by the servers of one database: each adds there what accounts have spent, and learns
//! what they have spent on the others.

use std::time::{Duration, Instant};

use tokio::time::{MissedTickBehavior, interval};

use super::account_budgets::EVERY;
use super::state::SharedState;

/// For how long each server counts for itself where the database does not take it.
const ALONE: Duration = Duration::from_secs(30);
/// How many accounts are told of at once.
const AT_ONCE: usize = 1_000;

/// Shares the budgets, without end; where there are no other servers, or no budgets, nothing is done.
pub(super) async fn share(state: SharedState) {
    let Some(budgets) = state.budgets.as_ref().filter(|_| state.office.is_shared()) else {
        return;
    };
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut alone_until = None;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = budgets.accounts().begun() => {}
        }
        let now = Instant::now();
        let spent = budgets.accounts().tell(now);
        // What was spent long ago has come back: it is not told later.
        if alone_until.is_some_and(|until| now < until) {
            continue;
        }
        for spent in spent.chunks(AT_ONCE) {
            match state.office.add_spent(spent).await {
                Ok(all) => budgets.accounts().learn(&all, Instant::now()),
                Err(error) => {
                    let error = error.message;
                    tracing::debug!(error, "what accounts spent is not told to other servers");
                    alone_until = Some(Instant::now() + ALONE);
                    break;
                }
            }
        }
    }
}
