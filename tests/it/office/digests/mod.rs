//! Digests by mail: real letters to a mail server of the tests' own.

mod forms;

use std::time::Duration;

use iscm::config::PublicUrl;
use iscm::mail::MailSettings;
use reqwest::Method;
use serde_json::{Value, json};

use super::post::Post;
use super::webhooks::{Ahead, HOUR, publish};
use super::{Office, codes, theme, website};
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    a_person_asks_confirms_is_told_and_ends_it,
    a_digest_of_a_question_tells_what_changed_of_its_answer,
    what_is_no_address_is_refused_and_nobody_is_flooded,
    mails_that_are_not_taken_are_sent_again,
}

/// A server that sends its mail to a server of the tests' own.
async fn start(backend: Backend, ahead: &Ahead, post: &Post) -> (Office, String) {
    let clock = ahead.clock();
    let server = TestServer::configured(backend, |config| {
        let url = format!("smtp://127.0.0.1:{}", post.port);
        let sender = MailSettings::sender("ISCM Graph <data@example.org>");
        config.mail = Some(MailSettings::new(
            MailSettings::server(&url).expect("an address"),
            sender.expect("a sender"),
        ));
        let url = PublicUrl::read("https://iscm.example.org");
        config.edge.public_url = Some(url.expect("an address"));
        config.refresh = Duration::from_millis(100);
        config.clock = clock;
    });
    let office = Office(server.await);
    let key = office.key("curator", &["CURATOR"]).await;
    (office, key)
}

const SUBSCRIBE: &str = "mutation ($email: String!, $every: DigestFrequency!, $iscms: [String!]) {
    subscribeByEmail(email: $email, every: $every, iscms: $iscms) { userErrors { code path message } }
}";

const SUBSCRIBE_TO: &str = "mutation ($question: String!, $iscms: [String!]) {
    subscribeByEmail(email: \"ana@example.org\", every: DAILY, question: $question, iscms: $iscms) {
        userErrors { code path message }
    }
}";

async fn subscribe(office: &Office, email: &str, every: &str, iscms: Value) -> Value {
    let variables = json!({ "email": email, "every": every, "iscms": iscms });
    let mut data = office.0.data(SUBSCRIBE, variables).await;
    data["subscribeByEmail"].take()
}

/// The page that a form or a button leads to.
async fn follow(office: &Office, path: &str, body: &'static str) -> String {
    let request = office.0.request(Method::POST, path);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let response = request.body(body).send().await.expect("an answer");
    assert_eq!(response.status(), 200);
    let query = response.url().query().filter(|query| *query != "lang=en");
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let path = format!("{}{query}", response.url().path());
    let page = response.text().await.expect("a page");
    assert!(page.contains("</html>"), "{page}");
    path
}

