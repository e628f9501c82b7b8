//! Regions, by UN M49.

/// The region and the subregion of Kosovo: those of its surroundings, as M49 does not list it.
pub(super) fn kosovo() -> (String, String) {
    ("Europe".to_owned(), "Southern Europe".to_owned())
}

/// The M49 name of the crate's slug of a region.
pub(super) fn m49_name(slug: &str) -> String {
    if slug == "south-eastern-asia" {
        return "South-eastern Asia".to_owned();
    }
    let capital = |word: &str| match word.split_at_checked(1) {
        Some((first, rest)) if word != "and" => first.to_uppercase() + rest,
        _ => word.to_owned(),
    };
    slug.split('-').map(capital).collect::<Vec<_>>().join(" ")
}
