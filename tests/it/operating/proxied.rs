//! Servers behind nginx, with the configuration that `deploy/` has.

use std::net::TcpListener;
use std::time::Duration;

use reqwest::{StatusCode, Url};
use serde_json::json;
use tokio::time::sleep;

use super::{Client, Server};
use crate::office::{Office, key};
use crate::support::{
    Backend, Nginx, Program, TestDatabase, TestServer, both_databases, client, cluster, config,
};
use crate::under_path::new_versions_come_at_once;

both_databases! { a_proxy_keeps_answers_and_leads_keys_to_those_that_write }

async fn a_proxy_keeps_answers_and_leads_keys_to_those_that_write(backend: Backend) {
    let office = Office(TestServer::following(backend).await);
    let database = office.0.database();
    let key = office.key("both", &["CURATOR", "ADMIN"]).await;
    // A server that may only read, where the database knows such.
    let url = match (backend, cluster()) {
        (Backend::Postgres, Some(cluster)) => format!(
            "{}&options=-c%20default_transaction_read_only%3Don",
            cluster.url(database.name())
        ),
        _ => format!("{}?mode=ro", database.url()),
    };
    let mut reading = config(url);
    reading.refresh = Duration::from_millis(50);
    let reader = TestServer::with(&reading).await;
    let Some(nginx) = Nginx::deployed(&[reader.address()], &[office.0.address()]) else {
        return;
    };
    let proxy = Server(nginx.url().trim_end_matches('/').to_owned());
    // Writes come to the one that takes them, reads with the version to the other.
    assert_eq!(proxy.publishes(&key, "https://example.org/2").await, 2);
    let get = async |version: Option<&str>| {
        let url = format!("{}/graphql", proxy.0);
        let mut request = client()
            .get(url)
            .query(&[("query", "{ iscm(acronym: \"RCM\") { website } }")]);
        if let Some(version) = version {
            request = request.header("x-min-version", version);
        }
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        let state = answer.headers()["x-cache"]
            .to_str()
            .expect("a text")
            .to_owned();
        (state, answer.text().await.expect("a text"))
    };
    let told = |site: &str| format!("https://example.org/{site}");
    let (state, text) = get(Some("2")).await;
    assert!(
        state == "BYPASS" && text.contains(&told("2")),
        "{state} {text}"
    );
    let (state, text) = get(None).await;
    assert!(
        state == "MISS" && text.contains(&told("2")),
        "{state} {text}"
    );
    assert_eq!(get(None).await, ("HIT".to_owned(), text));
    // What is kept may be older; who has written asks for what was written.
    assert_eq!(proxy.publishes(&key, "https://example.org/3").await, 3);
    assert_eq!(get(None).await.0, "HIT");
    let (state, text) = get(Some("3")).await;
    assert!(
        state == "BYPASS" && text.contains(&told("3")),
        "{state} {text}"
    );
    // What is private is asked of the server each time.
    for _ in 0..2 {
        let url = format!("{}/graphql?query={{viewer{{account}}}}", proxy.0);
        let answer = client()
            .get(url)
            .header("authorization", format!("Bearer {key}"))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.headers()["x-cache"], "BYPASS");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        assert!(answer.text().await.expect("a text").contains("both"));
    }
    let metrics = client().get(format!("{}/metrics", proxy.0)).send().await;
    assert_eq!(metrics.expect("an answer").status(), StatusCode::FORBIDDEN);
    reader.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_and_events_pass_the_proxy_at_once() {
    let server = TestServer::following(Backend::Sqlite).await;
    let Some(nginx) = Nginx::deployed(&[server.address()], &[server.address()]) else {
        return;
    };
    new_versions_come_at_once(&server, &Url::parse(nginx.url()).expect("an address")).await;
}

/// Servers are replaced one after the other behind the proxy, while clients read and write.
#[tokio::test(flavor = "multi_thread")]
async fn servers_are_replaced_and_no_request_fails() {
    if cluster().is_none() {
        return;
    }
    let database = TestDatabase::filled(Backend::Postgres).await;
    let key = key(&database.config().database, "both", &["CURATOR", "ADMIN"]).await;
    let ports = [0, 1].map(|_| TcpListener::bind("127.0.0.1:0").expect("a port"));
    let addresses = ports.map(|port| port.local_addr().expect("an address").to_string());
    let start = |address: &str| {
        let url = database.url();
        let mut program = Program::start(&[
            "--listen",
            address,
            "--rate-limit",
            "0",
            "--log",
            "warn,iscm=info,iscm::http=warn",
            "--database",
            &url,
        ]);
        program.endpoint();
        program
    };
    let mut servers: Vec<_> = addresses.iter().map(|address| start(address)).collect();
    let names = addresses.each_ref().map(String::as_str);
    let Some(nginx) = Nginx::deployed(&names, &names) else {
        return;
    };
    let proxy = Server(nginx.url().trim_end_matches('/').to_owned());
    let load = Client::start(&proxy, &key, "load");
    load.goes_on().await;
    for address in &addresses {
        let server = servers.remove(0);
        server.signal("TERM");
        assert_eq!(server.wait(), Some(0));
        load.goes_on().await;
        servers.push(start(address));
        // nginx takes it for away for as long as `fail_timeout` says.
        sleep(Duration::from_secs(3)).await;
        load.goes_on().await;
    }
    let written = i64::from(load.end().await);
    // Each of them comes to it, though not at once.
    for address in &addresses {
        Server(format!("http://{address}"))
            .is(written + 1, true)
            .await;
    }
    let data = proxy
        .ask(
            &key,
            "{ dataset { versions(first: 1) { totalCount } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        data["data"]["dataset"]["versions"]["totalCount"],
        written + 1,
        "{data:#}"
    );
    for server in &servers {
        server.signal("TERM");
    }
}
