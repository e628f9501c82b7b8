//! Guides and the reference as pages: what they link to is there, what they show runs, their HTML is whole.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::Schema;
use apollo_compiler::ast::FieldDefinition;
use apollo_compiler::schema::ExtendedType;
use iscm::graphql::sdl;
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, IF_NONE_MATCH};
use reqwest::{Method, StatusCode, Url};
use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    every_link_of_guides_and_reference_leads_somewhere,
    every_example_of_the_reference_is_answered,
    pages_are_kept_and_told_in_a_language,
    what_is_not_there_tells_what_is_near,
    the_reference_is_searched,
}

/// The longest page, in bytes.
const LONGEST: usize = 60_000;

/// Types of which the data has nothing yet.
const WITHOUT_DATA: [&str; 1] = ["CommitmentInput"];

/// The types that only private fields lead to, and what changes something.
fn private() -> BTreeSet<String> {
    let schema = Schema::parse(sdl(), "schema.graphql").expect("a schema");
    let mut public = BTreeSet::new();
    let mut open = vec!["Query".to_owned(), "Subscription".to_owned()];
    while let Some(name) = open.pop() {
        let Some(of) = schema.types.get(&*name) else {
            continue;
        };
        if !public.insert(name) {
            continue;
        }
        let is_public = |field: &FieldDefinition| {
            let told = field.description.as_ref();
            !told.is_some_and(|told| told.trim_end().ends_with("Private."))
        };
        match of {
            ExtendedType::Object(of) => {
                for field in of.fields.values().filter(|field| is_public(field)) {
                    open.push(field.ty.inner_named_type().to_string());
                    let taken = field.arguments.iter();
                    open.extend(taken.map(|one| one.ty.inner_named_type().to_string()));
                }
            }
            ExtendedType::InputObject(of) => {
                let fields = of.fields.values();
                open.extend(fields.map(|field| field.ty.inner_named_type().to_string()));
            }
            // All of these are of nodes.
            ExtendedType::Interface(_) => {
                let all = schema.types.values().filter_map(|ty| ty.as_object());
                let having = all.filter(|ty| {
                    ty.implements_interfaces
                        .iter()
                        .any(|one| one.name == *of.name())
                });
                open.extend(having.map(|ty| ty.name.to_string()));
            }
            _ => {}
        }
    }
    let all = schema.types.keys().map(ToString::to_string);
    all.filter(|name| !public.contains(name)).collect()
}

/// What stands between two marks, wherever it does.
fn between<'h>(html: &'h str, start: &str, end: char) -> impl Iterator<Item = &'h str> {
    html.split(start)
        .skip(1)
        .filter_map(move |rest| rest.split(end).next())
}

/// What an attribute says in HTML.
fn unescaped(text: &str) -> String {
    text.replace("&#38;", "&")
        .replace("&amp;", "&")
        .replace("&#39;", "'")
}

/// What is inside `<main>`: the rest is the frame's.
fn main_of(html: &str) -> &str {
    let main = html.split("<main").nth(1).expect("a main part");
    main.split("</main>").next().expect("an end")
}

async fn page(server: &TestServer, path: &str) -> String {
    let answer = server.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    let headers = answer.headers();
    assert_eq!(
        headers["content-type"], "text/html; charset=utf-8",
        "{path}"
    );
    let policy = headers["content-security-policy"].to_str().expect("text");
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("unsafe"),
        "{path}"
    );
    let html = answer.text().await.expect("text");
    assert!(html.len() < LONGEST, "{path} has {} bytes", html.len());
    html
}

