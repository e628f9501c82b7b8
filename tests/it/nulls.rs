//! Null in conditions: as if not given; and what is never null.

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    what_is_null_is_as_if_not_given,
    items_of_lists_are_never_null,
}

/// A filter without its nulls.
fn stripped(value: &Value) -> Value {
    match value {
        Value::Object(inputs) => {
            let inputs = inputs.iter().filter(|(_, value)| !value.is_null());
            let inputs = inputs.map(|(name, value)| (name.clone(), stripped(value)));
            Value::Object(inputs.collect())
        }
        Value::Array(items) => items.iter().map(stripped).collect(),
        other => other.clone(),
    }
}

async fn what_is_null_is_as_if_not_given(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let query = "query ($filter: InstrumentFilter) { instruments(filter: $filter) { totalCount } }";
    let total = async |filter: &Value| {
        let data = server.data(query, json!({ "filter": filter })).await;
        data["instruments"]["totalCount"].clone()
    };
    let all = total(&Value::Null).await;
    for filter in [
        json!({ "and": null, "or": null, "not": null, "year": null, "kind": { "eq": "GUIDE", "in": null, "not": null, "isNull": null } }),
        json!({ "year": { "eq": null, "gte": 2010, "lte": null, "isNull": null }, "id": null }),
        json!({ "title": { "contains": "migra", "startsWith": null, "eq": null }, "iscm": null, "adoptedAt": null }),
        json!({ "iscm": { "eq": "RCM", "in": null, "not": null, "is": null, "isNull": null } }),
        json!({ "iscm": { "eq": null, "is": { "kind": { "eq": null, "in": ["INTERREGIONAL_FORUM"] }, "acronym": null, "and": null } } }),
        json!({ "topics": { "some": { "slug": { "eq": "children", "in": null }, "or": null }, "none": null, "every": null, "count": { "gte": 1, "eq": null } } }),
        json!({ "not": { "year": { "gte": 2000, "in": null }, "not": null } }),
        json!({ "or": [{ "year": { "lte": 1999, "eq": null }, "and": null }, { "kind": { "eq": "MANUAL", "in": null } }] }),
        json!({ "adoptedAt": { "isNull": true, "eq": null, "is": null } }),
    ] {
        let (with, without) = (total(&filter).await, total(&stripped(&filter)).await);
        assert_eq!(with, without, "{filter}");
        assert!(
            with != json!(0) && with != all,
            "some meet {filter}, and some do not"
        );
    }
    // What holds nothing but nulls holds nothing.
    for filter in [
        json!({ "year": { "eq": null } }),
        json!({ "kind": null, "and": null }),
        json!({ "iscm": { "eq": null, "is": null } }),
        json!({ "not": { "kind": null } }),
        json!({ "not": { "not": { "year": { "gte": null } } } }),
        json!({ "or": [{ "kind": null }, { "and": [{ "year": { "eq": null } }] }] }),
        json!({ "topics": { "some": { "slug": null, "label": { "eq": null } } } }),
        json!({ "topics": { "none": { "slug": { "in": null } }, "count": { "gte": null } } }),
        json!({ "topics": { "every": {} }, "not": {} }),
        json!({ "iscm": { "is": { "members": { "some": { "certainty": { "on": null, "eq": null } } } } } }),
    ] {
        assert_eq!(total(&filter).await, all, "{filter}");
    }
    // An object without anything in it is met by all.
    let query = "{ all: iscms { totalCount } some: iscms(filter: { funds: { some: {} } }) { totalCount }
        none: iscms(filter: { funds: { none: {} } }) { totalCount }
        nulls: iscms(filter: { funds: { some: { name: null }, none: { id: {} } } }) { totalCount } }";
    let data = server.data(query, json!({})).await;
    let count = |name: &str| data[name]["totalCount"].as_u64().expect("a number");
    assert!(count("some") > 0 && count("none") > 0, "{data}");
    assert_eq!(count("some") + count("none"), count("all"), "{data}");
    assert_eq!(count("nulls"), count("all"), "{data}");
    // Where one of several is nothing, the others are all that is asked.
    for (with, without) in [
        (
            json!({ "or": [{ "kind": null }, { "year": { "gte": 2016 } }] }),
            json!({ "year": { "gte": 2016 } }),
        ),
        (
            json!({ "not": { "kind": null, "year": { "gte": 2016 } } }),
            json!({ "not": { "year": { "gte": 2016 } } }),
        ),
        (
            json!({ "topics": { "some": { "slug": null, "label": { "contains": "child" } }, "none": { "slug": null } } }),
            json!({ "topics": { "some": { "label": { "contains": "child " } } } }),
        ),
    ] {
        let found = total(&with).await;
        assert_eq!(found, total(&without).await, "{with}");
        assert!(found != all && found != json!(0), "{with}");
    }
    // In the document it is the same, and variables that are null are.
    let query = "query ($year: Int, $kinds: [InstrumentKind!]) {
        instruments(filter: { year: { gte: $year, lte: null }, kind: { in: $kinds } }) { totalCount } }";
    let data = server
        .data(query, json!({ "year": null, "kinds": null }))
        .await;
    assert_eq!(data["instruments"]["totalCount"], all);
    // Null is still no value of a list, and an empty list none.
    for filter in [
        json!({ "year": { "in": [2016, null] } }),
        json!({ "or": [null] }),
        json!({ "or": [] }),
        json!({ "kind": { "in": [] } }),
    ] {
        let query =
            "query ($filter: InstrumentFilter) { instruments(filter: $filter) { totalCount } }";
        let answer = server.ask(query, json!({ "filter": filter })).await;
        let argument = answer["errors"][0]["extensions"]["argument"].as_str();
        assert!(
            argument.is_some_and(|argument| argument.contains("filter.")),
            "{filter}: {answer}"
        );
    }
}

async fn items_of_lists_are_never_null(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let total = async |list: &str, filter: &str| {
        let query = format!("{{ {list}(filter: {{ {filter} }}) {{ totalCount }} }}");
        let mut data = server.data(&query, json!({})).await;
        data[list]["totalCount"].take().as_u64().expect("a number")
    };
    for (list, field) in [("iscms", "aliases"), ("countries", "otherNames")] {
        let all = total(list, "").await;
        let some = total(list, &format!("{field}: {{ some: {{ isNull: false }} }}")).await;
        assert!(some > 0);
        assert_eq!(
            total(list, &format!("{field}: {{ some: {{ isNull: true }} }}")).await,
            0
        );
        assert_eq!(
            total(list, &format!("{field}: {{ none: {{ isNull: true }} }}")).await,
            all
        );
        assert_eq!(
            total(list, &format!("{field}: {{ none: {{ isNull: false }} }}")).await,
            all - some
        );
        assert_eq!(
            total(list, &format!("{field}: {{ every: {{ isNull: true }} }}")).await,
            all - some
        );
        assert_eq!(
            total(list, &format!("{field}: {{ every: {{ isNull: false }} }}")).await,
            all
        );
    }
}
