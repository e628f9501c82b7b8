//! The data set as such: its version, what it holds and what it lacks.

use entity::tables::NodeType;

use super::history;
use crate::graph::{Reads, Scope};
use crate::model::{Object, Out, Word, arg, value, word_value, worked_out};
use crate::query::{FillRate, FillRates};
use crate::terms::{DISCLAIMER, LICENCE, Licence, citation};

/// The data set.
pub(super) struct Dataset;

/// How many nodes of a type there are.
pub(super) struct TypeCount(pub(super) NodeType, pub(super) usize);

#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables() -> [Object; 4] {
    let [versions, diff] = history::of_dataset();
    [
        Object::told("Dataset", "The data set that the answer is taken from. One answer is always from one version.", vec![
            worked_out("version", "The version: 1, 2, 3… without gaps, one more with each changeset.", "Int!", (), |_: &Dataset, scope, _, ()| Ok(Out::Int(scope.snapshot.version().number))),
            worked_out("publishedAt", "When the version was published; null in a data set that nothing was ever imported into.", "DateTime", (), |_: &Dataset, scope, _, ()| Ok(Out::maybe(scope.snapshot.version().published(), Out::Moment))),
            worked_out("counts", "How many nodes of each type there are.", "[TypeCount!]!", (), |_: &Dataset, scope, _, ()| Ok(Out::list(scope.snapshot.counts(), |(kind, count)| Out::value(TypeCount(kind, count))))).at_most(40),
            worked_out("fillRates", "Of how many nodes each field is known, type by type: where the data set has gaps.", "[FieldFillRate!]!", (arg("types", "Only fields of nodes of these types."),), |_: &Dataset, scope, _, (types,): &(Option<Vec<Word<NodeType>>>,)| Ok(fill_rates(scope, types.as_deref()))).costing(50).at_most(400),
            worked_out("licence", "The licence that the data may be used under; the documents that they cite have their own.", "Licence!", (), |_: &Dataset, _, _, ()| Ok(Out::Inner(&LICENCE))).reading(Reads::NOTHING),
            worked_out("citation", "How to cite this version: a sentence with what the data set is called, the version, the day on which it\nwas published and the licence.", "String!", (), |_: &Dataset, scope, _, ()| Ok(Out::text(cited(scope)))),
            worked_out("contact", "Where to report an error in the data: the address of a page, or `mailto:` and a mail address. Null when who\nruns this server names none.", "String", (), |_: &Dataset, scope, _, ()| Ok(Out::maybe(scope.contact.as_deref(), Out::text))).reading(Reads::NOTHING),
            worked_out("disclaimer", "What the names of countries and areas, and borders, do not say.", "String!", (), |_: &Dataset, _, _, ()| Ok(Out::text(DISCLAIMER))).reading(Reads::NOTHING),
            versions,
            diff,
        ]),
        Object::told("Licence", "A licence.", vec![
            value("name", "The name that it goes by, e.g. `CC BY 4.0`.", "String!", |of: &Licence| Out::text(of.name)),
            value("spdxId", "Its identifier in the SPDX License List, e.g. `CC-BY-4.0`.", "String!", |of: &Licence| Out::text(of.spdx_id)),
            value("url", "The address of its text.", "String!", |of: &Licence| Out::text(of.url)),
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

fn cited(scope: &Scope) -> String {
    let version = scope.snapshot.version();
    citation(version.number, version.published())
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
