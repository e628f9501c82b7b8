//! A pull each night, over everything that may come between two: what a partner has is the whole file of now.

use std::fs;
use std::time::Duration;

use iscm::config::Config;
use iscm::dataset::Files;
use reqwest::StatusCode;
use sea_orm::ConnectionTrait as _;
use tempfile::TempDir;

use super::has_curl;
use super::scripts::Partner;
use crate::files::NAMES;
use crate::files::delta::publish;
use crate::files::kept::Kept;
use crate::status::on;
use crate::support::{
    Backend, DataFolder, TestDatabase, TestServer, both_databases, connect, released, since_0_1_0,
};

both_databases! {
    a_pull_each_night_ends_at_the_whole_file,
    another_release_is_pulled_whole,
}

/// The release that comes before this one.
const BEFORE: &str = "0.1.0";

/// What that release does with its own tables: it corrects a year, removes a membership, and tells both in its log.
async fn goes_on(database: &TestDatabase, backend: Backend) {
    let corrected = match backend {
        Backend::Sqlite => "json_set(after, '$.established', 1995)",
        Backend::Postgres => "jsonb_set(after, '{established}', '1995')",
    };
    let log = "INSERT INTO change (version, subject_type, subject_id, operation, before, after)
        SELECT 2, subject_type, subject_id,";
    let of = "FROM change WHERE version = 1 AND subject_type";
    let db = connect(database).await;
    for sql in [
        "INSERT INTO changeset (version, created_at, actor, message)
            SELECT 2, created_at + 1000, 'import', 'A correction' FROM changeset",
        &format!("{log} 'UPDATE', after, {corrected} {of} = 'iscm' AND subject_id = 'rcm'"),
        "UPDATE iscm SET established = 1995 WHERE id = 'rcm'",
        &format!(
            "{log} 'DELETE', after, NULL {of} = 'membership' AND subject_id = 'rcm/bz-member'"
        ),
        "DELETE FROM citation WHERE subject_type = 'membership' AND subject_id = 'rcm/bz-member'",
        "DELETE FROM membership WHERE id = 'rcm/bz-member'",
        "UPDATE dataset SET version = 2",
    ] {
        let done = db.execute_unprepared(sql).await.expect(sql);
        assert!(done.rows_affected() > 0, "{sql}");
    }
    db.close().await.expect("closed");
}

/// What partners have, night by night.
#[derive(Default)]
struct Nights {
    /// The whole files of each night.
    whole: Vec<Vec<Kept>>,
    /// Those who pull each night, and one who pulls the first and the last.
    curl: Option<Partner>,
    pandas: Option<Partner>,
    rarely: Option<Partner>,
}

/// What is pulled with pandas, which takes long to start.
const WITH_PANDAS: [&str; 3] = ["iscms", "memberships", "uptakes"];

impl Nights {
    async fn pass(&mut self, server: &TestServer, is_last: bool) {
        let mut all = Vec::new();
        for name in NAMES {
            all.push(Kept::whole(server, name).await);
        }
        let rarely = self.rarely.as_ref();
        let rarely = rarely.filter(|_| is_last || self.whole.is_empty());
        for partner in self.curl.iter().chain(rarely) {
            for (name, whole) in NAMES.iter().zip(&all) {
                partner.pull(server, name);
                assert_eq!(partner.kept(name), *whole, "{name} with curl");
                assert_eq!(partner.is_whole(name), self.whole.is_empty(), "{name}");
            }
        }
        if let Some(partner) = &self.pandas {
            for name in WITH_PANDAS {
                partner.pull(server, name);
                let at = NAMES.iter().position(|of| *of == name);
                let whole = &all[at.expect("a data set")];
                assert_eq!(partner.kept(name), *whole, "{name} with pandas");
            }
        }
        self.whole.push(all);
    }
}

fn following(database: &TestDatabase) -> Config {
    let mut config = database.config();
    config.refresh = Duration::from_millis(50);
    config
}

