//! The rules of the data files: what breaks one is told with its file, record and key, and with what is wrong.

use chrono::NaiveDate;
use iscm::dataset::{Files, tables};

use crate::support::DataFolder;

/// The day on which files are checked here.
fn today() -> NaiveDate {
    "2026-11-28".parse().expect("a day")
}

/// The faults of the data files with a change.
fn faults(change: impl FnOnce(&DataFolder)) -> Vec<String> {
    let folder = DataFolder::copy();
    change(&folder);
    let files = Files::read(folder.path()).expect("the files");
    let faults = tables(&files, today()).err().unwrap_or_default();
    faults.iter().map(ToString::to_string).collect()
}

/// Holds that a change breaks one rule, told with these words.
fn breaks(change: impl FnOnce(&DataFolder), words: &[&str]) {
    let faults = faults(change);
    assert_eq!(faults.len(), 1, "{words:?}\n{}", faults.join("\n"));
    for word in words {
        assert!(faults[0].contains(word), "{word:?} in {}", faults[0]);
    }
}

/// Holds that a change breaks no rule.
fn holds(change: impl FnOnce(&DataFolder)) {
    assert_eq!(faults(change), [""; 0]);
}

/// Adds a key to the head of an ISCM's file.
fn head(file: &'static str, line: &'static str) -> impl FnOnce(&DataFolder) {
    move |folder| folder.replace(file, "acronym = ", &format!("{line}\nacronym = "))
}

/// Adds a record to an ISCM's file.
fn record(
    file: &'static str,
    table: &'static str,
    lines: &'static str,
) -> impl FnOnce(&DataFolder) {
    move |folder| {
        let record = format!("[[{table}]]\n{lines}\ncite = [\"summary-2019\"]");
        folder.append(file, &record);
    }
}

/// Adds an event with these lines to the RCM's file.
fn event(lines: &'static str) -> impl FnOnce(&DataFolder) {
    move |folder| {
        let event = "[[events]]\nname = \"Zz\"\nkind = \"OTHER\"\ncite = [\"summary-2019\"]";
        folder.append("iscm/rcm.toml", &format!("{event}\n{lines}"));
    }
}

const RCM: &str = "iscm/rcm.toml";
const HLD: &str = "iscm/un-hld.toml";

#[test]
fn an_iscm_ends_once_it_has_ended_and_after_it_began() {
    let at = "iscm/rcm.toml";
    let ended = &[at, "ended: takes a year only where `status` is ENDED"];
    breaks(head(RCM, "ended = 2020"), ended);
    breaks(
        |folder| folder.replace(HLD, "ended = 2018", "ended = 2005"),
        &[HLD, "ended: 2005 is before `established`, 2006"],
    );
    holds(|folder| folder.replace(HLD, "ended = 2018", "ended = 2006"));
    breaks(
        |folder| folder.replace(HLD, "ended = 2018", "ended = 1806"),
        &[HLD, "ended", "1806"],
    );
}

#[test]
fn predecessors_lead_back_to_none() {
    breaks(
        head(RCM, "predecessors = [\"rcm\"]"),
        &[RCM, "predecessors: is the ISCM itself"],
    );
    breaks(
        head(RCM, "predecessors = [\"nowhere\"]"),
        &[RCM, "predecessors: \"nowhere\" is the slug of no ISCM"],
    );
    // A circle is told at each of its ISCMs, and at none beside it.
    let circle = faults(|folder| {
        head(RCM, "predecessors = [\"sacm\"]")(folder);
        head("iscm/sacm.toml", "predecessors = [\"cmc\"]")(folder);
        head("iscm/cmc.toml", "predecessors = [\"rcm\"]")(folder);
        head("iscm/pidc.toml", "predecessors = [\"rcm\"]")(folder);
    });
    assert_eq!(circle.len(), 3, "{}", circle.join("\n"));
    for (fault, file) in circle.iter().zip(["cmc", "rcm", "sacm"]) {
        let words = "predecessors: leads back to the ISCM itself, over its predecessors'";
        assert_eq!(*fault, format!("iscm/{file}.toml: {words}"));
    }
    holds(|folder| {
        head(RCM, "predecessors = [\"sacm\", \"cmc\"]")(folder);
        head("iscm/sacm.toml", "predecessors = [\"cmc\"]")(folder);
    });
}

