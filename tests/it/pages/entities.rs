//! Pages of countries, organizations, topics, frameworks and sources.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{led, links, page, shown, texts};
use crate::support::{Backend, TestServer, both_databases, list};

both_databases! {
    a_country_is_told_as_the_api_tells_it,
    an_organization_is_told_as_the_api_tells_it,
    a_topic_is_told_as_the_api_tells_it,
    a_framework_is_told_as_the_api_tells_it,
    a_source_tells_what_is_cited_from_it,
    a_source_is_taken_into_a_bibliography,
    codes_and_names_lead_to_one_address,
    what_is_not_there_is_a_page_with_what_is_near,
    what_a_page_does_not_take_is_named,
    names_are_in_the_language_of_the_reader,
}

/// All texts of the answer stand on the page.
fn tells(html: &str, texts: &[String]) {
    assert!(!texts.is_empty());
    for text in texts {
        assert!(html.contains(text.as_str()), "{text} is not in {html}");
    }
}

/// The answer that the page is made of is one link away.
async fn leads_to_its_answer(server: &TestServer, path: &str, html: &str) {
    let link = links(html, "../q/");
    let link = link
        .iter()
        .find(|link| !link.contains("&format=") && !link.contains("&cite="));
    let link = link.unwrap_or_else(|| panic!("{path} has no link to its answer"));
    let answer = server.get(&link[2..]).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}: {link}");
    let answer: Value = answer.json().await.expect("JSON");
    assert_eq!(answer.get("errors"), None, "{path}");
}

async fn a_country_is_told_as_the_api_tells_it(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let html = shown(&server, "/country/mx", StatusCode::OK).await;
    let query = r#"{ country(code: "MX") {
        name(language: FR) code3 numericCode
        memberships(first: 60) { totalCount nodes { iscm { name acronym } } }
        chairmanships { iscm { name } }
        events(first: 10, orderBy: { field: YEAR, direction: DESC }) { totalCount nodes { name } }
        endorsedInstruments(first: 10, orderBy: { field: YEAR, direction: DESC }) { nodes { title } }
        uptakes { summary }
        fundingSources { summary }
        seatedStructures { name }
    } }"#;
    let data = server.data(query, json!({})).await;
    let country = &data["country"];
    for pointer in [
        "/memberships/nodes/*/iscm/name",
        "/chairmanships/*/iscm/name",
        "/events/nodes/*/name",
        "/endorsedInstruments/nodes/*/title",
        "/uptakes/*/summary",
        "/fundingSources/*/summary",
        "/seatedStructures/*/name",
    ] {
        let told = texts(country, pointer);
        if !told.is_empty() {
            tells(&html, &told);
        }
    }
    tells(&html, &["Mexique", "MEX", "484"].map(str::to_owned));
    let count = &country["memberships"]["totalCount"];
    assert!(html.contains(&format!("({count})</h2>")), "{count}");
    for table in ["memberships", "chairs", "events", "instruments"] {
        assert!(html.contains(&format!("{table}?country=MX")), "{table}");
    }
    leads_to_its_answer(&server, "/country/mx", &html).await;
    let note = server
        .data(r#"{ country(code: "XK") { note } }"#, json!({}))
        .await;
    let html = shown(&server, "/country/xk", StatusCode::OK).await;
    tells(&html, &texts(&note["country"], "/note"));
}

async fn an_organization_is_told_as_the_api_tells_it(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let html = shown(&server, "/organization/IOM", StatusCode::OK).await;
    let query = r#"{ organization(acronym: "IOM") {
        name
        memberships(first: 60) { nodes { iscm { name } } }
        hostedStructures { name }
        supportedStructures { name }
        fundingSources { summary }
        partnerships(first: 20) { totalCount nodes { summary } }
    } }"#;
    let data = server.data(query, json!({})).await;
    let organization = &data["organization"];
    tells(
        &html,
        &texts(organization, "/memberships/nodes/*/iscm/name"),
    );
    tells(&html, &texts(organization, "/hostedStructures/*/name"));
    tells(&html, &texts(organization, "/supportedStructures/*/name"));
    tells(&html, &texts(organization, "/fundingSources/*/summary"));
    tells(&html, &texts(organization, "/partnerships/nodes/*/summary"));
    leads_to_its_answer(&server, "/organization/IOM", &html).await;
}