async fn a_pull_each_night_ends_at_the_whole_file(backend: Backend) {
    // This program serves what the release before it left.
    let database = released(backend, BEFORE).await;
    let server = TestServer::with(&following(&database)).await;
    let has_curl = has_curl();
    let mut nights = Nights {
        curl: has_curl.then(Partner::with_curl),
        rarely: has_curl.then(Partner::with_curl),
        pandas: Partner::with_pandas(),
        ..Nights::default()
    };
    nights.pass(&server, false).await;
    // Its operator goes back to that release, which goes on, and takes this one again.
    server.stop().await;
    let steps = since_0_1_0().len().to_string();
    let back = on(&database, &["migrate", "down", "--steps", &steps]);
    assert_eq!(back.code, Some(0), "{back:?}");
    goes_on(&database, backend).await;
    let server = TestServer::over(database, following).await;
    assert_eq!(server.graph().snapshot().version().number, 2);
    nights.pass(&server, false).await;
    // The data of this release: much is added, changed and removed.
    publish(&server, &iscm::embedded().expect("sound files")).await;
    nights.pass(&server, false).await;
    // One is added, changed and removed.
    let folder = DataFolder::copy();
    let rcm = "iscm/rcm.toml";
    let added = "[[uptakes]]\nkey = \"mx-measure\"\ncountry = \"MX\"\nsummary = \"A measure\"\ncite = [\"summary-2019#5\"]";
    let another = added.replace("A measure", "Another measure");
    for step in 0..3 {
        match step {
            0 => folder.append(rcm, added),
            1 => folder.replace(rcm, added, &another),
            _ => folder.replace(rcm, &another, ""),
        }
        let files = Files::read(folder.path()).expect("the files");
        let tables = iscm::check(&files).unwrap_or_else(|faults| panic!("{faults}"));
        publish(&server, &tables).await;
        nights.pass(&server, step == 2).await;
    }
    // So it is for who pulls again after any number of nights.
    let (present, mut changed) = (nights.whole.last().expect("some").clone(), 0);
    for whole in &nights.whole {
        for ((name, kept), right) in NAMES.iter().zip(whole).zip(&present) {
            let (mut kept, differing) = (kept.clone(), kept.differing(right));
            assert_eq!(kept.go_on(&server, name).await, differing, "{name}");
            assert_eq!(kept, *right, "{name}");
            changed += differing;
        }
    }
    assert!(changed > 1_000, "{changed}");
}

/// A data set of which a release knows more than the one before.
fn members(folder: &TempDir, fields: &str) {
    let document = format!(
        "# Members of one ISCM\n# rows: memberships\n\nquery Members($iscm: String! = \"RCM\") {{
            memberships(filter: {{ iscm: {{ eq: $iscm }} }}) {{ nodes {{ country {{ code }} {fields} }} }} }}"
    );
    fs::write(folder.path().join("members.graphql"), document).expect("written");
}

async fn another_release_is_pulled_whole(backend: Backend) {
    let database = TestDatabase::filled(backend).await;
    let folder = TempDir::new().expect("a folder");
    members(&folder, "role");
    let mut config = following(&database);
    config.edge.datasets = Some(folder.path().to_owned());
    let server = TestServer::with(&config).await;
    let partners = has_curl().then(Partner::with_curl);
    let partners: Vec<_> = partners.into_iter().chain(Partner::with_pandas()).collect();
    let old = Kept::whole(&server, "members").await;
    for partner in &partners {
        partner.pull(&server, "members");
        assert_eq!(partner.kept("members"), old);
    }
    server.stop().await;
    members(&folder, "role from");
    let server = TestServer::with(&config).await;
    let new = Kept::whole(&server, "members").await;
    assert_eq!(new.columns.len(), old.columns.len() + 1);
    // No row changed; all are to be taken.
    let path = format!("/d/members.csv?since={}", old.since);
    assert_eq!(server.get(&path).await.status(), StatusCode::GONE);
    for partner in &partners {
        partner.pull(&server, "members");
        assert_eq!(partner.kept("members"), new);
    }
}
