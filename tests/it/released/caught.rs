//! That changes are caught: of small schemas, each with one change, and the line of the changelog that tells it.

use super::faults;

/// A schema with something of each kind.
const RELEASED: &str = r#"
directive @cost(weight: String!, per: Int) repeatable on FIELD_DEFINITION | OBJECT
scalar Date
interface Named { name: String }
type Query {
    "The mechanisms."
    iscms(first: Int = 50, kind: Kind, filter: IscmFilter): IscmConnection!
    iscm(acronym: String!): Iscm
    party: Party
}
type Iscm implements Named {
    name: String
    "When it was founded."
    established: Int!
    topics: [String!]!
    status: Kind @deprecated(reason: "Since 2026-01-01: use `kind`.")
    kind: Kind
}
type Country implements Named { name: String, iscm: Iscm }
union Party = Country | Iscm
enum Kind { PROCESS FORUM }
enum IscmOrderField {
    "When it was founded."
    ESTABLISHED
}
enum CountryOrderField { NAME }
input IscmFilter { kind: Kind, year: Int! }
type IscmConnection { nodes: [Iscm!]! }
"#;

fn present(changes: &[(&str, &str)]) -> String {
    changes
        .iter()
        .fold(RELEASED.to_owned(), |schema, (from, to)| {
            assert!(schema.contains(from), "{from}");
            schema.replace(from, to)
        })
}

fn changelog(heading: &str, line: &str) -> String {
    format!(
        "# Changelog\n\n## Unreleased\n\n### Added\n- `Iscm.name`.\n\n### {heading}\n- {line}\n\n### Fixed\n- Much.\n\n\
         ## 0.1.0 - 2026-11-29\n\n### {heading}\n- `Iscm`, `Iscm.name`, `Kind.PROCESS`, `Query.iscms(kind:)`.\n"
    )
}

/// Each change is caught when it is not told, under its coordinate, and let through when it is.
fn caught(heading: &str, cases: &[(&str, &str, &str)]) {
    for (from, to, of) in cases {
        let present = present(&[(from, to)]);
        let silent = faults(RELEASED, &present, &changelog(heading, "Nothing."));
        let right = format!("not under `### {heading}`: `{of}` ");
        assert!(
            silent.len() == 1 && silent[0].starts_with(&right),
            "{to}: {silent:#?}"
        );
        let told = faults(
            RELEASED,
            &present,
            &changelog(heading, &format!("`{of}`: as it is better.")),
        );
        assert!(told.is_empty(), "{to}: {told:#?}");
    }
}

#[test]
fn changes_that_break_clients_are_caught() {
    caught(
        "Breaking",
        &[
            // Fields that are gone, may be null, or are something else.
            ("party: Party\n", "\n", "Query.party"),
            ("established: Int!", "established: Int", "Iscm.established"),
            (
                "established: Int!",
                "established: String!",
                "Iscm.established",
            ),
            ("topics: [String!]!", "topics: [String]!", "Iscm.topics"),
            ("topics: [String!]!", "topics: [[String!]!]!", "Iscm.topics"),
            (
                "iscm(acronym: String!): Iscm",
                "iscm(acronym: String!): [Iscm]",
                "Query.iscm",
            ),
            (
                "type Country implements Named { name: String,",
                "type Country implements Named { name: Named,",
                "Country.name",
            ),
            // Types.
            ("scalar Date", "", "Date"),
            ("scalar Date", "enum Date { TODAY }", "Date"),
            (
                "union Party = Country | Iscm",
                "union Party = Iscm",
                "Party = Country",
            ),
            (
                "type Country implements Named {",
                "type Country {",
                "Country implements Named",
            ),
            (
                "enum Kind { PROCESS FORUM }",
                "enum Kind { PROCESS }",
                "Kind.FORUM",
            ),
            // What is taken.
            ("first: Int = 50, ", "", "Query.iscms(first:)"),
            (
                "kind: Kind, filter",
                "kind: Kind!, filter",
                "Query.iscms(kind:)",
            ),
            (
                "kind: Kind, filter",
                "kind: [Kind], filter",
                "Query.iscms(kind:)",
            ),
            (
                "iscm(acronym: String!)",
                "iscm(acronym: String!, on: Date!)",
                "Query.iscm(on:)",
            ),
            (
                "input IscmFilter { kind: Kind,",
                "input IscmFilter { kind: Kind!,",
                "IscmFilter.kind",
            ),
            (
                "input IscmFilter { kind: Kind,",
                "input IscmFilter { kind: Kind, on: Date!,",
                "IscmFilter.on",
            ),
            (
                "input IscmFilter { kind: Kind,",
                "input IscmFilter {",
                "IscmFilter.kind",
            ),
            (
                "input IscmFilter {",
                "input IscmFilter @oneOf {",
                "IscmFilter",
            ),
            // Directives.
            (
                "directive @cost(weight: String!, per: Int) repeatable on FIELD_DEFINITION | OBJECT",
                "",
                "@cost",
            ),
            (", per: Int)", ")", "@cost(per:)"),
            ("per: Int)", "per: Int, of: Int!)", "@cost(of:)"),
            (" repeatable on", " on", "@cost"),
            (" | OBJECT", "", "@cost"),
        ],
    );
}

