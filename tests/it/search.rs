//! Search and suggestions, over the data set and over hostile data.

use std::collections::{BTreeMap, BTreeSet};

use entity::tables::{NodeType, Tables};
use iscm::dataset::Files;
use serde_json::{Value, json};

use crate::support::{Backend, DataFolder, TestDatabase, TestServer, both_databases};

both_databases! {
    iscms_are_found_first_by_each_of_their_names,
    countries_are_found_first_in_six_languages,
    words_are_found_in_other_forms,
    every_word_phrase_and_exclusion_counts,
    filters_and_counts_are_those_of_the_tables,
    all_pages_together_are_all_that_is_found,
    highlights_of_hostile_texts_are_safe,
    what_cannot_be_searched_is_told,
    strange_texts_are_answered,
    names_are_suggested,
}

/// What is found: the ids of a page.
async fn found(server: &TestServer, query: &str, first: usize) -> Vec<String> {
    let document = "query ($query: String!, $first: Int) {
        search(query: $query, first: $first) { nodes { id } } }";
    let data = server
        .data(document, json!({ "query": query, "first": first }))
        .await;
    ids(&data["search"]["nodes"])
}

fn ids(nodes: &Value) -> Vec<String> {
    let nodes = nodes.as_array().expect("nodes").iter();
    nodes
        .map(|node| node["id"].as_str().expect("an id").to_owned())
        .collect()
}

async fn iscms_are_found_first_by_each_of_their_names(backend: Backend) {
    let server = TestServer::start(backend).await;
    let snapshot = server.graph().snapshot();
    let iscms = &snapshot.tables().iscm;
    let names = |iscm: &entity::iscm::Model| -> BTreeSet<String> {
        let names = iscm.names.0.values().chain(&iscm.aliases.0);
        names.chain([&iscm.acronym]).cloned().collect()
    };
    let mut count = 0;
    for iscm in iscms {
        for name in names(iscm) {
            let first = found(&server, &name, 1).await;
            let with_name = iscms.iter().filter(|other| names(other).contains(&name));
            let expected: Vec<_> = with_name
                .map(|other| format!("iscm:{}", other.id))
                .collect();
            assert!(expected.contains(&first[0]), "{name}: {first:?}");
            count += 1;
        }
    }
    assert!(count > 100, "{count} names");
}

async fn countries_are_found_first_in_six_languages(backend: Backend) {
    let server = TestServer::start(backend).await;
    for code in ["MX", "HN", "CH", "RU", "MA", "BR"] {
        let document = "query ($code: String!) { country(code: $code) {
            en: name es: name(language: ES) fr: name(language: FR)
            pt: name(language: PT) ru: name(language: RU) ar: name(language: AR) } }";
        let data = server.data(document, json!({ "code": code })).await;
        for (language, name) in data["country"].as_object().expect("names") {
            let name = name.as_str().expect("a name");
            let first = found(&server, name, 1).await;
            assert_eq!(first, [format!("country:{code}")], "{language}: {name}");
        }
    }
}

async fn words_are_found_in_other_forms(backend: Backend) {
    let server = TestServer::start(backend).await;
    for (query, id) in [
        // Without accents or capitals, and in any script.
        ("conferencia regional sobre migracion", "iscm:rcm"),
        (
            "FORUM MONDIAL SUR LA MIGRATION ET LE DEVELOPPEMENT",
            "iscm:gfmd",
        ),
        ("Алматинский процесс", "iscm:almaty-process"),
        ("حوار أبوظبي", "iscm:abu-dhabi-dialogue"),
        ("حوار ابوظبي", "iscm:abu-dhabi-dialogue"),
        // Inflections.
        ("conferencias regionales migraciones", "iscm:rcm"),
        ("алматинского процесса", "iscm:almaty-process"),
        ("dialogues euro-africains migrations", "iscm:rabat-process"),
        // The beginning of the last word.
        ("South American Conf", "iscm:sacm"),
        ("алматинс", "iscm:almaty-process"),
        // Typing errors: one, and two in a long word; letters exchanged; another spelling.
        ("Mexcio", "country:MX"),
        ("Hondruas", "country:HN"),
        ("Bali Proces", "iscm:bali-process"),
        ("Regoinal Confrence on Migration", "iscm:rcm"),
        ("labor migration and mobility", "topic:labour-migration"),
    ] {
        let first = found(&server, query, 3).await;
        assert!(first.contains(&id.to_owned()), "{query}: {first:?}");
    }
}

