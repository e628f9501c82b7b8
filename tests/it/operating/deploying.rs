//! The files of `deploy/`: that what they name is there, and a real run of what can be run here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use clap::Args as _;
use iscm::config::Settings;
use tempfile::TempDir;

use super::Server;
use crate::support::{Backend, Program, TestDatabase, is_there};

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
    path.iter()
        .fold(String::new(), |names, (_, name)| names + name + "/")
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
    let guides = guides.split('"').filter(|text| {
        let end = Path::new(text).extension();
        end.is_some_and(|end| end == "md")
    });
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
        let name = bench["name"].as_str().expect("a name");
        let benches = top.join("benches");
        let is_there = benches.join(format!("{name}.rs")).exists();
        assert!(
            is_there || benches.join(name).join("main.rs").exists(),
            "{name}"
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