#[test]
fn additions_that_are_not_told_are_caught() {
    caught(
        "Schema",
        &[
            ("scalar Date", "scalar Date scalar Time", "Time"),
            (
                "type Country implements Named {",
                "type Country implements Named { code: ID",
                "Country.code",
            ),
            (
                "enum Kind { PROCESS",
                "enum Kind { PROCESS OTHER",
                "Kind.OTHER",
            ),
            (
                "union Party = Country",
                "union Party = IscmConnection | Country",
                "Party = IscmConnection",
            ),
            (
                "type IscmConnection {",
                "type IscmConnection implements Named {",
                "IscmConnection implements Named",
            ),
            ("first: Int = 50", "first: Int = 20", "Query.iscms(first:)"),
            ("first: Int = 50", "first: Int", "Query.iscms(first:)"),
            (
                "kind: Kind, filter",
                "kind: Kind = FORUM, filter",
                "Query.iscms(kind:)",
            ),
            (
                "kind: Kind, filter",
                "kind: Kind, on: Date, filter",
                "Query.iscms(on:)",
            ),
            (
                "input IscmFilter {",
                "input IscmFilter { on: Date",
                "IscmFilter.on",
            ),
            (
                "type IscmConnection {",
                "type IscmConnection { totalCount: Int!",
                "IscmConnection.totalCount",
            ),
            ("per: Int)", "per: Int, of: Int)", "@cost(of:)"),
            (
                "scalar Date",
                "scalar Date directive @slow on FIELD_DEFINITION",
                "@slow",
            ),
        ],
    );
}

#[test]
fn deprecations_are_told_with_their_day() {
    let deprecated = r#"kind: Kind @deprecated(reason: "Since 2027-01-01: use `status`.")"#;
    caught(
        "Deprecated",
        &[("kind: Kind\n}", &format!("{deprecated}\n}}"), "Iscm.kind")],
    );
    let undated = present(&[("Since 2026-01-01: use", "Use")]);
    let faults = faults(RELEASED, &undated, "");
    assert!(
        faults.len() == 1 && faults[0].contains("without the day"),
        "{faults:#?}"
    );
}

#[test]
fn what_is_safe_needs_no_word() {
    let cases = [
        ("name: String\n", "name: String!\n"),
        ("kind: Kind\n", "kind: Kind!\n"),
        ("iscm(acronym: String!)", "iscm(acronym: String)"),
        ("year: Int! }", "year: Int }"),
        ("on FIELD_DEFINITION", "on INTERFACE | FIELD_DEFINITION"),
        ("\"The mechanisms.\"", "\"All mechanisms.\""),
    ];
    for (from, to) in cases {
        assert_eq!(
            faults(RELEASED, &present(&[(from, to)]), ""),
            [""; 0],
            "{to}"
        );
    }
}

/// A field is listed, and what follows from it is not; what does not follow must be.
#[test]
fn what_follows_from_a_listed_field_needs_no_line() {
    let changes = [
        (
            "    kind: Kind\n}",
            "    kind: Kind\n    \"When it ended.\"\n    ended: Int\n    \"Those before.\"\n    heirs: IscmConnection!\n}",
        ),
        (
            "input IscmFilter {",
            "input IscmFilter { ended: Int, heirs: IscmListFilter",
        ),
        (
            "    ESTABLISHED\n",
            "    ESTABLISHED\n    \"When it ended.\"\n    END\n    \"The decade of `ended`.\"\n    DECADE\n    \"The number of nodes in `heirs`.\"\n    HEIR_COUNT\n",
        ),
        (
            "enum CountryOrderField { NAME",
            "enum CountryOrderField { NAME ISCM_ENDED",
        ),
        (
            "scalar Date",
            "scalar Date\ninput IscmListFilter { some: IscmFilter }",
        ),
    ];
    let present = present(&changes);
    let listed = changelog(
        "Schema",
        "The end of an ISCM, and what came after it:\n  `Iscm { ended, heirs }`.",
    );
    assert_eq!(faults(RELEASED, &present, &listed), [""; 0]);
    let half = changelog("Schema", "`Iscm.heirs`.");
    let left = faults(RELEASED, &present, &half);
    let mut left: Vec<_> = left
        .iter()
        .filter_map(|fault| fault.split('`').nth(3))
        .collect();
    left.sort_unstable();
    let right = [
        "CountryOrderField.ISCM_ENDED",
        "Iscm.ended",
        "IscmFilter.ended",
        "IscmOrderField.DECADE",
        "IscmOrderField.END",
    ];
    assert_eq!(left, right);
}

#[test]
fn what_is_told_and_not_so_is_caught() {
    for (heading, line) in [
        ("Breaking", "`Iscm.name`: gone."),
        (
            "Breaking",
            "`Iscm.nothing`, `Kind.FORUM` and `@cost`: gone.",
        ),
        (
            "Breaking",
            "`Iscm { name established }`: gone; see `Iscm.topics`.",
        ),
        ("Deprecated", "`Iscm.status`: was so before."),
        ("Schema", "`Iscm.nothing` and `Iscm.name`."),
        ("Schema", "`Query.nothing(first:)`."),
    ] {
        let faults = faults(RELEASED, RELEASED, &changelog(heading, line));
        let expected = match line {
            line if line.contains(" and ") && heading == "Breaking" => 3,
            line if line.contains('{') => 2,
            _ => 1,
        };
        assert_eq!(faults.len(), expected, "{line}: {faults:#?}");
    }
    // What a section says besides is prose.
    let prose = changelog(
        "Schema",
        "**Changed in meaning**: `Iscm.status` is `null`, see `README.md` and `docs`.",
    );
    assert_eq!(faults(RELEASED, RELEASED, &prose), [""; 0]);
}