async fn every_word_phrase_and_exclusion_counts(backend: Backend) {
    let server = TestServer::start(backend).await;
    // The RCM's guidelines on children: words of its title, its kind, its topics and its ISCM.
    let first = found(&server, "RCM guidelines children", 3).await;
    assert!(first[0].starts_with("instrument:rcm/"), "{first:?}");
    let count = async |query: &str| {
        let document = "query ($query: String!) { search(query: $query, first: 0) { totalCount } }";
        let data = server.data(document, json!({ "query": query })).await;
        data["search"]["totalCount"].as_u64().expect("a number")
    };
    assert_eq!(count("RCM zzyzx").await, 0);
    let both = count("regional conference").await;
    let phrase = count("\"regional conference\"").await;
    assert!(0 < phrase && phrase < both, "{phrase} of {both}");
    assert_eq!(count("\"conference regional\"").await, 0);
    let without = count("regional conference -\"regional conference\"").await;
    assert_eq!(without, both - phrase);
    let (all, children) = (count("\"RCM\"").await, count("\"RCM\" \"children\"").await);
    assert!(count("\"RCM\" -children").await <= all - children);
    // A word in a name is worth more than one in a text.
    let document = "{ search(query: \"detention\", first: 50) { nodes { id ... on Instrument { title }
        ... on Event { name } ... on Topic { label } ... on Theme { title } ... on Source { title } } } }";
    let data = server.data(document, json!({})).await;
    let nodes = data["search"]["nodes"].as_array().expect("nodes").iter();
    let named = nodes.map(|node| {
        let fields = node.as_object().expect("fields");
        let names = fields.iter().filter(|(field, _)| *field != "id");
        names.into_iter().any(|(_, name)| {
            name.as_str()
                .is_some_and(|name| name.to_lowercase().contains("detention"))
        })
    });
    let named: Vec<bool> = named.collect();
    let last = named
        .iter()
        .rposition(|named| *named)
        .expect("some are named so");
    assert!(
        named[..last].iter().filter(|named| !**named).count() <= 2,
        "{named:?}"
    );
}

/// How many records of each type an ISCM has that fit, told from the tables alone.
fn of_iscm(
    tables: &Tables,
    iscm: &str,
    fits: impl Fn(NodeType, &str, Option<i32>, Option<i32>) -> bool,
) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut add = |kind: NodeType, id: &str, from: Option<i32>, to: Option<i32>| {
        if fits(kind, id, from, to) {
            *counts.entry(kind.name().to_uppercase()).or_insert(0) += 1;
        }
    };
    macro_rules! scan {
        ($($table:ident $Type:ident |$row:ident| $from:expr, $to:expr;)*) => {
            $(for $row in tables.$table.iter().filter(|row| row.iscm_id == iscm) {
                add(NodeType::$Type, &$row.id, $from, $to);
            })*
        };
    }
    scan! {
        theme Theme |row| row.from_year, row.to_year;
        membership Membership |row| row.from_year, row.to_year;
        chairmanship Chairmanship |row| Some(row.from_year), row.to_year;
        structure Structure |row| row.established, row.established;
        funding Funding |row| row.year, row.year;
        fund Fund |row| Some(row.established), Some(row.established);
        event Event |row| Some(row.year), Some(row.year);
        instrument Instrument |row| Some(row.year), Some(row.year);
        contribution Contribution |_row| None, None;
        partnership Partnership |_row| None, None;
        added_value AddedValue |_row| None, None;
        uptake Uptake |row| row.year, row.year;
        activity Activity |row| row.year, row.year;
        commitment Commitment |row| Some(row.year), Some(row.year);
    }
    for row in tables.iscm.iter().filter(|row| row.id == iscm) {
        add(
            NodeType::Iscm,
            &row.id,
            Some(row.established),
            Some(row.established),
        );
    }
    for row in &tables.fund_figure {
        let fund = tables.fund.iter().find(|fund| fund.id == row.fund_id);
        if fund.expect("its fund").iscm_id == iscm {
            add(NodeType::FundFigure, &row.id, row.from_year, row.to_year);
        }
    }
    counts
}