async fn a_person_asks_confirms_is_told_and_ends_it(backend: Backend) {
    let (ahead, mut post) = (Ahead::default(), Post::start().await);
    let (office, key) = start(backend, &ahead, &post).await;
    let asked = subscribe(&office, "Ana@Example.org", "DAILY", json!(["RCM"])).await;
    assert_eq!(codes(&asked), [""; 0]);
    let letter = post.next().await;
    assert_eq!(letter.to, "<Ana@example.org>");
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    // Nothing is told before it is confirmed, and a look at the link is nothing.
    let confirm = letter.link("confirm");
    let page = office.0.get(&confirm).await;
    assert_eq!(page.status(), 200);
    let page = page.text().await.expect("a page");
    assert!(page.contains("<form method=\"post\""), "{page}");
    publish(&office, &key, website("https://example.org/1")).await;
    ahead.by(24 * HOUR);
    post.is_quiet().await;
    assert_eq!(follow(&office, &confirm, "").await, "/digests/confirmed");
    // What changed before is not told, nor what is another ISCM's.
    publish(&office, &key, theme("sacm", "Another's")).await;
    publish(&office, &key, theme("rcm", "Theirs")).await;
    publish(&office, &key, website("https://example.org/2")).await;
    post.is_quiet().await;
    ahead.by(24 * HOUR);
    let letter = post.next().await;
    for part in [
        "Themes, added: Theirs",
        "ISCMs, changed: ",
        "https://iscm.example.org/changes/2..5",
    ] {
        assert!(letter.letter.contains(part), "{part} in {}", letter.letter);
    }
    assert!(!letter.letter.contains("Another's"), "{}", letter.letter);
    assert!(letter.header("Message-ID").starts_with("<digest."));
    assert_eq!(
        letter.header("List-Unsubscribe-Post"),
        "List-Unsubscribe=One-Click"
    );
    let unsubscribe = letter.header("List-Unsubscribe");
    let unsubscribe = unsubscribe.trim_matches(['<', '>']).to_owned();
    assert_eq!(
        unsubscribe,
        format!("https://iscm.example.org{}", letter.link("unsubscribe"))
    );
    // Where nothing changed nothing is told.
    ahead.by(24 * HOUR);
    post.is_quiet().await;
    // By one click, twice.
    let path = letter.link("unsubscribe");
    for _ in 0..2 {
        let path = follow(&office, &path, "List-Unsubscribe=One-Click").await;
        assert_eq!(path, "/digests/unsubscribed");
    }
    publish(&office, &key, website("https://example.org/3")).await;
    ahead.by(24 * HOUR);
    post.is_quiet().await;
    assert_eq!(follow(&office, &confirm, "").await, "/digests/old");
    let admin = office.key("admin", &["ADMIN"]).await;
    let audit = office
        .data(&admin, "{ audit(first: 50) { action subject } }", json!({}))
        .await;
    let audit = audit.to_string();
    assert!(audit.contains("subscribeByEmail"), "{audit}");
    assert!(!audit.to_lowercase().contains("ana@"), "{audit}");
}

async fn a_digest_of_a_question_tells_what_changed_of_its_answer(backend: Backend) {
    let (ahead, mut post) = (Ahead::default(), Post::start().await);
    let (office, key) = start(backend, &ahead, &post).await;
    let partner = office.key("partner", &["PARTNER"]).await;
    let question = |is_public: bool| {
        json!({
            "name": "websites",
            "title": "Where ISCMs are on the web",
            "document": "{ iscms(first: 100) { nodes { acronym website } } }",
            "isPublic": is_public,
        })
    };
    let ask = async |question: &str, iscms: Value| {
        let variables = json!({ "question": question, "iscms": iscms });
        office.0.data(SUBSCRIBE_TO, variables).await["subscribeByEmail"].take()
    };
    // One that is another's own is as if it were not there.
    office.saved(&partner, question(false)).await;
    for absent in ["@partner/websites", "@partner/none", "partner/websites", ""] {
        let asked = ask(absent, json!(null)).await;
        assert_eq!(codes(&asked), ["NOT_FOUND"], "{absent}");
        assert_eq!(asked["userErrors"][0]["path"], json!(["question"]));
    }
    ahead.by(HOUR);
    office.saved(&partner, question(true)).await;
    let both = ask("@partner/websites", json!(["RCM"])).await;
    assert_eq!(codes(&both), ["INVALID"]);
    let page = office.0.get("/digests?question=@partner/websites").await;
    let page = page.text().await.expect("a page");
    assert!(
        page.contains("name=\"question\" value=\"@partner/websites\""),
        "{page}"
    );
    let form = "email=ana%40example.org&every=DAILY&question=%40partner%2Fwebsites";
    assert_eq!(follow(&office, "/digests", form).await, "/digests/asked");
    let letter = post.next().await;
    assert!(
        letter.letter.contains("Where ISCMs are on the web"),
        "{}",
        letter.letter
    );
    follow(&office, &letter.link("confirm"), "").await;
    // What is not in the answer is not told.
    publish(&office, &key, theme("rcm", "Another's")).await;
    ahead.by(24 * HOUR);
    post.is_quiet().await;
    publish(&office, &key, website("https://example.org/2")).await;
    ahead.by(24 * HOUR);
    let letter = post.next().await;
    for part in [
        "new or have other values: 1. Rows that are gone: 0.",
        "- RCM ",
        " https://example.org/2",
        // As letters write it.
        "https://iscm.example.org/d/@partner/websites.csv?since=3D2",
    ] {
        assert!(letter.letter.contains(part), "{part} in {}", letter.letter);
    }
    let changed = office.0.get("/d/@partner/websites.csv?since=2").await;
    let changed = changed.text().await.expect("a file");
    let row = "\r\nupsert,iscm:rcm,RCM,https://example.org/2\r\n";
    assert_eq!(changed.matches("upsert").count(), 1, "{changed}");
    assert!(changed.contains(row), "{changed}");
    // Where it is not public any more, that is the last that comes.
    office.saved(&partner, question(false)).await;
    publish(&office, &key, website("https://example.org/3")).await;
    ahead.by(24 * HOUR);
    let last = post.next().await;
    assert!(
        last.letter.contains("not public any more"),
        "{}",
        last.letter
    );
    ahead.by(24 * HOUR);
    post.is_quiet().await;
    let ended = follow(&office, &letter.link("unsubscribe"), "").await;
    assert_eq!(ended, "/digests/unsubscribed");
}

