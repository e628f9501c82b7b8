//! Connections: long lists, page by page, as Relay defines them.

use std::borrow::Cow;

use async_graphql::connection::PageInfo;
use async_graphql::{Object, OutputType, TypeName};
use entity::tables::Table;

use super::ask::{FilterOf, GroupKeyOf, OrderOf, ask};
use super::error::Result;
use super::group::{self, GroupOf, GroupOrder};
use crate::graph::{Cursor, List, PageRequest, Row, View};

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

/// The four arguments of a page.
pub(super) struct PageOf {
    pub(super) first: Option<i32>,
    pub(super) after: Option<String>,
    pub(super) last: Option<i32>,
    pub(super) before: Option<String>,
}

/// One page of a list.
pub(super) struct Connection<'a, T> {
    nodes: Vec<T>,
    /// The cursor of the node with a number: made when it is asked for.
    cursor: Box<dyn Fn(usize) -> String + Send + Sync + 'a>,
    has_previous: bool,
    has_next: bool,
    view: &'a View,
    /// The places of all that the list has, on all pages.
    places: Cow<'a, [u32]>,
}

impl<'a, T: OutputType> Connection<'a, T> {
    /// The page that is asked for of what is asked for.
    pub(super) fn new(
        list: List<'a, T::Entity>,
        filter: Option<FilterOf<T>>,
        order_by: Option<Vec<OrderOf<T>>>,
        page: PageOf,
    ) -> Result<Self>
    where
        T: Wraps<'a>,
    {
        let request = PageRequest::new(page.first, page.after, page.last, page.before)?;
        let (list, order) = ask::<T>(list, filter, order_by)?;
        let page = list.page(&request, &order)?;
        let wrapped = page
            .rows
            .into_iter()
            .filter_map(|row| Some((row, T::wrap(row)?)));
        let (rows, nodes): (Vec<_>, Vec<_>) = wrapped.unzip();
        Ok(Self {
            nodes,
            cursor: Box::new(move |number| Cursor::of::<T::Entity>(&rows[number], &order).0),
            has_previous: page.has_previous,
            has_next: page.has_next,
            view: list.view(),
            places: list.into_places(),
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

    /// The page's nodes. The same as `edges { node }`, which clients that join pages by themselves need.
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
        self.places.len()
    }

    /// The whole list's nodes, on all pages, counted by what they have in common. A node with several
    /// values of a key is counted in the group of each; one without any, in a group of its own.
    async fn group_by(
        &self,
        #[graphql(
            desc = "What the nodes of a group have in common, all of it: none (one group of all nodes) to 3 keys."
        )]
        keys: Vec<GroupKeyOf<T>>,
        #[graphql(desc = "The order of the groups.", default)] order_by: GroupOrder,
        #[graphql(
            desc = "How many groups at most, 0 to 1000. All when it is not given; more than 1000 are an error then."
        )]
        first: Option<i32>,
    ) -> Result<Vec<GroupOf<'a, T>>> {
        group::groups(self.view, &self.places, &keys, order_by, first)
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

/// Lets other requests run when this one has worked for a while; one that nobody waits for any more
/// ends here. Called where work begins that grows with the data.
pub(super) async fn breathe() {
    tokio::task::consume_budget().await;
}

/// Declares the lists of a type: connections, which are long, and plain lists, which are short. Each
/// line is a field: its description, its name, arguments of its own, the type of its nodes and the
/// rows that it holds. All take `filter` and `orderBy`, connections the arguments of a page as well.
/// The type takes the fields in by a `flatten` field.
///
/// ```text
/// instruments: Instrument = |iscm| iscm.many();
/// =>
/// async fn instruments(&self, filter, order_by, first, after, last, before) -> Result<Connection<'a, Instrument<'a>>> {
///     breathe().await;
///     Connection::new(rows(self.0), filter, order_by, PageOf { first, after, last, before })
/// }
/// ```
macro_rules! lists {
    ($name:ident<$a:lifetime> over $source:ty {
        connections { $($(#[$($doc:tt)*])* $field:ident $(($($arg:ident: $Arg:ty = $desc:tt),+))?: $Node:ident = $rows:expr;)* }
        lists { $($(#[$($ldoc:tt)*])* $list:ident $(($($larg:ident: $LArg:ty = $ldesc:tt),+))?: $LNode:ident = $lrows:expr;)* }
    }) => {
        pub(in crate::graphql) struct $name<$a>(pub(in crate::graphql) $source);

        #[async_graphql::Object]
        impl<$a> $name<$a> {
            $($(#[$($doc)*])*
            #[expect(clippy::too_many_arguments, reason = "the arguments of the field in the schema")]
            async fn $field(
                &self,
                $($(#[graphql(desc = $desc)] $arg: $Arg,)+)?
                #[graphql(desc = "Only nodes that meet these conditions.")]
                filter: Option<$crate::graphql::ask::FilterOf<$Node<$a>>>,
                #[graphql(desc = "What the nodes are ordered by, first things first, at most 5; ties, and all without it, are in the order that the field's description tells.")]
                order_by: Option<Vec<$crate::graphql::ask::OrderOf<$Node<$a>>>>,
                #[graphql(desc = "How many nodes at most, from the start or from `after` on; 0 to 100. 50 when neither `first` nor `last` is given.")]
                first: Option<i32>,
                #[graphql(desc = "Only what stands after this cursor.")]
                after: Option<String>,
                #[graphql(desc = "How many nodes at most, from the end or from `before` back; 0 to 100. Not together with `first`.")]
                last: Option<i32>,
                #[graphql(desc = "Only what stands before this cursor.")]
                before: Option<String>,
            ) -> $crate::graphql::error::Result<$crate::graphql::connection::Connection<$a, $Node<$a>>> {
                $crate::graphql::connection::breathe().await;
                let rows: fn($source $($(, $Arg)+)?) -> $crate::graph::List<$a, <$Node<$a> as $crate::graphql::connection::Wraps<$a>>::Entity> = $rows;
                let page = $crate::graphql::connection::PageOf { first, after, last, before };
                $crate::graphql::connection::Connection::new(rows(self.0 $($(, $arg)+)?), filter, order_by, page)
            })*

            $($(#[$($ldoc)*])*
            async fn $list(
                &self,
                $($(#[graphql(desc = $ldesc)] $larg: $LArg,)+)?
                #[graphql(desc = "Only nodes that meet these conditions.")]
                filter: Option<$crate::graphql::ask::FilterOf<$LNode<$a>>>,
                #[graphql(desc = "What the nodes are ordered by, first things first, at most 5; ties, and all without it, are in the order that the field's description tells.")]
                order_by: Option<Vec<$crate::graphql::ask::OrderOf<$LNode<$a>>>>,
            ) -> $crate::graphql::error::Result<Vec<$LNode<$a>>> {
                $crate::graphql::connection::breathe().await;
                let rows: fn($source $($(, $LArg)+)?) -> $crate::graph::List<$a, <$LNode<$a> as $crate::graphql::connection::Wraps<$a>>::Entity> = $lrows;
                let (rows, order) = $crate::graphql::ask::ask::<$LNode<$a>>(rows(self.0 $($(, $larg)+)?), filter, order_by)?;
                Ok($crate::graphql::connection::wrap(rows.ordered(&order)))
            })*
        }
    };
}
pub(super) use lists;
