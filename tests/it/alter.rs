//! Migrations that alter tables with rows in them: nothing that is there is lost, on the way here and back.

use iscm::db::Setup;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::support::{Backend, TestDatabase, both_databases, connect, since_0_1_0};

both_databases! { tables_with_rows_are_altered_and_taken_back }

/// Rows as the first edition's program wrote them.
const FIRST_EDITION: &str = r#"
INSERT INTO country (id) VALUES ('DE'), ('KE');
INSERT INTO organization (id, name, kind, file) VALUES ('IOM', 'IOM', 'UN_ENTITY', 'organizations.toml');
INSERT INTO source (id, title, publisher, kind, file) VALUES ('s', 'S', 'P', 'REPORT', 'sources.toml');
INSERT INTO iscm (id, acronym, names, aliases, kind, status, established, region, summary)
    VALUES ('a', 'A', '{"en": "A"}', '["Ay"]', 'REGIONAL', 'ACTIVE', 1996, 'AFRICA', 'An ISCM');
INSERT INTO chairmanship (id, iscm_id, country_id, from_year, to_year, co_chair)
    VALUES ('a/ke-1999', 'a', 'KE', 1999, 2000, TRUE), ('a/de-2001', 'a', 'DE', 2001, NULL, FALSE);
INSERT INTO structure (id, iscm_id, name, kind, summary) VALUES ('a/office', 'a', 'Office', 'SECRETARIAT', 'It');
INSERT INTO structure_supporter (structure_id, position, organization_id) VALUES ('a/office', 0, 'IOM');
INSERT INTO fund (id, iscm_id, name, established, purpose, beneficiaries, summary) VALUES
    ('a/1', 'a', 'The RESERVE Fund for return', 2000, 'P', '["MIGRANTS"]', 'S'),
    ('a/2', 'a', 'Fund in reserve', 2001, 'P', '[]', 'S');
INSERT INTO event (id, iscm_id, name, kind, year) VALUES ('a/e', 'a', 'E', 'MINISTERIAL', 2001);
INSERT INTO instrument (id, iscm_id, title, kind, year, event_id) VALUES ('a/i', 'a', 'I', 'DECLARATION', 2001, 'a/e');
INSERT INTO membership (id, iscm_id, country_id, role) VALUES ('a/m', 'a', 'KE', 'MEMBER');
INSERT INTO citation (subject_type, subject_id, position, source_id, locator) VALUES
    ('chairmanship', 'a/ke-1999', 0, 's', 'p. 1'), ('event', 'a/unknown', 0, 's', NULL);
"#;

/// What only the second edition's schema has a place for.
const SECOND_EDITION: &str = r#"
UPDATE iscm SET ended = 2020, languages = '["en", "fr"]';
INSERT INTO iscm_association (iscm_id, position, organization_id) VALUES ('a', 0, 'IOM');
INSERT INTO iscm_predecessor (iscm_id, position, predecessor_id) VALUES ('a', 0, 'a');
INSERT INTO event_attendee (event_id, position, country_id) VALUES ('a/e', 0, 'KE');
INSERT INTO instrument_endorser (instrument_id, position, country_id) VALUES ('a/i', 0, 'KE');
INSERT INTO chairmanship (id, iscm_id, country_id, succession, co_chair) VALUES ('a/de-1', 'a', 'DE', 1, FALSE);
INSERT INTO citation (subject_type, subject_id, position, source_id) VALUES
    ('chairmanship', 'a/de-1', 0, 's'), ('event', 'a/de-1', 0, 's');
UPDATE structure SET seat_country_id = 'KE', hosted_by_id = 'IOM', seat_city = 'Nairobi', frequency = 'YEARLY';
"#;

async fn migrate(database: &TestDatabase, back: Option<u32>) {
    let setup = Setup::begin(&database.config().database).await;
    let mut setup = setup.expect("begun");
    match back {
        None => setup.migrate().await.expect("up"),
        Some(steps) => setup.migrate_down(Some(steps)).await.expect("down"),
    }
    let db = setup.commit().await.expect("committed");
    db.close().await.expect("closed");
}

