//! Real clients and a real browser against the real server: `clients/` with packages of npm
//! and of Python's index, and the pages of `web/` in Chromium. Each runs on both databases, one after the
//! other, as they share folders; the pages on PostgreSQL behind nginx, under a path.
//!
//! Where Node or Chromium is missing, that is said aloud and the test ends; with
//! `ISCM_TEST_REQUIRE_NODE` and `ISCM_TEST_REQUIRE_BROWSER` it fails instead.

use std::env;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use reqwest::Method;
use serde_json::json;
use tokio::sync::Mutex;

use crate::office::{self, PROPOSE, website};
use crate::support::{Backend, Nginx, Prefix, TestServer, is_there};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Runs a program to its end in a folder; what it wrote is shown.
async fn run(folder: PathBuf, program: &'static str, args: Vec<String>) -> Output {
    let shown = format!("{program} {}", args.join(" "));
    let run = move || {
        Command::new(program)
            .args(args)
            .current_dir(folder)
            .output()
    };
    let output = tokio::task::spawn_blocking(run)
        .await
        .expect("no panic")
        .expect("the program runs");
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{shown}\n{out}\n{err}");
    writeln!(io::stderr(), "{shown}\n{out}").expect("standard error is writable");
    output
}

/// Installs a folder's packages, unless those of its lock file are there already.
pub(crate) async fn install(folder: &Path) {
    // One after another: some tests want the same.
    static INSTALLING: Mutex<()> = Mutex::const_new(());
    let _installing = INSTALLING.lock().await;
    let lock = std::fs::read(folder.join("package-lock.json")).expect("a lock file");
    let stamp = folder.join("node_modules/.installed-lock");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return;
    }
    let args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"].map(str::to_owned);
    run(folder.to_owned(), "npm", args.to_vec()).await;
    std::fs::write(stamp, lock).expect("a stamp");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_of_all_kinds_are_served() {
    if !is_there("node", &["--version"], "ISCM_TEST_REQUIRE_NODE")
        || !is_there("npm", &["--version"], "ISCM_TEST_REQUIRE_NODE")
    {
        return;
    }
    let clients = folder("clients");
    install(&clients).await;
    for backend in Backend::all() {
        let server = TestServer::start(backend).await;
        let url = format!("http://{}", server.address());
        // The schema is the same on both.
        let generated = (backend != Backend::Sqlite).then(|| "ISCM_CLIENTS_GENERATED=1".to_owned());
        let config = &server.database().config().database;
        let key = office::key(config, "secretariat", &["SECRETARIAT:rcm"]).await;
        let args = ["node", "run.mjs", &url].map(str::to_owned);
        let key = Some(format!("ISCM_KEY={key}"));
        let args = generated.into_iter().chain(key).chain(args).collect();
        let output = run(clients.clone(), "env", args).await;
        let out = String::from_utf8_lossy(&output.stdout);
        for line in [
            "audits: 61 of 61 pass",
            "grammar: 3000 documents are read as by graphql-js",
            "apollo:",
            "urql:",
            "relay:",
            "codegen:",
            "python:",
            "python/version:",
            "python/propose: 7 checks passed",
            "curl:",
            "curl/get:",
            "curl/stream:",
        ] {
            assert!(out.contains(line), "{backend:?}: {line} in {out}");
        }
    }
}

/// Proposes a change of the RCM's website.
async fn propose(server: &TestServer, key: &str, title: &str) {
    let input = json!({ "title": title, "changes": [website("https://example.org/rcm")] });
    let request = server.request(Method::POST, "/graphql").bearer_auth(key);
    let request = request.json(&json!({ "query": PROPOSE, "variables": { "input": input } }));
    let answer = request.send().await.expect("an answer").text().await;
    let answer = answer.expect("a text");
    assert!(answer.contains("\"PROPOSED\""), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_work_in_a_browser() {
    let chromium = env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    if !is_there(&chromium, &["--version"], "ISCM_TEST_REQUIRE_BROWSER")
        || !is_there("npm", &["--version"], "ISCM_TEST_REQUIRE_BROWSER")
    {
        return;
    }
    let web = folder("web");
    install(&web).await;
    for backend in Backend::all() {
        let server = TestServer::edge(backend, |edge| edge.rate_limit = 0).await;
        let page = server
            .get("/playground")
            .await
            .text()
            .await
            .expect("a page");
        assert!(
            !page.contains("was built without its playground"),
            "the pages are not built: was ISCM_WEB=off set?"
        );
        let nginx = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Nginx::before(&server, Prefix::TakenOff),
        };
        let direct = format!("http://{}/", server.address());
        let url = nginx
            .as_ref()
            .map_or(direct, |nginx| nginx.url().to_owned());
        // What axe-core finds, what pages weigh and how the editor is worked with depends neither on the address nor on the
        // database, and takes long.
        let skip = "ISCM_WEB_SKIP=accessible,written,writing,examples,panels,keyboard";
        let skip = nginx.as_ref().map(|_| skip.to_owned());
        let title = "Another website";
        let (key, config) = ("secretariat", &server.database().config().database);
        let key = office::key(config, key, &["SECRETARIAT:rcm"]).await;
        propose(&server, &key, title).await;
        let keys = [
            format!("ISCM_WEB_KEY={key}"),
            format!("ISCM_WEB_PROPOSAL={title}"),
        ];
        let args = keys.into_iter().chain(skip);
        let args = args.chain(["node", "test/run.mjs", &url].map(str::to_owned));
        let output = run(web.clone(), "env", args.collect()).await;
        let out = String::from_utf8_lossy(&output.stdout);
        assert!(out.contains(" passed, 0 failed"), "{backend:?}: {out}");
    }
}
