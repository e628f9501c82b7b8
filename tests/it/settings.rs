//! Settings: flags, variables and the configuration file. What is wrong is named as it was given.

use std::fs;
use std::io::{Read as _, Write as _};

use tempfile::TempDir;

use crate::support::{Program, fails, run, run_with};

#[test]
fn the_configuration_file_is_strict_and_keeps_secrets() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("iscm.toml");
    let file = path.display().to_string();
    fs::write(
        &path,
        "listen = \"127.0.0.1:0\"\ndatabase = \"postgres://u:s3cret@h/d\"\nlisten_to = 3\n",
    )
    .expect("written");
    fails(
        &["schema", "--config", &file],
        &["iscm.toml", "line 3", "listen_to"],
    );
    fs::write(&path, "database = \"postgres://u:s3cret@127.0.0.1:1/d\"\n").expect("written");
    let finished = run(&["migrate", "--config", &file, "--log", "debug"]);
    assert_eq!(finished.code, Some(1));
    assert!(!finished.err.contains("s3cret"), "{}", finished.err);
    fs::write(&path, "refresh = 0\n").expect("written");
    fails(&["schema", "--config", &file], &["refresh", "1 to 3600"]);
    for (text, told) in [
        (
            "listen = \"localhost\"",
            &["iscm.toml: listen", "\"localhost\"", "the port is missing"][..],
        ),
        (
            "[edge]\norigins = [\"a.example\"]",
            &["iscm.toml: [edge] origins", "the scheme is missing"],
        ),
        (
            "[edge]\norigins = []",
            &["line 2", "origins", "at least one"],
        ),
        (
            "[edge]\nmax_cost = 0",
            &["iscm.toml: [edge] max_cost", "1 to 100000000"],
        ),
        (
            "[edge]\nmax_cost = \"many\"",
            &["iscm.toml: [edge] max_cost", "1 to 100000000", "\"many\""],
        ),
        (
            "refresh = -1",
            &["iscm.toml: refresh takes 1 to 3600", "-1"],
        ),
        ("refresh = 1.5", &["refresh takes 1 to 3600", "1.5"]),
        ("refresh = [1]", &["line 1", "refresh", "not a list"]),
        ("log = {a = 1}", &["line 1", "log", "not a table"]),
        ("edge = 5", &["line 1", "edge", "a table"]),
        (
            "log_format = \"xml\"",
            &["iscm.toml: log_format takes one of text, json", "xml"],
        ),
        (
            "[edge]\npersisted_documents = \"some\"",
            &["[edge] persisted_documents", "off, allow, require", "some"],
        ),
        (
            "[edge]\norigins = [1]",
            &["line 2", "origins", "a list of texts"],
        ),
        (
            "[edge]\norigins = \"https://a.example;https://b.example\"",
            &["[edge] origins", "separated by commas"],
        ),
        (
            "[edge]\nrate_burst = 5",
            &["[edge] rate_burst", "20000 or more"],
        ),
        (
            "[edge]\npersisted_documents = \"require\"",
            &["[edge] persisted_documents", "--trusted-documents"],
        ),
        (
            "contact = \"somewhere\"",
            &["iscm.toml: contact", "https://example.org/issues"],
        ),
        (
            "[edge]\npublic_url = \"iscm.example.org\"",
            &["iscm.toml: [edge] public_url", "https://iscm.example.org"],
        ),
        (
            "otlp_endpoint = \"collector:4318\"",
            &["iscm.toml: otlp_endpoint", "http://localhost:4318"],
        ),
    ] {
        fs::write(&path, text).expect("written");
        fails(&["schema", "--config", &file], told);
    }
    // Tests give it in the environment, which goes before the file.
    let told = ["--search-index takes one of start, search", "never"];
    fails(&["schema", "--search-index", "never"], &told);
    // A blank text is as if it was not given, whatever it is for.
    let blanks = "listen database database_connections refresh history_memory search_index log log_format otlp_endpoint [edge] persisted_documents trusted_documents origins base_path public_url max_cost rate_burst cache_memory [openid] issuer audience roles_claim algorithms leeway";
    for blank in ["", " "] {
        let lines = blanks.split(' ').map(|key| match key {
            "[edge]" | "[openid]" => key.to_owned(),
            key => format!("{key} = \"{blank}\""),
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        fs::write(&path, text).expect("written");
        let finished = run(&["schema", "--config", &file]);
        assert_eq!(finished.code, Some(0), "{}", finished.err);
    }
    // Numbers as texts, and several origins in one text.
    let text = "refresh = \"5\"\n[edge]\nmax_cost = \"7\"\norigins = \"https://a.example, https://b.example\"\n";
    fs::write(&path, text).expect("written");
    assert_eq!(run(&["schema", "--config", &file]).code, Some(0));
    fs::write(&path, "log = \"loud\"").expect("written");
    let loud = run(&["schema", "--config", &file]);
    assert!(
        loud.err.contains("iscm.toml: log takes a level"),
        "{}",
        loud.err
    );
    fs::write(&path, "\u{feff}[edge]\norigins = [\"*\"]").expect("written");
    assert_eq!(run(&["schema", "--config", &file]).code, Some(0));
    let wide: Vec<u8> = "refresh = 5"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    fs::write(&path, wide).expect("written");
    fails(&["schema", "--config", &file], &["iscm.toml", "UTF-16"]);
    fs::write(&path, "refresh = 5\nlog_format = \"json\"\n").expect("written");
    assert_eq!(run(&["schema", "--config", &file]).code, Some(0));
}

/// What is wrong with the provider of tokens is told at the start, by its place in the file.
#[test]
fn the_provider_of_tokens_is_checked() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("iscm.toml");
    let file = path.display().to_string();
    let whole = "[openid]\nissuer = \"https://login.example.org\"\naudience = \"iscm\"\n";
    let role = |value: &str, role: &str| {
        format!("[[openid.roles]]\nvalue = \"{value}\"\nrole = \"{role}\"\n")
    };
    for (text, told) in [
        (
            "[openid]\naudience = \"iscm\"".to_owned(),
            &["iscm.toml: [openid] audience", "--openid-issuer"][..],
        ),
        (
            role("a", "CURATOR"),
            &["iscm.toml: [openid] roles", "--openid-issuer"],
        ),
        (
            "[openid]\nissuer = \"https://login.example.org\"".to_owned(),
            &["iscm.toml: [openid] issuer", "--openid-audience"],
        ),
        (
            "[openid]\nissuer = \"http://login.example.org\"\naudience = \"iscm\"".to_owned(),
            &["iscm.toml: [openid] issuer takes", "by HTTPS"],
        ),
        (
            "[openid]\nissuer = [1]".to_owned(),
            &["line 2: issuer", "a text"],
        ),
        (
            format!("{whole}algorithms = [\"RS256\", \"HS256\"]"),
            &["[openid] algorithms takes some of RS256", "***"],
        ),
        (
            format!("{whole}algorithms = \"none\""),
            &["[openid] algorithms takes some of RS256", "none"],
        ),
        (
            format!("{whole}leeway = 601"),
            &["[openid] leeway takes 0 to 600", "601"],
        ),
        (
            format!("{whole}{}{}", role("a", "CURATOR"), role("b", "KING")),
            &["[openid] roles.2.role takes CURATOR", "KING"],
        ),
        (
            format!("{whole}{}", role(" ", "CURATOR")),
            &["[openid] roles.1.value takes a value"],
        ),
        (
            "[[openid.roles]]\nvalue = \"a\"".to_owned(),
            &["line 1", "`role`"],
        ),
        (
            "[openid]\nroles = \"a\"".to_owned(),
            &["line 2", "another value"],
        ),
        (
            "[openid]\nsecret = \"a\"".to_owned(),
            &["line 2", "`secret` is no setting here", "`issuer`"],
        ),
        ("openid = 5".to_owned(), &["line 1", "a table"]),
    ] {
        fs::write(&path, text).expect("written");
        fails(&["schema", "--config", &file], told);
    }
    let more = "algorithms = \"ES256, EdDSA\"\nleeway = 0\nroles_claim = \"realm_access.roles\"\n";
    let mapping = role("cn=rcm,ou=groups", "SECRETARIAT:rcm");
    fs::write(&path, format!("{whole}{more}{mapping}")).expect("written");
    assert_eq!(run(&["schema", "--config", &file]).code, Some(0));
}

