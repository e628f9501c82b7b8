//! `iscm account`: the accounts of the API, by who runs the server.

use std::io::Write;

use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};
use entity::office::account::Model;

use super::by_hand;
use super::key::moment;
use crate::config::Config;
use crate::error::Error;

/// What is done with accounts.
#[derive(Args)]
pub(super) struct Account {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// List all accounts, a line each: the account, its roles, and how it stands
    List,
    /// Disable an account: what comes with its keys and tokens is refused, and its webhooks are told of nothing
    Disable {
        /// The account, as the list tells it
        account: String,
    },
    /// Let an account be used again, with the keys that it had
    Enable {
        /// The account, as the list tells it
        account: String,
    },
}

impl Account {
    pub(super) async fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<()> {
        let office = by_hand::office(config).await?;
        let told = |error: Error| anyhow!(error.message);
        let (id, is_disabled) = match self.what {
            What::List => {
                for account in office.accounts().await.map_err(told)? {
                    writeln!(out, "{}", line(&account))?;
                }
                return Ok(office.end().await?);
            }
            What::Disable { account } => (account, true),
            What::Enable { account } => (account, false),
        };
        match office.set_disabled(&id, is_disabled).await.map_err(told)? {
            Some(account) => writeln!(out, "{}", line(&account))?,
            None => bail!("there is no account {id:?}; `iscm account list` lists them"),
        }
        Ok(office.end().await?)
    }
}

fn line(account: &Model) -> String {
    let roles: Vec<_> = account.roles.0.iter().map(ToString::to_string).collect();
    let state = account.disabled_at.map_or("enabled".to_owned(), |at| {
        format!("disabled {}", moment(at))
    });
    format!("{}  {}  {state}", account.id, roles.join(","))
}
