//! What people write alike is found alike: by conditions, by searches, by look-ups.

use iscm::dataset::Files;
use serde_json::json;

use crate::support::{Backend, DataFolder, TestDatabase, TestServer, both_databases};

both_databases! {
    conditions_and_searches_fold_letters_alike,
    countries_are_called_by_names_and_codes_in_use,
    a_letter_alone_is_not_another_country,
    conditions_on_a_countrys_name_look_at_all_its_names,
    decimals_are_taken_as_text_and_as_numbers,
}

async fn conditions_and_searches_fold_letters_alike(backend: Backend) {
    let folder = DataFolder::copy();
    let text = "Çalışma in Kırıkkale and Łódź: l’œuvre, Straße, Færøerne, Đakovo; the people’s co–operation, \
                zzmigration, ＦＵＬＬ\u{a0}width, الـهـجـرة الدَّوليّة";
    folder.append(
        "iscm/sacm.toml",
        &format!("[[activities]]\nkey = \"letters\"\nkind = \"TRAINING\"\nsummary = \"{text}\"\ncite = [\"summary-2019\"]"),
    );
    let database = TestDatabase::empty(backend);
    let files = Files::read(folder.path()).expect("the files");
    let db = database.open().await;
    iscm::import(&db, &files, "Letters")
        .await
        .expect("imported");
    let server = TestServer::with(&database.config()).await;
    let query = "query ($text: String!) {
        activities(filter: { summary: { contains: $text } }) { nodes { id } }
        search(query: $text, types: [ACTIVITY]) { nodes { id } } }";
    for text in [
        "KIRIKKALE",
        "kirikkale",
        "Kırıkkale",
        "CALIŞMA",
        "calisma",
        "lodz",
        "Łódź",
        "LODZ",
        "l'oeuvre",
        "L’ŒUVRE",
        "l`oeuvre",
        "strasse",
        "STRAẞE",
        "faeroerne",
        "dakovo",
        "people's",
        "peopleʼs",
        "people‘s",
        "co-operation",
        "co—operation",
        "zzmigration",
        "zz\u{200b}migration",
        "full width",
        "full\u{a0}width",
        "full\u{2009}width",
        "الهجره الدولية",
        "الهجرة الدوليه",
    ] {
        let data = server.data(query, json!({ "text": text })).await;
        let id = json!("activity:sacm/letters");
        for field in ["activities", "search"] {
            let nodes = data[field]["nodes"].as_array().expect("nodes");
            assert!(
                nodes.iter().any(|node| node["id"] == id),
                "{field} {text:?}: {data}"
            );
        }
    }
    let data = server
        .data(query, json!({ "text": "kirikale in lodz" }))
        .await;
    assert_eq!(data["activities"]["nodes"], json!([]));
}

