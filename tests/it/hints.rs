//! Messages for those who ask the first time: what they say would be right can be asked.

use serde_json::json;

use crate::support::{Backend, DataFolder, TestDatabase, TestServer, both_databases};

both_databases! {
    misuses_are_told_what_would_be_right,
    what_is_said_to_be_right_is_answered,
    near_names_are_in_languages_of_the_api,
}

/// Documents that many write at first, and what is told.
const MISUSES: [(&str, &[&str]); 14] = [
    (
        "{ iscms(filter: { acronym: \"RCM\" }) { totalCount } }",
        &["`KeyFilter`", "`{ eq: \"RCM\" }`"],
    ),
    (
        "{ memberships(filter: { country: MX }) { totalCount } }",
        &["`{ eq: MX }`"],
    ),
    (
        "{ iscms(filter: { kind: GLOBAL_PROCESS }) { totalCount } }",
        &["`{ eq: GLOBAL_PROCESS }`"],
    ),
    (
        "{ instruments(filter: { year: 2016 }) { totalCount } }",
        &["`{ eq: 2016 }`"],
    ),
    (
        "{ instruments(filter: { kind: [GUIDE, MANUAL] }) { totalCount } }",
        &["`{ in: [GUIDE, MANUAL] }`"],
    ),
    (
        "{ iscms(filter: { topics: \"children\" }) { totalCount } }",
        &["`{ some: { … } }`"],
    ),
    (
        "{ iscms(filter: { members: [MX] }) { totalCount } }",
        &["`{ some: { … } }`"],
    ),
    (
        "{ iscm(acronym: \"RCM\") { timeline { node { title } } } }",
        &["use `... on Commitment { title }`", "`label`"],
    ),
    (
        "{ suggest(prefix: \"a\") { node { summary } } }",
        &["`Instrument` and `Iscm` have it"],
    ),
    (
        "{ memberships { nodes { party { code } } } }",
        &["`Country` has it: use `... on Country { code }`"],
    ),
    (
        "{ memberships { nodes { party { ... on Event { name } } } } }",
        &[
            "`... on Event` finds nothing in `Party`",
            "`Country`, `Organization`",
        ],
    ),
    (
        "{ memberships { nodes { party { ...x } } } } fragment x on Topic { slug }",
        &["`... on Topic` finds nothing in `Party`"],
    ),
    (
        "{ iscm(acronym: \"RCM\") { ... on Country { code } } }",
        &["finds nothing in `Iscm`, whose type is `Iscm`"],
    ),
    (
        "{ iscm(acronym: \"RCM\") { members } }",
        &["asked for with its fields"],
    ),
];

async fn misuses_are_told_what_would_be_right(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (query, parts) in MISUSES {
        let answer = server.ask(query, json!({})).await;
        let errors = answer["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 1, "{query}: {answer}");
        assert_eq!(errors[0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
        let message = errors[0]["message"].as_str().expect("a message");
        for part in parts {
            assert!(message.contains(part), "{query}: {message}");
        }
    }
    // In variables, too.
    let answer = server
        .ask(
            "query ($filter: IscmFilter) { iscms(filter: $filter) { totalCount } }",
            json!({ "filter": { "acronym": "RCM" } }),
        )
        .await;
    let message = answer["errors"][0]["message"].as_str().expect("a message");
    assert!(message.contains("`{ eq: \"RCM\" }`"), "{message}");
}

async fn what_is_said_to_be_right_is_answered(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for query in [
        "{ iscms(filter: { acronym: { eq: \"RCM\" } }) { totalCount } }",
        "{ memberships(filter: { country: { eq: MX } }) { totalCount } }",
        "{ instruments(filter: { kind: { in: [GUIDE, MANUAL] } }) { totalCount } }",
        "{ iscms(filter: { topics: { some: { slug: { eq: \"children\" } } } }) { totalCount } }",
    ] {
        let data = server.data(query, json!({})).await;
        let counts = data.as_object().expect("fields").values();
        assert!(
            counts
                .into_iter()
                .all(|of| of["totalCount"].as_u64() > Some(0)),
            "{query}: {data}"
        );
    }
    // Every type that is told to be in time lines is in some; and no other.
    let query =
        "{ iscm(acronym: \"RCM\") { timeline { node { nothing ... on Topic { slug } } } } }";
    let answer = server.ask(query, json!({})).await;
    assert!(
        answer["errors"]
            .as_array()
            .is_some_and(|errors| !errors.is_empty()),
        "{answer}"
    );
    let query = "{ iscm(acronym: \"RCM\") { timeline { node { type ... on Theme { title } ... on Instrument { title } ... on Commitment { title } } } } }";
    let data = server.data(query, json!({})).await;
    let text = data.to_string();
    assert!(text.contains("\"title\"") && !text.contains("ASSESSMENT"));
}

async fn near_names_are_in_languages_of_the_api(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for (name, meant) in [
        ("HDN", Some("HND")),
        ("Mxeico", Some("Mexico")),
        ("Hondruas", Some("Honduras")),
        ("Falklandinsel", None),
        ("Faeröerr", None),
        ("Salomonseilandem", None),
    ] {
        let query = "query ($name: String!) { country(code: $name) { code } }";
        let answer = server.ask(query, json!({ "name": name })).await;
        let message = answer["errors"][0]["message"].as_str().expect("a message");
        match meant {
            Some(meant) => assert!(
                message.contains(&format!("did you mean \"{meant}\"?")),
                "{message}"
            ),
            None => {
                for foreign in ["inseln", "Faeröer\"", "eilanden"] {
                    assert!(!message.contains(foreign), "{message}");
                }
            }
        }
    }
    for (name, code) in [("Faroes", "FO"), ("Falklands", "FK"), ("Malvinas", "FK")] {
        let query = "query ($name: String!) { country(code: $name) { code } }";
        let data = server.data(query, json!({ "name": name })).await;
        assert_eq!(data["country"]["code"], code);
    }
}

#[tokio::test]
async fn an_amount_that_would_become_another_is_refused() {
    for (amount, is_kept) in [
        ("90071992547409.93", false),
        ("0.10000000000000000001", false),
        ("9007199254740.93", true),
        ("90071992547409", true),
    ] {
        let folder = DataFolder::copy();
        let funding = format!(
            "[[funding]]\nkey = \"much\"\nkind = \"OTHER\"\ncontributors = [\"DONORS\"]\nsummary = \"Much.\"\namount = {amount}\ncurrency = \"USD\"\ncite = [\"apc-about\"]\n"
        );
        folder.append("iscm/apc.toml", &funding);
        let files = iscm::dataset::Files::read(folder.path()).expect("the files");
        let database = TestDatabase::empty(Backend::Sqlite);
        let db = database.open().await;
        let imported = iscm::import(&db, &files, "Money").await;
        if !is_kept {
            let error = imported.expect_err("refused").to_string();
            assert!(
                error.contains("iscm/apc.toml") && error.contains(amount),
                "{error}"
            );
            continue;
        }
        imported.expect("imported");
        let server = TestServer::with(&database.config()).await;
        let query = "query ($amount: Decimal!) { fundingSources(filter: { amount: { eq: $amount } }) { nodes { amount } } }";
        let data = server.data(query, json!({ "amount": amount })).await;
        let given = data["fundingSources"]["nodes"][0]["amount"].as_str();
        let given = given.expect("an amount").trim_end_matches(".00");
        assert_eq!(given, amount);
    }
}
