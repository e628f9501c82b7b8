//! The sources of files, and how they are written.

use std::collections::{BTreeMap, BTreeSet};

use biblatex::{Bibliography, ChunksExt};
use entity::tables::NodeType;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::{ids, is_of, of, tables};
use crate::support::{Backend, TestServer, both_databases};

both_databases! {
    a_file_has_the_sources_of_its_rows,
    bibliographies_are_read_by_others,
    bibliographies_are_sent_as_files_are,
    what_is_no_style_is_refused,
}

/// The sources that a file tells.
async fn of_file(server: &TestServer, path: &str) -> BTreeSet<String> {
    let response = server.get(path).await;
    let status = response.status();
    let text = response.text().await.expect("text");
    assert_eq!(status, StatusCode::OK, "{path}: {text}");
    let items: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    ids(&items)
}

async fn a_file_has_the_sources_of_its_rows(backend: Backend) {
    use NodeType::{Funding, Iscm, Membership, Uptake};
    let server = TestServer::shared(backend).await;
    let tables = tables();
    let all = |kind| of(&tables, kind, |_| true);
    let with = |rows: Vec<&String>| {
        let ids: BTreeSet<_> = rows.into_iter().map(|id| &**id).collect();
        of(&tables, Iscm, |id| ids.contains(id))
    };
    let in_members = with(tables.membership.iter().map(|row| &row.iscm_id).collect());
    let in_funding = with(tables.funding.iter().map(|row| &row.iscm_id).collect());
    let in_uptakes = with(tables.uptake.iter().map(|row| &row.iscm_id).collect());
    let sources = tables.source.iter().map(|row| row.id.clone()).collect();
    let uptakes = "/graphql?format=csv&cite=csl&query={iscms{nodes{acronym+uptakes{summary}}}}";
    for (path, right) in [
        (
            "/d/memberships.csv?cite=csl",
            &all(Membership) | &in_members,
        ),
        ("/d/funding.parquet?cite=csl", &all(Funding) | &in_funding),
        ("/d/sources.xlsx?cite=csl", sources),
        ("/d/memberships.jsonl?cite=csl&iscms=RCM", {
            let own = of(&tables, Membership, is_of("rcm"));
            &own | &of(&tables, Iscm, |id| id == "rcm")
        }),
        // Of what is above rows, that of rows that are there alone.
        (
            &*format!("{uptakes}&rows=iscms.uptakes"),
            &all(Uptake) | &in_uptakes,
        ),
        (
            &format!("{uptakes}&rows=iscms.uptakes&empty=keep"),
            &all(Uptake) | &all(Iscm),
        ),
        (
            &format!("{uptakes}&rows=iscms&lists=join"),
            &all(Uptake) | &all(Iscm),
        ),
    ] {
        assert_eq!(of_file(&server, path).await, right, "{path}");
    }
    assert!(in_uptakes.len() < all(Iscm).len());
}

async fn bibliographies_are_read_by_others(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let tables = tables();
    let written = async |style: &str| {
        let response = server.get(&format!("/d/sources.csv?cite={style}")).await;
        assert_eq!(response.status(), StatusCode::OK);
        response.text().await.expect("UTF-8")
    };
    let bibtex = written("bibtex").await;
    let entries = Bibliography::parse(&bibtex).expect("BibTeX");
    assert_eq!(entries.len(), tables.source.len());
    for source in &tables.source {
        let entry = entries.get(&source.id).expect("an entry");
        let text = |name: &str| entry.get(name).map(ChunksExt::format_verbatim);
        assert_eq!(text("title").as_ref(), Some(&source.title));
        let publisher = ["institution", "publisher", "howpublished"].into_iter();
        let publisher: Vec<_> = publisher.filter_map(text).collect();
        assert_eq!(publisher, [&*source.publisher]);
        assert_eq!(text("year"), source.year.map(|year| year.to_string()));
        let url = source
            .url
            .as_ref()
            .map(|url| format!("  url = {{{url}}},\n"));
        assert!(url.is_none_or(|url| bibtex.contains(&url)), "{source:?}");
        assert_eq!(text("urldate"), source.accessed.map(|day| day.to_string()));
    }
    let accented = tables.source.iter().filter(|row| !row.title.is_ascii());
    assert!(accented.count() > 5);
    let ris = written("ris").await;
    let records: Vec<_> = ris.split_terminator("\r\n\r\n").collect();
    assert_eq!(records.len(), tables.source.len());
    let mut found = BTreeMap::new();
    for record in records {
        let lines = record.split("\r\n").map(|line| {
            let (tag, value) = line.split_at(6);
            let is_tag = tag[..2].bytes().all(|byte| byte.is_ascii_alphanumeric());
            assert!(
                is_tag && &tag[2..] == "  - " && !value.contains(['\r', '\n']),
                "{line}"
            );
            (tag[..2].to_owned(), value.to_owned())
        });
        let lines: Vec<_> = lines.collect();
        assert_eq!((&*lines[0].0, &*lines[lines.len() - 1].0), ("TY", "ER"));
        let lines: BTreeMap<_, _> = lines.into_iter().collect();
        found.insert(lines["ID"].clone(), lines["TI"].clone());
    }
    let right = tables.source.iter();
    let right: BTreeMap<_, _> = right
        .map(|row| (row.id.clone(), row.title.clone()))
        .collect();
    assert_eq!(found, right);
    let items: Vec<Value> = serde_json::from_str(&written("csl").await).expect("JSON");
    let titles = items.iter().map(|item| {
        let text = |name: &str| item[name].as_str().expect("a text").to_owned();
        let known = ["report", "webpage", "document", "book", "article-newspaper"];
        assert!(known.contains(&&*text("type")), "{item}");
        (text("id"), text("title"))
    });
    assert_eq!(titles.collect::<BTreeMap<_, _>>(), right);
}

