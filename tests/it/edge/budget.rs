//! What clients may spend.

use std::time::{Duration, Instant};

use reqwest::{Method, Response};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::support::{Backend, TestServer, both_databases, facts, text};

both_databases! {
    the_cost_is_told_and_taken_off,
    who_has_spent_all_waits,
    nonsense_is_not_free,
    clients_have_budgets_of_their_own,
    later_events_are_paid_for,
    what_a_front_end_asks_is_within_the_limits,
    costs_follow_pages,
}

async fn ask(server: &TestServer, query: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = server
        .request(Method::POST, "/graphql")
        .json(&json!({ "query": query }));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.expect("an answer")
}

/// What is left, as the answer's header tells.
fn left(response: &Response) -> u64 {
    let text = response.headers()["ratelimit"].to_str().expect("text");
    let rest = text.strip_prefix("\"cost\";r=").expect("the number");
    rest.split(';')
        .next()
        .expect("a number")
        .parse()
        .expect("a number")
}

async fn the_cost_is_told_and_taken_off(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.rate_limit = 1;
        edge.rate_burst = 50_000;
    })
    .await;
    let query = "{ iscms(first: 10) { nodes { acronym members(first: 20) { nodes { role } } } } }";
    let first = ask(&server, query, &[]).await;
    assert_eq!(
        first.headers()["ratelimit-policy"],
        "\"cost\";q=50000;w=50000"
    );
    let before = left(&first);
    let cost = &first.json::<Value>().await.expect("JSON")["extensions"]["cost"];
    // The connection, ten ISCMs with a name and a connection, twenty members of each with a role.
    assert_eq!(cost, &json!({ "requested": 242, "limit": 20000 }));
    assert!(
        (50_000 - 242..=50_000 - 242 + 5).contains(&before),
        "{before}"
    );
    // The same again is kept, and costs next to nothing, but tells the same.
    let second = ask(&server, query, &[]).await;
    let after = left(&second);
    assert!(
        (before - 1..=before + 5).contains(&after),
        "{before} {after}"
    );
    assert_eq!(
        second.json::<Value>().await.expect("JSON")["extensions"]["cost"]["requested"],
        242
    );
}

async fn who_has_spent_all_waits(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.max_cost = 300;
        edge.rate_limit = 1;
        edge.rate_burst = 300;
    })
    .await;
    let query = |name: usize| {
        format!(
            "{{ iscms(first: 50) {{ nodes {{ a{name}: members(first: 1) {{ totalCount }} }} }} }}"
        )
    };
    for name in 0..2 {
        assert_eq!(ask(&server, &query(name), &[]).await.status(), 200);
    }
    let refused = ask(&server, &query(3), &[]).await;
    assert_eq!(refused.status(), 429);
    let wait: u64 = refused.headers()["retry-after"]
        .to_str()
        .expect("text")
        .parse()
        .expect("seconds");
    assert!((1..=120).contains(&wait), "{wait}");
    assert_eq!(left(&refused), 0);
    let answer: Value = refused.json().await.expect("JSON");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "RATE_LIMITED");
    // Cheap questions are still answered.
    assert_eq!(ask(&server, "{ __typename }", &[]).await.status(), 200);
    // What costs more than is allowed at all says so, with what would fit.
    let dear = ask(
        &server,
        "{ iscms(first: 100) { nodes { members(first: 100) { nodes { id } } } } }",
        &[],
    )
    .await;
    let answer: Value = dear.json().await.expect("JSON");
    let extensions = &answer["errors"][0]["extensions"];
    assert_eq!(extensions["code"], "LIMIT_EXCEEDED");
    assert_eq!(
        (&extensions["limit"], &extensions["allowed"]),
        (&json!("cost"), &json!(300))
    );
    // Documents that are none are not free either.
    let mut refused = 0;
    for number in 0..50 {
        let answer = ask(&server, &format!("{{ wrong{number}"), &[]).await;
        refused += usize::from(answer.status() == 429);
    }
    assert!(refused > 0, "a client that sends nonsense is stopped");
}

async fn nonsense_is_not_free(backend: Backend) {
    for (path, body, right) in [
        ("/graphql", "[", "the body is not JSON"),
        (
            "/graphql",
            r#"{"query":"subscription { dataset { version } }"}"#,
            "a subscription",
        ),
        (
            "/graphql/stream",
            r#"{"query":"{ nothing }"}"#,
            "there is no field",
        ),
        ("/graphql/stream", "[", "the body is not JSON"),
        ("/graphql/stream", "{}", "`query` is missing"),
    ] {
        let server = TestServer::edge(backend, |edge| {
            edge.max_cost = 30;
            edge.rate_limit = 1;
            edge.rate_burst = 30;
        })
        .await;
        let mut answers = Vec::new();
        for _ in 0..5 {
            let request = server.request(Method::POST, path);
            let request = request
                .header("content-type", "application/json")
                .body(body);
            let answer = request.send().await.expect("an answer");
            answers.push(answer.text().await.expect("text"));
        }
        assert!(answers[0].contains(right), "{}", answers[0]);
        assert!(
            answers[4].contains("RATE_LIMITED"),
            "{path} {body}: {}",
            answers[4]
        );
    }
}

