//! The feed of versions, read by an XML parser, and held against what Atom asks of feeds.

use iscm::store;
use quick_xml::Reader;
use quick_xml::events::Event;
use reqwest::{Method, StatusCode, Url};
use serde_json::Value;
use tempfile::TempDir;

use super::{following, header, import, serves, two_versions};
use crate::support::{Backend, TestDatabase, TestServer, both_databases};

both_databases! {
    versions_are_told_the_newest_first,
    pages_lead_to_older_ones,
    what_is_no_text_of_xml_is_replaced,
    a_feed_is_asked_for_again_only_when_it_changed,
    what_is_wrong_in_its_address_is_told,
}

/// An element: its name, attributes, text, and what is inside.
#[derive(Clone, Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    inside: Vec<Element>,
}

impl Element {
    fn all<'e>(&'e self, name: &str) -> impl Iterator<Item = &'e Self> {
        let name = name.to_owned();
        self.inside.iter().filter(move |inside| inside.name == name)
    }

    /// The one element of a name.
    fn one(&self, name: &str) -> &Self {
        let mut all = self.all(name);
        let one = all.next();
        assert!(all.next().is_none(), "{name} stands once in {self:?}");
        one.unwrap_or_else(|| panic!("{name} stands in {self:?}"))
    }

    fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(of, _)| of == name);
        found.map_or("", |(_, value)| value)
    }

    /// Where a link leads.
    fn link(&self, rel: &str) -> Option<&str> {
        let mut links = self.all("link").filter(|link| link.attribute("rel") == rel);
        let href = links.next().map(|link| link.attribute("href"));
        assert!(links.next().is_none(), "{rel}");
        href
    }
}

/// The root of a document that is well-formed.
fn parsed(xml: &str) -> Element {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => open.last_mut().expect("open").inside.push(element(&start)),
            Event::End(_) => {
                let closed = open.pop().expect("open");
                open.last_mut().expect("open").inside.push(closed);
            }
            Event::Text(text) => open.last_mut().expect("open").text += &text,
            Event::GeneralRef(name) => {
                let text = match &*name {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("&{other};"),
                };
                open.last_mut().expect("open").text += text;
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(open.len(), 1);
    open.remove(0).inside.remove(0)
}

fn element(start: &quick_xml::events::BytesStart<'_>) -> Element {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.expect("an attribute");
        let value = quick_xml::escape::unescape(&attribute.value).expect("a value");
        (attribute.key.as_ref().to_owned(), value.into_owned())
    });
    Element {
        name: start.name().as_ref().to_owned(),
        attributes: attributes.collect(),
        ..Element::default()
    }
}

