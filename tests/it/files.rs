//! Files of questions: rows and columns by the rule of docs/files.md, over real sockets.

use std::collections::HashSet;

use reqwest::{Method, Response, StatusCode};
use serde_json::{Map, Value, json};

use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    named_data_sets_have_what_pages_have,
    the_rule_holds,
    what_is_wrong_is_told,
    a_file_is_revalidated_and_resumed,
    compressed_files_are_the_same,
    a_file_costs_what_its_rows_do,
}

const NAMES: [&str; 12] = [
    "chairs",
    "commitments",
    "countries",
    "events",
    "funding",
    "instruments",
    "iscms",
    "memberships",
    "partnerships",
    "sources",
    "structures",
    "uptakes",
];

/// The columns and the rows of a CSV file.
fn csv(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns = reader
        .headers()
        .expect("columns")
        .iter()
        .map(str::to_owned)
        .collect();
    let rows = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    (columns, rows.collect())
}

async fn text(response: Response) -> String {
    let status = response.status();
    let text = response.text().await.expect("text");
    assert_eq!(status, StatusCode::OK, "{text}");
    text
}

/// The file of a query, as CSV.
async fn file(server: &TestServer, query: &str, params: &str) -> Response {
    let body = json!({ "query": query }).to_string();
    let request = server.request(Method::POST, &format!("/graphql?format=csv{params}"));
    let request = request
        .header("content-type", "application/json")
        .body(body);
    request.send().await.expect("an answer")
}

/// A row of an answer, by an independent reading of the rule.
fn flatten(value: &Value, path: &str, row: &mut Map<String, Value>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let is_through = matches!(&**name, "nodes" | "edges" | "node");
                let path = if is_through {
                    path.to_owned()
                } else {
                    format!("{path}.{name}")
                };
                flatten(value, &path, row);
            }
        }
        Value::Array(items) => {
            let mut lists: Map<String, Value> = Map::new();
            for item in items {
                let mut inside = Map::new();
                flatten(item, path, &mut inside);
                for (path, value) in inside {
                    let list = lists.entry(path).or_insert_with(|| json!([]));
                    list.as_array_mut().expect("a list").push(value);
                }
            }
            for (path, values) in lists {
                let values = values.as_array().expect("a list").iter();
                let values =
                    values.map(|value| written(value).replace('\\', "\\\\").replace(';', "\\;"));
                row.insert(path, values.collect::<Vec<_>>().join("; ").into());
            }
        }
        value => {
            row.insert(path.to_owned(), value.clone());
        }
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

