//! Secrets: what is given in a wrong place, what stands in files of passwords, and what libraries log.

use std::fs::{self, Permissions};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use async_graphql::futures_util::{SinkExt as _, StreamExt as _};
use serde_json::json;
use tempfile::TempDir;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::support::{Backend, Finished, Program, TestDatabase, client, run, run_with};

/// Parts of what no output may have in it.
const SECRETS: [&str; 2] = ["s3c", "ret@"];

fn keeps_the_secret(finished: &Finished, of: &str) {
    for secret in SECRETS {
        assert!(!finished.out.contains(secret), "{of}: {}", finished.out);
        assert!(!finished.err.contains(secret), "{of}: {}", finished.err);
    }
}

#[test]
fn a_password_file_is_never_told() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("pass");
    let file = path.display().to_string();
    let url = "postgres://iscm@127.0.0.1:1/d1";
    for line in [
        "s3cret",
        "other:s3cret",
        "127.0.0.1:1:d1:iscm\ns3cret",
        "127.0.0.1:1:d1:iscm:s3c\\ret\\",
        "  s3cret\n\n# s3cret\nh:1:d:s3cret",
        "s3cret\\",
    ] {
        fs::write(&path, line).expect("written");
        fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("closed");
        for log in [
            "info",
            "trace",
            "sqlx_postgres=trace",
            "trace,sqlx_postgres::options::pgpass=trace,sqlx=trace",
        ] {
            let args = ["migrate", "status", "--database", url, "--log", log];
            let finished = run_with(&args, &[("PGPASSFILE", &file)]);
            assert_eq!(finished.code, Some(1), "{line}: {finished:?}");
            keeps_the_secret(&finished, line);
        }
    }
    // That it cannot be used is told.
    fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("open");
    let args = ["migrate", "status", "--database", url];
    let finished = run_with(&args, &[("PGPASSFILE", &file)]);
    assert!(
        finished.err.contains("Permissions are not strict enough") && finished.err.contains(&file),
        "{finished:?}"
    );
}

/// What may be an address, or a part of one.
const GIVEN: [&str; 15] = [
    "postgres://iscm:s3c'ret@h/d",
    "postgres://iscm:s3c\"ret@h/d",
    "postgres://iscm:s3c`ret@h/d",
    "postgres://iscm:<s3cret>@h/d",
    "postgres://iscm:s3c ret@h/d",
    "postgres://iscm:s3c\u{a0}ret@h/d",
    "postgres://iscm:s3cret",
    "postgres:iscm:s3cret@h/d",
    "iscm:s3cret@h/d",
    "s3cret@h/d",
    "s3cret",
    "host=h password=s3cret",
    "http://h/?token=s3cret",
    "//iscm:s3cret@h/d",
    "sqlite:postgres://iscm:s3cret@h/d",
];

#[test]
fn what_is_given_in_a_wrong_place_is_not_told() {
    for given in GIVEN {
        for (args, told) in [
            (&["serve", given][..], "unexpected argument"),
            (&[given], "unrecognized subcommand"),
            (&["schema", "data", given], "unexpected argument"),
            (&["migrate", given], "unrecognized subcommand"),
            (&["--listen", given, "schema"], "--listen"),
            (&["--refresh", given, "schema"], "--refresh"),
            (&["--log-format", given, "schema"], "text, json"),
            (&["--max-cost", given, "schema"], "--max-cost"),
            (&["migrate", "down", "--steps", given], "--steps"),
        ] {
            let finished = run(args);
            assert!(
                matches!(finished.code, Some(1 | 2)),
                "{args:?}: {finished:?}"
            );
            assert!(finished.err.contains(told), "{args:?}: {finished:?}");
            keeps_the_secret(&finished, given);
        }
        for variable in [
            "ISCM_LISTEN",
            "ISCM_REFRESH",
            "ISCM_LOG_FORMAT",
            "ISCM_MAX_COST",
            "ISCM_LOG",
            "ISCM_ORIGINS",
            "ISCM_BASE_PATH",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "ISCM_OPENID_ISSUER",
        ] {
            // Some of these are addresses of a collector.
            let finished = run_with(&["schema"], &[(variable, given)]);
            if finished.code != Some(0) {
                assert!(
                    finished.err.contains(variable),
                    "{variable} {given}: {finished:?}"
                );
            }
            keeps_the_secret(&finished, given);
        }
        // A word alone is a path as good as any.
        if given == "s3cret" {
            continue;
        }
        let database = TestDatabase::empty(Backend::Sqlite);
        let url = database.url();
        let as_sqlite = format!("sqlite://{given}");
        let as_root = format!("sqlite:///{given}");
        for args in [
            &["check", given][..],
            &["import", given, "--database", &url],
            &["--config", given, "schema"],
            &[
                "--trusted-documents",
                given,
                "--listen",
                "127.0.0.1:0",
                "--database",
                &url,
            ],
            &["migrate", "status", "--database", &as_sqlite],
        ] {
            // A server is started once: that takes its time.
            if args[0] == "--trusted-documents" && given != GIVEN[0] {
                continue;
            }
            let finished = run(args);
            assert_eq!(finished.code, Some(1), "{args:?}: {finished:?}");
            keeps_the_secret(&finished, given);
        }
        if given.contains(':') && given.contains('@') {
            keeps_the_secret(&run(&["migrate", "status", "--database", &as_root]), given);
        }
    }
    // A word is told, and what may have been meant.
    let finished = run(&["improt"]);
    assert!(
        finished.err.contains("'improt'") && finished.err.contains("import"),
        "{finished:?}"
    );
    let finished = run(&["serve", "--databsae", "postgres://iscm:s3cret@h/d"]);
    assert!(finished.err.contains("--databsae"), "{finished:?}");
    keeps_the_secret(&finished, "--databsae");
    let finished = run(&["serve", "--databsae=postgres://iscm:s3cret@h/d"]);
    keeps_the_secret(&finished, "--databsae=");
}

