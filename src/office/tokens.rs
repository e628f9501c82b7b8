//! Who asks by a token of the OpenID provider. The account is there without a row: one is made when something that is
//! written is to refer to it, and has the roles of its last token from then on.

use std::sync::Arc;
use std::time::Instant;

use entity::office::{RoleGrants, account};
use sea_orm::sea_query::OnConflict;
use sea_orm::{DatabaseTransaction, EntityTrait, IntoActiveModel};

use super::desk::Office;
use super::failed::{Failed, within};
use super::known_keys::FRESH;
use super::viewer::Viewer;
use crate::error::{Error, ErrorCode, Result};

impl Office {
    /// Who holds a token.
    pub(super) async fn of_token(self: &Arc<Self>, token: &str) -> Result<Viewer> {
        let refused = |message| Error::new(ErrorCode::Unauthenticated, message);
        let Some(provider) = &self.services.provider else {
            return Err(refused(
                "this server takes keys, which begin with `iscm_`, and no tokens",
            ));
        };
        let holder = provider.verify(token, self.graph.now()).await?;
        let account = self.account(&holder.account).await?;
        if account
            .as_ref()
            .is_some_and(|one| one.disabled_at.is_some())
        {
            return Err(refused("the account is disabled"));
        }
        let viewer = Viewer {
            account: holder.account.as_str().into(),
            name: holder.account.into(),
            key: None,
            roles: holder.roles.into(),
        };
        if let Some(account) = account.filter(|account| *account.roles.0 != *viewer.roles) {
            self.note_roles(&account, viewer.clone());
        }
        Ok(viewer)
    }

    /// The row of an account, if it has one.
    async fn account(&self, id: &str) -> Result<Option<Arc<account::Model>>> {
        if let Some((at, known)) = self.accounts.0.get(id)
            && at.elapsed() < FRESH
        {
            return Ok(known);
        }
        let found = within!(self, Read, |transaction| {
            account::Entity::find_by_id(id)
                .one(transaction)
                .await
                .map_err(Failed::from)?
        });
        let found = found.map(Arc::new);
        let looked = (Instant::now(), found.clone());
        self.accounts.0.insert(id.into(), looked);
        Ok(found)
    }

    /// Notes the roles of an account's last token, by the way: its keys have no more of them.
    fn note_roles(self: &Arc<Self>, account: &account::Model, viewer: Viewer) {
        // Known as noted at once: the next request would note them, too.
        let mut noted = account.clone();
        noted.roles = RoleGrants(viewer.roles.to_vec());
        let id = account.id.as_str().into();
        let entry = (Instant::now(), Some(Arc::new(noted)));
        self.accounts.0.insert(id, entry);
        let office = Arc::clone(self);
        tokio::spawn(async move {
            if let Err(error) = office.note(&viewer).await {
                tracing::debug!(%error.message, "the roles of an account are not noted");
            }
        });
    }

    async fn note(&self, viewer: &Viewer) -> Result<()> {
        within!(self, Write, |transaction| {
            known(transaction, viewer, self.now()).await?;
        });
        Ok(())
    }
}

/// Makes sure that who asks has a row: who asks by a key has one; that of a token's holder gets the token's roles.
pub(super) async fn known(
    transaction: &DatabaseTransaction,
    viewer: &Viewer,
    now: i64,
) -> std::result::Result<(), Failed> {
    if viewer.key.is_some() {
        return Ok(());
    }
    let account = account::Model {
        id: viewer.account.to_string(),
        name: viewer.name.to_string(),
        roles: RoleGrants(viewer.roles.to_vec()),
        created_at: now,
        disabled_at: None,
    };
    let is_there = OnConflict::column(account::Column::Id)
        .update_column(account::Column::Roles)
        .to_owned();
    account::Entity::insert(account.into_active_model())
        .on_conflict(is_there)
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}
