//! Values of variables: what does not fit is named, with what would, before anything is answered.

use serde_json::json;

use crate::support::{Backend, TestServer, both_databases};
use crate::validation::is_refused;

both_databases! {
    null_is_refused_where_none_is_taken,
    every_wrong_variable_is_named,
}

/// A variable that may be null may stand where null may not, as there is a default for when it is not
/// given; given as null it is refused, wherever it stands.
async fn null_is_refused_where_none_is_taken(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (query, place, takes) in [
        (
            "query ($v: Boolean = true) { iscm(acronym: \"RCM\") { name @include(if: $v) } }",
            "if",
            "`true` or `false`",
        ),
        (
            "query ($v: Boolean = false) { iscm(acronym: \"RCM\") { ...F @skip(if: $v) } } fragment F on Iscm { name }",
            "if",
            "`true`",
        ),
        (
            "query ($v: Boolean = true) { ... @include(if: $v) { __schema { description } } }",
            "if",
            "`true`",
        ),
        (
            "query ($v: Boolean = true) { __schema { ...S } } fragment S on __Schema { description @skip(if: $v) }",
            "if",
            "`true`",
        ),
        (
            "query ($v: Language) { country(code: \"MX\") { name(language: $v) } }",
            "language",
            "`ES`",
        ),
        (
            "query ($v: String = \"MX\") { country(code: $v) { code } }",
            "code",
            "a text",
        ),
        (
            "query ($v: String = \"Iscm\") { __type(name: $v) { name } }",
            "name",
            "a text",
        ),
        (
            "query ($v: ID = \"iscm:rcm\") { nodes(ids: [$v]) { id } }",
            "ids.0",
            "an id",
        ),
        (
            "query ($v: String = \"health\") { search(query: \"a\", topics: [\"health\", $v]) { totalCount } }",
            "topics.1",
            "a text",
        ),
        (
            "query ($v: NodeType = ISCM) { search(query: \"a\", types: [$v]) { totalCount } }",
            "types.0",
            "`ISCM`",
        ),
        (
            "query ($v: InstrumentGroupKey = KIND) { instruments { groupBy(keys: [$v]) { count } } }",
            "keys.0",
            "`KIND`",
        ),
        (
            "query ($v: GroupOrder) { instruments { groupBy(keys: [KIND], orderBy: $v) { count } } }",
            "orderBy",
            "`COUNT`",
        ),
        (
            "query ($v: InstrumentNumber = YEAR) { instruments { groupBy(keys: []) { sum(of: $v) } } }",
            "of",
            "`YEAR`",
        ),
        (
            "query ($v: OrderDirection) { iscms(orderBy: { field: NAME, direction: $v }) { totalCount } }",
            "orderBy.direction",
            "`DESC`",
        ),
        (
            "query ($v: IscmOrderField = NAME) { iscms(orderBy: [{ field: ACRONYM }, { field: $v }]) { totalCount } }",
            "orderBy.1.field",
            "`NAME`",
        ),
        (
            "query ($v: Int = 2016) { instruments(filter: { year: { in: [2019, $v] } }) { totalCount } }",
            "filter.year.in.1",
            "a whole number",
        ),
        (
            "query ($v: CountryCode = MX) { memberships(filter: { country: { not: [$v] } }) { totalCount } }",
            "filter.country.not.0",
            "a country",
        ),
        (
            "query ($v: InstrumentFilter = {}) { instruments(filter: { or: [$v] }) { totalCount } }",
            "filter.or.0",
            "an object",
        ),
    ] {
        let right = server.ask(query, json!({})).await;
        assert!(
            right["data"].is_object() && right.get("errors").is_none(),
            "{query}: {right}"
        );
        let answer = server.ask(query, json!({ "v": null })).await;
        assert!(is_refused(&answer), "{query}: {answer}");
        assert_eq!(answer.get("data"), None, "{query}: {answer}");
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["argument"], "$v", "{query}: {answer}");
        assert!(error["locations"][0]["line"].is_u64(), "{query}: {answer}");
        let message = error["message"].as_str().expect("a message");
        let begins = format!("`{place}` takes ");
        assert!(message.contains(&begins), "{query}: {message}");
        assert!(
            message.contains(takes) && message.contains("not null"),
            "{query}: {message}"
        );
    }
    // Where null may stand, it does.
    let query =
        "query ($v: Int) { instruments(first: $v, filter: { year: { gte: $v } }) { totalCount } }";
    let answer = server.ask(query, json!({ "v": null })).await;
    assert!(answer["data"].is_object(), "{answer}");
}