async fn filters_and_counts_are_those_of_the_tables(backend: Backend) {
    let server = TestServer::start(backend).await;
    let snapshot = server.graph().snapshot();
    let tables = snapshot.tables();
    let document = "query ($topics: [String!], $years: YearRange, $types: [NodeType!]) {
        search(query: \"RCM\", iscms: [\"Puebla Process\"], topics: $topics, years: $years, types: $types, first: 100) {
          totalCount nodes { __typename } types { type count } } }";
    let ask = async |variables: Value| {
        let data = server.data(document, variables).await;
        let types = data["search"]["types"].as_array().expect("types").iter();
        let counts = types.map(|entry| {
            let count = usize::try_from(entry["count"].as_u64().expect("a number"));
            (
                entry["type"].as_str().expect("a type").to_owned(),
                count.expect("small"),
            )
        });
        let counts: BTreeMap<_, _> = counts.collect();
        (
            counts,
            data["search"]["totalCount"].clone(),
            data["search"]["nodes"].clone(),
        )
    };
    // Everything of the RCM names the RCM.
    let everything = of_iscm(tables, "rcm", |_, _, _, _| true);
    assert!(everything.len() > 10, "{everything:?}");
    let (counts, total, _) = ask(json!({})).await;
    assert_eq!(counts, everything);
    assert_eq!(total, json!(everything.values().sum::<usize>()));
    // Types limit what is found, not what is counted.
    let (counts, total, nodes) = ask(json!({ "types": ["THEME", "FUND"] })).await;
    assert_eq!(counts, everything);
    assert_eq!(total, json!(everything["THEME"] + everything["FUND"]));
    let kinds = nodes.as_array().expect("nodes").iter();
    let kinds: BTreeSet<_> = kinds
        .map(|node| node["__typename"].as_str().expect("a type"))
        .collect();
    assert_eq!(kinds, BTreeSet::from(["Fund", "Theme"]));
    // Years.
    let (from, to) = (2005, 2010);
    let in_years = of_iscm(tables, "rcm", |_, _, first, last| {
        (first.is_some() || last.is_some())
            && first.is_none_or(|first| first <= to)
            && last.is_none_or(|last| from <= last)
    });
    let (counts, _, _) = ask(json!({ "years": { "from": from, "to": to } })).await;
    assert!(in_years["EVENT"] > 2, "{in_years:?}");
    assert_eq!(counts, in_years);
    let (counts, _, _) = ask(json!({ "years": {} })).await;
    assert_eq!(counts, everything);
    // Topics.
    let on_topic = of_iscm(tables, "rcm", |kind, id, _, _| {
        let is_on = |topic: &str| topic == "children" || topic == "health";
        let theme = |id: &str| {
            tables
                .theme_topic
                .iter()
                .any(|row| row.theme_id == id && is_on(&row.topic_id))
        };
        match kind {
            NodeType::Theme => theme(id),
            NodeType::Iscm => tables
                .theme
                .iter()
                .any(|row| row.iscm_id == id && theme(&row.id)),
            NodeType::Instrument => tables
                .instrument_topic
                .iter()
                .any(|row| row.instrument_id == id && is_on(&row.topic_id)),
            NodeType::Commitment => tables
                .commitment_topic
                .iter()
                .any(|row| row.commitment_id == id && is_on(&row.topic_id)),
            _ => false,
        }
    });
    assert!(on_topic.len() > 2, "{on_topic:?}");
    let (counts, _, _) = ask(json!({ "topics": ["children", "health"] })).await;
    assert_eq!(counts, on_topic);
}

