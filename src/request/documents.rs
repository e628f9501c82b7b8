//! The documents that are known, and the schema that they are read against.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use apollo_compiler::Schema;
use apollo_compiler::validation::Valid;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde_json::{Map, Value as Json};

use super::document::Document;
use super::limits::Limits;
use super::operation::{Operation, Purpose};
use super::persisted::{Named, Persisted};
use super::refused::Refused;
use crate::config::Edge;
use crate::graph::Scope;
use crate::graphql::{Engine, engine, types};

/// Memory that kept documents take at most, in bytes.
const KEPT: u64 = 32 << 20;

/// Reads documents against the schema, and keeps them.
pub struct Documents {
    types: &'static Valid<Schema>,
    engine: Engine,
    limits: Limits,
    kept: Cache<Arc<str>, Arc<Document>, Bytewise>,
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

impl Documents {
    /// None yet but those that the operator trusts, which are all read.
    pub fn new(config: &Edge) -> anyhow::Result<Self> {
        let trusted = config.trusted_documents.as_deref();
        let documents = Self {
            types: types().context("the schema breaks the specification's rules")?,
            engine: engine(),
            limits: Limits {
                cost: config.max_cost.into(),
                ..Limits::default()
            },
            kept: Cache::with_weighter(1_000, KEPT, Bytewise),
            persisted: Persisted::new(config.persisted_documents, trusted)?,
        };
        for (id, text) in documents.persisted.trusted() {
            let refused = documents
                .read(text)
                .err()
                .and_then(|refused| refused.0.into_iter().next());
            if let Some(error) = refused {
                let at = error.location;
                let at = at.map(|at| format!(", line {}, column {}", at.line, at.column));
                bail!(
                    "the trusted document {id}{}: {}",
                    at.unwrap_or_default(),
                    error.message
                );
            }
        }
        Ok(documents)
    }

    /// The document that a request means.
    pub fn find(&self, named: Named<'_>) -> Result<Arc<Document>, Refused> {
        let meant = self.persisted.find(named)?;
        let document = self.read(&meant.text)?;
        self.persisted.keep(&meant);
        Ok(document)
    }

    /// The texts of the documents that the operator trusts.
    pub fn trusted(&self) -> impl Iterator<Item = &Arc<str>> {
        self.persisted.trusted().map(|(_, text)| text)
    }

    /// Whether these alone are answered.
    #[must_use]
    pub fn trusts_alone(&self) -> bool {
        self.persisted.trusts_alone()
    }

    /// How many documents are kept.
    #[must_use]
    pub fn kept(&self) -> u64 {
        self.kept.len() as u64
    }

    /// The operation of a document that is asked for, with its variables, ready to be executed.
    pub fn operation(
        &self,
        document: &Arc<Document>,
        name: Option<&str>,
        variables: &Map<String, Json>,
        scope: &Scope,
    ) -> Result<Operation, Refused> {
        self.prepare(document, (name, variables), Purpose::Answer(scope))
    }

    /// The same for a table, whatever it is asked of.
    pub fn table_operation(
        &self,
        document: &Arc<Document>,
        asked: (Option<&str>, &Map<String, Json>),
    ) -> Result<Operation, Refused> {
        self.prepare(document, asked, Purpose::Table)
    }

    fn prepare(
        &self,
        document: &Arc<Document>,
        asked: (Option<&str>, &Map<String, Json>),
        purpose: Purpose<'_>,
    ) -> Result<Operation, Refused> {
        Operation::prepare(
            (self.types, &self.engine, &self.limits),
            document,
            asked,
            purpose,
        )
    }

    /// A document of the program's own or its operator's.
    pub fn document(&self, text: &str) -> Result<Arc<Document>, Refused> {
        Document::read(&text.into(), self.types, &self.limits).map(Arc::new)
    }

    /// A document by its text: the one that is kept, or read now and kept.
    pub fn read(&self, text: &Arc<str>) -> Result<Arc<Document>, Refused> {
        if let Some(document) = self.kept.get(text) {
            return Ok(document);
        }
        let document = Arc::new(Document::read(text, self.types, &self.limits)?);
        self.kept.insert(Arc::clone(text), Arc::clone(&document));
        Ok(document)
    }
}
