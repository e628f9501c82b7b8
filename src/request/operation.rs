//! An operation: chosen from its document, with its variables, compiled, priced, and executed.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use apollo_compiler::executable::{Operation as Parsed, OperationType};
use apollo_compiler::validation::Valid;
use apollo_compiler::{Node, Schema};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use tokio::time::timeout;

use super::check::extend;
use super::compiled::Compiled;
use super::document::Document;
use super::limits::{Limits, within};
use super::refused::{Refused, error};
use super::{variables, words};
use crate::apart::apart;
use crate::error::{Error, ErrorCode, Result as Executed};
use crate::execute::{
    ExecutionResult, Introspected, LoadedFields, Plan, Rows, Table, TableOptions, introspect,
};
use crate::graph::{Reads, Scope, reads};
use crate::graphql::Engine;
use crate::input::Input;
use crate::model::Context;
use crate::work::{Bound, POINT, Waiting, Work, late};

/// So much work is done where the request is read: handing it to another thread would take as long. What
/// turns out to be more is begun again on a thread of its own, as it would hold up the requests of others.
const AT_ONCE: u64 = 500 * POINT;

/// What bounds an answer besides the operation's cost.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How long it may take.
    pub time: Duration,
    /// How long it may be, in bytes of its data.
    pub bytes: usize,
}

/// What an operation is executed for.
#[derive(Clone, Copy)]
pub(super) enum Purpose<'s> {
    /// One answer, with pages of lists, priced by what is seen.
    Answer(&'s Scope),
    /// A table, whose lists are walked to their ends: what it costs is known when its rows are counted.
    Table,
}

/// An operation, ready to be executed.
#[derive(Clone)]
pub struct Operation {
    /// Its name, if it has one.
    pub name: Option<Arc<str>>,
    /// What it costs at most, in points.
    pub cost: u64,
    /// What an operation may cost, in points.
    pub limit: u64,
    kind: OperationType,
    units: u64,
    /// Whether it is answered with the sources of the facts in its answer.
    is_citing: bool,
    plan: Arc<Plan>,
    variables: Arc<[Option<Input>]>,
    document: Arc<Document>,
    engine: Engine,
}

impl Operation {
    /// The operation with a name, or the only one, with the values of its variables.
    pub(super) fn prepare(
        (types, engine, limits): (&Valid<Schema>, &Engine, &Limits),
        document: &Arc<Document>,
        (name, given): (Option<&str>, &Map<String, Json>),
        purpose: Purpose<'_>,
    ) -> Result<Self, Refused> {
        let parsed = &document.parsed;
        let (number, operation) = chosen(document, name)?;
        let variables = variables::coerce(types, &parsed.sources, operation, given, limits)?;
        let places = document.non_null.get(number).map_or(&[][..], Vec::as_slice);
        variables::hold_non_null(&variables, places, limits)?;
        let Compiled {
            plan,
            introspection,
        } = document.operations[number].clone()?;
        let units = match purpose {
            Purpose::Answer(scope) => plan.cost(scope, &variables).saturating_add(introspection),
            Purpose::Table => 0,
        };
        let cost = units.div_ceil(POINT);
        within("cost", cost, limits.cost)?;
        Ok(Self {
            name: operation.name.as_ref().map(|name| name.as_str().into()),
            cost,
            limit: limits.cost,
            kind: operation.operation_type,
            units,
            is_citing: false,
            plan,
            variables: variables.into(),
            document: Arc::clone(document),
            engine: engine.clone(),
        })
    }

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

    /// Whether it only reads, once, and what is public.
    #[must_use]
    pub fn is_public_query(&self) -> bool {
        self.is_query() && !self.is_loaded()
    }

    /// Whether it is answered again and again.
    #[must_use]
    pub fn is_subscription(&self) -> bool {
        self.kind == OperationType::Subscription
    }

