//! Digests that are asked for by the forms of the pages, in the language of these.

use reqwest::Method;
use serde_json::json;

use super::super::post::Post;
use super::super::webhooks::{Ahead, HOUR, publish};
use super::super::{codes, theme, website};
use super::{follow, start, subscribe};
use crate::support::{Backend, both_databases};

both_databases! {
    forms_do_what_the_api_does,
    mails_are_in_the_language_that_is_asked_for,
}

async fn forms_do_what_the_api_does(backend: Backend) {
    let mut post = Post::start().await;
    let (office, _) = start(backend, &Ahead::default(), &post).await;
    let page = office.0.get("/changes").await.text().await.expect("a page");
    assert!(page.contains("digests\">By mail</a>"), "{page}");
    let page = office
        .0
        .get("/digests?lang=fr")
        .await
        .text()
        .await
        .expect("a page");
    assert!(page.contains("name=\"iscm\" value=\"rcm\""), "{page}");
    let path = follow(
        &office,
        "/digests",
        "email=ana%40example.org&every=WEEKLY&iscm=rcm&iscm=sacm",
    )
    .await;
    assert_eq!(path, "/digests/asked");
    assert!(post.next().await.letter.contains("each week"));
    for (form, code) in [
        ("every=WEEKLY", "email"),
        ("email=ana%40example.org&every=HOURLY", "every"),
        ("email=ana&every=DAILY", "email"),
        ("email=ana%40example.org&every=DAILY&iscm=nothing", "iscms"),
        ("email=ana%40example.org&every=DAILY&every=WEEKLY", "every"),
        (
            "email=ana%40example.org&every=DAILY&language=XX",
            "language",
        ),
        (
            "email=a%40example.org&every=DAILY&question=@a/b&question=@a/c",
            "question",
        ),
    ] {
        let request = office.0.request(Method::POST, "/digests").body(form);
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 400, "{form}");
        let told = response.text().await.expect("a text");
        assert!(told.contains(&format!("`{code}`")), "{form}: {told}");
    }
    let long = "a".repeat(20_000);
    let response = office
        .0
        .request(Method::POST, "/digests")
        .body(long)
        .send()
        .await;
    assert_eq!(response.expect("an answer").status(), 400);
    assert_eq!(
        office
            .0
            .request(Method::PUT, "/digests")
            .send()
            .await
            .expect("an answer")
            .status(),
        405
    );
}

async fn mails_are_in_the_language_that_is_asked_for(backend: Backend) {
    let (ahead, mut post) = (Ahead::default(), Post::start().await);
    let (office, key) = start(backend, &ahead, &post).await;
    let page = office.0.get("/digests?lang=es").await;
    let page = page.text().await.expect("a page");
    assert!(page.contains("name=\"language\" value=\"ES\""), "{page}");
    let form = "email=ana%40example.org&every=DAILY&iscm=rcm&language=ES";
    let path = follow(&office, "/digests?lang=es", form).await;
    assert_eq!(path, "/digests/asked?lang=es");
    let letter = post.next().await;
    assert_eq!(letter.header("Content-Language"), "es");
    let text = letter.text();
    assert!(text.contains("Para confirmarlo, abra\n"), "{text}");
    let path = follow(&office, &letter.link("confirm"), "").await;
    assert_eq!(path, "/digests/confirmed?lang=es");
    publish(&office, &key, theme("rcm", "Theirs")).await;
    ahead.by(24 * HOUR);
    let text = post.next().await.text();
    for part in [
        "Lo que cambió en Conferencia Regional sobre Migración, de la versión 1 a la 2:\n",
        "\nConferencia Regional sobre Migración\n- Temas, añadido: Theirs\n",
        "\nhttps://iscm.example.org/changes/1..2?lang=es\n",
        "\nPara no recibir más correos de este tipo, abra\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    // The same in another language is instead of it, once that is confirmed, and tells what it has not told.
    publish(&office, &key, theme("rcm", "Not told yet")).await;
    let asked = subscribe(&office, "ana@example.org", "DAILY", json!(["RCM"])).await;
    assert_eq!(codes(&asked), [""; 0]);
    let letter = post.next().await;
    assert_eq!(letter.header("Content-Language"), "en");
    follow(&office, &letter.link("confirm"), "").await;
    publish(&office, &key, website("https://example.org/1")).await;
    ahead.by(24 * HOUR);
    let text = post.next().await.text();
    for part in ["What changed in Regional Conference", ": Not told yet\n"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    post.is_quiet().await;
}
