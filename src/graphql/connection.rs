//! Connections as the schema has them: the same for every type of rows that long lists are of.

use entity::values::Language;

use crate::error::{Error, Result};
use crate::graph::{Reads, Scope};
use crate::input::Given;
use crate::model::{
    Arg, Argument, Arguments, Kind, Measure, Object, Out, Record, Scan, Target, Values, Word, arg,
    language_argument, value, worked_out,
};
use crate::money::Decimal;
use crate::query::{
    CommonValue, Connection, Edge, Group, GroupOrder, GroupRequest, GroupValue, MAX_GROUPS,
    MAX_KEYS, NoNumbers, Numbers, PageInfo, numbers,
};
use crate::work::Work;

/// The objects of the connections to a type of rows.
#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables(of: Target) -> [Object; 3] {
    let name = &of.of().name;
    [
        Object::told(format!("{name}Connection"), "One page of a list.", vec![
            value("edges", "The page's nodes, each with its cursor.", format!("[{name}Edge!]!"), |of: &Connection| Out::list(of.edges(), Out::value)),
            value("nodes", "The page's nodes. The same as `edges { node }`, which clients that join pages by themselves need.", format!("[{name}!]!"), |of: &Connection| Out::Rows(of.page().into())),
            value("pageInfo", "Where the page lies in the list, and how to ask for the next.", "PageInfo!", |of: &Connection| Out::value(of.page_info())),
            value("totalCount", "How many nodes the whole list has, on all pages.", "Int!", |of: &Connection| Out::count(of.total())),
            worked_out("groupBy", "The whole list's nodes, on all pages, counted by what they have in common. A node with several\nvalues of a key is counted in the group of each; one without any, in a group of its own.", format!("[{name}Group!]!"), GroupArguments::new(of), |of: &Connection, scope, work, request| Ok(Out::list(of.groups(scope, request, work)?, Out::value))).scanning(Scan::Groups).at_most(MAX_GROUPS),
        ]),
        Object::told(format!("{name}Edge"), "A node of a page, with its place in the list.", vec![
            worked_out("cursor", "The node's place in the list, to pass on as `after` or `before`. Opaque. It keeps its meaning\nwhen nodes are added to the list or removed from it.", "String!", (), |of: &Edge, scope, _, ()| Ok(Out::text(of.cursor(scope)))).reading(Reads::NOTHING),
            value("node", "The node.", format!("{name}!"), |of: &Edge| Out::Row(of.place)),
        ]),
        Object::told(format!("{name}Group"), "Nodes that have something in common, counted.", vec![
            value("values", "What they have in common, by each key in the keys' order.", "[GroupValue!]!", |of: &Group| Out::inner(&of.values)).at_most(MAX_KEYS),
            value("count", "How many nodes there are.", "Int!", |of: &Group| Out::count(of.places.len())),
            worked_out("min", "The least of a number that they have, as the float that is nearest; null when none has it.", "Float", NumberArgument(of), |of: &Group, scope, work, &measure| nearest(of, scope, work, measure, |numbers| numbers.min)).scanning(Scan::Rows),
            worked_out("max", "The greatest of a number that they have, as the float that is nearest; null when none has it.", "Float", NumberArgument(of), |of: &Group, scope, work, &measure| nearest(of, scope, work, measure, |numbers| numbers.max)).scanning(Scan::Rows),
            worked_out("sum", "The sum of a number that they have, as the float that is nearest; null when none has it. What is not\nknown is not in it. `decimals` has it exactly.", "Float", NumberArgument(of), |of: &Group, scope, work, &measure| nearest(of, scope, work, measure, |numbers| numbers.sum)).scanning(Scan::Rows),
            worked_out("decimals", "The least, the greatest and the sum of a number that they have, exactly; null when none has it.\nAmounts of money are of one currency: group by it, or filter for one.", "Decimals", NumberArgument(of), |of: &Group, scope, work, &measure| Ok(Out::maybe(numbers_of(of, scope, work, measure)?, Out::value))).scanning(Scan::Rows),
        ]),
    ]
}

/// The objects that all connections have.
#[rustfmt::skip] // tables: a line for each field
pub(super) fn common() -> [Object; 3] {
    [
        Object::told("Decimals", "What a number of the nodes of a group comes to, exactly.", vec![
            value("min", "The least.", "Decimal!", |of: &Numbers| Out::text(of.min.to_string())),
            value("max", "The greatest.", "Decimal!", |of: &Numbers| Out::text(of.max.to_string())),
            value("sum", "The sum. What is not known is not in it.", "Decimal!", |of: &Numbers| Out::text(of.sum.to_string())),
        ]),
        Object::told("PageInfo", "Where a page lies in its list, and how to ask for the pages beside it.", vec![
            value("hasPreviousPage", "Whether nodes stand before the page.", "Boolean!", |of: &PageInfo| Out::Flag(of.has_previous)),
            value("hasNextPage", "Whether nodes stand after the page.", "Boolean!", |of: &PageInfo| Out::Flag(of.has_next)),
            worked_out("startCursor", "The cursor of the page's first node, to pass on as `before`; null when the page is empty.", "String", (), |of: &PageInfo, scope, _, ()| Ok(Out::maybe(of.start.as_ref(), |cursor| Out::text(cursor.text(scope))))).reading(Reads::NOTHING),
            worked_out("endCursor", "The cursor of the page's last node, to pass on as `after`; null when the page is empty.", "String", (), |of: &PageInfo, scope, _, ()| Ok(Out::maybe(of.end.as_ref(), |cursor| Out::text(cursor.text(scope))))).reading(Reads::NOTHING),
        ]),
        Object::told("GroupValue", "What the nodes of a group have in common, by one key.", vec![
            value("key", "The key, e.g. `KIND`.", "String!", |of: &GroupValue| Out::text(&of.key.name)),
            worked_out("value", "The value as text, as the filter of the same field takes it: a word of a vocabulary, a year (of a decade\nits first), a text, `true` or `false`, of a node its natural key (a country's code, an ISCM's or\norganization's acronym, a topic's slug) or else its `id`. Null for the group of nodes for which it is\nnot known or which have none.", "String", (), |of: &GroupValue, scope, _, ()| Ok(text_of(of, scope))),
            worked_out("label", "The name or title of the node; null for a value that is not a node.", "String", (language_argument("The language of the name."),), |of: &GroupValue, scope, _, (language,): &(Word<Language>,)| Ok(label_of(of, scope, language.0))),
            value("node", "The node; null for a value that is not one.", "Node", node_of),
        ]),
    ]
}

