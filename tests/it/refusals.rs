//! Bad filters, orders and groups: each is refused with its code, its path and what would be right.

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    wrong_keys_and_values_are_named,
    what_does_not_fit_the_schema_is_refused_before,
    variables_are_held_to_the_same,
    filters_have_bounds,
    orders_and_groups_have_bounds,
    a_cursor_belongs_to_its_order,
}

/// Holds that a field is refused, at its path, with an error that has these texts.
async fn refused(server: &TestServer, field: &str, code: &str, texts: &[&str]) {
    let answer = server.ask(&format!("{{ {field} }}"), json!({})).await;
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], code, "{field}: {answer}");
    let name: String = field
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    assert_eq!(error["path"][0], json!(name), "{field}: {answer}");
    let message = error["message"].as_str().expect("a message");
    for text in texts {
        assert!(message.contains(text), "{field}: {message:?} has {text:?}");
    }
    assert!(message.len() < 1100, "{field}: {message}");
    let data = answer.get("data").unwrap_or(&Value::Null);
    assert!(data.is_null() || data[&name].is_null(), "{field}: {answer}");
}

async fn wrong_keys_and_values_are_named(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    for (arguments, path, takes) in [
        (
            "iscms(filter: { topics: { some: { slug: { eq: \"magic\" } } } })",
            "filter.topics.some.slug.eq",
            "slug of a topic",
        ),
        (
            "iscms(filter: { acronym: { in: [\"RCM\", \"XYZ\"] } })",
            "filter.acronym.in.1",
            "acronym",
        ),
        (
            "iscms(filter: { members: { some: { country: { in: [MX, ZZ] } } } })",
            "filter.members.some.country.in.1",
            "ISO 3166-1 alpha-2",
        ),
        (
            "iscms(filter: { members: { some: { country: { eq: \"Mexcio\" } } } })",
            "filter.members.some.country.eq",
            "did you mean \"Mexico\"?",
        ),
        (
            "instruments(filter: { iscm: { not: [\"nope\"] } })",
            "filter.iscm.not.0",
            "an alias of an ISCM",
        ),
        (
            "instruments(filter: { id: { eq: \"iscm:rcm\" } })",
            "filter.id.eq",
            "`id` of a node of this type",
        ),
        (
            "instruments(filter: { id: { eq: \"instrument:rcm/nothing\" } })",
            "filter.id.eq",
            "that is there",
        ),
        (
            "instruments(filter: { adoptedAt: { eq: \"x\" } })",
            "filter.adoptedAt.eq",
            "`id`",
        ),
        (
            "instruments(filter: { title: { contains: \"\" } })",
            "filter.title.contains",
            "1 to 200 characters",
        ),
        (
            "instruments(filter: { title: { eq: \"a\\u0000b\" } })",
            "filter.title.eq",
            "control characters",
        ),
        (
            "instruments(filter: { kind: { in: [] } })",
            "filter.kind.in",
            "1 to 100 values",
        ),
        (
            "instruments(filter: { or: [] })",
            "filter.or",
            "1 to 100 values",
        ),
    ] {
        let field = format!("{arguments} {{ totalCount }}");
        refused(
            server,
            &field,
            "BAD_USER_INPUT",
            &[&format!("`{path}`"), takes],
        )
        .await;
    }
}