    /// The field of the root that a subscription asks for.
    #[must_use]
    pub fn subscribed(&self) -> Option<&'static str> {
        self.plan.first_field().filter(|_| self.is_subscription())
    }

    /// The operation as a table.
    pub fn table(&self, options: &TableOptions<'_>) -> Executed<Table> {
        self.plan.table(&self.variables, options)
    }

    /// The rows of a table of it.
    #[must_use]
    pub fn rows<'o>(&'o self, table: &'o Table, scope: &'o Scope) -> Rows<'o> {
        Rows {
            plan: &self.plan,
            table,
            scope,
            variables: &self.variables,
        }
    }

    /// The same with the sources of the facts in its answer. It costs as much again.
    #[must_use]
    pub const fn citing(mut self) -> Self {
        self.is_citing = true;
        self.units = self.units.saturating_mul(2);
        self.cost = self.cost.saturating_mul(2);
        self
    }

    /// Whether it is answered with sources.
    #[must_use]
    pub const fn is_citing(&self) -> bool {
        self.is_citing
    }

    /// The same, if it costs no more than an operation may.
    pub fn within_limit(self) -> Result<Self, Refused> {
        within("cost", self.cost, self.limit)?;
        Ok(self)
    }

    /// What its answer depends on.
    #[must_use]
    pub fn reads(&self) -> Reads {
        let reads = self.plan.reads(&self.variables);
        if self.is_citing {
            reads.and(reads![citation, source])
        } else {
            reads
        }
    }

    /// Whether it has fields that are loaded before it is executed: what is private, and what is done.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.plan.is_loaded()
    }

    /// Loads them out of a context.
    pub async fn load(&self, context: Context) -> LoadedFields {
        self.plan.load(&self.variables, context).await
    }

    /// Executes the operation; the error is one that ended it. When it is dropped, the work ends.
    pub async fn execute(&self, scope: &Scope, bounds: Bounds) -> Executed<ExecutionResult> {
        self.execute_with(scope, &Arc::default(), bounds).await
    }

    /// The same with what was loaded for it.
    pub async fn execute_with(
        &self,
        scope: &Scope,
        loaded: &Arc<LoadedFields>,
        bounds: Bounds,
    ) -> Executed<ExecutionResult> {
        let introspected = self.introspected().await?;
        let abandoned = Arc::new(AtomicBool::new(false));
        let bound = |units| Bound {
            units,
            bytes: bounds.bytes,
            time: bounds.time,
            abandoned: Arc::clone(&abandoned),
        };
        let units = self.units;
        let at_once = {
            let work = Work::begin(bound(units.min(AT_ONCE)));
            let executed = self.run(scope, (&introspected, loaded), &work);
            let is_finished = units <= AT_ONCE || !work.is_spent();
            is_finished.then_some(executed)
        };
        if let Some(executed) = at_once {
            return executed;
        }
        let bound = bound(units);
        let (operation, scope) = (self.clone(), scope.clone());
        let loaded = Arc::clone(loaded);
        let _waiting = Waiting(abandoned);
        let executed = apart(move || {
            let work = Work::begin(bound);
            operation.run(&scope, (&introspected, &loaded), &work)
        });
        match timeout(bounds.time, executed).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(stopping)) => Err(Error::internal(stopping.to_string())),
            Err(_elapsed) => Err(late(bounds.time)),
        }
    }

    fn run(
        &self,
        scope: &Scope,
        before: (&Introspected, &LoadedFields),
        work: &Work,
    ) -> Executed<ExecutionResult> {
        let (plan, variables) = (&self.plan, &self.variables);
        plan.run(scope, variables, before, work, self.is_citing)
    }

    /// What it asks about the schema, answered.
    async fn introspected(&self) -> Executed<Introspected> {
        if !self.plan.is_introspection() {
            return Ok(Introspected::default());
        }
        let (parsed, name) = (&self.document.parsed, self.name.as_deref());
        match parsed.operations.get(name) {
            Ok(operation) => {
                introspect(&self.engine, &self.plan, parsed, operation, &self.variables).await
            }
            Err(_none) => Ok(Introspected::default()),
        }
    }
}

/// A variable of an operation.
#[derive(Clone, Debug, Serialize)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its type, e.g. `[String!]`.
    #[serde(rename = "type")]
    pub ty: String,
    /// Its default as it is written, if it has one.
    pub default: Option<String>,
}

impl Variable {
    /// The name of its type, or of its items'.
    #[must_use]
    pub fn type_name(&self) -> &str {
        self.ty.trim_matches(['[', ']', '!'])
    }
}

impl Document {
    /// The variables of its operation with a name, or of its only one.
    pub fn variables(&self, name: Option<&str>) -> Result<Vec<Variable>, Refused> {
        let (_, operation) = chosen(self, name)?;
        let variables = operation.variables.iter();
        let variables = variables.map(|of| Variable {
            name: of.name.to_string(),
            ty: of.ty.to_string(),
            default: of.default_value.as_ref().map(ToString::to_string),
        });
        Ok(variables.collect())
    }
}

/// The operation with a name; without one, the only one; with its number.
fn chosen<'d>(
    document: &'d Document,
    name: Option<&str>,
) -> Result<(usize, &'d Node<Parsed>), Refused> {
    let operations = &document.parsed.operations;
    if let Ok(operation) = operations.get(name) {
        let number = operations.iter().position(|of| of.name == operation.name);
        return Ok((number.unwrap_or_default(), operation));
    }
    let names = operations.named.keys();
    let names: Vec<_> = names.map(ToString::to_string).collect();
    let message = match name {
        None if operations.is_empty() => "the document has no operation".to_owned(),
        None => format!(
            "`operationName` is missing: it takes one of {}",
            words::listed(&names)
        ),
        Some(name) => format!(
            "`operationName` names no operation of the document, {}",
            words::Words(&names).instead_of(name)
        ),
    };
    let mut error = error(ErrorCode::GraphqlValidationFailed, message, None);
    extend(&mut error, Some("operationName"), names, Vec::new());
    Err(Refused::one(error))
}
