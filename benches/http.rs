//! How many requests a second the server answers, and what CPU they cost, next to a bare axum
//! handler that answers the very same bytes from memory: the ratio is what GraphQL costs here, and
//! depends less on the machine than the numbers do.
//!
//! `cargo bench --bench http` needs `wrk`. `ISCM_BENCH_SECONDS` sets how long a round is;
//! `ISCM_BENCH_OTHER` names another build of the program, which is measured by turns with this one.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, thread};

use anyhow::{Context, Result, bail, ensure};
use axum::Router;
use axum::body::Bytes;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;

mod server;
use server::Server;

/// What is asked for.
#[derive(Clone, Copy)]
enum Asked {
    /// The answer to a query.
    Query(&'static str),
    /// A page, by its path.
    Page(&'static str),
}

/// What is asked for, each with its name in the table.
const ASKED: [(&str, Asked); 5] = [
    (
        "nested",
        Asked::Query(include_str!("../tests/it/queries/rcm.graphql")),
    ),
    ("the page of an ISCM", Asked::Page("iscm/rcm")),
    (
        "twenty ISCMs",
        Asked::Query(
            "{ iscms(first: 20) { nodes { acronym name members(first: 100) { nodes { role country { name } } } structures { name kind } themes { title topics { label } } } } }",
        ),
    ),
    (
        "a topic's instruments",
        Asked::Query(
            r#"{ instruments(filter: { topics: { some: { slug: { eq: "labour-migration" } } }, year: { gte: 2010 } }, orderBy: [{ field: YEAR, direction: DESC }], first: 20) { totalCount nodes { title year kind } } }"#,
        ),
    ),
    (
        "small",
        Asked::Query(r#"{ iscm(acronym: "RCM") { name established } }"#),
    ),
];

/// How often each server is measured, by turns, so that a slow moment of the machine hits all.
const ROUNDS: usize = 15;
const CONNECTIONS: &str = "64";
const THREADS: &str = "2";
/// The setting with which no answer is kept.
const ANEW: &[&str] = &["--cache-memory", "0"];
/// What the others are compared with.
const BARE: &str = "bare axum";
/// How long each server is loaded before it is measured, in seconds.
const WARM_UP: u32 = 1;

/// The CPU a request costs is the fairer number: wrk takes its share of the cores too, and the more
/// of it the faster a server answers.
const HEAD: &str = "\
| query | server | requests/s | ratio to bare | CPU-seconds per 1,000 requests | ratio to bare | bytes per answer |
|---|---|---:|---:|---:|---:|---:|";

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["bare", answer, content_type] => serve_bare(answer, content_type).await,
        arguments if arguments.contains(&"--bench") => compare().await,
        // `cargo test --all-targets` runs benches too, without that flag; it is not kept waiting.
        _ => Ok(()),
    }
}

/// Measures every query on both servers and prints the table.
async fn compare() -> Result<()> {
    if Command::new("wrk").arg("-v").output().is_err() {
        bail!("wrk is not on the PATH; install it, e.g. with `apt-get install wrk`");
    }
    let seconds = match env::var("ISCM_BENCH_SECONDS") {
        Ok(text) => text.parse().context("ISCM_BENCH_SECONDS takes seconds")?,
        Err(_) => 1,
    };
    ensure!(seconds > 0, "ISCM_BENCH_SECONDS takes at least 1");
    let folder = tempfile::tempdir()?;
    let program = Path::new(env!("CARGO_BIN_EXE_iscm"));
    let iscm = start_iscm(program, folder.path(), &[])?;
    let anew = start_iscm(program, folder.path(), ANEW)?;
    let other = env::var_os("ISCM_BENCH_OTHER").map(PathBuf::from);
    let other = other.map(|program| start_iscm(&program, folder.path(), ANEW));
    let other = other.transpose()?;
    let mut table = format!("\n{HEAD}\n").into_bytes();
    for (name, asked) in ASKED {
        let (answer, content_type) = asked.answer(&iscm).await?;
        if let Asked::Query(_) = asked {
            let data: Value = serde_json::from_slice(&answer)?;
            ensure!(data.get("errors").is_none(), "{name} has errors: {data}");
        }
        let bare = start_bare(folder.path(), &answer, &content_type)?;
        let is_same = asked.answer(&bare).await? == (answer.clone(), content_type);
        ensure!(is_same, "the servers answer {name} differently");

        let mut servers = vec![
            (BARE, &bare),
            ("iscm", &iscm),
            ("iscm, no answer kept", &anew),
        ];
        servers.extend(
            other
                .iter()
                .map(|other| ("other build, no answer kept", other)),
        );
        let script = asked.script(folder.path())?;
        writeln!(io::stderr(), "{name}")?;
        let measured = measure(&servers, asked, &script, seconds)?;
        for ((server, _), one) in servers.iter().zip(&measured) {
            let (rate, ratio) = (median(&one.rates), one.ratio(&measured[0]));
            let (cpu, bytes) = (one.cpu_per_request(), answer.len());
            let times = cpu / measured[0].cpu_per_request();
            let thousand = cpu * 1e3;
            let row =
                format!("{server} | {rate:.0} | {ratio:.3} | {thousand:.4} | {times:.2} | {bytes}");
            writeln!(table, "| {name} | {row} |")?;
        }
    }
    let cores = thread::available_parallelism()?;
    writeln!(
        table,
        "\nMedians of {ROUNDS} rounds of {seconds} s by turns, of ratios, too; {CONNECTIONS} connections; \
         the server and wrk share {cores} cores; no line of log a request."
    )?;
    Ok(io::stdout().lock().write_all(&table)?)
}

/// Loads the servers by turns, each warmed up before.
fn measure(
    servers: &[(&str, &Server)],
    asked: Asked,
    script: &Path,
    seconds: u32,
) -> Result<Vec<Measured>> {
    for (_, server) in servers {
        load(&asked.address(server), script, WARM_UP)?;
    }
    let mut all: Vec<_> = servers.iter().map(|_| Measured::default()).collect();
    for round in 1..=ROUNDS {
        for ((name, server), measured) in servers.iter().zip(&mut all) {
            let before = server.cpu()?;
            let (requests, rate) = load(&asked.address(server), script, seconds)?;
            measured.cpu += server.cpu()? - before;
            measured.requests += requests;
            measured.rates.push(rate);
            writeln!(io::stderr(), "  {round}, {name}: {rate:.0} requests/s")?;
        }
    }
    Ok(all)
}

/// What the rounds of one server add up to.
#[derive(Default)]
struct Measured {
    rates: Vec<f64>,
    requests: f64,
    cpu: f64,
}

impl Measured {
    /// In seconds.
    fn cpu_per_request(&self) -> f64 {
        self.cpu / self.requests
    }

