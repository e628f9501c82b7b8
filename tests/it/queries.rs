//! The example queries: each file of `queries/` is sent to the server, and its answer held against
//! the recorded one. A new case is a new file; `INSTA_UPDATE=always cargo test` records it.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::support::{Backend, TestServer, both_databases};

both_databases! { examples_answer_as_recorded }

async fn examples_answer_as_recorded(backend: Backend) {
    let server = TestServer::start(backend).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/queries");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|end| end != "graphql") {
            continue;
        }
        let query = fs::read_to_string(&path).expect("a query");
        assert!(
            query.starts_with("# "),
            "{} begins with its title",
            path.display()
        );
        let answer = server.data(&query, json!({})).await;
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let recorded = serde_json::to_string_pretty(&answer).expect("JSON");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("queries");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, recorded));
        count += 1;
    }
    assert!(count >= 25, "{count} examples");
}
