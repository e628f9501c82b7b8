//! Every key of the records in ISCMs' files is served as it is written, with its citations: the files are read here
//! without any of the product's code.

use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use serde_json::{Map, Value, json};
use toml::Table;

use crate::support::{Backend, TestServer, both_databases, facts, list, number, text, texts};

both_databases! {
    every_key_is_served_with_its_citations,
    relations_are_served_both_ways,
}

/// How what a file has under a key is served.
enum As {
    /// A value, or nothing.
    One(fn(&str) -> String),
    /// A list, whose order is not that of the file.
    Many(fn(&str) -> String),
    /// False where nothing is written.
    Flag,
    /// Names by language.
    Names,
    /// Records within the record.
    Records(&'static [Key]),
    /// The end of the id.
    Id,
    /// Whether an event was held, which follows from its year where nothing is written.
    Status,
}

use As::{Flag, Id, Many, Names, One, Records, Status};

/// A key, what is asked for it, and how it is served.
type Key = (&'static str, &'static str, As);

/// A table of the files, the list that serves it, and its keys.
type Served = (&'static str, &'static str, &'static [Key]);

const CITE: Key = ("cite", "citations { source { id } locator }", Many(cited));
const TOPICS: Key = ("topics", "topics { slug }", Many(same));
const COUNTRY: Key = ("country", "country { code }", One(same));
const ORGANIZATION: Key = ("organization", "organization { acronym }", One(same));
const KEY: Key = ("key", "id", Id);

/// A key that is called as its field.
const fn plain(key: &'static str) -> Key {
    (key, key, One(same))
}

#[rustfmt::skip] // a table: the keys as FORMAT.md has them
const TABLES: &[Served] = &[
    ("iscm", "iscms", &[
        plain("acronym"), ("name", "names { language name }", Names), ("aliases", "aliases", Many(same)),
        plain("kind"), plain("status"), plain("established"), plain("ended"), plain("region"), plain("summary"),
        ("languages", "languages", Many(same)), plain("website"),
        ("associated_with", "associatedWith { ... on Node { id } }", Many(associate)),
        ("predecessors", "predecessors { slug }", Many(same)), CITE,
    ]),
    ("themes", "themes", &[
        plain("title"), TOPICS, ("parent", "parent { title }", One(same)), plain("from"), plain("to"), CITE,
    ]),
    ("members", "memberships", &[
        COUNTRY, ORGANIZATION, plain("role"), plain("from"), plain("to"), plain("status"),
        ("status_since", "statusSince", One(same)), CITE,
    ]),
    ("chairs", "chairmanships", &[
        COUNTRY, ORGANIZATION, plain("from"), plain("to"), plain("order"), ("co_chair", "coChair", Flag), CITE,
    ]),
    ("structures", "structures", &[
        plain("name"), plain("kind"), plain("summary"), plain("established"), plain("frequency"),
        ("supported_by", "supportedBy { acronym }", Many(same)), ("seat_city", "seatCity", One(same)),
        ("seat_country", "seatCountry { code }", One(same)), ("hosted_by", "hostedBy { acronym }", One(same)), CITE,
    ]),
    ("funding", "fundingSources", &[
        KEY, plain("kind"), plain("summary"), plain("amount"), plain("currency"), plain("year"),
        ("contributors", "contributors { category country { id } organization { id } }", Many(contributor)), CITE,
    ]),
    ("funds", "funds", &[
        plain("name"), plain("kind"), plain("established"), plain("purpose"), plain("summary"),
        ("beneficiaries", "beneficiaries", Many(same)),
        ("figures", "figures { label value unit from to cite: citations { source { id } locator } }", Records(&[
            plain("label"), plain("value"), plain("unit"), plain("from"), plain("to"), CITE,
        ])), CITE,
    ]),
    ("instruments", "instruments", &[
        plain("title"), plain("kind"), plain("year"), TOPICS, ("adopted_at", "adoptedAt { name }", One(same)),
        plain("summary"), plain("url"), plain("from"), plain("to"),
        ("endorsed_by", "endorsedBy { ... on Node { id } }", Many(party)), CITE,
    ]),
    ("events", "events", &[
        plain("name"), plain("kind"), plain("year"), plain("start"), plain("end"), plain("city"), COUNTRY,
        plain("theme"), ("status", "status", Status), plain("participants"),
        ("attended_by", "attendedBy { ... on Node { id } }", Many(party)), CITE,
    ]),
    ("contributions", "contributions", &[
        KEY, plain("level"), plain("summary"), ("instruments", "instruments { title }", Many(same)), CITE,
    ]),
    ("partnerships", "partnerships", &[
        KEY, ("iscm", "partnerIscm { slug }", One(same)), plain("category"), plain("summary"),
        ("organization", "partnerOrganization { acronym }", One(same)), ("modalities", "modalities", Many(same)), CITE,
    ]),
    ("added_value", "addedValues", &[
        KEY, ("by", "by { ... on Node { id } }", Many(party)), ("values", "values", Many(same)), plain("summary"), CITE,
    ]),
    ("uptakes", "uptakes", &[
        KEY, COUNTRY, ("instrument", "instrument { title }", One(same)), plain("summary"), plain("year"), CITE,
    ]),
    ("activities", "activities", &[KEY, plain("kind"), plain("summary"), plain("year"), CITE]),
    ("commitments", "commitments", &[
        plain("title"), ("instrument", "instrument { title }", One(same)), plain("year"), TOPICS, plain("summary"),
        plain("due"), plain("status"),
        ("inputs", "inputs { key: id country { code } organization { acronym } summary received \
            cite: citations { source { id } locator } }", Records(&[
            KEY, COUNTRY, ORGANIZATION, plain("summary"), plain("received"), CITE,
        ])), CITE,
    ]),
    ("organizations", "organizations", &[plain("acronym"), plain("name"), plain("kind")]),
    ("sources", "sources", &[
        ("id", "id", One(|id| format!("source:{id}"))), plain("title"), plain("publisher"), plain("year"),
        plain("url"), plain("accessed"), plain("archived"), plain("kind"),
    ]),
];

fn same(text: &str) -> String {
    text.to_owned()
}

fn cited(cite: &str) -> String {
    let cite = cite.replacen('#', "=", 1);
    format!("source:{cite}")
}

fn associate(code: &str) -> String {
    let is_iscm = code.starts_with("iscm:");
    if is_iscm {
        code.to_owned()
    } else {
        format!("organization:{code}")
    }
}

/// The id of a country or an organization; a code that is both is written with what it is.
fn party(code: &str) -> String {
    let is_organization = |acronym: &str| {
        let mut all = facts("organizations").iter();
        all.any(|(_, row)| text(row, "acronym") == acronym)
    };
    match code {
        told if told.contains(':') => told.to_owned(),
        acronym if is_organization(acronym) => format!("organization:{acronym}"),
        country => format!("country:{country}"),
    }
}

fn contributor(code: &str) -> String {
    const CATEGORIES: [&str; 5] = [
        "MEMBER_STATES",
        "CHAIR",
        "MEMBER_ORGANIZATIONS",
        "DONORS",
        "HOST",
    ];
    if CATEGORIES.contains(&code) {
        code.to_owned()
    } else {
        party(code)
    }
}

/// A number in one writing, be it whole, with decimals, or a text with decimals.
fn in_one_writing(value: &str) -> String {
    let number = value.parse::<f64>().ok();
    number.map_or_else(|| value.to_owned(), |number| number.to_string())
}

/// A value of a file as a text; nothing where there is none.
fn written(value: Option<&toml::Value>, text: fn(&str) -> String) -> Value {
    match value {
        None => Value::Null,
        Some(toml::Value::String(value)) => json!(text(value)),
        Some(other) => json!(in_one_writing(&other.to_string())),
    }
}

/// What a record of a file is served as.
fn expected(record: &Table, keys: &[Key], newest: i64) -> Value {
    let known: BTreeSet<&str> = keys.iter().map(|(key, ..)| *key).collect();
    let others = record
        .keys()
        .filter(|key| !known.contains(key.as_str()) && *key != "key");
    assert_eq!(
        others.collect::<Vec<_>>(),
        [""; 0],
        "keys that are held against nothing"
    );
    let values = keys.iter().map(|(key, _, served)| {
        let value = record.get(*key);
        let items = value
            .and_then(toml::Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        let served =
            match served {
                One(text) => written(value, *text),
                Id => written(value, same),
                Many(text) => sorted(items.iter().map(|item| written(Some(item), *text))),
                Flag => json!(value.map_or_else(|| "false".to_owned(), ToString::to_string)),
                Names => {
                    let names = value.and_then(toml::Value::as_table).expect("names").iter();
                    let name = |text: &toml::Value| text.as_str().expect("a name").to_owned();
                    sorted(names.map(|(code, text)| {
                        json!(format!("{}={}", code.to_uppercase(), name(text)))
                    }))
                }
                Records(keys) => {
                    let rows = items.iter().map(|row| row.as_table().expect("a record"));
                    sorted(rows.map(|row| expected(row, keys, newest)))
                }
                Status => match value {
                    None if number(record, "year").expect("a year") < newest => json!("HELD"),
                    told => written(told, same),
                },
            };
        ((*key).to_owned(), served)
    });
    Value::Object(values.collect())
}

fn sorted(values: impl Iterator<Item = Value>) -> Value {
    let mut values: Vec<_> = values.collect();
    values.sort_by_key(ToString::to_string);
    Value::Array(values)
}

/// What is known within a value, in one text.
fn within(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Object(fields) => fields.values().flat_map(within).collect(),
        other => vec![in_one_writing(&other.to_string())],
    }
}

/// What is served of a record, in the shape of [`expected`].
fn served(node: &Map<String, Value>, keys: &[Key]) -> Value {
    let joined = |value: &Value| match within(value).join("=") {
        text if text.is_empty() => Value::Null,
        text => json!(text),
    };
    let values = keys.iter().map(|(key, _, kind)| {
        let value = &node[*key];
        let value = match kind {
            Records(keys) => {
                let rows = list(value)
                    .iter()
                    .map(|row| row.as_object().expect("a record"));
                sorted(rows.map(|row| served(row, keys)))
            }
            Id => json!(value.as_str().expect("an id").rsplit('/').next()),
            _ => match value {
                Value::String(amount) if *key == "amount" => json!(in_one_writing(amount)),
                Value::Array(items) => sorted(items.iter().map(joined)),
                one => joined(one),
            },
        };
        ((*key).to_owned(), value)
    });
    Value::Object(values.collect())
}

/// All nodes of a list, over its pages.
async fn nodes(server: &TestServer, connection: &str, fields: &str) -> Vec<Value> {
    let query = format!(
        "query ($after: String) {{ {connection}(first: 50, after: $after) {{
            nodes {{ {fields} }} pageInfo {{ endCursor hasNextPage }} }} }}"
    );
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut data = server.data(&query, json!({ "after": after })).await;
        let page = &mut data[connection];
        found.append(page["nodes"].as_array_mut().expect("nodes"));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            return found;
        }
    }
}