async fn clients_have_budgets_of_their_own(backend: Backend) {
    let server = TestServer::edge(backend, |edge| {
        edge.max_cost = 100;
        edge.rate_limit = 1;
        edge.rate_burst = 100;
        edge.trusted_proxies = 1;
    })
    .await;
    let query =
        |name: &str| format!("{{ iscms(first: 40) {{ nodes {{ {name}: acronym kind }} }} }}");
    let from = async |address: &str, name: &str| {
        ask(&server, &query(name), &[("x-forwarded-for", address)])
            .await
            .status()
            .as_u16()
    };
    assert_eq!(from("192.0.2.1", "a").await, 200);
    assert_eq!(from("192.0.2.1", "b").await, 200);
    assert_eq!(from("192.0.2.1", "c").await, 429);
    assert_eq!(from("192.0.2.2", "d").await, 200, "another client");
    assert_eq!(
        from("192.0.2.9, 192.0.2.1", "e").await,
        429,
        "what a client writes itself is not believed"
    );
    assert_eq!(from("2001:db8::1", "f").await, 200);
    assert_eq!(from("2001:db8::2", "g").await, 200);
    assert_eq!(
        from("2001:db8::3", "h").await,
        429,
        "a network of IPv6 is one client"
    );
    assert_eq!(from("2001:db8:0:1::1", "i").await, 200);
    // However a proxy writes an address, it is the same client's.
    for (address, name) in [
        ("192.0.2.1:5555", "j"),
        ("\"192.0.2.1\"", "k"),
        ("[2001:db8::9]:443", "l"),
        ("\"[2001:db8::9]\"", "m"),
    ] {
        assert_eq!(from(address, name).await, 429, "{address}");
    }
    assert_eq!(from("192.0.2.3:1", "n").await, 200, "another client");
    // Without trusted proxies the header means nothing.
    let server = TestServer::edge(backend, |edge| {
        edge.max_cost = 100;
        edge.rate_limit = 1;
        edge.rate_burst = 100;
    })
    .await;
    let mut statuses = Vec::new();
    for (number, name) in ["a", "b", "c"].into_iter().enumerate() {
        let address = format!("192.0.2.{number}");
        statuses.push(
            ask(&server, &query(name), &[("x-forwarded-for", &address)])
                .await
                .status()
                .as_u16(),
        );
    }
    assert_eq!(statuses, [200, 200, 429]);
}

async fn later_events_are_paid_for(backend: Backend) {
    let server = TestServer::configured(backend, |config| {
        config.refresh = Duration::from_millis(50);
        config.edge.max_cost = 20;
        config.edge.rate_limit = 5;
        config.edge.rate_burst = 20;
    })
    .await;
    let metric = async |name: &str| -> String {
        let metrics = server.get("/metrics").await.text().await.expect("text");
        let line = metrics.lines().find(|line| line.starts_with(name));
        line.unwrap_or_default().to_owned()
    };
    // More than half of what is saved up: the first event leaves less than another one costs.
    let fields: Vec<_> = (0..110).map(|at| format!("a{at}: version")).collect();
    let dear = format!(
        "subscription {{ dataset {{ {} version }} }}",
        fields.join(" ")
    );
    let request = server.request(Method::POST, "/graphql/stream");
    let request = request.json(&json!({ "query": dear }));
    let mut events = request.send().await.expect("events");
    let mut next = async || -> String {
        loop {
            let chunk = timeout(Duration::from_secs(30), events.chunk()).await;
            let chunk = chunk.expect("in time").expect("a chunk").expect("no end");
            let text = String::from_utf8_lossy(&chunk).into_owned();
            if text.contains("event: next") {
                break text;
            }
        }
    };
    let first = next().await;
    assert!(first.contains("\"version\":1"), "{first}");
    let cost: u64 = {
        let (_, rest) = first.split_once("\"requested\":").expect("a cost");
        rest.split(|letter: char| !letter.is_ascii_digit())
            .next()
            .expect("digits")
            .parse()
            .expect("a number")
    };
    assert!((11..=20).contains(&cost), "{first}");
    // The budget is spent: others are refused, and that is not counted as cost.
    let refused = server.request(Method::POST, "/graphql/stream");
    let refused = refused
        .json(&json!({ "query": dear }))
        .send()
        .await
        .expect("events");
    let refused = refused.text().await.expect("text");
    assert!(refused.contains("RATE_LIMITED"), "{refused}");
    for _ in 0..20 - cost {
        ask(&server, "{ __typename }", &[]).await;
    }
    let begun = Instant::now();
    server.publish(1997).await;
    // The event waits until there are as many points again.
    let later = next().await;
    assert!(later.contains("\"version\":2"), "{later}");
    assert!(!later.contains("RATE_LIMITED"), "{later}");
    let least = Duration::from_millis((cost - 5) * 1_000 / 5);
    assert!(begun.elapsed() >= least, "{:?}", begun.elapsed());
    drop(events);
    let counted = async {
        let least = 2 * cost;
        let right = [least, least + 1].map(|cost| format!("iscm_graphql_cost_points_total {cost}"));
        while !right.contains(&metric("iscm_graphql_cost_points_total").await) {}
    };
    let counted = timeout(Duration::from_secs(20), counted).await;
    assert!(
        counted.is_ok(),
        "{}",
        metric("iscm_graphql_cost_points_total").await
    );
}

