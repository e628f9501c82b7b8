//! The files of `deploy/`: that what they name is there, and a real run of what can be run here.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use clap::Args as _;
use iscm::config::Settings;
use reqwest::{StatusCode, Url};
use serde_json::json;
use tempfile::TempDir;

use super::{Client, Server};
use crate::office::{Office, key};
use crate::support::{
    Backend, Nginx, Program, TestDatabase, TestServer, both_databases, client, cluster, config,
    is_there,
};
use crate::under_path::new_versions_come_at_once;

both_databases! { a_proxy_keeps_answers_and_leads_keys_to_those_that_write }

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The lines of a file that are no comments.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The variables that are settings of the program.
fn variables() -> BTreeSet<String> {
    let command = Settings::augment_args(clap::Command::new("iscm"));
    let names = command.get_arguments().filter_map(clap::Arg::get_env);
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

#[test]
fn what_is_set_is_a_setting() {
    let known = variables();
    assert!(known.len() > 30, "{known:?}");
    let mut set = BTreeSet::new();
    // Words of the program's own kind, wherever they stand.
    for file in [
        "deploy/compose.yaml",
        "deploy/Containerfile",
        "deploy/iscm.service",
        "deploy/nginx.conf",
        "docs/deploying.md",
    ] {
        let text = read(file);
        let is_of_name =
            |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
        for word in text.split(|letter| !is_of_name(letter)) {
            if word.starts_with("ISCM_")
                || word == "DATABASE_URL"
                || word.starts_with("OTEL_EXPORTER")
            {
                assert!(known.contains(word), "{file} sets {word}");
                set.insert(word.to_owned());
            }
        }
    }
    assert!(set.len() > 5 && set.contains("DATABASE_URL"), "{set:?}");
}

#[test]
fn compose_says_what_is_there() {
    let text = read("deploy/compose.yaml");
    // As a list of paths: the keys that lead to each line, by how far it stands in.
    let mut path: Vec<(usize, String)> = Vec::new();
    let mut values = Vec::new();
    for line in text.lines().filter(|line| lines(line).next().is_some()) {
        let depth = line.len() - line.trim_start().len();
        assert!(!line.contains('\t'), "{line}");
        path.retain(|(other, _)| *other < depth);
        let line = line.trim();
        if let Some(item) = line.strip_prefix("- ") {
            values.push((names(&path), item.trim_matches('"').to_owned()));
            continue;
        }
        let (name, value) = line
            .split_once(':')
            .unwrap_or_else(|| panic!("no key: {line}"));
        let twice = values
            .iter()
            .any(|(other, _)| *other == format!("{}{name}", names(&path)));
        assert!(!twice, "{name} twice");
        path.push((depth, name.to_owned()));
        values.push((
            names(&path).trim_end_matches('/').to_owned(),
            value.trim().to_owned(),
        ));
    }
    let of = |name: &str| {
        let of = values.iter().filter(|(path, _)| path == name);
        of.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let services: BTreeSet<_> = values
        .iter()
        .filter_map(|(path, _)| path.strip_prefix("services/")?.split('/').next())
        .collect();
    assert_eq!(
        services,
        BTreeSet::from(["database", "one", "two", "proxy"])
    );
    for dependent in of("services/proxy/depends_on") {
        for name in dependent.trim_matches(['[', ']']).split(", ") {
            assert!(services.contains(name), "{name}");
        }
    }
    // Files that it names, and volumes that are made.
    assert_eq!(of("x-server/build/dockerfile"), ["deploy/Containerfile"]);
    assert!(
        of("services/proxy/volumes/")
            .contains(&"./nginx.conf:/etc/nginx/conf.d/default.conf:ro".to_owned()),
        "{values:?}"
    );
    for volume in [of("x-server/volumes/"), of("services/database/volumes/")].concat() {
        let name = volume.split(':').next().expect("a volume");
        assert_eq!(of(&format!("volumes/{name}")), [""], "{volume}");
    }
    // Where servers listen is where the proxy asks, and what the image says.
    let hosts: BTreeSet<_> = upstreams(&read("deploy/nginx.conf"));
    assert_eq!(
        hosts,
        BTreeSet::from(["one:8000".to_owned(), "two:8000".to_owned()])
    );
    assert!(
        lines(&read("deploy/Containerfile")).any(|line| line == "ENV ISCM_LISTEN=0.0.0.0:8000")
    );
}

fn names(path: &[(usize, String)]) -> String {
    path.iter().map(|(_, name)| format!("{name}/")).collect()
}

fn upstreams(text: &str) -> BTreeSet<String> {
    let servers = lines(text).filter_map(|line| line.strip_prefix("server "));
    let servers = servers.filter_map(|rest| rest.split(' ').next());
    servers
        .filter(|server| *server != "{")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_container_is_made_of_what_is_there() {
    let text = read("deploy/Containerfile");
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let copied: Vec<_> = lines(&text)
        .filter_map(|line| line.strip_prefix("COPY "))
        .filter(|rest| !rest.starts_with("--from"))
        .flat_map(|rest| rest.split(' ').take(rest.split(' ').count() - 1))
        .collect();
    assert!(copied.len() > 10, "{copied:?}");
    for path in &copied {
        assert!(top.join(path).exists(), "{path}");
    }
    let top = top.canonicalize().expect("a folder");
    let is_copied = |path: &Path| {
        let mut copied = copied.iter();
        copied.any(|copied| path.starts_with(top.join(copied)))
    };
    let mut taken = 0;
    for source in crate::layers::sources(&top.join("src")) {
        let text = fs::read_to_string(&source).expect("a source");
        let folder = source.parent().expect("a folder");
        for (macro_, from) in [
            ("include_str!(\"", folder),
            ("include_bytes!(\"", folder),
            ("#[folder = \"", &*top),
        ] {
            let paths = text.split(macro_).skip(1);
            let paths = paths.filter_map(|rest| rest.split('"').next());
            for path in paths.filter(|path| !path.starts_with('$')) {
                let path = from.join(path).canonicalize().expect("it is there");
                assert!(is_copied(&path), "{}", path.display());
                taken += 1;
            }
        }
    }
    assert!(taken > 10, "{taken}");
    let guides = read("src/pages/docs/guides.rs");
    let guides = guides.split('"').filter(|text| text.ends_with(".md"));
    let guides: Vec<_> = guides
        .map(|file| top.join(file))
        .filter(|file| file.exists())
        .collect();
    assert!(guides.len() > 15, "{guides:?}");
    assert!(guides.iter().all(|guide| is_copied(guide)), "{copied:?}");
    let toml: toml::Table = read("Cargo.toml").parse().expect("TOML");
    let version = toml["workspace"]["package"]["rust-version"]
        .as_str()
        .expect("a version");
    assert!(
        text.contains(&format!("library/rust:{version}-")),
        "Rust {version}"
    );
    for bench in toml["bench"].as_array().expect("benches") {
        assert!(
            top.join("benches")
                .join(format!("{}.rs", bench["name"].as_str().expect("a name")))
                .exists()
        );
    }
}

/// The unit is one that systemd takes, and what it starts does.
#[tokio::test(flavor = "multi_thread")]
async fn the_unit_is_taken_and_its_command_serves() {
    let unit = read("deploy/iscm.service");
    let start = lines(&unit)
        .find_map(|line| line.strip_prefix("ExecStart="))
        .expect("a command");
    let args: Vec<_> = start.split(' ').skip(1).collect();
    let database = TestDatabase::filled(Backend::Sqlite).await;
    // As the file that it names would have them.
    let settings = [
        ("DATABASE_URL", &*database.url()),
        ("ISCM_LISTEN", "127.0.0.1:0"),
    ];
    let mut program = Program::start_with(&args, &settings);
    let here = Server(program.endpoint().replace("/graphql", ""));
    assert_eq!(here.ready().await, (1, true));
    program.signal("TERM");
    assert_eq!(program.wait(), Some(0));
    if is_there(
        "systemd-analyze",
        &["--version"],
        "ISCM_TEST_REQUIRE_SYSTEMD",
    ) {
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("iscm.service");
        let program = start.split(' ').next().expect("a program");
        fs::write(&file, unit.replace(program, env!("CARGO_BIN_EXE_iscm"))).expect("written");
        let mut verify = Command::new("systemd-analyze");
        let told = verify.arg("verify").arg(&file).output().expect("it runs");
        let told = String::from_utf8_lossy(&told.stderr).into_owned()
            + &String::from_utf8_lossy(&told.stdout);
        let told: Vec<_> = told
            .lines()
            .filter(|line| line.contains("iscm.service"))
            .collect();
        assert_eq!(told, [""; 0]);
    }
}

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
    reading.refresh = std::time::Duration::from_millis(50);
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
        load.goes_on().await;
    }
    let written = i64::from(load.end().await);
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
