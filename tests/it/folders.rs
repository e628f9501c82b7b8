//! Folders of data files as people and programs leave them: nothing is skipped in silence.

use std::fs;
use std::os::unix::fs::symlink;

use crate::support::{Backend, DataFolder, Finished, TestDatabase, facts, run};

fn check(folder: &DataFolder) -> Finished {
    run(&["check", &folder.path().display().to_string()])
}

/// One fault, and one alone.
fn has_fault(folder: &DataFolder, parts: &[&str]) {
    let checked = check(folder);
    assert_eq!(checked.code, Some(1), "{parts:?}: {checked:?}");
    assert!(
        checked
            .err
            .ends_with("1 fault in the data set; nothing is written\n"),
        "{parts:?}: {checked:?}"
    );
    for part in parts {
        assert_eq!(checked.err.matches(part).count(), 1, "{part}: {checked:?}");
    }
    let database = TestDatabase::empty(Backend::Sqlite);
    let imported = run(&[
        "import",
        &folder.path().display().to_string(),
        "--database",
        &database.url(),
    ]);
    assert_eq!(imported.err, checked.err);
    assert!(!database.file().exists());
}

#[test]
fn what_is_no_data_file_is_a_fault() {
    type Change = fn(&std::path::Path) -> std::io::Result<()>;
    let cases: [(Change, &[&str]); 28] = [
        (
            |at| fs::rename(at.join("iscm/cmc.toml"), at.join("iscm/CMC.TOML")),
            &["iscm/CMC.TOML: is no data file", "as iscm/cmc.toml"],
        ),
        (
            |at| fs::rename(at.join("iscm/cmc.toml"), at.join("iscm/Cmc.toml")),
            &["iscm/Cmc.toml: is no data file", "as iscm/cmc.toml"],
        ),
        (
            |at| fs::copy(at.join("topics.toml"), at.join("TOPICS.toml")).map(drop),
            &["TOPICS.toml: is no data file", "as topics.toml"],
        ),
        (
            |at| fs::write(at.join("iscm/cmc.toml.bak"), ""),
            &["iscm/cmc.toml.bak: is no data file; these are"],
        ),
        (
            |at| fs::write(at.join("iscm/cmc"), ""),
            &["iscm/cmc: is no data file"],
        ),
        (
            |at| fs::write(at.join("iscm/cmc.tml"), ""),
            &["iscm/cmc.tml: is no data file"],
        ),
        (
            |at| fs::write(at.join("iscm/c m c.toml"), ""),
            &["iscm/c m c.toml: is no data file"],
        ),
        (
            |at| fs::write(at.join("iscm/.hidden.toml"), ""),
            &["iscm/.hidden.toml: is no data file"],
        ),
        (
            |at| fs::write(at.join("cmc.toml"), ""),
            &["cmc.toml: is no data file"],
        ),
        (
            |at| fs::write(at.join("data.zip"), [0, 159, 146, 150]),
            &["data.zip: is no data file"],
        ),
        (
            |at| fs::write(at.join("iscm/new\u{1b}[1m.toml"), ""),
            &["iscm/new\\u{1b}[1m.toml: is no data file"],
        ),
        (
            |at| fs::create_dir(at.join("iscm/old")),
            &["iscm/old: is a folder"],
        ),
        (|at| fs::create_dir(at.join("more")), &["more: is a folder"]),
        (
            |at| fs::create_dir(at.join("iscm/x.toml")),
            &["iscm/x.toml: is a folder"],
        ),
        (
            |at| symlink(at.join("nowhere"), at.join("iscm/x.toml")),
            &["iscm/x.toml: cannot be read: No such file"],
        ),
        (
            |at| symlink(at.join("iscm/x.toml"), at.join("iscm/x.toml")),
            &["iscm/x.toml: cannot be read: "],
        ),
        (
            |at| symlink("/dev/zero", at.join("iscm/x.toml")),
            &["iscm/x.toml: is no plain file"],
        ),
        (
            |at| fs::write(at.join("iscm/x.toml"), b"a = 1\nname = \"caf\xE9\"\n"),
            &["iscm/x.toml: is no UTF-8 from byte 17 on (0xE9 in line 2)"],
        ),
        (
            |at| fs::write(at.join("iscm/x.toml"), b"\xFF\xFEa\0"),
            &["iscm/x.toml: is UTF-16: it is to be UTF-8"],
        ),
        (
            |at| fs::write(at.join("iscm/x.toml"), b"a\0 \0=\0 \x001\0\xE9\0"),
            &["iscm/x.toml: is UTF-16: it is to be UTF-8"],
        ),
        (
            |at| fs::write(at.join("iscm/x.toml"), b"\xFF\xFE\0\0a\0\0\0"),
            &["iscm/x.toml: is UTF-32: it is to be UTF-8"],
        ),
        (
            |at| fs::write(at.join("iscm/x.toml"), b"\xEF\xBB\xBF\xEF\xBB\xBFa = 1"),
            &["iscm/x.toml: begins with two byte order marks"],
        ),
        (
            |at| fs::create_dir(at.join("README.md")),
            &["README.md: is a folder"],
        ),
        (
            |at| fs::create_dir(at.join("iscm/notes.md")),
            &["iscm/notes.md: is a folder"],
        ),
        (|at| fs::create_dir(at.join("._x")), &["._x: is a folder"]),
        (
            |at| fs::create_dir(at.join("copying")),
            &["copying: is a folder"],
        ),
        (
            |at| fs::create_dir(at.join(".gitkeep")),
            &[".gitkeep: is a folder"],
        ),
        (
            |at| symlink(at.join("iscm"), at.join("LICENSE")),
            &["LICENSE: is a folder"],
        ),
    ];
    for (change, parts) in cases {
        let folder = DataFolder::copy();
        change(folder.path()).expect("changed");
        has_fault(&folder, parts);
    }
    let folder = DataFolder::copy();
    folder.append("iscm/cmc.toml", "a = = 1");
    has_fault(&folder, &["iscm/cmc.toml: line "]);
}