#[test]
fn languages_are_iso_639_1_codes_in_capitals() {
    for wrong in ["en", "EN-GB", "ENG", "XX", "Spanish", ""] {
        let told = faults(|folder| {
            let line = format!("languages = [\"EN\", \"{wrong}\"]\nacronym = ");
            folder.replace(RCM, "acronym = ", &line);
        });
        assert_eq!(told.len(), 1, "{wrong}: {}", told.join("\n"));
        assert!(
            told[0].contains("languages") && told[0].contains(RCM),
            "{}",
            told[0]
        );
    }
    breaks(
        head(RCM, "languages = [\"en\"]"),
        &["an ISO 639-1 code in capitals, as \"EN\""],
    );
    breaks(
        head(RCM, "languages = [\"EN\", \"EN\"]"),
        &["languages: names one thing twice"],
    );
    holds(head(RCM, "languages = [\"EN\", \"ES\", \"AR\"]"));
}

#[test]
fn what_an_iscm_is_associated_with_is_there() {
    holds(head(RCM, "associated_with = [\"AU\", \"iscm:sacm\"]"));
    for (line, words) in [
        (
            "associated_with = [\"NOBODY\"]",
            "\"NOBODY\" is the acronym of no organization that is listed",
        ),
        (
            "associated_with = [\"iscm:nowhere\"]",
            "\"nowhere\" is the slug of no ISCM",
        ),
        ("associated_with = [\"iscm:rcm\"]", "is the ISCM itself"),
        ("associated_with = [\"MX\"]", "\"MX\""),
        (
            "associated_with = [\"AU\", \"AU\"]",
            "names one thing twice",
        ),
    ] {
        breaks(head(RCM, line), &[RCM, "associated_with", words]);
    }
}

#[test]
fn a_membership_has_a_status_where_it_has_its_year() {
    let member = "country = \"FJ\"\nrole = \"OBSERVER\"\nfrom = 2010\n";
    for (lines, words) in [
        (
            "status_since = 2015",
            "status: is missing beside `status_since`",
        ),
        (
            "status = \"SUSPENDED\"\nstatus_since = 2009",
            "status_since: 2009 is before `from`, 2010",
        ),
        (
            "status = \"LEFT\"",
            "status: takes one of SUSPENDED, WITHDRAWN",
        ),
    ] {
        let lines: &'static str = format!("{member}{lines}").leak();
        breaks(record(RCM, "members", lines), &[RCM, "members[", words]);
    }
    for lines in [
        "status = \"SUSPENDED\"",
        "status = \"WITHDRAWN\"\nstatus_since = 2010",
    ] {
        let lines: &'static str = format!("{member}{lines}").leak();
        holds(record(RCM, "members", lines));
    }
}

#[test]
fn an_event_is_held_on_a_day_that_is_not_ahead() {
    for lines in [
        "year = 2027\nstart = 2027-02-01\nstatus = \"ANNOUNCED\"",
        "year = 2027",
        "year = 2026\nstart = 2026-11-28\nstatus = \"HELD\"",
        "year = 2026\nstart = 2026-12-24\nstatus = \"CANCELLED\"",
        "year = 2026\nstatus = \"HELD\"",
    ] {
        holds(event(lines));
    }
    for lines in [
        "year = 2026\nstart = 2026-12-24\nstatus = \"HELD\"",
        "year = 2026\nend = 2026-12-24\nstatus = \"HELD\"",
        "year = 2027\nstatus = \"HELD\"",
    ] {
        breaks(event(lines), &[RCM, "Zz", "status", "HELD"]);
    }
}

#[test]
fn numbers_of_people_and_places_in_a_succession_are_above_zero() {
    for wrong in ["0", "-3", "2.5", "\"many\""] {
        let lines: &'static str = format!("year = 2020\nparticipants = {wrong}").leak();
        breaks(event(lines), &[RCM, "participants"]);
        let lines: &'static str = format!("country = \"FJ\"\norder = {wrong}").leak();
        breaks(record(RCM, "chairs", lines), &[RCM, "order"]);
    }
    holds(event("year = 2020\nparticipants = 1"));
}

