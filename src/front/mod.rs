//! The front: what stands between a request and the engine.
//!
//! A document may be named instead of sent (`persisted`). It is looked through (`scan`), parsed and held to the specification's rules (`document`,
//! `check`, with values read by `input`), and kept by its text. Of an operation the variables are read (`variables`), it
//! is measured (`measure`), and made into what the engine executes (`plan`). What is refused on the
//! way (`refused`) was not executed: a response to it has no `data`.
//!
//! May use: `graphql`, `config`. Used by: `http`.

use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use apollo_compiler::ast::{DirectiveList, FieldDefinition};
use apollo_compiler::executable::{Operation as Parsed, OperationType};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use apollo_compiler::{Node, Schema as Types, name, ty};
use async_graphql::{Request, ServerError};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde_json::{Map, Value as Json};

use crate::config::Edge;
use crate::graphql::{ErrorCode, sdl};

mod check;
mod document;
mod given;
mod input;
mod levels;
mod limits;
mod measure;
mod persisted;
mod plan;
mod refused;
mod scan;
mod variables;
mod words;

pub use document::Document;
pub use limits::Limits;
pub use persisted::Named;
pub use refused::Refused;

use persisted::Persisted;

/// Memory that kept documents take at most, in bytes.
const KEPT: u64 = 32 << 20;

/// Reads documents against the schema, and keeps them.
#[derive(Debug)]
pub struct Front {
    types: Valid<Types>,
    limits: Limits,
    documents: Cache<Arc<str>, Arc<Document>, Bytewise>,
    persisted: Persisted,
}

/// Weighs documents by the memory that they take.
#[derive(Clone, Debug)]
struct Bytewise;

impl Weighter<Arc<str>, Arc<Document>> for Bytewise {
    fn weight(&self, text: &Arc<str>, document: &Arc<Document>) -> u64 {
        (text.len() + document.weight()) as u64
    }
}

impl Front {
    /// A front for the schema.
    pub fn new(config: &Edge) -> anyhow::Result<Self> {
        let trusted = config.trusted_documents.as_deref();
        let front = Self {
            types: types().context("the schema breaks the specification's rules")?,
            limits: Limits {
                cost: config.max_cost.into(),
                ..Limits::default()
            },
            documents: Cache::with_weighter(1_000, KEPT, Bytewise),
            persisted: Persisted::new(config.persisted_documents, trusted)?,
        };
        for (id, text) in front.persisted.trusted() {
            let refused = front
                .read(text)
                .err()
                .and_then(|refused| refused.0.into_iter().next());
            if let Some(error) = refused {
                bail!("the trusted document {id}: {}", error.message);
            }
        }
        Ok(front)
    }

    /// The document that a request means.
    pub fn document(&self, named: Named<'_>) -> Result<Arc<Document>, Refused> {
        let meant = self.persisted.find(named)?;
        let document = self.read(&meant.text)?;
        self.persisted.keep(&meant);
        Ok(document)
    }

    /// How many documents are kept.
    #[must_use]
    pub fn kept(&self) -> u64 {
        self.documents.len() as u64
    }

    fn read(&self, text: &Arc<str>) -> Result<Arc<Document>, Refused> {
        if let Some(document) = self.documents.get(text) {
            return Ok(document);
        }
        let document = Arc::new(Document::read(text, &self.types, &self.limits)?);
        self.documents
            .insert(Arc::clone(text), Arc::clone(&document));
        Ok(document)
    }

    /// The operation of a document that is asked for, with its variables, ready to be executed.
    pub fn operation(
        &self,
        document: &Document,
        name: Option<&str>,
        variables: &Map<String, Json>,
    ) -> Result<Operation, Refused> {
        let operation = chosen(document, name)?;
        let parsed = &document.parsed;
        let variables = variables::coerce(
            &self.types,
            &parsed.sources,
            operation,
            variables,
            &self.limits,
        )?;
        let cost = measure::cost(&self.types, parsed, operation, &variables, &self.limits)?;
        let mut request = Request::new(String::new());
        request.set_parsed_query(plan::plan(&self.types, parsed, operation, &variables));
        Ok(Operation {
            name: operation.name.as_ref().map(|name| name.as_str().into()),
            kind: operation.operation_type,
            cost,
            limit: self.limits.cost,
            request,
        })
    }
}

/// The types of the schema.
fn types() -> anyhow::Result<Valid<Types>> {
    let types = Types::parse_and_validate(sdl(), "schema.graphql");
    let mut types = types
        .map_err(|with| anyhow!("{}", with.errors))?
        .into_inner();
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
    Ok(Valid::assume_valid(types))
}

/// The operation with a name; without one, the only one.
fn chosen<'d>(document: &'d Document, name: Option<&str>) -> Result<&'d Node<Parsed>, Refused> {
    document.parsed.operations.get(name).map_err(|_none| {
        let names: Vec<_> = document
            .parsed
            .operations
            .named
            .keys()
            .map(ToString::to_string)
            .collect();
        let message = match name {
            None if document.parsed.operations.is_empty() => {
                "the document has no operation".to_owned()
            }
            None => format!(
                "`operationName` is missing: it takes one of {}",
                words::listed(&names)
            ),
            Some(name) => format!(
                "`operationName` names no operation of the document, {}",
                words::Words(&names).instead_of(name)
            ),
        };
        Refused::one(named(message, names))
    })
}

fn named(message: String, allowed: Vec<String>) -> ServerError {
    let mut error = refused::error(ErrorCode::GraphqlValidationFailed, message, None);
    check::extend(&mut error, Some("operationName"), allowed, Vec::new());
    error
}

/// An operation, ready to be executed.
#[derive(Debug)]
pub struct Operation {
    /// Its name, if it has one.
    pub name: Option<Arc<str>>,
    kind: OperationType,
    /// What it costs at most, in points.
    pub cost: u64,
    /// What an operation may cost, in points.
    pub limit: u64,
    /// What the engine executes.
    pub request: Request,
}

impl Operation {
    /// `query`, `mutation` or `subscription`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.kind.name()
    }

    /// Whether it only reads, once.
    #[must_use]
    pub fn is_query(&self) -> bool {
        self.kind == OperationType::Query
    }

    /// Whether it is answered again and again.
    #[must_use]
    pub fn is_subscription(&self) -> bool {
        self.kind == OperationType::Subscription
    }
}
