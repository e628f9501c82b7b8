//! Changesets in lists: which of them, and whose.

use entity::office::proposal;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, Set,
};
use serde_json::{Value, json};

use super::{Office, theme, website};
use crate::support::{Backend, both_databases};

both_databases! {
    nothing_private_is_seen_by_others,
    who_may_see_few_of_many_gets_them_all,
}

async fn nothing_private_is_seen_by_others(backend: Backend) {
    let office = Office::start(backend).await;
    let rcm = office.key("rcm", &["SECRETARIAT:rcm"]).await;
    let sacm = office.key("sacm", &["SECRETARIAT:sacm"]).await;
    let curator = office.key("curator", &["CURATOR"]).await;
    for number in 0..3 {
        let title = format!("Proposal {number}");
        let address = format!("https://example.org/{number}");
        office
            .propose(
                &rcm,
                json!({ "title": title, "changes": [website(&address)] }),
            )
            .await;
    }
    let query = "query ($after: String) { changesets(first: 2, after: $after) { nodes { title } edges { cursor } pageInfo { hasNextPage } } }";
    let page = office.data(&curator, query, json!({})).await;
    let page = &page["changesets"];
    assert_eq!(
        page["nodes"],
        json!([{ "title": "Proposal 2" }, { "title": "Proposal 1" }])
    );
    assert_eq!(page["pageInfo"]["hasNextPage"], true);
    let next = office
        .data(
            &curator,
            query,
            json!({ "after": page["edges"][1]["cursor"] }),
        )
        .await;
    assert_eq!(
        next["changesets"]["nodes"],
        json!([{ "title": "Proposal 0" }])
    );
    assert_eq!(next["changesets"]["pageInfo"]["hasNextPage"], false);
    let others = office.data(&sacm, query, json!({})).await;
    assert_eq!(others["changesets"]["nodes"], json!([]));
    // Those of one account, or of some ISCMs.
    let changes = [theme("sacm", "A new theme")];
    let input = json!({ "title": "Of another", "changes": changes });
    office.propose(&sacm, input).await;
    let query_of = "query ($author: String, $iscms: [String!]) { changesets(author: $author, iscms: $iscms, first: 2) { nodes { title } } }";
    for (variables, right) in [
        (json!({ "author": "sacm" }), &["Of another"][..]),
        (json!({ "author": "rcm" }), &["Proposal 2", "Proposal 1"]),
        (json!({ "author": "nobody" }), &[]),
        (json!({ "iscms": ["SACM"] }), &["Of another"]),
        (
            json!({ "iscms": ["rcm", "sacm"] }),
            &["Of another", "Proposal 2"],
        ),
        (json!({ "author": "sacm", "iscms": ["rcm"] }), &[]),
    ] {
        let found = office.data(&curator, query_of, variables.clone()).await;
        let titles = right.iter().map(|title| json!({ "title": title }));
        let titles: Value = titles.collect();
        assert_eq!(found["changesets"]["nodes"], titles, "{variables}");
    }
    let nobody = office.0.data(query, json!({})).await;
    assert_eq!(nobody["changesets"]["nodes"], json!([]));
}

async fn who_may_see_few_of_many_gets_them_all(backend: Backend) {
    let office = Office::start(backend).await;
    let rcm = office.key("rcm", &["SECRETARIAT:rcm"]).await;
    let sacm = office.key("sacm", &["SECRETARIAT:sacm"]).await;
    for (key, iscm) in [(&sacm, "sacm"), (&rcm, "rcm")] {
        let changes = [theme(iscm, "A new theme")];
        let input = json!({ "title": iscm, "changes": changes });
        office.propose(key, input).await;
    }
    let db = office.0.database().open().await;
    let newest = proposal::Entity::find().filter(proposal::Column::Title.eq("rcm"));
    let newest = newest.one(&db).await.expect("a table").expect("a proposal");
    for hundred in 0..21 {
        let rows = (0..100).map(|number| proposal::ActiveModel {
            id: Set(format!("{}-{:04}", newest.id, hundred * 100 + number)),
            ..newest.clone().into_active_model().reset_all()
        });
        let inserted = proposal::Entity::insert_many(rows).exec(&db).await;
        inserted.expect("rows");
    }
    let query = "query ($after: String) { changesets(after: $after) { nodes { title } pageInfo { hasNextPage endCursor } } }";
    let first = office.data(&sacm, query, json!({})).await;
    let first = &first["changesets"];
    assert_eq!(first["nodes"], json!([]));
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let after = json!({ "after": first["pageInfo"]["endCursor"] });
    let second = office.data(&sacm, query, after).await;
    let second = &second["changesets"];
    assert_eq!(second["nodes"], json!([{ "title": "sacm" }]));
    assert_eq!(second["pageInfo"]["hasNextPage"], false);
}
