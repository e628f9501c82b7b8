//! What docs/editing.md shows is what is done.

use serde_json::{Value, json};

use super::Office;
use crate::docs::{blocks, read};
use crate::support::{Backend, both_databases};

both_databases! {
    what_the_guide_shows_is_done,
}

async fn what_the_guide_shows_is_done(backend: Backend) {
    let guide = read("docs/editing.md");
    let (operations, inputs) = (blocks(&guide, "graphql"), blocks(&guide, "json"));
    let ([propose, save], [input]) = (&*operations, &*inputs) else {
        panic!("other blocks: {operations:#?} {inputs:#?}");
    };
    let office = Office::start(backend).await;
    let key = office.key("rcm", &["SECRETARIAT:rcm"]).await;

    let input = serde_json::from_str(input).expect("JSON");
    let proposed = &office.data(&key, propose, input).await["proposeChangeset"];
    assert_eq!(proposed["userErrors"], json!([]));
    assert_eq!(proposed["changeset"]["status"], "PROPOSED");
    let changes = proposed["changes"].as_array().expect("changes");
    let changes = changes
        .iter()
        .map(|one| (&one["operation"], &one["nodeId"]));
    let changes: Vec<_> = changes
        .map(|(operation, id)| (operation.as_str(), id.as_str()))
        .collect();
    assert_eq!(
        changes,
        [
            (Some("UPDATE"), Some("iscm:rcm")),
            (Some("INSERT"), Some("theme:rcm/climate-mobility")),
            (Some("DELETE"), Some("membership:rcm/jm-observer")),
        ]
    );

    let saved = &office.data(&key, save, Value::Null).await["saveQuestion"];
    assert_eq!(saved["userErrors"], json!([]));
    let address = saved["question"]["address"].as_str().expect("an address");
    let rows = office.0.get(&format!("/{address}")).await;
    let rows = rows.text().await.expect("a text");
    assert!(rows.contains("chairmanships.iscm.acronym"), "{rows}");
}
