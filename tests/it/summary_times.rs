//! The summary of findings and valid time: what holds today, what held, what is to come.

use serde_json::{Value, json};

use crate::support::{Backend, TestServer, both_databases, facts, list};

both_databases! {
    what_holds_today_is_told_apart_from_what_is_over,
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

async fn summary(server: &TestServer, slug: &str) -> Value {
    let query = "query ($slug: String!) { iscm(acronym: $slug) { summaryOfFindings {
        markdown sections { paragraphs { text } } } } }";
    let mut data = server.data(query, json!({ "slug": slug })).await;
    data["iscm"]["summaryOfFindings"].take()
}

async fn what_holds_today_is_told_apart_from_what_is_over(backend: Backend) {
    let server = TestServer::changed(backend, |folder| {
        let member = |code: &str, years: &str| {
            format!("[[members]]\ncountry = \"{code}\"\nrole = \"MEMBER\"\n{years}\ncite = [\"apc-about\"]\n")
        };
        let theme = |key: &str, years: &str| {
            format!("[[themes]]\ntitle = \"Title of {key}\"\n{years}\ntopics = [\"children\"]\ncite = [\"apc-about\"]\n")
        };
        let facts = [
            member("CL", "from = 1997\nto = 2005"),
            member("PE", "from = 1997\nto = 2030"),
            member("BR", "from = 2029"),
            theme("over", "from = 1997\nto = 2004"),
            theme("goes-on", "from = 1997\nto = 2030"),
            theme("to-come", "from = 2029"),
        ];
        folder.append("iscm/apc.toml", &facts.concat());
    })
    .await;
    let query =
        "{ iscm(acronym: \"APC\") { members(on: \"2026-11-28\", role: MEMBER) { totalCount } } }";
    let data = server.data(query, json!({})).await;
    let count = data["iscm"]["members"]["totalCount"]
        .as_u64()
        .expect("a number");
    let apc = summary(&server, "apc").await;
    let paragraphs = list(&apc["sections"][0]["paragraphs"]);
    let told = |lead: &str| -> &str {
        let mut all = paragraphs.iter().map(|one| text(&one["text"]));
        all.find(|words| words.contains(lead))
            .unwrap_or_else(|| panic!("{lead}: {paragraphs:?}"))
    };
    let members = told("are members: ");
    let (_, names) = members.split_once(": ").expect("names");
    let names = names.replace(" and ", ", ");
    assert_eq!(names.split(", ").count() as u64, count, "{members}");
    assert!(
        members.contains("Peru (1997–2030)") && !members.contains("Chile"),
        "{members}"
    );
    assert_eq!(
        told("was a member earlier"),
        "One country was a member earlier: Chile (1997–2005)."
    );
    assert_eq!(
        told("is to be a member"),
        "One country is to be a member: Brazil (from 2029)."
    );
    let themes = told("Its theme");
    assert!(
        themes.contains("goes-on") && !themes.contains("of over") && !themes.contains("to-come"),
        "{themes}"
    );
    assert!(told("arlier theme").contains("Title of over (1997–2004)"));
    assert!(told("heme to come").contains("Title of to-come (from 2029)"));
    // Of what has ended nothing holds.
    let ended = facts("iscm")
        .iter()
        .filter(|(_, head)| head["status"].as_str() == Some("ENDED"));
    let mut count = 0;
    for (slug, _) in ended {
        let summary = summary(&server, slug).await;
        let read = text(&summary["markdown"]);
        for lead in [
            "Its theme is",
            "Its themes are",
            " are members",
            "The chair is",
            " structures are on record",
        ] {
            let is_earlier = lead.starts_with(" structures")
                && read.contains("earlier structures are on record");
            assert!(is_earlier || !read.contains(lead), "{slug}: {lead}");
        }
        count += 1;
    }
    assert!(count > 0);
}
