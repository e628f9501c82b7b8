//! Search: what is found by words, best first, and names that go on with what was typed.

use async_graphql::connection::PageInfo;
use async_graphql::{InputObject, Object, SimpleObject};
use entity::tables::NodeType;
use entity::topic;

use super::dataset::TypeCount;
use super::error::{Error, Result};
use super::node::Node;
use super::word::Word;
use crate::graph::search::{Found, Hit, Query, QueryError, SearchRequest, Suggestion, YearRange};
use crate::graph::{MAX_PAGE, View};

/// How many nodes are found unless `first` says otherwise.
const DEFAULT_FOUND: i32 = 20;
/// How many names are suggested unless `first` says otherwise.
const DEFAULT_SUGGESTED: i32 = 10;

/// The fields of the root that take words.
pub(super) struct Search<'a>(pub(super) &'a View);

/// Years from one to another, both included.
#[derive(InputObject)]
#[graphql(name = "YearRange")]
pub(super) struct Years {
    /// The first year; all before the last one when it is not given.
    from: Option<i32>,
    /// The last year; all after the first one when it is not given.
    to: Option<i32>,
}

/// Search and suggestions.
#[Object]
impl<'a> Search<'a> {
    /// The nodes whose texts hold all the words that are asked for, best first. Names in all languages,
    /// titles, summaries and all other texts are searched, and a node is also found by its type, kind
    /// and year, and by the names of the ISCM, countries, organizations and topics that it refers to.
    /// Capitals and accents make no difference; inflections, typing errors (in words of four letters or
    /// more) and, for the last word, words that begin with it are found after the word itself. Words
    /// that only join others, like `of` or `para`, are not looked for. `"in quotation marks"` finds words
    /// in a row; `-word` leaves out what holds the word. Text of 256 characters and 16 words at most.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of the field in the schema"
    )]
    async fn search(
        &self,
        #[graphql(desc = "The words, e.g. `RCM guidelines children`.")] query: String,
        #[graphql(desc = "Only nodes of these types.")] types: Option<Vec<Word<NodeType>>>,
        #[graphql(
            desc = "Only these ISCMs and what is of them; by acronym, slug or alias, like `iscm`."
        )]
        iscms: Option<Vec<String>>,
        #[graphql(
            desc = "Only nodes on one of these topics, by slug, and ISCMs with a theme on one."
        )]
        topics: Option<Vec<String>>,
        #[graphql(
            desc = "Only nodes of these years. What began and did not end goes on; what has no year is left out."
        )]
        years: Option<Years>,
        #[graphql(
            desc = "How many nodes at most, from the start or from `after` on; 0 to 100.",
            default_with = "Some(DEFAULT_FOUND)"
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands after this cursor, which the same search gave.")]
        after: Option<String>,
    ) -> Result<SearchConnection<'a>> {
        let query = Query::parse(&query).map_err(|error| bad_query("query", error))?;
        let request = SearchRequest {
            query,
            types: kinds(types)?,
            iscms: iscms.map(|names| self.iscms(&names)).transpose()?,
            topics: topics.map(|slugs| self.topics(slugs)).transpose()?,
            years: range(years)?,
            first: size(first.unwrap_or(DEFAULT_FOUND))?,
            after,
        };
        let found = self.0.search(&request)?;
        let nodes = found.hits.iter();
        let nodes = nodes.filter_map(|hit| Node::find(self.0, hit.kind, hit.key));
        Ok(SearchConnection {
            nodes: nodes.collect(),
            found,
        })
    }

    /// Names that have what was typed at the beginning of one of their words: those of ISCMs (in all
    /// languages, with acronyms and aliases), countries (in six languages), organizations, topics,
    /// instruments, events and themes. Names that begin with it come first, then ISCMs, then countries,
    /// organizations and topics, then the shorter names. One name for each node.
    async fn suggest(
        &self,
        #[graphql(desc = "What was typed, e.g. `regional conf`; 256 characters at most.")]
        prefix: String,
        #[graphql(desc = "Only names of nodes of these types.")] types: Option<Vec<Word<NodeType>>>,
        #[graphql(
            desc = "How many names at most; 0 to 100.",
            default_with = "Some(DEFAULT_SUGGESTED)"
        )]
        first: Option<i32>,
    ) -> Result<Vec<Suggested<'a>>> {
        let types = kinds(types)?;
        let first = size(first.unwrap_or(DEFAULT_SUGGESTED))?;
        let suggestions = self.0.suggest(&prefix, types.as_deref(), first);
        let suggestions = suggestions.map_err(|error| bad_query("prefix", error))?;
        let with_nodes = suggestions.into_iter().filter_map(|suggestion| {
            let node = Node::find(self.0, suggestion.kind, suggestion.key)?;
            Some(Suggested { suggestion, node })
        });
        Ok(with_nodes.collect())
    }
}

impl Search<'_> {
    /// The ids of the ISCMs with these names.
    fn iscms(&self, names: &[String]) -> Result<Vec<String>> {
        not_empty("iscms", names)?;
        let id = |name: &String| {
            let iscm = self.0.iscm_named(name);
            iscm.map(|iscm| iscm.id.clone()).ok_or_else(|| {
                let message = format!("takes names of ISCMs, which {:?} is none of", shown(name));
                Error::bad_input("iscms", message)
            })
        };
        names.iter().map(id).collect()
    }

    /// The slugs, if all are of topics.
    fn topics(&self, slugs: Vec<String>) -> Result<Vec<String>> {
        not_empty("topics", &slugs)?;
        let mut all = slugs.iter();
        match all.find(|slug| self.0.find::<topic::Entity>(slug).is_none()) {
            Some(slug) => {
                let message = format!("takes slugs of topics, which {:?} is none of", shown(slug));
                Err(Error::bad_input("topics", message))
            }
            None => Ok(slugs),
        }
    }
}

