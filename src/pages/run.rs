//! The ways to run a document: in the playground, and as an address that gives the answer.

use apollo_compiler::ast::{Definition, Document, OperationDefinition, OperationType, Selection};

use super::address::part;
use crate::graphql::is_private;

/// The links that run a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// To the playground, which has the answer beside it.
    pub(super) playground: String,
    /// To the answer as JSON; none for what is told again and again, is done, or is answered to some alone.
    pub(super) answer: Option<String>,
}

impl Run {
    /// The links for a document, if it can be run as it stands; `root` leads to where all addresses begin.
    pub(super) fn of(document: &str, root: &str) -> Option<Self> {
        let has_address = has_address(document)?;
        let query = part(document.trim());
        Some(Self {
            playground: format!("{root}playground#query={query}"),
            answer: has_address.then(|| format!("{root}graphql?query={query}")),
        })
    }
}

/// Whether the one operation of a document, which needs no variables to be given, is answered to all at an address;
/// nothing where it is no such document.
fn has_address(document: &str) -> Option<bool> {
    let document = Document::parse(document, "document").ok()?;
    let mut operations = Vec::new();
    for definition in &document.definitions {
        match definition {
            Definition::OperationDefinition(operation) => operations.push(operation),
            Definition::FragmentDefinition(_) => {}
            _ => return None,
        }
    }
    let [operation] = operations[..] else {
        return None;
    };
    let is_private =
        |of: &Selection| matches!(of, Selection::Field(field) if is_private("Query", &field.name));
    let is_public = operation.operation_type == OperationType::Query
        && !operation.selection_set.iter().any(is_private);
    needs_nothing(operation).then_some(is_public)
}

fn needs_nothing(operation: &OperationDefinition) -> bool {
    let mut variables = operation.variables.iter();
    variables.all(|variable| variable.default_value.is_some() || !variable.ty.is_non_null())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_one_whole_operation_can_be_run() {
        let run = Run::of("{ iscms(first: 1) { nodes { name } } }\n", "../").expect("an operation");
        let query = "%7B%20iscms%28first%3A%201%29%20%7B%20nodes%20%7B%20name%20%7D%20%7D%20%7D";
        assert_eq!(run.playground, format!("../playground#query={query}"));
        assert_eq!(run.answer, Some(format!("../graphql?query={query}")));
        let run = Run::of("subscription { dataset { version } }", "./").expect("an operation");
        assert_eq!(run.answer, None);
        let run = Run::of("{ webhooks { id } }", "./").expect("an operation");
        assert_eq!(run.answer, None);
        assert!(Run::of("query ($a: String = \"RCM\", $b: Int) { __typename }", "").is_some());
        for not_whole in [
            "query ($a: String!) { __typename }",
            "query A { __typename } query B { __typename }",
            "fragment A on Iscm { name }",
            "type A { b: Int }",
            "name(language: ES)",
            "",
        ] {
            assert_eq!(Run::of(not_whole, "./"), None, "{not_whole}");
        }
    }
}
