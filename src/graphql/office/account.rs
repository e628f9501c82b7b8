//! Accounts.

use std::sync::Arc;

use entity::office::account::Model;

use super::changeset::moment;
use crate::error::Result;
use crate::input::count;
use crate::model::{Arg, Field, Id, Loaded, MAX_LIST, Object, Out, arg, loaded, value};
use crate::office::{OfficeRequest, UserError};

/// What became of an account.
struct AccountPayload {
    account: Option<Model>,
    errors: Vec<UserError>,
}

type Text = Arc<str>;
type Asked = Arc<OfficeRequest>;

#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables() -> Vec<Object> {
    vec![
        Object::told("Account", "Somebody who may do more than read.", vec![
            value("id", "What it is called, or of a holder of tokens the provider and its subject.", "ID!", |of: &Model| Out::text(&of.id)),
            value("name", "What people call it.", "String!", |of: &Model| Out::text(&of.name)),
            value("roles", "The roles that it has, e.g. `SECRETARIAT:rcm`; of a holder of tokens those of the last one with which something was\nwritten.", "[String!]!", |of: &Model| Out::list(of.roles.0.iter(), |role| Out::text(role.to_string()))).at_most(20),
            value("createdAt", "When it was made.", "DateTime", |of: &Model| moment(of.created_at)),
            value("disabledAt", "When it was disabled; null while it is not.", "DateTime", |of: &Model| Out::maybe(of.disabled_at, moment)),
        ]),
        Object::told("AccountPayload", "What became of an account.", vec![
            value("account", "The account; null where there is none, or nothing was done.", "Account", |of: &AccountPayload| Out::maybe(of.account.as_ref(), |account| Out::Inner(account))),
            value("userErrors", "What is wrong; empty where it was done.", "[UserError!]!", |of: &AccountPayload| Out::inner(&of.errors)).at_most(20),
        ]),
    ]
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn query() -> Field {
    loaded("accounts", "The accounts, by their ids. It takes the role `ADMIN`. Private.", "[Account!]!", || (
        arg("first", "How many at most; 0 to 100. 100 when it is not given."),
        arg("after", "Only those behind this id."),
    ), accounts).costing(20).at_most(MAX_LIST)
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn mutations() -> Vec<Field> {
    vec![
        loaded("disableAccount", "Disables an account. What comes with its keys and tokens is refused, and its webhooks are told of nothing, until it is\nenabled again. It takes the role `ADMIN`.", "AccountPayload!", || (of_account(),), disable).costing(50),
        loaded("enableAccount", "Lets an account be used again. It has the keys that it had. It takes the role `ADMIN`.", "AccountPayload!", || (of_account(),), enable).costing(50),
    ]
}

fn of_account() -> Arg<Id> {
    arg("account", "The `id` of the account.")
}

async fn accounts(asked: Asked, (first, after): (Option<i32>, Option<Text>)) -> Result<Loaded> {
    let first = first.map_or(Ok(MAX_LIST), |first| count("first", first, MAX_LIST))?;
    let accounts = asked.accounts(after.as_deref(), first).await?;
    Ok(Loaded::values(accounts))
}

async fn disable(asked: Asked, (Id(id),): (Id,)) -> Result<Loaded> {
    let (account, errors) = asked.disable_account(&id).await?;
    Ok(Loaded::value(AccountPayload { account, errors }))
}

async fn enable(asked: Asked, (Id(id),): (Id,)) -> Result<Loaded> {
    let (account, errors) = asked.enable_account(&id).await?;
    Ok(Loaded::value(AccountPayload { account, errors }))
}
