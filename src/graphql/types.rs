//! The schema as documents are read against it, and as the reference shows it.

use std::sync::LazyLock;

use anyhow::anyhow;
use apollo_compiler::ast::{
    DirectiveDefinition, DirectiveList, DirectiveLocation, FieldDefinition,
};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use apollo_compiler::{Schema, name, ty};

use super::engine::sdl;

/// The types of the schema, read once; an error tells which of the specification's rules it breaks.
pub fn types() -> anyhow::Result<&'static Valid<Schema>> {
    static TYPES: LazyLock<Result<Valid<Schema>, String>> = LazyLock::new(read);
    TYPES.as_ref().map_err(|why| anyhow!("{why}"))
}

fn read() -> Result<Valid<Schema>, String> {
    let types = Schema::parse_and_validate(sdl(), "schema.graphql");
    let mut types = types.map_err(|with| with.errors.to_string())?.into_inner();
    // The compiler's own introspection is of 2021; the engine has what came with `@oneOf`.
    if let Some(ExtendedType::Object(of)) = types.types.get_mut("__Type") {
        let is_one_of = FieldDefinition {
            description: None,
            name: name!("isOneOf"),
            arguments: Vec::new(),
            ty: ty!(Boolean),
            directives: DirectiveList::new(),
        };
        of.make_mut()
            .fields
            .insert(is_one_of.name.clone(), is_one_of.into());
    }
    let name = name!("oneOf");
    let directive = DirectiveDefinition {
        description: Some("Of the fields of the input exactly one is given.".into()),
        name: name.clone(),
        arguments: Vec::new(),
        repeatable: false,
        locations: vec![DirectiveLocation::InputObject],
    };
    types
        .directive_definitions
        .entry(name)
        .or_insert(directive.into());
    Ok(Valid::assume_valid(types))
}