async fn countries_are_called_by_names_and_codes_in_use(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query ($name: String!, $code: CountryCode!) {
        country(code: $name) { code code3 numericCode }
        countries(filter: { code: { eq: $code } }) { nodes { code } }
        search(query: $name, types: [COUNTRY], first: 1) { nodes { ... on Country { code } } }
        suggest(prefix: $name, types: [COUNTRY], first: 5) { node { ... on Country { code } } } }";
    for (name, code) in [
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("turkiye", "TR"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("United States of America", "US"),
        ("UK", "GB"),
        ("Great Britain", "GB"),
        ("UAE", "AE"),
        ("DR Congo", "CD"),
        ("DRC", "CD"),
        ("Democratic Republic of the Congo", "CD"),
        ("Republic of Korea", "KR"),
        ("South Korea", "KR"),
        ("Lao PDR", "LA"),
        ("Czech Republic", "CZ"),
        ("Swaziland", "SZ"),
        ("Burma", "MM"),
        ("Ivory Coast", "CI"),
        ("cote d ivoire", "CI"),
        ("Cote d`Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Cape Verde", "CV"),
        ("East Timor", "TL"),
        ("Holland", "NL"),
        ("Macedonia", "MK"),
        ("Bolivia (Plurinational State of)", "BO"),
        ("Viet Nam", "VN"),
        ("HND", "HN"),
        ("340", "HN"),
        ("Méjico", ""),
        ("мексика", "MX"),
        ("XKX", "XK"),
        ("S. Sudan", "SS"),
        ("N. Ireland", "GB"),
        ("Rep. of Moldova", "MD"),
        ("Rep. of Korea", "KR"),
        ("Rep.of Korea", "KR"),
        ("Rep. of the Congo", "CG"),
        ("United Rep. of Tanzania", "TZ"),
        ("Lao People's Dem. Rep.", "LA"),
        ("Korea, Dem. People's Rep.", "KP"),
        ("Yemen, Rep.", "YE"),
        ("Bahamas, The", "BS"),
        ("St.Lucia", "LC"),
        ("Hong Kong, China", "HK"),
        ("China, Macao SAR", "MO"),
        ("Venezuela, RB", "VE"),
        ("Estados Unidos de América", "US"),
        ("EE. UU.", "US"),
        ("США", "US"),
        ("the UK", "GB"),
        ("the US", "US"),
        ("the Solomon Islands", "SB"),
        ("Trinidad & Tobago", "TT"),
        ("Sao Tome & Principe", "ST"),
        ("CAR", "CF"),
        ("4", "AF"),
        ("36", "AU"),
        ("484", "MX"),
        ("República Federativa do Brasil", "BR"),
        ("République de Guinée", "GN"),
        ("Республика Таджикистан", "TJ"),
        ("المملكة العربية السعودية", "SA"),
        ("Kosovo (UNSCR 1244)", "XK"),
        ("USSR", "RU"),
    ] {
        if code.is_empty() {
            let answer = server
                .ask(
                    "query ($name: String!) { country(code: $name) { code } }",
                    json!({ "name": name }),
                )
                .await;
            assert_eq!(
                answer["errors"][0]["extensions"]["code"], "NOT_FOUND",
                "{answer}"
            );
            continue;
        }
        let data = server
            .data(query, json!({ "name": name, "code": name }))
            .await;
        assert_eq!(data["country"]["code"], code, "{name}: {data}");
        let one = json!([{ "code": code }]);
        assert_eq!(data["countries"]["nodes"], one, "{name}: {data}");
        assert_eq!(data["search"]["nodes"], one, "{name}: {data}");
        let suggested = data["suggest"].as_array().expect("suggestions");
        assert_eq!(suggested[0]["node"]["code"], code, "{name}: {data}");
    }
    // Where a country is a condition, literally and in variables.
    let data = server
        .data(
            "query ($codes: [CountryCode!]) {
            names: memberships(filter: { country: { in: [\"Honduras\", MEX, 222, \"ca\"] } }) { totalCount }
            codes: memberships(filter: { country: { in: $codes } }) { totalCount } }",
            json!({ "codes": ["HN", "MX", "SV", "CA"] }),
        )
        .await;
    assert_eq!(data["names"], data["codes"]);
    assert!(data["names"]["totalCount"].as_u64() > Some(4), "{data}");
    // A number has no zeros before it, in a document or in JSON.
    let query = "query ($code: CountryCode!, $codes: [CountryCode!]) {
        one: countries(filter: { code: { eq: $code } }) { nodes { code } }
        codes: countries(filter: { code: { in: $codes } }) { nodes { code } }
        literal: countries(filter: { code: { in: [4, 36, \"76\", \"484\"] } }) { nodes { code } } }";
    let variables = json!({ "code": 8, "codes": [4, 36, "76", 484] });
    let data = server.data(query, variables).await;
    assert_eq!(data["one"]["nodes"], json!([{ "code": "AL" }]));
    let codes = json!([{ "code": "AF" }, { "code": "AU" }, { "code": "BR" }, { "code": "MX" }]);
    assert_eq!(data["codes"]["nodes"], codes);
    assert_eq!(data["literal"]["nodes"], codes);
}

async fn a_letter_alone_is_not_another_country(backend: Backend) {
    let server = TestServer::shared(backend).await;
    for name in [
        "E. Guinea",
        "D. Republic of the Congo",
        "Congo K",
        "F. Guiana",
        "A. Samoa",
        "N. Cyprus",
        "S. Arabia",
        "Dominican R.",
        "B. Virgin Islands",
        "United R. of Tanzania",
    ] {
        let query = "query ($name: String!, $code: CountryCode!) { country(code: $name) { code }
            memberships(filter: { country: { eq: $code } }) { totalCount } }";
        let answer = server
            .ask(query, json!({ "name": name, "code": name }))
            .await;
        let errors = answer["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 2, "{name}: {answer}");
    }
}

async fn conditions_on_a_countrys_name_look_at_all_its_names(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let all = server.data("{ countries { totalCount } }", json!({})).await;
    let all = all["countries"]["totalCount"].as_u64().expect("a number");
    for (condition, code) in [
        ("eq: \"Turkey\"", "TR"),
        ("eq: \" ivory coast \"", "CI"),
        ("eq: \"Burma\"", "MM"),
        ("eq: \"UK\"", "GB"),
        ("in: [\"Czech Republic\", \"Tschechien\"]", "CZ"),
        ("contains: \"republic of Korea\"", "KP KR"),
        ("startsWith: \"Swazi\"", "SZ"),
        ("startsWith: \"Côte d’I\"", "CI"),
        ("eq: \"Türkiye\"", "TR"),
        ("contains: \"мексик\"", "MX"),
    ] {
        let (name, value) = condition.split_once(": ").expect("a condition");
        let query = format!(
            "{{ these: countries(filter: {{ name: {{ {condition} }} }}) {{ nodes {{ code }} }}
                others: countries(filter: {{ not: {{ name: {{ {condition} }} }} }}) {{ totalCount }}
                some: countries(filter: {{ or: [{{ name: {{ {condition} }} }}] }}) {{ totalCount }} }}"
        );
        let data = server.data(&query, json!({})).await;
        let nodes = data["these"]["nodes"].as_array().expect("nodes");
        let codes: Vec<_> = nodes
            .iter()
            .map(|node| node["code"].as_str().expect("a code"))
            .collect();
        assert_eq!(codes.join(" "), code, "{condition}");
        let count = u64::try_from(codes.len()).expect("small");
        assert_eq!(data["others"]["totalCount"], all - count, "{condition}");
        assert_eq!(data["some"]["totalCount"], count, "{condition}");
        if name == "eq" || name == "in" {
            let query =
                format!("{{ countries(filter: {{ name: {{ not: {value} }} }}) {{ totalCount }} }}");
            let data = server.data(&query, json!({})).await;
            assert_eq!(data["countries"]["totalCount"], all - count, "{condition}");
        }
    }
}

async fn decimals_are_taken_as_text_and_as_numbers(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let all = "{ fundingSources(filter: { amount: { isNull: false } }, first: 100) { nodes { amount currency } } }";
    let data = server.data(all, json!({})).await;
    let nodes = data["fundingSources"]["nodes"].as_array().expect("nodes");
    assert!(nodes.len() > 3, "{data}");
    for node in nodes {
        let amount = node["amount"].as_str().expect("a decimal");
        let query = format!(
            "query ($text: Decimal, $number: Decimal, $filter: FundingSourceFilter) {{
            text: fundingSources(filter: {{ amount: {{ eq: \"{amount}\" }} }}) {{ totalCount }}
            number: fundingSources(filter: {{ amount: {{ eq: {amount} }} }}) {{ totalCount }}
            asText: fundingSources(filter: {{ amount: {{ in: [$text] }} }}) {{ totalCount }}
            asNumber: fundingSources(filter: {{ amount: {{ gte: $number, lte: $number }} }}) {{ totalCount }}
            filter: fundingSources(filter: $filter) {{ totalCount }} }}"
        )
        .replace("[$text]", "[$given]")
        .replace("$text: Decimal,", "$given: Decimal!,");
        let number: f64 = amount.parse().expect("a number");
        let variables =
            json!({ "given": amount, "number": number, "filter": { "amount": { "eq": amount } } });
        let data = server.data(&query, variables).await;
        let same = nodes
            .iter()
            .filter(|other| other["amount"] == node["amount"])
            .count();
        for (name, found) in data.as_object().expect("fields") {
            assert_eq!(
                found["totalCount"],
                json!(same),
                "{name} of {amount}: {data}"
            );
        }
    }
    for wrong in [
        "\"\"", "\"1e3\"", "\"1,5\"", "\" 1\"", "\"+1\"", "\"1.\"", "\".5\"", "\"inf\"", "\"0x1\"",
        "true",
    ] {
        let query = format!(
            "{{ fundingSources(filter: {{ amount: {{ gte: {wrong} }} }}) {{ totalCount }} }}"
        );
        let answer = server.ask(&query, json!({})).await;
        let error = &answer["errors"][0];
        assert_eq!(
            error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED",
            "{wrong}: {answer}"
        );
        assert_eq!(
            error["extensions"]["argument"], "filter.amount.gte",
            "{wrong}: {answer}"
        );
    }
}
