//! Data sets of an operator's own, and what is refused where the server starts.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use super::{csv, text};
use crate::support::{Backend, TestDatabase, TestServer, both_databases, run};

both_databases! { own_data_sets_are_served_and_wrong_ones_refused }

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

async fn own_data_sets_are_served_and_wrong_ones_refused(backend: Backend) {
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
        let url = database.url();
        let path = folder.path().display().to_string();
        let started = run(&[
            "serve",
            "--datasets",
            &path,
            "--database",
            &url,
            "--listen",
            "127.0.0.1:0",
        ]);
        assert_eq!(started.code, Some(1), "{document}: {started:?}");
        assert!(
            started.err.contains(name) && started.err.contains(told),
            "{told}: {started:?}"
        );
        fs::remove_file(folder.path().join(name)).expect("removed");
    }
}
