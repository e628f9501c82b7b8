//! The engine: what async-graphql is given. It holds the schema, writes it, and answers what is asked
//! about it (introspection); what is asked of the graph is executed by plans (`execute`).

use std::borrow::Cow;
use std::pin::Pin;
use std::sync::LazyLock;

use async_graphql::futures_util::Stream;
use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::resolver_utils::ContainerType;
use async_graphql::{
    Context, ContextSelectionSet, ObjectType, OutputType, Positioned, Response, SDLExportOptions,
    ServerResult, SubscriptionType, ValidationMode, Value,
};

use super::DESCRIPTION;
use super::cost::with_arguments;
use super::register::register;

/// The schema, as the engine has it.
pub type Engine = async_graphql::Schema<Root, Mutation, Subscription>;

/// The root of queries.
#[derive(Clone, Copy, Debug)]
pub struct Root;

/// The root of mutations.
#[derive(Clone, Copy, Debug)]
pub struct Mutation;

/// The root of subscriptions.
#[derive(Clone, Copy, Debug)]
pub struct Subscription;

/// Builds the engine. The documents that it is given ask about the schema alone, and were held to the
/// specification's rules and to limits before.
#[must_use]
pub fn engine() -> Engine {
    Engine::build(Root, Mutation, Subscription)
        .validation_mode(ValidationMode::Fast)
        .limit_recursive_depth(usize::MAX)
        .finish()
}

/// The schema in GraphQL's schema definition language, as `schema.graphql` has it.
#[must_use]
pub fn sdl() -> &'static str {
    static SDL: LazyLock<String> = LazyLock::new(written);
    &SDL
}

fn written() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .include_specified_by();
    let sdl = engine().sdl_with_options(options);
    let described = format!("\"\"\"\n{DESCRIPTION}\n\"\"\"\nschema {{");
    sdl.replacen("schema {", &described, 1)
        .lines()
        .map(|line| with_arguments(line.trim_end()))
        .collect::<Vec<_>>()
        .join("\n")
        + "\n"
}

impl OutputType for Root {
    fn type_name() -> Cow<'static, str> {
        "Query".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        register(registry);
        <Self as OutputType>::qualified_type_name()
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(Value::Null)
    }
}

impl ContainerType for Root {
    async fn resolve_field(&self, _: &Context<'_>) -> ServerResult<Option<Value>> {
        Ok(None)
    }
}

impl ObjectType for Root {}

impl OutputType for Mutation {
    fn type_name() -> Cow<'static, str> {
        "Mutation".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        // It is registered with all other objects.
        <Self as OutputType>::qualified_type_name()
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(Value::Null)
    }
}

impl ContainerType for Mutation {
    async fn resolve_field(&self, _: &Context<'_>) -> ServerResult<Option<Value>> {
        Ok(None)
    }
}

impl ObjectType for Mutation {}

impl SubscriptionType for Subscription {
    fn type_name() -> Cow<'static, str> {
        "Subscription".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        // It is registered with all other objects.
        Self::qualified_type_name()
    }

    fn create_field_stream<'a>(
        &'a self,
        _: &'a Context<'_>,
    ) -> Option<Pin<Box<dyn Stream<Item = Response> + Send + 'a>>> {
        None
    }
}