/// As much of a client's text as an error tells.
fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}

fn bad_query(argument: &'static str, error: QueryError) -> Error {
    Error::bad_input(argument, error.0)
}

fn not_empty<T>(argument: &'static str, list: &[T]) -> Result<()> {
    if list.is_empty() {
        let message = "takes at least one, not an empty list; leave it out to find all";
        return Err(Error::bad_input(argument, message));
    }
    Ok(())
}

/// The types that are asked for.
fn kinds(types: Option<Vec<Word<NodeType>>>) -> Result<Option<Vec<NodeType>>> {
    let Some(types) = types else {
        return Ok(None);
    };
    not_empty("types", &types)?;
    Ok(Some(types.into_iter().map(|word| word.0).collect()))
}

/// The years that are asked for; `None` when neither end is given.
fn range(years: Option<Years>) -> Result<Option<YearRange>> {
    match years.map(|years| (years.from, years.to)) {
        None | Some((None, None)) => Ok(None),
        Some((Some(from), Some(to))) if from > to => {
            let message = format!("takes `from` before `to` or the same year, not {from} and {to}");
            Err(Error::bad_input("years", message))
        }
        Some((from, to)) => Ok(Some(YearRange { from, to })),
    }
}

/// The number that `first` asks for.
fn size(first: i32) -> Result<usize> {
    let count = usize::try_from(first)
        .ok()
        .filter(|count| *count <= MAX_PAGE);
    count.ok_or_else(|| {
        let message = format!("takes a number from 0 to {MAX_PAGE}, not {first}");
        Error::bad_input("first", message)
    })
}

/// What a search finds.
pub(super) struct SearchConnection<'a> {
    found: Found<'a>,
    /// The nodes of what is found, in its order.
    nodes: Vec<Node<'a>>,
}

/// A page of what a search finds, best first.
#[Object]
impl<'a> SearchConnection<'a> {
    /// The page's nodes, each with its cursor, its score and where the words stand.
    async fn edges(&self) -> Vec<SearchEdge<'_, 'a>> {
        let edges = self.found.hits.iter().zip(&self.nodes);
        edges
            .map(|(hit, node)| SearchEdge {
                found: &self.found,
                hit,
                node,
            })
            .collect()
    }

    /// The page's nodes. The same as `edges { node }`.
    async fn nodes(&self) -> &[Node<'a>] {
        &self.nodes
    }

    /// Where the page lies in what is found, and how to ask for the next.
    async fn page_info(&self) -> PageInfo {
        let cursor = |hit: &Hit<'_>| self.found.cursor(hit);
        PageInfo {
            has_previous_page: self.found.has_previous,
            has_next_page: self.found.has_next,
            start_cursor: self.found.hits.first().map(cursor),
            end_cursor: self.found.hits.last().map(cursor),
        }
    }

    /// How many nodes are found, on all pages.
    async fn total_count(&self) -> usize {
        self.found.total
    }

    /// How many nodes of each type are found, whatever `types` asks for: what each would find. Types
    /// that nothing is found of are left out; the most frequent come first.
    async fn types(&self) -> Vec<TypeCount> {
        let counts = self.found.counts.iter();
        counts
            .map(|(kind, count)| TypeCount(*kind, *count))
            .collect()
    }
}

/// A node that is found.
pub(super) struct SearchEdge<'e, 'a> {
    found: &'e Found<'a>,
    hit: &'e Hit<'a>,
    node: &'e Node<'a>,
}

/// A node that a search finds.
#[Object]
impl<'e, 'a> SearchEdge<'e, 'a> {
    /// The node's place in what is found, to pass on as `after`. Opaque.
    async fn cursor(&self) -> String {
        self.found.cursor(self.hit)
    }

    /// The node.
    async fn node(&self) -> &Node<'a> {
        self.node
    }

    /// How well it answers. To be compared with others of the same search, and with nothing else.
    async fn score(&self) -> f32 {
        self.hit.score
    }

    /// Where the words stand in the node's own texts: three fragments at most, those with most of the
    /// words first. Empty when the node is found by its type, kind or year, or by what it refers to.
    async fn highlights(&self) -> Vec<Highlight> {
        let highlights = self.found.highlights(self.hit).into_iter();
        highlights
            .map(|highlight| Highlight {
                field: highlight.field,
                fragment: highlight.fragment,
            })
            .collect()
    }
}

/// A fragment of a text that holds some of the words.
#[derive(SimpleObject)]
pub(super) struct Highlight {
    /// The node's field that holds the text, e.g. `summary`.
    field: &'static str,
    /// Some 160 characters of the text as HTML, with the words in `<mark>`. All else is escaped, and
    /// safe to show as it is.
    fragment: String,
}

/// A suggestion.
pub(super) struct Suggested<'a> {
    suggestion: Suggestion<'a>,
    node: Node<'a>,
}

/// A name that goes on with what was typed.
#[Object(name = "Suggestion")]
impl<'a> Suggested<'a> {
    /// The name.
    async fn text(&self) -> &str {
        self.suggestion.text
    }

    /// The node that has the name.
    async fn node(&self) -> &Node<'a> {
        &self.node
    }

    /// The name as HTML, with what was typed in `<mark>`. All else is escaped, and safe to show as it
    /// is.
    async fn fragment(&self) -> &str {
        &self.suggestion.fragment
    }
}
