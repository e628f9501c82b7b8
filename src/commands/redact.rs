//! `iscm redact`: a text that should not have been published is taken out of the log, by who runs the server.

use std::io::{self, Write};

use anyhow::{Context as _, anyhow};
use clap::Args;

use super::by_hand;
use crate::config::Config;

/// What is taken out.
#[derive(Args)]
pub(super) struct Redact {
    /// The text, as it stands in the log; `-` to read it from standard input, so that no history of commands has it
    #[arg(long)]
    text: String,
    /// The node that it is in, by its id [default: all, with the messages of versions and what was proposed]
    #[arg(long)]
    id: Option<String>,
    /// Why, in words: the log says it
    #[arg(long)]
    reason: String,
    /// Only tell how often it is there
    #[arg(long)]
    dry_run: bool,
}

impl Redact {
    pub(super) async fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<()> {
        let text = match &*self.text {
            "-" => io::read_to_string(io::stdin()).context("standard input cannot be read")?,
            given => given.to_owned(),
        };
        let office = by_hand::office(config).await?;
        let id = self.id.as_deref();
        let redacted = office
            .redact(text.trim(), id, &self.reason, self.dry_run)
            .await;
        let redacted = redacted.map_err(|error| anyhow!(error.message))?;
        writeln!(
            out,
            "{} changes, {} messages of versions, {} parts of changesets and comments",
            redacted.log.changes, redacted.log.messages, redacted.proposals
        )?;
        match redacted.version {
            Some(version) => writeln!(out, "done, as version {version}")?,
            None if self.dry_run => writeln!(out, "nothing was done")?,
            None => writeln!(out, "nothing was to be done")?,
        }
        Ok(office.end().await?)
    }
}
