//! Search: what is found by words, best first, and names that go on with what was typed.

use std::sync::Arc;

use entity::tables::NodeType;

use super::dataset::TypeCount;
use crate::error::{Error, Result};
use crate::graph::Scope;
use crate::input::{Given, Input, Place};
use crate::model::{
    Argued, Field, Object, Out, Scan, Word, arg, of_record, root, value, worked_out,
};
use crate::query::{MAX_PAGE, PageCursor, PageInfo, page_size};
use crate::search::{
    Found, Highlight, Hit, Query, SearchRequest, Suggestion, YearRange, search, suggest,
};
use crate::work::Work;

/// How many nodes are found unless `first` says otherwise.
const DEFAULT_FOUND: usize = 20;
/// How many names are suggested unless `first` says otherwise.
const DEFAULT_SUGGESTED: usize = 10;

/// A page of what a search finds.
struct Page(Arc<Found>);

/// One of what a search finds, by its number on the page.
struct Edge(Arc<Found>, usize);

#[rustfmt::skip] // tables: a line for each field
pub(super) fn fields() -> [Field; 2] {
    [
        root("search", "The nodes whose texts hold all the words that are asked for, best first. Names in all languages,\ntitles, summaries and all other texts are searched, and a node is also found by its type, kind\nand year, and by the names of the ISCM, countries, organizations and topics that it refers to.\nCapitals and accents make no difference; inflections, typing errors (in words of four letters or\nmore) and, for the last word, words that begin with it are found after the word itself. Words\nthat only join others, like `of` or `para`, are not looked for. What a look-up takes the whole text for,\nlike a country's name in use, comes first. `\"in quotation marks\"` finds words\nin a row; `-word` leaves out what holds the word, with a dash of any kind. Text of 256 characters and 24 words at most.", "SearchConnection!", (
            arg("query", "The words, e.g. `RCM guidelines children`."),
            arg("types", "Only nodes of these types."),
            arg("iscms", "Only these ISCMs and what is of them; by acronym, slug, alias or name, like `iscm`."),
            arg("topics", "Only nodes on one of these topics, by slug or label, and ISCMs with a theme on one."),
            arg("years", "Only nodes of these years. What began and did not end goes on; what has no year is left out."),
            arg("first", format!("How many nodes at most, from the start or from `after` on; 0 to {MAX_PAGE}.")).or(DEFAULT_FOUND.to_string()),
            arg("after", "Only what stands after this cursor, which the same search gave."),
        ), find).costing(10).scanning(Scan::Documents).at_most(DEFAULT_FOUND),
        root("suggest", "Names that have what was typed at the beginning of one of their words: those of ISCMs (in all\nlanguages, with acronyms and aliases), countries (in six languages), organizations, topics,\ninstruments, events and themes. What a look-up takes the whole text for comes\nfirst, like `UK`; then names that it is whole, then those that begin with it, then ISCMs, then countries,\norganizations and topics, then the shorter names. One name for each node. Where no name goes on with it,\nnames that it may be a misspelling of.", "[Suggestion!]!", (
            arg("prefix", "What was typed, e.g. `regional conf`; 256 characters at most."),
            arg("types", "Only names of nodes of these types."),
            arg("first", format!("How many names at most; 0 to {MAX_PAGE}.")).or(DEFAULT_SUGGESTED.to_string()),
        ), names).costing(10).scanning(Scan::Documents).at_most(DEFAULT_SUGGESTED),
    ]
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables() -> [Object; 4] {
    [
        Object::told("SearchConnection", "A page of what a search finds, best first.", vec![
            value("edges", "The page's nodes, each with its cursor, its score and where the words stand.", "[SearchEdge!]!", |of: &Page| Out::list(0..of.0.hits.len(), |number| Out::value(Edge(Arc::clone(&of.0), number)))),
            value("nodes", "The page's nodes. The same as `edges { node }`.", "[Node!]!", |of: &Page| Out::Records(of.0.hits.iter().map(|hit| Some(hit.record)).collect())),
            worked_out("pageInfo", "Where the page lies in what is found, and how to ask for the next.", "PageInfo!", (), |of: &Page, scope, _, ()| Ok(Out::value(page_info(&of.0, scope)))),
            value("totalCount", "How many nodes are found, on all pages.", "Int!", |of: &Page| Out::count(of.0.total)),
            value("types", "How many nodes of each type are found, whatever `types` asks for: what each would find. Types\nthat nothing is found of are left out; the most frequent come first.", "[TypeCount!]!", |of: &Page| Out::list(&of.0.counts, |(kind, count)| Out::value(TypeCount(*kind, *count)))).at_most(40),
        ]),
        Object::told("SearchEdge", "A node that a search finds.", vec![
            worked_out("cursor", "The node's place in what is found, to pass on as `after`. Opaque.", "String!", (), |of: &Edge, scope, _, ()| Ok(Out::maybe(of.hit(), |hit| Out::text(of.0.cursor(scope, hit))))),
            value("node", "The node.", "Node!", |of: &Edge| Out::maybe(of.hit(), |hit| Out::Record(hit.record))),
            value("score", "How well it answers. To be compared with others of the same search, and with nothing else.", "Float!", |of: &Edge| Out::maybe(of.hit(), |hit| Out::Float(hit.score.into()))),
            worked_out("highlights", "Where the words stand in the node's own texts: three fragments at most, those with most of the\nwords first. Empty when the node is found by its type, kind or year, or by what it refers to.", "[Highlight!]!", (), |of: &Edge, scope, _, ()| Ok(Out::list(of.hit().map(|hit| of.0.highlights(scope, hit)).unwrap_or_default(), Out::value))).at_most(3),
        ]),
        Object::told("Highlight", "A fragment of a text that holds some of the words.", vec![
            value("field", "The node's field that holds the text, e.g. `summary`.", "String!", |of: &Highlight| Out::text(of.field)),
            value("fragment", "Some 160 characters of the text as HTML, with the words in `<mark>`. All else is escaped, and\nsafe to show as it is.", "String!", |of: &Highlight| Out::text(&of.fragment)),
        ]),
        Object::told("Suggestion", "A name that goes on with what was typed.", vec![
            value("text", "The name.", "String!", |of: &Suggestion| Out::text(&of.text)),
            value("node", "The node that has the name.", "Node!", |of: &Suggestion| Out::Record(of.record)),
            value("fragment", "The name as HTML, with what was typed in `<mark>`. All else is escaped, and safe to show as it\nis.", "String!", |of: &Suggestion| Out::text(&of.fragment)),
        ]),
    ]
}

/// The arguments of `search`.
type Asked = (
    Arc<str>,
    Types,
    Option<Vec<Arc<str>>>,
    Option<Vec<Arc<str>>>,
    Option<Years>,
    Option<i32>,
    Option<Arc<str>>,
);

/// Years from one to another, both included; the input type `YearRange`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Years(YearRange);

impl Argued for Years {
    fn ty() -> String {
        "YearRange!".to_owned()
    }

    fn read(given: Option<Given<'_>>, _at: Place<'_>) -> Result<Self> {
        let year = |name: &str| {
            let mut inputs = given.into_iter().flat_map(Given::inputs);
            let year = inputs.find(|(of, _)| *of == name)?;
            match year.1.value() {
                Input::Int(year) => Some(*year),
                _ => None,
            }
        };
        Ok(Self(YearRange {
            from: year("from"),
            to: year("to"),
        }))
    }
}

fn find<'s>(
    scope: &'s Scope,
    work: &Work,
    (query, types, iscms, topics, years, first, after): &Asked,
) -> Result<Out<'s>> {
    let query = Query::parse(query).map_err(|error| Error::bad_input("query", &error.0))?;
    let request = SearchRequest {
        query,
        types: kinds(types.as_deref()),
        iscms: places(scope, "iscms", iscms.as_deref(), NodeType::Iscm)?,
        topics: places(scope, "topics", topics.as_deref(), NodeType::Topic)?,
        years: range(*years)?,
        first: if scope.is_whole {
            usize::MAX
        } else {
            size(*first, DEFAULT_FOUND)?
        },
        after: after
            .as_deref()
            .filter(|_| !scope.is_whole)
            .map(str::to_owned),
    };
    let found = search(scope, &request, work)?;
    Ok(Out::value(Page(Arc::new(found))))
}

