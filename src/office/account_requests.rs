//! Accounts that are listed, disabled and enabled over the API.

use entity::office::account;

use super::accounts;
use super::audit;
use super::desk::OfficeRequest;
use super::failed::within;
use super::policy::{Action, Grant, Subject, Target};
use super::user_error::{UserError, UserErrorCode};
use crate::error::Result;

/// What became of an account: it, and what is wrong.
type Done = (Option<account::Model>, Vec<UserError>);

impl OfficeRequest {
    /// Accounts by their ids, those behind one.
    pub async fn accounts(&self, after: Option<&str>, count: usize) -> Result<Vec<account::Model>> {
        let grant = self.may(Action::Read, Subject::Account, &Target::default())?;
        Ok(within!(self.office, Read, |transaction| {
            accounts::list(grant, transaction, after, Some(count as u64)).await?
        }))
    }

    /// Disables an account: what comes with its keys and tokens is refused, and its webhooks are not told of anything.
    pub async fn disable_account(&self, id: &str) -> Result<Done> {
        let done = self.disabling(id).await;
        self.audited("disableAccount", Some(id), done).await
    }

    async fn disabling(&self, id: &str) -> Result<Done> {
        let viewer = self.known(Action::Revoke, Subject::Account)?;
        let grant = viewer.may(Action::Revoke, Subject::Account, &Target::of_account(id))?;
        if *viewer.account == *id {
            let takes =
                "takes another account than the one that asks, which could not enable itself again";
            let own = UserError::new(UserErrorCode::Invalid, &["account"], takes);
            return Ok((None, vec![own]));
        }
        let now = self.office.now();
        self.set_disabled(grant, "disableAccount", id, Some(now))
            .await
    }

    /// Lets an account be used again.
    pub async fn enable_account(&self, id: &str) -> Result<Done> {
        let done = self.enabling(id).await;
        self.audited("enableAccount", Some(id), done).await
    }

    async fn enabling(&self, id: &str) -> Result<Done> {
        let grant = self.may(Action::Create, Subject::Account, &Target::of_account(id))?;
        self.set_disabled(grant, "enableAccount", id, None).await
    }

    async fn set_disabled(
        &self,
        grant: Grant,
        action: &'static str,
        id: &str,
        at: Option<i64>,
    ) -> Result<Done> {
        let account = within!(self.office, Write, |transaction| {
            let account = accounts::set_disabled(grant, transaction, id, at).await?;
            if account.is_some() {
                audit::note(transaction, self.entry(action, id, None)).await?;
            }
            account
        });
        self.office.forget_account(id);
        self.office.waiting.notify_one();
        let message = "there is no such account";
        let absent = || UserError::new(UserErrorCode::NotFound, &["account"], message);
        let errors = account.is_none().then(absent);
        Ok((account, errors.into_iter().collect()))
    }
}