/// Every variable that is empty, or blank, is as if it was not set; a flag of its own is not.
#[test]
fn an_empty_variable_is_not_given() {
    let help = run(&["--help"]).out;
    let names = help.split("[env: ").skip(1);
    let names: Vec<_> = names
        .filter_map(|rest| rest.split(['=', ']']).next())
        .collect();
    assert!(
        names.len() > 25 && names.contains(&"DATABASE_URL"),
        "{names:?}"
    );
    for blank in ["", " "] {
        let variables: Vec<_> = names.iter().map(|name| (*name, blank)).collect();
        let finished = run_with(&["schema"], &variables);
        assert_eq!(finished.code, Some(0), "{}", finished.err);
        assert_eq!(finished.err, "");
    }
    // The default again, as the log tells it.
    let folder = TempDir::new().expect("a folder");
    let here = folder.path().display().to_string();
    let database = format!("sqlite://{here}/x.sqlite");
    let mut program = Program::start_with(
        &["--listen", "127.0.0.1:0", "--database", &database],
        &[("ISCM_ORIGINS", ""), ("ISCM_LOG", "")],
    );
    let line = program.wait_for("endpoint");
    let address = line.rsplit_once("http://").expect("an address").1;
    let address = address.trim().trim_end_matches("/graphql");
    let mut peer = std::net::TcpStream::connect(address).expect("a connection");
    let ask = "GET /healthz HTTP/1.1\r\nhost: x\r\norigin: https://a.example\r\nconnection: close\r\n\r\n";
    peer.write_all(ask.as_bytes()).expect("sent");
    let mut answer = String::new();
    peer.read_to_string(&mut answer).expect("an answer");
    assert!(
        answer.contains("access-control-allow-origin: *"),
        "{answer}"
    );
}

