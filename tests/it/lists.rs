//! How long lists are: none of the data set is longer than the schema tells (`@listSize`), which what
//! answers cost is reckoned with.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use apollo_compiler::Schema;
use apollo_compiler::schema::{ExtendedType, FieldDefinition};
use chrono::DateTime;
use entity::tables::{AllTables, NodeType, Table, Visitor, each};
use iscm::config::Edge;
use iscm::dataset::embedded;
use iscm::graph::{Scope, Snapshot};
use iscm::graphql::sdl;
use iscm::model::of_record;
use iscm::request::{Bounds, Documents, Named};
use iscm::store::{Loaded, Version};
use sea_orm::Iterable;
use serde_json::{Map, Value, json};

/// How deep objects stand in one another that functions make.
const DEPTH: usize = 4;

/// How long lists were, by type and field, and what the schema tells of them.
#[derive(Default)]
struct Lengths(BTreeMap<(String, String), (usize, usize)>);

/// What the schema assumes of the length of a field's list, if that hangs on no argument.
fn assumed(field: &FieldDefinition) -> Option<usize> {
    let told = field.directives.get("listSize")?;
    if told
        .specified_argument_by_name("slicingArguments")
        .is_some()
    {
        return None;
    }
    let size = told.specified_argument_by_name("assumedSize")?;
    Some(usize::try_from(size.to_i32()?).expect("a length"))
}

/// Fields that need no argument.
fn free<'s>(types: &'s Schema, of: &str) -> impl Iterator<Item = &'s FieldDefinition> {
    let fields = match types.types.get(of) {
        Some(ExtendedType::Object(of)) => Some(&of.fields),
        _ => None,
    };
    let fields = fields.into_iter().flatten().map(|(_, field)| &***field);
    fields.filter(|field| field.arguments.iter().all(|of| !of.is_required()))
}

/// What is asked of an object to see all its lists, and those of objects in it that are no records.
fn selection(types: &Schema, records: &BTreeSet<String>, of: &str, depth: usize) -> String {
    let mut text = "{ __typename ".to_owned();
    for field in free(types, of) {
        let inner = field.ty.inner_named_type();
        let is_record = records.contains(inner.as_str());
        match types.types.get(inner) {
            Some(ExtendedType::Object(_)) if !is_record && depth > 0 => {
                let inside = selection(types, records, inner, depth - 1);
                let _ = write!(text, "{} {inside} ", field.name);
            }
            Some(ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_))
                if field.ty.is_list() =>
            {
                let _ = write!(text, "{} {{ __typename }} ", field.name);
            }
            Some(ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_)) => {
            }
            _ if field.ty.is_list() => {
                let _ = write!(text, "{} ", field.name);
            }
            _ => {}
        }
    }
    text.push_str("} ");
    text
}

impl Lengths {
    fn see(&mut self, types: &Schema, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.see(types, item)),
            Value::Object(fields) => {
                let of = fields["__typename"].as_str().expect("a type");
                for field in free(types, of) {
                    let Some(value) = fields.get(field.name.as_str()) else {
                        continue;
                    };
                    self.see(types, value);
                    if let (Some(assumed), Value::Array(items)) = (assumed(field), value) {
                        let key = (of.to_owned(), field.name.to_string());
                        let (longest, told) = self.0.entry(key).or_default();
                        *longest = items.len().max(*longest);
                        *told = assumed;
                    }
                }
            }
            _ => {}
        }
    }
}

/// The ids of all records of a type.
fn ids_of(snapshot: &Snapshot, of: &str) -> Vec<String> {
    struct Ids<'s>(&'s Snapshot, NodeType, Vec<String>);
    impl Visitor for Ids<'_> {
        fn visit<E: Table>(&mut self) {
            if E::RECORD == Some(self.1) {
                let rows = self.0.tables().of::<E>();
                let id = |row| format!("{}:{}", self.1.name(), E::subject(row).1);
                self.2.extend(rows.map(id));
            }
        }
    }
    let mut kinds = NodeType::iter();
    let kind = kinds.find(|kind| of_record(*kind).name == of);
    let mut ids = Ids(snapshot, kind.expect("a type of records"), Vec::new());
    each(&mut ids);
    ids.2
}

#[tokio::test]
async fn no_list_is_longer_than_the_schema_tells() {
    let types = Schema::parse_and_validate(sdl(), "schema.graphql").expect("a schema");
    let tables = embedded().expect("sound files");
    let snapshot = Snapshot::new(Loaded::new(Version::default(), tables)).expect("a sound graph");
    let now = DateTime::from_timestamp(1_780_000_000, 0).expect("a moment");
    let scope = Scope::new(Arc::new(snapshot), now);
    let edge = Edge {
        max_cost: u32::MAX,
        ..Edge::default()
    };
    let documents = Documents::new(&edge).expect("documents");
    let ask = async |text: &str, variables: Value| -> Value {
        let named = Named {
            query: Some(text),
            id: None,
            extensions: &Map::new(),
        };
        let document = documents.find(named);
        let document = document.unwrap_or_else(|refused| panic!("{text}\n{refused:?}"));
        let Value::Object(variables) = variables else {
            panic!("variables are an object");
        };
        let operation = documents.operation(&document, None, &variables, &scope);
        let operation = operation.unwrap_or_else(|refused| panic!("{text}\n{refused:?}"));
        let bounds = Bounds {
            time: std::time::Duration::from_mins(1),
            bytes: 64 << 20,
        };
        let answer = operation.execute(&scope, bounds).await;
        let answer = answer.unwrap_or_else(|error| panic!("{text}\n{error:?}"));
        serde_json::from_slice(answer.data()).expect("JSON")
    };

    let records: BTreeSet<_> = types
        .get_interface("Node")
        .map(|_| types.implementers_map())
        .and_then(|map| map.get("Node").cloned())
        .expect("nodes")
        .objects
        .iter()
        .map(ToString::to_string)
        .collect();
    let mut lengths = Lengths::default();
    let root = selection(&types, &records, "Query", DEPTH);
    lengths.see(&types, &ask(&root, json!({})).await);
    for of in &records {
        let asked = selection(&types, &records, of, DEPTH);
        let asked = format!("{{ __typename ... on {of} {asked} }}");
        let text = format!("query($ids: [ID!]!) {{ __typename nodes(ids: $ids) {asked} }}");
        let ids = ids_of(&scope.snapshot, of);
        for ids in ids.chunks(100) {
            let answer = ask(&text, json!({ "ids": ids })).await;
            lengths.see(&types, &answer["nodes"]);
        }
    }
    assert!(lengths.0.len() > 100, "{} lists", lengths.0.len());
    let met = lengths.0.values().filter(|(longest, _)| *longest > 0);
    assert!(met.count() * 10 > lengths.0.len() * 9, "{:#?}", lengths.0);
    let wrong: Vec<_> = lengths
        .0
        .iter()
        .filter(|(_, (longest, told))| longest > told)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