async fn all_pages_together_are_all_that_is_found(backend: Backend) {
    let server = TestServer::start(backend).await;
    let document =
        "query ($after: String) { search(query: \"migration\", first: 90, after: $after) {
        totalCount edges { cursor score node { id } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } types { count } } }";
    let (mut all, mut scores, mut after) = (Vec::new(), Vec::new(), Value::Null);
    let total = loop {
        let mut data = server.data(document, json!({ "after": after })).await;
        let page = data["search"].take();
        let edges = page["edges"].as_array().expect("edges");
        assert_eq!(page["pageInfo"]["hasPreviousPage"], !all.is_empty());
        assert_eq!(page["pageInfo"]["startCursor"], edges[0]["cursor"]);
        for edge in edges {
            all.push(edge["node"]["id"].as_str().expect("an id").to_owned());
            scores.push(edge["score"].as_f64().expect("a score"));
        }
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            let counts = page["types"].as_array().expect("counts").iter();
            let sum: u64 = counts
                .map(|entry| entry["count"].as_u64().expect("a number"))
                .sum();
            assert_eq!(page["totalCount"], sum);
            break page["totalCount"].clone();
        }
    };
    assert_eq!(total, all.len());
    assert!(all.len() > 1000, "{} found", all.len());
    assert!(scores.is_sorted_by(|one, next| one >= next), "best first");
    assert_eq!(
        all.iter().collect::<BTreeSet<_>>().len(),
        all.len(),
        "none twice"
    );
    // A cursor of another search, or of a list, is none.
    let others = "{ search(query: \"RCM\", first: 1) { pageInfo { endCursor } } iscms(first: 1) { pageInfo { endCursor } } }";
    let data = server.data(others, json!({})).await;
    for field in ["search", "iscms"] {
        let after = &data[field]["pageInfo"]["endCursor"];
        let answer = server.ask(document, json!({ "after": after })).await;
        assert_eq!(
            answer["errors"][0]["extensions"]["argument"], "after",
            "{answer}"
        );
    }
}

async fn highlights_of_hostile_texts_are_safe(backend: Backend) {
    let folder = DataFolder::copy();
    let hostile = format!(
        "{} <script>alert('zzyzx')</script> & <mark>zzyzx</mark> <b onclick=\\\"zzyzx\\\"> {} e\u{301}zzyzx\u{301} \u{202e}zzyzx",
        "x".repeat(300),
        "e\u{301}".repeat(300)
    );
    folder.append(
        "iscm/sacm.toml",
        &format!("[[activities]]\nkey = \"hostile\"\nkind = \"TRAINING\"\nsummary = \"{hostile}\"\ncite = [\"summary-2019\"]"),
    );
    let database = TestDatabase::empty(backend);
    let files = Files::read(folder.path()).expect("the files");
    let db = database.open().await;
    iscm::import(&db, &files, "Hostile")
        .await
        .expect("imported");
    let server = TestServer::with(&database.config()).await;
    let document = "query ($query: String!) { search(query: $query) {
        edges { node { id } highlights { field fragment } } } }";
    let data = server
        .data(document, json!({ "query": "zzyzx <script>" }))
        .await;
    let edges = data["search"]["edges"].as_array().expect("edges");
    assert_eq!(edges.len(), 1, "{data}");
    let highlights = edges[0]["highlights"].as_array().expect("highlights");
    assert!((1..=3).contains(&highlights.len()), "{data}");
    for highlight in highlights {
        assert_eq!(highlight["field"], "summary");
        let fragment = highlight["fragment"].as_str().expect("a fragment");
        let (opened, closed) = ("<mark>", "</mark>");
        assert_eq!(
            fragment.matches(opened).count(),
            fragment.matches(closed).count()
        );
        let rest = fragment.replace(opened, "").replace(closed, "");
        assert!(!rest.contains(['<', '>', '"', '\'']), "{fragment}");
        assert!(fragment.contains("<mark>zzyzx"), "{fragment}");
        assert!(
            !rest.trim_start_matches('…').starts_with('\u{301}'),
            "{fragment}"
        );
    }
}

