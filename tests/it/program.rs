//! The program as an operator runs it: its commands, its exit codes, its one clear line.

use std::fs;
use std::net::TcpListener;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    Backend, DataFolder, Program, TestDatabase, both_databases, client, data_folder, fails, run,
};

both_databases! { it_serves_and_stops_on_a_signal, commands_work_on_a_database }

async fn it_serves_and_stops_on_a_signal(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    for (signal, index) in [("TERM", "start"), ("INT", "search")] {
        let mut program = Program::start(&[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--search-index",
            index,
            "--database",
            &database.url(),
        ]);
        let url = program.endpoint();
        let query = "{ dataset { version } search(query: \"Puebla\", first: 1) { nodes { id } } }";
        let body = json!({ "query": query }).to_string();
        let request = client()
            .post(&url)
            .header("content-type", "application/json");
        let answer: Value = request
            .body(body)
            .send()
            .await
            .expect("an answer")
            .json()
            .await
            .expect("JSON");
        assert_eq!(answer["data"]["dataset"]["version"], 1, "{answer:#}");
        let found = answer["data"]["search"]["nodes"].as_array();
        assert_eq!(found.map(Vec::len), Some(1), "{index}: {answer:#}");
        program.signal(signal);
        assert_eq!(program.wait(), Some(0), "{signal}");
    }
}

async fn commands_work_on_a_database(backend: Backend) {
    let database = TestDatabase::empty(backend);
    let url = database.url();
    let data = data_folder().display().to_string();
    let on = |args: &[&str]| run(&[args, &["--database", &url, "--log", "error"]].concat());
    let imported = on(&["import", &data]);
    assert_eq!(imported.code, Some(0), "{}", imported.err);
    assert!(imported.out.starts_with("version 1: "), "{}", imported.out);
    let again = on(&["import", &data]);
    assert_eq!(
        again.out,
        "nothing differs: the data set stays at version 1\n"
    );
    let folder = database.folder().join("export").display().to_string();
    let exported = on(&["export", &folder]);
    // And the one that tells the version.
    let files = iscm::dataset::Files::embedded().iter().count() + 1;
    assert_eq!(
        exported.out,
        format!("{files} files in {folder}\n"),
        "{}",
        exported.err
    );
    assert_eq!(on(&["import", &folder]).out, again.out);
    let again = on(&["export", &folder]);
    assert_eq!(
        again.code,
        Some(1),
        "a folder with something in it is left alone"
    );
    let status = on(&["migrate", "status"]);
    assert!(
        status.out.lines().all(|line| line.starts_with("applied ")),
        "{}",
        status.out
    );
}

#[test]
fn what_cannot_be_used_is_told_in_one_line() {
    let folder = TempDir::new().expect("a folder");
    let inside = |name: &str| folder.path().join(name).display().to_string();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let database = format!("sqlite://{}", inside("new.sqlite"));
    fails(
        &["--listen", &address, "--database", &database],
        &["cannot listen", &address],
    );
    assert!(
        !folder.path().join("new.sqlite").exists(),
        "nothing half-done"
    );
    let missing = format!("sqlite://{}/x/y.sqlite", folder.path().display());
    fails(
        &["--listen", "127.0.0.1:0", "--database", &missing],
        &["cannot open the database"],
    );
    fs::write(
        inside("text.sqlite"),
        "this is a text and no database, and it is longer than a header",
    )
    .expect("written");
    let text = format!("sqlite://{}", inside("text.sqlite"));
    fails(
        &["--listen", "127.0.0.1:0", "--database", &text],
        &["not a database"],
    );
    let unreachable = "postgres://iscm:s3cret@127.0.0.1:1/graph";
    fails(
        &["migrate", "--database", unreachable],
        &["cannot open the database", "iscm:***@127.0.0.1"],
    );
    assert!(
        !run(&["migrate", "--database", unreachable])
            .err
            .contains("s3cret")
    );
    fails(
        &["migrate", "--database", "mysql://x"],
        &["--database", "postgres://", "sqlite://"],
    );
    fails(&["check", &inside("nowhere")], &["nowhere"]);
    let export = ["export", &inside("e"), "--database", &database];
    fails(&export, &["cannot open the database", "new.sqlite"]);
    assert!(
        !folder.path().join("new.sqlite").exists(),
        "nothing is made to be read"
    );
    assert_eq!(run(&["migrate", "--database", &database]).code, Some(0));
    fails(&export, &["no data set"]);
    assert_eq!(
        run(&["migrate", "down", "--database", &database]).code,
        Some(0)
    );
    fails(&export, &["iscm migrate"]);
}

