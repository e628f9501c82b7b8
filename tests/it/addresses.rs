//! Addresses of databases and collectors: what is taken, what is told, and what is never told.

use std::fs;
use std::os::unix::fs::symlink;

use iscm::config::{CollectorUrl, Settings};
use iscm::db::DatabaseUrl;
use tempfile::TempDir;

use crate::support::{Backend, Finished, Program, TestDatabase, client, cluster, run, run_with};

/// What no output may have in it.
const SECRET: &str = "s3c";

fn keeps_the_secret(finished: &Finished, of: &str) {
    for output in [&finished.out, &finished.err] {
        assert!(!output.contains(SECRET), "{of}: {output}");
        assert!(!output.contains("ret@"), "{of}: {output}");
    }
}

#[test]
fn a_password_is_never_told() {
    for url in [
        "postgres://iscm:s3c/ret@127.0.0.1:1/d1",
        "postgres://iscm:s3c?ret@127.0.0.1:1/d1",
        "postgres://iscm:s3c?a=ret@127.0.0.1:1/d1",
        "postgres://iscm:s3c#ret@127.0.0.1:1/d1",
        "postgres://iscm:s3c@ret@127.0.0.1:1/d1",
        "postgres://iscm:s3c:ret@127.0.0.1:1/d1",
        "postgres://iscm:s3c%ret@127.0.0.1:1/d1",
        "postgres://iscm:s3c ret@127.0.0.1:1/d1",
        "postgres://iscm:s3c%FFret@127.0.0.1:1/d1",
        "postgres://iscm:s3c%00ret@127.0.0.1:1/d1",
        "postgres://iscm:s3c\\ret@127.0.0.1:1/d1",
        "postgres://iscm:s3c[ret@127.0.0.1:1/d1",
        "postgres://iscm:1/s3cret@127.0.0.1:1/d1",
        "postgres://iscm:1?s3cret@127.0.0.1:1/d1",
        "postgres://iscm:1?s3cret=1@127.0.0.1:1/d1",
        "postgres://iscm:s3c@1?s3cret@127.0.0.1:1/d1",
        "postgres://iscm:s3cret@/d1",
        "postgres://iscm:s3cret@127.0.0.1:port/d1",
        "postgres://iscm:s3cret@127.0.0.1:1,127.0.0.1:2/d1",
        "postgres://iscm@127.0.0.1:1/d1?sslpassword=s3cret",
        "postgres://iscm@127.0.0.1:1/d1?pass=s3cret",
        "postgres://iscm@127.0.0.1:1/d1?password=s3cret",
        "postgres://iscm@127.0.0.1:1/d1?password=s3c@ret&x=s3cret",
        "postgres://iscm@127.0.0.1:1/d1?sslmode=s3cret",
        "postgres://iscm@127.0.0.1:1/d1?hostaddr=s3cret",
        "postgres://iscm@127.0.0.1:1/d1?s3cret",
        "postgres://iscm@127.0.0.1:1/d1?s3cret=1@x",
        "postgresql://iscm:s3cret@127.0.0.1:1/d1",
        "postgre://iscm:s3cret@127.0.0.1:1/d1",
        "iscm:s3cret@127.0.0.1:1/d1",
        "sqlite:///nowhere/x.sqlite?key=s3cret",
        "sqlite:///nowhere/x.sqlite?mode=s3cret",
    ] {
        for args in [&["migrate", "status"][..], &["--listen", "127.0.0.1:0"]] {
            let args = [args, &["--log", "trace,sqlx=trace,sea_orm=trace"]].concat();
            let finished = run_with(&args, &[("DATABASE_URL", url)]);
            assert_eq!(finished.code, Some(1), "{url}: {finished:?}");
            let told = finished.err.lines().last().unwrap_or_default();
            assert!(told.starts_with("iscm: "), "{url}: {told}");
            keeps_the_secret(&finished, url);
            let shown = format!("{:?}", DatabaseUrl::parse(url));
            assert!(
                !shown.contains("ret@") && !shown.contains(SECRET),
                "{shown}"
            );
            assert!(!finished.err.contains("unrecognized"), "{}", finished.err);
        }
    }
    let help = run_with(
        &["serve", "--help"],
        &[
            ("DATABASE_URL", "postgres://iscm:s3cret@h/d"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://iscm:s3cret@h"),
        ],
    );
    assert_eq!(help.code, Some(0));
    keeps_the_secret(&help, "--help");
    let misplaced = run(&["serve", "postgres://iscm:s3cret@127.0.0.1/d1"]);
    assert_eq!(misplaced.code, Some(2));
    keeps_the_secret(&misplaced, "misplaced");
}

#[test]
fn what_an_address_does_not_take_is_told_by_name() {
    for (url, parts) in [
        (
            "postgres://u@h/d?sslpassword=x",
            &["`sslpassword`", "sslmode", "application_name"][..],
        ),
        ("postgres://u@h/d?pass=x", &["`pass`", "password"]),
        ("postgres://u@h/d?port=x", &["port", "65535"]),
        ("postgres://u:p/w@h/d", &["%2F", "%40"]),
        ("postgres://u:p?w@h/d", &["%3F"]),
        ("postgres://u:p#w@h/d", &["%23"]),
        ("postgres://u:p@/d", &["no host"]),
        ("sqlite://x?cache=shared", &["`cache`", "mode, immutable"]),
        ("sqlite://x?mode=wr", &["mode", "ro, rw, rwc"]),
        ("sqlite://a%0Ab", &["control character"]),
        ("sqlite://a%FF", &["UTF-8"]),
        ("sqlite:", &["sqlite://FILE"]),
        ("sqlite:///", &["sqlite://FILE"]),
        ("sqlite://a/", &["sqlite://FILE"]),
        ("sqlite://?mode=rw", &["sqlite://FILE"]),
        ("mysql://h/d", &["sqlite://FILE", "postgres://"]),
        ("", &["sqlite://FILE"]),
        ("graph.sqlite", &["sqlite://FILE"]),
        ("postgres://", &["postgres://USER"]),
    ] {
        let error = DatabaseUrl::parse(url).expect_err(url).to_string();
        for part in parts {
            assert!(error.contains(part), "{url} has {part:?}: {error}");
        }
    }
}

#[tokio::test]
async fn passwords_with_any_character_are_read_right() {
    let Some(cluster) = cluster() else { return };
    let database = TestDatabase::filled(Backend::Postgres).await;
    let socket = cluster.socket().display();
    // The server trusts everyone: what is tried is that the rest of the address stays what it is.
    for password in [
        "s3c@ret",
        "s3c:ret",
        "s3c%ret",
        "s3c%2Fret%3F%23%40%3A%25",
        "s3c+ret&=;'\"",
        "пароль",
    ] {
        let name = database.name();
        let url = format!(
            "postgres://iscm:{password}@localhost:5432/{name}?host={socket}&sslmode=disable"
        );
        let finished = run(&["migrate", "status", "--database", &url]);
        assert_eq!(finished.code, Some(0), "{url}: {finished:?}");
        keeps_the_secret(&finished, &url);
    }
}

#[test]
fn each_sqlite_path_is_one_path() {
    let folder = TempDir::new().expect("a folder");
    let base = folder.path().display().to_string();
    fs::create_dir(folder.path().join("a b")).expect("a folder");
    fs::create_dir(folder.path().join("100%")).expect("a folder");
    for (url, file) in [
        (format!("sqlite://{base}/a%20b/1.sqlite"), "a b/1.sqlite"),
        (format!("sqlite://{base}/a b/2.sqlite"), "a b/2.sqlite"),
        (format!("sqlite:{base}/3.sqlite"), "3.sqlite"),
        (format!("sqlite://{base}/100%25/4.sqlite"), "100%/4.sqlite"),
        (format!("sqlite://{base}/100%/5.sqlite"), "100%/5.sqlite"),
        (
            format!("sqlite://{base}/niño-мир.sqlite"),
            "niño-мир.sqlite",
        ),
        (
            format!("sqlite://{base}/ni%C3%B1o.sqlite?mode=rwc"),
            "niño.sqlite",
        ),
        (
            format!("sqlite://{base}/what%3F%23.sqlite"),
            "what?#.sqlite",
        ),
        (format!("sqlite://{base}/%2520.sqlite"), "%20.sqlite"),
        (
            format!("sqlite://{base}/a'b;c&d=e.sqlite"),
            "a'b;c&d=e.sqlite",
        ),
    ] {
        let made = run(&["migrate", "--database", &url, "--log", "error"]);
        assert_eq!(made.code, Some(0), "{url}: {made:?}");
        assert!(folder.path().join(file).is_file(), "{url} is {file}");
        assert!(
            folder.path().join(format!("{file}.lock")).is_file(),
            "{url} is locked beside"
        );
        let read = run(&["export", &format!("{base}/export"), "--database", &url]);
        assert!(read.err.contains("no data set"), "{url}: {read:?}");
        let only_read = run(&[
            "migrate",
            "status",
            "--database",
            &format!(
                "{url}{}",
                if url.contains('?') {
                    "&mode=ro"
                } else {
                    "?mode=ro&immutable=1"
                }
            ),
        ]);
        assert_eq!(only_read.code, Some(0), "{url}: {only_read:?}");
    }
    let mut files: Vec<_> = fs::read_dir(folder.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    files.sort();
    assert_eq!(files.len(), 2 + 2 * 6, "{files:?}");
    // A link is the file that it leads to.
    let link = folder.path().join("a b/link.sqlite");
    symlink(folder.path().join("3.sqlite"), &link).expect("a link");
    let url = format!("sqlite://{}", link.display());
    let migrated = run(&["migrate", "--database", &url]);
    assert_eq!(migrated.code, Some(0), "{migrated:?}");
    assert!(!folder.path().join("a b/link.sqlite.lock").exists());
    let missing = run(&[
        "migrate",
        "status",
        "--database",
        &format!("sqlite://{base}/a%20b/no.sqlite"),
    ]);
    assert!(
        missing.err.contains(&format!("{base}/a b/no.sqlite")),
        "{missing:?}"
    );
}

#[test]
fn relative_paths_and_memory_are_taken() {
    for url in [
        "sqlite::memory:",
        "sqlite://:memory:",
        "sqlite://?mode=memory",
    ] {
        let finished = run(&["migrate", "--database", url, "--log", "error"]);
        assert_eq!(finished.code, Some(0), "{url}: {finished:?}");
        let (program, endpoint) = Program::serving(url);
        let body = r#"{"query": "{ dataset { version } }"}"#;
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let text = runtime.block_on(async {
            let request = client()
                .post(&endpoint)
                .header("content-type", "application/json");
            request
                .body(body)
                .send()
                .await
                .expect("an answer")
                .text()
                .await
                .expect("text")
        });
        assert!(text.contains("\"version\":1"), "{url}: {text}");
        drop(program);
    }
    let name = format!("target/iscm-test-{}.sqlite", std::process::id());
    for url in [
        format!("sqlite:{name}"),
        format!("sqlite://{name}"),
        format!("sqlite://./{name}"),
    ] {
        let finished = run(&["migrate", "--database", &url, "--log", "error"]);
        assert_eq!(finished.code, Some(0), "{url}: {finished:?}");
        for end in ["", ".lock"] {
            let file = format!("{}/{name}{end}", env!("CARGO_MANIFEST_DIR"));
            fs::remove_file(&file).expect("the file is there");
        }
    }
}

#[test]
fn a_collector_s_secrets_are_never_told() {
    let database = TestDatabase::empty(Backend::Sqlite);
    for endpoint in [
        "ftp://iscm:s3cret@h",
        "s3cret",
        "http://iscm:s3cret@",
        "http://iscm:s3c/ret@h:99999999",
    ] {
        let finished = run(&[
            "--listen",
            "127.0.0.1:0",
            "--database",
            &database.url(),
            "--otlp-endpoint",
            endpoint,
        ]);
        assert_eq!(finished.code, Some(1), "{finished:?}");
        keeps_the_secret(&finished, endpoint);
    }
    let url = "http://iscm:s3cret@127.0.0.1:1/in?token=s3cret";
    let shown = CollectorUrl::parse(url).expect("an address");
    assert_eq!(
        format!("{shown} {shown:?}"),
        "http://127.0.0.1:1/in http://127.0.0.1:1/in"
    );
    let settings = Settings {
        otlp_endpoint: Some(url.to_owned()),
        ..Settings::default()
    };
    let config = settings.resolve().expect("a configuration");
    assert!(!format!("{config:?}").contains(SECRET));
    // It is away: what is logged of that, at every level, has no secret in it.
    let mut program = Program::start(&[
        "--listen",
        "127.0.0.1:0",
        "--database",
        &database.url(),
        "--otlp-endpoint",
        url,
        "--log",
        "trace",
    ]);
    let endpoint = program.endpoint();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let request = client()
            .post(&endpoint)
            .header("content-type", "application/json");
        request
            .body(r#"{"query": "{ dataset { version } }"}"#)
            .send()
            .await
            .expect("an answer");
    });
    program.signal("TERM");
    let rest = program.rest();
    assert!(!rest.contains(SECRET), "{rest}");
    assert!(rest.contains("Export"), "that it failed is told: {rest}");
}

#[test]
fn a_configuration_file_s_secrets_are_never_told() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("iscm.toml");
    let file = path.display().to_string();
    for text in [
        "database = postgres://iscm:s3cret@h/d",
        "database = [\"postgres://iscm:s3cret@h/d\"]",
        "refresh = \"postgres://iscm:s3cret@h/d\"",
        "log_format = \"postgres://iscm:s3cret@h/d\"",
        "\"postgres://iscm:s3cret@h/d\" = 1",
        "otlp_endpoint = \"iscm:s3cret@h\"",
        "database = \"postgres://iscm:s3cret@h/d\"\ndatabase = \"postgres://iscm:s3cret@h/d\"",
    ] {
        fs::write(&path, text).expect("written");
        let finished = run(&["schema", "--config", &file]);
        assert_eq!(finished.code, Some(1), "{text}: {finished:?}");
        keeps_the_secret(&finished, text);
    }
}