/// A feed, which has all that RFC 4287 asks for.
async fn feed(server: &TestServer, path: &str) -> Element {
    let answer = server.get(path).await;
    assert_eq!(answer.status(), 200, "{path}");
    assert_eq!(
        header(&answer, "content-type"),
        "application/atom+xml; charset=utf-8"
    );
    let feed = parsed(&answer.text().await.expect("UTF-8"));
    assert_eq!(
        (&*feed.name, feed.attribute("xmlns")),
        ("feed", "http://www.w3.org/2005/Atom")
    );
    let moment = |of: &Element| {
        let moment = chrono::DateTime::parse_from_rfc3339(&of.one("updated").text);
        moment.expect("a moment")
    };
    let is_id = |of: &Element| {
        let id = &of.one("id").text;
        let hex = id.strip_prefix("urn:uuid:").expect("a UUID");
        assert_eq!(hex.len(), 36);
        assert!(
            hex.bytes()
                .all(|byte| byte.is_ascii_hexdigit() || byte == b'-'),
            "{id}"
        );
        id.clone()
    };
    assert!(!feed.one("title").text.is_empty());
    assert!(feed.link("self").is_some());
    let mut ids = vec![is_id(&feed)];
    let mut last = moment(&feed);
    for entry in feed.all("entry") {
        ids.push(is_id(entry));
        assert!(!entry.one("title").text.is_empty());
        assert!(!entry.one("author").one("name").text.is_empty());
        assert_eq!(entry.one("content").attribute("type"), "text");
        assert!(moment(entry) <= last);
        last = moment(entry);
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
    feed
}

fn titles(feed: &Element) -> Vec<&str> {
    feed.all("entry")
        .map(|entry| &*entry.one("title").text)
        .collect()
}

async fn versions_are_told_the_newest_first(backend: Backend) {
    let database = two_versions(backend).await;
    let server = TestServer::with(&database.config()).await;
    let feed = feed(&server, "/changes.atom").await;
    assert_eq!(titles(&feed), ["Version 2", "Version 1"]);
    assert_eq!(
        (feed.link("self"), feed.link("next")),
        (Some("changes.atom"), None)
    );
    let [second, first] = feed.all("entry").collect::<Vec<_>>()[..] else {
        panic!("{feed:?}");
    };
    assert_eq!(second.one("author").one("name").text, "import");
    assert_eq!(second.one("summary").text, "Another year (1 changed)");
    assert_eq!(
        second.one("content").text,
        "Another year\nchanged: 1 iscm\n"
    );
    let published = server.graph().snapshot().version().published();
    let updated = chrono::DateTime::parse_from_rfc3339(&second.one("updated").text);
    assert_eq!(updated.ok().map(|at| at.to_utc()), published);
    let count: u64 = store::counts(server.graph().snapshot().tables())
        .values()
        .sum();
    let summary = format!("{} ({count} added)", iscm::exchange::EMBEDDED);
    assert_eq!(first.one("summary").text, summary);
    // Ids are the same on all servers over this database.
    let other = TestServer::with(&database.config()).await;
    let again = self::feed(&other, "/changes.atom").await;
    assert_eq!(again.one("id").text, feed.one("id").text);
    assert_eq!(titles(&again), titles(&feed));
}

async fn pages_lead_to_older_ones(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    for year in 2000..2004 {
        import(&database, year, &format!("The year {year}")).await;
    }
    let server = TestServer::with(&database.config()).await;
    let whole = feed(&server, "/changes.atom").await;
    assert_eq!(titles(&whole).len(), 5);
    let (mut path, mut pages, mut found) = ("/changes.atom?first=2".to_owned(), 0, Vec::new());
    loop {
        let page = feed(&server, &path).await;
        let address = Url::parse("http://h")
            .and_then(|base| base.join(&path))
            .expect("one");
        let to = |href: &str| {
            let to = address.join(href).expect("an address");
            format!("{}?{}", to.path(), to.query().unwrap_or_default())
        };
        assert_eq!(page.link("self").map(to).as_deref(), Some(&*path));
        pages += 1;
        found.extend(titles(&page).into_iter().map(str::to_owned));
        assert_eq!(page.link("first").map(to).is_some(), pages > 1);
        assert_eq!(page.one("id").text, whole.one("id").text);
        match page.link("next") {
            Some(next) => path = to(next),
            None => break,
        }
    }
    assert_eq!((found.len(), pages), (5, 3));
    assert_eq!(found, titles(&whole));
    // Before the first there is none.
    let none = feed(&server, "/changes.atom?before=1").await;
    assert!(titles(&none).is_empty() && none.link("next").is_none());
    let beyond = feed(&server, "/changes.atom?before=1000&first=1").await;
    assert_eq!(titles(&beyond), ["Version 5"]);
}

async fn what_is_no_text_of_xml_is_replaced(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let message = "</summary><script>alert(\"&amp;'1'\")</script> ]]> <![CDATA[\u{1}\u{1b}[31m\u{7f}\u{85}\u{fffe} é 𐍈\r\n";
    import(&database, 1997, message).await;
    import(&database, 1998, &"long ".repeat(10_000)).await;
    let server = TestServer::with(&database.config()).await;
    let feed = feed(&server, "/changes.atom").await;
    let entries: Vec<_> = feed.all("entry").collect();
    assert_eq!(entries.len(), 3);
    let shown = "</summary><script>alert(\"&amp;'1'\")</script> ]]> <![CDATA[\u{fffd}\u{fffd}[31m\u{fffd}\u{fffd}\u{fffd} é 𐍈\u{fffd}\n";
    assert_eq!(
        entries[1].one("summary").text,
        format!("{shown} (1 changed)")
    );
    assert!(entries[0].one("summary").text.ends_with("… (1 changed)"));
    assert!(entries[0].one("summary").text.len() < 3_000);
}

async fn a_feed_is_asked_for_again_only_when_it_changed(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let temporary = TempDir::new().expect("a folder");
    let server = TestServer::with(&following(&database, &temporary)).await;
    let ask = |known: String| {
        let request = server.request(Method::GET, "/changes.atom");
        request.header("if-none-match", known).send()
    };
    let first = server.get("/changes.atom").await;
    let tag = header(&first, "etag").to_owned();
    let again = ask(tag.clone()).await.expect("an answer");
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(header(&again, "access-control-allow-origin"), "*");
    import(&database, 1997, "Another year").await;
    serves(&server, 2).await;
    let again = ask(tag).await.expect("an answer");
    assert_eq!(again.status(), 200);
    assert!(again.text().await.expect("text").contains("Version 2"));
    // What was read is told when the database is gone; what was not, is not.
    database.break_down();
    assert_eq!(titles(&feed(&server, "/changes.atom").await).len(), 2);
    let unread = server.get("/changes.atom?first=1").await;
    assert_eq!(unread.status(), StatusCode::SERVICE_UNAVAILABLE);
    let unread = unread.text().await.expect("text");
    assert!(
        unread.contains("requestId") && !unread.contains("changeset"),
        "{unread}"
    );
}

async fn what_is_wrong_in_its_address_is_told(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (query, told) in [
        ("first=0", "`first` takes a number from 1 to 100"),
        ("first=many", "`first` takes"),
        (
            "first=1&first=2",
            "`first` stands more than once in the address",
        ),
        ("before=-1", "`before` takes the number of a version"),
        ("before=1%00", "`before` is UTF-16"),
    ] {
        let answer = server.get(&format!("/changes.atom?{query}")).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{query}");
        let answer: Value = answer.json().await.expect("JSON");
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{query}");
        let message = error["message"].as_str().expect("a message");
        assert!(message.starts_with(told), "{query}: {message}");
    }
    let refused = server.request(Method::POST, "/changes.atom").send().await;
    assert_eq!(
        refused.expect("an answer").status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
}