#[test]
fn what_is_passed_over_stands_in_the_grammar() {
    let folder = DataFolder::copy();
    let binary = [0, 5, 22, 7, 0, 2, 0, 0, 255];
    for name in [
        "README",
        "README.md",
        "readme.txt",
        "LICENSE",
        "LICENSE.md",
        "FORMAT.md",
        "NOTICE",
        "CHANGELOG.md",
        ".gitignore",
        ".gitattributes",
        ".gitkeep",
        ".editorconfig",
        ".DS_Store",
        "._topics.toml",
        "iscm/._cmc.toml",
        "iscm/.DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "iscm/README.md",
    ] {
        fs::write(folder.path().join(name), binary).expect("written");
    }
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    assert_eq!(check(&folder).code, Some(0), "{:?}", check(&folder));
    let format = include_str!("../../data/FORMAT.md");
    for name in [
        "README",
        "*.md",
        "LICENSE",
        ".git",
        ".DS_Store",
        "._*",
        "Thumbs.db",
        "desktop.ini",
    ] {
        assert!(format.contains(name), "FORMAT.md names {name}");
    }
    // Links to files are followed, and a mark of UTF-8 is none of the text.
    let cmc = folder.path().join("iscm/cmc.toml");
    let text = fs::read(&cmc).expect("a file");
    let other = tempfile::NamedTempFile::new().expect("a file");
    fs::write(other.path(), [&b"\xEF\xBB\xBF"[..], &text].concat()).expect("written");
    fs::remove_file(&cmc).expect("removed");
    symlink(other.path(), &cmc).expect("a link");
    let checked = check(&folder);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    let iscms = format!("{} ISCMs", facts("iscm").len());
    assert!(checked.out.starts_with(&iscms), "{checked:?}");
}

