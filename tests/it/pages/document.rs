//! The summary as a document of a word processor, as another library reads it.

use std::fs;
use std::path::Path;
use std::process::Command;

use reqwest::StatusCode;
use serde_json::{Value, from_str, json};

use super::page;
use crate::support::{Backend, TestServer, both_databases, python, run_tool};

both_databases! {
    a_document_says_the_summary_with_a_footnote_for_each_piece,
    what_is_no_iscm_is_no_document,
}

async fn a_document_says_the_summary_with_a_footnote_for_each_piece(backend: Backend) {
    let Some(python) = python() else { return };
    let server = TestServer::shared(backend).await;
    let data = server
        .data(
            r#"{ iscm(acronym: "RCM") { summaryOfFindings { title sections { number title brief {
                pieces { text citations { locator source { title } } }
            } } } } }"#,
            json!({}),
        )
        .await;
    let summary = &data["iscm"]["summaryOfFindings"];
    let answer = server.get("/iscm/rcm/summary.docx").await;
    assert_eq!(answer.status(), StatusCode::OK);
    let headers = answer.headers();
    assert_eq!(
        headers["content-type"],
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    );
    let named = headers["content-disposition"].to_str().expect("text");
    assert!(
        named.starts_with("attachment; filename=\"summary-of-findings-"),
        "{named}"
    );
    assert!(named.ends_with(".docx\""), "{named}");
    let bytes = answer.bytes().await.expect("bytes");
    // The same at any time: nothing in it tells when it was made.
    let again = server.get("/iscm/rcm/summary.docx?utm_source=again").await;
    assert!(bytes == again.bytes().await.expect("bytes"));

    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("summary.docx");
    fs::write(&file, &bytes).expect("written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/files/document.py");
    let read = run_tool(Command::new(python).arg(script).arg(&file));
    let read: Value = from_str(&read).expect("JSON");
    let mut paragraphs = read["paragraphs"].as_array().expect("a list").iter();
    let mut next = || paragraphs.next().expect("a paragraph");
    let title = next();
    assert_eq!(
        (&title["style"], &title["text"]),
        (&json!("Title"), &summary["title"])
    );
    let mut count = 0;
    for section in summary["sections"].as_array().expect("sections") {
        let heading = next();
        let (number, title) = (
            &section["number"],
            section["title"].as_str().expect("a title"),
        );
        assert_eq!(heading["style"], "Heading 1");
        assert_eq!(heading["text"], format!("{number}. {title}"));
        for paragraph in section["brief"].as_array().expect("paragraphs") {
            let pieces = paragraph["pieces"].as_array().expect("pieces");
            let whole: String = pieces
                .iter()
                .map(|piece| piece["text"].as_str().expect("a text"))
                .collect();
            let told = next();
            assert_eq!(told["text"], whole);
            let mut notes = told["notes"].as_array().expect("notes").iter();
            for piece in pieces {
                let citations = piece["citations"].as_array().expect("citations");
                if citations.is_empty() {
                    continue;
                }
                count += 1;
                let note = notes.next().and_then(Value::as_str).expect("a footnote");
                let note = read["footnotes"][note].as_str().expect("its text");
                for citation in citations {
                    assert!(
                        note.contains(citation["source"]["title"].as_str().expect("a title")),
                        "{note}"
                    );
                    let locator = citation["locator"].as_str().unwrap_or_default();
                    assert!(note.contains(locator), "{note}: {locator}");
                }
            }
            assert_eq!(notes.next(), None, "{whole}");
        }
    }
    assert!(count > 30, "{count} footnotes");
    let last: Vec<_> = paragraphs
        .map(|one| one["text"].as_str().expect("a text"))
        .collect();
    assert!(last.join("\n").contains("ISCM Graph"), "{last:?}");
}

async fn what_is_no_iscm_is_no_document(backend: Backend) {
    let server = TestServer::shared(backend).await;
    let near = page(&server, "/iscm/rmc/summary.docx").await;
    assert_eq!(near.status, StatusCode::NOT_FOUND);
    assert_eq!(near.headers["content-type"], "text/html; charset=utf-8");
}
