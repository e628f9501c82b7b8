//! Documents and bodies that would hurt a server, each with what it meets.

use std::fmt::Write as _;

/// A field in a field, so many times, with a field inside.
pub(super) fn nested(depth: usize, before: &str, inside: &str, after: &str) -> String {
    format!("{}{inside}{}", before.repeat(depth), after.repeat(depth))
}

/// Documents, each with the limit or code that it meets.
pub(super) fn documents() -> Vec<(String, String, &'static str)> {
    let mut all = Vec::new();
    let mut add =
        |name: String, document: String, meets: &'static str| all.push((name, document, meets));
    for depth in [100, 1_000, 10_000, 100_000] {
        let meets = if depth > 20_000 { "bytes" } else { "nesting" };
        add(
            format!("lists {depth} deep"),
            format!("{{ nodes(ids: {}) {{ id }} }}", nested(depth, "[", "", "]")),
            meets,
        );
        let object = nested(depth, "{not:", "{}", "}");
        let meets = if depth > 10_000 { "bytes" } else { "nesting" };
        add(
            format!("objects {depth} deep"),
            format!("{{ iscms(filter: {object}) {{ totalCount }} }}"),
            meets,
        );
        add(
            format!("open brackets {depth} deep"),
            "{a(b:[".repeat(depth),
            meets,
        );
        let fields = nested(depth, "node(id:1){...on Iscm{", "id", "}}");
        let meets = match depth {
            100_000 => "LIMIT_EXCEEDED",
            10_000 => "bytes",
            _ => "nesting",
        };
        add(
            format!("fields {depth} deep"),
            format!("{{ {fields} }}"),
            meets,
        );
    }
    let mut doubling = "{ iscm(acronym: \"RCM\") { ...F0 } }".to_owned();
    for level in 0..30 {
        let _ = write!(
            doubling,
            " fragment F{level} on Iscm {{ a: chair {{ iscm {{ ...F{0} }} }} b: chair {{ iscm {{ ...F{0} }} }} }}",
            level + 1
        );
    }
    add(
        "2^30 by fragments".to_owned(),
        format!("{doubling} fragment F30 on Iscm {{ slug }}"),
        "depth",
    );
    let mut flat = "{ iscm(acronym: \"RCM\") { ...F0 } }".to_owned();
    for level in 0..30 {
        let _ = write!(
            flat,
            " fragment F{level} on Iscm {{ ...F{0} ...F{0} }}",
            level + 1
        );
    }
    add(
        "2^30 by spreads".to_owned(),
        format!("{flat} fragment F30 on Iscm {{ slug }}"),
        "fields",
    );
    let mut deep = "{iscm(acronym:\"RCM\"){...F0}}".to_owned();
    for level in 0..50 {
        let inside = nested(30, "chair{iscm{", &format!("...F{}", level + 1), "}}");
        let _ = write!(deep, " fragment F{level} on Iscm{{{inside}}}");
    }
    add(
        "3,000 fields deep by fragments".to_owned(),
        format!("{deep} fragment F50 on Iscm{{slug}}"),
        "levels",
    );
    let mut inline = "{...F0}".to_owned();
    for level in 0..90 {
        let inside = nested(30, "...{", &format!("...F{}", level + 1), "}");
        let _ = write!(inline, " fragment F{level} on Query{{{inside}}}");
    }
    add(
        "2,700 fragments deep".to_owned(),
        format!("{inline} fragment F90 on Query{{__typename}}"),
        "levels",
    );
    let many = |count: usize, each: &str| each.repeat(count);
    let numbered =
        |count: usize, each: fn(usize) -> String| (0..count).map(each).collect::<String>();
    add(
        "10,000 aliases".to_owned(),
        format!(
            "{{ {} }}",
            numbered(10_000, |n| format!("a{n}:__typename "))
        ),
        "bytes",
    );
    add(
        "3,000 aliases".to_owned(),
        format!("{{ {} }}", numbered(3_000, |n| format!("a{n}:__typename "))),
        "aliases",
    );
    add(
        "10,000 times a field".to_owned(),
        format!("{{ {} }}", many(10_000, "__typename ")),
        "bytes",
    );
    add(
        "5,000 times a field".to_owned(),
        format!("{{ {} }}", many(5_000, "__typename ")),
        "fields",
    );
    add(
        "10,000 directives".to_owned(),
        format!("{{ __typename {} }}", many(10_000, "@skip(if:false)")),
        "bytes",
    );
    add(
        "1,000 directives".to_owned(),
        format!("{{ __typename {} }}", many(1_000, "@skip(if:false)")),
        "directives",
    );
    add(
        "10,000 operations".to_owned(),
        numbered(10_000, |n| format!("query Q{n}{{a}}")),
        "bytes",
    );
    add(
        "1,000 operations".to_owned(),
        numbered(1_000, |n| format!("query Q{n}{{a}}")),
        "definitions",
    );
    add(
        "2,000 spreads".to_owned(),
        format!(
            "{{ {} }} fragment F on Query {{ __typename }}",
            many(2_000, "...F ")
        ),
        "spreads",
    );
    add(
        "a document of 1 MB".to_owned(),
        format!("{{ __typename #{} }}", "x".repeat(1_000_000)),
        "bytes",
    );
    add(
        "a name of 90 kB".to_owned(),
        format!("{{ {} }}", "x".repeat(90_000)),
        "name",
    );
    add(
        "a text of 90 kB".to_owned(),
        format!(
            "{{ iscms(filter: {{ kind: {{ eq: \"{}\" }} }}) {{ totalCount }} }}",
            "x".repeat(90_000)
        ),
        "GRAPHQL_VALIDATION_FAILED",
    );
    add(
        "circular fragments".to_owned(),
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned(),
        "GRAPHQL_VALIDATION_FAILED",
    );
    add(
        "circular through fields".to_owned(),
        "{ iscm(acronym: \"RCM\") { ...A } } fragment A on Iscm { chair { iscm { ...A } } }"
            .to_owned(),
        "GRAPHQL_VALIDATION_FAILED",
    );
    let circle = nested(8, "fields { type { ", "name", " } }");
    add(
        "circular introspection".to_owned(),
        format!("{{ __schema {{ types {{ {circle} }} }} }}"),
        "cost",
    );
    add(
        "a thousand faults".to_owned(),
        format!("{{ {} }}", numbered(1_000, |n| format!("wrong{n} "))),
        "GRAPHQL_VALIDATION_FAILED",
    );
    add("all that there is".to_owned(), "{ iscms(first: 100) { nodes { members(first: 100) { nodes { iscm { events(first: 100) { nodes { id } } } } } } } }".to_owned(), "cost");
    add(
        "controls".to_owned(),
        "{ iscm(acronym: \"a\u{0}b\") { slug } \u{0} }".to_owned(),
        "GRAPHQL_PARSE_FAILED",
    );
    all
}

/// Bodies that are no request, each with the status that it meets.
pub(super) fn bodies() -> Vec<(&'static str, Vec<u8>, u16)> {
    vec![
        (
            "invalid UTF-8",
            b"{\"query\":\"\xff\xfe{ __typename }\"}".to_vec(),
            400,
        ),
        (
            "a lone surrogate",
            br#"{"query":"{ iscm(acronym: \"\ud83d\") { slug } }"}"#.to_vec(),
            400,
        ),
        ("NUL", b"\0\0\0".to_vec(), 400),
        ("JSON 100,000 deep", "[".repeat(100_000).into_bytes(), 400),
        (
            "an object 100,000 deep",
            "{\"a\":".repeat(100_000).into_bytes(),
            400,
        ),
        (
            "a list of requests",
            b"[{\"query\":\"{ __typename }\"}]".to_vec(),
            400,
        ),
        ("nothing", Vec::new(), 400),
        ("64 MB", vec![b' '; 64 << 20], 413),
    ]
}