/// The names of all types and directives.
async fn names(server: &TestServer) -> Vec<String> {
    let asked = "{ __schema { types { name } directives { name } } }";
    let schema = server.data(asked, json!({})).await["__schema"].take();
    let names = |key: &str| -> Vec<String> {
        let of = schema[key].as_array().expect("a list").iter();
        of.map(|of| of["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    let types = names("types")
        .into_iter()
        .filter(|name| !name.starts_with("__"));
    let directives = names("directives")
        .into_iter()
        .map(|name| format!("@{name}"));
    types.chain(directives).collect()
}

async fn every_link_of_guides_and_reference_leads_somewhere(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let base = Url::parse("http://server/").expect("an address");
    let mut open = vec!["/docs/".to_owned(), "/reference".to_owned()];
    let mut pages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut anchors, mut others) = (Vec::new(), BTreeMap::new());
    while let Some(path) = open.pop() {
        if pages.contains_key(&path) {
            continue;
        }
        let html = page(&server, &path).await;
        whole(&html, &path);
        let ids = between(&html, " id=\"", '"').map(unescaped).collect();
        pages.insert(path.clone(), ids);
        let here = base.join(&path).expect("an address");
        for link in between(main_of(&html), "href=\"", '"') {
            let link = here.join(&unescaped(link)).expect("an address");
            if link.host_str() != Some("server") {
                continue;
            }
            let to = link.path().to_owned();
            let fragment = link.fragment().unwrap_or_default();
            if to.starts_with("/docs/") || to.starts_with("/reference") {
                if !fragment.is_empty() {
                    anchors.push((path.clone(), to.clone(), fragment.to_owned()));
                }
                open.push(to);
            } else {
                let query = link.query().map(|query| format!("?{query}"));
                let to = format!("{to}{}#{fragment}", query.unwrap_or_default());
                others.insert(to, path.clone());
            }
        }
    }
    for (from, to, fragment) in anchors {
        assert!(
            pages[&to].contains(&fragment),
            "{from} links to {to}#{fragment}"
        );
    }
    let listed: BTreeSet<_> = pages
        .keys()
        .filter_map(|path| path.strip_prefix("/reference/"))
        .collect();
    let names = names(&server).await;
    assert_eq!(listed, names.iter().map(String::as_str).collect());
    let guides = pages
        .keys()
        .filter(|path| path.starts_with("/docs/"))
        .count();
    assert!(guides > 30, "{guides} guides");
    others_are_there(&server, &others).await;
}

/// Links that lead out of guides and reference: answers without errors, examples of the playground, files.
async fn others_are_there(server: &TestServer, others: &BTreeMap<String, String>) {
    let examples = server.get("/examples.json").await;
    let examples: Value = examples.json().await.expect("JSON");
    let examples = examples.as_array().expect("a list").iter();
    let examples: BTreeSet<_> = examples.filter_map(|of| of["name"].as_str()).collect();
    let mut answers = 0;
    for (link, from) in others {
        let (to, fragment) = link.split_once('#').expect("a fragment");
        if let Some(example) = fragment.strip_prefix("example=") {
            assert!(examples.contains(example), "{from}: {link}");
        }
        let answer = server.get(to).await;
        assert_eq!(answer.status(), StatusCode::OK, "{from} links to {link}");
        if to.starts_with("/graphql?") {
            answers += 1;
            let answer: Value = answer.json().await.expect("JSON");
            assert!(
                answer["data"].is_object() && answer.get("errors").is_none(),
                "{from}: {answer}"
            );
        }
    }
    assert!(answers > 350, "{answers} answers");
}

async fn every_example_of_the_reference_is_answered(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let mut faults = Vec::new();
    for name in names(&server).await {
        let html = page(&server, &format!("/reference/{name}")).await;
        let mut answers = between(main_of(&html), "href=\"../graphql?query=", '"');
        let of_schema = [
            "@cost",
            "@deprecated",
            "@listSize",
            "@oneOf",
            "@specifiedBy",
        ];
        let Some(query) = answers.next() else {
            let is_without = of_schema.contains(&&*name) || name == "Subscription";
            if !is_without && !private().contains(&name) {
                faults.push(format!("{name} has no example"));
            }
            continue;
        };
        let answer = server.get(&format!("/graphql?query={query}")).await;
        let answer: Value = answer.json().await.expect("JSON");
        let is_of_lists = [
            "Connection",
            "Edge",
            "Filter",
            "Group",
            "GroupKey",
            "Number",
            "Order",
            "OrderField",
        ]
        .iter()
        .any(|ending| name.ends_with(ending));
        let may_be_empty = is_of_lists || WITHOUT_DATA.contains(&&*name);
        if answer.get("errors").is_some() || (!may_be_empty && !holds_something(&answer["data"])) {
            faults.push(format!("{name}: {answer}"));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    // Each field that queries start from has one of its own.
    let html = page(&server, "/reference/Query").await;
    let fields = html.matches("<section class=\"part\"").count();
    let queries: Vec<_> = between(&html, "href=\"../playground#query=", '"').collect();
    assert_eq!(
        queries.len(),
        fields + 2 - html.matches("Private.").count(),
        "the type's own, those of its fields, that of the page"
    );
    for query in queries {
        let query = query.split('&').next().expect("a query");
        let answer = server.get(&format!("/graphql?query={query}")).await;
        let answer: Value = answer.json().await.expect("JSON");
        assert!(
            answer.get("errors").is_none() && holds_something(&answer["data"]),
            "{answer}"
        );
    }
}

/// Whether there is any value: on the way to a type no other is asked for.
fn holds_something(data: &Value) -> bool {
    match data {
        Value::Null => false,
        Value::Array(items) => items.iter().any(holds_something),
        Value::Object(fields) => fields.values().any(holds_something),
        _ => true,
    }
}

async fn pages_are_kept_and_told_in_a_language(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for path in [
        "/docs/",
        "/docs/http",
        "/docs/decisions/0012-pages",
        "/reference",
        "/reference/Iscm",
        "/reference/@skip",
    ] {
        let first = server.get(path).await;
        let tag = first.headers()["etag"].clone();
        let again = server
            .request(Method::GET, path)
            .header(IF_NONE_MATCH, &tag)
            .send();
        let again = again.await.expect("an answer");
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
        let html = first.text().await.expect("text");
        assert!(html.contains("<html lang=\"en\">"), "{path}");
        let french = server
            .request(Method::GET, path)
            .header(ACCEPT_LANGUAGE, "fr")
            .send();
        let french = french.await.expect("an answer");
        assert_ne!(french.headers()["etag"], tag, "{path}");
        let french = french.text().await.expect("text");
        assert!(
            french.contains("<html lang=\"fr\">") && french.contains("<div lang=\"en\">"),
            "{path}"
        );
    }
    for (path, to) in [("/docs", "/docs/"), ("/reference/", "/reference")] {
        let answer = server.get(path).await;
        assert_eq!((answer.status(), answer.url().path()), (StatusCode::OK, to));
    }
}

async fn what_is_not_there_tells_what_is_near(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (path, near) in [
        ("/reference/Iscmm", "href=\"../reference/Iscm\""),
        ("/reference/%40skp", "href=\"../reference/@skip\""),
        ("/docs/operation", "href=\"../docs/operations\""),
        (
            "/docs/decisions/0012-page",
            "href=\"../../docs/decisions/0012-pages\"",
        ),
    ] {
        let browser = server
            .request(Method::GET, path)
            .header(ACCEPT, "text/html")
            .send();
        let answer = browser.await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        let html = answer.text().await.expect("text");
        assert!(html.contains(near), "{path}: {}", main_of(&html));
    }
    for path in [
        "/docs/..%2f..%2fCargo.toml",
        "/docs/a/b/c",
        "/reference/a/b",
        "/reference/__Schema",
        "/docs/%ff",
    ] {
        let browser = server
            .request(Method::GET, path)
            .header(ACCEPT, "text/html")
            .send();
        assert_eq!(
            browser.await.expect("an answer").status(),
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

async fn the_reference_is_searched(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let found = page(&server, "/reference?q=reserve+fund").await;
    let first = between(main_of(&found), "<dt><a href=\"", '"').next();
    assert_eq!(first, Some("reference/Iscm#Iscm.reserveFund"));
    let none = page(&server, "/reference?q=xyzzy").await;
    assert!(none.contains("Nothing has these words"));
    let hostile = page(&server, "/reference?q=%22%3E%3Cscript%3E").await;
    assert!(!hostile.contains("<script>"), "{hostile}");
    whole(&hostile, "/reference?q=…");
    let many = page(&server, "/reference?q=a").await;
    assert!(many.contains("The first 60 of"));
}

/// Elements that have no end.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

/// Holds that each element of a page is ended where it should be, and that no id stands twice.
fn whole(html: &str, path: &str) {
    let mut open = Vec::new();
    let mut rest = html.strip_prefix("<!doctype html>").expect("a doctype");
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').expect("an end of a tag");
        rest = after;
        let name = tag
            .split([' ', '\n', '/'])
            .find(|name| !name.is_empty())
            .unwrap_or_default();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{path}: </{name}>");
        } else if name == "script" {
            rest = rest.split_once("</script>").expect("an end").1;
        } else if !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{path}: {open:?}");
    let mut ids = BTreeSet::new();
    for id in between(html, " id=\"", '"') {
        assert!(ids.insert(id), "{path}: {id} twice");
    }
}