/// The texts that an expression has in the rows of a table.
async fn texts(db: &DatabaseConnection, expression: &str, table: &str) -> Vec<String> {
    let sql = format!("SELECT CAST({expression} AS text) AS told FROM {table} ORDER BY 1");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect("rows");
    rows.iter()
        .map(|row| {
            let told: Option<String> = row.try_get("", "told").expect("a text");
            told.unwrap_or_else(|| "-".to_owned())
        })
        .collect()
}

/// What the first edition knew.
async fn first_edition(db: &DatabaseConnection) -> Vec<Vec<String>> {
    let mut told = Vec::new();
    for (expression, table) in [
        (
            "id || acronym || names || aliases || status || established",
            "iscm",
        ),
        (
            "id || iscm_id || country_id || from_year || coalesce(to_year, 0) || co_chair",
            "chairmanship WHERE from_year IS NOT NULL",
        ),
        ("id || name || kind || summary", "structure"),
        (
            "structure_id || position || organization_id",
            "structure_supporter",
        ),
        ("id || name || established || beneficiaries", "fund"),
        ("id || name || year", "event"),
        ("id || title || year || event_id", "instrument"),
        ("id || country_id || role", "membership"),
        ("id || title", "source"),
        (
            "subject_type || subject_id || source_id || coalesce(locator, '')",
            "citation WHERE subject_id <> 'a/de-1'",
        ),
    ] {
        told.push(texts(db, expression, table).await);
    }
    told
}

async fn refuses(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql).await.expect_err(sql);
}

async fn tables_with_rows_are_altered_and_taken_back(backend: Backend) {
    let database = TestDatabase::empty(backend);
    migrate(&database, None).await;
    let since = u32::try_from(since_0_1_0().len()).expect("a few");
    migrate(&database, Some(since)).await;
    let db = connect(&database).await;
    db.execute_unprepared(FIRST_EDITION).await.expect("rows");
    let before = first_edition(&db).await;
    assert!(before.iter().all(|rows| !rows.is_empty()), "{before:?}");
    db.close().await.expect("closed");

    for _ in 0..2 {
        migrate(&database, None).await;
        let db = connect(&database).await;
        assert_eq!(first_edition(&db).await, before);
        assert_eq!(texts(&db, "languages", "iscm").await, ["[]"]);
        assert_eq!(texts(&db, "kind", "fund").await, ["OTHER", "RESERVE"]);
        let nothing = texts(&db, "seat_country_id", "structure").await;
        assert_eq!(nothing, ["-"]);
        // What refers to another row still does, and what is new does.
        for sql in [
            "UPDATE structure SET seat_country_id = 'XX'",
            "UPDATE structure SET hosted_by_id = 'XX'",
            "UPDATE chairmanship SET iscm_id = 'XX'",
            "INSERT INTO event_attendee (event_id, position, country_id) VALUES ('a/e', 0, 'XX')",
            "UPDATE fund SET kind = NULL",
            "UPDATE iscm SET languages = NULL",
            "UPDATE chairmanship SET co_chair = NULL",
            "DELETE FROM event",
        ] {
            refuses(&db, sql).await;
        }
        db.execute_unprepared(SECOND_EDITION)
            .await
            .expect("what is new");
        db.close().await.expect("closed");

        migrate(&database, Some(since)).await;
        let db = connect(&database).await;
        assert_eq!(first_edition(&db).await, before);
        let chairs = texts(&db, "id", "chairmanship").await;
        assert_eq!(chairs, ["a/de-2001", "a/ke-1999"]);
        let cited = texts(&db, "subject_type", "citation WHERE subject_id = 'a/de-1'").await;
        assert_eq!(cited, ["event"], "of another record of the same id");
        refuses(&db, "UPDATE chairmanship SET from_year = NULL").await;
        refuses(&db, "SELECT ended FROM iscm").await;
        refuses(&db, "SELECT 1 FROM event_attendee").await;
        db.execute_unprepared("DELETE FROM citation WHERE subject_id = 'a/de-1'")
            .await
            .expect("removed");
        db.close().await.expect("closed");
    }
}
