//! A document: parsed, held to the specification's rules, and kept.

use std::sync::{Arc, OnceLock};

use apollo_compiler::ast::{self, Definition, Selection};
use apollo_compiler::parser::Parser;
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, Schema};

use super::check::{NonNullUse, check};
use super::compiled::{Compiled, compiled};
use super::levels::levels;
use super::limits::{Limits, within};
use super::location;
use super::refused::{Refused, error};
use super::scan::{Scanned, scan, without_values};
use super::syntax::syntax_error;
use crate::error::{Error, ErrorCode};

/// The rules that [`check`] holds a document to, with messages of its own, by the compiler's names.
const OWN_RULES: [&str; 14] = [
    "DisallowedVariableUsage",
    "FloatCoercionError",
    "IntCoercionError",
    "InvalidFragmentSpread",
    "MissingSubselection",
    "RequiredArgument",
    "RequiredField",
    "SubselectionOnEnumType",
    "SubselectionOnScalarType",
    "UndefinedArgument",
    "UndefinedEnumValue",
    "UndefinedField",
    "UndefinedInputValue",
    "UnsupportedValueType",
];

/// A document that follows the rules.
#[derive(Debug)]
pub struct Document {
    /// The text that it was read from.
    pub text: Arc<str>,
    pub(super) parsed: Valid<ExecutableDocument>,
    /// Its operations in their order.
    pub(super) operations: Box<[Result<Compiled, Refused>]>,
    /// The places of each that take no null where a variable may be null.
    pub(super) non_null: Box<[Vec<NonNullUse>]>,
    /// The text without its values, made when it is first wanted.
    without_values: OnceLock<Arc<str>>,
}

impl Document {
    /// Reads a document.
    pub(super) fn read(
        text: &Arc<str>,
        types: &Valid<Schema>,
        limits: &Limits,
    ) -> Result<Self, Refused> {
        let Scanned {
            readable,
            instead_of_colon,
        } = scan(text, limits)?;
        let mut parser = Parser::new()
            .recursion_limit(limits.nesting * 4)
            .token_limit(limits.bytes + 1);
        let ast = parser.parse_ast(readable, "document");
        let ast = match (ast, instead_of_colon) {
            (Ok(ast), None) => ast,
            (Ok(_), found) => return Err(syntax_error(None, found, text)),
            (Err(with), found) => return Err(syntax_error(Some(&with.errors), found, text)),
        };
        count(&ast, limits)?;
        within("levels", levels(&ast), limits.levels as u64)?;
        let (own, non_null) = check(&ast, types);
        let found = match ast.to_executable_validate(types) {
            Ok(parsed) if own.is_empty() => {
                return Ok(Self {
                    operations: compiled(types, &parsed, limits),
                    parsed,
                    non_null: non_null.into(),
                    text: Arc::clone(text),
                    without_values: OnceLock::new(),
                });
            }
            Ok(_) => Vec::new(),
            Err(with) => by_compiler(&with.errors, !own.is_empty()),
        };
        let errors = own.into_iter().chain(found).collect();
        Err(Refused(errors).capped(limits.errors))
    }

    /// The text as it may be told to others: with `?` for texts and numbers, without comments, and not
    /// without end.
    #[must_use]
    pub fn without_values(&self) -> Arc<str> {
        let text = self
            .without_values
            .get_or_init(|| without_values(&self.text).into());
        Arc::clone(text)
    }

    /// About how much memory it takes, in bytes.
    pub(super) fn weight(&self) -> usize {
        // Its parts are small and many: 1 kB of text was seen to take 20 kB.
        let compiled = self.operations.iter().flatten();
        self.text.len() * 20 + compiled.map(|of| of.plan.weight()).sum::<usize>()
    }
}

/// Holds the numbers of a document's parts to their limits.
fn count(document: &ast::Document, limits: &Limits) -> Result<(), Refused> {
    within(
        "definitions",
        document.definitions.len() as u64,
        limits.definitions as u64,
    )?;
    let mut counts = Counts::default();
    for definition in &document.definitions {
        counts.directives += definition.directives().len() as u64;
        match definition {
            Definition::OperationDefinition(operation) => {
                let variables = operation.variables.iter();
                counts.directives += variables.map(|of| of.directives.len() as u64).sum::<u64>();
                counts.add(&operation.selection_set);
            }
            Definition::FragmentDefinition(fragment) => counts.add(&fragment.selection_set),
            _ => {}
        }
    }
    within("aliases", counts.aliases, limits.aliases as u64)?;
    within("directives", counts.directives, limits.directives as u64)?;
    within("spreads", counts.spreads, limits.spreads as u64)
}

#[derive(Default)]
struct Counts {
    aliases: u64,
    directives: u64,
    spreads: u64,
}

impl Counts {
    fn add(&mut self, selections: &[Selection]) {
        for selection in selections {
            let (directives, inside) = match selection {
                Selection::Field(field) => {
                    self.aliases += u64::from(field.alias.is_some());
                    (&field.directives, field.selection_set.as_slice())
                }
                Selection::FragmentSpread(spread) => {
                    self.spreads += 1;
                    (&spread.directives, [].as_slice())
                }
                Selection::InlineFragment(fragment) => {
                    (&fragment.directives, fragment.selection_set.as_slice())
                }
            };
            self.directives += directives.len() as u64;
            self.add(inside);
        }
    }
}

/// What the compiler found that is not told already.
fn by_compiler(found: &DiagnosticList, has_own: bool) -> Vec<Error> {
    let names: Vec<_> = found
        .iter()
        .map(|of| of.error.unstable_error_name())
        .collect();
    // A fragment on a type that there is not is left out before what holds it is looked at.
    let has_no_type = names
        .iter()
        .flatten()
        .any(|name| name.ends_with("FragmentTypeCondition"));
    // What holds an error is left out, too, and what is used there is not seen to be used.
    let is_unused = |name: &&str| matches!(*name, "UnusedFragment" | "UnusedVariable");
    let has_other = has_own || names.iter().flatten().any(|name| !is_unused(name));
    let is_told = |name: Option<&str>| match name {
        Some(name) if is_unused(&name) => has_other,
        Some("UndefinedFragment" | "MissingSubselection") if has_no_type => true,
        Some(name) => has_own && OWN_RULES.contains(&name),
        None => false,
    };
    diagnostics(found)
        .zip(names)
        .filter(|(_, name)| !is_told(*name))
        .map(|(error, _)| error)
        .collect()
}

/// The compiler's findings as errors.
fn diagnostics(found: &DiagnosticList) -> impl Iterator<Item = Error> {
    found.iter().map(|diagnostic| {
        let standard = diagnostic.error.unstable_compat_message();
        error(
            ErrorCode::GraphqlValidationFailed,
            standard.unwrap_or_else(|| diagnostic.error.to_string()),
            location::of_found(&diagnostic),
        )
    })
}
