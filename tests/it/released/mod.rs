//! The schema as it is against that of the last release, in `tests/released`: what changed for clients stands in the
//! changelog. `docs/decisions/0019-changes-of-the-schema.md` tells why so, CONTRIBUTING how to release.

mod caught;
mod changelog;
mod changes;
mod generated;

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{Name, Schema};
use iscm::graphql::sdl;

use self::changelog::Unreleased;
use self::changes::{Change, Kind, changes};
use self::generated::Generated;

/// The numbers of a version, and whether it is a release.
type Version = ([u32; 3], bool);

fn version(text: &str) -> Version {
    let (numbers, rest) = text.split_once('-').unwrap_or((text, ""));
    let numbers: Vec<_> = numbers
        .split('.')
        .map(|number| number.parse().expect("a number"))
        .collect();
    (numbers.try_into().expect("three numbers"), rest.is_empty())
}

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The releases that are kept, the oldest first.
fn releases() -> Vec<(Version, PathBuf)> {
    let folders = fs::read_dir(file("tests/released"))
        .expect("a folder")
        .map(|entry| entry.expect("a folder"));
    let mut releases: Vec<_> = folders
        .map(|folder| {
            (
                version(&folder.file_name().to_string_lossy()),
                folder.path(),
            )
        })
        .collect();
    releases.sort();
    releases
}

#[test]
fn changes_since_the_last_release_stand_in_the_changelog() {
    let releases = releases();
    let (_, last) = releases.last().expect("a release");
    let released = fs::read_to_string(last.join("schema.graphql")).expect("a schema");
    let changelog = fs::read_to_string(file("CHANGELOG.md")).expect("a changelog");
    let faults = faults(&released, sdl(), &changelog);
    assert!(
        faults.is_empty(),
        "the schema and CHANGELOG.md differ about what changed since {}:\n{}",
        last.display(),
        faults.join("\n")
    );
}

#[test]
fn each_release_has_its_heading_its_day_and_its_schema() {
    let changelog = fs::read_to_string(file("CHANGELOG.md")).expect("a changelog");
    let headings = changelog
        .lines()
        .filter_map(|line| line.strip_prefix("## "));
    let mut told: Vec<_> = headings
        .filter(|heading| *heading != "Unreleased")
        .map(|heading| {
            let (number, day) = heading.split_once(" - ").expect("a version and its day");
            chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").expect(heading);
            version(number)
        })
        .collect();
    assert!(
        told.is_sorted_by(|newer, older| newer > older),
        "the newest is first: {told:?}"
    );
    told.reverse();
    let kept: Vec<_> = releases().into_iter().map(|(version, _)| version).collect();
    assert_eq!(told, kept);
    let present = version(env!("CARGO_PKG_VERSION"));
    assert_ne!(
        Some(&present).cmp(&kept.last()),
        Ordering::Less,
        "Cargo.toml is behind the last release"
    );
}

/// Where the changelog is silent about a change, or tells one that there is not.
fn faults(released: &str, present: &str, changelog: &str) -> Vec<String> {
    let old = Schema::parse(released, "released.graphql").expect("a schema");
    let new = Schema::parse(present, "schema.graphql").expect("a schema");
    let changes = changes(&old, &new);
    let mut told = Unreleased::read(changelog);
    let schemas = [&old, &new];
    let inherited = inherited(&new, &told.schema);
    told.schema.extend(inherited);
    let mut faults = Vec::new();
    for Change { kind, of, what } in &changes {
        let (list, heading) = match kind {
            Kind::Breaking => (&told.breaking, "Breaking"),
            Kind::Deprecated => (&told.deprecated, "Deprecated"),
            Kind::Surprising | Kind::Added => (&told.schema, "Schema"),
        };
        if !(list.contains(of) || Generated { schemas }.follows(of, list)) {
            faults.push(format!("not under `### {heading}`: `{of}` {what}"));
        }
    }
    let of_kind = |asked: Kind| -> BTreeSet<_> {
        let asked = changes.iter().filter(|change| change.kind == asked);
        asked.map(|change| change.of.clone()).collect()
    };
    for (list, heading, kind) in [
        (&told.breaking, "Breaking", Kind::Breaking),
        (&told.deprecated, "Deprecated", Kind::Deprecated),
    ] {
        let real = of_kind(kind);
        let told = list.difference(&real);
        faults.extend(told.map(|of| format!("under `### {heading}`, and not so: `{of}`")));
    }
    let unknown = told.schema.iter().filter(|of| is_unknown(schemas, of));
    faults.extend(unknown.map(|of| format!("under `### Schema`, and there is no `{of}`")));
    faults.extend(undated(present));
    faults
}

/// The members that types have because an interface that is listed has them.
fn inherited(schema: &Schema, listed: &BTreeSet<String>) -> Vec<String> {
    let members = listed.iter().filter_map(|of| of.split_once('.'));
    let inherited = members.flat_map(|(interface, member)| {
        let types = schema.types.iter().filter(move |(name, of)| {
            let is_interface = matches!(of, ExtendedType::Interface(_));
            (of.is_object() || is_interface) && schema.is_subtype(interface, name)
        });
        types.map(move |(name, _)| format!("{name}.{member}"))
    });
    inherited.collect()
}

/// Whether a coordinate names a type that there is, and a member that it has in none of the schemas.
fn is_unknown(schemas: [&Schema; 2], coordinate: &str) -> bool {
    let Some((of, member)) = coordinate.split_once('.') else {
        return false;
    };
    let member = member.split('(').next().unwrap_or_default();
    let mut types = schemas
        .iter()
        .filter_map(|schema| schema.types.get(of))
        .peekable();
    types.peek().is_some() && !types.any(|of| members(of).contains(&member))
}

/// The members of a type, by name.
fn members(of: &ExtendedType) -> Vec<&str> {
    match of {
        ExtendedType::Object(of) => of.fields.keys().map(Name::as_str).collect(),
        ExtendedType::Interface(of) => of.fields.keys().map(Name::as_str).collect(),
        ExtendedType::Enum(of) => of.values.keys().map(Name::as_str).collect(),
        ExtendedType::InputObject(of) => of.fields.keys().map(Name::as_str).collect(),
        ExtendedType::Scalar(_) | ExtendedType::Union(_) => Vec::new(),
    }
}

/// What is deprecated without telling since when.
fn undated(schema: &str) -> Vec<String> {
    let marked = schema.split("@deprecated").skip(1);
    let reasons = marked.map(|rest| rest.lines().next().unwrap_or_default());
    let is_dated = |reason: &&str| {
        let words = reason.split(|letter: char| !(letter.is_ascii_digit() || letter == '-'));
        words
            .map(str::parse::<chrono::NaiveDate>)
            .any(|date| date.is_ok())
    };
    let undated = reasons.filter(|reason| !is_dated(reason));
    undated
        .map(|reason| format!("deprecated without the day since when: @deprecated{reason}"))
        .collect()
}
