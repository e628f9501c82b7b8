//! The office, for commands: with the database at hand.

use crate::config::Config;
use crate::db::{Database, Setup};
use crate::office::ByHand;

/// The office of the configured database, whose schema is brought up to date.
pub(super) async fn office(config: &Config) -> anyhow::Result<ByHand> {
    let mut setup = Setup::begin(&config.database).await?;
    setup.migrate().await?;
    let database = Database::after(setup.commit().await?, &config.database).await?;
    Ok(ByHand::new(database, config.clock.clone()))
}
