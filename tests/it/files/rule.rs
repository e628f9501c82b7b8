//! The rule by which a query becomes rows and columns.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{csv, file, text};
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    the_rule_holds,
    the_ten_examples_are_as_told,
    no_page_cuts_a_list,
    what_is_written_often_is_paid_for,
}

async fn the_rule_holds(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let members = "{ iscms { nodes { acronym members { nodes { country { code } } } } } }";
    let of_iscm = "{ iscm(acronym: \"RCM\") { name structures { name } } }";
    let cases: [(&str, &str, &[&str]); 12] = [
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
            members,
            "&rows=iscms&lists=omit",
            &["_key", "iscms.acronym"],
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
        counts[..9],
        [
            iscms,
            iscms,
            iscms,
            all,
            all + without,
            iscms,
            iscms,
            1,
            structures
        ]
    );
    assert_eq!(counts[9], number(&data["search"]), "all pages are walked");
    assert!(number(&data["search"]) > 20 && iscms > 2 && number(&data["memberships"]) > 100);
    assert_eq!(counts[11], number(&data["memberships"]));

    let (_, rows) = csv(&text(file(&server, of_iscm, "").await).await);
    assert!(
        rows.iter()
            .all(|row| row[1] == "Regional Conference on Migration"
                && row[0].starts_with("iscm:rcm|structure:"))
    );
    let (_, rows) = csv(&text(file(&server, cases[3].0, cases[3].1).await).await);
    assert!(
        rows.iter()
            .all(|row| row[0].starts_with("iscm:") && row[0].contains("|membership:")),
        "{:?}",
        rows[0]
    );
}

/// Lists that functions make are whole, too, as rows and joined; what has no id is told apart by its number.
async fn no_page_cuts_a_list(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "{ changes(types: [MEMBERSHIP]) { totalCount } search(query: \"migration\") { totalCount types { type } } }";
    let data = server.data(query, json!({})).await;
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("small");
    let changes = number(&data["changes"]["totalCount"]);
    let found = number(&data["search"]["totalCount"]);
    assert!(changes > 1_000 && found > 200, "{changes} {found}");

    for query in [
        "{ changes(types: [MEMBERSHIP], first: 2) { nodes { nodeId node { label } } } }",
        "{ changes(types: [MEMBERSHIP]) { edges { node { nodeId node { label } } } } }",
        "{ dataset { versions { nodes { changes(types: [MEMBERSHIP]) { nodes { nodeId node { label } } } } } } }",
    ] {
        let params = if query.contains("versions") {
            "&rows=dataset.versions.changes"
        } else {
            ""
        };
        let (_, rows) = csv(&text(file(&server, query, params).await).await);
        let keys: HashSet<_> = rows.iter().map(|row| &row[0]).collect();
        assert_eq!((rows.len(), keys.len()), (changes, changes), "{query}");
    }
    let twice =
        "{ nodes(ids: [\"iscm:rcm\", \"iscm:rcm\", \"iscm:none\", \"iscm:rcm\"]) { label } }";
    let (_, rows) = csv(&text(file(&server, twice, "").await).await);
    let keys: Vec<_> = rows.iter().map(|row| &*row[0]).collect();
    assert_eq!(keys, ["iscm:rcm", "1", "3"]);
    // What a page tells beside its items is of the whole list, and the items are joined to the last.
    let query = "{ search(query: \"migration\") { nodes { id } types { type } } }";
    let params = "&rows=search.types&lists=join";
    let (columns, rows) = csv(&text(file(&server, query, params).await).await);
    assert_eq!(columns, ["_key", "search.id", "search.types.type"]);
    let types = data["search"]["types"].as_array().expect("a list").len();
    assert_eq!(rows.len(), types);
    for row in rows {
        assert_eq!(row[1].split("; ").count(), found);
    }
}

/// A list that is joined in each of many rows costs what it is in all of them; long texts cost by their bytes.
async fn what_is_written_often_is_paid_for(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.rate_limit = 1;
        edge.rate_burst = 100_000;
    })
    .await;
    let cost = |response: &reqwest::Response| {
        let cost = response.headers()["iscm-cost"].to_str().expect("text");
        cost.parse::<u64>().expect("a number")
    };
    let query = "{ iscms { all: nodes { other: acronym } nodes { acronym } } }";
    let once = file(&server, "{ iscms { nodes { acronym } } }", "").await;
    let often = file(&server, query, "&rows=iscms.nodes&lists=join").await;
    assert_eq!(cost(&once), 1);
    assert!(cost(&often) > 1, "{}", cost(&often));
    // Each row has the whole summary that stands beside the list.
    let query = "{ iscm(acronym: \"RCM\") { summaryOfFindings { markdown } } memberships { nodes { role } } }";
    let left = async || {
        let response = server.get("/d/sources.csv?since=1").await;
        let left = response.headers()["ratelimit"].to_str().expect("text");
        let left = left
            .split("r=")
            .nth(1)
            .and_then(|rest| rest.split(';').next());
        left.expect("what is left")
            .parse::<u64>()
            .expect("a number")
    };
    let before = left().await;
    let long = file(&server, query, "&rows=memberships").await;
    let told = cost(&long);
    let bytes = text(long).await.len() as u64;
    let points = bytes / (64 << 10);
    assert!(points > told * 2, "{points} {told}");
    let mut taken = before - left().await;
    // It is taken when the last byte was written.
    for _ in 0..100 {
        if taken >= points {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        taken = before - left().await;
    }
    assert!(taken >= points, "{taken} of {points} for {bytes} bytes");
}

/// Those of docs/files.md, each as it stands there.
async fn the_ten_examples_are_as_told(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let page = include_str!("../../../docs/files.md");
    let table = page.split("## Ten examples").nth(1).expect("a table");
    let lines = table.lines().skip_while(|line| !line.starts_with("| ---"));
    let lines = lines
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .collect::<Vec<_>>();
    assert_eq!(lines.len(), 10);
    let mut query = "";
    for line in lines {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let [_, asked, params, told, _] = cells[..] else {
            panic!("{line}")
        };
        if asked != "the same" {
            query = asked.trim_matches('`');
        }
        let params = params.trim_matches('`');
        let answer = file(&server, query, &format!("&{params}")).await;
        let status = answer.status().as_u16();
        let right = if told.starts_with("refused") {
            400
        } else {
            200
        };
        let text = answer.text().await.expect("text");
        assert_eq!(status, right, "{line}: {text}");
        for part in told.split('`').skip(1).step_by(2) {
            let part = part.trim_end_matches('…');
            assert!(text.contains(part), "{line}: {part}");
        }
    }
}