async fn a_topic_is_told_as_the_api_tells_it(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let html = shown(&server, "/topic/children", StatusCode::OK).await;
    let query = r#"{ topic(slug: "children") {
        label
        iscms(first: 100) { totalCount nodes { acronym } }
        themes(first: 60) { nodes { title } }
        instruments(first: 20, orderBy: { field: YEAR, direction: DESC }) { nodes { title } }
        commitments(first: 20, orderBy: { field: YEAR, direction: DESC }) { nodes { title } }
        objectives { code title }
        findings { summary }
        recommendations { summary }
    } }"#;
    let data = server.data(query, json!({})).await;
    let topic = &data["topic"];
    tells(&html, &texts(topic, "/iscms/nodes/*/acronym"));
    tells(&html, &texts(topic, "/themes/nodes/*/title"));
    tells(&html, &texts(topic, "/instruments/nodes/*/title"));
    tells(&html, &texts(topic, "/commitments/nodes/*/title"));
    tells(&html, &texts(topic, "/objectives/*/code"));
    leads_to_its_answer(&server, "/topic/children", &html).await;
}

async fn a_framework_is_told_as_the_api_tells_it(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let html = shown(&server, "/framework/gcm", StatusCode::OK).await;
    let query = r#"{ objectives(filter: { framework: { is: { slug: { eq: "gcm" } } } }) {
        code title topics { label } iscms(first: 40) { totalCount nodes { acronym } }
    } }"#;
    let data = server.data(query, json!({})).await;
    let objectives = list(&data["objectives"]);
    assert_eq!(objectives.len(), 23);
    for objective in objectives {
        tells(&html, &texts(objective, "/title"));
        let count = &objective["iscms"]["totalCount"];
        assert!(html.contains(&format!("({count}): ")), "{count}");
        for topic in texts(objective, "/topics/*/label") {
            assert!(html.contains(&topic), "{topic}");
        }
    }
    leads_to_its_answer(&server, "/framework/gcm", &html).await;
}

async fn a_source_tells_what_is_cited_from_it(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = r#"{ node(id: "source:summary-2019") { ... on Source {
        title publisher
        citedBy(first: 100) {
            totalCount
            pageInfo { hasNextPage endCursor }
            nodes { label citations { locator source { id } } ... on Membership { iscm { slug } } }
        }
    } } }"#;
    let data = server.data(query, json!({})).await;
    let source = &data["node"];
    let html = shown(&server, "/source/summary-2019", StatusCode::OK).await;
    tells(
        &html,
        &[texts(source, "/title"), texts(source, "/publisher")].concat(),
    );
    for fact in list(&source["citedBy"]["nodes"]) {
        tells(&html, &texts(fact, "/label"));
        for citation in list(&fact["citations"]) {
            if citation["source"]["id"] == "source:summary-2019" && !citation["locator"].is_null() {
                tells(&html, &texts(citation, "/locator"));
            }
        }
    }
    assert!(html.contains("../iscm/rcm#structures"), "{html}");
    leads_to_its_answer(&server, "/source/summary-2019", &html).await;
    // The next page begins where this one ends.
    let next = links(&html, "summary-2019?after=");
    let has_next = source["citedBy"]["pageInfo"]["hasNextPage"] == json!(true);
    assert_eq!(!next.is_empty(), has_next, "{next:?}");
    if let Some(next) = next.first() {
        let next = shown(&server, &format!("/source/{next}"), StatusCode::OK).await;
        let first = texts(&source["citedBy"]["nodes"][0], "/label");
        assert!(!next.contains(&format!(">{}<", first[0])), "{first:?}");
    }
}

async fn a_source_is_taken_into_a_bibliography(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let html = shown(&server, "/source/summary-2019", StatusCode::OK).await;
    for (style, start) in [("bibtex", "@"), ("ris", "TY  - "), ("csl", "[")] {
        let links = links(&html, "../q/");
        let link = links
            .iter()
            .find(|link| link.ends_with(&format!("&cite={style}")));
        let answer = server.get(&link.expect(style)[2..]).await;
        assert_eq!(answer.status(), StatusCode::OK, "{style}");
        let text = answer.text().await.expect("text");
        assert!(text.starts_with(start), "{text}");
        // It alone, and not the sources of what is cited from it.
        let entries = match style {
            "bibtex" => text.matches("\n@").count() + 1,
            "ris" => text.matches("TY  - ").count(),
            _ => text.matches("\"id\"").count(),
        };
        assert_eq!(entries, 1, "{text}");
        assert!(text.contains("summary-2019"), "{text}");
    }
    // The page itself is cited as well.
    let cited = page(&server, "/source/summary-2019?cite=bibtex").await.body;
    assert!(cited.contains("ISCM Graph"), "{cited}");
}

