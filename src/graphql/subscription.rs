//! The root of subscriptions: what is told again when it changes.

use std::borrow::Cow;

use async_graphql::futures_util::{Stream, StreamExt};
use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{Context, ContextSelectionSet, OutputType, Positioned, ServerResult, Value};
use tokio_stream::wrappers::WatchStream;

use super::dataset::Dataset;
use crate::graph::{Graph, View};

/// The root of subscriptions.
#[derive(Clone, Copy, Debug)]
pub struct Subscription;

/// What is told again when it changes.
#[async_graphql::Subscription]
impl Subscription {
    /// The data set: at once as it is, and again whenever a new version of it is published.
    async fn dataset(&self, ctx: &Context<'_>) -> impl Stream<Item = Published> + use<> {
        let graph: Graph = ctx.data_unchecked::<Graph>().clone();
        WatchStream::new(graph.versions()).map(move |_version| Published(graph.view()))
    }
}

/// The data set of one version, kept as long as an answer is made from it.
pub(super) struct Published(View);

impl OutputType for Published {
    fn type_name() -> Cow<'static, str> {
        <Dataset<'_> as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Dataset<'_> as OutputType>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Dataset(&self.0).resolve(ctx, field).await
    }
}