    /// How many requests a second for each one of another server: the rounds' median.
    fn ratio(&self, other: &Self) -> f64 {
        let rounds = self.rates.iter().zip(&other.rates);
        let ratios: Vec<_> = rounds.map(|(own, other)| own / other).collect();
        median(&ratios)
    }
}

fn median(numbers: &[f64]) -> f64 {
    let mut numbers = numbers.to_vec();
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// A build of the program with its own data set, and no settings but these and those that are given.
fn start_iscm(program: &Path, folder: &Path, settings: &[&str]) -> Result<Server> {
    let database = format!("sqlite://{}", folder.join("iscm.sqlite").display());
    let mut command = Command::new(program);
    command.env_clear().env("NO_COLOR", "1");
    command.args(["serve", "--listen", "127.0.0.1:0", "--database", &database]);
    // Budgets are kept, and larger than what a client takes off them; the load of each round is another
    // client's.
    command.args(["--rate-limit", "100000000", "--rate-burst", "1000000000"]);
    command.args(["--trusted-proxies", "1"]);
    command.args(settings);
    // The address is logged as info; a line a request would measure the log.
    Server::start(command.args(["--log", "info,iscm::http::observe=warn"]))
}

/// This executable again, as the bare server of an answer.
fn start_bare(folder: &Path, answer: &[u8], content_type: &HeaderValue) -> Result<Server> {
    let file = folder.join("answer");
    fs::write(&file, answer)?;
    let mut command = Command::new(env::current_exe()?);
    command.arg("bare").arg(file).arg(content_type.to_str()?);
    Server::start(&mut command)
}

/// The bare server: it reads what is asked and answers from memory.
async fn serve_bare(answer: &str, content_type: &str) -> Result<()> {
    let content_type = HeaderValue::from_str(content_type)?;
    let body = Bytes::from(fs::read(answer)?);
    let answer = ([(CONTENT_TYPE, content_type)], body);
    let page = answer.clone();
    let router = Router::new()
        .route("/graphql", post(|_: Bytes| async move { answer }))
        .route("/{*path}", get(|| async move { page }));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    writeln!(io::stderr(), "endpoint http://{address}/graphql")?;
    Ok(axum::serve(listener, router).await?)
}

impl Asked {
    /// Where it is asked for.
    fn address(self, server: &Server) -> String {
        match self {
            Self::Query(_) => server.endpoint.clone(),
            Self::Page(path) => server.endpoint.replace("graphql", path),
        }
    }

    /// The body of the request.
    fn body(self) -> Option<String> {
        match self {
            Self::Query(query) => Some(json!({ "query": query }).to_string()),
            Self::Page(_) => None,
        }
    }

    /// A server's answer to one request, with its content type.
    async fn answer(self, server: &Server) -> Result<(Bytes, HeaderValue)> {
        // An error says that there is one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (client, address) = (reqwest::Client::new(), self.address(server));
        let request = match self.body() {
            Some(body) => client
                .post(address)
                .header(CONTENT_TYPE, "application/json")
                .body(body),
            None => client.get(address),
        };
        let response = request.send().await?.error_for_status()?;
        let content_type = response.headers().get(CONTENT_TYPE).cloned();
        let content_type = content_type.context("an answer without a content type")?;
        Ok((response.bytes().await?, content_type))
    }

    /// What wrk sends, told in its language, whose long brackets take JSON as it is.
    fn script(self, folder: &Path) -> Result<PathBuf> {
        let script = folder.join("ask.lua");
        let client = "'10.' .. math.random(255) .. '.' .. math.random(255) .. '.1'";
        let headers =
            format!("['content-type'] = 'application/json', ['x-forwarded-for'] = {client}");
        let (method, body) = match self.body() {
            Some(body) => ("POST", format!("[==[{body}]==]")),
            None => ("GET", "nil".to_owned()),
        };
        let lua = format!(
            "math.randomseed(os.time()) wrk.method, wrk.headers, wrk.body = '{method}', {{ {headers} }}, {body}"
        );
        fs::write(&script, lua)?;
        Ok(script)
    }
}

/// Loads a server for a while; how many requests it answered, in all and a second.
fn load(address: &str, script: &Path, seconds: u32) -> Result<(f64, f64)> {
    let mut wrk = Command::new("wrk");
    let duration = format!("{seconds}s");
    wrk.args(["-t", THREADS, "-c", CONNECTIONS, "-d", &duration]);
    wrk.arg("-s").arg(script).arg(address);
    let output = wrk.stderr(Stdio::inherit()).output()?;
    let report = String::from_utf8(output.stdout)?;
    let has_errors = report.contains("Non-2xx") || report.contains("Socket errors");
    let is_clean = output.status.success() && !has_errors;
    ensure!(is_clean, "requests failed:\n{report}");
    let mut lines = report.lines();
    let requests = lines.find_map(|line| line.split_once(" requests in "));
    let rate = lines.find_map(|line| line.strip_prefix("Requests/sec:"));
    let (Some((requests, _)), Some(rate)) = (requests, rate) else {
        bail!("wrk reports something else:\n{report}");
    };
    Ok((requests.trim().parse()?, rate.trim().parse()?))
}
