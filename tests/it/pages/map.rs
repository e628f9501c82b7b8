//! The page of the map: what it draws and tells is what the graph knows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Utc;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::page as got;
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    the_iscms_of_each_state_are_counted,
    the_states_of_an_iscm_are_those_that_take_part_today,
    the_states_of_several_are_told_apart,
    the_page_is_in_the_readers_language,
    what_cannot_be_shown_is_told,
    the_page_is_light_whatever_is_chosen,
    the_same_can_be_had_as_data,
}

/// Whether the program was built with its pages, and so with the map.
async fn has_map(server: &TestServer) -> bool {
    let plain = server.get("/plain").await.text().await.expect("text");
    !plain.contains("built without its playground")
}

async fn page(server: &TestServer, path: &str) -> String {
    let page = got(server, path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    page.body
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&#38;", "&").replace("&#39;", "'");
    assert!(!text.contains("&#"), "{text}");
    text
}

/// What stands between two texts, each time.
fn all<'p>(page: &'p str, before: &'p str, after: &'p str) -> impl Iterator<Item = &'p str> {
    let parts = page.split(before).skip(1);
    parts.map(move |part| part.split(after).next().unwrap_or_default())
}

/// The rows of the table: what each is about, and the names of its States.
fn rows(page: &str) -> BTreeMap<String, Vec<String>> {
    let rows = all(page, r#"<th scope="row">"#, "</tr>").map(|row| {
        let (head, states) = row.split_once("</th>").expect("a head");
        let names = all(states, r#"<a href="./country/"#, "</a>");
        let names = names.filter_map(|link| Some(unescaped(link.split_once(r#"">"#)?.1)));
        (head.to_owned(), names.collect())
    });
    rows.collect()
}

/// The memberships of countries that hold today: country, ISCM and role.
async fn memberships(server: &TestServer) -> Vec<(String, String, String)> {
    let query = "query($on: Date!, $after: String) { memberships(first: 100, after: $after, on: $on, \
        filter: { country: { isNull: false } }) { pageInfo { hasNextPage endCursor } \
        nodes { role country { name } iscm { slug } } } }";
    let mut all = Vec::new();
    let mut after = Value::Null;
    loop {
        let on = Utc::now().date_naive().to_string();
        let data = server
            .data(query, json!({ "on": on, "after": after }))
            .await;
        let list = &data["memberships"];
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        for node in list["nodes"].as_array().expect("nodes") {
            all.push((
                text(&node["country"]["name"]),
                text(&node["iscm"]["slug"]),
                text(&node["role"]),
            ));
        }
        if list["pageInfo"]["hasNextPage"] == false {
            return all;
        }
        after = list["pageInfo"]["endCursor"].clone();
    }
}

async fn the_iscms_of_each_state_are_counted(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let mut counts = BTreeMap::<String, usize>::new();
    for (country, ..) in memberships(&server).await {
        *counts.entry(country).or_default() += 1;
    }
    assert!(counts.len() > 190, "{}", counts.len());
    let page = page(&server, "/map").await;
    let rows = rows(&page);
    let told = rows.iter().flat_map(|(count, names)| {
        let count: usize = count.parse().expect("a number");
        names.iter().map(move |name| (name.clone(), count))
    });
    assert_eq!(told.collect::<BTreeMap<_, _>>(), counts);
    if has_map(&server).await {
        let titles = all(&page, "<title>", "</title>").map(unescaped);
        let drawn = titles.filter_map(|title| {
            let (name, count) = title.rsplit_once(": ")?;
            Some((name.to_owned(), count.parse::<usize>().ok()?))
        });
        assert_eq!(drawn.collect::<BTreeMap<_, _>>(), counts);
    } else {
        assert!(page.contains("built without its map"));
    }
}

async fn the_states_of_an_iscm_are_those_that_take_part_today(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let page = page(&server, "/map?iscm=RCM").await;
    let mut expected = BTreeMap::<String, Vec<String>>::new();
    for (country, iscm, role) in memberships(&server).await {
        if iscm == "rcm" {
            expected
                .entry(role.to_lowercase())
                .or_default()
                .push(country);
        }
    }
    let mut rows = rows(&page);
    for names in rows.values_mut().chain(expected.values_mut()) {
        names.sort();
    }
    assert_eq!(rows, expected);
    assert!(rows["member"].contains(&"Honduras".to_owned()));
    assert_eq!(page.matches(" checked").count(), 1);
    assert!(page.contains(r#"value="rcm" checked"#));
    if has_map(&server).await {
        assert!(page.contains("<title>Honduras: member</title>"));
        assert!(page.contains(&format!("member ({})</li>", rows["member"].len())));
    }
}

async fn the_states_of_several_are_told_apart(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let of = memberships(&server).await;
    let parts = |country: &str, among: &[&str]| {
        let own = of
            .iter()
            .filter(|(name, iscm, _)| name == country && among.contains(&iscm.as_str()));
        own.map(|(_, iscm, _)| iscm.as_str()).collect::<Vec<_>>()
    };
    let two = rows(&page(&server, "/map?iscm=rcm&iscm=sacm").await);
    let two: Vec<_> = two
        .iter()
        .flat_map(|(head, names)| names.iter().map(move |name| (name, head.as_str())))
        .collect();
    assert!(two.len() > 15, "{two:?}");
    for (name, head) in two {
        let expected = match parts(name, &["rcm", "sacm"])[..] {
            ["rcm"] => "RCM alone",
            ["sacm"] => "SACM alone",
            _ => "RCM + SACM",
        };
        assert_eq!(head, expected, "{name}");
    }
    let three = ["rcm", "sacm", "bali-process"];
    let page = page(&server, "/map?iscm=rcm&iscm=sacm&iscm=bali-process").await;
    for (head, names) in rows(&page) {
        let slugs = head
            .trim_end_matches(" alone")
            .to_lowercase()
            .replace(' ', "-");
        let told: BTreeSet<_> = slugs.split("-+-").collect();
        for name in names {
            let expected = parts(&name, &three).into_iter().collect::<BTreeSet<_>>();
            assert_eq!(told, expected, "{name}");
        }
    }
}

async fn the_page_is_in_the_readers_language(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (lang, words) in [
        (
            "en",
            [
                "Germany",
                "The number of ISCMs per State",
                "imply no opinion",
            ],
        ),
        (
            "es",
            [
                "Alemania",
                "Número de mecanismos por Estado",
                "no implican opinión alguna",
            ],
        ),
        (
            "fr",
            [
                "Allemagne",
                "Nombre de mécanismes par État",
                "n’impliquent aucune opinion",
            ],
        ),
    ] {
        let page = page(&server, &format!("/map?lang={lang}")).await;
        assert!(page.contains(&format!("<html lang=\"{lang}\"")), "{lang}");
        for word in words {
            assert!(page.contains(word), "{lang}: {word}");
        }
        assert!(
            page.contains(&format!("country/de?lang={lang}\"")),
            "{lang}"
        );
    }
}

async fn what_cannot_be_shown_is_told(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let many: Vec<_> = (0..11).map(|number| format!("iscm=i{number}")).collect();
    let cases = [
        (
            "iscm=nowhere".to_owned(),
            StatusCode::BAD_REQUEST,
            "`iscm` takes the acronym, the slug",
        ),
        (
            "iscm=%3Cscript%3E".to_owned(),
            StatusCode::BAD_REQUEST,
            "`iscm` takes the acronym, the slug",
        ),
        (
            many.join("&"),
            StatusCode::BAD_REQUEST,
            "at most 10 ISCMs, not 11",
        ),
        (
            "iscms=rcm".to_owned(),
            StatusCode::BAD_REQUEST,
            "is no parameter of this page",
        ),
    ];
    for (query, status, message) in cases {
        let page = got(&server, &format!("/map?{query}")).await;
        assert_eq!(page.status, status, "{query}");
        assert!(page.text().contains(message), "{query}: {}", page.body);
        assert!(!page.body.contains("<script>"), "{query}");
    }
}

async fn the_page_is_light_whatever_is_chosen(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let mut sizes = BTreeMap::<String, usize>::new();
    for (_, iscm, _) in memberships(&server).await {
        *sizes.entry(iscm).or_default() += 1;
    }
    let mut largest: Vec<_> = sizes.into_iter().collect();
    largest.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    let chosen: Vec<_> = largest
        .iter()
        .map(|(slug, _)| format!("iscm={slug}"))
        .collect();
    for query in [
        "lang=es".to_owned(),
        chosen[0].clone(),
        chosen[..2].join("&"),
        chosen[..10].join("&"),
    ] {
        let page = page(&server, &format!("/map?{query}")).await;
        assert!(page.len() < 60_000, "{query}: {}", page.len());
        assert!(!page.contains(" style=\""), "{query}");
    }
}

async fn the_same_can_be_had_as_data(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (path, row) in [("/map", "France"), ("/map?iscm=rcm&iscm=sacm", "Honduras")] {
        let page = page(&server, path).await;
        let links = all(&page, "href=\"./q/", "\"").filter(|link| link.contains("format=csv"));
        let links: Vec<_> = links
            .map(|link| format!("/q/{}", link.replace("&amp;", "&")))
            .collect();
        assert_eq!(links.len(), 1, "{path}");
        let answer = server.get(&links[0]).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let csv = answer.text().await.expect("text");
        assert!(csv.contains(row), "{path}: {csv}");
    }
}