/// Whatever is wrong with the value of a variable, the error names the place and says what is taken.
async fn every_wrong_variable_is_named(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (ty, wrong, place, takes) in [
        ("Int", json!("x"), "$v", "a whole number"),
        ("Int!", json!(null), "$v", "a whole number"),
        ("Int", json!([1]), "$v", "a whole number"),
        ("[Int!]", json!([1, null]), "$v.1", "a whole number"),
        ("[Int!]!", json!({}), "$v.", "a whole number"),
        ("Boolean", json!("true"), "$v", "`true` or `false`"),
        ("String", json!(1), "$v", "a text"),
        ("ID", json!(1.5), "$v", "an id"),
        ("Date", json!("soon"), "$v", "a date"),
        ("CountryCode", json!(true), "$v", "a country"),
        ("Decimal", json!("1 000"), "$v", "a decimal number"),
        ("Language", json!("XX"), "$v", "`ES`"),
        ("Language", json!("en"), "$v", "did you mean `EN`?"),
        ("YearRange", json!(2016), "$v", "an object"),
        (
            "YearRange",
            json!({ "from": "x" }),
            "$v.from",
            "a whole number",
        ),
        (
            "YearRange",
            json!({ "form": 1 }),
            "$v.form",
            "did you mean `from`?",
        ),
        ("IscmOrder!", json!({}), "$v.field", "is missing"),
        ("IscmOrder!", json!({ "field": null }), "$v.field", "one of"),
        (
            "IscmFilter",
            json!({ "members": { "some": { "role": { "in": ["MEMBER", "X"] } } } }),
            "$v.members.some.role.in.1",
            "`OBSERVER`",
        ),
    ] {
        let query = format!(
            "query ($v: {ty}) {{ dataset {{ version }} {} }}",
            use_of(ty)
        );
        let answer = server.ask(&query, json!({ "v": wrong })).await;
        assert!(is_refused(&answer), "{query}: {answer}");
        let error = &answer["errors"][0];
        let argument = error["extensions"]["argument"]
            .as_str()
            .expect("an argument");
        assert!(
            argument.starts_with(place.trim_end_matches('.')),
            "{query}: {answer}"
        );
        let message = error["message"].as_str().expect("a message");
        assert!(
            message.contains(takes) && message.contains(argument),
            "{query}: {message}"
        );
    }
}

/// A place for a variable of a type.
fn use_of(ty: &str) -> &'static str {
    match ty.trim_matches(['[', ']', '!']) {
        "Int" if ty.starts_with('[') => "instruments(filter: { year: { in: $v } }) { totalCount }",
        "Int" => "instruments(filter: { year: { eq: $v } }) { totalCount }",
        "Boolean" => "instruments(filter: { url: { isNull: $v } }) { totalCount }",
        "String" => "instruments(filter: { title: { eq: $v } }) { totalCount }",
        "ID" => "instruments(filter: { id: { eq: $v } }) { totalCount }",
        "Date" => "memberships(on: $v) { totalCount }",
        "CountryCode" => "countries(filter: { code: { eq: $v } }) { totalCount }",
        "Decimal" => "fundingSources(filter: { amount: { eq: $v } }) { totalCount }",
        "Language" => "country(code: \"MX\") { name(language: $v) }",
        "YearRange" => "search(query: \"a\", years: $v) { totalCount }",
        "IscmOrder" => "iscms(orderBy: [$v]) { totalCount }",
        _ => "iscms(filter: $v) { totalCount }",
    }
}