async fn what_does_not_fit_the_schema_is_refused_before(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    for (arguments, named) in [
        ("iscms(filter: [1])", &["`filter`", "an object"][..]),
        (
            "events(filter: { start: { gte: \"2019-02-30\" } })",
            &["`filter.start.gte`", "2019-11-21"],
        ),
        (
            "events(filter: { start: { in: [\"2019-02-01\", \"soon\"] } })",
            &["`filter.start.in.1`", "2019-11-21"],
        ),
        (
            "iscms(filter: { color: { eq: \"red\" } })",
            &["`filter.color`", "`established`"],
        ),
        (
            "iscms(filter: { kind: { eq: CASTLE } })",
            &[
                "`filter.kind.eq`",
                "CASTLE",
                "`REGIONAL_CONSULTATIVE_PROCESS`",
            ],
        ),
        (
            "iscms(filter: { established: { gte: \"long ago\" } })",
            &["`filter.established.gte`", "a whole number"],
        ),
        (
            "iscms(filter: { established: { gte: 1.5 } })",
            &["`filter.established.gte`", "a whole number"],
        ),
        (
            "iscms(orderBy: [{ field: BEAUTY }])",
            &["`orderBy.0.field`", "BEAUTY", "`MEMBER_COUNT`"],
        ),
        (
            "iscms(orderBy: [{ field: NAM }])",
            &["did you mean `NAME`?"],
        ),
        (
            "iscms(orderBy: [{ direction: DESC }])",
            &["`orderBy.0.field`", "is missing"],
        ),
        (
            "iscms(orderBy: [{ field: NAME, direction: SIDEWAYS }])",
            &["`orderBy.0.direction`", "SIDEWAYS", "`ASC`, `DESC`"],
        ),
        (
            "instruments(filter: { year: { in: [2016, null] } })",
            &["`filter.year.in.1`", "a whole number"],
        ),
        (
            "fundingSources(filter: { amount: { gte: \"1e3\" } })",
            &["`filter.amount.gte`", "a decimal number"],
        ),
        (
            "instruments(filtre: {})",
            &["no argument `filtre`", "did you mean `filter`?"],
        ),
    ] {
        let field = format!("{arguments} {{ totalCount }}");
        refused(server, &field, "GRAPHQL_VALIDATION_FAILED", named).await;
    }
    let group = "iscms { groupBy(keys: [BEAUTY]) { count } }";
    refused(
        server,
        group,
        "GRAPHQL_VALIDATION_FAILED",
        &["`keys.0`", "BEAUTY", "`ESTABLISHED`"],
    )
    .await;
    // What is allowed is told to programs, too.
    let query =
        "{ all: iscms(filter: { members: { some: { role: { eq: GUEST } } } }) { totalCount } }";
    let answer = server.ask(query, json!({})).await;
    let error = &answer["errors"][0];
    assert_eq!(error["path"], json!(["all"]), "{answer}");
    assert_eq!(
        error["locations"],
        json!([{ "line": 1, "column": 55 }]),
        "{answer}"
    );
    assert_eq!(
        error["extensions"]["argument"],
        "filter.members.some.role.eq"
    );
    let allowed = error["extensions"]["allowed"].as_array().expect("a list");
    assert!(allowed.contains(&json!("OBSERVER")), "{answer}");
}

async fn variables_are_held_to_the_same(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let query = "query ($filter: InstrumentFilter, $order: [InstrumentOrder!]) {
        instruments(filter: $filter, orderBy: $order) { totalCount } }";
    for (variables, named) in [
        (json!({ "filter": { "color": 1 } }), "`$filter.color`"),
        (
            json!({ "filter": { "year": { "gte": "x" } } }),
            "`$filter.year.gte`",
        ),
        (
            json!({ "filter": { "kind": { "eq": "CASTLE" } } }),
            "`GUIDELINES`",
        ),
        (
            json!({ "filter": { "topics": { "some": { "slug": { "eq": "magic" } } } } }),
            "magic",
        ),
        (json!({ "filter": 3 }), "`$filter`"),
        (json!({ "order": [{ "field": "BEAUTY" }] }), "BEAUTY"),
        (json!({ "order": [{ "field": 7 }] }), "`$order.0.field`"),
    ] {
        let answer = server.ask(query, variables.clone()).await;
        let error = &answer["errors"][0];
        let message = error["message"].as_str().expect("an error").to_lowercase();
        assert!(
            message.contains(&named.to_lowercase()),
            "{variables}: {answer}"
        );
        assert!(error["extensions"]["code"].is_string(), "{answer}");
        assert!(answer["data"].is_null(), "{answer}");
    }
    let ordered = json!({ "order": { "field": "YEAR" }, "filter": { "kind": { "in": "STUDY" } } });
    let data = server.data(query, ordered).await;
    assert!(data["instruments"]["totalCount"].as_u64() > Some(0));
}

