//! What is had as files: the page tells what `/d/` lists, and its links lead to the files.

use reqwest::header::ACCEPT;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::{led, page, shown};
use crate::files::NAMES;
use crate::support::{Backend, TestServer, both_databases, list};

both_databases! {
    the_page_shows_what_is_listed,
    browsers_are_led_to_the_page,
}

async fn the_page_shows_what_is_listed(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let listed: Value = server.get("/d/").await.json().await.expect("JSON");
    let sets = list(&listed["datasets"]);
    let names: Vec<_> = sets.iter().filter_map(|set| set["name"].as_str()).collect();
    assert_eq!(names, NAMES);
    for lang in ["en", "es", "fr"] {
        let html = shown(&server, &format!("/data?lang={lang}"), StatusCode::OK).await;
        for set in sets {
            let told = |name: &str| set[name].as_str().expect("text").to_owned();
            for text in [told("title"), told("description")] {
                assert!(html.contains(&text), "{lang}: {text}");
            }
            for part in ["parameters", "columns"] {
                for one in list(&set[part]) {
                    let name = one["name"].as_str().expect("a name");
                    let is_there = html.contains(&format!("<code>{name}"));
                    assert!(is_there, "{lang}: {name} of {}", told("name"));
                }
            }
        }
    }
    let got = page(&server, "/data?version=1").await;
    let links = got.links();
    let files: Vec<_> = links
        .iter()
        .filter_map(|link| link.strip_prefix("./d/"))
        .collect();
    assert_eq!(
        files.len(),
        sets.iter()
            .map(|set| set["files"].as_object().map_or(0, serde_json::Map::len))
            .sum::<usize>()
    );
    for file in files {
        assert!(file.ends_with("?version=1"), "{file}");
        let answer = server.request(Method::HEAD, &format!("/d/{file}"));
        let answer = answer.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{file}");
    }
    let dumps = links.iter().filter(|link| link.starts_with("./dump."));
    for dump in dumps.clone() {
        let answer = server.request(Method::HEAD, &dump[1..]);
        let answer = answer.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{dump}");
    }
    assert_eq!(dumps.count(), 3);
    let catalogue = got.body.split("application/ld+json\">").nth(1);
    let catalogue = catalogue.and_then(|rest| rest.split("</script>").next());
    let catalogue: Value = serde_json::from_str(catalogue.expect("JSON-LD")).expect("JSON");
    assert_eq!(catalogue["@type"], "DataCatalog");
    assert_eq!(list(&catalogue["dataset"]).len(), NAMES.len());
}

async fn browsers_are_led_to_the_page(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let listed = server.get("/d/").await;
    assert_eq!(listed.headers()["vary"], "accept");
    assert_eq!(listed.headers()["content-type"], "application/json");
    let browser = server.request(Method::GET, "/d/");
    let browser = browser.header(ACCEPT, "text/html,*/*;q=0.8");
    let page = browser.send().await.expect("an answer");
    assert_eq!(page.url().path(), "/data");
    assert_eq!(page.status(), StatusCode::OK);
    let (status, _) = led(&server, "/d/").await;
    assert_eq!(status, StatusCode::OK, "programs are led nowhere");
}
