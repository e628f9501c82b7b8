//! Versions that others write are looked for as soon as they are told of, and not at the next look.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;
use tracing::{debug, info};

use super::follower::Graph;
use crate::db::Database;

/// How long after one that failed the next attempt to listen is made, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Wakes the follower whenever the database tells of a version. It ends at once where the database tells nothing; while it
/// cannot be listened to, the follower looks by itself as often as it does.
pub async fn heed(graph: Graph, database: Arc<Database>) {
    let mut pause = FIRST_PAUSE;
    loop {
        sleep(pause).await;
        // Where connections are scarce, the follower has its own first.
        if graph.behind().is_some() {
            continue;
        }
        match database.news().await {
            Ok(None) => return,
            Ok(Some(mut news)) => {
                info!("versions are looked for as soon as the database tells of them");
                pause = FIRST_PAUSE;
                // One may have come before.
                graph.look();
                while news.next().await {
                    graph.look();
                }
                graph.look();
            }
            Err(error) => {
                debug!(%error, "the database is not listened to");
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}
