//! What the United Nations say of a name wherever it stands, in our own words.

const NOTES: [(&str, &str); 2] = [
    (
        "FK",
        "Argentina and the United Kingdom disagree about the sovereignty over these islands.",
    ),
    ("XK", "Meant as in Security Council resolution 1244 (1999)."),
];

/// The note on the name of the country with an alpha-2 code.
pub(super) fn note(code: &str) -> Option<&'static str> {
    let mut notes = NOTES.iter();
    notes.find(|(of, _)| *of == code).map(|(_, note)| *note)
}
