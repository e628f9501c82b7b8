//! Tables: what they count, page through and download is what the API answers.

use std::collections::BTreeSet;

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Got, page};
use crate::files::csv;
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    a_selection_is_downloaded_as_it_is_paged_through,
    facets_count_what_choosing_them_gives,
    tables_are_ordered_by_their_columns,
    what_is_wrong_names_the_parameter,
    an_empty_table_tells_how_to_widen_it,
}

/// Each table, the list of the API that it shows, and a selection of it.
const TABLES: [(&str, &str, &str); 9] = [
    ("iscms", "iscms", "?status=ACTIVE&text=migration"),
    (
        "memberships",
        "memberships",
        "?iscm=rcm&iscm=sacm&role=MEMBER&order=name",
    ),
    ("chairs", "chairmanships", "?year=2026&lang=es"),
    (
        "instruments",
        "instruments",
        "?topic=children&kind=declaration&kind=GUIDELINES",
    ),
    (
        "events",
        "events",
        "?kind=MINISTERIAL&country=unknown&country=MX&order=-name",
    ),
    (
        "commitments",
        "commitments",
        "?topic=human-rights&text=Migr",
    ),
    (
        "funding",
        "fundingSources",
        "?kind=PROJECT_DONOR&year=unknown",
    ),
    (
        "structures",
        "structures",
        "?organization=IOM&frequency=ANNUAL&frequency=unknown",
    ),
    ("sources", "sources", "?kind=REPORT&text=migration"),
];

/// The address of a link that a page has, as the page is at the first level.
fn address(link: &str) -> String {
    let link = link.replace("&amp;", "&");
    format!("/{}", link.trim_start_matches("./"))
}

/// The link that stands before a part of a page.
fn link_before(got: &Got, part: &str) -> Option<String> {
    let (before, _) = got.body.split_once(part)?;
    let (_, link) = before.rsplit_once("href=\"")?;
    let end = link.find('"').unwrap_or(link.len());
    Some(address(&link[..end]))
}

/// The link that has a part.
fn link_with(got: &Got, part: &str) -> String {
    let links = got.links();
    let link = links.iter().find(|link| link.contains(part));
    address(link.unwrap_or_else(|| panic!("no link with {part}: {links:?}")))
}

/// How many there are, of how many.
fn count(got: &Got) -> (usize, usize) {
    let (_, rest) = got.body.split_once("<p><strong>").expect("a count");
    let (count, rest) = rest.split_once("</strong> of ").expect("a count");
    let (all, _) = rest.split_once("</p>").expect("a count");
    let number = |text: &str| text.replace(',', "").parse().expect("a number");
    (number(count), number(all))
}

async fn shown(server: &TestServer, path: &str) -> Got {
    let got = page(server, path).await;
    assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.text());
    got
}

async fn json_of(server: &TestServer, path: &str) -> Value {
    let response = server.get(path).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    response.json().await.expect("JSON")
}

