//! Scalars of our own: dates, moments, decimal numbers, codes of countries.

use async_graphql::registry::{MetaType, Registry};

/// A scalar.
struct Scalar {
    name: &'static str,
    doc: &'static str,
    /// The values that it takes, for messages.
    takes: &'static str,
    /// Where its form is specified.
    specified_by: Option<&'static str>,
}

const SCALARS: [Scalar; 5] = [
    Scalar {
        name: "CountryCode",
        takes: "a code or a name of a country, as `MX`",
        doc: "The ISO 3166-1 alpha-2 code of a country, e.g. `MX`; `XK` for Kosovo. The alpha-3 code (`MEX`), the\nnumeric one (`\"484\"`) and names in use (`\"Mexico\"`) are taken as well. Written as a string, or a code as\na name, in capital or small letters.",
        specified_by: None,
    },
    Scalar {
        name: "Date",
        takes: "a date, as \"2019-11-21\"",
        doc: "A calendar date as ISO 8601 writes it, e.g. `2019-11-21`.",
        specified_by: Some("https://scalars.graphql.org/andimarek/local-date.html"),
    },
    Scalar {
        name: "DateTime",
        takes: "a moment, as \"2026-11-25T16:15:02Z\"",
        doc: "A moment in UTC as ISO 8601 writes it, e.g. `2026-11-25T16:15:02.417Z`.",
        specified_by: Some("https://scalars.graphql.org/andimarek/date-time.html"),
    },
    Scalar {
        name: "Decimal",
        takes: "a decimal number, as \"12.50\" or 12.5",
        doc: "A decimal number as text, so that no digit is lost, e.g. `\"1500000\"` or `\"12.50\"`. A number is taken\nas well.",
        specified_by: None,
    },
    Scalar {
        name: "JSON",
        takes: "a value of JSON",
        doc: "Any value of JSON: what a field was, whatever its type, or the values of variables. Of nodes their ids, of what has no id its fields, of a\nname the name in each language by its code.",
        specified_by: Some("https://www.rfc-editor.org/rfc/rfc8259"),
    },
];

/// What a scalar of ours takes, for messages; nothing for another name.
#[must_use]
pub fn scalar_takes(name: &str) -> Option<&'static str> {
    let mut scalars = SCALARS.iter();
    scalars
        .find(|scalar| scalar.name == name)
        .map(|scalar| scalar.takes)
}

/// Adds a scalar of ours to the schema.
pub(super) fn register(registry: &mut Registry, name: &str) {
    let Some(scalar) = SCALARS.iter().find(|scalar| scalar.name == name) else {
        return;
    };
    let meta = MetaType::Scalar {
        name: name.to_owned(),
        description: Some(scalar.doc.to_owned()),
        is_valid: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        specified_by_url: scalar.specified_by.map(str::to_owned),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    };
    registry.types.insert(name.to_owned(), meta);
}