/// The argument `types`.
type Types = Option<Vec<Word<NodeType>>>;

fn names<'s>(
    scope: &'s Scope,
    work: &Work,
    (prefix, types, first): &(Arc<str>, Types, Option<i32>),
) -> Result<Out<'s>> {
    let first = size(*first, DEFAULT_SUGGESTED)?;
    let types = kinds(types.as_deref());
    let suggestions = suggest(scope, prefix, types.as_deref(), first, work)?;
    Ok(Out::list(suggestions, Out::value))
}

/// How many are asked for.
fn size(first: Option<i32>, default: usize) -> Result<usize> {
    first.map_or(Ok(default), |first| page_size("first", first))
}

impl Edge {
    fn hit(&self) -> Option<&Hit> {
        self.0.hits.get(self.1)
    }
}

fn page_info(found: &Found, scope: &Scope) -> PageInfo {
    let cursor = |hit: &Hit| PageCursor::Made(found.cursor(scope, hit));
    PageInfo {
        has_previous: found.has_previous,
        has_next: found.has_next,
        start: found.hits.first().map(cursor),
        end: found.hits.last().map(cursor),
    }
}

/// The places of what names mean, if all mean something.
fn places(
    scope: &Scope,
    argument: &str,
    names: Option<&[Arc<str>]>,
    kind: NodeType,
) -> Result<Option<Vec<u32>>> {
    let (Some(names), Some(natural)) = (names, of_record(kind).natural()) else {
        return Ok(None);
    };
    let at = Place::argument(argument);
    let places = names.iter().map(|name| natural.place(scope, at, name));
    places.collect::<Result<_>>().map(Some)
}

fn kinds(types: Option<&[Word<NodeType>]>) -> Option<Vec<NodeType>> {
    let types = types?.iter();
    Some(types.map(|word| word.0).collect())
}

/// The years that are asked for; `None` when neither end is given.
fn range(years: Option<Years>) -> Result<Option<YearRange>> {
    match years.map(|Years(range)| (range, range.from, range.to)) {
        None | Some((_, None, None)) => Ok(None),
        Some((_, Some(from), Some(to))) if from > to => {
            let takes = format!("takes `from` before `to` or the same year, not {from} and {to}");
            Err(Error::bad_input("years", &takes))
        }
        Some((range, ..)) => Ok(Some(range)),
    }
}
