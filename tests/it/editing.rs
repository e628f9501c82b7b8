//! Edits of records, held to the rules of files: what they would do, and what is wrong with them.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use entity::enums::Operation;
use entity::tables::NodeType;
use iscm::domain::Edit;
use iscm::graph::Snapshot;
use iscm::office::{Draft, Fault, Intended, draft};
use iscm::store::{Loaded, Version};
use toml::Table;

static SNAPSHOT: LazyLock<Arc<Snapshot>> = LazyLock::new(|| {
    let version = Version {
        number: 1,
        published_at: 0,
    };
    let tables = iscm::embedded().expect("the data are sound");
    let snapshot = Snapshot::new(Loaded::new(version, tables)).expect("a graph");
    Arc::new(snapshot)
});

fn today() -> NaiveDate {
    "2026-11-30".parse().expect("a day")
}

fn values(text: &str) -> Table {
    text.parse().expect("values")
}

fn create(kind: NodeType, owner: &str, text: &str) -> Edit {
    Edit::Create {
        kind,
        owner: owner.to_owned(),
        values: values(text),
    }
}

fn update(kind: NodeType, id: &str, text: &str) -> Edit {
    Edit::Update {
        kind,
        id: id.to_owned(),
        values: values(text),
        cleared: Vec::new(),
    }
}

fn delete(kind: NodeType, id: &str) -> Edit {
    Edit::Delete {
        kind,
        id: id.to_owned(),
    }
}

fn drafted(edits: &[Edit]) -> Result<Draft, Vec<Fault>> {
    let edits = edits.iter().map(|edit| Intended {
        edit: edit.clone(),
        expected: None,
    });
    draft(&SNAPSHOT, &edits.collect::<Vec<_>>(), today())
}

/// What edits change, as `type:id` with a sign.
fn changes(edits: &[Edit]) -> Vec<String> {
    let draft = drafted(edits).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let records = draft.difference.changed.iter();
    let records = records.flat_map(|(kind, records)| records.iter().map(move |one| (kind, one)));
    let signed = records.map(|(kind, (id, operation))| {
        let sign = match operation {
            Operation::Insert => '+',
            Operation::Update => '~',
            Operation::Delete => '-',
        };
        format!("{sign}{}:{id}", kind.name())
    });
    signed.collect()
}

/// The one fault of edits: the number of the edit, its keys, and words of the message.
fn refused(edits: &[Edit], at: Option<usize>, keys: &[&str], words: &str) {
    let faults = drafted(edits).expect_err("a fault");
    assert_eq!(faults.len(), 1, "{faults:#?}");
    let Fault::Rule(fault) = &faults[0] else {
        panic!("{faults:#?}");
    };
    assert_eq!(
        (fault.edit, fault.keys.iter().map(String::as_str).collect()),
        (at, keys.to_vec()),
        "{fault:?}"
    );
    assert!(
        fault.message.contains(words),
        "{words:?} in {:?}",
        fault.message
    );
}

const THEME: &str = "title = 'Zz'\ntopics = ['children']\ncite = ['summary-2019']";

#[test]
fn what_changes_nothing_differs_in_nothing() {
    let iscms = SNAPSHOT.tables().iscm.iter();
    for iscm in iscms {
        let kind = update(NodeType::Iscm, &iscm.id, "");
        assert_eq!(changes(&[kind]), [""; 0], "{}", iscm.id);
    }
    for (kind, id) in [
        (NodeType::Topic, "children"),
        (NodeType::Framework, "gcm"),
        (NodeType::GlobalMeeting, "1"),
        (NodeType::MeetingSeries, "grcp"),
        (NodeType::Organization, "IOM"),
        (NodeType::Source, "summary-2019"),
    ] {
        assert_eq!(changes(&[update(kind, id, "")]), [""; 0], "{id}");
    }
    for assessment in &*SNAPSHOT.tables().assessment {
        let same = update(NodeType::Assessment, &assessment.id, "");
        assert_eq!(changes(&[same]), [""; 0], "{}", assessment.id);
    }
}