async fn every_key_is_served_with_its_citations(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let told = facts("sources").iter().flat_map(|(_, source)| {
        let read = source.get("accessed").and_then(toml::Value::as_datetime);
        let read = read.and_then(|day| Some(i64::from(day.date?.year)));
        [number(source, "year"), read].into_iter().flatten()
    });
    let newest = told.max().expect("a year");
    for (table, connection, keys) in TABLES {
        let owner = match *table {
            "iscm" => "owner: slug",
            "organizations" | "sources" => "",
            _ => "owner: iscm { slug }",
        };
        let asked = keys.iter().map(|(key, field, _)| format!("{key}: {field}"));
        let fields = asked.collect::<Vec<_>>().join(" ") + " " + owner;
        let found = nodes(&server, connection, &fields).await;
        let found = found.iter().map(|node| {
            let node = node.as_object().expect("a record");
            json!([
                within(node.get("owner").unwrap_or(&Value::Null)),
                served(node, keys)
            ])
            .to_string()
        });
        let wanted = facts(table).iter().map(|(slug, row)| {
            let owner = if owner.is_empty() {
                &[][..]
            } else {
                slice::from_ref(slug)
            };
            json!([owner, expected(row, keys, newest)]).to_string()
        });
        let (mut found, mut wanted) = (found.collect::<Vec<_>>(), wanted.collect::<Vec<_>>());
        found.sort_unstable();
        wanted.sort_unstable();
        assert!(!wanted.is_empty(), "{table}");
        for (found, wanted) in found.iter().zip(&wanted) {
            assert_eq!(found, wanted, "{table}");
        }
        assert_eq!(found.len(), wanted.len(), "{table}");
    }
}