async fn what_cannot_be_searched_is_told(backend: Backend) {
    let server = TestServer::start(backend).await;
    let (long, huge) = ("x".repeat(257), "x ".repeat(5 * 1024));
    let many = "word ".repeat(17);
    for (arguments, argument, takes) in [
        (json!({ "query": "" }), "query", "blank"),
        (json!({ "query": " \u{3000}\u{2003} " }), "query", "blank"),
        (json!({ "query": long }), "query", "256 characters, not 257"),
        (
            json!({ "query": huge }),
            "query",
            "256 characters, not 10240",
        ),
        (json!({ "query": many }), "query", "16 words, not 17"),
        (json!({ "query": "a\u{7}b" }), "query", "control"),
        (json!({ "query": "\"open" }), "query", "pairs"),
        (
            json!({ "query": "-not" }),
            "query",
            "beside those to leave out",
        ),
        (json!({ "query": "?!" }), "query", "letters or digits"),
        (json!({ "query": "x", "types": [] }), "types", "empty list"),
        (json!({ "query": "x", "iscms": [] }), "iscms", "empty list"),
        (
            json!({ "query": "x", "topics": [] }),
            "topics",
            "empty list",
        ),
        (
            json!({ "query": "x", "iscms": ["RCM", "nowhere"] }),
            "iscms",
            "\"nowhere\"",
        ),
        (
            json!({ "query": "x", "topics": ["magic"] }),
            "topics",
            "\"magic\"",
        ),
        (
            json!({ "query": "x", "years": { "from": 2020, "to": 2010 } }),
            "years",
            "2020 and 2010",
        ),
        (
            json!({ "query": "x", "first": -1 }),
            "first",
            "0 to 100, not -1",
        ),
        (
            json!({ "query": "x", "first": 101 }),
            "first",
            "0 to 100, not 101",
        ),
        (json!({ "query": "x", "after": "" }), "after", "cursor"),
        (
            json!({ "query": "x", "after": "WyJpc2NtIl0" }),
            "after",
            "cursor",
        ),
    ] {
        let document = "query ($query: String!, $types: [NodeType!], $iscms: [String!], $topics: [String!],
            $years: YearRange, $first: Int, $after: String) { search(query: $query, types: $types, iscms: $iscms,
            topics: $topics, years: $years, first: $first, after: $after) { totalCount } }";
        refused(&server, document, &arguments, ("search", argument, takes)).await;
    }
    for (arguments, argument, takes) in [
        (json!({ "prefix": " " }), "prefix", "blank"),
        (json!({ "prefix": "…" }), "prefix", "letter or digit"),
        (
            json!({ "prefix": "x".repeat(300) }),
            "prefix",
            "256 characters",
        ),
        (json!({ "prefix": "x", "types": [] }), "types", "empty list"),
        (json!({ "prefix": "x", "first": 1000 }), "first", "0 to 100"),
    ] {
        let document = "query ($prefix: String!, $types: [NodeType!], $first: Int) {
            suggest(prefix: $prefix, types: $types, first: $first) { text } }";
        refused(&server, document, &arguments, ("suggest", argument, takes)).await;
    }
}

/// Holds that a field refuses an argument and tells what it takes.
async fn refused(
    server: &TestServer,
    document: &str,
    arguments: &Value,
    (field, argument, takes): (&str, &str, &str),
) {
    let answer = server.ask(document, arguments.clone()).await;
    let error = &answer["errors"][0];
    assert_eq!(
        error["extensions"]["code"], "BAD_USER_INPUT",
        "{arguments}: {answer}"
    );
    assert_eq!(
        error["extensions"]["argument"], argument,
        "{arguments}: {answer}"
    );
    assert_eq!(error["path"], json!([field]), "{answer}");
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains(takes), "{arguments}: {message}");
}

