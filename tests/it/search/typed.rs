//! Searches as people type them, key after key.

use std::sync::Arc;

use chrono::DateTime;
use entity::tables::{NodeType, Tables};
use iscm::dataset::embedded;
use iscm::graph::{Scope, Snapshot};
use iscm::search::{Found, Query, SearchRequest, search, suggest};
use iscm::store::{Loaded, Version};
use iscm::work::Work;
use serde_json::json;

use super::found;
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    each_key_stroke_is_answered,
    what_is_no_word_behind_the_last_does_not_end_it,
    lone_letters_are_asked_as_they_are_indexed,
}

async fn total(server: &TestServer, query: &str) -> u64 {
    let document = "query ($query: String!) { search(query: $query, first: 0) { totalCount } }";
    let data = server.data(document, json!({ "query": query })).await;
    data["search"]["totalCount"].as_u64().expect("a number")
}

async fn each_key_stroke_is_answered(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for whole in [
        "\"puebla process\" guidelines",
        "regional \"conference on migration",
        "«processus de rabat»",
    ] {
        for (end, letter) in whole.char_indices().skip(1) {
            let typed = &whole[..end + letter.len_utf8()];
            assert!(total(&server, typed).await > 0, "{typed}");
        }
    }
    // A phrase that is open finds what goes on with it, and all that it finds when it is closed.
    let (open, closed) = (
        total(&server, "\"puebla proc").await,
        total(&server, "\"puebla proc\"").await,
    );
    assert!(open > closed, "{open} > {closed}");
    assert!(total(&server, "\"puebla process").await >= total(&server, "\"puebla process\"").await);
    assert_eq!(total(&server, "\"process puebla").await, 0);
    // What is left out is closed at the end, too.
    assert_eq!(
        total(&server, "RCM -\"regional conference").await,
        total(&server, "RCM -\"regional conference\"").await
    );
}

async fn what_is_no_word_behind_the_last_does_not_end_it(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let plain = total(&server, "mexi").await;
    assert!(plain > 1);
    for behind in [
        " ,", ",", " -", " –", "…", " 🙂", " \"", " (", " \u{301}", "  ", " “”",
    ] {
        let typed = format!("mexi{behind}");
        assert_eq!(total(&server, &typed).await, plain, "{typed:?}");
    }
}

async fn lone_letters_are_asked_as_they_are_indexed(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for text in [
        "cote d ivoire",
        "Cote d`Ivoire",
        "Côte d’Ivoire",
        "COTE D'IVOIRE",
        "\"cote d ivoire\"",
        "cote d iv",
    ] {
        let first = found(&server, text, 1).await;
        assert_eq!(first, ["country:CI"], "{text}");
    }
    assert!(total(&server, "l'accord").await >= total(&server, "accord").await.min(1));
}

/// What the tables hold, seen.
fn scope(tables: Tables) -> Scope {
    let snapshot = Snapshot::new(Loaded::new(Version::default(), tables)).expect("a graph");
    Scope::new(Arc::new(snapshot), DateTime::UNIX_EPOCH)
}

fn page(scope: &Scope, after: Option<String>, first: usize) -> Found {
    let request = SearchRequest {
        query: Query::parse("migration").expect("a query"),
        types: Some(vec![NodeType::Activity]),
        iscms: None,
        topics: None,
        years: None,
        first,
        after,
    };
    search(scope, &request, &Work::unbounded()).expect("a page")
}

fn places(scope: &Scope, found: &Found) -> Vec<String> {
    let ids = found
        .hits
        .iter()
        .map(|hit| &scope.snapshot.tables().activity[hit.record.place as usize].id);
    ids.cloned().collect()
}

#[test]
fn a_page_goes_on_where_its_record_was_though_it_is_gone() {
    let tables = embedded().expect("sound files");
    let all = scope(tables.clone());
    let whole = page(&all, None, 100);
    let ids = places(&all, &whole);
    assert!(ids.len() > 20);
    for number in [0, 1, 7, ids.len() - 2] {
        let cursor = whole.cursor(&all, &whole.hits[number]);
        let mut without = tables.clone();
        without.activity.retain(|row| row.id != ids[number]);
        without
            .citation
            .retain(|row| row.subject_id != ids[number] || row.subject_type != NodeType::Activity);
        let later = scope(without);
        let rest = page(&later, Some(cursor), 100);
        let expected = page(&later, None, 100);
        assert_eq!(
            places(&later, &rest),
            places(&later, &expected)[number..],
            "{number}"
        );
        assert_eq!(rest.has_previous, number > 0);
        assert_eq!(rest.total, ids.len() - 1);
    }
}

#[test]
fn names_are_suggested_by_codes_other_names_and_misspellings() {
    let scope = scope(embedded().expect("sound files"));
    let suggested = |prefix: &str| {
        let found = suggest(&scope, prefix, None, 3, &Work::unbounded()).expect("suggestions");
        let found = found.into_iter();
        let texts: Vec<_> = found.map(|one| (one.text, one.fragment)).collect();
        texts
    };
    for (prefix, text) in [
        ("RMC", "RCM"),
        ("Puebla Proecss", "Puebla Process"),
        ("Hondruas", "Honduras"),
        ("Hondru", "Honduras"),
        ("HND", "HND"),
        ("340", "340"),
        ("Burma", "Burma"),
        ("mex", "Mexico"),
    ] {
        let found = suggested(prefix);
        assert!(
            found.iter().any(|(of, _)| of == text),
            "{prefix}: {found:?}"
        );
    }
    let (_, fragment) = &suggested("RMC")[0];
    assert_eq!(fragment, "RCM", "nothing of it was typed");
    assert!(suggested("zzyzx").is_empty() && suggested(&"x".repeat(200)).is_empty());
}