/// Whatever is wrong is named as it was given: the flag, or the variable.
#[test]
fn a_setting_is_named_as_it_was_given() {
    for (flag, variable, value, told) in [
        (
            "--listen",
            "ISCM_LISTEN",
            "localhost",
            "the port is missing",
        ),
        ("--listen", "ISCM_LISTEN", "::1:80", "in brackets"),
        (
            "--listen",
            "ISCM_LISTEN",
            "http://localhost:80",
            "no scheme",
        ),
        ("--database", "DATABASE_URL", "mysql://x", "postgres://"),
        ("--refresh", "ISCM_REFRESH", "0", "1 to 3600"),
        ("--refresh", "ISCM_REFRESH", "soon", "soon"),
        (
            "--history-memory",
            "ISCM_HISTORY_MEMORY",
            "-1",
            "0 to 1000000",
        ),
        ("--log", "ISCM_LOG", "loud", "a level"),
        ("--log", "ISCM_LOG", "iscm=loud", "a level"),
        ("--log-format", "ISCM_LOG_FORMAT", "xml", "text, json"),
        (
            "--otlp-endpoint",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "localhost:4318",
            "http://",
        ),
        ("--max-cost", "ISCM_MAX_COST", "-1", "-1"),
        ("--max-cost", "ISCM_MAX_COST", "0", "1 to 100000000"),
        ("--rate-burst", "ISCM_RATE_BURST", "19", "20000 or more"),
        (
            "--origins",
            "ISCM_ORIGINS",
            "a.example",
            "the scheme is missing",
        ),
        (
            "--origins",
            "ISCM_ORIGINS",
            "https://a.example/app",
            "`https://a.example`",
        ),
        (
            "--origins",
            "ISCM_ORIGINS",
            "https://*",
            "`https://*.example.org`",
        ),
        ("--origins", "ISCM_ORIGINS", "https://a.example,,", "empty"),
        (
            "--persisted-documents",
            "ISCM_PERSISTED_DOCUMENTS",
            "some",
            "require",
        ),
        (
            "--persisted-documents",
            "ISCM_PERSISTED_DOCUMENTS",
            "require",
            "--trusted-documents",
        ),
        (
            "--openid-issuer",
            "ISCM_OPENID_ISSUER",
            "https://login.example.org",
            "--openid-audience",
        ),
        (
            "--openid-audience",
            "ISCM_OPENID_AUDIENCE",
            "iscm",
            "--openid-issuer",
        ),
        (
            "--openid-leeway",
            "ISCM_OPENID_LEEWAY",
            "5",
            "--openid-issuer",
        ),
    ] {
        let given = format!("{flag}={value}");
        let by_flag = run_with(&["schema", &given], &[(variable, "")]);
        let by_variable = run_with(&["schema"], &[(variable, value)]);
        for (finished, name, other) in [(by_flag, flag, variable), (by_variable, variable, flag)] {
            let err = &finished.err;
            assert!(matches!(finished.code, Some(1 | 2)), "{given}: {err}");
            assert!(
                err.contains(name) && err.contains(told),
                "{name} {value}: {err}"
            );
            assert!(
                !err.contains(&format!("'{other}")) && !err.contains("panicked"),
                "{name} {value}: {err}"
            );
        }
    }
    let off = [
        "schema",
        "--persisted-documents=off",
        "--trusted-documents=any.json",
    ];
    let contrary = run_with(&off, &[]);
    assert_eq!(contrary.code, Some(1), "{contrary:?}");
    assert!(
        contrary.err.contains("--persisted-documents `off`"),
        "{contrary:?}"
    );
    // A flag comes before a variable, whatever that says.
    let both = run_with(&["schema", "--max-cost", "0"], &[("ISCM_MAX_COST", "7")]);
    assert!(both.err.contains("--max-cost"), "{}", both.err);
}

#[test]
fn an_address_to_listen_on_may_be_a_name_or_a_port() {
    let folder = TempDir::new().expect("a folder");
    let database = format!("sqlite://{}/x.sqlite", folder.path().display());
    for (given, shown) in [
        ("localhost:0", "http://"),
        (":0", "http://[::]:"),
        ("0", "http://127.0.0.1:"),
    ] {
        let mut program = Program::start(&["--listen", given, "--database", &database]);
        let line = program.wait_for("endpoint");
        let is_shown = line.contains(shown) || (given == ":0" && line.contains("http://0.0.0.0:"));
        assert!(is_shown, "{given}: {line}");
        program.signal("TERM");
        assert_eq!(program.wait(), Some(0));
    }
}