#[test]
fn texts_hold_what_is_seen() {
    for (letter, part) in [
        (
            "\\u2028",
            "structures[17] \"a\\u{2028}b\": name: has U+2028, a line break",
        ),
        ("\\u2029", "U+2029"),
        ("\\u0085", "U+0085"),
        ("\\u009b", "U+009B"),
        ("\\u202e", "direction"),
        ("\\u2067", "direction"),
        ("\\u200b", "not seen"),
        ("\\u200d", "U+200D"),
        ("\\ufeff", "not seen"),
        ("\\ue000", "private"),
        ("\\ufffe", "none in Unicode"),
        ("e\\u0301", "NFC"),
    ] {
        let folder = DataFolder::copy();
        folder.append(
            "iscm/rcm.toml",
            &format!("[[structures]]\nname = \"a{letter}b\"\nkind = \"OTHER\"\nsummary = \"A.\"\ncite = [\"summary-2019\"]"),
        );
        has_fault(&folder, &[part]);
    }
    let folder = DataFolder::copy();
    folder.append(
        "iscm/rcm.toml",
        "[[structures]]\nname = \"می\\u200cخواهم\"\nkey = \"x\"\nkind = \"OTHER\"\nsummary = \"A.\"\ncite = [\"summary-2019\"]",
    );
    assert_eq!(check(&folder).code, Some(0), "{:?}", check(&folder));
    let database = TestDatabase::empty(Backend::Sqlite);
    let data = folder.path().display().to_string();
    let message = run(&[
        "import",
        &data,
        "--message",
        "a\u{202E}b",
        "--database",
        &database.url(),
    ]);
    assert!(
        message.err.starts_with("iscm: --message has U+202E"),
        "{message:?}"
    );
}

#[test]
fn nothing_is_named_twice_and_kinds_are_told_in_words() {
    for (file, text, parts) in [
        (
            "global-meetings.toml",
            "[[meetings]]\nnumber = 99\nname = \"A\"\nyear = 2030\nsummary = \"A.\"\nhosts = [\"MX\", \"MX\"]\ncite = [\"summary-2019\"]",
            &["hosts: names one thing twice"][..],
        ),
        (
            "global-meetings.toml",
            "[[meetings]]\nnumber = 99\nname = \"A\"\nyear = 2030\nsummary = \"A.\"\nhosts = [\"MX\", \"country:MX\"]\ncite = [\"summary-2019\"]",
            &["hosts: names one thing twice"],
        ),
        (
            "global-meetings.toml",
            "[[meetings]]\nnumber = 1\nname = \"A\"\nyear = 2030\nsummary = \"A.\"\ncite = [\"summary-2019\"]",
            &["number: \"1\" is another record's key too; each has its own"],
        ),
        (
            "iscm/rcm.toml",
            "[[activities]]\nkey = \"x\"\nkind = \"TRAINING\"\nyear = \"2010\"\nsummary = \"A.\"\ncite = [\"summary-2019\"]",
            &["year: takes a year from 1900 to 2100, not the text \"2010\""],
        ),
        (
            "iscm/rcm.toml",
            "[[activities]]\nkey = \"x\"\nkind = \"TRAINING\"\nyear = 2010.5\nsummary = \"A.\"\ncite = [\"summary-2019\"]",
            &["year: takes a year from 1900 to 2100, not the number 2010.5"],
        ),
        (
            "iscm/rcm.toml",
            "[[activities]]\nkey = \"x\"\nkind = 3\nsummary = \"A.\"\ncite = [\"summary-2019\"]",
            &["kind: takes one of COOPERATION", "not the number 3"],
        ),
        (
            "iscm/rcm.toml",
            "[[activities]]\nkey = \"x\"\nkind = \"TRAINING\"\nsummary = true\ncite = [\"summary-2019\"]",
            &["summary: takes a text, not true"],
        ),
        (
            "iscm/rcm.toml",
            "[[activities]]\nkey = \"x\"\nkind = \"TRAINING\"\nsummary = \"A.\"\ncite = [\"summary-2019\", \"summary-2019\"]",
            &["cite: names one thing twice"],
        ),
        (
            "iscm/rcm.toml",
            "[[chairs]]\ncountry = \"MX\"\nfrom = 1950\nco_chair = \"yes\"\ncite = [\"summary-2019\"]",
            &["co_chair: takes true or false, not the text \"yes\""],
        ),
        (
            "iscm/rcm.toml",
            "[[organizations]]\nacronym = \"NEW-ONE\"\nname = \"A\"\nkind = \"OTHER\"\n[[organizations]]\nacronym = \"NEW-ONE\"\nname = \"A\"\nkind = \"OTHER\"",
            &["acronym: is listed twice"],
        ),
        (
            "iscm/sacm.toml",
            "[[organizations]]\nacronym = \"IOM\"\nname = \"A\"\nkind = \"OTHER\"",
            &["acronym: is also in "],
        ),
    ] {
        let folder = DataFolder::copy();
        folder.append(file, text);
        has_fault(&folder, parts);
    }
}
