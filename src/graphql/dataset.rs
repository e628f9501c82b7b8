//! The data set as such: its version, what it holds and what it lacks.

use chrono::DateTime;
use entity::tables::NodeType;

use crate::graph::Scope;
use crate::model::{Object, Out, Word, arg, value, word_value, worked_out};
use crate::query::{FillRate, FillRates};

/// The data set.
pub(super) struct Dataset;

/// How many nodes of a type there are.
pub(super) struct TypeCount(pub(super) NodeType, pub(super) usize);

#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables() -> [Object; 3] {
    [
        Object::told("Dataset", "The data set that the answer is taken from. One answer is always from one version.", vec![
            worked_out("version", "The version: 1, 2, 3… without gaps, one more with each changeset.", "Int!", (), |_: &Dataset, scope, _, ()| Ok(Out::Int(scope.snapshot.version().number))),
            worked_out("publishedAt", "When the version was published; null in a data set that nothing was ever imported into.", "DateTime", (), |_: &Dataset, scope, _, ()| Ok(published_at(scope))),
            worked_out("counts", "How many nodes of each type there are.", "[TypeCount!]!", (), |_: &Dataset, scope, _, ()| Ok(Out::list(scope.snapshot.counts(), |(kind, count)| Out::value(TypeCount(kind, count))))).at_most(40),
            worked_out("fillRates", "Of how many nodes each field is known, type by type: where the data set has gaps.", "[FieldFillRate!]!", (arg("types", "Only fields of nodes of these types."),), |_: &Dataset, scope, _, (types,): &(Option<Vec<Word<NodeType>>>,)| Ok(fill_rates(scope, types.as_deref()))).costing(50).at_most(400),
        ]),
        Object::told("TypeCount", "How many nodes of one type there are.", vec![
            word_value("type", "The type.", |of: &TypeCount| of.0),
            value("count", "The number of nodes.", "Int!", |of: &TypeCount| Out::count(of.1)),
        ]),
        Object::told("FieldFillRate", "Of how many nodes of a type a field is known.", vec![
            word_value("type", "The type of the nodes.", |of: &FillRate| of.of),
            value("field", "The field, as filters name it.", "String!", |of: &FillRate| Out::text(of.field.name)),
            value("known", "The number of nodes for which it is known; of a list, those that have anything in it.", "Int!", |of: &FillRate| Out::count(of.known)),
            value("total", "The number of nodes.", "Int!", |of: &FillRate| Out::count(of.total)),
            value("rate", "The part of the nodes for which it is known, from 0 to 1; null where there are no nodes.", "Float", rate),
        ]),
    ]
}

fn published_at(scope: &Scope) -> Out<'_> {
    let version = scope.snapshot.version();
    let moment = DateTime::from_timestamp_millis(version.published_at);
    Out::maybe(moment.filter(|_| version.number > 0), Out::Moment)
}

fn fill_rates<'s>(scope: &'s Scope, types: Option<&[Word<NodeType>]>) -> Out<'s> {
    let Ok(FillRates(rates)) = scope.snapshot.derived();
    let is_asked = |rate: &&FillRate| types.is_none_or(|types| types.contains(&Word(rate.of)));
    let asked = rates.iter().filter(is_asked);
    Out::list(asked, |rate| Out::value(*rate))
}

fn rate(of: &FillRate) -> Out<'_> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a snapshot has no more rows than a float counts exactly"
    )]
    let number = |count: usize| count as f64;
    if of.total == 0 {
        return Out::Null;
    }
    Out::Float(number(of.known) / number(of.total))
}