async fn named_data_sets_have_what_pages_have(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let listed: Value = server.get("/d/").await.json().await.expect("JSON");
    let listed = listed["datasets"].as_array().expect("a list").clone();
    let names: Vec<_> = listed
        .iter()
        .map(|one| one["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, NAMES);
    for (name, told) in NAMES.iter().zip(&listed) {
        let (columns, rows) = csv(&text(server.get(&format!("/d/{name}.csv")).await).await);
        let told: Vec<_> = told["columns"]
            .as_array()
            .expect("columns")
            .iter()
            .map(|one| one["name"].clone())
            .collect();
        assert_eq!(json!(columns), json!(told), "{name}");
        let keys: HashSet<_> = rows.iter().map(|row| &row[0]).collect();
        assert_eq!(keys.len(), rows.len(), "{name}: a row has a key of its own");
        let pages = pages(&server, name).await;
        assert!(
            !pages.is_empty() && pages.len() == rows.len(),
            "{name}: {} {}",
            pages.len(),
            rows.len()
        );
        for (row, page) in rows.iter().zip(&pages) {
            for (column, value) in columns.iter().zip(row).skip(1) {
                let right = page.get(column).map(written).unwrap_or_default();
                // Where all items of a list lack an object, the answer does not name its fields.
                let value = match page.get(column) {
                    None => value.trim_matches([';', ' ']),
                    Some(_) => value,
                };
                assert_eq!(value, right, "{name}: {column} of {}", row[0]);
            }
        }
        let lines = text(server.get(&format!("/d/{name}.jsonl")).await).await;
        let lines: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        for (line, page) in lines.iter().zip(&pages) {
            for column in &columns[1..] {
                let value = line.get(column).unwrap_or(&Value::Null);
                match page.get(column) {
                    Some(right) => assert_eq!(value, right, "{name}: {column}"),
                    None => assert_eq!(written(value).trim_matches([';', ' ']), "", "{name}: {column}"),
                }
            }
        }
        assert_eq!(lines.len(), rows.len());
        let whole: Value = server
            .get(&format!("/d/{name}.json"))
            .await
            .json()
            .await
            .expect("JSON");
        assert_eq!(whole["rows"], json!(lines), "{name}");
        assert_eq!(whole["about"]["licence"]["spdxId"], "CC-BY-4.0");
    }
}

/// The rows of a named data set's document, asked for page by page.
async fn pages(server: &TestServer, name: &str) -> Vec<Map<String, Value>> {
    let path = format!(
        "{}/src/files/datasets/{name}.graphql",
        env!("CARGO_MANIFEST_DIR")
    );
    let document = std::fs::read_to_string(path).expect("a document");
    let begin = document.find(") {\n").expect("variables") + 4;
    let (head, rest) = document.split_at(begin);
    let head = head.replacen('(', "($after: String, ", 1);
    let rest = rest.replacen('(', "(first: 100, after: $after, ", 1);
    let root = rest.trim().split('(').next().expect("a field").to_owned();
    let rest = rest.replacen("{\n", "{\n pageInfo { hasNextPage endCursor }\n", 1);
    let (query, mut rows, mut after) = (head + &rest, Vec::new(), Value::Null);
    loop {
        let data = server.data(&query, json!({ "after": after })).await;
        let list = &data[&root];
        for node in list["nodes"].as_array().expect("nodes") {
            let mut row = Map::new();
            flatten(node, &root, &mut row);
            rows.push(row);
        }
        if list["pageInfo"]["hasNextPage"] == json!(false) {
            return rows;
        }
        after = list["pageInfo"]["endCursor"].clone();
    }
}

async fn the_rule_holds(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let members = "{ iscms { nodes { acronym members { nodes { country { code } } } } } }";
    let of_iscm = "{ iscm(acronym: \"RCM\") { name structures { name } } }";
    let cases: [(&str, &str, &[&str]); 11] = [
        (
            "{ iscms { nodes { acronym established } } }",
            "",
            &["_key", "iscms.acronym", "iscms.established"],
        ),
        (
            "{ iscms { edges { cursor node { acronym } } } }",
            "",
            &["_key", "iscms.cursor", "iscms.acronym"],
        ),
        (
            "{ all: iscms(first: 2) { totalCount pageInfo { hasNextPage } nodes { short: acronym } } }",
            "",
            &["_key", "all.totalCount", "all.short"],
        ),
        (
            members,
            "&rows=iscms.members",
            &["_key", "iscms.acronym", "iscms.members.country.code"],
        ),
        (
            members,
            "&rows=iscms.nodes.members.nodes&empty=keep",
            &["_key", "iscms.acronym", "iscms.members.country.code"],
        ),
        (
            members,
            "&rows=iscms&lists=join",
            &["_key", "iscms.acronym", "iscms.members.country.code"],
        ),
        (
            "{ iscm(acronym: \"RCM\") { name aliases } }",
            "&lists=join",
            &["_key", "iscm.name", "iscm.aliases"],
        ),
        (of_iscm, "", &["_key", "iscm.name", "iscm.structures.name"]),
        (
            "{ search(query: \"children\") { edges { score node { id label } } } }",
            "",
            &["_key", "search.score", "search.id", "search.label"],
        ),
        (
            "{ instruments { groupBy(keys: [KIND]) { count values { value } } } }",
            "&rows=instruments.groupBy&lists=join",
            &[
                "_key",
                "instruments.groupBy.count",
                "instruments.groupBy.values.value",
            ],
        ),
        (
            "{ memberships { nodes { party { __typename name ... on Country { code } ... on Organization { acronym } } } } }",
            "",
            &[
                "_key",
                "memberships.party.__typename",
                "memberships.party.name",
                "memberships.party.code",
                "memberships.party.acronym",
            ],
        ),
    ];
    let mut counts = Vec::new();
    for (query, params, right) in cases {
        let (columns, rows) = csv(&text(file(&server, query, params).await).await);
        assert_eq!(columns, right, "{query} {params}");
        let keys: HashSet<_> = rows.iter().map(|row| &row[0]).collect();
        assert!(
            rows.len() == keys.len() && !rows.is_empty(),
            "{query} {params}"
        );
        counts.push(rows.len());
    }
    let counted = "{ iscms { totalCount nodes { acronym members { totalCount } } } instruments { totalCount }
        memberships { totalCount } search(query: \"children\") { totalCount } iscm(acronym: \"RCM\") { structures { name } } }";
    let data = server.data(counted, json!({})).await;
    let number = |value: &Value| {
        usize::try_from(value["totalCount"].as_u64().expect("a number")).expect("small")
    };
    let iscms = number(&data["iscms"]);
    let members: Vec<_> = data["iscms"]["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .map(|one| number(&one["members"]))
        .collect();
    let without = members.iter().filter(|count| **count == 0).count();
    let all: usize = members.iter().sum();
    let structures = data["iscm"]["structures"].as_array().expect("a list").len();
    assert_eq!(
        counts[..8],
        [
            iscms,
            iscms,
            iscms,
            all,
            all + without,
            iscms,
            1,
            structures
        ]
    );
    assert_eq!(counts[8], number(&data["search"]), "all pages are walked");
    assert!(number(&data["search"]) > 20 && iscms > 2 && number(&data["memberships"]) > 100);
    assert_eq!(counts[10], number(&data["memberships"]));

    let (_, rows) = csv(&text(file(&server, of_iscm, "").await).await);
    assert!(rows.iter().all(
        |row| row[1] == "Regional Conference on Migration" && row[0].starts_with("iscm:rcm|structure:")
    ));
    let (_, rows) = csv(&text(file(&server, cases[3].0, cases[3].1).await).await);
    assert!(
        rows.iter()
            .all(|row| row[0].starts_with("iscm:") && row[0].contains("|membership:")),
        "{:?}",
        rows[0]
    );
}

async fn what_is_wrong_is_told(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let two = "{ iscms { nodes { acronym members { nodes { role } } } } }";
    for (query, params, parts) in [
        (two, "", &["`iscms` or `iscms.members`", "rows"][..]),
        (
            two,
            "&rows=iscms",
            &["`iscms.members` is a list", "lists=join"],
        ),
        (
            two,
            "&rows=iscms.nobody",
            &["`iscms` or `iscms.members`", "iscms.nobody"],
        ),
        (
            two,
            "&rows=iscms&rows=iscms",
            &["`rows` stands more than once"],
        ),
        (
            two,
            "&rows=iscms&lists=joined",
            &["`lists` takes `join` or `refuse`"],
        ),
        (two, "&empty=yes", &["`empty` takes `keep` or `drop`"]),
        (
            "{ iscms { nodes { topics { label } chairs { citations { locator } } } } }",
            "&rows=iscms&lists=join",
            &["is a list inside a list", "rows="],
        ),
        (
            "{ iscms { nodes { acronym } edges { node { acronym } } } }",
            "&lists=join",
            &["`iscms.nodes` or `iscms.edges`"],
        ),
        (
            "{ __schema { types { name } } }",
            "",
            &["asks about the schema"],
        ),
        ("subscription { dataset { version } }", "", &["a query"]),
        (
            "{ iscm(acronym: \"RMC\") { members { nodes { role } } } }",
            "",
            &["NOT_FOUND", "RCM"],
        ),
        ("{ iscms { nodes { name(language: XX) } } }", "", &["XX"]),
        ("{ iscms { nodes { acronim } } }", "", &["acronym"]),
        ("{ iscms {", "", &["is expected here"]),
    ] {
        let response = file(&server, query, params).await;
        let status = response.status();
        let text = response.text().await.expect("text");
        assert!(
            status.is_client_error(),
            "{query} {params}: {status} {text}"
        );
        for part in parts {
            assert!(text.contains(part), "{query} {params}: {part} in {text}");
        }
    }
    for (path, status, part) in [
        ("/d/nobody.csv", 404, "`memberships`"),
        ("/d/memberships.doc", 404, ".parquet"),
        ("/d/memberships", 404, ".csv"),
        ("/d/..%2f..%2fetc%2fpasswd.csv", 404, "there is no data set"),
        ("/d/memberships.csv?country=MX", 400, "`countries`"),
        ("/d/memberships.csv?on=yesterday", 400, "on"),
        ("/d/memberships.csv?roles=BOSS", 400, "MEMBER"),
        (
            "/d/memberships.csv?iscms=RCM&iscms=SACM",
            400,
            "`iscms` stands more than once",
        ),
        ("/d/events.csv?from=%7B", 400, "from"),
        ("/d/memberships.csv?iscms=%5B1", 400, "JSON list"),
        ("/d/memberships.csv?rows=members", 400, "`memberships`"),
        (
            "/graphql?format=doc&query=%7Bdataset%7Bversion%7D%7D",
            400,
            "`csv`",
        ),
        ("/graphql?format=csv", 400, "query"),
    ] {
        let response = server.get(path).await;
        let is = response.status().as_u16();
        let text = response.text().await.expect("text");
        assert!(is == status && text.contains(part), "{path}: {is} {text}");
    }
    let posted = server
        .request(Method::POST, "/d/memberships.csv")
        .send()
        .await
        .expect("an answer");
    assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED);
    // Parameters narrow; an empty one is not given.
    let (_, rows) = csv(&text(
        server
            .get("/d/memberships.csv?iscms=RCM,SACM&roles=MEMBER&on=")
            .await,
    )
    .await);
    assert!(rows.iter().all(|row| ["RCM", "SACM"].contains(&&*row[1])) && rows.len() > 10);
    // JSON is asked for as ever.
    let answer: Value = server
        .get("/graphql?format=json&query=%7Bdataset%7Bversion%7D%7D")
        .await
        .json()
        .await
        .expect("JSON");
    assert_eq!(answer["data"]["dataset"]["version"], 1);
    for (accept, is_csv) in [
        ("text/csv", true),
        ("text/csv, application/json;q=0.5", true),
        ("text/csv;q=0.5, application/json", false),
        ("text/csv;q=0", false),
        ("*/*", false),
    ] {
        let request = server.request(Method::GET, "/graphql?query=%7Bdataset%7Bversion%7D%7D");
        let response = request
            .header("accept", accept)
            .send()
            .await
            .expect("an answer");
        let is = response.headers()["content-type"]
            .to_str()
            .expect("text")
            .starts_with("text/csv");
        assert_eq!(is, is_csv, "{accept}");
    }
}

async fn a_file_is_revalidated_and_resumed(backend: Backend) {
    let server = TestServer::following(backend).await;
    for extension in ["csv", "jsonl", "json", "xlsx", "parquet"] {
        let path = format!("/d/sources.{extension}");
        let response = server.get(&path).await;
        let headers = response.headers().clone();
        let whole = response.bytes().await.expect("bytes");
        let tag = headers["etag"].to_str().expect("text");
        assert!(tag.starts_with('"'), "{tag}");
        assert!(
            headers["content-disposition"]
                .to_str()
                .expect("text")
                .contains(&format!("sources.{extension}"))
        );
        assert!(
            headers["iscm-rows"]
                .to_str()
                .expect("text")
                .parse::<usize>()
                .expect("a number")
                > 100
        );
        for (name, value) in [
            ("if-none-match", tag),
            (
                "if-modified-since",
                headers["last-modified"].to_str().expect("text"),
            ),
        ] {
            let again = server
                .request(Method::GET, &path)
                .header(name, value)
                .send()
                .await
                .expect("an answer");
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{name} {value}");
            assert!(again.bytes().await.expect("bytes").is_empty());
        }
        let half = whole.len() / 2;
        let part = |range: String, of: &str| {
            let request = server.request(Method::GET, &path).header("range", range);
            request.header("if-range", of.to_owned()).send()
        };
        let mut joined = Vec::new();
        for range in [format!("bytes=0-{}", half - 1), format!("bytes={half}-")] {
            let response = part(range, tag).await.expect("an answer");
            assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT);
            let told = response.headers()["content-range"]
                .to_str()
                .expect("text")
                .to_owned();
            assert!(told.ends_with(&format!("/{}", whole.len())), "{told}");
            joined.extend(response.bytes().await.expect("bytes"));
        }
        assert!(joined == whole, "{extension}");
        let last = part("bytes=-7".to_owned(), tag)
            .await
            .expect("an answer")
            .bytes()
            .await
            .expect("bytes");
        assert_eq!(last, whole[whole.len() - 7..]);
        let beyond = part(format!("bytes={}-", whole.len()), tag)
            .await
            .expect("an answer");
        assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
        assert_eq!(
            beyond.headers()["content-range"],
            format!("bytes */{}", whole.len())
        );
        let other = part("bytes=0-1".to_owned(), "\"other\"")
            .await
            .expect("an answer");
        assert_eq!(other.status(), StatusCode::OK);
        assert_eq!(other.bytes().await.expect("bytes"), whole);
        let head = server
            .request(Method::HEAD, &path)
            .send()
            .await
            .expect("an answer");
        assert_eq!(head.status(), StatusCode::OK);
        assert_eq!(head.headers()["etag"], tag);
    }
    // Sources are as they were in a version that changes an ISCM: so is the file.
    let tag = |response: Response| response.headers()["etag"].clone();
    let (sources, iscms) = (
        tag(server.get("/d/sources.csv").await),
        tag(server.get("/d/iscms.csv").await),
    );
    let version = server.graph().snapshot().version().number;
    server.publish(1995).await;
    while server.graph().snapshot().version().number == version {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(tag(server.get("/d/sources.csv").await), sources);
    assert_ne!(tag(server.get("/d/iscms.csv").await), iscms);
}

async fn compressed_files_are_the_same(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let plain = server.get("/d/memberships.csv").await;
    let tag = plain.headers()["etag"].clone();
    let plain = plain.bytes().await.expect("bytes");
    for coding in ["gzip", "zstd", "br"] {
        let request = server
            .request(Method::GET, "/d/memberships.csv")
            .header("accept-encoding", coding);
        let response = request.send().await.expect("an answer");
        assert_eq!(response.headers()["content-encoding"], coding);
        assert_ne!(
            response.headers()["etag"],
            tag,
            "a strong tag is of the bytes"
        );
        let packed = response.bytes().await.expect("bytes");
        let mut unpacked = Vec::new();
        match coding {
            "gzip" => {
                std::io::copy(&mut flate2::read::GzDecoder::new(&*packed), &mut unpacked)
                    .expect("gzip");
            }
            "zstd" => unpacked = zstd::decode_all(&*packed).expect("zstd"),
            _ => brotli::BrotliDecompress(&mut &*packed, &mut unpacked).expect("brotli"),
        }
        assert!(
            unpacked == plain && packed.len() < plain.len() / 2,
            "{coding}"
        );
    }
    let marked = text(server.get("/d/memberships.csv?bom=1").await).await;
    assert_eq!(
        marked.strip_prefix('\u{feff}').map(str::as_bytes),
        Some(&*plain)
    );
}

async fn a_file_costs_what_its_rows_do(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.rate_limit = 1;
        edge.rate_burst = 20_000;
        edge.max_file_cost = 10;
        edge.files = 1;
    })
    .await;
    let cost = |response: &Response| {
        let cost = response.headers()["iscm-cost"].to_str().expect("text");
        cost.parse::<u64>().expect("a number")
    };
    let left = |response: &Response| {
        let left = response.headers()["ratelimit"]
            .to_str()
            .expect("text")
            .to_owned();
        let left = left
            .split("r=")
            .nth(1)
            .and_then(|rest| rest.split(';').next());
        left.and_then(|left| left.parse::<u64>().ok())
            .expect("a number")
    };
    let one = server.get("/d/uptakes.csv").await;
    let (before, _) = (left(&one), text(one).await);
    for _ in 0..3 {
        let next = server.get("/d/uptakes.csv").await;
        assert!(cost(&next) >= 1 && left(&next) <= before - cost(&next) + 2);
        text(next).await;
    }
    let dear = server.get("/d/memberships.csv").await;
    assert_eq!(dear.status(), StatusCode::BAD_REQUEST);
    let message = dear.text().await.expect("text");
    assert!(
        message.contains("LIMIT_EXCEEDED") && message.contains("10 at most"),
        "{message}"
    );
}
