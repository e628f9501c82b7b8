//! The folder of linked documents: what is in it, and what is no more taken in.

use std::fs;
use std::process::Command;

use iscm::App;
use iscm::config::Config;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::{Place, QUERY, header, link, post, rcm, sha256};
use crate::support::{Backend, Program, TestServer, both_databases, client};

both_databases! {
    a_folder_that_is_full_takes_no_more,
    a_full_disk_is_told_and_nothing_is_left,
    a_folder_that_is_gone_is_told,
    what_is_in_the_folder_is_looked_at,
    many_ask_for_the_same_link_at_once,
}

async fn a_folder_that_is_full_takes_no_more(backend: Backend) {
    let place = Place::new(backend).await;
    let mut config = place.config();
    config.edge.max_links = 2;
    let server = TestServer::with(&config).await;
    let query =
        |number| json!({ "query": format!("{{ iscms(first: {number}) {{ totalCount }} }}") });
    for number in [1, 2, 1] {
        link(&server, &query(number)).await;
    }
    let refused = post(&server, &query(3)).await;
    assert_eq!(refused.status(), StatusCode::INSUFFICIENT_STORAGE);
    assert_eq!(header(&refused, "cache-control"), "no-store");
    let answer: Value = refused.json().await.expect("JSON");
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["limit"], "links");
    assert_eq!(error["extensions"]["allowed"], 2);
    assert!(
        error["message"]
            .as_str()
            .expect("a text")
            .contains("`--max-links`")
    );
    assert_eq!(place.files().len(), 2);
    // What is there goes on.
    let url = link(&server, &query(2)).await;
    assert_eq!(server.get(&url).await.status(), StatusCode::OK);
}

/// Asks for a link to a document of some size.
async fn post_long(client: &Client, url: &str, number: usize) -> reqwest::Response {
    let comment = "x".repeat(90_000);
    let query = format!("# {number} {comment}\n{{ dataset {{ version }} }}");
    let request = client.post(format!("{url}/q"));
    let request = request.header("content-type", "application/json");
    let sent = request.body(json!({ "query": query }).to_string()).send();
    sent.await.expect("an answer")
}

async fn a_full_disk_is_told_and_nothing_is_left(backend: Backend) {
    let place = Place::new(backend).await;
    let folder = place.folder.path();
    // Only root may make a small disk; others have files that may not grow.
    let mut mount = Command::new("mount");
    mount
        .args(["-t", "tmpfs", "-o", "size=1m", "none"])
        .arg(folder);
    let is_mounted = mount.output().is_ok_and(|output| output.status.success());
    let before = if is_mounted {
        ":"
    } else {
        "trap '' XFSZ; ulimit -f 130"
    };
    let (shown, database) = (folder.display().to_string(), place.database.url());
    let arguments = [
        "--listen",
        "127.0.0.1:0",
        "--database",
        &database,
        "--links",
        &shown,
        "--rate-limit",
        "0",
        "--log",
        "error,iscm=info,iscm::http=warn",
    ];
    let command = format!("{before}; exec \"$0\" \"$@\"");
    let mut program = Program::start_in_shell(&command, &arguments);
    let endpoint = program.endpoint();
    let (client, url) = (client(), endpoint.trim_end_matches("/graphql").to_owned());
    let mut made = 0;
    let refused = loop {
        let answer = post_long(&client, &url, made).await;
        if answer.status() != StatusCode::CREATED {
            break answer;
        }
        made += 1;
        assert!(made < 20, "the disk has an end");
    };
    assert_eq!(refused.status(), StatusCode::INSUFFICIENT_STORAGE);
    let text = refused.text().await.expect("text");
    assert!(
        text.contains("no room to keep the document") && !text.contains(&shown),
        "{text}"
    );
    let line = program.wait_for("no room to keep the document");
    assert!(line.contains("ERROR"), "{line}");
    // Nothing half-written is there, and what was made is served.
    assert_eq!(place.files().len(), made);
    assert!(place.files().iter().all(|name| !name.starts_with('.')));
    for name in place.files() {
        let hash = name.trim_end_matches(".graphql");
        let answer = client.get(format!("{url}/q/{hash}")).send().await;
        assert_eq!(answer.expect("an answer").status(), StatusCode::OK);
    }
    drop(program);
    if is_mounted {
        let _ = Command::new("umount").arg("--lazy").arg(folder).output();
    }
}

