//! What groups give out: values that filters take, and exact sums.

use iscm::dataset::Files;
use iscm::model::{Form, Kind, Measure, Path, types};
use serde_json::{Value, json};

use crate::support::{Backend, DataFolder, TestDatabase, TestServer, both_databases};

both_databases! {
    values_of_groups_are_what_filters_take,
    money_is_summed_exactly,
}

/// The condition that a group's value is, in the filter of the same key.
fn condition(key: &Measure, value: Option<&str>) -> String {
    let written = |kind: &Kind, value: &str| match kind {
        Kind::Word(..) | Kind::Words(..) | Kind::Year(_) | Kind::Int(_) | Kind::Flag(_) => {
            value.to_owned()
        }
        _ => json!(value).to_string(),
    };
    let name = key.field().name;
    match (&key.path, value) {
        (Path::Own(field), Some(value)) => {
            let value = written(&field.kind, value);
            match &field.kind {
                Kind::Many(list) => {
                    let mut fields = list.target.of().asked();
                    let by = fields.find(|by| matches!(by.kind, Kind::Key(..)));
                    let by = by.map_or("id", |by| by.name);
                    format!("{name}: {{ some: {{ {by}: {{ eq: {value} }} }} }}")
                }
                Kind::Words(..) | Kind::Texts(_) => {
                    format!("{name}: {{ some: {{ eq: {value} }} }}")
                }
                _ => format!("{name}: {{ eq: {value} }}"),
            }
        }
        (Path::Own(field), None) => match &field.kind {
            Kind::Many(_) | Kind::Words(..) | Kind::Texts(_) => format!("{name}: {{ none: {{}} }}"),
            _ => format!("{name}: {{ isNull: true }}"),
        },
        (Path::Through(to, inner), Some(value)) => {
            let value = written(&inner.kind, value);
            let is = match inner.kind {
                Kind::Texts(_) => format!("{{ some: {{ eq: {value} }} }}"),
                _ => format!("{{ eq: {value} }}"),
            };
            format!("{}: {{ is: {{ {name}: {is} }} }}", to.name)
        }
        (Path::Through(to, inner), None) => {
            let to = to.name;
            let is_unknown = match inner.kind {
                Kind::Texts(_) => "{ none: {} }",
                _ => "{ isNull: true }",
            };
            format!(
                "or: [{{ {to}: {{ isNull: true }} }}, {{ {to}: {{ is: {{ {name}: {is_unknown} }} }} }}]"
            )
        }
        (Path::Decade(_), Some(value)) => {
            let first: i64 = value.parse().expect("a year");
            format!("{name}: {{ gte: {first}, lte: {} }}", first + 9)
        }
        (Path::Decade(_), None) => format!("{name}: {{ isNull: true }}"),
        (Path::Count(_), _) => panic!("nothing is grouped by a number of nodes"),
    }
}

async fn values_of_groups_are_what_filters_take(backend: Backend) {
    let server = &TestServer::shared(backend).await;
    let (mut keys, mut values) = (0, 0);
    for of in types() {
        for root in of.roots() {
            let Kind::Many(list) = &root.kind else {
                continue;
            };
            if list.form != Form::Pages {
                continue;
            }
            for key in of.facets() {
                keys += 1;
                let (list, name) = (root.name, &key.name);
                let query = format!(
                    "{{ {list} {{ groupBy(keys: [{name}], first: 12) {{ count values {{ value }} }} }} }}"
                );
                let data = server.data(&query, json!({})).await;
                let groups = data[list]["groupBy"].as_array().expect("groups");
                let filters = groups.iter().enumerate().map(|(number, group)| {
                    let filter = condition(key, group["values"][0]["value"].as_str());
                    format!("g{number}: {list}(filter: {{ {filter} }}) {{ totalCount }}")
                });
                let query = format!("{{ __typename {} }}", filters.collect::<String>());
                let data = server.data(&query, json!({})).await;
                for (number, group) in groups.iter().enumerate() {
                    let total = &data[format!("g{number}")]["totalCount"];
                    assert_eq!(*total, group["count"], "{list} by {name}: {group}");
                    values += 1;
                }
            }
        }
    }
    assert!(keys > 100 && values > 500, "{keys} keys, {values} values");
}

async fn money_is_summed_exactly(backend: Backend) {
    let folder = DataFolder::copy();
    for (number, amount) in ["0.1", "0.2", "9000000000000.07", "9000000000000.07"]
        .into_iter()
        .enumerate()
    {
        folder.append(
            "iscm/sacm.toml",
            &format!("[[funding]]\nkey = \"exact-{number}\"\nkind = \"PROJECT_DONOR\"\ncontributors = [\"DONORS\"]\nsummary = \"Exact {number}.\"\namount = {amount}\ncurrency = \"CHF\"\ncite = [\"summary-2019\"]"),
        );
    }
    let database = TestDatabase::empty(backend);
    let files = Files::read(folder.path()).expect("the files");
    let db = database.open().await;
    iscm::import(&db, &files, "Exact").await.expect("imported");
    let server = TestServer::with(&database.config()).await;
    let query = "{ fundingSources(filter: { iscm: { eq: \"SACM\" }, currency: { eq: \"CHF\" } }) {
        groupBy(keys: [CURRENCY]) { sum(of: AMOUNT) decimals(of: AMOUNT) { min max sum } years: decimals(of: YEAR) { sum } } } }";
    let data = server.data(query, json!({})).await;
    let group = &data["fundingSources"]["groupBy"][0];
    let exact = json!({ "min": "0.10", "max": "9000000000000.07", "sum": "18000000000000.44" });
    assert_eq!(group["decimals"], exact, "{data}");
    assert_eq!(group["sum"].as_f64(), Some(18_000_000_000_000.44));
    assert_eq!(group["years"], Value::Null, "no year is known");
    let mixed = "{ fundingSources { groupBy(keys: []) { decimals(of: AMOUNT) { sum } } } }";
    let answer = server.ask(mixed, json!({})).await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT",
        "{answer}"
    );
    let message = answer["errors"][0]["message"].as_str().expect("a message");
    assert!(message.contains("`currency`"), "{message}");
}