async fn bibliographies_are_sent_as_files_are(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "/graphql?query=query+Names{iscms{nodes{name}}}";
    for (style, end, media_type) in [
        ("csl", "json", "application/vnd.citationstyles.csl+json"),
        ("bibtex", "bib", "application/x-bibtex"),
        ("ris", "ris", "application/x-research-info-systems"),
    ] {
        for (path, name) in [
            (format!("/d/iscms.csv?cite={style}"), "iscms"),
            (format!("{query}&cite={style}"), "Names"),
            (format!("{query}&format=xlsx&cite={style}"), "Names"),
        ] {
            let response = server.get(&path).await;
            let headers = response.headers().clone();
            let header = |name: &str| headers[name].to_str().expect("text");
            assert_eq!(header("content-type"), media_type, "{path}");
            let file = format!("attachment; filename=\"{name}.{end}\"");
            assert_eq!(header("content-disposition"), file, "{path}");
            assert_eq!(header("iscm-version"), "1");
            assert!(headers.contains_key("iscm-cost") && !headers.contains_key("iscm-rows"));
            let whole = response.text().await.expect("text");
            let request = |method| server.request(method, &path);
            let again = request(Method::GET).header("if-none-match", header("etag"));
            let again = again.send().await.expect("an answer");
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
            let head = request(Method::HEAD).send().await.expect("an answer");
            assert_eq!(head.headers()["etag"], header("etag"), "{path}");
            assert_eq!(head.text().await.expect("text"), "");
            let packed = request(Method::GET).header("accept-encoding", "gzip");
            let packed = packed.send().await.expect("an answer");
            assert_eq!(packed.headers()["content-encoding"], "gzip", "{path}");
            let mut text = String::new();
            let bytes = packed.bytes().await.expect("bytes");
            let mut unpacked = flate2::read::GzDecoder::new(&*bytes);
            std::io::Read::read_to_string(&mut unpacked, &mut text).expect("gzip");
            assert_eq!(text, whole, "{path}");
        }
    }
    let rows = server.get("/d/iscms.csv").await;
    let cited = server.get("/d/iscms.csv?cite=csl").await;
    assert_ne!(rows.headers()["etag"], cited.headers()["etag"]);
}

async fn what_is_no_style_is_refused(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let query = "query={iscms{nodes{name}}}";
    for (path, message) in [
        (
            "/d/iscms.csv?cite=apa",
            "`cite` takes `csl`, `bibtex`, `ris`, not \"apa\"",
        ),
        ("/d/iscms.csv?cite=CSL", "`cite` takes"),
        (
            "/d/iscms.csv?cite=csl&cite=ris",
            "`cite` stands more than once",
        ),
        (
            "/d/iscms.csv?cite=csl&since=1",
            "`since` is not taken with `cite`",
        ),
        (&format!("/graphql?{query}&cite=apa"), "`cite` takes"),
        (
            &format!("/graphql?{query}&cite=csl&rows=iscms"),
            "`rows` is taken of rows alone",
        ),
        (
            &format!("/graphql?{query}&cite=csl&version=9"),
            "takes the number of a version, 1 to 1",
        ),
    ] {
        let response = server.get(path).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let text = response.text().await.expect("text").replace("\\\"", "\"");
        assert!(text.contains(message), "{path}: {text}");
    }
    // An empty one is not given.
    let rows = server.get("/d/iscms.csv?cite=").await;
    assert_eq!(rows.headers()["content-type"], "text/csv; charset=utf-8");
}
