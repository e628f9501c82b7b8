//! The pages of changesets that are proposed: what is on them is for those who may see it.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use super::{Office, codes, theme};
use crate::support::{Backend, both_databases};

both_databases! { proposals_are_shown_to_those_who_may_see_them }

async fn page(office: &Office, key: Option<&str>, path: &str) -> (StatusCode, Response) {
    let mut request = office
        .0
        .request(Method::GET, path)
        .header("accept", "text/html");
    if let Some(key) = key {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    let response = request.send().await.expect("an answer");
    (response.status(), response)
}

async fn text(office: &Office, key: Option<&str>, path: &str) -> String {
    let (status, response) = page(office, key, path).await;
    assert_eq!(status, 200, "{path}");
    assert_eq!(response.headers()["cache-control"], "no-store", "{path}");
    response.text().await.expect("a page")
}

async fn proposals_are_shown_to_those_who_may_see_them(backend: Backend) {
    let office = Office::start(backend).await;
    let secretariat = office.key("rcm", &["SECRETARIAT:rcm"]).await;
    let mexico = office.key("mexico", &["FOCAL_POINT:MX"]).await;
    let sacm = office.key("sacm", &["SECRETARIAT:sacm"]).await;
    let change =
        json!({ "update": { "iscm": { "id": "iscm:rcm", "website": "https://example.org/b" } } });
    let input = json!({ "title": "A <new> website", "message": "It has moved.", "changes": [change, theme("rcm", "Theirs")] });
    let payload = office.propose(&secretariat, input).await;
    assert_eq!(codes(&payload), [""; 0], "{payload:#}");
    let id = payload["changeset"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let of_one = format!("/changes/proposals/{id}");

    // Nobody in particular is asked for a key, whether there is one or not.
    let changes = office.0.get("/changes").await.text().await.expect("a page");
    assert!(
        changes.contains("changes/proposals\">Proposals</a>"),
        "{changes}"
    );
    for path in [
        "/changes/proposals",
        &of_one,
        "/changes/proposals/changeset:none",
    ] {
        let asked = text(&office, None, path).await;
        assert!(
            asked.contains("<form id=\"key\"") && !asked.contains("website"),
            "{asked}"
        );
    }
    // Who proposed it sees it, with what it changes.
    let list = text(
        &office,
        Some(&secretariat),
        "/changes/proposals?status=PROPOSED",
    )
    .await;
    assert!(list.contains("A &#60;new&#62; website</a>"), "{list}");
    assert!(!list.contains("id=\"key\""), "{list}");
    let none = text(
        &office,
        Some(&secretariat),
        "/changes/proposals?status=REJECTED&lang=es",
    )
    .await;
    assert!(none.contains("No hay ninguna."), "{none}");
    let whole = text(&office, Some(&secretariat), &of_one).await;
    for part in [
        "It has moved.",
        "https://crmsv.org",
        "https://example.org/b",
        "theme:rcm/theirs",
        "proposed",
    ] {
        assert!(whole.contains(part), "{part} in {whole}");
    }
    // To others it is as if it were not there.
    for other in [&mexico, &sacm] {
        let list = text(&office, Some(other), "/changes/proposals").await;
        assert!(!list.contains("website"), "{list}");
        assert_eq!(page(&office, Some(other), &of_one).await.0, 404);
    }
    // What is no key is told, and shows nothing.
    for path in ["/changes/proposals", &of_one] {
        let (status, refusal) = page(&office, Some("iscm_wrong"), path).await;
        assert_eq!(status, 401);
        assert!(
            refusal.headers()["www-authenticate"]
                .to_str()
                .expect("text")
                .starts_with("Bearer")
        );
        let told = refusal.text().await.expect("a page");
        assert!(told.contains("<h1>") && !told.contains("website"), "{told}");
    }
    let (status, _) = page(
        &office,
        Some(&secretariat),
        "/changes/proposals?status=NONE",
    )
    .await;
    assert_eq!(status, 400);
    // What is published is told with its version.
    let publish = "mutation ($id: ID!) { publishChangeset(id: $id, revision: 1) { changeset { version } userErrors { message } } }";
    let curator = office.key("curator", &["CURATOR"]).await;
    let done: Value = office.data(&curator, publish, json!({ "id": id })).await;
    assert_eq!(
        done["publishChangeset"]["changeset"]["version"], 2,
        "{done:#}"
    );
    let whole = text(&office, Some(&secretariat), &of_one).await;
    assert!(
        whole.contains("changes/2\">") && whole.contains("published"),
        "{whole}"
    );
    // A key is no reason to keep other pages from caches.
    let (_, public) = page(&office, Some(&secretariat), "/changes/2").await;
    assert_ne!(public.headers()["cache-control"], "no-store");
}
