//! The root of the schema as the engine has it: the query's, with what its answers cost.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::resolver_utils::ContainerType;
use async_graphql::{
    Context, ContextSelectionSet, ObjectType, OutputType, Positioned, ServerResult, Value,
};

use super::cost::price;
use super::query::Query;

/// The root: the query, after which all types are known and can be priced.
#[derive(Clone, Copy, Debug)]
pub struct Root;

impl OutputType for Root {
    fn type_name() -> Cow<'static, str> {
        <Query as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let name = <Query as OutputType>::create_type_info(registry);
        price(registry);
        name
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Query.resolve(ctx, field).await
    }
}

impl ContainerType for Root {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        Query.resolve_field(ctx).await
    }
}

impl ObjectType for Root {}
