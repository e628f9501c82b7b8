//! The contract: the schema file, and what holds for every member of the schema.

use std::path::Path;
use std::{env, fs};

use iscm::graphql::sdl;
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    the_served_file_is_the_schema,
    every_member_of_the_schema_is_described,
    types_that_cite_and_have_ids_say_so,
    lists_are_never_null_and_their_elements_neither,
    every_list_of_nodes_can_be_filtered_and_ordered,
    filters_ask_by_the_names_of_fields,
}

#[test]
fn the_schema_file_is_what_is_served() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    if env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, sdl()).expect("written");
    }
    let file = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        file == sdl(),
        "schema.graphql is not the served schema; `UPDATE_SCHEMA=1 cargo test` writes it anew, \
         and a change in it is a change for clients"
    );
}

/// Arguments of directives are described in the file, as they are when the schema is asked.
#[test]
fn the_schema_file_describes_what_directives_take() {
    let schema = apollo_compiler::Schema::parse(sdl(), "schema.graphql").expect("a schema");
    let arguments = ["cost", "listSize"].map(|name| {
        let directive = &schema.directive_definitions[name];
        for argument in &directive.arguments {
            let text = argument.description.as_deref().unwrap_or_default();
            assert!(text.ends_with('.'), "@{name}({}:): {text:?}", argument.name);
        }
        directive.arguments.len()
    });
    assert_eq!(arguments, [1, 3]);
}

async fn the_served_file_is_the_schema(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let served = server.get("/schema.graphql").await;
    assert_eq!(served.text().await.expect("text"), sdl());
}

/// Everything that a client of the schema reads.
const INTROSPECTION: &str = "{ __schema { types { name kind description
    fields(includeDeprecated: true) { name description
        type { kind name ofType { kind name ofType { kind ofType { kind name } } } }
        args { name description type { kind ofType { name } name } } }
    inputFields { name description }
    enumValues(includeDeprecated: true) { name description }
    interfaces { name } } } }";

async fn types(backend: Backend) -> Vec<Value> {
    let server = TestServer::shared(backend).await;
    let mut data = server.data(INTROSPECTION, json!({})).await;
    let types = data["__schema"]["types"].take();
    let own = |value: &Value| !value["name"].as_str().expect("a name").starts_with("__");
    types
        .as_array()
        .expect("types")
        .iter()
        .filter(|value| own(value))
        .cloned()
        .collect()
}

fn members<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value[name].as_array().into_iter().flatten()
}

async fn every_member_of_the_schema_is_described(backend: Backend) {
    let mut bare = Vec::new();
    let mut check = |path: String, member: &Value| {
        let text = member["description"].as_str().unwrap_or_default();
        if !(text.ends_with('.') && text.starts_with(char::is_uppercase)) {
            bare.push(format!("{path}: {text:?}"));
        }
    };
    for of in types(backend).await {
        let name = of["name"].as_str().expect("a name");
        // The specification's own scalars.
        if ["Boolean", "Float", "ID", "Int", "String"].contains(&name) {
            continue;
        }
        check(name.to_owned(), &of);
        for field in members(&of, "fields") {
            let path = format!("{name}.{}", field["name"]);
            check(path.clone(), field);
            for arg in members(field, "args") {
                check(format!("{path}({})", arg["name"]), arg);
            }
        }
        for value in members(&of, "inputFields").chain(members(&of, "enumValues")) {
            check(format!("{name}.{}", value["name"]), value);
        }
    }
    assert!(bare.is_empty(), "without a sentence:\n{}", bare.join("\n"));
}

async fn types_that_cite_and_have_ids_say_so(backend: Backend) {
    let types = types(backend).await;
    let implements =
        |of: &Value, name: &str| members(of, "interfaces").any(|one| one["name"] == name);
    let has = |of: &Value, name: &str| members(of, "fields").any(|field| field["name"] == name);
    let objects: Vec<_> = types.iter().filter(|of| of["kind"] == "OBJECT").collect();
    assert_eq!(
        objects.iter().filter(|of| implements(of, "Node")).count(),
        33
    );
    // What is private is no node.
    let private = ["Account", "Changeset", "Webhook"];
    let is_private = |of: &Value| {
        of["name"]
            .as_str()
            .is_some_and(|name| private.contains(&name))
    };
    for of in objects.into_iter().filter(|of| !is_private(of)) {
        assert_eq!(has(of, "id"), implements(of, "Node"), "{}", of["name"]);
        assert_eq!(
            has(of, "citations") && has(of, "id"),
            implements(of, "Cited"),
            "{}",
            of["name"]
        );
    }
}

