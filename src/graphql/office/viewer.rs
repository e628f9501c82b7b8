//! Who asks, and what that lets them do.

use entity::office::RoleGrant;
use entity::tables::NodeType;

use crate::error::{Error, Result};
use crate::graph::Scope;
use crate::model::{Id, Object, Out, Record, Word, arg, parted, value, word_value, worked_out};
use crate::office::{Action, Viewer, may_change};
use crate::work::Work;

#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables() -> Vec<Object> {
    vec![
        Object::told("Viewer", "Who asks: an account, by one of its keys or by a token.", vec![
            value("account", "The account.", "String!", |of: &Viewer| Out::text(&*of.account)),
            value("name", "What people call it.", "String!", |of: &Viewer| Out::text(&*of.name)),
            value("key", "The part of the key that is shown; null when it asks by a token.", "String", |of: &Viewer| Out::maybe(of.key.as_deref(), Out::text)),
            value("roles", "The roles that count: those that the account and the key both have.", "[ViewerRole!]!", |of: &Viewer| Out::inner(&*of.roles)).at_most(20),
            worked_out("can", "Whether it may do something to a node: propose that it be changed, or publish a change of it.", "Boolean!", (
                arg("action", "What is to be done."),
                arg("id", "The `id` of the node."),
            ), can).costing(1),
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
    of: &Viewer,
    scope: &'s Scope,
    _: &Work,
    (action, Id(id)): &(Word<Action>, Id),
) -> Result<Out<'s>> {
    let (kind, key) = parted(id)
        .ok_or_else(|| Error::bad_input("id", "takes the `id` of a node as this API gave it"))?;
    let can = may_change(of, action.0, &scope.snapshot, kind, &key);
    Ok(Out::Flag(
        can.map_err(|error| Error::internal(error.to_string()))?,
    ))
}
