//! Data sets of an operator's own, and what is refused where the server starts.

use std::fs;

use iscm::App;
use iscm::config::Settings;
use reqwest::StatusCode;
use serde_json::Value;
use tempfile::TempDir;

use super::{csv, file, text};
use crate::links::sha256;
use crate::support::{Backend, TestDatabase, TestServer, both_databases, fails};

both_databases! { own_data_sets_are_served }

const MEMBERS: &str = "# Members of one ISCM
#
# Who takes part in it.
#
# rows: memberships
# lists: join

query Members($iscm: String! = \"RCM\") {
  memberships(filter: { iscm: { eq: $iscm } }) { nodes { country { code } role } }
}
";

async fn own_data_sets_are_served(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let folder = TempDir::new().expect("a folder");
    let write =
        |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("members.graphql", MEMBERS);
    write("README.md", "What these are.");
    write(".gitignore", "*.tmp");
    let mut config = database.config();
    config.edge.datasets = Some(folder.path().to_owned());
    let server = TestServer::with(&config).await;
    let listed: Value = server.get("/d/").await.json().await.expect("JSON");
    let mut listed = listed["datasets"].as_array().expect("a list").iter();
    let own = listed
        .find(|one| one["name"] == "members")
        .expect("its own");
    assert_eq!(own["title"], "Members of one ISCM");
    assert_eq!(own["description"], "Who takes part in it.");
    let (columns, rows) = csv(&text(server.get("/d/members.csv").await).await);
    assert_eq!(
        columns,
        ["_key", "memberships.country.code", "memberships.role"]
    );
    let (_, others) = csv(&text(server.get("/d/members.csv?iscm=SACM").await).await);
    assert!(!rows.is_empty() && !others.is_empty() && rows != others);
    assert!(server.get("/d/memberships.csv").await.status().is_success());
    // Asked for by the hash of its document or by the document itself, it is the same file.
    let right = text(server.get("/d/members.csv?version=1").await).await;
    let variables = "variables={\"iscm\":\"RCM\"}";
    let link = format!("/q/{}?{variables}&version=1&format=csv", sha256(MEMBERS));
    let linked = server.get(&link).await;
    let name = linked.headers()["content-disposition"].clone();
    assert_eq!(name, "attachment; filename=\"members.csv\"");
    assert_eq!(text(linked).await, right);
    let posted = text(file(&server, MEMBERS, "").await).await;
    assert_eq!(posted, right);
    // What is asked of its rows takes the place of what it says.
    let refused = server.get(&format!("{link}&rows=nobody")).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
}

/// A database that cannot be opened.
const NOWHERE: &str = "sqlite:///nowhere/at/all.sqlite";

/// What is wrong in a folder is told before the database is looked for.
#[tokio::test]
async fn wrong_data_sets_are_told_at_once() {
    let folder = TempDir::new().expect("a folder");
    let write =
        |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let settings = Settings {
        database: Some(NOWHERE.to_owned()),
        ..Settings::default()
    };
    let mut config = settings.resolve().expect("a configuration");
    config.edge.datasets = Some(folder.path().to_owned());
    for (name, document, told) in [
        ("members.gql", MEMBERS, "its name ends with `.graphql`"),
        ("Members 2.graphql", MEMBERS, "lower-case letters"),
        (
            "a.graphql",
            "query { dataset { version } }",
            "a comment with its title",
        ),
        (
            "a.graphql",
            "# A\nsubscription { dataset { version } }",
            "is no query",
        ),
        ("a.graphql", "# A\n{ nobody }", "there is no field `nobody`"),
        (
            "a.graphql",
            "# A\n{ iscms { nodes { members { nodes { role } } } } }",
            "`rows`",
        ),
        (
            "a.graphql",
            "# A\n# lists: keep\n{ dataset { version } }",
            "`lists:` takes `join`",
        ),
        (
            "a.graphql",
            "# A\nquery ($since: Int) { instruments(first: $since) { nodes { title } } }",
            "`$since`",
        ),
        (
            "a.graphql",
            "# A\nquery ($a: String!) { iscm(acronym: $a) { name } }",
            "$a",
        ),
    ] {
        write(name, document);
        let refused = App::build(&config).await.expect_err(told);
        let refused = format!("{refused:#}");
        assert!(
            refused.contains(name) && refused.contains(told),
            "{told}: {refused}"
        );
        fs::remove_file(folder.path().join(name)).expect("removed");
    }
    write("a.graphql", "# A\n{ nobody }");
    let path = folder.path().display().to_string();
    fails(
        &["serve", "--datasets", &path, "--database", NOWHERE],
        &["a.graphql", "there is no field `nobody`"],
    );
}