#[test]
fn records_come_change_and_go() {
    assert_eq!(
        changes(&[create(NodeType::Theme, "rcm", THEME)]),
        ["+theme:rcm/zz"]
    );
    let theme = SNAPSHOT
        .tables()
        .theme
        .iter()
        .find(|theme| theme.iscm_id == "rcm")
        .expect("a theme");
    let renamed = update(NodeType::Theme, &theme.id, "title = 'Another title'");
    assert_eq!(changes(&[renamed]), [format!("~theme:{}", theme.id)]);
    assert_eq!(
        changes(&[delete(NodeType::Membership, "rcm/mx-member")]),
        ["-membership:rcm/mx-member"]
    );
    // A record and what belongs to it, in one.
    let commitment = "title = 'To do it'\nyear = 2026\ntopics = ['children']\nsummary = 'It is done.'\ncite = ['summary-2019']";
    let input = "key = 'first'\ncountry = 'MX'\nsummary = 'Done.'\ncite = ['summary-2019']";
    let both = [
        create(NodeType::Commitment, "rcm", commitment),
        create(NodeType::CommitmentInput, "rcm/to-do-it", input),
    ];
    assert_eq!(
        changes(&both),
        [
            "+commitment:rcm/to-do-it",
            "+commitment_input:rcm/to-do-it/first"
        ]
    );
    // A source comes with the fact that cites it.
    let source = "id = 'zz-2026'\ntitle = 'Zz'\npublisher = 'Zz'\nkind = 'NEWS'";
    let fact = THEME.replace("summary-2019", "source:zz-2026#p. 3");
    let both = [
        create(NodeType::Source, "", source),
        create(NodeType::Theme, "rcm", &fact),
    ];
    assert_eq!(changes(&both), ["+source:zz-2026", "+theme:rcm/zz"]);
    let rows = drafted(&both).expect("sound").difference.new;
    assert_eq!(rows.source[0].file, "iscm/rcm");
    assert_eq!(
        (
            rows.citation[0].source_id.as_str(),
            rows.citation[0].locator.as_deref()
        ),
        ("zz-2026", Some("p. 3"))
    );
}

#[test]
fn what_is_wrong_is_told_where_it_is() {
    let theme = |with: &str| create(NodeType::Theme, "rcm", &format!("{THEME}\n{with}"));
    refused(
        &[theme("from = 2020\nto = 2019")],
        Some(0),
        &["to"],
        "2019 is before `from`, 2020",
    );
    refused(
        &[theme("parent = 'theme:sacm/nothing'")],
        Some(0),
        &["parent"],
        "of no theme here",
    );
    refused(
        &[create(
            NodeType::Theme,
            "rcm",
            "title = 'Zz'\ntopics = ['children']",
        )],
        Some(0),
        &["cite"],
        "is missing",
    );
    refused(
        &[create(NodeType::Theme, "nowhere", THEME)],
        Some(0),
        &[],
        "no record \"nowhere\"",
    );
    refused(
        &[update(NodeType::Theme, "rcm/nothing", "")],
        Some(0),
        &[],
        "there is no `theme:rcm/nothing`",
    );
    refused(
        &[update(NodeType::Country, "MX", "")],
        Some(0),
        &[],
        "is not edited",
    );
    refused(
        &[theme(""), theme("from = 'soon'")],
        Some(1),
        &["from"],
        "a year from 1900 to 2100",
    );
    let status = update(NodeType::Iscm, "rcm", "ended = 2020");
    refused(
        &[status],
        Some(0),
        &["ended"],
        "only where `status` is ENDED",
    );
    let names = update(NodeType::Iscm, "rcm", "name = { en = 'RCM', xx = 'RCM' }");
    refused(&[names], Some(0), &["name", "xx"], "is no language");
    // What others refer to stays: in its own aggregate, and beside it.
    let cited = drafted(&[delete(NodeType::Source, "summary-2019")]).expect_err("citations");
    assert_eq!(cited.len(), 4, "{cited:#?}");
    let shared = delete(NodeType::Topic, "children");
    refused(&[shared], Some(0), &[], "`topic:children` stays: ");
    refused(
        &[delete(NodeType::MeetingSeries, "grcp")],
        Some(0),
        &[],
        "there is always one",
    );
    let twice = update(NodeType::Iscm, "rcm", "");
    refused(
        &[twice.clone(), twice],
        Some(1),
        &[],
        "is in another edit, too",
    );
    // A circle that comes of two edits together.
    let circle = ["rcm", "sacm"].map(|slug| {
        let other = if slug == "rcm" { "sacm" } else { "rcm" };
        update(NodeType::Iscm, slug, &format!("predecessors = ['{other}']"))
    });
    let faults = drafted(&circle).expect_err("a circle");
    assert_eq!(faults.len(), 2, "{faults:#?}");
}

#[test]
fn what_was_changed_meanwhile_is_not_overwritten() {
    let edit = update(NodeType::Iscm, "rcm", "website = 'https://example.org/'");
    let of = |expected| {
        let edits = [Intended {
            edit: edit.clone(),
            expected,
        }];
        draft(&SNAPSHOT, &edits, today())
    };
    assert!(of(Some(1)).is_ok());
    assert_eq!(
        of(Some(0)).expect_err("a conflict"),
        [Fault::Changed {
            edit: 0,
            version: 1
        }]
    );
}
