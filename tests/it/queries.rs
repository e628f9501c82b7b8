//! The example queries: each file of `queries/` is sent to the server, and its answer held against
//! the recorded one. A new case is a new file; `INSTA_UPDATE=always cargo test` records it.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::support::{Backend, TestServer, both_databases};

both_databases! { examples_answer_as_recorded }

/// The examples by name.
pub(crate) fn all() -> impl Iterator<Item = (String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/queries");
    let paths = fs::read_dir(folder).expect("a folder");
    let paths = paths.map(|entry| entry.expect("a file").path());
    let queries = paths.filter(|path| path.extension().is_some_and(|end| end == "graphql"));
    queries.map(|path| {
        let name = path.file_stem().expect("a name").to_string_lossy();
        (
            name.into_owned(),
            fs::read_to_string(&path).expect("a query"),
        )
    })
}

async fn examples_answer_as_recorded(backend: Backend) {
    let server = TestServer::start(backend).await;
    let mut count = 0;
    for (name, query) in all() {
        assert!(query.starts_with("# "), "{name} begins with its title");
        let answer = server.data(&query, json!({})).await;
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