async fn a_selection_is_downloaded_as_it_is_paged_through(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (name, list, selection) in TABLES {
        for selection in ["", selection] {
            let mut path = format!("/{name}{selection}");
            let first = shown(&server, &path).await;
            let file = link_with(&first, &format!("d/{name}.csv"));
            let mut keys = Vec::new();
            let mut pages = 0;
            let total = loop {
                let got = shown(&server, &path).await;
                // What the page says it is made of.
                let answer = json_of(&server, &link_with(&got, "./q/")).await;
                let answered = &answer["data"][list];
                let nodes = answered["nodes"].as_array().expect("nodes");
                let rows = got.body.split("<tbody>").nth(1).expect("rows");
                let rows = rows.split("</tbody>").next().unwrap_or_default();
                assert_eq!(rows.matches("<tr>").count(), nodes.len(), "{path}");
                keys.extend(
                    nodes
                        .iter()
                        .map(|node| node["id"].as_str().expect("an id").to_owned()),
                );
                pages += 1;
                match link_before(&got, "\" rel=\"next\"") {
                    Some(_) if pages > 60 => panic!("{path}: no end"),
                    Some(next) => path = next,
                    None => {
                        if pages > 1 {
                            let back = link_before(&got, "\" rel=\"prev\"").expect("a way back");
                            let before = shown(&server, &back).await;
                            assert!(before.body.contains(" rel=\"next\""), "{back}");
                        }
                        break answered["totalCount"].as_u64().expect("a number");
                    }
                }
            };
            assert!(
                !keys.is_empty() && keys.len() as u64 == total,
                "{name}{selection}: {} of {total}",
                keys.len()
            );
            let text = server.get(&file).await;
            assert_eq!(text.status(), StatusCode::OK, "{file}");
            let (_, rows) = csv(&text.text().await.expect("text"));
            let of_file: BTreeSet<_> = rows.iter().map(|row| row[0].clone()).collect();
            assert_eq!(rows.len(), keys.len(), "{file}");
            assert_eq!(of_file, keys.into_iter().collect(), "{file}");
            for format in ["xlsx", "jsonl", "parquet"] {
                if format == "parquet" && cfg!(not(feature = "parquet")) {
                    continue;
                }
                let file = link_with(&first, &format!("d/{name}.{format}"));
                let got = server.get(&file).await;
                assert_eq!(got.status(), StatusCode::OK, "{file}");
                assert_eq!(got.headers()["iscm-rows"], rows.len().to_string(), "{file}");
            }
            if selection.is_empty() {
                assert_eq!(count(&first), (rows.len(), rows.len()), "{name}");
            }
        }
    }
}

/// The choices of facets: their links, and how many each tells.
fn choices(got: &Got) -> Vec<(String, bool, usize)> {
    let (_, rest) = got
        .body
        .split_once("<nav class=\"narrow\"")
        .expect("facets");
    let (facets, _) = rest.split_once("</nav>").expect("an end");
    let items = facets.split("<li><a href=\"").skip(1);
    let choices = items.map(|item| {
        let (link, rest) = item.split_once('"').expect("a link");
        let (tag, rest) = rest.split_once('>').expect("a tag");
        let (_, count) = rest.split_once("<span class=\"muted\">").expect("a count");
        let (count, _) = count.split_once("</span>").expect("a count");
        let count = count.replace(',', "").parse().expect("a number");
        (address(link), tag.contains("aria-current"), count)
    });
    choices.collect()
}

async fn facets_count_what_choosing_them_gives(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (name, _, _) in TABLES {
        let all = shown(&server, &format!("/{name}")).await;
        let of_all = choices(&all);
        assert!(!of_all.is_empty(), "{name}");
        // One in seven, so that values of all facets are among them.
        for (link, is_chosen, told) in of_all.into_iter().step_by(7) {
            assert!(!is_chosen, "{link}");
            let got = shown(&server, &link).await;
            assert_eq!(count(&got), (told, count(&all).1), "{link}");
            let chosen: Vec<_> = choices(&got).into_iter().filter(|(_, is, _)| *is).collect();
            assert_eq!(chosen.len(), 1, "{link}");
            // Its link takes it away again.
            assert_eq!(chosen[0].0, format!("/{name}"), "{link}");
            assert_eq!(chosen[0].2, told, "{link}");
        }
    }
    // Under another facet, and with values of the same one, of which any may hold.
    let path = "/memberships?role=OBSERVER";
    let got = shown(&server, path).await;
    let mut more = choices(&got)
        .into_iter()
        .filter(|(link, ..)| link.contains("iscm="));
    let (first, second) = (more.next().expect("an ISCM"), more.next().expect("another"));
    let one = shown(&server, &first.0).await;
    assert_eq!(count(&one).0, first.2);
    let value = second.0.rsplit_once("iscm=").expect("its name").1;
    let both = shown(&server, &format!("{}&iscm={value}", first.0)).await;
    assert_eq!(
        count(&both).0,
        first.2 + second.2,
        "each membership is of one ISCM"
    );
    let roles = |got: &Got| -> usize {
        let roles = choices(got).into_iter();
        let roles = roles.filter(|(link, is, _)| *is || link.matches("role=").count() > 1);
        roles.map(|(_, _, count)| count).sum()
    };
    assert!(roles(&both) >= count(&both).0);
    // The same as the API counts.
    let query = "query($iscm: String!) { memberships(first: 0, filter: { iscm: { eq: $iscm }, role: { eq: OBSERVER } }) { totalCount } }";
    let answer = server.data(query, json!({ "iscm": value })).await;
    assert_eq!(answer["memberships"]["totalCount"], json!(second.2));
}