#[test]
fn a_check_tells_every_fault_at_once_with_its_place() {
    let folder = DataFolder::copy();
    assert_eq!(
        run(&["check", &folder.path().display().to_string()]).code,
        Some(0)
    );
    folder.replace(
        "iscm/rcm.toml",
        "established = 1996",
        "established = \"1996\"",
    );
    folder.replace(
        "iscm/rcm.toml",
        "[[themes]]",
        "[[themes]]\ncolour = \"red\"",
    );
    folder.append(
        "iscm/sacm.toml",
        "[[activities]]\nkind = \"DANCE\"\nspeed = 3",
    );
    folder.append("frameworks.toml", "[[objectives]\n");
    let finished = run(&["check", &folder.path().display().to_string()]);
    assert_eq!(finished.code, Some(1));
    for line in [
        "iscm/rcm.toml: established: takes a year from 1900 to 2100, not the text \"1996\"",
        "iscm/rcm.toml: themes[1] \"Strengthen migration governance\": colour: is unknown; the keys here are",
        "iscm/sacm.toml: activities[",
        "kind: takes one of COOPERATION, ASSISTANCE, TRAINING, TECHNICAL_ASSISTANCE, ANALYSIS, CAMPAIGN, not the text \"DANCE\"",
        "speed: is unknown",
        "key: is missing",
        "summary: is missing",
        "cite: is missing",
        "frameworks.toml: ",
    ] {
        assert!(finished.err.contains(line), "{line}\n{}", finished.err);
    }
    assert!(
        finished
            .err
            .contains(" faults in the data set; nothing is written"),
        "{}",
        finished.err
    );
}

#[test]
fn references_between_files_are_checked() {
    let folder = DataFolder::copy();
    folder.append(
        "iscm/sacm.toml",
        r#"
[[members]]
country = "QQ"
organization = "NOBODY"
role = "MEMBER"
from = 2010
to = 2009
cite = ["no-such-source", "summary-2019#"]

[[themes]]
title = "A circle"
topics = ["magic", "health"]
parent = "Another circle"
cite = ["summary-2019"]

[[themes]]
title = "Another circle"
topics = ["health"]
parent = "A circle"
cite = ["summary-2019"]

[[instruments]]
title = "An instrument"
kind = "GUIDE"
year = 2010
topics = ["health"]
adopted_at = "No such event"
url = "ftp://example.org"
cite = ["summary-2019"]

[[events]]
name = "An event"
kind = "PANEL"
year = 2010
start = 2011-02-01
end = 2011-01-01
cite = ["summary-2019"]

[[partnerships]]
key = "a-partnership"
iscm = "nowhere"
category = "STATES"
modalities = ["TRAINING"]
summary = "Nothing."
cite = ["summary-2019"]

[[funding]]
key = "a-funding"
kind = "OTHER"
contributors = ["AU", "NOBODY"]
amount = 1.005
currency = "EUR"
summary = "Nothing."
cite = ["summary-2019"]
"#,
    );
    let finished = run(&["check", &folder.path().display().to_string()]);
    for part in [
        "takes `country` or `organization`, one of them",
        "\"QQ\" is no ISO 3166-1 alpha-2 code",
        "\"NOBODY\" is the acronym of no organization that is listed",
        "2009 is before `from`, 2010",
        "\"no-such-source\" is the id of no source",
        "names no place after the #",
        "or of one below this one",
        "is the name of no event here",
        "does not start with https:// or http://",
        "end: is before `start`",
        "start: is in another year",
        "takes `iscm`, `organization` or `category`, one of them",
        "is the slug of no ISCM",
        "\"AU\" is a country and an organization: write",
        "\"NOBODY\" is no alpha-2 code and no organization's acronym",
        "takes a number above 0 with at most 2 decimals",
    ] {
        assert!(finished.err.contains(part), "{part}\n{}", finished.err);
    }
}

#[test]
fn errors_are_one_line_with_each_cause_once() {
    let data = data_folder().display().to_string();
    for (args, cause) in [
        (&["import", "nowhere"][..], "No such file"),
        (&["check", "nowhere"], "No such file"),
        (
            &["import", &data, "--database", "sqlite:///nowhere/x.sqlite"],
            "folder is not there",
        ),
        (
            &[
                "export",
                "/proc/x",
                "--database",
                "sqlite:///nowhere/x.sqlite",
            ],
            "no such file",
        ),
        (
            &["migrate", "--database", "sqlite:///nowhere/x.sqlite"],
            "folder is not there",
        ),
        (
            &[
                "migrate",
                "down",
                "--database",
                "sqlite:///nowhere/x.sqlite",
            ],
            "no such file",
        ),
        (
            &["migrate", "--database", "sqlite:///tmp"],
            "it is a folder",
        ),
        (
            &[
                "--listen",
                "127.0.0.1:0",
                "--database",
                "sqlite:///nowhere/x.sqlite?mode=rw",
            ],
            "there is no such file",
        ),
        (
            &[
                "--listen",
                "127.0.0.1:0",
                "--database",
                "sqlite:///nowhere/x.sqlite?mode=ro",
            ],
            "there is no such file",
        ),
        (&["schema", "--config", "nowhere"], "No such file"),
        (&["schema", "--log", "a=b=c"], "--log"),
    ] {
        let finished = run(args);
        assert_eq!(finished.code, Some(1), "{args:?}: {finished:?}");
        assert_eq!(finished.err.lines().count(), 1, "{args:?}: {finished:?}");
        assert_eq!(
            finished.err.matches(cause).count(),
            1,
            "{args:?}: {finished:?}"
        );
    }
}