#[test]
fn parties_that_endorsed_or_attended_are_countries_or_organizations() {
    let instrument = "title = \"Zz\"\nkind = \"GUIDE\"\nyear = 2020\ntopics = [\"children\"]\n";
    let of_instrument =
        |list: &str| -> &'static str { format!("{instrument}endorsed_by = [{list}]").leak() };
    let of_event =
        |list: &str| -> &'static str { format!("year = 2020\nattended_by = [{list}]").leak() };
    for (parties, words) in [
        ("\"AU\"", "\"AU\" is a country and an organization: write"),
        (
            "\"NOBODY\"",
            "\"NOBODY\" is no alpha-2 code and no organization's acronym",
        ),
        ("\"country:QQ\"", "\"QQ\" is no ISO 3166-1 alpha-2 code"),
        ("\"MX\", \"country:MX\"", "names one thing twice"),
    ] {
        let endorsed = record(RCM, "instruments", of_instrument(parties));
        breaks(endorsed, &[RCM, "Zz", "endorsed_by", words]);
        let attended = event(of_event(parties));
        breaks(attended, &[RCM, "Zz", "attended_by", words]);
    }
    let parties = "\"MX\", \"IOM\", \"country:AU\", \"organization:AU\"";
    holds(record(RCM, "instruments", of_instrument(parties)));
    holds(event(of_event(parties)));
}

#[test]
fn the_term_of_a_plan_ends_after_it_begins() {
    let plan = "title = \"Zz\"\nkind = \"STRATEGY\"\nyear = 2020\ntopics = [\"children\"]\n";
    let lines: &'static str = format!("{plan}from = 2021\nto = 2020").leak();
    let words = &[RCM, "Zz", "2020 is before `from`, 2021"];
    breaks(record(RCM, "instruments", lines), words);
}

#[test]
fn a_source_is_read_on_a_day_that_is_not_ahead() {
    let source = "[[sources]]\nid = \"zz\"\ntitle = \"Zz\"\npublisher = \"Zz\"\nkind = \"NEWS\"\n";
    let faults_of = |lines: &str| faults(|folder| folder.append(RCM, &format!("{source}{lines}")));
    assert_eq!(faults_of("accessed = 2026-11-28"), [""; 0]);
    for (lines, key) in [
        ("accessed = 2026-11-30", "accessed"),
        ("accessed = \"2026-11-01\"", "accessed"),
        ("archived = \"web.archive.org/x\"", "archived"),
    ] {
        let told = faults_of(lines);
        assert_eq!(told.len(), 1, "{lines}: {}", told.join("\n"));
        assert!(
            told[0].contains(key) && told[0].contains(RCM),
            "{}",
            told[0]
        );
    }
}

#[test]
fn chairs_without_a_year_have_a_place_in_the_succession() {
    let files = Files::embedded();
    let read = tables(&files, today()).expect("the data are sound");
    let keys: Vec<_> = read
        .chairmanship
        .iter()
        .map(|row| row.id.as_str())
        .collect();
    assert!(
        keys.contains(&"midwa/lr-1") && keys.contains(&"midcom/zm-3"),
        "{keys:?}"
    );
    breaks(
        record(RCM, "chairs", "country = \"FJ\""),
        &[
            RCM,
            "chairs",
            "order: is missing, where `from` is not known",
        ],
    );
    let midwa = "iscm/midwa.toml";
    breaks(
        record(midwa, "chairs", "country = \"FJ\"\norder = 2"),
        &[midwa, "order: is that of tg-2 too"],
    );
    // A written key goes before the one that follows.
    holds(record(
        midwa,
        "chairs",
        "key = \"the-next\"\ncountry = \"FJ\"\norder = 5",
    ));
    let twice = faults(|folder| {
        record(RCM, "chairs", "country = \"FJ\"\nfrom = 1990\norder = 2")(folder);
        record(RCM, "chairs", "country = \"TO\"\nfrom = 1991\norder = 1")(folder);
    });
    assert_eq!(twice.len(), 1, "{}", twice.join("\n"));
    let words = "order: 1 contradicts the years: 2, of fj-1990, began in 1990";
    assert!(twice[0].contains(words), "{}", twice[0]);
    // Two who chair together share a place.
    holds(|folder| {
        for country in ["FJ", "TO"] {
            let chair = format!(
                "[[chairs]]\ncountry = \"{country}\"\norder = 9\nco_chair = true\ncite = [\"summary-2019\"]"
            );
            folder.append(midwa, &chair);
        }
    });
}