async fn what_a_front_end_asks_is_within_the_limits(backend: Backend) {
    let server = TestServer::edge(backend, |edge| edge.rate_limit = 1_000).await;
    let introspection = include_str!("introspection.graphql");
    let mut dearest = (0, String::new());
    for (name, query) in
        crate::queries::all().chain([("introspection".to_owned(), introspection.to_owned())])
    {
        let answer = ask(&server, &query, &[]).await;
        assert_eq!(answer.status(), 200, "{name}");
        let answer: Value = answer.json().await.expect("JSON");
        let cost = answer["extensions"]["cost"]["requested"]
            .as_u64()
            .expect("a cost");
        dearest = dearest.max((cost, name));
    }
    assert!(dearest.0 < 15_000, "{dearest:?}");
}

async fn costs_follow_pages(backend: Backend) {
    let server = TestServer::start(backend).await;
    let cost = async |query: &str, variables: Value| {
        let answer = server.ask(query, variables).await;
        answer["extensions"]["cost"]["requested"]
            .as_u64()
            .unwrap_or_else(|| panic!("{query}: {answer}"))
    };
    let none = json!({});
    assert_eq!(cost("{ __typename }", none.clone()).await, 1);
    let five = cost("{ iscms(first: 5) { nodes { id } } }", none.clone()).await;
    let fifty = cost("{ iscms { nodes { id } } }", none.clone()).await;
    assert_eq!(
        (five, fifty),
        (7, 56),
        "1 + 5 * 1.1 and 1 + 50 * 1.1, rounded up"
    );
    let query = "query ($n: Int) { iscms(first: $n) { nodes { id } } }";
    assert_eq!(cost(query, json!({ "n": 5 })).await, five);
    assert_eq!(cost(query, none.clone()).await, fifty);
    assert_eq!(
        cost("{ iscms(last: 5) { nodes { id } } }", none.clone()).await,
        five
    );
    assert_eq!(
        cost("{ iscms(first: 0) { nodes { id } } }", none.clone()).await,
        1
    );
    assert_eq!(cost("{ iscms(first: 5) { ...F } } fragment F on IscmConnection { ...G } fragment G on IscmConnection { nodes { id } }", none.clone()).await, five);
    assert_eq!(
        cost(
            "{ nodes(ids: [\"iscm:rcm\", \"iscm:sacm\"]) { id } }",
            none.clone()
        )
        .await,
        3
    );
    // Of fragments on types of which a node is one, the dearest counts.
    let names = |with: &str, count: usize| -> String {
        let names: Vec<_> = (0..count).map(|at| format!("{with}{at}: name")).collect();
        names.join(" ")
    };
    let either = format!(
        "{{ node(id: \"iscm:rcm\") {{ ... on Iscm {{ {} }} ... on Country {{ {} }} }} }}",
        names("i", 9),
        names("c", 12)
    );
    assert_eq!(
        cost(&either, none.clone()).await,
        3,
        "1 + 12 * 0.1, rounded up"
    );
    // Conditions cost a thousandth for each row and step: nine steps for each of these, and one for each 64
    // bytes of the longest title.
    let filtered = |conditions: usize| {
        let conditions = "{ title: { contains: \"a\" } }, ".repeat(conditions);
        format!(
            "{{ instruments(first: 5, filter: {{ and: [{conditions}] }}) {{ nodes {{ id }} }} }}"
        )
    };
    let few = cost(&filtered(2), none.clone()).await;
    let many = cost(&filtered(20), none.clone()).await;
    let count = server.data("{ instruments { totalCount } }", none).await;
    let rows = count["instruments"]["totalCount"]
        .as_u64()
        .expect("a count");
    let titles = facts("instruments")
        .iter()
        .map(|(_, row)| text(row, "title").len());
    let steps = 9 + titles.max().expect("a title") as u64 / 64;
    let more = 18 * steps * rows / 1_000;
    assert!(
        five < few && (more..=more + 1).contains(&(many - few)),
        "{five} {few} {many}"
    );
}