/// A table, its key, the ids of those that are named there, the list that has them, and the field that leads back
/// with what is asked there.
#[rustfmt::skip] // one line
type Way = (&'static str, &'static str, fn(&str) -> String, &'static str, &'static str, &'static str);

async fn relations_are_served_both_ways(backend: Backend) {
    let server = TestServer::shared(backend).await;
    #[rustfmt::skip] // a table: a line for each way
    let ways: [Way; 9] = [
        ("iscm", "associated_with", associate, "organizations", "associatedIscms { ", "acronym"),
        ("iscm", "associated_with", associate, "iscms", "associates { ", "acronym"),
        ("iscm", "predecessors", |slug| format!("iscm:{slug}"), "iscms", "successors { ", "acronym"),
        ("events", "attended_by", party, "countries", "attendedEvents(first: 100) { nodes { ", "name"),
        ("events", "attended_by", party, "organizations", "attendedEvents(first: 100) { nodes { ", "name"),
        ("instruments", "endorsed_by", party, "countries", "endorsedInstruments(first: 100) { nodes { ", "title"),
        ("instruments", "endorsed_by", party, "organizations", "endorsedInstruments(first: 100) { nodes { ", "title"),
        ("structures", "seat_country", |code| format!("country:{code}"), "countries", "seatedStructures { ", "name"),
        ("structures", "hosted_by", |code| format!("organization:{code}"), "organizations", "hostedStructures { ", "name"),
    ];
    let mut told = 0;
    for (table, key, id, connection, back, name) in ways {
        let close = " }".repeat(back.matches('{').count());
        let owner = if table == "iscm" { "" } else { "iscm { slug }" };
        let fields = format!("id back: {back} {name} {owner} {close}");
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for node in nodes(&server, connection, &fields).await {
            let rows = node["back"].get("nodes").unwrap_or(&node["back"]);
            let mut names: Vec<_> = list(rows).iter().map(|row| within(row).join("=")).collect();
            names.sort_unstable();
            if !names.is_empty() {
                found.insert(within(&node["id"]).join(""), names);
            }
        }
        let mut wanted: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (slug, row) in facts(table) {
            let one = (!text(row, key).is_empty()).then(|| text(row, key));
            let named = texts(row, key).into_iter().chain(one).map(id);
            let owner = if table == "iscm" {
                String::new()
            } else {
                format!("={slug}")
            };
            for id in named {
                let names = wanted.entry(id).or_default();
                names.push(text(row, name).to_owned() + &owner);
            }
        }
        let kind = match connection {
            "iscms" => "iscm:",
            "countries" => "country:",
            _ => "organization:",
        };
        wanted.retain(|id, _| id.starts_with(kind));
        for names in wanted.values_mut() {
            names.sort_unstable();
        }
        assert_eq!(found, wanted, "{table}.{key}");
        told += usize::from(!wanted.is_empty());
    }
    assert!(told >= 8, "{told} ways that lead somewhere");
}
