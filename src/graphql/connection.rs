//! Connections: long lists, page by page, as Relay defines them.

use std::borrow::Cow;

use async_graphql::connection::PageInfo;
use async_graphql::{Object, OutputType, TypeName};
use entity::tables::Table;

use super::error::Result;
use crate::graph::{Cursor, List, PageRequest, Row};

/// A GraphQL type that wraps rows of a table.
pub(super) trait Wraps<'a>: OutputType + Sized {
    /// The table.
    type Entity: Table;

    /// A row as this type, if it is one of its.
    fn wrap(row: Row<'a, Self::Entity>) -> Option<Self>;
}

/// Rows as the type that wraps them.
pub(super) fn wrap<'a, T: Wraps<'a>>(rows: impl IntoIterator<Item = Row<'a, T::Entity>>) -> Vec<T> {
    rows.into_iter().filter_map(T::wrap).collect()
}

/// One page of a list.
pub(super) struct Connection<'a, T> {
    nodes: Vec<T>,
    /// The cursor of the node with a number: made when it is asked for.
    cursor: Box<dyn Fn(usize) -> String + Send + Sync + 'a>,
    has_previous: bool,
    has_next: bool,
    total: usize,
}

impl<'a, T: OutputType> Connection<'a, T> {
    /// The page that the four arguments ask for.
    pub(super) fn new(
        rows: &List<'a, T::Entity>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Self>
    where
        T: Wraps<'a>,
    {
        let page = rows.page(&PageRequest::new(first, after, last, before)?)?;
        let wrapped = page
            .rows
            .into_iter()
            .filter_map(|row| Some((row, T::wrap(row)?)));
        let (rows, nodes): (Vec<_>, Vec<_>) = wrapped.unzip();
        Ok(Self {
            nodes,
            cursor: Box::new(move |number| Cursor::of::<T::Entity>(&rows[number]).0),
            has_previous: page.has_previous,
            has_next: page.has_next,
            total: page.total,
        })
    }
}

impl<T: OutputType> TypeName for Connection<'_, T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::type_name()).into()
    }
}

/// One page of a list.
#[Object(name_type)]
impl<'a, T: OutputType> Connection<'a, T> {
    /// The page's nodes, each with its cursor.
    async fn edges(&self) -> Vec<Edge<'_, T>> {
        let nodes = self.nodes.iter().enumerate();
        nodes
            .map(|(number, node)| Edge {
                cursor: (self.cursor)(number),
                node,
            })
            .collect()
    }

    /// The page's nodes. The same as `edges { node }`.
    async fn nodes(&self) -> &[T] {
        &self.nodes
    }

    /// Where the page lies in the list, and how to ask for the next.
    async fn page_info(&self) -> PageInfo {
        let last = self.nodes.len().checked_sub(1);
        PageInfo {
            has_previous_page: self.has_previous,
            has_next_page: self.has_next,
            start_cursor: last.map(|_| (self.cursor)(0)),
            end_cursor: last.map(|last| (self.cursor)(last)),
        }
    }

    /// How many nodes the whole list has, on all pages.
    async fn total_count(&self) -> usize {
        self.total
    }
}

/// A node of a page.
pub(super) struct Edge<'e, T> {
    cursor: String,
    node: &'e T,
}

impl<T: OutputType> TypeName for Edge<'_, T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::type_name()).into()
    }
}

/// A node of a page, with its place in the list.
#[Object(name_type)]
impl<'e, T: OutputType> Edge<'e, T> {
    /// The node's place in the list, to pass on as `after` or `before`. Opaque. It keeps its meaning
    /// when nodes are added to the list or removed from it.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The node.
    async fn node(&self) -> &T {
        self.node
    }
}

/// Declares the connections of a type. `field: Node = rows` becomes a field with the four arguments
/// of a page; the type takes the fields in by a `flatten` field.
///
/// ```text
/// async fn field(&self, first, after, last, before) -> Result<Connection<'a, Node<'a>>> {
///     Connection::new(&rows(self.0), first, after, last, before)
/// }
/// ```
macro_rules! connections {
    ($name:ident<$a:lifetime> over $source:ty { $($(#[$($doc:tt)*])* $field:ident: $Node:ident = $rows:expr;)* }) => {
        pub(in crate::graphql) struct $name<$a>(pub(in crate::graphql) $source);

        #[async_graphql::Object]
        impl<$a> $name<$a> {
            $($(#[$($doc)*])*
            async fn $field(
                &self,
                #[graphql(desc = "How many nodes at most, from the start or from `after` on; 0 to 100. 50 when neither `first` nor `last` is given.")]
                first: Option<i32>,
                #[graphql(desc = "Only what stands after this cursor.")]
                after: Option<String>,
                #[graphql(desc = "How many nodes at most, from the end or from `before` back; 0 to 100. Not together with `first`.")]
                last: Option<i32>,
                #[graphql(desc = "Only what stands before this cursor.")]
                before: Option<String>,
            ) -> $crate::graphql::error::Result<$crate::graphql::connection::Connection<$a, $Node<$a>>> {
                let rows: fn($source) -> $crate::graph::List<$a, <$Node<$a> as $crate::graphql::connection::Wraps<$a>>::Entity> = $rows;
                $crate::graphql::connection::Connection::new(&rows(self.0), first, after, last, before)
            })*
        }
    };
}
pub(super) use connections;
