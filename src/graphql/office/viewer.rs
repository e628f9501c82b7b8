//! Who asks, and what that lets them do.

use entity::office::RoleGrant;
use entity::tables::NodeType;

use crate::error::{Error, Result};
use crate::graph::Scope;
use crate::model::{Id, Object, Out, Record, Word, arg, parted, value, word_value, worked_out};
use crate::office::{Action, Budget, Viewer, may_change};
use crate::work::Work;

/// Who asks, and what is left of its budget.
pub(super) struct Asking {
    pub(super) viewer: Viewer,
    pub(super) budget: Option<Budget>,
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables() -> Vec<Object> {
    vec![
        Object::told("Viewer", "Who asks: an account, by one of its keys or by a token.", vec![
            value("account", "The account.", "String!", |of: &Asking| Out::text(&*of.viewer.account)),
            value("name", "What people call it.", "String!", |of: &Asking| Out::text(&*of.viewer.name)),
            value("key", "The part of the key that is shown; null when it asks by a token.", "String", |of: &Asking| Out::maybe(of.viewer.key.as_deref(), Out::text)),
            value("roles", "The roles that count: those that the account and the key both have.", "[ViewerRole!]!", |of: &Asking| Out::inner(&*of.viewer.roles)).at_most(20),
            value("budget", "What the account may spend; null where there is no limit.", "ViewerBudget", |of: &Asking| Out::maybe(of.budget.as_ref(), |budget| Out::Inner(budget))),
            worked_out("can", "Whether it may do something to a node: propose that it be changed, or publish a change of it.", "Boolean!", (
                arg("action", "What is to be done."),
                arg("id", "The `id` of the node."),
            ), can).costing(1),
        ]),
        Object::told("ViewerBudget", "What an account may spend, in points. Operations cost what `extensions.cost` tells.", vec![
            value("limit", "How many points are saved up at most.", "Int!", |of: &Budget| Out::Int(of.limit.into())),
            value("perSecond", "How many points come back in each second.", "Int!", |of: &Budget| Out::Int(of.per_second.into())),
            value("remaining", "How many points are left, after this operation.", "Int!", |of: &Budget| Out::Int(of.remaining.into())),
        ]),
        Object::told("ViewerRole", "A role of who asks.", vec![
            word_value("role", "The role.", |of: &RoleGrant| of.role),
            worked_out("iscm", "The ISCM whose secretariat this is; null for other roles.", "Iscm", (), |of: &RoleGrant, scope, _, ()| Ok(row(scope, NodeType::Iscm, of.iscm.as_deref()))),
            worked_out("country", "The country whose focal point this is; null for other roles.", "Country", (), |of: &RoleGrant, scope, _, ()| Ok(row(scope, NodeType::Country, of.country.as_deref()))),
        ]),
    ]
}

fn row<'s>(scope: &Scope, kind: NodeType, id: Option<&str>) -> Out<'s> {
    let record = id.and_then(|id| Record::find(scope, kind, id));
    Out::maybe(record, |record| Out::Row(record.place))
}

fn can<'s>(
    of: &Asking,
    scope: &'s Scope,
    _: &Work,
    (action, Id(id)): &(Word<Action>, Id),
) -> Result<Out<'s>> {
    let (kind, key) = parted(id)
        .ok_or_else(|| Error::bad_input("id", "takes the `id` of a node as this API gave it"))?;
    let can = may_change(&of.viewer, action.0, &scope.snapshot, kind, &key);
    Ok(Out::Flag(
        can.map_err(|error| Error::internal(error.to_string()))?,
    ))
}
