//! What the summary of findings tells of ISCMs, structures, chairs, members, instruments and meetings in brackets and
//! sentences of its own, against the files.

use serde_json::{Value, json};

use crate::support::{
    Backend, Facts, TestServer, both_databases, facts, list, number, text, texts,
};

both_databases! { details_are_told_as_the_files_have_them, who_left_and_what_is_put_off_is_told }

/// The texts of the paragraphs of an ISCM's summary, section by section.
async fn sections(server: &TestServer, slug: &str) -> Vec<Vec<String>> {
    let query = "query ($slug: String!) { iscm(acronym: $slug) { summaryOfFindings {
        sections { paragraphs { text } } } } }";
    let data = server.data(query, json!({ "slug": slug })).await;
    let sections = list(&data["iscm"]["summaryOfFindings"]["sections"]);
    let texts = |section: &Value| {
        let paragraphs = list(&section["paragraphs"]).iter();
        let texts = paragraphs.map(|one| one["text"].as_str().expect("a text").to_owned());
        texts.collect()
    };
    sections.iter().map(texts).collect()
}

/// The name of an organization or, after `iscm:`, of an ISCM.
fn named(code: &str) -> &'static str {
    if let Some(slug) = code.strip_prefix("iscm:") {
        let head = Facts::of(slug, "iscm").next().expect("an ISCM");
        return head["name"]["en"].as_str().expect("a name");
    }
    let mut all = facts("organizations").iter();
    let found = all.find(|(_, row)| text(row, "acronym") == code);
    text(&found.expect("an organization").1, "name")
}

/// What must stand in one paragraph of a section, all of it.
fn words(slug: &str) -> Vec<(usize, Vec<String>)> {
    let mut words = Vec::new();
    let mut tell = |section: usize, told: &[&str]| {
        words.push((section, told.iter().map(|one| (*one).to_owned()).collect()));
    };
    let head = Facts::of(slug, "iscm").next().expect("an ISCM");
    if let Some(year) = number(head, "ended") {
        tell(1, &[&format!("It ended in {year}.")]);
    }
    for code in texts(head, "languages") {
        let language = match code {
            "EN" => "English",
            "ES" => "Spanish",
            "FR" => "French",
            "RU" => "Russian",
            other => panic!("{other} is to be named here"),
        };
        tell(1, &["Its working language", language]);
    }
    for code in texts(head, "associated_with") {
        let lead = "It is formally part of or associated with: ";
        tell(1, &[lead, named(code)]);
    }
    for before in texts(head, "predecessors") {
        tell(1, &["It grew out of: ", named(&format!("iscm:{before}"))]);
    }
    for (after, other) in facts("iscm") {
        if texts(other, "predecessors").contains(&slug) {
            tell(1, &["Out of it grew: ", named(&format!("iscm:{after}"))]);
        }
    }
    for row in Facts::of(slug, "structures") {
        let frequency = match text(row, "frequency") {
            "ANNUAL" => "once a year",
            "BIENNIAL" => "every two years",
            "IRREGULAR" => "irregular",
            _ => "",
        };
        let seat = text(row, "seat_city");
        let host = text(row, "hosted_by");
        let seat = if seat.is_empty() {
            String::new()
        } else {
            format!("seat: {seat}, ")
        };
        let host = if host.is_empty() {
            String::new()
        } else {
            format!("hosted by: {}", named(host))
        };
        tell(3, &[text(row, "name"), frequency, &seat, &host]);
    }
    for row in Facts::of(slug, "chairs") {
        if let (None, Some(place)) = (number(row, "from"), number(row, "order")) {
            tell(3, &[&format!("(number {place} in the succession")]);
        }
    }
    for row in Facts::of(slug, "members") {
        let status = match text(row, "status") {
            "SUSPENDED" => "suspended",
            "WITHDRAWN" => "withdrew",
            _ => continue,
        };
        let since = number(row, "status_since").map(|year| format!(" in {year}"));
        tell(1, &[&format!("{status}{})", since.unwrap_or_default())]);
    }
    for row in Facts::of(slug, "instruments") {
        let (from, to) = (number(row, "from"), number(row, "to"));
        let term = match (from, to) {
            (Some(from), Some(to)) => format!("; term: {from}–{to}"),
            (Some(from), None) => format!("; term: from {from}"),
            _ => String::new(),
        };
        let endorsed = if row.contains_key("endorsed_by") {
            "; endorsed by "
        } else {
            ""
        };
        let title = format!("“{}” ({}{term}{endorsed}", text(row, "title"), row["year"]);
        tell(2, &[&title]);
    }
    for row in Facts::of(slug, "events").filter(|row| row.contains_key("theme")) {
        let name = format!(
            "“{}” ({}; {}",
            text(row, "theme"),
            text(row, "name"),
            row["year"]
        );
        let status =
            Some(text(row, "status").to_lowercase()).filter(|status| status == "announced");
        let count = number(row, "participants").map(|count| match count / 1000 {
            0 => format!("{count} participants"),
            thousands => format!("{thousands},{:03} participants", count % 1000),
        });
        let attended = row
            .contains_key("attended_by")
            .then(|| "attended by ".to_owned());
        let told = [Some(name), status, count, attended.clone()];
        let told: Vec<_> = told.into_iter().flatten().collect();
        let end = if attended.is_some() { "" } else { ")" };
        tell(1, &[&(told.join("; ") + end)]);
    }
    words
}

async fn details_are_told_as_the_files_have_them(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let mut count = 0;
    for slug in Facts::slugs() {
        let sections = sections(&server, &slug).await;
        for (section, words) in words(&slug) {
            let has_all = |text: &String| words.iter().all(|word| text.contains(word));
            let is_told = sections[section - 1].iter().any(has_all);
            assert!(
                is_told,
                "{slug} {section}: {words:?} in {:#?}",
                sections[section - 1]
            );
            count += words.len();
        }
    }
    assert!(count > 500, "{count} words");
}

async fn who_left_and_what_is_put_off_is_told(backend: Backend) {
    let server = TestServer::changed(backend, |folder| {
        let added = r#"
[[members]]
country = "FJ"
role = "MEMBER"
status = "WITHDRAWN"
status_since = 2012
cite = ["summary-2019"]

[[members]]
country = "TO"
role = "MEMBER"
status = "SUSPENDED"
cite = ["summary-2019"]

[[events]]
name = "Zz meeting"
kind = "OTHER"
year = 2024
theme = "What is put off"
status = "POSTPONED"
participants = 1200
attended_by = ["MX", "CA", "IOM"]
cite = ["summary-2019"]

[[instruments]]
title = "Zz plan"
kind = "ACTION_PLAN"
year = 2024
topics = ["children"]
to = 2026
endorsed_by = ["MX", "IOM", "UNHCR"]
cite = ["summary-2019"]
"#;
        folder.append("iscm/rcm.toml", added);
        let one = "languages = [\"EN\"]\nacronym = ";
        folder.replace("iscm/rcm.toml", "acronym = ", one);
    })
    .await;
    let told = sections(&server, "rcm").await.concat().join("\n");
    for words in [
        "Fiji (withdrew in 2012)",
        "Tonga (suspended)",
        "“What is put off” (Zz meeting; 2024; postponed; 1,200 participants; attended by two countries and one organization)",
        "“Zz plan” (2024; term: until 2026; endorsed by one country and two organizations)",
        " Its working language is English. ",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
}