async fn filters_have_bounds(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let nested =
        |depth: usize| format!("{}{}{}", "{ not: ".repeat(depth), "{}", " }".repeat(depth));
    let deep = format!("iscms(filter: {}) {{ totalCount }}", nested(12));
    refused(server, &deep, "BAD_USER_INPUT", &["deeper than 10"]).await;
    server
        .data(
            &format!("{{ iscms(filter: {}) {{ totalCount }} }}", nested(9)),
            json!({}),
        )
        .await;
    let wide = ["{ year: { eq: 2000 } }"; 60].join(", ");
    let wide = format!("instruments(filter: {{ or: [{wide}], and: [{wide}] }}) {{ totalCount }}");
    refused(server, &wide, "BAD_USER_INPUT", &["100 conditions"]).await;
    let years = ["2000"; 101].join(", ");
    let long = format!("instruments(filter: {{ year: {{ in: [{years}] }} }}) {{ totalCount }}");
    refused(
        server,
        &long,
        "BAD_USER_INPUT",
        &["filter.year.in", "1 to 100 values"],
    )
    .await;
    let text = "x".repeat(10_000);
    let long =
        format!("instruments(filter: {{ title: {{ contains: \"{text}\" }} }}) {{ totalCount }}");
    refused(server, &long, "BAD_USER_INPUT", &["1 to 200 characters"]).await;
    // Relations in relations, back and forth: the work is bounded by what is there.
    let there_and_back = "members: { some: { country: { is: { memberships: { some: { iscm: { is: {";
    let query = format!(
        "{{ iscms(filter: {{ {0} {0} established: {{ gte: 1900 }} {1} {1} }}) {{ totalCount }} }}",
        there_and_back, "} } } } } } } }"
    );
    let answer = server.ask(&query, json!({})).await;
    assert!(
        answer["data"]["iscms"]["totalCount"].as_u64() > Some(30),
        "{answer}"
    );
}

async fn orders_and_groups_have_bounds(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let six = ["{ field: YEAR }"; 6].join(", ");
    let order = format!("instruments(orderBy: [{six}]) {{ totalCount }}");
    refused(
        server,
        &order,
        "BAD_USER_INPUT",
        &["`orderBy`", "at most 5"],
    )
    .await;
    for (arguments, named) in [
        ("keys: [KIND, YEAR, COUNTRY, ISCM]", "`keys`"),
        ("keys: [KIND], first: -1", "`first`"),
        ("keys: [KIND], first: 1001", "`first`"),
    ] {
        let query = format!("{{ events {{ totalCount groupBy({arguments}) {{ count }} }} }}");
        let answer = server.ask(&query, json!({})).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
        assert!(
            error["message"]
                .as_str()
                .expect("a message")
                .contains(named),
            "{answer}"
        );
    }
}

async fn a_cursor_belongs_to_its_order(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let by_name = server
        .data(
            "{ iscms(first: 3, orderBy: { field: NAME }) { pageInfo { endCursor } } }",
            json!({}),
        )
        .await;
    let cursor = by_name["iscms"]["pageInfo"]["endCursor"]
        .as_str()
        .expect("a cursor");
    for order in [
        "",
        ", orderBy: { field: NAME, direction: DESC }",
        ", orderBy: { field: ESTABLISHED }",
    ] {
        let field = format!("iscms(first: 3, after: \"{cursor}\"{order}) {{ totalCount }}");
        refused(
            server,
            &field,
            "BAD_USER_INPUT",
            &["`after`", "in this order"],
        )
        .await;
    }
}