async fn tables_are_ordered_by_their_columns(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (way, direction, sort) in [("", "ASC", "ascending"), ("-", "DESC", "descending")] {
        let got = shown(&server, &format!("/instruments?order={way}title&iscm=rcm")).await;
        assert_eq!(got.body.matches("aria-sort=").count(), 1);
        assert!(got.body.contains(&format!("aria-sort=\"{sort}\"")));
        let query = format!(
            "{{ instruments(first: 50, filter: {{ iscm: {{ eq: \"rcm\" }} }}, orderBy: {{ field: TITLE, direction: {direction} }}) {{ nodes {{ title }} }} }}"
        );
        let answer = server.data(&query, json!({})).await;
        let text = got.text();
        let mut at = text.find("Sources").expect("the head");
        for node in answer["instruments"]["nodes"].as_array().expect("nodes") {
            let title = node["title"].as_str().expect("a title");
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            let found = text[at..].find(&title);
            at += found.unwrap_or_else(|| panic!("{title} is not in its place"));
        }
    }
}

async fn what_is_wrong_names_the_parameter(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let long = format!("/events?text={}", "x".repeat(201));
    for (path, told) in [
        ("/memberships?iscm=rcx", "`iscm` takes the acronym"),
        (
            "/memberships?role=boss",
            "`role` takes one of `MEMBER`, `OBSERVER`, `PARTNER`",
        ),
        ("/memberships?country=ZZZ", "`country` takes a code"),
        (
            "/structures?organization=nobody-at-all",
            "`organization` takes",
        ),
        ("/instruments?topic=nothing-at-all", "`topic`"),
        ("/instruments?year=soon", "`year` takes a year, as 2019"),
        ("/chairs?year=0", "`year` takes a year, as 2019"),
        ("/events?order=nobody", "`order` takes `date`, `name`"),
        (
            "/events?order=name&order=date",
            "`order` stands more than once",
        ),
        ("/events?after=zz", "`after` is no cursor"),
        (
            "/events?after=a&before=b",
            "`after` is not taken together with `before`",
        ),
        (
            "/events?colour=red",
            "`colour` is no parameter of this page, which takes `kind`",
        ),
        (&long, "`text`"),
    ] {
        let got = page(&server, path).await;
        assert_eq!(
            got.status,
            StatusCode::BAD_REQUEST,
            "{path}: {}",
            got.text()
        );
        assert!(got.text().contains(told), "{path}: {}", got.text());
    }
}

async fn an_empty_table_tells_how_to_widen_it(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let got = shown(
        &server,
        "/events?text=nothing%20is%20called%20so&country=MX",
    )
    .await;
    assert_eq!(count(&got).0, 0);
    assert!(
        got.text()
            .contains("Nothing that is recorded meets all of this.")
    );
    let widen = link_before(&got, "rel=\"nofollow\">Remove all filters");
    assert_eq!(widen.as_deref(), Some("/events"));
    assert!(!got.body.contains("<table"));
    let french = page(&server, "/events?text=rien%20du%20tout&lang=fr").await;
    assert!(french.text().contains("Rien de ce qui est enregistré"));
}