async fn lists_are_never_null_and_their_elements_neither(backend: Backend) {
    for of in types(backend).await {
        for field in members(&of, "fields") {
            let ty = &field["type"];
            let (of, field) = (&of["name"], &field["name"]);
            assert_ne!(ty["kind"], "LIST", "{of}.{field}");
            // What is asked for by id stands where it was asked for, null when it is not there.
            let is_root = *of == json!("Query") || *of == json!("QueryAsOf");
            if ty["ofType"]["kind"] == "LIST" && !(is_root && *field == json!("nodes")) {
                let element = &ty["ofType"]["ofType"]["kind"];
                assert_eq!(element, "NON_NULL", "{of}.{field}");
            }
        }
    }
}

/// Lists of nodes that are looked up or ranked, the field of `Cited`, which has no arguments, lists of changes, and what
/// is private.
const PLAIN: [&str; 6] = [
    "nodes",
    "search",
    "citations",
    "changes",
    "history",
    "changesets",
];

async fn every_list_of_nodes_can_be_filtered_and_ordered(backend: Backend) {
    let types = types(backend).await;
    let is_node = |name: &Value| {
        let of = types.iter().find(|of| of["name"] == *name);
        let has_filter = |of: &Value| {
            let filter = format!("{}Filter", of["name"].as_str().expect("a name"));
            types.iter().any(|of| of["name"] == filter)
        };
        of.is_some_and(|of| of["kind"] != "ENUM" && has_filter(of))
    };
    let mut lists = 0;
    let holds_lists = |of: &&Value| {
        of["name"] == "Query" || members(of, "interfaces").any(|one| one["name"] == "Node")
    };
    for of in types.iter().filter(holds_lists) {
        for field in members(of, "fields") {
            let name = field["name"].as_str().expect("a name");
            let path = format!("{}.{name}", of["name"]);
            let inner = &field["type"]["ofType"];
            let is_list = inner["kind"] == "LIST" && is_node(&inner["ofType"]["ofType"]["name"]);
            let is_connection = inner["name"]
                .as_str()
                .is_some_and(|name| name.ends_with("Connection"));
            if PLAIN.contains(&name) || !(is_list || is_connection) {
                continue;
            }
            let has = |name: &str| members(field, "args").any(|arg| arg["name"] == name);
            assert!(has("filter") && has("orderBy"), "{path}");
            assert_eq!(has("after"), is_connection, "{path}");
            lists += 1;
        }
    }
    assert!(lists > 80, "{lists} lists");
    // Of nodes, by the version that changed them, too.
    let has = |name: String, kind: &str, member: &str| {
        let of = types.iter().find(|of| of["name"] == name);
        of.is_none_or(|of| members(of, kind).any(|one| one["name"] == member))
    };
    let nodes = types
        .iter()
        .filter(|of| of["kind"] == "OBJECT")
        .filter(|of| members(of, "interfaces").any(|one| one["name"] == "Node"));
    let mut count = 0;
    for of in nodes {
        let name = of["name"].as_str().expect("a name");
        let filter = has(format!("{name}Filter"), "inputFields", "changedIn");
        let order = has(format!("{name}OrderField"), "enumValues", "CHANGED_IN");
        assert!(filter && order, "{name}");
        count += 1;
    }
    assert!(count > 20, "{count} types");
}

async fn filters_ask_by_the_names_of_fields(backend: Backend) {
    let types = types(backend).await;
    // What a union, or several lists of one kind, is asked by.
    let apart = [
        "Cited.locator",
        "Cited.source",
        "Cited.type",
        "Citation.type",
        "AddedValue.countries",
        "AddedValue.organizations",
        "GlobalMeeting.parties",
    ];
    for filter in types.iter().filter(|of| {
        let name = of["name"].as_str().expect("a name");
        of["kind"] == "INPUT_OBJECT" && name.ends_with("Filter")
    }) {
        let name = filter["name"]
            .as_str()
            .expect("a name")
            .trim_end_matches("Filter");
        let Some(of) = types
            .iter()
            .find(|of| of["name"] == name && of["fields"].is_array())
        else {
            continue;
        };
        for input in members(filter, "inputFields") {
            let field = input["name"].as_str().expect("a name");
            let path = format!("{name}.{field}");
            if ["and", "or", "not"].contains(&field) || apart.contains(&path.as_str()) {
                continue;
            }
            assert!(
                members(of, "fields").any(|one| one["name"] == field),
                "{path}"
            );
        }
    }
}