#[test]
fn what_stands_in_a_configuration_file_is_not_told() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("iscm.toml");
    let file = path.display().to_string();
    for (text, told) in [
        ("database: postgres://iscm:s3cret=@h/d", "line 1"),
        ("{\"database\": \"postgres://u:s3cret=@h/d\"}", "line 1"),
        (
            "database = \"\"\"\npostgres://u:s3cret=@h/d\n\"\"\"x",
            "line 3",
        ),
        ("\"u:s3cret=x\"", "line 1"),
        ("'u:s3cret=x' = 1", "line 1"),
        ("u.s3cret = 1", "line 1"),
        ("refresh = \"s3cret\"", "refresh takes 1 to 3600"),
        ("\nlog_format = \"s3cret\"", "log_format takes one of"),
        ("log = [\"s3cret\"]", "line 1: log"),
        ("[edge]\nmax_cost = \"s3cret\"", "[edge] max_cost takes"),
        (
            "[edge]\npersisted_documents = \"s3cret\"",
            "[edge] persisted_documents takes",
        ),
        ("[s3cret]\na = 1", "line 1"),
        ("[edge.s3cret]\na = 1", "line"),
        ("listen = \"iscm:s3cret@h\"", "listen takes no ***"),
        ("log = \"s3cret\"", "log takes"),
        ("[edge]\norigins = [\"iscm:s3cret@h\"]", "[edge] origins"),
        ("[edge]\nbase_path = \"iscm:s3cret@h\"", "[edge] base_path"),
        ("database = s3cret", "line 1: database"),
    ] {
        fs::write(&path, text).expect("written");
        let finished = run(&["schema", "--config", &file]);
        assert_eq!(finished.code, Some(1), "{text}: {finished:?}");
        assert!(finished.err.contains(told), "{text}: {finished:?}");
        keeps_the_secret(&finished, text);
    }
}

/// A server that logs all it can, without its budgets.
fn logs_all(database: &TestDatabase, collector: &str) -> Program {
    Program::start_with(
        &[
            "--listen",
            "127.0.0.1:0",
            "--database",
            &database.url(),
            "--otlp-endpoint",
            collector,
            "--log",
            "trace,opentelemetry-otlp=trace,opentelemetry=trace,tungstenite=trace,reqwest=trace,hyper=trace",
        ],
        &[("OTEL_BSP_SCHEDULE_DELAY", "50")],
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_and_received_is_not_logged() {
    let database = TestDatabase::filled(Backend::Sqlite).await;
    // A collector that refuses, and tells why.
    let collector = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", collector.local_addr().expect("an address"));
    let (asked, is_asked) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in collector.incoming() {
            let mut stream = stream.expect("a connection");
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let answer = "HTTP/1.1 400 Bad Request\r\ncontent-length: 12\r\nconnection: close\r\n\r\ntoken s3cret";
            let _ = stream.write_all(answer.as_bytes());
            let _ = asked.send(());
        }
    });
    let mut program = logs_all(&database, &address);
    let endpoint = program.endpoint();
    let query = json!({ "query": "{ dataset { version } }" });
    let answer = client().post(&endpoint).json(&query).send().await;
    assert!(answer.expect("an answer").status().is_success());
    is_asked
        .recv_timeout(std::time::Duration::from_secs(20))
        .expect("the collector is asked");
    // A socket whose client tells who it is.
    let mut request = endpoint
        .replace("http://", "ws://")
        .into_client_request()
        .expect("a request");
    let protocol = "graphql-transport-ws".parse().expect("a header");
    request
        .headers_mut()
        .insert("sec-websocket-protocol", protocol);
    let (mut socket, _) = connect_async(request).await.expect("a socket");
    let init = json!({ "type": "connection_init", "payload": { "token": "s3cret" } });
    socket
        .send(Message::text(init.to_string()))
        .await
        .expect("sent");
    let ack = socket.next().await.expect("an answer").expect("a frame");
    assert!(ack.to_string().contains("connection_ack"), "{ack}");
    program.signal("TERM");
    let log = program.rest();
    assert!(log.contains("TRACE"), "all is logged: {log}");
    for secret in SECRETS {
        assert!(!log.contains(secret), "{log}");
    }
    // Bytes are written as numbers, too.
    assert!(!log.contains("115, 51, 99"), "{log}");
}