async fn codes_and_names_lead_to_one_address(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (path, place) in [
        ("/country/HN", "../country/hn"),
        ("/country/HND", "../country/hn"),
        ("/country/340", "../country/hn"),
        ("/country/Honduras?lang=fr", "../country/hn?lang=fr"),
        ("/country/c%C3%B4te%20d%27ivoire", "../country/ci"),
        ("/organization/iom", "../organization/IOM"),
        ("/topic/Children", "../topic/children"),
        ("/framework/GCM", "../framework/gcm"),
        ("/iscm/RCM", "../iscm/rcm"),
        (
            "/iscm/RCM/summary?lang=es",
            "../../iscm/rcm/summary?lang=es",
        ),
        ("/iscm/RCM/summary.md", "../../iscm/rcm/summary.md"),
        ("/iscm/RCM/summary.docx", "../../iscm/rcm/summary.docx"),
    ] {
        let led = led(&server, path).await;
        assert_eq!(
            led,
            (StatusCode::PERMANENT_REDIRECT, place.to_owned()),
            "{path}"
        );
    }
    for path in [
        "/country/hn",
        "/organization/IOM",
        "/topic/children",
        "/framework/gcm",
        "/iscm/rcm",
        "/iscm/rcm/summary",
        "/iscm/rcm/summary.md",
    ] {
        assert_eq!(
            led(&server, path).await,
            (StatusCode::OK, String::new()),
            "{path}"
        );
    }
}

async fn what_is_not_there_is_a_page_with_what_is_near(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for path in [
        "/country/zz",
        "/country/",
        "/organization/NO-SUCH-THING",
        "/topic/no-such-topic",
        "/framework/no-such-framework",
        "/source/no-such-source",
        "/source/a/b/c",
        "/source/",
        "/country/%FF%00",
        "/country/hn/more",
    ] {
        let html = shown(&server, path, StatusCode::NOT_FOUND).await;
        assert!(html.contains("<h1>Not found</h1>"), "{path}: {html}");
    }
    let html = shown(&server, "/country/hondurass", StatusCode::NOT_FOUND).await;
    assert!(html.contains("../country/hn"), "{html}");
}

async fn what_a_page_does_not_take_is_named(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (path, told) in [
        (
            "/country/hn?sort=name",
            "`sort` is no parameter of this page",
        ),
        (
            "/topic/children?after=x",
            "`after` is no parameter of this page",
        ),
        (
            "/source/summary-2019?after=zzz",
            "`after` is no cursor of this list",
        ),
        (
            "/source/summary-2019?after=a&after=b",
            "`after` stands more than once",
        ),
        ("/organization/IOM?version=999", "version"),
        ("/framework/gcm?lang=xx", "`lang`"),
        ("/framework/gcm?cite=word", "`cite`"),
    ] {
        let html = shown(&server, path, StatusCode::BAD_REQUEST).await;
        assert!(html.contains(told), "{path}: {html}");
    }
    let answer = server.request(Method::POST, "/country/hn").send().await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
}

async fn names_are_in_the_language_of_the_reader(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (path, told) in [
        ("/country/tr?lang=es", "Participa en"),
        ("/country/td?lang=fr", "Tchad"),
        ("/organization/IOM?lang=fr", "Participe à"),
        ("/topic/children?lang=es", "Mecanismos que trabajan en ello"),
        ("/framework/gcm?lang=fr", "Mécanismes qui y travaillent"),
        ("/source/summary-2019?lang=es", "Lo que se cita de ella"),
    ] {
        let html = shown(&server, path, StatusCode::OK).await;
        assert!(html.contains(told), "{path}: {html}");
        assert!(
            html.contains(&format!("<html lang=\"{}\">", &path[path.len() - 2..])),
            "{path}"
        );
    }
}
