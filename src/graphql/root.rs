//! The root of the schema: what a query can start from.

use std::sync::Arc;

use entity::tables::NodeType;
use sea_orm::Iterable;

use super::dataset::Dataset;
use super::{history, office, search};
use crate::error::{Error, Result, shown};
use crate::graph::{Reads, Scope};
use crate::model::{COMPARED, Comparison, Field, Id, Object, Out, Record, arg, root, roots};

pub(super) fn query() -> Object {
    let mut fields = read_side();
    fields.push(history::as_of());
    fields.extend(office::fields());
    Object::told("Query", "Where a query starts.", fields)
}

/// The same of the graph as it was.
pub(super) fn query_as_of() -> Object {
    let doc = "What the graph was in a version: all that a query can start from, as it was recorded then.";
    Object::told("QueryAsOf", doc, read_side())
}

/// What a query can start from, whatever version it is of.
#[rustfmt::skip] // a table: a line for each field
fn read_side() -> Vec<Field> {
    let mut fields: Vec<Field> = roots().collect();
    fields.extend([
        root("node", "The node with an id. Null when there is none any more.", "Node", (arg("id", "An `id` that this API gave."),), |scope, _, (id,): &(Id,)| Ok(Out::maybe(find("id", scope, id)?, Out::Record))),
        root("nodes", "The nodes with ids, in their order; null in the place of one that is not there any more.", "[Node]!", (arg("ids", "At most 100 `id`s that this API gave.").at_most(100, "ids").or_empty(),), |scope, _, (ids,): &(Vec<Id>,)| nodes(scope, ids)),
        root("compare", "ISCMs side by side: what they share, and what each has alone.", "Comparison!", (arg("iscms", "From 2 to 10 ISCMs, each once, by acronym, slug, alias or name, e.g. `[\"RCM\", \"SACM\"]`.").between(COMPARED, "ISCMs"),), |scope, _, (iscms,): &(Vec<Arc<str>>,)| Ok(Out::value(Comparison::of(scope, iscms)?))).costing(50),
        root("dataset", "The data set: its version, what it holds, and on which terms it may be used.", "Dataset!", (), |_, _, ()| Ok(Out::value(Dataset))).reading(Reads::NOTHING),
    ]);
    fields.extend(search::fields());
    fields.push(history::changes());
    fields
}

/// What can be told again whenever the data set changes.
#[rustfmt::skip] // a table: a line for each field
pub(super) fn subscription() -> Object {
    Object::told("Subscription", "What is told again whenever a new version of the data set is published.", vec![
        root("dataset", "The data set: at once as it is, and again whenever a new version of it is published.", "Dataset!", (), |_, _, ()| Ok(Out::value(Dataset))),
        root("node", "The node with an id: at once as it is, and again whenever what is asked of it differs. Null when there is none.", "Node", (arg("id", "An `id` that this API gave."),), |scope, _, (id,): &(Id,)| Ok(Out::maybe(find("id", scope, id)?, Out::Record))),
        root("query", "What is asked: at once as it is, and again whenever the answer differs. Nothing is run where no table changed that\nit is taken from.", "QueryAsOf!", (), |scope, _, ()| Ok(Out::Root(Box::new(scope.clone())))).reading(Reads::NOTHING),
        history::changes_told(),
    ])
}

/// The record with a node's id, if it is there.
fn find(argument: &str, scope: &Scope, Id(id): &Id) -> Result<Option<Record>> {
    let parts = id.split_once(':').and_then(|(name, key)| {
        let kind = NodeType::iter().find(|kind: &NodeType| kind.name() == name)?;
        (!key.is_empty()).then_some((kind, key))
    });
    let (kind, key) = parts.ok_or_else(|| {
        let takes = format!(
            "takes the `id` of a node as this API gave it, not {}",
            shown(id)
        );
        Error::bad_input(argument, &takes)
    })?;
    Ok(Record::find(scope, kind, key))
}

fn nodes<'s>(scope: &'s Scope, ids: &[Id]) -> Result<Out<'s>> {
    let records = ids.iter().map(|id| find("ids", scope, id));
    Ok(Out::Records(records.collect::<Result<_>>()?))
}