async fn a_folder_that_is_gone_is_told(backend: Backend) {
    let place = Place::new(backend).await;
    let server = place.server().await;
    let url = rcm(&server).await;
    assert_eq!(server.get(&url).await.status(), StatusCode::OK);
    fs::remove_dir_all(place.folder.path()).expect("removed");
    let refused = post(&server, &json!({ "query": "{ iscms { totalCount } }" })).await;
    assert_eq!(refused.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let answer: Value = refused.json().await.expect("JSON");
    assert_eq!(answer["errors"][0]["message"], "internal error");
    assert!(answer["errors"][0]["extensions"]["requestId"].is_string());
    let gone = server.get(&format!("{url}&cite=csl")).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
}

async fn what_is_in_the_folder_is_looked_at(backend: Backend) {
    let place = Place::new(backend).await;
    let write = |name: &str, text: &str| {
        fs::write(place.folder.path().join(name), text).expect("written");
    };
    let old = "{ iscms { nodes { shoeSize } } }";
    let hash = sha256(old);
    write(&format!("{hash}.graphql"), old);
    write("README.md", "What these are.");
    write(".abc.part", "{ iscms {");
    // A document of another schema stops nothing; its link says why it leads nowhere.
    let server = place.server().await;
    for end in ["", "?version=1", "?format=csv", "?cite=csl"] {
        let response = server.get(&format!("/q/{hash}{end}")).await;
        assert_eq!(response.status(), StatusCode::GONE, "{end}");
        assert_eq!(header(&response, "cache-control"), "no-store");
        let text = response.text().await.expect("text");
        let why = "the schema does not take the document of this link any more: there is no field `shoeSize`";
        assert!(text.contains(why), "{text}");
    }
    // A file that another server wrote is served.
    write(&format!("{}.graphql", sha256(QUERY)), QUERY);
    let path = format!("/q/{}?variables={{\"acronym\":\"RCM\"}}", sha256(QUERY));
    assert_eq!(server.get(&path).await.status(), StatusCode::OK);
    // One that was altered is not.
    write(
        &format!("{}.graphql", sha256("x")),
        "{ dataset { version } }",
    );
    let altered = server.get(&format!("/q/{}", sha256("x"))).await;
    assert_eq!(altered.status(), StatusCode::INTERNAL_SERVER_ERROR);
    server.stop().await;
    let mut config = place.config();
    let start = async |config: &Config, told: &str| {
        let refused = App::build(config).await.expect_err(told);
        let refused = format!("{refused:#}");
        assert!(refused.contains(told), "{told}: {refused}");
    };
    start(&config, "its name is not the hash of what is in it").await;
    fs::remove_file(place.folder.path().join(format!("{}.graphql", sha256("x")))).expect("removed");
    for name in [
        "notes.txt",
        "members.graphql",
        &format!("{}.graphql", hash.to_uppercase()),
    ] {
        write(name, old);
        start(&config, "its name is to be a hash and `.graphql`").await;
        fs::remove_file(place.folder.path().join(name)).expect("removed");
    }
    let long = "#".repeat(100_001);
    let name = format!("{}.graphql", sha256(&long));
    write(&name, &long);
    start(&config, "has 100001 bytes, 100000 at most are read").await;
    config.edge.links = Some("/no/such/folder".into());
    start(&config, "the links in /no/such/folder").await;
}

async fn many_ask_for_the_same_link_at_once(backend: Backend) {
    let place = Place::new(backend).await;
    let server = std::sync::Arc::new(place.server().await);
    let asking = (0..24).map(|_| {
        let server = std::sync::Arc::clone(&server);
        tokio::spawn(async move { rcm(&server).await })
    });
    let mut urls = Vec::new();
    for asked in asking.collect::<Vec<_>>() {
        urls.push(asked.await.expect("no panic"));
    }
    urls.dedup();
    assert_eq!(urls.len(), 1);
    assert_eq!(place.files(), [format!("{}.graphql", sha256(QUERY))]);
}