async fn strange_texts_are_answered(backend: Backend) {
    let server = TestServer::start(backend).await;
    for text in [
        "\u{fdfa}",
        "\u{202e}x",
        "İI ǅ ß",
        "\u{1f468}\u{200d}\u{1f469}x",
        "a\u{301}\u{302}\u{303}",
        "\u{feff}x",
        "-\u{2212}x",
        "x\"y\"z",
        "----x",
        "\u{e000}\u{10ffff}x",
        "ﷺﷺﷺﷺ",
        "한국어",
        "ศูนย์",
        "5+5",
        "3.14",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "\u{640}x",
        ":en:migrat",
        "\\\"x",
        "миграция международная",
    ] {
        let document = "query ($text: String!) {
            search(query: $text) { totalCount edges { highlights { fragment } } }
            suggest(prefix: $text) { text fragment } }";
        let answer = server.ask(document, json!({ "text": text })).await;
        let code = &answer["errors"][0]["extensions"]["code"];
        assert!(
            code.is_null() || code == "BAD_USER_INPUT",
            "{text:?}: {answer}"
        );
    }
}

async fn names_are_suggested(backend: Backend) {
    let server = TestServer::start(backend).await;
    let document = "query ($prefix: String!, $types: [NodeType!], $first: Int) {
        suggest(prefix: $prefix, types: $types, first: $first) { text fragment node { id } } }";
    let suggest = async |prefix: &str, types: Value| {
        let variables = json!({ "prefix": prefix, "types": types });
        let mut data = server.data(document, variables).await;
        data["suggest"].take()
    };
    for (prefix, id, fragment) in [
        (
            "regional conf",
            "iscm:rcm",
            "<mark>Regional Conf</mark>erence on Migration",
        ),
        (
            "migracion",
            "iscm:rcm",
            "Conferencia Regional sobre <mark>Migración</mark>",
        ),
        ("méx", "country:MX", "<mark>Mex</mark>ico"),
        ("мекс", "country:MX", "<mark>Мекс</mark>ика"),
        (
            "алмат",
            "iscm:almaty-process",
            "<mark>Алмат</mark>инский процесс",
        ),
        (
            "حوار",
            "iscm:abu-dhabi-dialogue",
            "<mark>حوار</mark> أبوظبي",
        ),
        ("puebla", "iscm:rcm", "<mark>Puebla</mark> Process"),
        ("IOM", "organization:IOM", "<mark>IOM</mark>"),
        (
            "labour mig",
            "topic:labour-migration",
            "<mark>Labour mig</mark>ration and mobility",
        ),
    ] {
        let found = suggest(prefix, Value::Null).await;
        let found = found.as_array().expect("suggestions");
        let one = found.iter().find(|one| one["node"]["id"] == id);
        let one = one.unwrap_or_else(|| panic!("{prefix}: {found:?}"));
        if id != "iscm:rcm" || prefix != "migracion" {
            assert_eq!(one["fragment"], fragment, "{prefix}");
        }
    }
    let found = suggest("m", json!(["COUNTRY", "ISCM"])).await;
    let found = found.as_array().expect("suggestions");
    assert_eq!(found.len(), 10);
    assert!(found.iter().all(|one| {
        let id = one["node"]["id"].as_str().expect("an id");
        id.starts_with("country:") || id.starts_with("iscm:")
    }));
    let once: BTreeSet<_> = found
        .iter()
        .map(|one| one["node"]["id"].to_string())
        .collect();
    assert_eq!(once.len(), found.len());
    // Names that begin so stand before those that hold a word that does.
    let begins = |one: &Value| {
        one["fragment"]
            .as_str()
            .expect("a fragment")
            .starts_with("<mark>")
    };
    assert!(
        found
            .iter()
            .map(begins)
            .is_sorted_by(|one, next| one >= next)
    );
    assert_eq!(suggest("zzyzx", Value::Null).await, json!([]));
}