async fn what_is_no_address_is_refused_and_nobody_is_flooded(backend: Backend) {
    let mut post = Post::start().await;
    let (office, _) = start(backend, &Ahead::default(), &post).await;
    for wrong in [
        "",
        "ana",
        "ana@localhost",
        "a@b.org, c@d.org",
        "a@b.org\r\nBcc: c@d.org",
        "a@[127.0.0.1]",
    ] {
        let asked = subscribe(&office, wrong, "WEEKLY", json!(null)).await;
        assert_eq!(codes(&asked), ["INVALID"], "{wrong:?}");
        assert_eq!(asked["userErrors"][0]["path"], json!(["email"]));
    }
    post.is_quiet().await;
    for _ in 0..3 {
        let asked = subscribe(&office, "ana@example.org", "WEEKLY", json!(null)).await;
        assert_eq!(codes(&asked), [""; 0]);
    }
    let letter = post.next().await;
    post.is_quiet().await;
    // Of one that is confirmed nothing comes, and nothing tells.
    assert_eq!(
        follow(&office, &letter.link("confirm"), "").await,
        "/digests/confirmed"
    );
    let asked = subscribe(&office, "ana@example.org", "WEEKLY", json!(null)).await;
    assert_eq!(codes(&asked), [""; 0]);
    post.is_quiet().await;
    let other = letter.link("confirm").replace("token=", "token=x");
    assert_eq!(follow(&office, &other, "").await, "/digests/old");
    // A server that sends no mail.
    let quiet = TestServer::start(backend).await;
    let variables = json!({ "email": "ana@example.org", "every": "DAILY", "iscms": null });
    let refused = quiet.ask(SUBSCRIBE, variables).await;
    assert_eq!(
        refused["errors"][0]["extensions"]["code"], "UNAVAILABLE",
        "{refused:#}"
    );
    assert_eq!(quiet.get("/digests").await.status(), 404);
    assert!(
        !quiet
            .get("/changes")
            .await
            .text()
            .await
            .expect("a page")
            .contains("digests")
    );
}

async fn mails_that_are_not_taken_are_sent_again(backend: Backend) {
    let (ahead, mut post) = (Ahead::default(), Post::start().await);
    let (office, key) = start(backend, &ahead, &post).await;
    subscribe(&office, "ana@example.org", "DAILY", json!(null)).await;
    let confirm = post.next().await.link("confirm");
    follow(&office, &confirm, "").await;
    publish(&office, &key, website("https://example.org/1")).await;
    post.answers("451 later");
    ahead.by(24 * HOUR);
    let first = post.next().await.header("Message-ID");
    post.is_quiet().await;
    post.answers("250 taken");
    ahead.by(HOUR);
    assert_eq!(post.next().await.header("Message-ID"), first);
    ahead.by(24 * HOUR);
    post.is_quiet().await;
    // One that is refused each day ends.
    publish(&office, &key, website("https://example.org/2")).await;
    post.answers("550 no such person");
    for _ in 0..8 {
        ahead.by(24 * HOUR);
        post.next().await;
        post.is_quiet().await;
    }
    post.answers("250 taken");
    ahead.by(24 * HOUR);
    post.is_quiet().await;
}
