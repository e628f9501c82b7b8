//! The ways to run a document: in the playground, and as an address that gives the answer.

use apollo_compiler::ast::{Definition, Document, OperationDefinition, OperationType};

use super::address::part;

/// The links that run a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// To the playground, which has the answer beside it.
    pub(super) playground: String,
    /// To the answer as JSON; none for what is told again and again.
    pub(super) answer: Option<String>,
}

impl Run {
    /// The links for a document, if it can be run as it stands; `root` leads to where all addresses begin.
    pub(super) fn of(document: &str, root: &str) -> Option<Self> {
        let operation = only_operation(document)?;
        let query = part(document.trim());
        let is_query = operation == OperationType::Query;
        Some(Self {
            playground: format!("{root}playground#query={query}"),
            answer: is_query.then(|| format!("{root}graphql?query={query}")),
        })
    }
}

/// What the one operation of a document is, if it needs no variables to be given.
fn only_operation(document: &str) -> Option<OperationType> {
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
    needs_nothing(operation).then_some(operation.operation_type)
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