/// The value of a group as text.
fn text_of<'s>(of: &'s GroupValue, scope: &'s Scope) -> Out<'s> {
    match (&of.value, &of.key.field().kind) {
        (CommonValue::Text(text), _) => Out::text(&**text),
        (CommonValue::Row(place), _) => Out::maybe(of.key.field().target(), |target| {
            Out::text(target.of().key_of(scope, *place))
        }),
        (CommonValue::Word(place), Kind::Word(_, words) | Kind::Words(_, words)) => {
            Out::maybe(words.word(*place), Out::text)
        }
        (CommonValue::Whole(flag), Kind::Flag(_)) => Out::text((*flag == 1).to_string()),
        (CommonValue::Whole(number), _) => Out::text(number.to_string()),
        (CommonValue::Word(_) | CommonValue::Unknown, _) => Out::Null,
    }
}

fn label_of<'s>(of: &GroupValue, scope: &'s Scope, language: Language) -> Out<'s> {
    match (&of.value, of.key.field().target()) {
        (CommonValue::Row(place), Some(target)) => {
            Out::text(target.of().label_of(scope, *place, language))
        }
        _ => Out::Null,
    }
}

fn node_of(of: &GroupValue) -> Out<'_> {
    let target = of.key.field().target();
    let kind = target.and_then(|target| target.of().rows?.record);
    match (&of.value, kind) {
        (CommonValue::Row(place), Some(kind)) => Out::Record(Record {
            kind,
            place: *place,
        }),
        _ => Out::Null,
    }
}

/// What a number of a group's rows comes to.
fn numbers_of(
    of: &Group,
    scope: &Scope,
    work: &Work,
    measure: &'static Measure,
) -> Result<Option<Numbers>> {
    work.spend_on(of.places.len())?;
    numbers(scope, of.of.of(), &of.places, measure).map_err(|none| {
        let takes = match none {
            NoNumbers::Units(unit) => {
                format!("names a number in units that differ: group by `{unit}`, or filter for one")
            }
            NoNumbers::TooLarge => {
                "names a number that comes to more digits than are told: group by more keys"
                    .to_owned()
            }
        };
        Error::bad_input("of", &takes)
    })
}

/// The float that is nearest to what a number of a group's rows comes to.
fn nearest<'s>(
    of: &Group,
    scope: &Scope,
    work: &Work,
    measure: &'static Measure,
    which: fn(Numbers) -> Decimal,
) -> Result<Out<'s>> {
    let found = numbers_of(of, scope, work, measure)?.map(which);
    Ok(Out::maybe(found, |number| Out::Float(number.nearest())))
}

/// The arguments of `groupBy`.
struct GroupArguments {
    of: Target,
    order: Arg<Word<GroupOrder>>,
    first: Arg<Option<i32>>,
}

impl GroupArguments {
    fn new(of: Target) -> Self {
        Self {
            of,
            order: arg("orderBy", "The order of the groups.").or("COUNT"),
            first: arg(
                "first",
                format!(
                    "How many groups at most, 0 to {MAX_GROUPS}. All when it is not given; more than {MAX_GROUPS} are an error then."
                ),
            ),
        }
    }
}

impl Arguments for GroupArguments {
    type Values = GroupRequest;

    fn declared(&self) -> Vec<Argument> {
        let keys = Argument::new(
            "keys",
            format!(
                "What the nodes of a group have in common, all of it: none (one group of all nodes) to {MAX_KEYS} keys."
            ),
            format!("[{}GroupKey!]!", self.of.of().name),
        );
        vec![keys, self.order.declared(), self.first.declared()]
    }

    fn read(&self, values: &Values<'_>) -> Result<GroupRequest> {
        let keys = values.get("keys").map(Given::items).into_iter().flatten();
        let keys = keys.filter_map(|given| named(self.of.of().facets(), given));
        let Word(order) = self.order.read(values)?;
        GroupRequest::new(keys.collect(), order, self.first.read(values)?)
    }
}

/// The measure that a word names.
fn named(measures: &'static [Measure], given: Given<'_>) -> Option<&'static Measure> {
    let word = given.text()?;
    measures.iter().find(|measure| measure.name == **word)
}

/// The argument that names a number of the rows of a type.
struct NumberArgument(Target);

impl Arguments for NumberArgument {
    type Values = &'static Measure;

    fn declared(&self) -> Vec<Argument> {
        let ty = format!("{}Number!", self.0.of().name);
        vec![Argument::new("of", "Which number of the nodes.", ty)]
    }

    fn read(&self, values: &Values<'_>) -> Result<&'static Measure> {
        let given = values.get("of");
        let measure = given.and_then(|given| named(self.0.of().numbers(), given));
        measure.ok_or_else(|| Error::internal("`of` names no number"))
    }
}
