//! `iscm key`: the keys of the API, by who runs the server.

use anyhow::{anyhow, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use clap::{Args, Subcommand};
use std::io::Write;

use super::by_hand;
use crate::config::Config;
use crate::error::Error;
use crate::office::{ByHand, KeyInfo, KeyRequest, role};

/// What is done with keys.
#[derive(Args)]
pub(super) struct Key {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Make a key, and print it: it is told this once
    Create {
        /// Whose it is: a name of your choice; an account that is there gets these roles
        #[arg(long)]
        account: String,
        #[arg(
            long = "role",
            required = true,
            help = "What it may do: CURATOR, SECRETARIAT:<ISCM's slug>, FOCAL_POINT:<country's code>, PARTNER or ADMIN; several, each with the flag"
        )]
        roles: Vec<String>,
        /// What it is for
        #[arg(long, default_value = "key")]
        name: String,
        /// After how many days it ends [default: never]
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..=3650))]
        days: Option<u16>,
    },
    /// List all keys, a line each: the part that is shown, the account, what it is for, and how it stands
    List,
    /// End a key; what comes with it later is refused
    Revoke {
        /// The part of it that is shown, e.g. `iscm_7kq2m9xw`
        prefix: String,
    },
}

impl Key {
    pub(super) async fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<()> {
        let office = by_hand::office(config).await?;
        self.run_in(&office, out).await?;
        Ok(office.end().await?)
    }

    async fn run_in(self, office: &ByHand, out: &mut impl Write) -> anyhow::Result<()> {
        match self.what {
            What::Create {
                account,
                roles,
                name,
                days,
            } => {
                let roles = roles.iter().map(|text| role(text));
                let roles = roles.collect::<Result<Vec<_>, _>>().map_err(told)?;
                let request = KeyRequest {
                    name,
                    account: None,
                    roles: None,
                    days: days.map(usize::from),
                };
                let made = office.create_key(&account, roles, request).await;
                let (text, _) = made.map_err(told)?;
                writeln!(out, "{}", text.reveal())?;
            }
            What::List => {
                for key in office.keys().await.map_err(told)? {
                    writeln!(out, "{}", line(&key))?;
                }
            }
            What::Revoke { prefix } => match office.revoke_key(&prefix).await.map_err(told)? {
                Some(key) => writeln!(out, "{}", line(&key))?,
                None => bail!("there is no key {prefix:?}; `iscm key list` lists them"),
            },
        }
        Ok(())
    }
}

fn told(error: Error) -> anyhow::Error {
    anyhow!(error.message)
}

/// A moment, as lists tell it.
pub(super) fn moment(milliseconds: i64) -> String {
    let moment = DateTime::<Utc>::from_timestamp_millis(milliseconds);
    let text = moment.map(|moment| moment.to_rfc3339_opts(SecondsFormat::Secs, true));
    text.unwrap_or_default()
}

fn line(KeyInfo { key, account }: &KeyInfo) -> String {
    let state = match (key.revoked_at, key.expires_at) {
        (Some(at), _) => format!("revoked {}", moment(at)),
        (None, Some(at)) => format!("until {}", moment(at)),
        (None, None) => "no end".to_owned(),
    };
    let used = key
        .last_used_at
        .map_or("never used".to_owned(), |at| format!("used {}", moment(at)));
    format!(
        "{}  {}  {}  {state}  {used}",
        key.prefix, account.id, key.name
    )
}
